/* assay agree: do models or judges decide the same items alike? */
#include "harness/cli/agreed.h"
#include "harness/cli/command.h"
#include "harness/cli/measuring.h"
#include "harness/cli/page_out.h"
#include "harness/core/place.h"

struct agree {
    const char *data_dir;
    uint64_t seed;
    size_t replicates;
    double level;
    size_t named;
    struct assay_page_words page;
};

static const struct assay_option options[] = {
    {.name = "data-dir",
     .help = "look for benchmark data here",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct agree, data_dir),
     .value = "DIR",
     .optional = true},
    ASSAY_SEED_OPTION(offsetof(struct agree, seed)),
    ASSAY_LEVEL_OPTION(offsetof(struct agree, level)),
    {.name = "replicates",
     .help = "bootstrap replicates behind them; 0: none",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct agree, replicates),
     .initial = "1000",
     .lo = 0,
     .hi = 100000,
     .value = "N"},
    {.name = "items",
     .help = "items that are named of those on which one earned more",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct agree, named),
     .initial = "3",
     .lo = 0,
     .hi = 1 << 24,
     .value = "N"},
    ASSAY_PAGE_OPTIONS(offsetof(struct agree, page), assay_page_formats),
    {0},
};

/* "How far 3 runs agree". */
static struct assay_str title_of(const struct assay_agreed_all *all)
{
    return assay_str_of(
        assay_arena_printf(all->arena, "How far %zu models agree", all->board.models));
}

static enum assay_code put(const struct assay_agreed_all *all,
                           const struct assay_page_out *out, struct assay_error *err)
{
    struct assay_page page;

    assay_page_begin(&page, all->arena, title_of(all));
    assay_agreed_page(all, &page);
    return assay_page_out_put(&page, out, err);
}

static enum assay_code run_agree(const void *state, const struct assay_words *operands,
                                 struct assay_error *err)
{
    const struct agree *how = state;
    struct assay_arena arena = {0};
    const struct assay_places places = assay_places_here(how->data_dir, &arena);
    struct assay_agreed_all all = {
        .how = {.draws = {how->replicates, how->seed, how->level}, .named = how->named},
        .arena = &arena};
    struct assay_page_out out;
    enum assay_code code = assay_page_out_choose(&how->page, &out, err);

    if (!code)
        code = assay_runs_read(operands, &arena, &all.board, err);
    if (!code)
        code = assay_agreed_find(&all, &places, err);
    if (!code)
        code = put(&all, &out, err);
    assay_agreed_release(&all);
    assay_arena_release(&arena);
    return code;
}

const struct assay_command assay_command_agree = {
    .name = "agree",
    .summary = "tell how far runs agree item by item",
    .usage = "[options] RUN RUN...",
    .about =
        "For every suite that two or more of the runs are of: how often they choose\n"
        "alike, Cohen's kappa of every two and Krippendorff's alpha of all, with "
        "intervals\n"
        "over resampled prompts, and on which items one earned more than the other. "
        "Where\n"
        "a kind of suite has no choice, what items earned is compared.\n",
    .options = options,
    .state_size = sizeof(struct agree),
    .operand_min = 2,
    .operand_max = ASSAY_COMMAND_OPERANDS,
    .run = run_agree,
};
