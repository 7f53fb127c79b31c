/* overopt_cells.h - steps between rows of a trend and the cells of a curve; for overopt_gather.c. */
#ifndef ASSAY_RUN_OVEROPT_CELLS_H
#define ASSAY_RUN_OVEROPT_CELLS_H

#include "harness/run/overopt.h"

/*
 * Sorts by unit, then x, and makes one of the cells of one unit and x: weighted means. Points stay as they
 * are. Returns how many there are.
 */
size_t assay_overopt_merge(struct assay_overopt_cell *cell, size_t n, bool points);

/*
 * Makes gold and proxy relative to the initial policy: each unit to its own cells of it, one without any to the mean
 * of the others'.
 *
 *   given  gold of the initial policy; NaN: by its cells
 */
enum assay_overopt_base assay_overopt_subtract(struct assay_overopt_cell *cell, size_t n,
                                               double given);

/* Numbers of the units that have cells, without gaps; each point is one. */
void assay_overopt_renumber(struct assay_overopt_curve *curve,
                            struct assay_overopt_cell *cell);

#endif
