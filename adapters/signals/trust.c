/*
 * trust.c - a score of the thinking beside the answer's, trusted as far as it agrees with the answers, and less as training goes on.
 *
 *   r = accuracy + weight exp(-step / period) trust think
 *   trust = exp(mean think of right - mean think of wrong) where that difference is below 0, else 1
 *
 * and 0 in place of the second term where a group is all right or all wrong.
 *
 * Source: Fan et al. 2025, SophiaVL-R1: Reinforcing MLLMs Reasoning with Thinking Reward, arXiv:2505.17018, section 3.3;
 *         kxfan2002/SophiaVL-R1 verl/workers/reward/custom.py@a818494.
 */
#include "adapters/signals/signal_judge.h"

#include <math.h>

struct trust {
    const char *accuracy, *think, *judge;
    double weight, period;
    bool release;
};

static const struct assay_option options[] = {
    {.name = "accuracy",
     .help = "field that says how right an answer is, from 0 to 1",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct trust, accuracy),
     .initial = "correct",
     .value = "FIELD"},
    {.name = "think",
     .help = "score of the thinking, reward.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct trust, think),
     .initial = "think",
     .value = "NAME"},
    {.name = "judge",
     .help = "take the mean score of this judge in place of it (judges[].j, kind point)",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct trust, judge),
     .optional = true,
     .value = "NAME"},
    {.name = "weight",
     .help = "of the thinking at step 0",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct trust, weight),
     .initial = "0.3",
     .lo = 0.0,
     .hi = 1e6},
    {.name = "period",
     .help = "steps after which the thinking counts 1/e of that; 0: always the same",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct trust, period),
     .initial = "500",
     .lo = 0.0,
     .hi = 1e9},
    {.name = "release",
     .help = "as in the release: thinking whose answer has less than 0.2 has 0",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct trust, release),
     .initial = "false"},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "sophiavl",
     .row = 61,
     .quirk = "the release sets think to 0 where the answer has less than 0.2, so that "
              "trust rarely falls below 1: release=true"},
    {0},
};

/* What a group's responses have, NaN where it is missing. */
struct group {
    double *accuracy, *think; /* (count,) */
};

static void read_group(const struct trust *self, const struct assay_rollout_view *view,
                       struct assay_signal_value *out, struct group *group)
{
    group->accuracy = assay_arena_new(view->arena, view->count + 1, sizeof(double));
    group->think = assay_arena_new(view->arena, view->count + 1, sizeof(double));
    for (size_t i = 0; i < view->count; i++) {
        group->think[i] = NAN;
        if (!assay_signal_number(view, i, self->accuracy, &out[i], &group->accuracy[i])) {
            group->accuracy[i] = NAN;
            continue;
        }
        if (self->release && group->accuracy[i] < 0.2)
            group->think[i] = 0.0;
        else
            (void)assay_signal_scored(view, i, self->think, self->judge, &out[i],
                                      &group->think[i]);
    }
}

/* True if all answers that are judged are right, or all wrong: thinking does not count then. */
static bool is_settled(const double *accuracy, size_t n)
{
    bool right = true, wrong = true;

    for (size_t i = 0; i < n; i++) {
        right = right && !(accuracy[i] < 0.9);
        wrong = wrong && !(accuracy[i] > 0.1);
    }
    return right || wrong;
}

/* Mean thinking of the right, or of the wrong; NaN where there are some and none has a score, 0 where there are none. */
static double mean_think(const struct group *group, size_t n, bool right)
{
    double sum = 0.0;
    size_t members = 0, scored = 0;

    for (size_t i = 0; i < n; i++) {
        if (isnan(group->accuracy[i]) || (group->accuracy[i] >= 0.5) != right)
            continue;
        members++;
        if (!isnan(group->think[i])) {
            sum += group->think[i];
            scored++;
        }
    }
    if (members == 0)
        return 0.0;
    return scored ? sum / (double)scored : (double)NAN;
}

static bool some_right(const double *accuracy, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (accuracy[i] >= 0.5)
            return true;
    return false;
}

/* What thinking is multiplied by; NaN, and *lacks says what, where that cannot be told. */
static double factor(const struct trust *self, const struct assay_rollout_view *view,
                     const struct group *group, const char **lacks)
{
    const double gap =
        mean_think(group, view->count, true) - mean_think(group, view->count, false);
    double step = 0.0;

    if (self->period > 0.0 && !assay_rollout_number(view->record.node, "step", &step)) {
        *lacks = "step";
        return NAN;
    }
    *lacks = "scores of the thinking of right and of wrong answers";
    step = self->weight * (self->period > 0.0 ? exp(-step / self->period) : 1.0);
    return gap < 0.0 && some_right(group->accuracy, view->count) ? step * exp(gap)
           : isnan(gap)                                          ? (double)NAN
                                                                 : step;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    const struct trust *self = state;
    const char *lacks = NULL;
    struct group group;
    bool settled;
    double times;

    (void)err;
    read_group(self, view, out, &group);
    settled = is_settled(group.accuracy, view->count);
    times = settled ? 0.0 : factor(self, view, &group, &lacks);
    for (size_t i = 0; i < view->count; i++) {
        if (settled)
            out[i].reward = group.accuracy[i];
        else if (isnan(times))
            assay_signal_lack(&out[i], lacks);
        else
            out[i].reward = group.accuracy[i] + times * group.think[i];
    }
    return ASSAY_OK;
}

const struct assay_signal assay_signal_trust = {
    .name = "trust",
    .summary = "a score of the thinking, trusted as far as it agrees with the answers",
    .formula = "accuracy + weight exp(-step / period) trust think, trust = exp(gap of "
               "means) if right answers think worse, else 1",
    .needs = "correct reward.think",
    .source = "Fan et al. 2025, arXiv:2505.17018; kxfan2002/SophiaVL-R1 "
              "verl/workers/reward/custom.py@a818494",
    .options = options,
    .state_size = sizeof(struct trust),
    .presets = presets,
    .take = take,
};
