/*
 * replay_subsets.h - accuracies per subset that somebody else measured.
 *
 * Shapes:
 *
 *     {"models": {NAME: {subset: accuracy, ...}, ...}, "prior_sets": {NAME: accuracy}}
 *     {"model": NAME, subset: accuracy, ...}      reward-bench eval-set files
 *     rows with a column `model` and a column a subset (CSV, TSV, JSON Lines)
 *
 * In the first, members beside models whose value for NAME is a number count as subsets of
 * that name. Values that are no numbers (other columns) are passed over.
 */
#ifndef ASSAY_ADAPTERS_REPLAY_SUBSETS_H
#define ASSAY_ADAPTERS_REPLAY_SUBSETS_H

#include "adapters/adapter.h"
#include "adapters/replay_load.h"

enum {
    ASSAY_REPLAY_SUBSETS_MAX = 4096
};

struct assay_replay_table {
    const char *path;
    const char *name;                    /* of the model; NULL: the only one there */
    struct assay_replay_foreign foreign; /* a format of totals, or none */
    const struct assay_node
        *subsets; /* map column -> subset; NULL: all, as they are called */
    bool percent; /* values are in percent */
};

/*
 * Reads the accuracies of one model, in the order of the file, into arena.
 *
 * Errors: ASSAY_EUSAGE where the model is not there, or several are and none was named;
 * ASSAY_EDATA for a value outside [0, 1.01] (1.01 is the highest score of RewardBench 2 Ties),
 * a file without subsets, or a malformed one; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_replay_subsets(const struct assay_replay_table *from,
                                     struct assay_arena *arena,
                                     const struct assay_subset_value **out, size_t *count,
                                     struct assay_error *err);

#endif
