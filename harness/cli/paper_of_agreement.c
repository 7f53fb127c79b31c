/* paper_of_agreement.c - the page of how far runs agree, for a paper. */
#include "harness/cli/agreed.h"
#include "harness/cli/paper_asked.h"

enum {
    NAMED = 3 /* items told of those on which one earned more */
};

static enum assay_code make_agreement(const struct assay_paper *paper,
                                      const struct assay_paper_entry *entry,
                                      struct assay_page *page, struct assay_error *err)
{
    const struct assay_places places = assay_places_here(paper->data_dir, paper->arena);
    struct assay_agreed_all *all = assay_arena_new(paper->arena, 1, sizeof(*all));
    enum assay_code code;

    all->arena = paper->arena;
    all->how.named = NAMED;
    code = assay_paper_board(paper, entry, &all->board, &all->how.draws, err);
    if (!code)
        code = assay_agreed_find(all, &places, err);
    if (!code)
        assay_agreed_page(all, page);
    assay_agreed_release(all);
    return code;
}

const struct assay_paper_maker assay_paper_agreement = {
    .name = "agreement", .run_min = 2, .run_max = 64, .make = make_agreement};
