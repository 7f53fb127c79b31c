/* assay agree: do models or judges decide the same items alike? */
#include "harness/cli/command.h"
#include "harness/cli/runs_read.h"
#include "harness/core/memory.h"
#include "harness/core/place.h"
#include "harness/run/shared.h"
#include "metrics/agreement.h"
#include "reports/escape.h"
#include "reports/grid.h"
#include "reports/number.h"

#include <stdlib.h>

enum {
    TOLD = 3 /* items that a flip names */
};

struct agree {
    const char *data_dir;
    bool json;
};

static const struct assay_option options[] = {
    {.name = "data-dir",
     .help = "look for benchmark data here",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct agree, data_dir),
     .value = "DIR",
     .optional = true},
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

/* Two models on the items that both chose on. */
struct pair {
    size_t a, b, items, same;
    struct assay_figure raw, kappa;
    struct flips more[2]; /* a earned more; b did */
};

static void flip(struct flips *flips, size_t item)
{
    flips->count++;
    if (flips->told < TOLD)
        flips->item[flips->told++] = item;
}

static struct assay_figure figure_of(enum assay_code code, double value,
                                     const struct assay_error *err,
                                     struct assay_arena *arena)
{
    if (code)
        return (struct assay_figure){
            .why = assay_arena_copy(arena, assay_str_of(err->text))};
    return (struct assay_figure){.defined = true, .value = value};
}

static struct pair pair_of(const struct assay_shared *shared, size_t a, size_t b,
                           struct assay_arena *arena)
{
    int *x = assay_memory_new(2 * shared->items + 1, sizeof(*x));
    int *y = x + shared->items;
    struct pair out = {.a = a, .b = b};
    struct assay_error err;
    double kappa = 0.0;
    enum assay_code code;

    for (size_t i = 0; i < shared->items; i++) {
        const size_t row = i * shared->models;
        const double won_a = shared->earned[row + a], won_b = shared->earned[row + b];

        if (won_a >= 0.0 && won_b >= 0.0 && (won_a > won_b || won_b > won_a))
            flip(&out.more[won_b > won_a], i);
        if (shared->choice[row + a] < 0 || shared->choice[row + b] < 0)
            continue;
        x[out.items] = shared->choice[row + a];
        y[out.items] = shared->choice[row + b];
        out.same += x[out.items] == y[out.items];
        out.items++;
    }
    code = assay_agreement_kappa(x, y, out.items, &kappa, &err);
    out.kappa = figure_of(code, kappa, &err, arena);
    if (out.items > 0)
        out.raw = (struct assay_figure){.defined = true,
                                        .value = (double)out.same / (double)out.items};
    else
        out.raw.why = ASSAY_STR("no item that both decided");
    free(x);
    return out;
}

static struct assay_figure alpha_of(const struct assay_shared *shared,
                                    struct assay_arena *arena)
{
    double *value = assay_memory_new(shared->items * shared->models + 1, sizeof(*value));
    size_t *size = assay_memory_new(shared->items + 1, sizeof(*size));
    struct assay_error err;
    double alpha = 0.0;
    enum assay_code code;
    size_t n = 0;

    for (size_t i = 0; i < shared->items * shared->models; i++) {
        if (shared->choice[i] < 0)
            continue;
        value[n++] = shared->choice[i];
        size[i / shared->models]++;
    }
    code = assay_agreement_alpha(value, size, shared->items, ASSAY_SCALE_NOMINAL, &alpha,
                                 &err);
    free(value);
    free(size);
    return figure_of(code, alpha, &err, arena);
}

/* One suite that several models have. */
struct agreement {
    const struct assay_board *board;
    size_t column;
    struct assay_shared shared;
    struct pair *pair; /* (pairs,) */
    size_t pairs;
    struct assay_figure alpha;
    struct assay_arena *arena;
};

static void find_agreement(struct agreement *out, const struct assay_places *places)
{
    const size_t n = out->board->models;

    assay_shared_read(out->board, out->column, places, out->arena, &out->shared);
    out->pair = assay_arena_new(out->arena, n * n, sizeof(*out->pair));
    for (size_t k = 0; k < n * n; k++)
        if (k % n > k / n && assay_board_cell(out->board, out->column, k / n)->result &&
            assay_board_cell(out->board, out->column, k % n)->result)
            out->pair[out->pairs++] = pair_of(&out->shared, k / n, k % n, out->arena);
    out->alpha = alpha_of(&out->shared, out->arena);
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
        row->cell[2] = assay_number_count(agreement->arena, pair->items);
        row->cell[3] = assay_runs_text(&pair->raw, ASSAY_STR(""), agreement->arena);
        row->cell[4] = assay_runs_text(&pair->kappa, ASSAY_STR(""), agreement->arena);
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
    assay_node_put(arena, row, "items", assay_node_of_int((int64_t)pair->items));
    assay_node_put(arena, row, "agreement", assay_runs_figure(&pair->raw, arena));
    assay_node_put(arena, row, "kappa", assay_runs_figure(&pair->kappa, arena));
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

static enum assay_code print(const struct telling *telling, bool json,
                             struct assay_arena *arena, struct assay_error *err)
{
    struct assay_node *out = assay_node_map(arena);

    if (telling->suites == 0)
        return assay_fail(err, ASSAY_EUSAGE,
                          "no two of the runs are of the same suite: same part, version, "
                          "options, data and limit");
    if (!json)
        return assay_cli_print(assay_buf_view(&telling->text), err);
    assay_node_put(arena, out, "format", assay_node_of_string("assay-agreement"));
    assay_node_put(arena, out, "version", assay_node_of_string("1.0"));
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
    struct telling telling = {.list = assay_node_list(&arena)};
    struct assay_board board;
    enum assay_code code = assay_runs_read(operands, &arena, &board, err);

    for (size_t c = 0; !code && c < board.columns; c++) {
        struct agreement one = {.board = &board, .column = c, .arena = &arena};

        if (board.column[c].models < 2)
            continue;
        find_agreement(&one, &places);
        tell(&telling, &one);
        assay_shared_release(&one.shared);
    }
    if (!code)
        code = print(&telling, how->json, &arena, err);
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
        "alike, Cohen's kappa of every two, Krippendorff's alpha of all, and on which\n"
        "items one earned more than the other. Where a kind of suite has no choice,\n"
        "what items earned is compared.\n",
    .options = options,
    .state_size = sizeof(struct agree),
    .operand_min = 2,
    .operand_max = ASSAY_COMMAND_OPERANDS,
    .run = run_agree,
};
