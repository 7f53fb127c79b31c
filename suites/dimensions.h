/*
 * dimensions.h - items that are rated for several dimensions become a row a dimension.
 *
 * A model answers such an item once, with a value a dimension or with one score; measuring looks
 * at every dimension by itself, as a subset of that name, and at a weighted sum of them where
 * `scoring: {weights: ...}` gives weights.
 */
#ifndef ASSAY_SUITES_DIMENSIONS_H
#define ASSAY_SUITES_DIMENSIONS_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/table.h"
#include "harness/core/tree.h"

/* The subset of weighted sums; where it is there, the overall value is its own. */
#define ASSAY_DIMENSIONS_WEIGHTED "weighted"

/*
 * Makes of a table with dimensions one without: a row a gold value, whose subset is its
 * dimension, or SUBSET/DIMENSION where the item has a subset. With weights there is a further row
 * of subset "weighted" for every item that has all dimensions with a weight: its gold and its value
 * are the sums of weight times theirs; where the item has one score alone, that is the value.
 *
 *   scoring  map with `weights`, or NULL
 *   out      in arena, save what it shares with table
 *
 * Errors: ASSAY_EDOMAIN for a weight of a dimension that no item is rated for.
 */
ASSAY_MUST_USE
enum assay_code assay_dimensions_spread(const struct assay_table *table,
                                        const struct assay_node *scoring,
                                        struct assay_arena *arena,
                                        struct assay_table *out, struct assay_error *err);

/* Refuses weights that are not "name=number", with commas between. Errors: ASSAY_EDATA. */
ASSAY_MUST_USE
enum assay_code assay_dimensions_check(struct assay_str weights, struct assay_error *err);

#endif
