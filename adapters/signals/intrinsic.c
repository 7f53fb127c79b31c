/*
 * intrinsic.c - intrinsic rewards of observations, normalised by their own history and cut below a threshold.
 *
 *   track r_t: hash (a message's label, 0 where none was asked for yet), cls (a classifier's), rank (a ranking's)
 *   running  mu, var of all steps so far, those of this response among them:  x_t = (r_t - mu) / sqrt(var)
 *   log      mu, var of all of the log
 *   x_t counts where it is above the threshold, else it is 0: a value, or the epsilon-quantile of all x of the log
 *   r = sum_t x_t [x_t > threshold]
 *
 * How tracks agree with labels and with one another is a diagnostic: step-labels.
 *
 * Source: Zheng et al. 2024, Online Intrinsic Rewards for Decision Making Agents from LLM Feedback (ONI), arXiv:2410.23022,
 *         section 3; facebookresearch/oni learner.py@f0f86e8 (online_motif), rlaif/reward_model.py RunningMeanStd: the
 *         moments begin as mean 0 and variance 1 of a count of 1e-4, and a batch's variance has n - 1.
 */
#include "adapters/signals/signal.h"
#include "harness/core/memory.h"
#include "metrics/quantile.h"

#include <math.h>
#include <stdlib.h>

enum {
    NORMALISE_NONE,
    NORMALISE_RUNNING,
    NORMALISE_LOG
};

enum {
    THRESHOLD_NONE,
    THRESHOLD_VALUE,
    THRESHOLD_QUANTILE
};

enum {
    STEPS_MAX = 1 << 24 /* of a log whose quantile is asked for */
};

/* Of numbers that come in batches. */
struct moments {
    double mean, var, count;
};

static const struct moments at_first = {0.0, 1.0, 1e-4};

struct intrinsic {
    const char *track;
    unsigned normalise, threshold, unseen;
    double epsilon;
    struct moments now; /* of the pass that is under way */
    struct moments log; /* of all steps; var is the sum of squares */
    double *kept;       /* (count,) rewards as normalised, for the quantile */
    size_t count, cap;
    bool told;  /* the second pass has begun */
    double cut; /* what the threshold came to */
};

static const char *const normalises[] = {"none", "running", "log", NULL};
static const char *const unseens[] = {"lack", "zero", NULL};
static const char *const thresholds[] = {"none", "value", "quantile", NULL};

static const struct assay_option options[] = {
    {.name = "track",
     .help = "rewards of steps, steps.reward.NAME: hash, cls, rank",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct intrinsic, track),
     .initial = "rank",
     .value = "NAME"},
    {.name = "normalise",
     .help = "by what a reward is centred and divided",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct intrinsic, normalise),
     .initial = "running",
     .choices = normalises},
    {.name = "threshold",
     .help = "what a reward must be above: epsilon itself, or the log's epsilon-quantile",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct intrinsic, threshold),
     .initial = "quantile",
     .choices = thresholds},
    {.name = "unseen",
     .help = "a step without a reward: the track is missing, or it has reward 0",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct intrinsic, unseen),
     .initial = "lack",
     .choices = unseens},
    {.name = "epsilon",
     .help = "of the threshold",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct intrinsic, epsilon),
     .initial = "0.5",
     .lo = -1e6,
     .hi = 1e6},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "oni-hash",
     .row = 23,
     .formula = "sum_t r_t of steps.reward.hash",
     .needs = "steps.reward.hash",
     .settings = {"track=hash", "normalise=none", "threshold=none", "unseen=zero"},
     .quirk = "a message that no label was asked for yet has reward 0, as in the "
              "release: unseen=zero"},
    {.name = "oni-cls",
     .row = 23,
     .formula = "sum_t r_t of steps.reward.cls",
     .needs = "steps.reward.cls",
     .settings = {"track=cls", "normalise=none", "threshold=none"}},
    {.name = "oni-rank",
     .row = 23,
     .settings = {"track=rank", "normalise=running", "threshold=quantile"},
     .quirk = "the release compares the normalised reward with its epsilon quantile's "
              "number itself, "
              "not with the quantile: threshold=value. Steps so far are those that stand "
              "before it "
              "in the log; normalise=log does not depend on that"},
    {0},
};

static enum assay_code begin(void *state, struct assay_error *err)
{
    struct intrinsic *self = state;

    self->now = at_first;
    if (self->threshold == THRESHOLD_QUANTILE &&
        !(self->epsilon >= 0.0 && self->epsilon <= 1.0))
        return assay_fail(err, ASSAY_EUSAGE,
                          "intrinsic: epsilon of a quantile is from 0 to 1, not %g",
                          self->epsilon);
    return ASSAY_OK;
}

/* Moments of what was there and of a batch together. */
static void update(struct moments *moments, const double *x, size_t n)
{
    const double total = moments->count + (double)n;
    double mean = 0.0, square = 0.0, delta;

    for (size_t t = 0; t < n; t++)
        mean += x[t] / (double)n;
    for (size_t t = 0; t < n; t++)
        square += (x[t] - mean) * (x[t] - mean);
    /* A batch of one has no variance of its own. */
    square *= n > 1 ? (double)n / (double)(n - 1) : 0.0;
    delta = mean - moments->mean;
    moments->var = (moments->var * moments->count + square +
                    delta * delta * moments->count * (double)n / total) /
                   total;
    moments->mean += delta * (double)n / total;
    moments->count = total;
}

/* x (n,) becomes what it is normalised; false where there is no spread. */
static bool normalise(struct intrinsic *self, double *x, size_t n)
{
    double mean = 0.0, sd = 1.0;

    if (self->normalise == NORMALISE_RUNNING) {
        update(&self->now, x, n);
        mean = self->now.mean;
        sd = sqrt(self->now.var);
    } else if (self->normalise == NORMALISE_LOG) {
        mean = self->log.mean;
        sd = sqrt(self->log.var / self->log.count);
    }
    for (size_t t = 0; t < n; t++)
        x[t] = (x[t] - mean) / sd;
    return sd > 0.0;
}

static bool has_gap(const double *x, size_t n)
{
    for (size_t t = 0; t < n; t++)
        if (isnan(x[t]))
            return true;
    return false;
}

/* A copy of the track in the view's arena; NULL where it is missing. */
static enum assay_code track_of(const struct intrinsic *self,
                                const struct assay_rollout_view *view, size_t i,
                                struct assay_signal_value *value, double **out,
                                struct assay_error *err)
{
    const char *path = assay_signal_path(view, "steps.reward", self->track);
    const double *track;
    size_t n;
    const enum assay_code code = assay_rollout_gappy(
        view, assay_rollout_view_response(view, i), path, &track, &n, err);

    *out = NULL;
    if (code)
        return code;
    if (!track || (self->unseen == 0 && has_gap(track, n))) {
        assay_signal_lack(value, path);
        return ASSAY_OK;
    }
    value->step_count = n;
    *out = assay_arena_new(view->arena, n + 1, sizeof(**out));
    for (size_t t = 0; t < n; t++)
        (*out)[t] = isnan(track[t]) ? 0.0 : track[t];
    return ASSAY_OK;
}

static bool looks(const void *state)
{
    const struct intrinsic *self = state;

    return self->normalise == NORMALISE_LOG || self->threshold == THRESHOLD_QUANTILE;
}

static enum assay_code keep(struct intrinsic *self, const double *x, size_t n,
                            struct assay_error *err)
{
    if (self->count + n > STEPS_MAX)
        return assay_fail(err, ASSAY_EDATA,
                          "a quantile of more than %d steps: take threshold=value",
                          STEPS_MAX);
    if (self->count + n > self->cap) {
        self->cap = assay_memory_grow(self->cap, self->count + n);
        self->kept = assay_memory_resize(self->kept, self->cap, sizeof(*self->kept));
    }
    for (size_t t = 0; t < n; t++)
        self->kept[self->count++] = x[t];
    return ASSAY_OK;
}

static enum assay_code look(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct intrinsic *self = state;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < view->count; i++) {
        struct assay_signal_value value = {0};
        double *x;

        code = track_of(self, view, i, &value, &x, err);
        for (size_t t = 0; !code && x && t < value.step_count; t++) {
            const double before = x[t] - self->log.mean;

            self->log.count += 1.0;
            self->log.mean += before / self->log.count;
            self->log.var += before * (x[t] - self->log.mean);
        }
        if (code || !x || self->threshold != THRESHOLD_QUANTILE)
            continue;
        if (self->normalise != NORMALISE_RUNNING || normalise(self, x, value.step_count))
            code = keep(self, x, value.step_count, err);
    }
    return code;
}

/* The threshold, once all of the log was looked at. */
static void settle(struct intrinsic *self)
{
    if (self->told)
        return;
    self->told = true;
    self->now = at_first;
    self->cut = self->threshold == THRESHOLD_VALUE ? self->epsilon : -HUGE_VAL;
    if (self->threshold != THRESHOLD_QUANTILE || self->count == 0)
        return;
    if (self->normalise == NORMALISE_LOG)
        (void)normalise(self, self->kept, self->count);
    assay_quantile_sort(self->kept, self->count);
    self->cut = assay_quantile(self->kept, self->count, self->epsilon);
    free(self->kept);
    self->kept = NULL;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    struct intrinsic *self = state;
    enum assay_code code = ASSAY_OK;

    settle(self);
    for (size_t i = 0; !code && i < view->count; i++) {
        double *x, sum = 0.0;

        code = track_of(self, view, i, &out[i], &x, err);
        if (code || !x)
            continue;
        if (!normalise(self, x, out[i].step_count)) {
            assay_signal_lack(&out[i], "a spread of its rewards");
            continue;
        }
        for (size_t t = 0; t < out[i].step_count; t++) {
            if (!(x[t] > self->cut))
                x[t] = 0.0;
            sum += x[t];
        }
        out[i].steps = x;
        out[i].reward = sum;
    }
    return code;
}

static void end(void *state)
{
    free(((struct intrinsic *)state)->kept);
}

const struct assay_signal assay_signal_intrinsic = {
    .name = "intrinsic",
    .summary = "intrinsic rewards of observations, normalised and cut below a threshold",
    .formula = "sum_t x_t [x_t > threshold], x_t = (r_t - mu) / sd",
    .needs = "steps.reward.rank",
    .source = "Zheng et al. 2024, arXiv:2410.23022, section 3; facebookresearch/oni "
              "learner.py@f0f86e8",
    .options = options,
    .state_size = sizeof(struct intrinsic),
    .presets = presets,
    .begin = begin,
    .looks = looks,
    .look = look,
    .take = take,
    .end = end,
};
