/*
 * factors.c - rewards of steps out of factors of what was observed, decoded by a linear head that is fitted to outcomes.
 *
 *   z_t  factors of step t: steps.factors, or the formulas of a programme (step_programme.h)
 *   w = argmin sum over responses (sum_t w.z_t - outcome)^2 + ridge |w|^2,  over all of the log
 *   r_t = w.z_t,  r = sum_t r_t
 *
 * A programme must have a finite value for every observation, and factors one number of places, or the log is refused.
 *
 * Source: Qu et al. 2025, Latent Reward (LaRe), arXiv:2412.11120, section 4; thu-rllab/LaRe mpe/models/reward_model/LLMrd/
 *         factor_reward_decompose.py@87704c5, where the head is a network.
 */
#include "adapters/signals/step_programme.h"
#include "harness/core/memory.h"
#include "metrics/ridge.h"

#include <stdlib.h>

struct factors {
    const char *text, *ranges, *outcome;
    double ridge;
    unsigned checks;
    struct assay_step_programme programme;
    struct assay_ridge *fit; /* NULL: no response seen yet */
    double *weight;          /* (width,); NULL: not fitted yet */
};

static const char *const checks[] = {"run", "static", NULL};

static const struct assay_option options[] = {
    {.name = "programme",
     .help = "formulas of names of steps.obs, \";\" between; not given: steps.factors",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct factors, text),
     .value = "FORMULAS",
     .optional = true},
    {.name = "ranges",
     .help = "where fields lie, by comma: dist:0:100,hp:0:20",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct factors, ranges),
     .value = "FIELD:LOW:HIGH",
     .optional = true},
    {.name = "checks",
     .help =
         "static: formulas must have a value and a bound for all observations in ranges",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct factors, checks),
     .initial = "run",
     .choices = checks},
    {.name = "outcome",
     .help = "what the head is fitted to, a path of the response",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct factors, outcome),
     .initial = "reward.outcome",
     .value = "PATH"},
    {.name = "ridge",
     .help = "penalty of the head's weights",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct factors, ridge),
     .initial = "0",
     .lo = 0.0,
     .hi = 1e12},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "lare",
     .row = 12,
     .quirk =
         "the released head is a network; here it is linear, with ridge as its penalty"},
    {0},
};

static enum assay_code begin(void *state, struct assay_error *err)
{
    struct factors *self = state;

    (void)err;
    self->programme.text = self->text;
    self->programme.ranges = self->ranges;
    self->programme.unchecked = self->checks == 0;
    return ASSAY_OK;
}

/* ---- factors ---- */

struct rows {
    const double *at; /* (steps, width); NULL: missing */
    size_t steps, width;
};

static enum assay_code uneven(const struct assay_rollout_view *view, size_t i,
                              size_t width, size_t want, struct assay_error *err)
{
    const struct assay_str id =
        assay_rollout_text(assay_rollout_view_response(view, i), "id");

    return assay_fail_at(err, assay_rollout_view_spot(view),
                         "response %.*s: steps.factors has %zu numbers at a step, and "
                         "%zu elsewhere",
                         ASSAY_STR_ARG(id), width, want);
}

/* Logged factors: a list a step, equally long. */
static enum assay_code read_factors(const struct assay_rollout_view *view, size_t i,
                                    struct assay_signal_value *value, struct rows *out,
                                    struct assay_error *err)
{
    const struct assay_node *list = assay_rollout_value(
        assay_rollout_view_response(view, i), ASSAY_STR("steps.factors"));
    double *at;

    out->steps = assay_node_count(list);
    out->width = assay_node_count(assay_node_at(list, 0));
    if (out->width == 0) {
        assay_signal_lack(value, "steps.factors");
        return ASSAY_OK;
    }
    at = assay_arena_new(view->arena, out->steps * out->width, sizeof(*at));
    for (size_t t = 0; t < out->steps; t++) {
        const struct assay_node *row = assay_node_at(list, t);

        if (assay_node_count(row) != out->width)
            return uneven(view, i, assay_node_count(row), out->width, err);
        for (size_t k = 0; k < out->width; k++)
            if (!assay_node_number(assay_node_at(row, k), &at[t * out->width + k])) {
                assay_signal_lack(value, "a number of steps.factors");
                return ASSAY_OK;
            }
    }
    out->at = at;
    return ASSAY_OK;
}

static enum assay_code rows_of(struct factors *self,
                               const struct assay_rollout_view *view, size_t i,
                               struct assay_signal_value *value, struct rows *out,
                               struct assay_error *err)
{
    enum assay_code code;

    *out = (struct rows){0};
    if (!self->text)
        return read_factors(view, i, value, out, err);
    code = assay_step_programme_compile(&self->programme, err);
    if (!code)
        code = assay_step_programme_run(&self->programme, view, i, value, &out->at, err);
    out->steps = value->step_count;
    out->width = self->programme.formulas;
    return code;
}

/* ---- the head ---- */

static enum assay_code add(struct factors *self, const struct assay_rollout_view *view,
                           size_t i, struct assay_error *err)
{
    struct assay_signal_value value = {0};
    struct rows rows;
    double outcome, *sum;
    enum assay_code code = rows_of(self, view, i, &value, &rows, err);

    if (code || !rows.at ||
        !assay_rollout_number(assay_rollout_view_response(view, i), self->outcome,
                              &outcome))
        return code;
    if (rows.width > ASSAY_RIDGE_WIDTH)
        return assay_fail_at(err, assay_rollout_view_spot(view), "more than %d factors",
                             ASSAY_RIDGE_WIDTH);
    if (!self->fit)
        self->fit = assay_ridge_new(rows.width);
    if (assay_ridge_width(self->fit) != rows.width)
        return uneven(view, i, rows.width, assay_ridge_width(self->fit), err);
    sum = assay_arena_new(view->arena, rows.width, sizeof(*sum));
    for (size_t t = 0; t < rows.steps; t++)
        for (size_t k = 0; k < rows.width; k++)
            sum[k] += rows.at[t * rows.width + k];
    assay_ridge_add(self->fit, sum, outcome);
    return ASSAY_OK;
}

/* Formulas know the names of the first group that has observations, since the log is read once before it is read to tell. */
static enum assay_code look(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct factors *self = state;
    enum assay_code code = ASSAY_OK;

    if (self->text && self->programme.formulas == 0) {
        code = assay_step_programme_see(&self->programme, view, err);
        if (!code && self->programme.fields.count == 0)
            return ASSAY_OK;
    }
    for (size_t i = 0; !code && i < view->count; i++)
        code = add(self, view, i, err);
    return code;
}

static enum assay_code fit(struct factors *self, struct assay_error *err)
{
    struct assay_error why;

    if (self->weight || !self->fit)
        return ASSAY_OK;
    self->weight = assay_memory_new(assay_ridge_width(self->fit), sizeof(*self->weight));
    if (!assay_ridge_solve(self->fit, self->ridge, self->weight, &why))
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EDATA, "factors: %s: give a penalty, ridge=X", why.text);
}

static enum assay_code tell(struct factors *self, const struct assay_rollout_view *view,
                            size_t i, struct assay_signal_value *value,
                            struct assay_error *err)
{
    struct rows rows;
    double *step, sum = 0.0;
    const enum assay_code code = rows_of(self, view, i, value, &rows, err);

    if (code || !rows.at)
        return code;
    if (!self->weight) {
        assay_signal_lack(value, self->outcome);
        return ASSAY_OK;
    }
    if (rows.width != assay_ridge_width(self->fit))
        return uneven(view, i, rows.width, assay_ridge_width(self->fit), err);
    step = assay_arena_new(view->arena, rows.steps, sizeof(*step));
    for (size_t t = 0; t < rows.steps; t++) {
        for (size_t k = 0; k < rows.width; k++)
            step[t] += self->weight[k] * rows.at[t * rows.width + k];
        sum += step[t];
    }
    value->reward = sum;
    value->steps = step;
    value->step_count = rows.steps;
    return ASSAY_OK;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    struct factors *self = state;
    enum assay_code code = fit(self, err);

    for (size_t i = 0; !code && i < view->count; i++)
        code = tell(self, view, i, &out[i], err);
    return code;
}

static void end(void *state)
{
    struct factors *self = state;

    assay_step_programme_release(&self->programme);
    assay_ridge_free(self->fit);
    free(self->weight);
}

const struct assay_signal assay_signal_factors = {
    .name = "factors",
    .summary = "rewards of steps out of factors, by a linear head fitted to outcomes",
    .formula = "sum_t w.z_t, w = argmin sum (sum_t w.z_t - outcome)^2 + ridge |w|^2",
    .needs = "steps.factors reward.outcome",
    .source = "Qu et al. 2025, arXiv:2412.11120, section 4; thu-rllab/LaRe "
              "factor_reward_decompose.py@87704c5",
    .options = options,
    .state_size = sizeof(struct factors),
    .presets = presets,
    .begin = begin,
    .look = look,
    .take = take,
    .end = end,
};
