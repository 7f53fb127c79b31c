/*
 * self_judges.c - do a judge's own scores order responses as other rewards and people do?
 *
 * Per response, s is the mean of its point judgements that have a verdict. Against each column that is logged (reward.NAME, and
 * gold.score as "gold"), over responses that have both:
 *
 *   kendall, pearson  of all of them together;  inside: mean over groups of tau-b inside the group
 *
 * and where several judges scored the same responses, gap: mean of the own judge's score less the mean of the others'.
 *
 * Source: Yang et al. 2025, SSR-Zero, arXiv:2505.16637, section 4 (self-judging beside external judges and COMET).
 */
#include "harness/core/memory.h"
#include "harness/core/rollout_judged.h"
#include "metrics/correlation.h"
#include "reports/diagnostics/measured.h"

#include <math.h>
#include <stdlib.h>

enum {
    COLUMNS = 24 /* rewards that are looked at: the first ones */
};

struct column {
    double *own, *other;
    size_t n, room, begin; /* begin: of the group at hand */
    struct assay_measured inside;
};

struct self_judges {
    const char *judge;
    double lo, hi;
    unsigned parse;
    size_t groups, judged;
    struct assay_names names;
    struct column column[COLUMNS];
    struct assay_measured gap;
};

static const struct assay_option options[] = {
    {.name = "judge",
     .help = "the judge that is looked at; else all of them",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct self_judges, judge),
     .value = "NAME",
     .optional = true},
    {.name = "parse",
     .help = "where the score is: logged, or how the judge's text says it",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct self_judges, parse),
     .initial = "logged",
     .choices = assay_rollout_parse_words},
    {.name = "lo",
     .help = "least score; below it is no verdict",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct self_judges, lo),
     .initial = "0"},
    {.name = "hi",
     .help = "greatest score; as lo: any score is a verdict",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct self_judges, hi),
     .initial = "0"},
    {0},
};

static void add_to(struct self_judges *self, struct assay_str name, double own,
                   double other)
{
    const uint32_t at = assay_names_add(&self->names, name);
    struct column *column;

    if (at >= COLUMNS)
        return;
    column = &self->column[at];
    if (column->n == column->room) {
        column->room = assay_memory_grow(column->room, column->n + 1);
        column->own =
            assay_memory_resize(column->own, column->room, sizeof(*column->own));
        column->other =
            assay_memory_resize(column->other, column->room, sizeof(*column->other));
    }
    column->own[column->n] = own;
    column->other[column->n++] = other;
}

/* Whether a judgement is of the judge that is looked at. */
static bool is_own(const struct self_judges *self, const struct assay_rollout_view *view,
                   size_t place)
{
    const struct assay_node *judges = assay_node_get(view->record.node, "judges");

    return !self->judge ||
           assay_str_equal(assay_rollout_text(assay_node_at(judges, place), "j"),
                           assay_str_of(self->judge));
}

/* Mean score of the judge; NaN without one. Adds the gap to other judges of the response. */
static double own_score(struct self_judges *self, const struct assay_rollout_view *view,
                        const struct assay_rollout_points *points, size_t i)
{
    const struct assay_rollout_point *point;
    const size_t count = assay_rollout_points_of(points, i, &point);
    double sum[2] = {0.0, 0.0};
    size_t n[2] = {0, 0};

    for (size_t k = 0; k < count; k++) {
        const bool own = is_own(self, view, point[k].place);

        sum[own] += point[k].counts ? point[k].score : 0.0;
        n[own] += point[k].counts;
    }
    if (n[0] > 0 && n[1] > 0)
        assay_measured_add(&self->gap, self->groups,
                           sum[1] / (double)n[1] - sum[0] / (double)n[0]);
    return n[1] > 0 ? sum[1] / (double)n[1] : (double)NAN;
}

static void take_response(struct self_judges *self, const struct assay_rollout_view *view,
                          const struct assay_rollout_points *points, size_t i)
{
    const struct assay_node *response = assay_rollout_view_response(view, i);
    const struct assay_node *rewards = assay_node_get(response, "reward");
    const struct assay_node *gold =
        assay_node_find(assay_rollout_value(view->record.node, ASSAY_STR("gold.score")),
                        assay_rollout_text(response, "id"));
    const double own = own_score(self, view, points, i);
    double value;

    if (isnan(own))
        return;
    self->judged++;
    for (size_t k = 0; k < assay_node_count(rewards); k++)
        if (assay_node_number(&rewards->as.map.at[k].value, &value))
            add_to(self, rewards->as.map.at[k].key, own, value);
    if (assay_node_number(gold, &value))
        add_to(self, ASSAY_STR("gold"), own, value);
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct self_judges *self = state;
    const struct assay_rollout_reading how = {
        .kind = "point", .parse = self->parse, .lo = self->lo, .hi = self->hi};
    struct assay_rollout_points points;
    struct assay_error none;
    double tau;

    (void)err;
    if (view->record.kind != ASSAY_ROLLOUT_GROUP)
        return ASSAY_OK;
    self->groups++;
    for (size_t k = 0; k < COLUMNS; k++)
        self->column[k].begin = self->column[k].n;
    assay_rollout_points(view, &how, &points);
    for (size_t i = 0; i < view->count; i++)
        take_response(self, view, &points, i);
    for (size_t k = 0; k < COLUMNS; k++) {
        struct column *column = &self->column[k];
        const size_t n = column->n - column->begin;

        if (n > 1 &&
            !assay_correlation_kendall(column->own + column->begin,
                                       column->other + column->begin, n, &tau, &none))
            assay_measured_add(&column->inside, self->groups, tau);
    }
    return ASSAY_OK;
}

static void put_cell(struct assay_diagnosis *out, struct assay_node *values,
                     struct assay_cell *cell, const char *key, double value, bool known)
{
    *cell = known ? assay_cell_number(value, ASSAY_STR(""))
                  : assay_cell_undefined(ASSAY_STR("one of the two is constant"));
    if (known)
        assay_node_put_real(out->arena, values, key, value);
}

static void put_column(const struct column *column, struct assay_str name,
                       struct assay_diagnosis *out, struct assay_page_table *table,
                       struct assay_node *map)
{
    struct assay_node *values = assay_node_map(out->arena);
    struct assay_row *row = assay_table_row(table);
    struct assay_error none;
    double value;

    row->cell[0] = assay_cell_text(name);
    put_cell(out, values, &row->cell[1], "kendall", 0.0, false);
    if (!assay_correlation_kendall(column->own, column->other, column->n, &value, &none))
        put_cell(out, values, &row->cell[1], "kendall", value, true);
    put_cell(out, values, &row->cell[2], "pearson", 0.0, false);
    if (!assay_correlation_pearson(column->own, column->other, column->n, &value, &none))
        put_cell(out, values, &row->cell[2], "pearson", value, true);
    put_cell(out, values, &row->cell[3], "inside", assay_measured_mean(&column->inside),
             column->inside.n > 0);
    row->cell[4] = assay_cell_count(column->n);
    assay_node_put_count(out->arena, values, "n", column->n);
    (void)assay_node_put_view(out->arena, map, assay_arena_copy(out->arena, name),
                              *values);
}

static void put_figure(const struct self_judges *self, size_t columns,
                       const struct assay_diagnosis *out)
{
    struct assay_series *series = assay_arena_new(out->arena, 2, sizeof(*series));
    struct assay_point *all = assay_arena_new(out->arena, columns + 1, sizeof(*all));
    struct assay_point *inside =
        assay_arena_new(out->arena, columns + 1, sizeof(*inside));
    size_t n = 0, m = 0;
    struct assay_figure_spec spec = {
        .kind = "curves",
        .name = ASSAY_STR("self-judges"),
        .title = ASSAY_STR("The judge beside other rewards"),
        .description =
            ASSAY_STR("Kendall's tau-b with each reward, over all and inside groups."),
        .x_label = ASSAY_STR("reward"),
        .y_label = ASSAY_STR("tau-b"),
        .series = series,
        .category = self->names.at,
        .category_count = columns};

    for (size_t k = 0; k < columns; k++) {
        const struct column *column = &self->column[k];
        const double mean = assay_measured_mean(&column->inside);
        struct assay_error none;
        double tau;

        if (!assay_correlation_kendall(column->own, column->other, column->n, &tau,
                                       &none)) {
            all[n] = (struct assay_point){.x = (double)k, .y = tau, .n = column->n};
            n++;
        }
        if (!isnan(mean)) {
            inside[m] =
                (struct assay_point){.x = (double)k, .y = mean, .n = column->inside.n};
            m++;
        }
    }
    series[0] = (struct assay_series){
        .name = ASSAY_STR("all responses"), .points = all, .count = n};
    series[1] = (struct assay_series){
        .name = ASSAY_STR("inside groups"), .points = inside, .count = m};
    spec.series_count = m > 0 ? 2 : 1;
    for (size_t s = 0; s < 2; s++) {
        series[s].look = ASSAY_LOOK_POINTS;
        series[s].x_label = spec.x_label;
        series[s].y_label = spec.y_label;
        series[s].category = spec.category;
        series[s].category_count = columns;
    }
    if (n > 0)
        (void)assay_page_figure(out->page, &spec);
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    static const struct assay_measured_line line = {
        "gap", "its score less that of the other judges", ""};
    const struct self_judges *self = state;
    const size_t columns = self->names.count < COLUMNS ? self->names.count : COLUMNS;
    struct assay_node *map = assay_node_map(out->arena);
    struct assay_page_table *table;

    if (self->judged == 0 || (columns == 0 && self->gap.n == 0)) {
        out->lacks = "judges[kind=point] with a verdict, and reward or gold.score";
        return ASSAY_OK;
    }
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena, "The judge scored %zu responses, which %zu other %s scored too.",
            self->judged, columns, columns == 1 ? "reward" : "rewards")));
    table = assay_page_table(out->page, "rewards", ASSAY_STR("The judge beside rewards"));
    (void)assay_table_text(table, "reward", ASSAY_STR("reward"));
    (void)assay_table_number(table, "kendall", ASSAY_STR("tau-b"));
    (void)assay_table_number(table, "pearson", ASSAY_STR("Pearson's r"));
    (void)assay_table_number(table, "inside", ASSAY_STR("tau-b inside groups"));
    (void)assay_table_number(table, "n", ASSAY_STR("responses"));
    for (size_t k = 0; k < columns; k++)
        put_column(&self->column[k], self->names.at[k], out, table, map);
    assay_node_put(out->arena, out->values, "rewards", *map);
    put_figure(self, columns, out);
    table = assay_measured_table(out, "gap", "The judge beside other judges");
    return assay_measured_put(&self->gap, &line, out->values, table, out, err);
}

static void end(void *state)
{
    struct self_judges *self = state;

    for (size_t k = 0; k < COLUMNS; k++) {
        free(self->column[k].own);
        free(self->column[k].other);
        assay_measured_release(&self->column[k].inside);
    }
    assay_measured_release(&self->gap);
    assay_names_release(&self->names);
}

const struct assay_diagnostic assay_diagnostic_self_judges = {
    .name = "self-judges",
    .summary = "do a judge's scores order responses as other rewards and people do?",
    .formula =
        "Kendall's tau-b and Pearson's r of mean point judgements with reward.NAME "
        "and gold.score",
    .needs = "judges[].score reward gold.score",
    .source = "Yang et al. 2025, SSR-Zero, arXiv:2505.16637, section 4",
    .rows = {3},
    .options = options,
    .state_size = sizeof(struct self_judges),
    .take = take,
    .tell = tell,
    .end = end,
};
