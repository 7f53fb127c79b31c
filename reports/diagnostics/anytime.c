/*
 * anytime.c - how right are answers when the thought before them is cut, and is it thought too long?
 *
 * By budget, means over prompts of their responses (trunc):
 *
 *   accuracy    right answers
 *   best so far responses that were right at this budget or an earlier one
 *   overthought responses that were more often right at an earlier budget than at this one
 *
 * and at any time sum_b p_b acc_b by three priors (metrics/anytime.h); the uniform one is the area under the curve.
 *
 * Source: Qi et al. 2025, Optimizing Anytime Reasoning via Budget Relative Policy Optimization, arXiv:2505.13438;
 *         sail-sg/AnytimeReasoner verl/verl/trainer/ppo/metric_utils.py@7e3f5bb (overthink_count).
 */
#include "metrics/anytime.h"
#include "reports/diagnostics/training.h"

#include <math.h>
#include <stdlib.h>

enum track {
    ACCURACY,
    BEST,
    OVERTHOUGHT,
    TRACKS
};

static const struct assay_track tracks[TRACKS] = {
    [ACCURACY] = {"accuracy", "right", "percent", "right answers"},
    [BEST] = {"best", "right so far", "percent", "right answers"},
    [OVERTHOUGHT] = {"overthought", "right before, not now", "percent", "right answers"},
};

static const struct assay_training_axis axis = {.name = "budget, tokens",
                                                .key = "budgets"};

struct anytime {
    struct assay_training training;
    size_t responses, rows; /* rows: a response at a budget that it was better before */
};

struct cut {
    double budget, right;
};

static int compare(const void *a, const void *b)
{
    const struct cut *x = a, *y = b;

    return (x->budget > y->budget) - (x->budget < y->budget);
}

/* Mean of the answers at the budget of the first cut; *n of them. */
static double mean_at(const struct cut *cut, size_t count, size_t *n)
{
    double sum = 0.0;

    for (*n = 0; *n < count && cut[*n].budget == cut[0].budget; ++*n)
        sum += cut[*n].right;
    return sum / (double)*n;
}

static void take_response(struct anytime *self, const struct assay_rollout_view *view,
                          size_t i)
{
    const uint32_t prompt = assay_training_prompt(&self->training, view->record.node);
    const struct assay_node *list =
        assay_node_get(assay_rollout_view_response(view, i), "trunc");
    struct cut *cut =
        assay_arena_new(view->arena, assay_node_count(list) + 1, sizeof(*cut));
    size_t count = 0, step;
    double best = 0.0;

    for (size_t k = 0; k < assay_node_count(list); k++)
        if (assay_rollout_number(assay_node_at(list, k), "budget", &cut[count].budget) &&
            assay_rollout_number(assay_node_at(list, k), "correct", &cut[count].right))
            count++;
    qsort(cut, count, sizeof(*cut), compare);
    self->responses += count > 0;
    for (size_t k = 0; k < count; k += step) {
        const double right = mean_at(cut + k, count - k, &step);
        const uint32_t at = assay_training_at(&self->training, cut[k].budget);

        best = fmax(best, right);
        self->rows += best > right;
        assay_training_add(&self->training, ACCURACY, at, prompt, right);
        assay_training_add(&self->training, BEST, at, prompt, best);
        assay_training_add(&self->training, OVERTHOUGHT, at, prompt, best > right);
    }
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    (void)err;
    for (size_t i = 0; i < view->count; i++)
        take_response(state, view, i);
    return ASSAY_OK;
}

/* Accuracy at any time by each prior. */
static double put_areas(const struct assay_courses *courses, struct assay_diagnosis *out)
{
    static const char *const key[ASSAY_ANYTIME_PRIORS] = {
        [ASSAY_ANYTIME_UNIFORM] = "anytime",
        [ASSAY_ANYTIME_LINEAR] = "anytime_linear",
        [ASSAY_ANYTIME_BASE] = "anytime_base"};
    double *p = assay_arena_new(out->arena, courses->count, sizeof(*p)), area = 0.0;

    for (size_t k = ASSAY_ANYTIME_PRIORS; k-- > 0;) {
        assay_anytime_prior((enum assay_anytime_prior)k, courses->x, courses->count, p);
        area = assay_anytime_value(courses->track[ACCURACY].value, p, courses->count);
        assay_node_put_real(out->arena, out->values, key[k], area);
    }
    return area;
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct anytime *self = state;
    struct assay_courses courses;
    double area;
    enum assay_code code;

    if (self->responses == 0) {
        out->lacks = "trunc[].budget with trunc[].correct";
        return ASSAY_OK;
    }
    self->training.axis = &axis;
    code = assay_training_settle(&self->training, tracks, TRACKS, out, &courses, err);
    if (code || out->lacks)
        return code;
    area = put_areas(&courses, out);
    assay_node_put_count(out->arena, out->values, "responses", self->responses);
    assay_node_put_count(out->arena, out->values, "overthink_count", self->rows);
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "Cut at any of %zu budgets, answers are right in %.1f %% of cases; %zu times "
            "a response had been better at an earlier budget.",
            courses.count, 100.0 * area, self->rows)));
    assay_training_tell(&courses, "anytime", out);
    return ASSAY_OK;
}

static void end(void *state)
{
    assay_training_release(&((struct anytime *)state)->training);
}

const struct assay_diagnostic assay_diagnostic_anytime = {
    .name = "anytime",
    .summary = "how right are answers when the thought before them is cut?",
    .formula = "sum_b p_b acc_b; overthought: right more often at an earlier budget",
    .needs = "trunc[].budget trunc[].correct",
    .source = "Qi et al. 2025, arXiv:2505.13438; sail-sg/AnytimeReasoner "
              "verl/verl/trainer/ppo/metric_utils.py@7e3f5bb",
    .rows = {75},
    .state_size = sizeof(struct anytime),
    .take = take,
    .tell = tell,
    .end = end,
};
