#include "harness/cli/signal_verdict.h"

#include "harness/cli/page_out.h"
#include "harness/core/digest.h"
#include "harness/core/rollout.h"
#include "metrics/classical_scaling.h"
#include "reports/page.h"

#include <math.h>
#include <string.h>

enum {
    MATRIX = 16 /* signals whose distances stand in a table of their own */
};

struct telling {
    const struct assay_signal_verdict *asked;
    const struct assay_signal_board *board;
    const char *path, *sha256;
    struct assay_page *page;
    struct assay_arena *arena;
};

static const char samples[] = "samples:";

bool assay_signal_verdict_is(const char *model)
{
    return model && strcmp(model, "signal:all") == 0;
}

/* ---- for programs ---- */

static struct assay_node figure_node(const struct assay_figure *figure,
                                     struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    if (!figure->defined) {
        assay_node_put(arena, map, "value", assay_node_null());
        assay_node_put_text(arena, map, "why", figure->why);
        return *map;
    }
    assay_node_put_real(arena, map, "value", figure->value);
    if (figure->has_bootstrap) {
        assay_node_put_real(arena, map, "lo", figure->bootstrap_lo);
        assay_node_put_real(arena, map, "hi", figure->bootstrap_hi);
    }
    return *map;
}

static struct assay_node line_node(const struct assay_signal_line *line,
                                   struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    assay_node_put(arena, map, "parameters", assay_node_of_string(line->parameters));
    assay_node_put_count(arena, map, "row", line->row);
    assay_node_put_count(arena, map, "served", line->served);
    assay_node_put_count(arena, map, "groups", line->groups);
    assay_node_put_count(arena, map, "passes", line->passes);
    assay_node_put(arena, map, "knows", assay_node_of_bool(line->knows));
    assay_node_put(arena, map, "needs", assay_node_of_string(line->needs));
    assay_node_put(arena, map, "lacks", assay_node_of_string(line->lacks));
    assay_node_put(arena, map, "accuracy", figure_node(&line->accuracy, arena));
    assay_node_put(arena, map, "auc", figure_node(&line->auc, arena));
    assay_node_put(arena, map, "gain", figure_node(&line->gain, arena));
    assay_node_put(arena, map, "tau", figure_node(&line->tau, arena));
    return *map;
}

static const struct assay_node *data_of(const struct telling *t)
{
    const struct assay_signal_board *board = t->board;
    struct assay_node *map = assay_node_map(t->arena);
    struct assay_node *lines = assay_node_map(t->arena);
    struct assay_node *order = assay_node_list(t->arena);
    struct assay_node *rows = assay_node_list(t->arena);

    for (size_t i = 0; i < board->count; i++)
        assay_node_put(t->arena, lines, board->line[i].name,
                       line_node(&board->line[i], t->arena));
    for (size_t a = 0; a < board->served; a++) {
        struct assay_node *row = assay_node_list(t->arena);

        (void)assay_node_push(t->arena, order, assay_node_of_string(board->line[a].name));
        for (size_t b = 0; b < board->served; b++)
            (void)assay_node_push(
                t->arena, row,
                assay_node_of_real(board->distance[a * board->served + b]));
        (void)assay_node_push(t->arena, rows, *row);
    }
    assay_node_put(t->arena, map, "format", assay_node_of_string("assay-signals"));
    assay_node_put(t->arena, map, "log", assay_node_of_string(t->path));
    assay_node_put(t->arena, map, "sha256", assay_node_of_string(t->sha256));
    assay_node_put(t->arena, map, "gold",
                   assay_node_of_string(board->scored ? "gold.score" : "correct"));
    assay_node_put_count(t->arena, map, "responses", board->responses);
    assay_node_put_count(t->arena, map, "groups", board->groups);
    assay_node_put_count(t->arena, map, "replicates", t->asked->replicates);
    assay_node_put_real(t->arena, map, "level", t->asked->level);
    assay_node_put(t->arena, map, "signals", *lines);
    assay_node_put(t->arena, map, "order", *order);
    assay_node_put(t->arena, map, "distances", *rows);
    return map;
}

/* ---- for people ---- */

static void add_sentence(const struct telling *t)
{
    const struct assay_signal_line *best = &t->board->line[0];
    const struct assay_figure *accuracy = &best->accuracy;
    size_t judging = 0;

    if (t->board->served == 0) {
        (void)assay_page_note(
            t->page, ASSAY_STR("No signal has the fields that it needs in this log; "
                               "`assay signals --for LOG` says what each lacks."));
        return;
    }
    while (judging < t->board->served && !t->board->line[judging].knows)
        judging++;
    if (!accuracy->defined || judging == 0)
        return;
    (void)assay_page_text(
        t->page,
        assay_str_of(assay_arena_printf(
            t->arena,
            "Of %zu signals that this log can serve and that are not told what is right, "
            "%s "
            "orders most pairs of a right and a wrong response right: %.2f %%%s.",
            judging, best->name, 100.0 * accuracy->value,
            accuracy->has_bootstrap && accuracy->bootstrap_lo <= 0.5
                ? ", which may be chance"
                : "")));
}

static void begin_columns(const struct telling *t, struct assay_page_table *table)
{
    const struct assay_str header = assay_str_of(
        assay_arena_printf(t->arena, "%g %% interval", 100.0 * t->asked->level));

    (void)assay_table_text(table, "signal", ASSAY_STR("signal"));
    assay_table_text(table, "row", ASSAY_STR("row"))->drop = 3;
    assay_table_number(table, "served", ASSAY_STR("responses"))->drop = 2;
    assay_table_number(table, "accuracy", ASSAY_STR("accuracy %"))->interval = header;
    (void)assay_table_number(table, "auc", ASSAY_STR("AUC"));
    assay_table_number(table, "gain", ASSAY_STR("best of N"))->interval = header;
    assay_table_number(table, "tau", ASSAY_STR("tau"))->interval = header;
    assay_table_number(table, "passes", ASSAY_STR("passes"))->drop = 1;
    for (size_t i = 0; i < table->columns; i++)
        if (table->column[i]->interval.len > 0)
            table->column[i]->interval_drop = 4;
    table->n = t->board->responses;
    table->of = "responses";
    table->intervals = ASSAY_STR("prompts resampled");
}

/* Signals that judge, or those that are told what is right. */
static void add_lines(const struct telling *t, bool knows)
{
    struct assay_page_table *table =
        knows ? assay_page_table(t->page, "told",
                                 ASSAY_STR("Signals that are told what is right"))
              : assay_page_table(t->page, "signals", ASSAY_STR("Signals on this log"));

    begin_columns(t, table);
    for (size_t i = 0; i < t->board->served; i++) {
        const struct assay_signal_line *line = &t->board->line[i];
        struct assay_row *row;

        if (line->knows != knows)
            continue;
        row = assay_table_row(table);

        row->cell[0] = assay_cell_text(assay_str_of(line->name));
        if (line->row > 0)
            row->cell[1] = assay_cell_text(
                assay_str_of(assay_arena_printf(t->arena, "%u", line->row)));
        row->cell[2] = assay_cell_count(line->served);
        row->cell[2].of = t->board->responses;
        row->cell[3] = assay_cell_figure(&line->accuracy, ASSAY_STR("percent"));
        row->cell[4] = assay_cell_figure(&line->auc, ASSAY_STR(""));
        row->cell[5] = assay_cell_figure(&line->gain, ASSAY_STR(""));
        row->cell[5].difference = true;
        row->cell[6] = assay_cell_figure(&line->tau, ASSAY_STR(""));
        row->cell[7] = assay_cell_count(line->passes);
    }
}

static void add_facts(const struct telling *t)
{
    const char *gold = t->board->scored ? "gold.score" : "correct";

    (void)assay_page_fact(
        t->page, "Log",
        assay_str_of(assay_arena_printf(
            t->arena, "%s, sha256 %.12s; %zu groups, %zu responses", t->path, t->sha256,
            t->board->groups, t->board->responses)));
    (void)assay_page_fact(
        t->page, "Accuracy",
        ASSAY_STR("mean over groups of the share of pairs, right and wrong, that are "
                  "ordered right; a tie 1/2"));
    (void)assay_page_fact(
        t->page, "Area",
        ASSAY_STR("AUC, right against wrong, over all responses at once"));
    (void)assay_page_fact(t->page, "Best of N",
                          assay_str_of(assay_arena_printf(
                              t->arena, "expected %s of its pick, less the mean", gold)));
    (void)assay_page_fact(
        t->page, "Tau",
        assay_str_of(assay_arena_printf(
            t->arena, "Kendall's tau-b with %s in a group, mean over groups", gold)));
    (void)assay_page_fact(t->page, "Passes",
                          ASSAY_STR("what others than the policy had to give: "
                                    "log-probabilities of a model, judgements, scores"));
    if (t->asked->replicates >= 2)
        (void)assay_page_fact(
            t->page, "Intervals",
            assay_str_of(assay_arena_printf(
                t->arena, "%g %%, prompts resampled, %zu replicates, seed %llu",
                100.0 * t->asked->level, t->asked->replicates,
                (unsigned long long)t->asked->seed)));
}

/* Accuracies with their intervals, a row a signal, against chance. */
static void add_forest(const struct telling *t)
{
    const size_t n = t->board->served;
    struct assay_point *point = assay_arena_new(t->arena, n + 1, sizeof(*point));
    struct assay_str *name = assay_arena_new(t->arena, n + 1, sizeof(*name));
    static const struct assay_point half = {.y = 50.0};
    struct assay_series *series = assay_arena_new(t->arena, 2, sizeof(*series));
    struct assay_figure_spec spec = {
        .kind = "forest",
        .name = ASSAY_STR("signals"),
        .title = ASSAY_STR("Accuracy of signals"),
        .description = ASSAY_STR("A row a signal: how many pairs of a right and a "
                                 "wrong response it orders right"),
        .x_label = ASSAY_STR("accuracy, %"),
        .series = series,
        .series_count = 2,
        .category = name,
        .limited = true,
        .hi = 100.0,
        .level = t->asked->level};

    series[0] = (struct assay_series){
        .name = ASSAY_STR("accuracy"), .look = ASSAY_LOOK_POINTS, .points = point};
    series[1] = (struct assay_series){.name = ASSAY_STR("chance"),
                                      .look = ASSAY_LOOK_REFERENCE,
                                      .points = &half,
                                      .count = 1};
    for (size_t i = 0; i < n; i++) {
        const struct assay_figure *figure = &t->board->line[i].accuracy;

        if (!figure->defined || t->board->line[i].knows)
            continue;
        point[series[0].count] = (struct assay_point){.x = (double)series[0].count,
                                                      .y = 100.0 * figure->value,
                                                      .has_band = figure->has_bootstrap,
                                                      .lo = 100.0 * figure->bootstrap_lo,
                                                      .hi = 100.0 * figure->bootstrap_hi};
        name[series[0].count++] = assay_str_of(t->board->line[i].name);
    }
    spec.category_count = series[0].count;
    if (series[0].count > 0)
        (void)assay_page_figure(t->page, &spec);
}

/* Signals that have a distance to every other one of them, greedily, from the most accurate on. */
static size_t connected(const struct assay_signal_board *board, size_t *out)
{
    size_t n = 0;

    for (size_t a = 0; a < board->served; a++) {
        bool all = true;

        for (size_t k = 0; all && k < n; k++)
            all = isfinite(board->distance[a * board->served + out[k]]);
        if (all &&
            (n > 0 || board->served == 1 ||
             isfinite(board->distance[a * board->served + (a + 1) % board->served])))
            out[n++] = a;
    }
    return n;
}

static enum assay_code add_map(const struct telling *t, const size_t *at, size_t n,
                               struct assay_error *err)
{
    double *d = assay_arena_new(t->arena, n * n, sizeof(*d));
    double *place = assay_arena_new(t->arena, 2 * n, sizeof(*place));
    struct assay_point *point = assay_arena_new(t->arena, n, sizeof(*point));
    struct assay_str *name = assay_arena_new(t->arena, n, sizeof(*name));
    struct assay_series *series = assay_arena_new(t->arena, 1, sizeof(*series));
    const struct assay_figure_spec spec = {
        .kind = "map",
        .name = ASSAY_STR("signals-map"),
        .title = ASSAY_STR("How far signals are apart"),
        .description =
            ASSAY_STR("Signals as points, as far apart as their distances d_J"),
        .x_label = ASSAY_STR("d_J, first axis"),
        .y_label = ASSAY_STR("second axis"),
        .series = series,
        .series_count = 1};
    struct assay_classical_scaling scaling;
    enum assay_code code;

    *series = (struct assay_series){.name = ASSAY_STR("signals"),
                                    .look = ASSAY_LOOK_MAP,
                                    .category = name,
                                    .category_count = n,
                                    .points = point,
                                    .count = n};
    for (size_t i = 0; i < n * n; i++)
        d[i] = t->board->distance[at[i / n] * t->board->served + at[i % n]];
    code = assay_classical_scaling(d, n, place, &scaling, err);
    for (size_t i = 0; !code && i < n; i++) {
        point[i] = (struct assay_point){.x = place[2 * i], .y = place[2 * i + 1]};
        name[i] = assay_str_of(t->board->line[at[i]].name);
    }
    if (!code)
        (void)assay_page_figure(t->page, &spec);
    return code;
}

static void add_matrix(const struct telling *t, const size_t *at, size_t n)
{
    const size_t shown = n < MATRIX ? n : MATRIX;
    struct assay_page_table *table = assay_page_table(
        t->page, "distances", ASSAY_STR("Distances d_J between signals, 0 to 2"));

    (void)assay_table_text(table, "signal", ASSAY_STR("signal"));
    for (size_t i = 0; i < shown; i++) {
        struct assay_column *column = assay_table_number(
            table, t->board->line[at[i]].name, assay_str_of(t->board->line[at[i]].name));

        column->drop = (unsigned)i;
    }
    for (size_t i = 0; i < shown; i++) {
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_text(assay_str_of(t->board->line[at[i]].name));
        for (size_t k = 0; k < shown; k++)
            row->cell[k + 1] = assay_cell_number(
                t->board->distance[at[i] * t->board->served + at[k]], ASSAY_STR(""));
    }
    if (shown < n)
        (void)assay_page_text(
            t->page, assay_str_of(assay_arena_printf(
                         t->arena, "Of the first %zu of %zu; JSON has all.", shown, n)));
}

static enum assay_code add_distances(const struct telling *t, struct assay_error *err)
{
    size_t *at = assay_arena_new(t->arena, t->board->served + 1, sizeof(*at));
    const size_t n = connected(t->board, at);
    enum assay_code code;

    if (n < 2)
        return ASSAY_OK;
    (void)assay_page_section(t->page, 1, ASSAY_STR("Distances"));
    (void)assay_page_text(
        t->page,
        ASSAY_STR(
            "d_J over the groups that both signals have in full: 0 orders and spaces "
            "responses alike, 2 the other way round; half of it bounds what picking "
            "by one loses under the other."));
    add_matrix(t, at, n);
    code = n > 2 ? add_map(t, at, n, err) : ASSAY_OK;
    return code;
}

static void add_lacking(const struct telling *t)
{
    struct assay_page_table *table;

    if (t->board->served == t->board->count)
        return;
    (void)assay_page_section(t->page, 1, ASSAY_STR("Not served by this log"));
    table = assay_page_table(t->page, "lacking", ASSAY_STR("What the log lacks"));
    table->block->depth = t->board->served > 0 ? ASSAY_DEPTH_MORE : ASSAY_DEPTH_MAIN;
    (void)assay_table_text(table, "signal", ASSAY_STR("signal"));
    assay_table_text(table, "lacks", ASSAY_STR("lacks"))->wrap = true;
    for (size_t i = t->board->served; i < t->board->count; i++) {
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_text(assay_str_of(t->board->line[i].name));
        row->cell[1] = assay_cell_text(
            assay_str_of(t->board->line[i].lacks ? t->board->line[i].lacks : ""));
    }
}

static enum assay_code tell(const struct telling *t, const struct assay_page_out *out,
                            struct assay_error *err)
{
    enum assay_code code;

    assay_page_begin(
        t->page, t->arena,
        assay_str_of(assay_arena_printf(t->arena, "Signals on %s", t->path)));
    t->page->data = data_of(t);
    (void)assay_page_section(t->page, 1, ASSAY_STR("Against what is right"));
    add_sentence(t);
    add_lines(t, false);
    add_facts(t);
    add_forest(t);
    (void)assay_page_section(t->page, 1, ASSAY_STR("Told what is right"));
    (void)assay_page_text(
        t->page,
        ASSAY_STR("These are computed from what is right: verifiers, and advantages "
                  "over it. No accuracy speaks for them."));
    add_lines(t, true);
    code = add_distances(t, err);
    add_lacking(t);
    return code ? code : assay_page_out_put(t->page, out, err);
}

static enum assay_code check(const char *suite, struct assay_error *err)
{
    const size_t n = sizeof(samples) - 1;

    if (suite && strncmp(suite, samples, n) == 0 && assay_rollout_is(suite + n))
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE,
                      "--model signal:all: scores the responses of one rollout log: "
                      "--suite samples:LOG");
}

enum assay_code assay_signal_verdict_run(const struct assay_signal_verdict *asked,
                                         struct assay_error *err)
{
    const struct assay_page_words words = {
        .format = 0, .output = asked->output, .json = asked->json};
    struct assay_arena arena = {0};
    struct assay_signal_board board;
    struct assay_page page;
    struct assay_page_out out;
    char sha256[ASSAY_DIGEST_HEX];
    struct telling t = {asked, &board, NULL, sha256, &page, &arena};
    enum assay_code code = check(asked->suite, err);

    if (!code)
        code = assay_page_out_choose(&words, &out, err);
    if (!code) {
        t.path = asked->suite + sizeof(samples) - 1;
        code = assay_signal_board_make(
            &(struct assay_signal_board_how){t.path, asked->replicates, asked->seed,
                                             asked->level},
            &arena, &board, err);
    }
    if (!code)
        code = assay_digest_file(t.path, sha256, err);
    if (!code)
        code = tell(&t, &out, err);
    assay_arena_release(&arena);
    return code;
}
