/* paper_of_leaderboard.c - the page of a leaderboard, for a paper. */
#include "harness/cli/leaderboard_page.h"
#include "harness/cli/paper_asked.h"

static enum assay_code make_leaderboard(const struct assay_paper *paper,
                                        const struct assay_paper_entry *entry,
                                        struct assay_page *page, struct assay_error *err)
{
    const struct assay_places places = assay_places_here(paper->data_dir, paper->arena);
    struct assay_standing *s = assay_arena_new(paper->arena, 1, sizeof(*s));
    enum assay_code code;

    s->arena = paper->arena;
    s->notes = assay_node_list(paper->arena);
    code = assay_paper_board(paper, entry, &s->board, &s->draws, err);
    if (code)
        return code;
    assay_standing_rank(s);
    assay_standing_correlate(s);
    assay_standing_compare(s, &places);
    assay_leaderboard_page(s, page);
    return ASSAY_OK;
}

const struct assay_paper_maker assay_paper_leaderboard = {
    .name = "leaderboard", .run_min = 1, .run_max = 64, .make = make_leaderboard};
