/* item_subsets.h - whether the subsets of items are those that sections name. */
#ifndef ASSAY_SUITES_ITEM_SUBSETS_H
#define ASSAY_SUITES_ITEM_SUBSETS_H

#include "suites/item_ids.h"
#include "suites/suite_parts.h"

enum {
    ASSAY_ITEM_STRAYS_MAX = 64 /* that are remembered */
};

/* Subsets of items that no section has. Zero bytes begin. */
struct assay_item_strays {
    const char *at[ASSAY_ITEM_STRAYS_MAX];
    size_t count;
};

/* Looks at the first item of a subset. Names are kept in arena. */
void assay_item_strays_see(struct assay_item_strays *strays,
                           const struct assay_suite *suite, struct assay_str subset,
                           struct assay_arena *arena);

/*
 * Once all items of a suite whose data are whole were added to ids: refuses a subset of a section that has
 * no item where items are of one spelt nearly so, which no section has. A section that is optional, or that has a subset of
 * its own name, may lack some.
 *
 * Errors: ASSAY_EDATA "file:line: no item is of subset "blakc"; nearest is "black"".
 */
ASSAY_MUST_USE
enum assay_code assay_item_strays_end(const struct assay_item_strays *strays,
                                      const struct assay_suite *suite,
                                      const struct assay_item_ids *ids,
                                      struct assay_error *err);

#endif
