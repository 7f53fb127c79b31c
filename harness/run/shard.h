/*
 * shard.h - which part of a suite one of several processes asks.
 *
 * Items with the same prompt are asked by one process, and so are items whose answers are computed at
 * once (adapter.h, together): what a model is given together is then the same whatever the number of
 * shards, and no byte of the merged result follows from it. Whole groups of such items go, longest
 * first, to the shard that has least to read so far (longest processing time first: Graham 1969,
 * doi:10.1137/0117039, at most 4/3 of the best possible).
 */
#ifndef ASSAY_RUN_SHARD_H
#define ASSAY_RUN_SHARD_H

#include "harness/core/arena.h"
#include "harness/core/error.h"
#include "harness/run/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_SHARDS_MAX = 4096
};

struct assay_shard {
    size_t index; /* from 0 */
    size_t count; /* 0: the run is not divided */
};

/*
 * Reads "I/N", 1 <= I <= N; or "auto" or "auto/N", which take I and N from the variables of what
 * started the process: NEL_SHARD_IDX and NEL_TOTAL_SHARDS; SLURM_ARRAY_TASK_ID with _MIN, _MAX, _STEP
 * and _COUNT; JOB_COMPLETION_INDEX of a Kubernetes Indexed Job, whose N has to be given, or be in
 * JOB_COMPLETIONS. N, where it is given, is what the variables must say.
 *
 *   variable  getenv, or a test's
 *
 * Errors: ASSAY_EUSAGE.
 */
ASSAY_MUST_USE
enum assay_code assay_shard_parse(const char *word, char *(*variable)(const char *name),
                                  struct assay_shard *out, struct assay_error *err);

struct assay_sharing {
    size_t count;    /* shards, 1 .. ASSAY_SHARDS_MAX */
    size_t limit;    /* items that are asked at all; 0: all */
    size_t together; /* as the adapter has it */
};

/* Whose an item is. Zero bytes are none. */
struct assay_shares {
    uint32_t *owner; /* (items,) */
    size_t items;
    uint64_t *bytes; /* (count,) of texts that each has to read */
};

/* Reads all items up to the limit. Errors: those of the source. Release in any case. */
ASSAY_MUST_USE
enum assay_code assay_shares_make(const struct assay_source *source,
                                  const struct assay_sharing *sharing,
                                  struct assay_shares *out, struct assay_error *err);

void assay_shares_release(struct assay_shares *shares);

#endif
