/* assay leaderboard: models by suites, how far suites agree, and strengths from shared items. */
#include "harness/cli/command.h"
#include "harness/cli/leaderboard_page.h"
#include "harness/cli/measuring.h"
#include "harness/cli/page_out.h"
#include "harness/core/place.h"

struct leaderboard {
    const char *data_dir;
    uint64_t seed;
    size_t replicates;
    double level;
    struct assay_page_words page;
    bool no_items;
};

static const struct assay_option options[] = {
    {.name = "no-items",
     .help = "leave out strengths, which read the suites' data again",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct leaderboard, no_items)},
    {.name = "data-dir",
     .help = "look for benchmark data here",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct leaderboard, data_dir),
     .value = "DIR",
     .optional = true},
    ASSAY_SEED_OPTION(offsetof(struct leaderboard, seed)),
    {.name = "level",
     .help = "level of the intervals of correlations and strengths",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct leaderboard, level),
     .initial = "0.95",
     .lo = 0.5,
     .hi = 0.9999},
    {.name = "replicates",
     .help = "bootstrap replicates behind those intervals",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct leaderboard, replicates),
     .initial = "1000",
     .lo = 100,
     .hi = 100000},
    ASSAY_PAGE_OPTIONS(offsetof(struct leaderboard, page), assay_page_formats),
    {0},
};

static enum assay_code put(const struct assay_standing *s,
                           const struct assay_page_out *out, struct assay_error *err)
{
    struct assay_page page;

    assay_page_begin(&page, s->arena, assay_leaderboard_title(s));
    assay_leaderboard_page(s, &page);
    return assay_page_out_put(&page, out, err);
}

static enum assay_code run_leaderboard(const void *state,
                                       const struct assay_words *operands,
                                       struct assay_error *err)
{
    const struct leaderboard *how = state;
    struct assay_arena arena = {0};
    const struct assay_places places = assay_places_here(how->data_dir, &arena);
    struct assay_standing s = {.draws = {how->replicates, how->seed, how->level},
                               .notes = assay_node_list(&arena),
                               .arena = &arena};
    struct assay_page_out out;
    enum assay_code code = assay_page_out_choose(&how->page, &out, err);

    if (!code)
        code = assay_runs_read(operands, &arena, &s.board, err);
    if (!code) {
        assay_standing_rank(&s);
        assay_standing_correlate(&s);
        if (!how->no_items)
            assay_standing_compare(&s, &places);
        code = put(&s, &out, err);
    }
    assay_arena_release(&arena);
    return code;
}

const struct assay_command assay_command_leaderboard = {
    .name = "leaderboard",
    .summary = "set stored runs side by side, over suites",
    .usage = "[options] RUN...",
    .about =
        "Values of every model on every suite with their mean; Spearman's and Kendall's\n"
        "correlation of every two suites over models; Bradley-Terry strengths of the\n"
        "models from the items that they share. Models are told apart by their labels.\n",
    .options = options,
    .state_size = sizeof(struct leaderboard),
    .operand_min = 1,
    .operand_max = ASSAY_COMMAND_OPERANDS,
    .run = run_leaderboard,
};
