#include "harness/cli/leaderboard_page.h"

#include "reports/escape.h"
#include "reports/figures_forest.h"
#include "reports/figures_leaderboard.h"
#include "reports/number.h"
#include "reports/page.h"

#include <string.h>

enum {
    BESIDE = 4,                           /* columns that are no suites, at most */
    SHOWN = ASSAY_TABLE_COLUMNS - BESIDE, /* suites of a table, at most */
    NAME = 80,                            /* bytes of a figure's name */
    NULLS = 3                             /* lines of null baselines in a figure */
};

/* The page being made. */
struct telling {
    const struct assay_standing *s;
    const struct assay_board *board;
    size_t columns; /* suites that are shown */
    struct assay_page *page;
    struct assay_arena *arena;
};

struct assay_str assay_leaderboard_title(const struct assay_standing *s)
{
    const size_t m = s->board.models, n = s->board.columns;

    return assay_str_of(assay_arena_printf(s->arena,
                                           "Leaderboard: %zu model%s on %zu suite%s", m,
                                           m == 1 ? "" : "s", n, n == 1 ? "" : "s"));
}

static struct assay_str interval_header(struct assay_arena *arena, double level)
{
    return assay_str_of(assay_arena_printf(arena, "%g %% interval", 100.0 * level));
}

/* A result of the suite; every column has one. */
static const struct assay_result *result_of(const struct assay_board *board,
                                            size_t column)
{
    size_t m = 0;

    while (!assay_board_cell(board, column, m)->result)
        m++;
    return assay_board_cell(board, column, m)->result;
}

/* The suite's name, which no other column has. */
static const char *key_of(const struct telling *t, size_t column)
{
    static const char *const taken[] = {"model", "mean", "suites"};
    const char *name = assay_arena_copy(t->arena, t->board->column[column].name).ptr;

    for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
        if (strcmp(name, taken[i]) == 0)
            return assay_arena_printf(t->arena, "suite %s", name);
    return name;
}

static bool any_lacks(const struct telling *t)
{
    for (size_t m = 0; m < t->board->models; m++)
        if (t->s->whole[m] < t->board->columns)
            return true;
    return false;
}

static struct assay_page_table *begin_values(const struct telling *t)
{
    struct assay_page_table *table = assay_page_table(
        t->page, "values", ASSAY_STR("Models by suites, the best first"));

    (void)assay_table_text(table, "model", ASSAY_STR("model"));
    for (size_t c = 0; c < t->columns; c++) {
        struct assay_column *column =
            assay_table_number(table, key_of(t, c), t->board->column[c].name);

        column->interval = interval_header(t->arena, result_of(t->board, c)->level);
        column->interval_drop = 2;
    }
    assay_table_number(table, "mean", ASSAY_STR("mean"))->tone = ASSAY_TONE_STRONG;
    if (any_lacks(t))
        assay_table_number(table, "suites", ASSAY_STR("whole suites"))->drop = 1;
    table->intervals = ASSAY_STR("those of the runs");
    table->marks = ASSAY_STR("* of a part of the benchmark");
    return table;
}

static struct assay_cell value_of(const struct assay_result *result)
{
    struct assay_cell cell;

    if (!result)
        return assay_cell_undefined(ASSAY_STR("not measured"));
    cell = assay_cell_figure(&result->overall.value, result->unit);
    cell.marks = result->missing_count > 0;
    return cell;
}

static void add_values(const struct telling *t)
{
    struct assay_page_table *table = begin_values(t);

    for (size_t k = 0; k < t->board->models; k++) {
        const size_t m = t->s->order[k];
        struct assay_row *row = assay_table_row(table);
        size_t c = 0;

        row->cell[c++] = assay_cell_text(t->board->model[m]);
        for (; c <= t->columns; c++)
            row->cell[c] = value_of(assay_board_cell(t->board, c - 1, m)->result);
        row->cell[c++] = assay_cell_figure(&t->s->mean[m], t->s->unit);
        if (c == table->columns)
            continue;
        row->cell[c] = assay_cell_count(t->s->whole[m]);
        row->cell[c].of = t->board->columns;
        if (t->s->whole[m] < t->board->columns)
            row->cell[c].tone = ASSAY_TONE_WARN;
    }
}

/* "m1, pairs: partial, without x" for each value of a part of the benchmark. */
static void note_partial(const struct telling *t, size_t column)
{
    for (size_t m = 0; m < t->board->models; m++) {
        const struct assay_result *result = assay_board_cell(t->board, column, m)->result;
        struct assay_buf text = {0};

        if (!result || result->missing_count == 0)
            continue;
        assay_buf_add(&text, t->board->model[m]);
        assay_buf_puts(&text, ", ");
        assay_buf_add(&text, t->board->column[column].name);
        assay_buf_puts(&text, ": partial, ");
        assay_result_tell_missing(result, &text);
        (void)assay_page_note(t->page, assay_arena_copy(t->arena, assay_buf_view(&text)));
        assay_buf_release(&text);
    }
}

/* "m1, pairs: 304 of 600 items have a value", where not all of them have. */
static void note_answered(const struct telling *t, size_t column)
{
    for (size_t m = 0; m < t->board->models; m++) {
        const struct assay_result *result = assay_board_cell(t->board, column, m)->result;
        const struct assay_section *overall = result ? &result->overall : NULL;
        const size_t answered = overall ? overall->count[ASSAY_STATE_SCORED] +
                                              overall->count[ASSAY_STATE_TIED]
                                        : 0;

        if (overall && answered < overall->items)
            (void)assay_page_note(
                t->page, assay_str_of(assay_arena_printf(
                             t->arena, "%.*s, %.*s: %zu of %zu items have a value",
                             ASSAY_STR_ARG(t->board->model[m]),
                             ASSAY_STR_ARG(t->board->column[column].name), answered,
                             overall->items)));
    }
}

static void note_unit(const struct telling *t, size_t column)
{
    if (assay_standing_is_common(t->s, column) && !t->s->in_mean[column])
        (void)assay_page_note(
            t->page, assay_str_of(assay_arena_printf(
                         t->arena, "%.*s: its values are no shares, and not in the mean",
                         ASSAY_STR_ARG(t->board->column[column].name))));
}

/* What the reader of the table must know: what the mean is over, and what is partial. */
static void tell_values(const struct telling *t)
{
    const struct assay_board *board = t->board;

    assay_page_fact(
        t->page, "Mean",
        assay_str_of(assay_arena_printf(
            t->arena, "plain mean over %zu of %zu suites, those that all models have",
            t->s->common, board->columns)));
    for (size_t c = 0; c < board->columns; c++)
        if (board->column[c].says.len > 0)
            assay_page_fact(
                t->page, "Suite",
                assay_str_of(assay_arena_printf(t->arena, "%.*s: %.*s",
                                                ASSAY_STR_ARG(board->column[c].name),
                                                ASSAY_STR_ARG(board->column[c].says))));
    if (t->columns < board->columns)
        (void)assay_page_note(t->page, assay_str_of(assay_arena_printf(
                                           t->arena, "%zu suites more are in JSON alone",
                                           board->columns - t->columns)));
    for (size_t c = 0; c < board->columns; c++)
        note_unit(t, c);
    for (size_t c = 0; c < board->columns; c++)
        note_partial(t, c);
    for (size_t c = 0; c < board->columns; c++)
        note_answered(t, c);
}

static struct assay_leader leader_of(struct assay_str name,
                                     const struct assay_figure *figure)
{
    struct assay_leader leader = {.name = name, .defined = figure->defined};

    if (!leader.defined)
        return leader;
    leader.value = figure->value;
    leader.has_interval = assay_number_interval(figure, &leader.lo, &leader.hi);
    return leader;
}

static struct assay_str slug_of(const struct telling *t, size_t column)
{
    struct assay_buf slug = {0};
    struct assay_str name;

    assay_buf_puts(&slug, "leaderboard-");
    assay_escape_slug(t->board->column[column].name, NAME, &slug);
    name = assay_arena_copy(t->arena, assay_buf_view(&slug));
    assay_buf_release(&slug);
    return name;
}

/* A figure's name, with the place of the suite behind it where an earlier one has the same. */
static struct assay_str figure_name(const struct telling *t, size_t column)
{
    const struct assay_str name = slug_of(t, column);

    for (size_t c = 0; c < column; c++)
        if (assay_str_equal(slug_of(t, c), name))
            return assay_str_of(
                assay_arena_printf(t->arena, "%s-suite-%zu", name.ptr, column + 1));
    return name;
}

static void add_figure(const struct telling *t, struct assay_leaderboard *figure)
{
    struct assay_figure_spec spec;

    if (figure->count == 0)
        return;
    assay_figures_leaderboard(figure, t->arena, &spec);
    (void)assay_page_figure(t->page, &spec);
}

/* The best null baselines of a suite, the best first: more lines than there are dashes are not told apart. */
static void put_nulls(const struct telling *t, size_t column,
                      struct assay_leaderboard *figure)
{
    const struct assay_result *result = result_of(t->board, column);
    struct assay_leader *null =
        assay_arena_new(t->arena, result->null_count + 1, sizeof(*null));
    size_t n = 0;

    for (size_t i = 0; i < result->null_count; i++) {
        const struct assay_null *one = &result->null[i];
        size_t at = n;

        if (!one->overall.defined)
            continue;
        for (; at > 0 && one->overall.value > null[at - 1].value; at--)
            null[at] = null[at - 1];
        null[at] = leader_of(one->name, &one->overall);
        n++;
    }
    figure->null = null;
    figure->null_count = n < NULLS ? n : NULLS;
}

static void add_suite_figure(const struct telling *t, size_t column)
{
    const struct assay_result *result = result_of(t->board, column);
    struct assay_leader *model =
        assay_arena_new(t->arena, t->board->models, sizeof(*model));
    struct assay_leaderboard figure = {.name = figure_name(t, column),
                                       .title = t->board->column[column].name,
                                       .what = ASSAY_STR("value"),
                                       .unit = result->unit,
                                       .model = model,
                                       .level = result->level};

    for (size_t m = 0; m < t->board->models; m++) {
        const struct assay_figure *value = assay_standing_value(t->s, column, m);

        if (value)
            model[figure.count++] = leader_of(t->board->model[m], value);
    }
    put_nulls(t, column, &figure);
    add_figure(t, &figure);
}

static void add_strengths_figure(const struct telling *t)
{
    struct assay_leader *model =
        assay_arena_new(t->arena, t->board->models, sizeof(*model));
    struct assay_leaderboard figure = {.name = ASSAY_STR("strengths"),
                                       .title = ASSAY_STR("Bradley-Terry strengths"),
                                       .what = ASSAY_STR("strength"),
                                       .unit = ASSAY_STR(""),
                                       .model = model,
                                       .level = t->s->draws.level};

    for (size_t m = 0; m < t->board->models; m++)
        if (t->s->model[m].strength.defined)
            model[figure.count++] =
                leader_of(t->board->model[m], &t->s->model[m].strength);
    add_figure(t, &figure);
}

static bool any_undefined(const struct telling *t)
{
    for (size_t k = 0; k < t->s->pairs; k++)
        if (!t->s->pair[k].of.spearman.defined)
            return true;
    return false;
}

static struct assay_page_table *begin_correlations(const struct telling *t)
{
    static const char *const keys[] = {"spearman", "kendall"};
    static const char *const headers[] = {"Spearman", "Kendall tau-b"};
    struct assay_page_table *table = assay_page_table(
        t->page, "correlations", ASSAY_STR("Correlation of suites over models"));

    (void)assay_table_text(table, "suite", ASSAY_STR("suite"));
    (void)assay_table_text(table, "with", ASSAY_STR("with"));
    (void)assay_table_number(table, "models", ASSAY_STR("models"));
    for (size_t k = 0; k < 2; k++) {
        struct assay_column *column =
            assay_table_number(table, keys[k], assay_str_of(headers[k]));

        column->interval = interval_header(t->arena, t->s->draws.level);
        column->interval_drop = 2;
    }
    assay_table_number(table, "replicates", ASSAY_STR("replicates"))->drop = 1;
    if (any_undefined(t))
        assay_table_text(table, "why", ASSAY_STR(""))->wrap = true;
    table->intervals = ASSAY_STR("models resampled");
    return table;
}

static void add_correlations(const struct telling *t)
{
    struct assay_page_table *table;

    if (t->s->pairs == 0)
        return;
    (void)assay_page_section(t->page, 1, ASSAY_STR("Correlation of suites"));
    table = begin_correlations(t);
    for (size_t k = 0; k < t->s->pairs; k++) {
        const struct assay_standing_pair *pair = &t->s->pair[k];
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_text(t->board->column[pair->a].name);
        row->cell[1] = assay_cell_text(t->board->column[pair->b].name);
        row->cell[2] = assay_cell_count(pair->models);
        row->cell[3] = assay_cell_figure(&pair->of.spearman, ASSAY_STR(""));
        row->cell[4] = assay_cell_figure(&pair->of.kendall, ASSAY_STR(""));
        if (pair->of.kendall.defined)
            row->cell[5] = assay_cell_count(pair->of.used);
        if (!pair->of.spearman.defined)
            row->cell[6] = assay_cell_text(pair->of.spearman.why);
    }
    assay_page_fact(t->page, "Intervals",
                    assay_str_of(assay_arena_printf(
                        t->arena, "%g %%, models resampled, %zu replicates, seed %llu",
                        100.0 * t->s->draws.level, t->s->draws.replicates,
                        (unsigned long long)t->s->draws.seed)));
}

static bool any_unidentified(const struct telling *t)
{
    for (size_t m = 0; m < t->board->models; m++)
        if (!t->s->model[m].strength.defined)
            return true;
    return false;
}

static struct assay_page_table *begin_strengths(const struct telling *t)
{
    struct assay_page_table *table =
        assay_page_table(t->page, "strengths", ASSAY_STR("Bradley-Terry strengths"));

    (void)assay_table_text(table, "model", ASSAY_STR("model"));
    assay_table_number(table, "strength", ASSAY_STR("strength"))->interval =
        interval_header(t->arena, t->s->draws.level);
    (void)assay_table_number(table, "won", ASSAY_STR("won"));
    (void)assay_table_number(table, "lost", ASSAY_STR("lost"));
    if (any_unidentified(t))
        assay_table_text(table, "why", ASSAY_STR(""))->wrap = true;
    table->n = t->s->items;
    table->of = "items";
    table->intervals = ASSAY_STR("prompts resampled");
    return table;
}

static void tell_strengths(const struct telling *t)
{
    assay_page_fact(t->page, "Strengths",
                    ASSAY_STR("Bradley-Terry, log odds, mean 0; who earned more on an "
                              "item wins, as much is half a win"));
    assay_page_fact(
        t->page, "Items",
        assay_str_of(assay_arena_printf(
            t->arena, "%zu that runs share, each of the same weight%s", t->s->items,
            t->board->columns > 1 ? " whatever its suite" : "")));
    assay_page_fact(
        t->page, "Intervals",
        assay_str_of(assay_arena_printf(
            t->arena, "%g %%, prompts resampled, %zu of %zu replicates used, seed %llu",
            100.0 * t->s->draws.level, t->s->used, t->s->draws.replicates,
            (unsigned long long)t->s->draws.seed)));
    for (size_t i = 0; i < assay_node_count(t->s->notes); i++)
        (void)assay_page_note(t->page, assay_node_text(assay_node_at(t->s->notes, i)));
}

static void add_strengths(const struct telling *t)
{
    struct assay_page_table *table;

    if (!t->s->model)
        return;
    (void)assay_page_section(t->page, 1, ASSAY_STR("Strengths from shared items"));
    table = begin_strengths(t);
    for (size_t k = 0; k < t->board->models; k++) {
        const struct assay_standings_model *model = &t->s->model[t->s->order[k]];
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_text(t->board->model[t->s->order[k]]);
        row->cell[1] = assay_cell_figure(&model->strength, ASSAY_STR(""));
        row->cell[2] = assay_cell_number(model->won, ASSAY_STR(""));
        row->cell[3] = assay_cell_number(model->lost, ASSAY_STR(""));
        if (!model->strength.defined)
            row->cell[4] = assay_cell_text(assay_str_of(assay_arena_printf(
                t->arena, "unidentified: %.*s", ASSAY_STR_ARG(model->strength.why))));
    }
    tell_strengths(t);
    add_strengths_figure(t);
}

void assay_leaderboard_page(const struct assay_standing *s, struct assay_page *page)
{
    const struct telling t = {.s = s,
                              .board = &s->board,
                              .columns =
                                  s->board.columns < SHOWN ? s->board.columns : SHOWN,
                              .page = page,
                              .arena = page->arena};

    add_values(&t);
    tell_values(&t);
    for (size_t c = 0; c < t.columns && s->board.models <= ASSAY_FOREST_ROWS; c++)
        add_suite_figure(&t, c);
    add_correlations(&t);
    add_strengths(&t);
    page->data = assay_leaderboard_node(s);
}
