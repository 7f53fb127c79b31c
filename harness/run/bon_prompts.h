/*
 * bon_prompts.h - what each prompt adds to best-of-n curves, beside a stored run: prompts.npy.
 *
 * result.json has means only. Whoever resamples prompts later, alone or together with those of another run, needs what
 * each adds. The file is an array of doubles, a row a prompt; its columns are
 *
 *     the number of the prompt's cluster, then for each result of the run, in their order,
 *     gold's gain over a draw at each n, and the proxy's, NaN where the prompt has not so many samples
 *
 * and run.json has under "prompts" its path and SHA-256, the n, and a digest of the prompts' ids and clusters:
 * runs that have the same one are of the same prompts, row by row.
 */
#ifndef ASSAY_RUN_BON_PROMPTS_H
#define ASSAY_RUN_BON_PROMPTS_H

#include "harness/core/arena.h"
#include "harness/core/buf.h"
#include "harness/run/bon.h"

#define ASSAY_BON_PROMPTS_FILE "prompts.npy"

/* Appends the file's bytes; returns what run.json says of it, in arena. */
struct assay_node assay_bon_prompts_write(const struct assay_bon *bon,
                                          struct assay_arena *arena,
                                          struct assay_buf *out);

/* All in arena. */
struct assay_bon_prompts {
    size_t prompts; /* 0: the run has kept none */
    size_t *n;      /* (ns,) ascending from 1 */
    size_t ns, results;
    double *x;            /* (prompts, 1 + 2 * results * ns) as above */
    struct assay_str ids; /* their digest */
};

/* Those of one result. */
struct assay_bon_prompts_of {
    const struct assay_bon_prompts *prompts;
    size_t which; /* the number of the result */
};

/*
 * Reads what a run has kept.
 *
 *   run      its run.json
 *   results  that it has
 *
 * Errors: ASSAY_EDATA "path: what" for a file that is not as run.json says; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_bon_prompts_read(const char *directory,
                                       const struct assay_node *run, size_t results,
                                       struct assay_arena *arena,
                                       struct assay_bon_prompts *out,
                                       struct assay_error *err);

#endif
