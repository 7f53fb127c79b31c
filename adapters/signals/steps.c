/*
 * steps.c - one reward out of the scores of a response's steps, rewritten first where that is wanted.
 *
 *   none       r_k = s_k
 *   clip       r_k = min(s_k - eta, 0)
 *   delta      r_k = s_k - s_(k+1), so that the sum is s_1 (metrics/step_rewards.h)
 *   calibrate  r_k = s_k + outcome - 1
 *   r = aggregate of the r_k
 *
 * Sources: Gao et al. 2024, arXiv:2410.15115, section 4 (clip, delta); Xu et al. 2025, arXiv:2509.25598 (calibration by the
 *          outcome); Sermanet et al. 2017, Unsupervised Perceptual Rewards, arXiv:1612.06699 (a track a frame).
 */
#include "adapters/signals/signal.h"
#include "metrics/aggregate.h"
#include "metrics/step_rewards.h"

enum rewrite {
    REWRITE_NONE,
    REWRITE_CLIP,
    REWRITE_DELTA,
    REWRITE_CALIBRATE
};

enum {
    LAST_ANSWER,
    LAST_OWN
};

struct steps {
    const char *track, *outcome;
    unsigned rewrite, aggregate, last;
    double eta;
};

static const char *const rewrites[] = {"none", "clip", "delta", "calibrate", NULL};
static const char *const lasts[] = {"answer", "own", NULL};
static const char *const aggregates[] = {
    "prod", "geomean", "min", "mean",
    "last", "max",     "sum", NULL}; /* enum assay_aggregate */

static const struct assay_option options[] = {
    {.name = "track",
     .help = "scores of steps, a path under steps: score.NAME, reward.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct steps, track),
     .initial = "score.prm",
     .value = "PATH"},
    {.name = "rewrite",
     .help = "what becomes of the scores first",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct steps, rewrite),
     .initial = "none",
     .choices = rewrites},
    {.name = "eta",
     .help = "of clip: a step below it loses",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct steps, eta),
     .initial = "0.5",
     .lo = -1e6,
     .hi = 1e6},
    {.name = "final",
     .help = "of delta: the last step is the answer, without a reward, or has its own",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct steps, last),
     .initial = "answer",
     .choices = lasts},
    {.name = "outcome",
     .help = "of calibrate: the outcome, a path of the response",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct steps, outcome),
     .initial = "reward.outcome",
     .value = "PATH"},
    {.name = "aggregate",
     .help = "how steps become one reward",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct steps, aggregate),
     .initial = "last",
     .choices = aggregates},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "prm-clip",
     .row = 76,
     .formula = "sum_k min(s_k - eta, 0)",
     .settings = {"rewrite=clip", "aggregate=sum"},
     .quirk = "eta is not known: 0.5 unless eta says otherwise"},
    {.name = "prm-delta",
     .row = 76,
     .formula = "sum_k r_k, r_k = s_k - s_(k+1), which is s_1",
     .settings = {"rewrite=delta", "aggregate=sum"},
     .quirk =
         "the last step is the answer and has no reward, and the one before it has its "
         "whole score; final=own gives the last step its score, and the sum is the same"},
    {.name = "renorm",
     .row = 53,
     .formula = "mean_k (s_k + outcome - 1)",
     .needs = "steps.score.principle reward.outcome",
     .settings = {"track=score.principle", "rewrite=calibrate", "aggregate=mean"},
     .quirk = "the paper's form was not seen: s_k + outcome - 1 is a candidate, bounded, "
              "never "
              "above 0 where the outcome is 0, and true to the order of steps"},
    {.name = "perceptual",
     .row = 64,
     .formula = "sum_k r_k of a track of rewards a frame or step",
     .needs = "steps.reward.perceptual",
     .settings = {"track=reward.perceptual", "aggregate=sum"},
     .quirk = "the features of video that the track is made of are not computed here"},
    {0},
};

/* False where the outcome that is asked for is missing. */
static bool rewrite(const struct steps *steps, const struct assay_rollout_view *view,
                    size_t i, struct assay_signal_value *value, double *step)
{
    const size_t n = value->step_count;
    double outcome;

    if (steps->rewrite == REWRITE_CLIP)
        assay_step_rewards_clip(step, n, steps->eta, step);
    else if (steps->rewrite == REWRITE_DELTA)
        assay_step_rewards_delta(step, n, steps->last == LAST_OWN, step);
    else if (steps->rewrite == REWRITE_CALIBRATE) {
        if (!assay_signal_number(view, i, steps->outcome, value, &outcome))
            return false;
        assay_step_rewards_calibrate(step, n, outcome, step);
    }
    return true;
}

static enum assay_code take_one(void *state, const struct assay_rollout_view *view,
                                size_t i, struct assay_signal_value *value,
                                struct assay_error *err)
{
    const struct steps *steps = state;
    struct assay_signal_track score;
    struct assay_error why;
    double *step;
    size_t n;
    const enum assay_code code = assay_signal_array(
        view, i, assay_signal_path(view, "steps", steps->track), value, &score, err);

    if (code || !score.at)
        return code;
    n = score.n;
    step = assay_arena_new(view->arena, n + 1, sizeof(*step));
    for (size_t k = 0; k < n; k++)
        step[k] = score.at[k];
    value->step_count = n;
    if (!rewrite(steps, view, i, value, step))
        return ASSAY_OK;
    value->steps = step;
    if (assay_aggregate_steps(step, n, (enum assay_aggregate)steps->aggregate,
                              &value->reward, &why))
        assay_signal_lack(value, n == 0 ? "a step" : "a finite aggregate of its steps");
    return ASSAY_OK;
}

const struct assay_signal assay_signal_steps = {
    .name = "steps",
    .summary = "one reward out of the scores of a response's steps",
    .formula =
        "last, min, mean, prod, geomean, sum or max of s_k, or of what clip, delta or "
        "calibrate make of them",
    .needs = "steps.score.prm",
    .source = "Gao et al. 2024, arXiv:2410.15115, section 4; Xu et al. 2025, "
              "arXiv:2509.25598",
    .options = options,
    .state_size = sizeof(struct steps),
    .presets = presets,
    .each = take_one,
};
