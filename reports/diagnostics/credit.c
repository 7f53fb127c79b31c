/*
 * credit.c - do rewards of steps add up to the outcome, and do they blame the right step?
 *
 * Of every track under steps.score and steps.reward:
 *
 *   residual      mean of |sum_t r_t - outcome|
 *   tau           Kendall's tau-b of sum_t r_t and the outcome, over all responses
 *   rewarded failures       share of failed responses (outcome <= 0) whose sum is that of the median success or more
 *   unrewarded successes    share of successes whose sum is that of the median failure or less
 *   agreement     share of responses with sum_t r_t > 0 just where the outcome is above 0
 *   localisation  share of responses with a wrong step (label < 0) whose first wrong step alone has the least reward
 *   AUC           chance that a right step (label > 0) has more than a wrong one
 *   gold tau      tau-b of r_t and the gold track's, over all steps
 *
 * Sources: LaRe, arXiv:2412.11120 (residual, gold rewards); Auto MC-Reward, arXiv:2312.09238 (dense against sparse); SPA-RL,
 *          arXiv:2505.20732 (residual); PPR, arXiv:2509.25598 (agreement with the outcome); Lightman et al. 2023,
 *          arXiv:2305.20050 (labels of steps).
 */
#include "reports/diagnostics/credit.h"

#include <math.h>

static const struct assay_option options[] = {
    {.name = "outcome",
     .help = "the outcome, a path of the response",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_credit_of, outcome),
     .initial = "reward.outcome",
     .value = "PATH"},
    {.name = "gold",
     .help = "what rewards of steps are held against, a path under steps: reward.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_credit_of, gold),
     .value = "PATH",
     .optional = true},
    {0},
};

/* The first step whose label is below 0; n: none. */
static size_t first_wrong(const double *label, size_t n)
{
    size_t t = 0;

    while (t < n && !(label[t] < 0.0))
        t++;
    return t;
}

static bool is_least(const double *x, size_t n, size_t at)
{
    for (size_t t = 0; t < n; t++)
        if (t != at && !(x[t] > x[at]))
            return false;
    return true;
}

static void add_labels(struct assay_credit_of *self, struct assay_credit_track *track,
                       const double *x, size_t n)
{
    const size_t wrong = self->label ? first_wrong(self->label, n) : n;

    for (size_t t = 0; self->label && t < n; t++)
        if (fabs(self->label[t]) > 0.0)
            assay_pairs_add(&track->labelled, x[t], self->label[t] > 0.0);
    for (size_t t = 0; self->golden && t < n; t++)
        assay_pairs_add(&track->gold, x[t], self->golden[t]);
    if (wrong < n && n > 1)
        assay_measured_add(&track->located, self->groups, is_least(x, n, wrong));
}

static enum assay_code add(void *state, struct assay_str name, const double *x, size_t n,
                           struct assay_error *err)
{
    struct assay_credit_of *self = state;
    struct assay_credit_track *track;
    uint32_t at;
    double sum = 0.0, residual;

    (void)err;
    for (size_t t = 0; t < n; t++)
        sum += x[t];
    if (n == 0 || isnan(sum))
        return ASSAY_OK;
    if (self->names.count == ASSAY_CREDIT_TRACKS &&
        !assay_names_find(&self->names, name, &at))
        return ASSAY_OK;
    at = assay_names_add(&self->names, name);
    track = &self->track[at];
    add_labels(self, track, x, n);
    if (isnan(self->end))
        return ASSAY_OK;
    residual = fabs(sum - self->end);
    assay_measured_add(&track->residual, self->groups, residual);
    track->most = fmax(track->most, residual);
    assay_measured_add(&track->agrees, self->groups, (sum > 0.0) == (self->end > 0.0));
    assay_pairs_add(&track->returns, sum, self->end);
    return ASSAY_OK;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct assay_credit_of *self = state;
    enum assay_code code = ASSAY_OK;

    self->groups++;
    for (size_t i = 0; !code && i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);

        self->golden = NULL;
        if (!assay_rollout_number(response, self->outcome, &self->end))
            self->end = (double)NAN;
        code = assay_rollout_array(view, response, "steps.label", &self->label,
                                   &self->labels, err);
        if (!code && self->gold)
            code = assay_rollout_gappy(
                view, response, assay_arena_printf(view->arena, "steps.%s", self->gold),
                &self->golden, &self->goldens, err);
        if (!code)
            code = assay_step_tracks(view, i, add, self, err);
    }
    return code;
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    return assay_credit_tell(state, out, err);
}

static void end(void *state)
{
    struct assay_credit_of *self = state;

    for (size_t k = 0; k < self->names.count; k++) {
        struct assay_credit_track *track = &self->track[k];

        assay_measured_release(&track->residual);
        assay_measured_release(&track->located);
        assay_measured_release(&track->agrees);
        assay_pairs_release(&track->returns);
        assay_pairs_release(&track->labelled);
        assay_pairs_release(&track->gold);
    }
    assay_names_release(&self->names);
}

const struct assay_diagnostic assay_diagnostic_credit = {
    .name = "credit",
    .summary =
        "do rewards of steps add up to the outcome, and do they blame the right step?",
    .formula = "mean |sum_t r_t - outcome|; tau of sums and outcomes; share of first "
               "wrong steps "
               "with the least reward; AUC of right and wrong steps",
    .needs = "steps.score steps.reward reward.outcome steps.label",
    .source = "arXiv:2412.11120, arXiv:2312.09238, arXiv:2505.20732, arXiv:2509.25598",
    .rows = {12, 22, 30, 53},
    .options = options,
    .state_size = sizeof(struct assay_credit_of),
    .take = take,
    .tell = tell,
    .end = end,
};
