/* overopt_cells.h - steps between rows of a trend, or curves of best of n, and the cells of a curve. */
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

/* What a prompt, or its cluster, adds at n: gains over one draw. */
struct assay_overopt_cell assay_overopt_cell_of_n(size_t n, double gold, double proxy,
                                                  uint32_t unit);

/* Sets the cells (n,) of a curve whose units are prompts or their clusters, and what follows from them. */
void assay_overopt_settle(struct assay_overopt_curve *curve,
                          struct assay_overopt_cell *cell, size_t n,
                          struct assay_arena *arena);

#endif
