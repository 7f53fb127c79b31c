/* assay leaderboard: models by suites, how far suites agree, and strengths from shared items. */
#include "harness/cli/command.h"
#include "harness/cli/measuring.h"
#include "harness/cli/standing.h"
#include "harness/core/place.h"
#include "reports/escape.h"
#include "reports/number.h"

struct leaderboard {
    const char *data_dir;
    uint64_t seed;
    size_t replicates;
    double level;
    unsigned format;
    bool no_items, json;
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
    ASSAY_TABLES_OPTIONS(offsetof(struct leaderboard, format),
                         offsetof(struct leaderboard, json)),
    {0},
};

static void column(struct assay_grid *grid, size_t at, struct assay_str name)
{
    grid->column[at] = (struct assay_grid_column){.name = name, .number = at > 0};
}

/* What tells a column from others of its name. */
static void tell_column(const struct assay_board_column *column, struct assay_buf *out)
{
    if (column->says.len == 0)
        return;
    assay_escape_terminal(column->name, true, out);
    assay_buf_puts(out, ": ");
    assay_escape_terminal(column->says, true, out);
    assay_buf_putc(out, '\n');
}

static void tell_other_unit(const struct assay_board_column *column,
                            struct assay_buf *out)
{
    assay_escape_terminal(column->name, true, out);
    assay_buf_puts(out, ": its values are no shares, and not in the mean\n");
}

/* "m1, pairs: partial, without x" for each value of a part of the benchmark. */
static void tell_partial(const struct assay_board *board, size_t column,
                         struct assay_buf *out)
{
    for (size_t m = 0; m < board->models; m++) {
        const struct assay_result *result = assay_board_cell(board, column, m)->result;
        struct assay_buf text = {0};

        if (!result || result->missing_count == 0)
            continue;
        assay_buf_add(&text, board->model[m]);
        assay_buf_puts(&text, ", ");
        assay_buf_add(&text, board->column[column].name);
        assay_buf_puts(&text, ": partial, ");
        assay_result_tell_missing(result, &text);
        assay_escape_terminal(assay_buf_view(&text), true, out);
        assay_buf_putc(out, '\n');
        assay_buf_release(&text);
    }
}

/* "75.00 [50.00, 100.00]", "75.00 (partial)", or "-". */
static struct assay_str value_text(const struct assay_result *result,
                                   struct assay_arena *arena)
{
    struct assay_str text;

    if (!result)
        return ASSAY_STR("-");
    text = assay_runs_text(&result->overall.value, result->unit, arena);
    if (result->missing_count == 0)
        return text;
    return assay_str_of(assay_arena_printf(arena, "%.*s (partial)", ASSAY_STR_ARG(text)));
}

/* One model's line: its value per suite, their mean, and how many suites it lacks. */
static void value_row(const struct assay_standing *s, size_t m, struct assay_grid *grid)
{
    const struct assay_board *board = &s->board;
    struct assay_grid_row *row = assay_grid_add(grid);

    row->cell[0] = board->model[m];
    for (size_t c = 0; c < board->columns; c++)
        row->cell[c + 1] = value_text(assay_board_cell(board, c, m)->result, s->arena);
    row->cell[board->columns + 1] = assay_number_figure(s->arena, &s->mean[m], s->unit);
    if (s->whole[m] < board->columns)
        row->cell[board->columns + 2] = assay_str_of(assay_arena_printf(
            s->arena, "partial: %zu of %zu suites", s->whole[m], board->columns));
}

/* What the reader of the table must know: what the mean is over, and what is partial. */
static void tell_values(const struct assay_standing *s, struct assay_buf *out)
{
    const struct assay_board *board = &s->board;

    assay_buf_printf(
        out, "mean: plain mean over %zu of %zu suites, those that all models have\n",
        s->common, board->columns);
    for (size_t c = 0; c < board->columns; c++)
        if (assay_standing_is_common(s, c) && !s->in_mean[c])
            tell_other_unit(&board->column[c], out);
    for (size_t c = 0; c < board->columns; c++)
        tell_partial(board, c, out);
    for (size_t c = 0; c < board->columns; c++)
        tell_column(&board->column[c], out);
}

static void print_values(const struct assay_standing *s, unsigned format,
                         struct assay_buf *out)
{
    const struct assay_board *board = &s->board;
    struct assay_grid grid;

    assay_grid_init(&grid, s->arena, board->columns + 3, board->models);
    column(&grid, 0, ASSAY_STR("model"));
    for (size_t c = 0; c < board->columns; c++)
        column(&grid, c + 1, board->column[c].name);
    column(&grid, board->columns + 1, ASSAY_STR("mean"));
    column(&grid, board->columns + 2, ASSAY_STR(""));
    for (size_t k = 0; k < board->models; k++)
        value_row(s, s->order[k], &grid);
    assay_runs_grid(&grid, format, out);
    tell_values(s, out);
}

static void print_correlations(const struct assay_standing *s, unsigned format,
                               struct assay_buf *out)
{
    static const char *const headers[] = {
        "suites", "", "models", "Spearman", "Kendall tau-b", "replicates"};
    const size_t n = s->board.columns;
    struct assay_grid grid;

    if (n < 2)
        return;
    assay_grid_init(&grid, s->arena, 6, n * (n - 1) / 2);
    for (size_t k = 0; k < 6; k++)
        grid.column[k] =
            (struct assay_grid_column){.header = headers[k], .number = k > 1};
    for (size_t k = 0; k < n * n; k++) {
        struct assay_standings_pair pair;
        struct assay_grid_row *row;

        if (k % n <= k / n)
            continue;
        row = assay_grid_add(&grid);
        row->cell[0] = s->board.column[k / n].name;
        row->cell[1] = s->board.column[k % n].name;
        row->cell[2] = assay_number_count(
            s->arena, assay_standing_correlate(s, k / n, k % n, &pair));
        row->cell[3] = assay_runs_text(&pair.spearman, ASSAY_STR(""), s->arena);
        if (pair.kendall.defined) {
            row->cell[4] = assay_runs_text(&pair.kendall, ASSAY_STR(""), s->arena);
            row->cell[5] = assay_number_count(s->arena, pair.used);
        }
    }
    assay_buf_puts(out, "\ncorrelation of suites over models, models resampled\n");
    assay_runs_grid(&grid, format, out);
}

static void print_strengths(const struct assay_standing *s, unsigned format,
                            struct assay_buf *out)
{
    static const char *const headers[] = {"model", "strength", "won", "lost"};
    struct assay_grid grid;

    if (!s->model)
        return;
    assay_grid_init(&grid, s->arena, 4, s->board.models);
    for (size_t k = 0; k < 4; k++)
        grid.column[k] =
            (struct assay_grid_column){.header = headers[k], .number = k > 0};
    for (size_t k = 0; k < s->board.models; k++) {
        const struct assay_standings_model *model = &s->model[s->order[k]];
        struct assay_grid_row *row = assay_grid_add(&grid);

        row->cell[0] = s->board.model[s->order[k]];
        row->cell[1] =
            model->strength.defined
                ? assay_runs_text(&model->strength, ASSAY_STR(""), s->arena)
                : assay_str_of(assay_arena_printf(s->arena, "unidentified: %.*s",
                                                  ASSAY_STR_ARG(model->strength.why)));
        row->cell[2] = assay_str_of(assay_arena_printf(s->arena, "%.1f", model->won));
        row->cell[3] = assay_str_of(assay_arena_printf(s->arena, "%.1f", model->lost));
    }
    assay_buf_printf(
        out,
        "\nBradley-Terry strengths (log odds, mean 0) from %zu items that "
        "runs share, each of the same weight%s; prompts resampled, %zu of %zu "
        "replicates used\n",
        s->items, s->board.columns > 1 ? " whatever its suite" : "", s->used,
        s->draws.replicates);
    assay_runs_grid(&grid, format, out);
    for (size_t i = 0; i < assay_node_count(s->notes); i++) {
        assay_escape_terminal(assay_node_text(assay_node_at(s->notes, i)), true, out);
        assay_buf_putc(out, '\n');
    }
}

/* A value as in result.json, with what it lacks of the benchmark. */
static struct assay_node value_node(const struct assay_result *result,
                                    struct assay_arena *arena)
{
    struct assay_node map = assay_runs_figure(&result->overall.value, arena);
    struct assay_node *missing = assay_node_list(arena);

    for (size_t i = 0; i < result->missing_count; i++)
        assay_node_push(arena, missing, assay_node_of_text(result->missing[i]));
    if (result->missing_count > 0)
        assay_node_put(arena, &map, "missing", *missing);
    return map;
}

static void put_values(const struct assay_standing *s, struct assay_node *out)
{
    struct assay_arena *arena = s->arena;
    struct assay_node *list = assay_node_list(arena);

    for (size_t k = 0; k < s->board.models; k++) {
        const size_t m = s->order[k];
        struct assay_node *row = assay_node_map(arena);
        struct assay_node *suites = assay_node_map(arena);

        for (size_t c = 0; c < s->board.columns; c++) {
            const struct assay_result *result = assay_board_cell(&s->board, c, m)->result;

            if (result)
                assay_node_put_view(arena, suites, s->board.column[c].name,
                                    value_node(result, arena));
        }
        assay_node_put(arena, row, "model", assay_node_of_text(s->board.model[m]));
        assay_node_put(arena, row, "suites", *suites);
        assay_node_put(arena, row, "mean", assay_runs_figure(&s->mean[m], arena));
        assay_node_put(arena, row, "partial",
                       assay_node_of_bool(s->whole[m] < s->board.columns));
        if (s->model) {
            assay_node_put(arena, row, "strength",
                           assay_runs_figure(&s->model[m].strength, arena));
            assay_node_put(arena, row, "won", assay_node_of_real(s->model[m].won));
            assay_node_put(arena, row, "lost", assay_node_of_real(s->model[m].lost));
        }
        assay_node_push(arena, list, *row);
    }
    assay_node_put(arena, out, "models", *list);
}

static void put_correlations(const struct assay_standing *s, struct assay_node *out)
{
    struct assay_arena *arena = s->arena;
    struct assay_node *list = assay_node_list(arena);
    const size_t n = s->board.columns;

    for (size_t k = 0; k < n * n; k++) {
        struct assay_node *row = assay_node_map(arena);
        struct assay_node *suites = assay_node_list(arena);
        struct assay_standings_pair pair;

        if (k % n <= k / n)
            continue;
        assay_node_push(arena, suites, assay_node_of_text(s->board.column[k / n].name));
        assay_node_push(arena, suites, assay_node_of_text(s->board.column[k % n].name));
        assay_node_put(arena, row, "suites", *suites);
        assay_node_put(
            arena, row, "models",
            assay_node_of_int((int64_t)assay_standing_correlate(s, k / n, k % n, &pair)));
        assay_node_put(arena, row, "spearman", assay_runs_figure(&pair.spearman, arena));
        assay_node_put(arena, row, "kendall", assay_runs_figure(&pair.kendall, arena));
        assay_node_put(arena, row, "replicates_used",
                       assay_node_of_int((int64_t)pair.used));
        assay_node_push(arena, list, *row);
    }
    assay_node_put(arena, out, "correlations", *list);
}

static enum assay_code print_json(const struct assay_standing *s, struct assay_error *err)
{
    struct assay_arena *arena = s->arena;
    struct assay_node *out = assay_node_map(arena);
    struct assay_node *columns = assay_node_list(arena);

    for (size_t c = 0; c < s->board.columns; c++) {
        struct assay_node *map = assay_node_map(arena);

        assay_node_put(arena, map, "name", assay_node_of_text(s->board.column[c].name));
        assay_node_put(arena, map, "unit", assay_node_of_text(assay_standing_unit(s, c)));
        assay_node_put(arena, map, "in_mean", assay_node_of_bool(s->in_mean[c]));
        assay_node_push(arena, columns, *map);
    }
    assay_node_put(arena, out, "format", assay_node_of_string("assay-leaderboard"));
    assay_node_put(arena, out, "version", assay_node_of_string("1.0"));
    assay_node_put(arena, out, "level", assay_node_of_real(s->draws.level));
    assay_node_put(arena, out, "replicates",
                   assay_node_of_int((int64_t)s->draws.replicates));
    assay_node_put(arena, out, "suites", *columns);
    put_values(s, out);
    put_correlations(s, out);
    if (s->model) {
        assay_node_put(arena, out, "items", assay_node_of_int((int64_t)s->items));
        assay_node_put(arena, out, "replicates_used",
                       assay_node_of_int((int64_t)s->used));
    }
    assay_node_put(arena, out, "notes", *s->notes);
    return assay_runs_print_json(out, err);
}

static enum assay_code print(const struct assay_standing *s,
                             const struct leaderboard *how, struct assay_error *err)
{
    struct assay_buf out = {0};
    enum assay_code code;

    if (how->json)
        return print_json(s, err);
    print_values(s, how->format, &out);
    print_correlations(s, how->format, &out);
    print_strengths(s, how->format, &out);
    code = assay_cli_print(assay_buf_view(&out), err);
    assay_buf_release(&out);
    return code;
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
    enum assay_code code = assay_runs_read(operands, &arena, &s.board, err);

    if (!code) {
        assay_standing_rank(&s);
        if (!how->no_items)
            assay_standing_compare(&s, &places);
        code = print(&s, how, err);
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
