/* distance_tell.h - what assay distance prints of models: tables, words, and all of it as JSON. */
#ifndef ASSAY_CLI_DISTANCE_TELL_H
#define ASSAY_CLI_DISTANCE_TELL_H

#include "harness/core/buf.h"
#include "harness/core/tree.h"
#include "harness/run/distance_result.h"

/* Appends pairs as a table, of few models the matrix, and what they mean. format is of runs_read.h. */
void assay_distance_tell(const struct assay_distance_told *told, unsigned format,
                         struct assay_arena *arena, struct assay_buf *out);

/*
 * {"format": "assay-distance", "version": "1.0", "suite", "models": [names], "gold": number or null, "items", ...}
 * with matrices of all pairs, row a and column b: "d_J", "worst_case_regret", "regret_lo", "regret_hi" and,
 * where it was asked for, "metric"; the intervals of each as a matrix of [lo, hi] under "intervals"; "order", the
 * models as leaves of "tree", whose merges are of models and, from their number on, of earlier merges; and "map",
 * points of a plane with how much they show. "worst_case_width" is what a worst case may be lower at most. In arena.
 */
struct assay_node *assay_distance_node(const struct assay_distance_told *told,
                                       struct assay_arena *arena);

#endif
