/* assay agree: do models or judges decide the same items alike? */
#include "harness/cli/command.h"
#include "harness/cli/runs_read.h"
#include "harness/core/place.h"
#include "harness/run/shared.h"
#include "metrics/agreement_draws.h"
#include "reports/escape.h"
#include "reports/grid.h"
#include "reports/number.h"

enum {
    TOLD = 3 /* items that a flip names */
};

struct agree {
    const char *data_dir;
    uint64_t seed;
    size_t replicates;
    double level;
    bool json;
};

static const struct assay_option options[] = {
    {.name = "data-dir",
     .help = "look for benchmark data here",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct agree, data_dir),
     .value = "DIR",
     .optional = true},
    {.name = "seed",
     .help = "seed of every random choice",
     .type = ASSAY_OPTION_SEED,
     .offset = offsetof(struct agree, seed),
     .initial = "0"},
    {.name = "level",
     .help = "level of the intervals",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct agree, level),
     .initial = "0.95",
     .lo = 0.5,
     .hi = 0.9999},
    {.name = "replicates",
     .help = "bootstrap replicates behind them; 0: none",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct agree, replicates),
     .initial = "1000",
     .lo = 0,
     .hi = 100000,
     .value = "N"},
    {.name = "json",
     .help = "print all of it as JSON",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct agree, json)},
    {0},
};

/* Items on which one of two earned more than the other. */
struct flips {
    size_t count, told;
    size_t item[TOLD]; /* the first ones */
};

/* Two models. */
struct pair {
    size_t a, b;
    struct assay_agreement_two alike; /* where both chose */
    struct flips more[2];             /* a earned more; b did */
};

static void flip(struct flips *flips, size_t item)
{
    flips->count++;
    if (flips->told < TOLD)
        flips->item[flips->told++] = item;
}

static struct assay_agreement_items items_of(const struct assay_shared *shared)
{
    return (struct assay_agreement_items){shared->items, shared->models, shared->clusters,
                                          shared->choice, shared->cluster};
}

static void find_flips(const struct assay_shared *shared, struct pair *out)
{
    for (size_t i = 0; i < shared->items; i++) {
        const double a = shared->earned[i * shared->models + out->a];
        const double b = shared->earned[i * shared->models + out->b];

        if (a >= 0.0 && b >= 0.0 && (a > b || b > a))
            flip(&out->more[b > a], i);
    }
}

/* One suite that several models have. */
struct agreement {
    const struct assay_board *board;
    size_t column;
    struct assay_shared shared;
    struct pair *pair; /* (pairs,) */
    size_t pairs;
    struct assay_figure alpha;
    const struct assay_standings_draws *how;
    struct assay_arena *arena;
};

static void add_pair(struct agreement *out, size_t a, size_t b)
{
    const struct assay_agreement_items items = items_of(&out->shared);
    struct pair *pair = &out->pair[out->pairs++];

    *pair = (struct pair){.a = a, .b = b};
    assay_agreement_of_two(&items, a, b, out->how, out->arena, &pair->alike);
    find_flips(&out->shared, pair);
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
    assay_agreement_of_all(&items, out->how, out->arena, &out->alpha);
}

static const char *compared(const struct agreement *agreement)
{
    return agreement->shared.credits ? "credit" : "choice";
}

/* "2: id-1, id-7" */
static struct assay_str flips_text(const struct agreement *agreement,
                                   const struct flips *flips)
{
    struct assay_buf text = {0};
    struct assay_str out;

    assay_buf_printf(&text, "%zu", flips->count);
    for (size_t k = 0; k < flips->told; k++) {
        assay_buf_puts(&text, k ? ", " : ": ");
        assay_buf_add(&text, agreement->shared.ids.at[flips->item[k]]);
    }
    assay_buf_puts(&text, flips->count > flips->told ? ", ..." : "");
    out = assay_arena_copy(agreement->arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return out;
}

static void tell_absent(struct assay_str why, struct assay_buf *out)
{
    assay_buf_puts(out, "no items: ");
    assay_escape_terminal(why, true, out);
    assay_buf_putc(out, '\n');
}

static void tell_undefined(const struct agreement *agreement, const struct pair *pair,
                           struct assay_buf *out)
{
    const struct assay_str *model = agreement->board->model;

    if (pair->alike.kappa.defined)
        return;
    assay_escape_terminal(model[pair->a], true, out);
    assay_buf_puts(out, " and ");
    assay_escape_terminal(model[pair->b], true, out);
    assay_buf_puts(out, ": no kappa: ");
    assay_buf_add(out, pair->alike.kappa.why);
    assay_buf_putc(out, '\n');
}

static void add_text(const struct agreement *agreement, struct assay_buf *out)
{
    static const char *const headers[] = {
        "A", "B", "items", "agree", "kappa", "A earned more", "B earned more"};
    const struct assay_grid_look look = {.ascii = true};
    const struct assay_str *model = agreement->board->model;
    struct assay_grid grid;

    assay_grid_init(&grid, agreement->arena, 7, agreement->pairs);
    for (size_t k = 0; k < 7; k++)
        grid.column[k] =
            (struct assay_grid_column){.header = headers[k], .number = k > 1 && k < 5};
    for (size_t k = 0; k < agreement->pairs; k++) {
        const struct pair *pair = &agreement->pair[k];
        struct assay_grid_row *row = assay_grid_add(&grid);

        row->cell[0] = model[pair->a];
        row->cell[1] = model[pair->b];
        row->cell[2] = assay_number_count(agreement->arena, pair->alike.items);
        row->cell[3] = assay_runs_text(&pair->alike.raw, ASSAY_STR(""), agreement->arena);
        row->cell[4] =
            pair->alike.kappa.defined
                ? assay_runs_text(&pair->alike.kappa, ASSAY_STR(""), agreement->arena)
                : ASSAY_STR("-");
        row->cell[5] = flips_text(agreement, &pair->more[0]);
        row->cell[6] = flips_text(agreement, &pair->more[1]);
    }
    assay_escape_terminal(agreement->board->column[agreement->column].name, true, out);
    assay_buf_printf(out, ": %zu items, compared by %s; Krippendorff's alpha ",
                     agreement->shared.items, compared(agreement));
    assay_buf_add(out,
                  assay_runs_text(&agreement->alpha, ASSAY_STR(""), agreement->arena));
    assay_buf_putc(out, '\n');
    assay_grid_text(&grid, &look, out);
    for (size_t k = 0; k < agreement->pairs; k++)
        tell_undefined(agreement, &agreement->pair[k], out);
    if (agreement->how->replicates > 1)
        assay_buf_printf(out, "intervals at %g from %zu resamples of prompts\n",
                         agreement->how->level, agreement->how->replicates);
    for (size_t m = 0; m < agreement->shared.models; m++)
        if (agreement->shared.why[m].len > 0)
            tell_absent(agreement->shared.why[m], out);
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
    for (size_t m = 0; m < agreement->shared.models; m++)
        if (agreement->shared.why[m].len > 0)
            assay_node_push(arena, absent, assay_node_of_text(agreement->shared.why[m]));
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
    const struct assay_places places = {assay_place_data(how->data_dir, &arena),
                                        assay_place_suites(&arena),
                                        assay_place_manifest(&arena)};
    const struct assay_standings_draws draws = {how->replicates, how->seed, how->level};
    struct telling telling = {.list = assay_node_list(&arena)};
    struct assay_board board;
    enum assay_code code = assay_runs_read(operands, &arena, &board, err);

    for (size_t c = 0; !code && c < board.columns; c++) {
        struct agreement one = {
            .board = &board, .column = c, .how = &draws, .arena = &arena};

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
