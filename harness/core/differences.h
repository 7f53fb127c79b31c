/* differences.h - what differs in two trees, field by field. */
#ifndef ASSAY_CORE_DIFFERENCES_H
#define ASSAY_CORE_DIFFERENCES_H

#include "harness/core/arena.h"
#include "harness/core/tree.h"

enum {
    ASSAY_DIFFERENCES_MAX = 64 /* further ones are not told */
};

struct assay_difference {
    struct assay_str field, there, now; /* values as JSON; empty: no such field */
};

struct assay_differences {
    struct assay_difference
        *at; /* (count,) those of now in its order, then what is there alone */
    size_t count;
};

/*
 * What differs in two maps, down to values that are no maps, or with lists down to elements of lists of one length:
 * "options.precision", "suites[0].file". Trees that are no maps differ as a whole, in the field "". In arena.
 */
void assay_differences_find(const struct assay_node *there, const struct assay_node *now,
                            bool lists, struct assay_arena *arena,
                            struct assay_differences *out);

#endif
