/*
 * table.h - what the model said beside what people said, for one suite, without texts.
 *
 * Items may have different numbers of completions and values: item i owns the gold range
 * gold_first[i] .. gold_first[i+1]-1 and the value range first[i] .. first[i+1]-1. Where
 * want is SCORES the two ranges are the same (one value a completion), save for an item that
 * is rated for several dimensions: it has a gold value a dimension and one score.
 * Where want is VECTORS item i has the width values from first[i] on, and several items may have
 * the same ones.
 */
#ifndef ASSAY_CORE_TABLE_H
#define ASSAY_CORE_TABLE_H

#include "harness/core/answer.h"
#include "harness/core/str.h"

#include <stddef.h>
#include <stdint.h>

#define ASSAY_TABLE_COMPLETION UINT32_MAX /* a gold value that is of no dimension */

struct assay_table {
    enum assay_want want;
    size_t items; /* >= 0 */
    size_t width; /* VECTORS: values of an item; else 0 */
    size_t subset_count;
    const struct assay_str *subset_name; /* (subset_count,) in suite order */

    const struct assay_str *id; /* (items,) */
    const uint32_t *subset;     /* (items,) index into subset_name */
    const uint32_t *cluster;    /* (items,) dense from 0 over the suite */
    const uint32_t *group;      /* (items,) index into group_name; NULL: none named */
    const uint64_t *line;       /* (items,) in the data file; 0 unknown */
    size_t group_count;
    const struct assay_str *group_name; /* (group_count,) in order of first sight */

    const size_t *gold_first;  /* (items + 1,) ascending, gold_first[0] == 0 */
    const double *gold;        /* (gold_first[items],) finite */
    const uint32_t *dimension; /* (gold_first[items],) index into dimension_name, or
                                   ASSAY_TABLE_COMPLETION; NULL: all gold is of completions */
    size_t dimension_count;
    const struct assay_str
        *dimension_name;      /* (dimension_count,) in order of first sight */
    const size_t *pair_first; /* (items + 1,) ascending; NULL: no item has pairs */
    const uint32_t *pair;     /* (pair_first[items], 2) completions of the item */
    size_t covariate_count;
    const double
        *covariate;      /* (items, covariate_count) what else is known of an item, as its
                                   suite names it; NaN: not known. NULL: there are none */
    const size_t *first; /* (items + 1,) ascending, first[0] == 0 */
    const double *value; /* (first[items],) 0.0 unless SCORED */
    const unsigned char *state; /* (first[items],) enum assay_state of each value */
    struct assay_str
        why; /* why nothing came of the first item that tells so; may be empty */
};

#endif
