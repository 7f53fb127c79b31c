/* world_pictures.h - a small gridworld as pictures: reward, value, best actions, advantage. */
#ifndef ASSAY_RUN_WORLD_PICTURES_H
#define ASSAY_RUN_WORLD_PICTURES_H

#include "harness/core/result.h"
#include "harness/run/world_study.h"

enum {
    ASSAY_WORLD_PICTURED = 8, /* reward functions that have pictures */
    ASSAY_WORLD_PICTURES_MAX = 4 * ASSAY_WORLD_PICTURED
};

/*
 * Appends a figure of each of the first reward functions of a grid of at most 20 x 20 cells, with
 * panels for
 *
 *   reward     sum_a pi(a|s) r(s, a)
 *   value      V*, and the actions that are best, as arrows to where each most likely leads
 *   advantage  max_a A^pi(s, a): what the best first step is worth
 *
 *   out  room for ASSAY_WORLD_PICTURES_MAX
 *
 * Gives how many series there are, 0 where the world is no such grid.
 */
size_t assay_world_pictures(const struct assay_world_study *study,
                            struct assay_arena *arena, struct assay_series *out);

#endif
