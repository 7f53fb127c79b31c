/* compare_page.h - a comparison as a page, for every format that there is. */
#ifndef ASSAY_CLI_COMPARE_PAGE_H
#define ASSAY_CLI_COMPARE_PAGE_H

#include "harness/core/attr.h"
#include "harness/core/buf.h"
#include "harness/run/comparison.h"

struct assay_page;

struct assay_compare_wish {
    size_t items; /* flips told of each side at most */
    bool paged;   /* the format shows many items page by page */
    bool
        asked; /* the format is one of tests (JUnit): nothing was asked of what is undecided, it is skipped */
};

/* Fills a page, which has begun, with all of it; its data for programs are assay_comparison_node's. */
void assay_compare_page(const struct assay_comparison *comparison,
                        const struct assay_compare_wish *wish, struct assay_page *page);

/* "B minus A on SUITE", or what stands above several pairs. In arena. */
struct assay_str assay_compare_title(const struct assay_comparison *comparison,
                                     struct assay_arena *arena);

#endif
