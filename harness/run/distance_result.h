/*
 * distance_result.h - distances between models as a result: what is stored and reported.
 *
 * One result of all models: its value is the mean of d_J over pairs, its measures are d_J, worst-case regret both ways
 * and regret of every pair (of more than ASSAY_DISTANCE_PAIRS_TOLD only of those with gold), its figures the
 * matrix, the tree and the map.
 */
#ifndef ASSAY_RUN_DISTANCE_RESULT_H
#define ASSAY_RUN_DISTANCE_RESULT_H

#include "harness/core/result.h"
#include "harness/run/distance_study.h"

enum {
    ASSAY_DISTANCE_PAIRS_TOLD = 300
};

struct assay_distance_told {
    struct assay_str suite, version, title, citation, target;
    const struct assay_distance_models *found;
};

struct assay_distance_pair {
    size_t a, b;
};

/* Pairs that measures and tables have: those with gold, then the others where all are few. In arena. */
const struct assay_distance_pair *assay_distance_pairs(
    const struct assay_distance_models *found, struct assay_arena *arena, size_t *count);

/* "jrange/jrange", "epic": of the metric beside d_J. In arena. */
const char *assay_distance_metric_name(const struct assay_bandit_metric *metric,
                                       struct assay_arena *arena);

/* All in arena. */
void assay_distance_result(const struct assay_distance_told *told,
                           struct assay_arena *arena, struct assay_result *out);

/* Sentences on what was left out, and what holds of the numbers. In arena; *count of them. */
const struct assay_str *assay_distance_notes(const struct assay_distance_models *found,
                                             struct assay_arena *arena, size_t *count);

#endif
