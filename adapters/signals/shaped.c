/*
 * shaped.c - a reward made harder to hack: held against rewards of reference responses, bounded, or normalised by the run so far.
 *
 *   r'  = min(r, ceiling) - penalty * max(0, n_tok - free)
 *   r'' = normalised by the running mean, spread or range of r'
 *   out = 1/m sum_i f(r'' - ref_i), f(r''), or log sigma(r'' - q85 of N(ref))
 *
 * The running numbers are of all steps up to the response's own, that one included. Official code adds one batch of its
 * trainer and then normalises it; here a batch is what the log has of a step, wherever in the log that stands.
 *
 * Source: Fu et al. 2025, Reward Shaping to Mitigate Reward Hacking in RLHF, arXiv:2502.18770; PorUna-byte/PAR
 *         trainers/reward_shaper.py@b8caf40.
 */
#include "adapters/signals/signal.h"
#include "adapters/signals/signal_steps.h"
#include "harness/core/memory.h"
#include "metrics/reward_shape.h"

#include <math.h>
#include <stdlib.h>

enum shape {
    SHAPE_PLAIN,
    SHAPE_SIGMOID,
    SHAPE_TANH,
    SHAPE_ARCTAN,
    SHAPE_LOG_SIGMOID
};

static const char *const shapes[] = {"plain",  "sigmoid",     "tanh",
                                     "arctan", "log-sigmoid", NULL};

static const enum assay_reward_map maps[] = {
    [SHAPE_PLAIN] = ASSAY_REWARD_CENTRED,
    [SHAPE_SIGMOID] = ASSAY_REWARD_SIGMOID,
    [SHAPE_TANH] = ASSAY_REWARD_TANH,
    [SHAPE_ARCTAN] = ASSAY_REWARD_ARCTAN,
};

enum running {
    RUNNING_NONE,
    RUNNING_MEANSTD,
    RUNNING_CLIP,
    RUNNING_MINMAX
};

static const char *const runnings[] = {"none", "meanstd", "clip", "minmax", NULL};

struct shaped {
    const char *reward;
    unsigned shape, running;
    bool relative;
    double k, quantile, ceiling, penalty;
    size_t free, references;
    struct assay_signal_steps steps;
    struct assay_reward_running *seen; /* (steps,) at first of a step, then up to it */
    size_t cap;
    bool summed;
};

static const struct assay_option options[] = {
    {.name = "reward",
     .help = "the reward that is shaped, reward.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct shaped, reward),
     .initial = "rm",
     .value = "NAME"},
    {.name = "shape",
     .help = "what it is put through",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct shaped, shape),
     .initial = "sigmoid",
     .choices = shapes},
    {.name = "relative",
     .help = "hold it against ref_rewards: the mean over them",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct shaped, relative),
     .initial = "false"},
    {.name = "k",
     .help = "steepness",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct shaped, k),
     .initial = "1",
     .lo = 1e-6,
     .hi = 1e6},
    {.name = "quantile",
     .help = "of the references, where log-sigmoid is centred",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct shaped, quantile),
     .initial = "0.85",
     .lo = 1e-6,
     .hi = 0.999999},
    {.name = "running",
     .help = "normalise by what the run has seen up to the step",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct shaped, running),
     .initial = "none",
     .choices = runnings},
    {.name = "ceiling",
     .help = "the most that a reward counts",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct shaped, ceiling),
     .initial = "1e300",
     .lo = -1e300,
     .hi = 1e300},
    {.name = "penalty",
     .help = "taken off for each token beyond the free ones",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct shaped, penalty),
     .initial = "0",
     .lo = 0.0,
     .hi = 1e6},
    {.name = "free",
     .help = "tokens that cost nothing",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct shaped, free),
     .initial = "300",
     .lo = 0,
     .hi = 1e9},
    {.name = "references",
     .help = "the first so many of ref_rewards; 0: all",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct shaped, references),
     .initial = "0",
     .lo = 0,
     .hi = 65536},
    {0},
};

#define FROM_RM                "reward.rm"
#define FROM_RM_AND_REFERENCES "reward.rm ref_rewards"

static const struct assay_signal_preset presets[] = {
    {.name = "par",
     .row = 9,
     .formula = "mean_i sigma(k (r - ref_i))",
     .needs = FROM_RM_AND_REFERENCES,
     .settings = {"shape=sigmoid", "relative=true"},
     .quirk = "the release takes the first 10 of ref_rewards (references=10) and takes "
              "0.01 off for each token beyond 300 (penalty=0.01) unless told otherwise"},
    {.name = "par-centred",
     .row = 9,
     .formula = "mean_i (r - ref_i)",
     .needs = FROM_RM_AND_REFERENCES,
     .settings = {"shape=plain", "relative=true"}},
    {.name = "par-tanh",
     .row = 9,
     .formula = "mean_i tanh(r - ref_i)",
     .needs = FROM_RM_AND_REFERENCES,
     .settings = {"shape=tanh", "relative=true"}},
    {.name = "lsc",
     .row = 9,
     .formula = "log sigma(r - q85 of N(ref))",
     .needs = FROM_RM_AND_REFERENCES,
     .settings = {"shape=log-sigmoid"},
     .quirk = "of one reference the spread is 0; the release adds 1e-5 to it, as here"},
    {.name = "meanstd",
     .row = 9,
     .formula = "(r - running mean) / running sd",
     .needs = FROM_RM,
     .settings = {"shape=plain", "running=meanstd"},
     .quirk = "a batch is the log's groups of one step; the release's is one of its "
              "trainer's"},
    {.name = "clip",
     .row = 9,
     .formula = "r within running mean +- running sd",
     .needs = FROM_RM,
     .settings = {"shape=plain", "running=clip"}},
    {.name = "minmax",
     .row = 9,
     .formula = "(r - running min) / (running max - running min)",
     .needs = FROM_RM,
     .settings = {"shape=plain", "running=minmax"},
     .quirk = "while all rewards are equal the release divides 0 by 0; here there is no "
              "value"},
    {.name = "ceiling",
     .row = 9,
     .formula = "min(r, ceiling)",
     .needs = FROM_RM,
     .settings = {"shape=plain", "ceiling=4"},
     .quirk = "the release has no ceiling unless one is given: ceiling=4 is an example"},
    {.name = "length-penalty",
     .row = 9,
     .formula = "r - penalty max(0, n_tok - free)",
     .needs = "reward.rm n_tok",
     .settings = {"shape=plain", "penalty=0.01", "free=300"}},
    {0},
};

static enum assay_code begin(void *state, struct assay_error *err)
{
    struct shaped *self = state;

    (void)err;
    assay_signal_steps_init(&self->steps);
    return ASSAY_OK;
}

static void end(void *state)
{
    struct shaped *self = state;

    assay_signal_steps_release(&self->steps);
    free(self->seen);
}

/* The reward below the ceiling, less what its length costs; false where a field is missing. */
static bool basis(const struct shaped *self, const struct assay_rollout_view *view,
                  size_t i, struct assay_signal_value *value, double *out)
{
    double tokens;

    if (!assay_signal_number(view, i, assay_signal_path(view, "reward", self->reward),
                             value, out))
        return false;
    *out = fmin(*out, self->ceiling);
    if (self->penalty <= 0.0)
        return true;
    if (!assay_signal_number(view, i, "n_tok", value, &tokens))
        return false;
    *out -= self->penalty * fmax(0.0, tokens - (double)self->free);
    return true;
}

static bool looks(const void *state)
{
    const struct shaped *self = state;

    return self->running != RUNNING_NONE;
}

static enum assay_code look(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct shaped *self = state;
    size_t step;

    (void)err;
    step = assay_signal_steps_add(&self->steps, view);
    if (step >= self->cap) {
        const size_t before = self->cap;

        self->cap = assay_memory_grow(before, step + 1);
        self->seen = assay_memory_resize(self->seen, self->cap, sizeof(*self->seen));
        for (size_t i = before; i < self->cap; i++)
            self->seen[i] = (struct assay_reward_running){0};
    }
    for (size_t i = 0; i < view->count; i++) {
        struct assay_signal_value value = {0};
        double reward;

        if (basis(self, view, i, &value, &reward))
            assay_reward_running_add(&self->seen[step], reward);
    }
    return ASSAY_OK;
}

/* From what each step has to what the run has up to it. */
static void sum_up(struct shaped *self)
{
    const size_t n = self->steps.keys.count;
    size_t *order = assay_memory_new(n ? n : 1, sizeof(*order));

    assay_signal_steps_order(&self->steps, order);
    for (size_t i = 1; i < n; i++) {
        const size_t before = order[i - 1], now = order[i];
        struct assay_reward_running all = self->seen[before];

        if (self->steps.run[before] != self->steps.run[now])
            continue;
        assay_reward_running_join(&all, &self->seen[now]);
        self->seen[now] = all;
    }
    free(order);
    self->summed = true;
}

/* What the reward is put through; value lacks what there is not. */
static enum assay_code shape(const struct shaped *self,
                             const struct assay_rollout_view *view, size_t i,
                             double reward, struct assay_signal_value *value,
                             struct assay_error *err)
{
    struct assay_signal_track reference;
    size_t m;
    enum assay_code code;

    if (!self->relative && self->shape != SHAPE_LOG_SIGMOID) {
        value->reward = assay_reward_map(maps[self->shape], reward, self->k);
        return ASSAY_OK;
    }
    code = assay_signal_array(view, i, "ref_rewards", value, &reference, err);
    if (code || !reference.at)
        return code;
    m = reference.n;
    if (m == 0) {
        assay_signal_lack(value, "ref_rewards");
        return ASSAY_OK;
    }
    if (self->references > 0 && self->references < m)
        m = self->references;
    if (self->shape == SHAPE_LOG_SIGMOID)
        return assay_reward_log_sigmoid(reward, reference.at, m, self->quantile,
                                        &value->reward, err);
    value->reward =
        assay_reward_relative(maps[self->shape], reward, reference.at, m, self->k);
    return ASSAY_OK;
}

static enum assay_code take_one(const struct shaped *self,
                                const struct assay_rollout_view *view, size_t i,
                                const struct assay_reward_running *seen,
                                struct assay_signal_value *value, struct assay_error *err)
{
    struct assay_error why;
    double reward;

    if (!basis(self, view, i, value, &reward))
        return ASSAY_OK;
    if (seen && assay_reward_normalise(
                    (enum assay_reward_normalise)(self->running - RUNNING_MEANSTD), seen,
                    reward, &reward, &why)) {
        assay_signal_lack(value, "rewards that differ, up to its step");
        return ASSAY_OK;
    }
    return shape(self, view, i, reward, value, err);
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    struct shaped *self = state;
    const struct assay_reward_running *seen = NULL;
    enum assay_code code = ASSAY_OK;

    if (self->running != RUNNING_NONE) {
        if (!self->summed)
            sum_up(self);
        seen = &self->seen[assay_signal_steps_add(&self->steps, view)];
    }
    for (size_t i = 0; !code && i < view->count; i++)
        code = take_one(self, view, i, seen, &out[i], err);
    return code;
}

const struct assay_signal assay_signal_shaped = {
    .name = "shaped",
    .summary = "a reward bounded, centred on references or normalised by the run so far",
    .formula = "f(min(r, ceiling) - penalty max(0, n_tok - free)), or its mean over "
               "references",
    .needs = FROM_RM,
    .source = "Fu et al. 2025, arXiv:2502.18770; PorUna-byte/PAR "
              "trainers/reward_shaper.py@b8caf40",
    .options = options,
    .state_size = sizeof(struct shaped),
    .presets = presets,
    .begin = begin,
    .looks = looks,
    .look = look,
    .take = take,
    .end = end,
};
