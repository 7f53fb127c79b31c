/* assay agree: do models or judges decide the same items alike? */
#include "harness/cli/command.h"
#include "harness/cli/measuring.h"
#include "harness/core/place.h"
#include "harness/run/shared.h"
#include "metrics/agreement_draws.h"
#include "reports/escape.h"
#include "reports/grid.h"
#include "reports/number.h"

struct agree {
    const char *data_dir;
    uint64_t seed;
    size_t replicates;
    double level;
    size_t named;
    unsigned format;
    bool json;
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
    ASSAY_TABLES_OPTIONS(offsetof(struct agree, format), offsetof(struct agree, json)),
    {0},
};

/* Items on which one of two earned more than the other. */
struct flips {
    size_t count, told;
    size_t *item; /* (told,) the first ones */
};

/* Two models. */
struct pair {
    size_t a, b;
    struct assay_agreement_two alike; /* where both chose */
    struct flips more[2];             /* a earned more; b did */
};

static struct assay_agreement_items items_of(const struct assay_shared *shared)
{
    return (struct assay_agreement_items){shared->items, shared->models, shared->clusters,
                                          shared->choice, shared->cluster};
}

/* One suite that several models have. */
struct agreement {
    const struct assay_board *board;
    size_t column;
    struct assay_shared shared;
    struct pair *pair; /* (pairs,) */
    size_t pairs;
    struct assay_figure alpha;
    const struct assay_standings_draws *draws;
    const struct agree *how;
    struct assay_arena *arena;
};

/* Items on which the first earned more (side 0) or the second (side 1). */
static void find_flips(const struct agreement *agreement, struct pair *pair)
{
    const struct assay_shared *shared = &agreement->shared;

    for (size_t side = 0; side < 2; side++) {
        const size_t more = side ? pair->b : pair->a, less = side ? pair->a : pair->b;
        struct flips *flips = &pair->more[side];

        flips->item = assay_arena_new(
            agreement->arena,
            agreement->how->named < shared->items ? agreement->how->named : shared->items,
            sizeof(*flips->item));
        for (size_t i = 0; i < shared->items; i++) {
            const double *earned = shared->earned + i * shared->models;

            if (!(earned[less] >= 0.0) || !(earned[more] > earned[less]))
                continue;
            flips->count++;
            if (flips->told < agreement->how->named)
                flips->item[flips->told++] = i;
        }
    }
}

static void add_pair(struct agreement *out, size_t a, size_t b)
{
    const struct assay_agreement_items items = items_of(&out->shared);
    struct pair *pair = &out->pair[out->pairs++];

    *pair = (struct pair){.a = a, .b = b};
    assay_agreement_of_two(&items, a, b, out->draws, out->arena, &pair->alike);
    find_flips(out, pair);
}

static void find_agreement(struct agreement *out, const struct assay_places *places)
{
    const size_t n = out->board->models;
    struct assay_agreement_items items;

    assay_shared_read(out->board, out->column, places, out->arena, &out->shared);
    items = items_of(&out->shared);
    out->pair = assay_arena_new(out->arena, n * n, sizeof(*out->pair));
    for (size_t k = 0; k < n * n; k++)
        if (k % n > k / n && assay_board_cell(out->board, out->column, k / n)->result &&
            assay_board_cell(out->board, out->column, k % n)->result)
            add_pair(out, k / n, k % n);
    assay_agreement_of_all(&items, out->draws, out->arena, &out->alpha);
}

static const char *compared(const struct agreement *agreement)
{
    return agreement->shared.credits ? "credit" : "choice";
}

/* "id-1, id-7, ..." */
static struct assay_str flips_text(const struct agreement *agreement,
                                   const struct flips *flips)
{
    struct assay_buf text = {0};
    struct assay_str out;

    for (size_t k = 0; k < flips->told; k++) {
        assay_buf_puts(&text, k ? ", " : "");
        assay_buf_add(&text, agreement->shared.ids.at[flips->item[k]]);
    }
    assay_buf_puts(&text, flips->count > flips->told ? ", ..." : "");
    out = assay_arena_copy(agreement->arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return out;
}

static void put_line(const char *text, struct assay_buf *out)
{
    assay_escape_terminal(assay_str_of(text), true, out);
    assay_buf_putc(out, '\n');
}

/* On which items one earned more than the other, and why there is no kappa. */
static void tell_pair(const struct agreement *agreement, const struct pair *pair,
                      struct assay_buf *out)
{
    const struct assay_str *model = agreement->board->model;

    if (!pair->alike.kappa.defined)
        put_line(assay_arena_printf(agreement->arena, "%.*s and %.*s: no kappa: %.*s",
                                    ASSAY_STR_ARG(model[pair->a]),
                                    ASSAY_STR_ARG(model[pair->b]),
                                    ASSAY_STR_ARG(pair->alike.kappa.why)),
                 out);
    for (size_t side = 0; side < 2; side++) {
        const struct assay_str flips = flips_text(agreement, &pair->more[side]);

        if (pair->more[side].told > 0)
            put_line(assay_arena_printf(agreement->arena, "%.*s more than %.*s: %.*s",
                                        ASSAY_STR_ARG(model[side ? pair->b : pair->a]),
                                        ASSAY_STR_ARG(model[side ? pair->a : pair->b]),
                                        ASSAY_STR_ARG(flips)),
                     out);
    }
}

static void add_table(const struct agreement *agreement, struct assay_buf *out)
{
    static const char *const headers[] = {
        "A", "B", "items", "agree", "kappa", "A earned more", "B earned more"};
    struct assay_arena *arena = agreement->arena;
    const struct assay_str *model = agreement->board->model;
    struct assay_grid grid;

    assay_grid_init(&grid, arena, 7, agreement->pairs);
    for (size_t k = 0; k < 7; k++)
        grid.column[k] =
            (struct assay_grid_column){.header = headers[k], .number = k > 1};
    for (size_t k = 0; k < agreement->pairs; k++) {
        const struct pair *pair = &agreement->pair[k];
        struct assay_grid_row *row = assay_grid_add(&grid);

        row->cell[0] = model[pair->a];
        row->cell[1] = model[pair->b];
        row->cell[2] = assay_number_count(arena, pair->alike.items);
        row->cell[3] = assay_runs_text(&pair->alike.raw, ASSAY_STR("percent"), arena);
        row->cell[4] = pair->alike.kappa.defined
                           ? assay_runs_text(&pair->alike.kappa, ASSAY_STR(""), arena)
                           : ASSAY_STR("-");
        row->cell[5] = assay_number_count(arena, pair->more[0].count);
        row->cell[6] = assay_number_count(arena, pair->more[1].count);
    }
    assay_runs_grid(&grid, agreement->how->format, out);
}

static void add_text(const struct agreement *agreement, struct assay_buf *out)
{
    struct assay_arena *arena = agreement->arena;
    const struct assay_str alpha =
        assay_runs_text(&agreement->alpha, ASSAY_STR(""), arena);

    put_line(assay_arena_printf(
                 arena, "%.*s: %zu items, compared by %s; Krippendorff's alpha %.*s",
                 ASSAY_STR_ARG(agreement->board->column[agreement->column].name),
                 agreement->shared.items, compared(agreement), ASSAY_STR_ARG(alpha)),
             out);
    add_table(agreement, out);
    if (agreement->how->replicates > 1)
        assay_buf_printf(out, "intervals at %g from %zu resamples of prompts\n",
                         agreement->how->level, agreement->how->replicates);
    for (size_t k = 0; k < agreement->pairs; k++)
        tell_pair(agreement, &agreement->pair[k], out);
    for (size_t m = 0; m < agreement->shared.absents; m++)
        put_line(agreement->shared.absent[m].ptr, out);
}

static struct assay_node flips_node(const struct agreement *agreement,
                                    const struct flips *flips)
{
    struct assay_arena *arena = agreement->arena;
    struct assay_node *map = assay_node_map(arena);
    struct assay_node *first = assay_node_list(arena);

    for (size_t k = 0; k < flips->told; k++)
        assay_node_push(arena, first,
                        assay_node_of_text(assay_arena_copy(
                            arena, agreement->shared.ids.at[flips->item[k]])));
    assay_node_put(arena, map, "count", assay_node_of_int((int64_t)flips->count));
    assay_node_put(arena, map, "first", *first);
    return *map;
}

static struct assay_node pair_node(const struct agreement *agreement,
                                   const struct pair *pair)
{
    struct assay_arena *arena = agreement->arena;
    const struct assay_str *model = agreement->board->model;
    struct assay_node *row = assay_node_map(arena);

    assay_node_put(arena, row, "a", assay_node_of_text(model[pair->a]));
    assay_node_put(arena, row, "b", assay_node_of_text(model[pair->b]));
    assay_node_put(arena, row, "items", assay_node_of_int((int64_t)pair->alike.items));
    assay_node_put(arena, row, "agreement", assay_runs_figure(&pair->alike.raw, arena));
    assay_node_put(arena, row, "kappa", assay_runs_figure(&pair->alike.kappa, arena));
    assay_node_put(arena, row, "a_earned_more", flips_node(agreement, &pair->more[0]));
    assay_node_put(arena, row, "b_earned_more", flips_node(agreement, &pair->more[1]));
    return *row;
}

static struct assay_node agreement_node(const struct agreement *agreement)
{
    struct assay_arena *arena = agreement->arena;
    struct assay_node *map = assay_node_map(arena);
    struct assay_node *pairs = assay_node_list(arena);
    struct assay_node *absent = assay_node_list(arena);

    for (size_t k = 0; k < agreement->pairs; k++)
        assay_node_push(arena, pairs, pair_node(agreement, &agreement->pair[k]));
    for (size_t m = 0; m < agreement->shared.absents; m++)
        assay_node_push(arena, absent, assay_node_of_text(agreement->shared.absent[m]));
    assay_node_put(arena, map, "suite",
                   assay_node_of_text(agreement->board->column[agreement->column].name));
    assay_node_put(arena, map, "items",
                   assay_node_of_int((int64_t)agreement->shared.items));
    assay_node_put(arena, map, "compared", assay_node_of_string(compared(agreement)));
    assay_node_put(arena, map, "alpha", assay_runs_figure(&agreement->alpha, arena));
    assay_node_put(arena, map, "pairs", *pairs);
    assay_node_put(arena, map, "absent", *absent);
    return *map;
}

/* What is told, in one of two forms. */
struct telling {
    struct assay_buf text;
    struct assay_node *list;
    size_t suites;
};

static void tell(struct telling *telling, const struct agreement *agreement)
{
    if (telling->suites++ > 0)
        assay_buf_putc(&telling->text, '\n');
    add_text(agreement, &telling->text);
    assay_node_push(agreement->arena, telling->list, agreement_node(agreement));
}

static enum assay_code print(const struct telling *telling, const struct agree *how,
                             struct assay_arena *arena, struct assay_error *err)
{
    struct assay_node *out = assay_node_map(arena);

    if (telling->suites == 0)
        return assay_fail(err, ASSAY_EUSAGE,
                          "no two of the runs are of the same suite: same part, version, "
                          "options, data and limit");
    if (!how->json)
        return assay_cli_print(assay_buf_view(&telling->text), err);
    assay_node_put(arena, out, "format", assay_node_of_string("assay-agreement"));
    assay_node_put(arena, out, "version", assay_node_of_string("1.0"));
    assay_node_put(arena, out, "level", assay_node_of_real(how->level));
    assay_node_put(arena, out, "replicates", assay_node_of_int((int64_t)how->replicates));
    assay_node_put(arena, out, "suites", *telling->list);
    return assay_runs_print_json(out, err);
}

static enum assay_code run_agree(const void *state, const struct assay_words *operands,
                                 struct assay_error *err)
{
    const struct agree *how = state;
    struct assay_arena arena = {0};
    const struct assay_places places = assay_places_here(how->data_dir, &arena);
    const struct assay_standings_draws draws = {how->replicates, how->seed, how->level};
    struct telling telling = {.list = assay_node_list(&arena)};
    struct assay_board board;
    enum assay_code code = assay_runs_read(operands, &arena, &board, err);

    for (size_t c = 0; !code && c < board.columns; c++) {
        struct agreement one = {
            .board = &board, .column = c, .draws = &draws, .how = how, .arena = &arena};

        if (board.column[c].models < 2)
            continue;
        find_agreement(&one, &places);
        tell(&telling, &one);
        assay_shared_release(&one.shared);
    }
    if (!code)
        code = print(&telling, how, &arena, err);
    assay_buf_release(&telling.text);
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
