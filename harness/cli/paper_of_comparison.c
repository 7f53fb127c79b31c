/* paper_of_comparison.c - the page of a comparison, for a paper. */
#include "harness/cli/compare_page.h"
#include "harness/cli/paper_asked.h"
#include "reports/page.h"
#include "suites/suite.h"

static enum assay_code make_comparison(const struct assay_paper *paper,
                                       const struct assay_paper_entry *entry,
                                       struct assay_page *page, struct assay_error *err)
{
    const struct assay_compare_wish wish = {.items = 10};
    const struct assay_places places = assay_places_here(paper->data_dir, paper->arena);
    struct assay_comparison *comparison =
        assay_arena_new(paper->arena, 1, sizeof(*comparison));
    struct assay_comparison_how how;
    enum assay_code code = assay_paper_how(paper, entry, &how, err);

    how.places = &places;
    if (!code)
        code = assay_comparison_make(assay_paper_stored(paper, entry), entry->runs, &how,
                                     paper->arena, comparison, err);
    if (!code)
        code = assay_comparison_check(comparison, err);
    if (!code)
        assay_compare_page(comparison, &wish, page);
    return code;
}

const struct assay_paper_maker assay_paper_comparison = {.name = "comparison",
                                                         .run_min = 2,
                                                         .run_max =
                                                             ASSAY_COMPARISON_RUNS_MAX,
                                                         .make = make_comparison};
