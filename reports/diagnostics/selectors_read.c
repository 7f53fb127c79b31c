/* selectors_read.c - samples of a group as columns, and what each selector makes of them. */
#include "harness/core/rollout_judged.h"
#include "harness/core/rollout_label.h"
#include "metrics/aggregate.h"
#include "metrics/best_of_n.h"
#include "metrics/vote_curve.h"
#include "metrics/voting.h"
#include "reports/diagnostics/selectors.h"

#include <math.h>

static double own_score(const struct assay_rollout_points *points, size_t i)
{
    const struct assay_rollout_point *point;
    const size_t n = assay_rollout_points_of(points, i, &point);
    double sum = 0.0;
    size_t count = 0;

    for (size_t k = 0; k < n; k++)
        if (point[k].counts) {
            sum += point[k].score;
            count++;
        }
    return count > 0 ? sum / (double)count : (double)NAN;
}

static enum assay_code prm_score(const struct assay_selectors *self,
                                 const struct assay_rollout_view *view, size_t i,
                                 double *out, struct assay_error *err)
{
    const double *score;
    size_t n;
    enum assay_code code = assay_rollout_array(
        view, assay_rollout_view_response(view, i),
        assay_arena_printf(view->arena, "steps.score.%s", self->track), &score, &n, err);

    *out = (double)NAN;
    if (code || !score || n == 0)
        return code;
    return assay_aggregate_steps(score, n, self->aggregate, out, err);
}

enum assay_code assay_selector_columns_read(const struct assay_selectors *self,
                                            const struct assay_rollout_view *view,
                                            struct assay_selector_columns *out,
                                            struct assay_error *err)
{
    static const struct assay_rollout_reading how = {.kind = "point"};
    struct assay_rollout_points points;
    struct assay_names answers = {0};
    struct assay_str answer;
    enum assay_code code = ASSAY_OK;

    *out = (struct assay_selector_columns){
        .right = assay_arena_new(view->arena, view->count + 1, sizeof(double)),
        .prm = assay_arena_new(view->arena, view->count + 1, sizeof(double)),
        .self = assay_arena_new(view->arena, view->count + 1, sizeof(double)),
        .answer = assay_arena_new(view->arena, view->count + 1, sizeof(long))};
    assay_rollout_points(view, &how, &points);
    for (size_t i = 0; !code && i < view->count; i++) {
        const size_t n = out->n;

        if (!assay_rollout_number(assay_rollout_view_response(view, i), "correct",
                                  &out->right[n]))
            continue;
        out->self[n] = own_score(&points, i);
        out->answer[n] = assay_rollout_answer(view, i, &answer) && answer.len > 0
                             ? (long)assay_names_add(&answers, answer)
                             : (long)ASSAY_VOTING_NO_ANSWER;
        code = prm_score(self, view, i, &out->prm[n], err);
        out->n++;
    }
    assay_names_release(&answers);
    return code;
}

/* Sizes 1, 2, 4, ... up to n, and behind them n. */
static size_t sizes_of(size_t n, size_t size[ASSAY_SELECTOR_SIZES + 1])
{
    size_t count = 0;

    for (size_t k = 1; k <= n && count < ASSAY_SELECTOR_SIZES; k *= 2)
        size[count++] = k;
    size[count] = n;
    return count;
}

static void keep(struct assay_selectors *self, unsigned which, const double *value,
                 size_t sizes)
{
    for (size_t k = 0; k < sizes; k++)
        assay_measured_add(&self->by_size[which][k], self->groups, value[k]);
    assay_measured_add(&self->of[which], self->groups, value[sizes]);
}

/* The best of so many by a score that every sample has. */
static enum assay_code add_best(struct assay_selectors *self, unsigned which,
                                const struct assay_selector_columns *columns,
                                const double *score, struct assay_error *err)
{
    const struct assay_samples samples = {score, columns->right, columns->n};
    size_t size[ASSAY_SELECTOR_SIZES + 1];
    double value[ASSAY_SELECTOR_SIZES + 1];
    const size_t sizes = sizes_of(columns->n, size);
    enum assay_code code;

    for (size_t i = 0; i < columns->n; i++)
        if (isnan(score[i]))
            return ASSAY_OK;
    code = assay_best_of_n(&samples, size, sizes + 1, value, err);
    if (!code)
        keep(self, which, value, sizes);
    return code;
}

static enum assay_code add_majority(struct assay_selectors *self,
                                    const struct assay_selector_columns *columns,
                                    struct assay_error *err)
{
    const struct assay_vote_samples samples = {
        .answer = columns->answer, .value = columns->right, .count = columns->n};
    const struct assay_vote_rule rule = {
        .how = ASSAY_VOTE_MAJORITY, .draws = 100, .seed = self->groups};
    struct assay_vote_point point[ASSAY_SELECTOR_SIZES + 1];
    size_t size[ASSAY_SELECTOR_SIZES + 1];
    double value[ASSAY_SELECTOR_SIZES + 1];
    const size_t sizes = sizes_of(columns->n, size);
    bool any = false;
    enum assay_code code;

    for (size_t i = 0; i < columns->n; i++)
        any = any || columns->answer[i] != ASSAY_VOTING_NO_ANSWER;
    if (!any)
        return ASSAY_OK;
    code = assay_vote_curve(&samples, &rule, size, sizes + 1, point, err);
    for (size_t k = 0; !code && k <= sizes; k++)
        value[k] = point[k].value;
    if (!code)
        keep(self, ASSAY_SELECT_MAJORITY, value, sizes);
    return code;
}

/* Any sample, and whether some sample is right: the best by what is right itself. */
enum assay_code assay_selectors_add(struct assay_selectors *self,
                                    const struct assay_selector_columns *columns,
                                    struct assay_error *err)
{
    double sum = 0.0;
    enum assay_code code;

    for (size_t i = 0; i < columns->n; i++)
        sum += columns->right[i];
    assay_measured_add(&self->of[ASSAY_SELECT_RANDOM], self->groups,
                       sum / (double)columns->n);
    code = add_best(self, ASSAY_SELECT_ORACLE, columns, columns->right, err);
    if (!code)
        code = add_majority(self, columns, err);
    if (!code)
        code = add_best(self, ASSAY_SELECT_PRM, columns, columns->prm, err);
    if (!code)
        code = add_best(self, ASSAY_SELECT_SELF, columns, columns->self, err);
    return code;
}

enum assay_code assay_selectors_curve(const struct assay_selectors *self, size_t which,
                                      const struct assay_diagnosis *out,
                                      struct assay_node *values,
                                      struct assay_series *line, struct assay_error *err)
{
    struct assay_point *point =
        assay_arena_new(out->arena, ASSAY_SELECTOR_SIZES, sizeof(*point));

    *line = (struct assay_series){.look = ASSAY_LOOK_CURVE, .points = point};
    for (size_t k = 0; k < ASSAY_SELECTOR_SIZES; k++) {
        const struct assay_measured *of = &self->by_size[which][k];
        const size_t size = (size_t)1 << k;
        enum assay_code code;

        if (of->n == 0 || of->n < self->by_size[which][0].n)
            break;
        point[k] = (struct assay_point){
            .x = (double)size, .y = 100.0 * assay_measured_mean(of), .n = of->n};
        code = assay_measured_interval(of, out, &point[k].has_band, &point[k].lo,
                                       &point[k].hi, err);
        if (code)
            return code;
        point[k].lo *= 100.0;
        point[k].hi *= 100.0;
        assay_node_put_real(out->arena, values,
                            assay_arena_printf(out->arena, "%zu", size),
                            assay_measured_mean(of));
        line->count = k + 1;
    }
    return ASSAY_OK;
}
