/*
 * step_critic.c - what critics wrote of each step: Correct or Incorrect.
 *
 *   v_s = mean over the critiques of step s that have a verdict of 1 (Correct) and -1 (Incorrect)
 *   r   = the least v_s, or their mean, over the steps that have one
 *
 * A critique is a judgement of kind step, k its step from 0. What is between the first <Answer> and </Answer> of its text is the
 * verdict, in any case of letters; with another word there, or without the tag, it has none and is left out. A judgement
 * without a text is read by its score: above 0 is right, below is wrong.
 *
 * Source: Chen et al. 2025, SPC, arXiv:2504.19162; chen-judge/SPC eval/infer_batch.py@a5a1732, filter_critique.
 */
#include "adapters/signals/signal.h"
#include "harness/core/rollout_judged.h"

#include <math.h>

enum how {
    LEAST,
    MEAN
};

struct critic {
    unsigned aggregate;
};

static const char *const aggregates[] = {"min", "mean", NULL};

static const struct assay_option options[] = {
    {.name = "aggregate",
     .help =
         "what verdicts of steps become: a solution is as right as its worst step, or "
         "as they are on average",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct critic, aggregate),
     .initial = "min",
     .choices = aggregates},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "spc", .row = 78},
    {0},
};

static void count_verdicts(const struct assay_rollout_view *view, size_t i, size_t steps,
                           double *sum, size_t *n)
{
    const struct assay_node *judges = assay_node_get(view->record.node, "judges");
    struct assay_rollout_step_verdict verdict;

    for (size_t k = 0; k < assay_node_count(judges); k++)
        if (assay_rollout_step_verdict(view, assay_node_at(judges, k), &verdict) &&
            verdict.response == i && verdict.step < steps && verdict.says != 0) {
            sum[verdict.step] += verdict.says;
            n[verdict.step]++;
        }
}

static void settle(const struct critic *self, size_t steps, double *sum, const size_t *n,
                   struct assay_signal_value *value)
{
    double least = INFINITY, total = 0.0;
    size_t known = 0;

    for (size_t s = 0; s < steps; s++) {
        if (n[s] == 0)
            continue;
        sum[s] /= (double)n[s];
        least = fmin(least, sum[s]);
        total += sum[s];
        known++;
    }
    if (known == 0) {
        assay_signal_lack(value, "judges[kind=step] with a verdict");
        return;
    }
    value->reward = self->aggregate == LEAST ? least : total / (double)known;
    if (known == steps) {
        value->steps = sum;
        value->step_count = steps;
    }
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < view->count; i++) {
        struct assay_signal_track end;
        double *sum;
        size_t *n;

        code = assay_signal_array(view, i, "steps.end", &out[i], &end, err);
        if (code || !end.at)
            continue;
        sum = assay_arena_new(view->arena, end.n + 1, sizeof(*sum));
        n = assay_arena_new(view->arena, end.n + 1, sizeof(*n));
        count_verdicts(view, i, end.n, sum, n);
        settle(state, end.n, sum, n, &out[i]);
    }
    return code;
}

const struct assay_signal assay_signal_step_critic = {
    .name = "step-critic",
    .summary = "what critics wrote of each step: 1 Correct, -1 Incorrect",
    .formula = "min over steps of the mean verdict of a step",
    .needs = "judges[].text steps.end",
    .source = "Chen et al. 2025, SPC, arXiv:2504.19162; eval/infer_batch.py",
    .options = options,
    .state_size = sizeof(struct critic),
    .presets = presets,
    .take = take,
};
