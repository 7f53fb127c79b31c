/* parallel.h - the same work on many things at once, whose outcome does not depend on how many threads. */
#ifndef ASSAY_CORE_PARALLEL_H
#define ASSAY_CORE_PARALLEL_H

#include <stddef.h>

enum {
    ASSAY_PARALLEL_JOBS_MAX = 256
};

/* Processors of this machine that the process may use, at least 1. */
size_t assay_parallel_processors(void);

/* Threads for count calls where so many are asked for: no more than calls, at least 1 and at most ASSAY_PARALLEL_JOBS_MAX. */
size_t assay_parallel_jobs(size_t asked, size_t count);

/*
 * Calls work(state, worker, i) for each i below count, in any order, on up to jobs threads, of which the
 * caller's is one; returns when all are done. What one call writes, no other may read or write: then the
 * outcome is the same for any number of threads. Where threads cannot be had, fewer do the work.
 *
 *   jobs    1 .. ASSAY_PARALLEL_JOBS_MAX
 *   worker  below jobs: of two calls at once never the same, so that scratch can be one a worker
 */
void assay_parallel(size_t jobs, size_t count,
                    void (*work)(void *state, size_t worker, size_t i), void *state);

#endif
