/* distance_figures.h - pictures of distances between models: matrices, the tree, the map. */
#ifndef ASSAY_RUN_DISTANCE_FIGURES_H
#define ASSAY_RUN_DISTANCE_FIGURES_H

#include "harness/core/result.h"
#include "harness/run/distance_study.h"

enum {
    ASSAY_DISTANCE_SERIES_MAX = 8
};

/*
 * Series of figures, in arena: d_J of all pairs and regret by pick as matrices, models in the order of the
 * tree's leaves; the tree; the map, in which gold stands apart; and regret, worst case and d_J of every model
 * under gold, the nearest first.
 *
 *   series  (ASSAY_DISTANCE_SERIES_MAX,); how many is returned
 */
size_t assay_distance_series(const struct assay_distance_models *found,
                             struct assay_arena *arena, struct assay_series *series);

/* How much of the distances the map shows, in words. In arena. */
const char *assay_distance_map_words(const struct assay_distance_models *found,
                                     struct assay_arena *arena);

#endif
