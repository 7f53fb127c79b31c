/* selectors_read.c - samples of a group as columns, and what each selector makes of them. */
#include "harness/core/rollout_judged.h"
#include "harness/core/rollout_label.h"
#include "metrics/aggregate.h"
#include "metrics/best_of_n.h"
#include "metrics/vote_curve.h"
#include "metrics/voting.h"
#include "reports/diagnostics/selectors.h"

#include <math.h>

static double own_score(const struct assay_rollout_view *view, size_t i)
{
    static const struct assay_rollout_reading how = {.kind = "point"};
    const struct assay_rollout_point *point;
    const size_t n = assay_rollout_points(view, i, &how, &point);
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
    struct assay_names answers = {0};
    struct assay_str answer;
    enum assay_code code = ASSAY_OK;

    *out = (struct assay_selector_columns){
        .right = assay_arena_new(view->arena, view->count + 1, sizeof(double)),
        .prm = assay_arena_new(view->arena, view->count + 1, sizeof(double)),
        .self = assay_arena_new(view->arena, view->count + 1, sizeof(double)),
        .answer = assay_arena_new(view->arena, view->count + 1, sizeof(long))};
    for (size_t i = 0; !code && i < view->count; i++) {
        const size_t n = out->n;

        if (!assay_rollout_number(assay_rollout_view_response(view, i), "correct",
                                  &out->right[n]))
            continue;
        out->self[n] = own_score(view, i);
        out->answer[n] = assay_rollout_answer(view, i, &answer) && answer.len > 0
                             ? (long)assay_names_add(&answers, answer)
                             : (long)ASSAY_VOTING_NO_ANSWER;
        code = prm_score(self, view, i, &out->prm[n], err);
        out->n++;
    }
    assay_names_release(&answers);
    return code;
}

/* The best of all by a score that every sample has. */
static enum assay_code add_best(struct assay_selectors *self, unsigned which,
                                const struct assay_selector_columns *columns,
                                const double *score, struct assay_error *err)
{
    const struct assay_samples samples = {score, columns->right, columns->n};
    double value;
    enum assay_code code;

    for (size_t i = 0; i < columns->n; i++)
        if (isnan(score[i]))
            return ASSAY_OK;
    code = assay_best_of_n(&samples, &columns->n, 1, &value, err);
    if (!code)
        assay_measured_add(&self->of[which], self->groups, value);
    return code;
}

static enum assay_code add_majority(struct assay_selectors *self,
                                    const struct assay_selector_columns *columns,
                                    struct assay_error *err)
{
    const struct assay_vote_samples samples = {
        .answer = columns->answer, .value = columns->right, .count = columns->n};
    const struct assay_vote_rule rule = {.how = ASSAY_VOTE_MAJORITY, .draws = 2};
    struct assay_vote_point point;
    bool any = false;
    enum assay_code code;

    for (size_t i = 0; i < columns->n; i++)
        any = any || columns->answer[i] != ASSAY_VOTING_NO_ANSWER;
    if (!any)
        return ASSAY_OK;
    code = assay_vote_curve(&samples, &rule, &columns->n, 1, &point, err);
    if (!code)
        assay_measured_add(&self->of[ASSAY_SELECT_MAJORITY], self->groups, point.value);
    return code;
}

enum assay_code assay_selectors_add(struct assay_selectors *self,
                                    const struct assay_selector_columns *columns,
                                    struct assay_error *err)
{
    double sum = 0.0, some = 0.0;
    enum assay_code code;

    for (size_t i = 0; i < columns->n; i++) {
        sum += columns->right[i];
        some = fmax(some, columns->right[i]);
    }
    assay_measured_add(&self->of[ASSAY_SELECT_RANDOM], self->groups,
                       sum / (double)columns->n);
    assay_measured_add(&self->of[ASSAY_SELECT_ORACLE], self->groups, some);
    code = add_majority(self, columns, err);
    if (!code)
        code = add_best(self, ASSAY_SELECT_PRM, columns, columns->prm, err);
    if (!code)
        code = add_best(self, ASSAY_SELECT_SELF, columns, columns->self, err);
    return code;
}
