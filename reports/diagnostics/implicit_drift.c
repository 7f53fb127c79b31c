/*
 * implicit_drift.c - where a policy's implicit rewards go while it is trained on preferences.
 *
 * By checkpoint, with l = beta sum_t (log pi(t) - log ref(t)):
 *
 *   chosen, rejected   mean l of the responses of these roles
 *   margin             chosen - rejected of a prompt
 *   best               l of the policy's own best response: that of role ref, else the one whose reward is highest
 *   best_reward        that reward
 *   novelty            1 - the highest cosine of its embedding with those of the prompt's best responses before
 *   loss               -log sigmoid(margin) + alpha best; DPO's where alpha is 0
 *
 * Two flags, of the first against the last checkpoint, each change with its interval: the reward of what was chosen falls
 * while the margin rises; and the policy finds its own responses ever likelier, at no less novelty, while their reward does
 * not rise (indiscriminate extrapolation). Records of a prompt stand in the order of training.
 *
 * Source: Rafailov et al. 2024, From r to Q*, arXiv:2404.12358, section 5.3; Zhang et al. 2024, SELM, arXiv:2405.19332,
 *         shenao-zhang/SELM scripts/selm_trainer.py@c419df8, optimistic_dpo_loss.
 */
#include "harness/core/memory.h"
#include "reports/diagnostics/training.h"

#include <math.h>
#include <stdlib.h>

enum track {
    CHOSEN,
    REJECTED,
    MARGIN,
    BEST,
    REWARD,
    NOVELTY,
    LOSS,
    TRACKS
};

static const struct assay_track tracks[TRACKS] = {
    [CHOSEN] = {"chosen", "chosen", "", "implicit reward"},
    [REJECTED] = {"rejected", "rejected", "", "implicit reward"},
    [MARGIN] = {"margin", "margin", "", "implicit reward"},
    [BEST] = {"best", "own best", "", "implicit reward"},
    [REWARD] = {"best_reward", "its reward", "", "reward of the own best"},
    [NOVELTY] = {"novelty", "its novelty", "", "novelty of the own best"},
    [LOSS] = {"loss", "loss", "", "loss"},
};

/* The embedding of a best response; of a prompt the later one first. */
struct past {
    const struct past *before;
    const double *at;
    size_t n;
};

struct implicit_drift {
    struct assay_training training;
    const char *policy, *reference, *reward;
    double beta, alpha;
    const struct past **past; /* (prompts,) */
    size_t prompts;
};

static const struct assay_option options[] = {
    ASSAY_TRAINING_RUN(offsetof(struct implicit_drift, training)),
    {.name = "policy",
     .help = "track of the policy, tok.lp.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct implicit_drift, policy),
     .initial = "policy",
     .value = "NAME"},
    {.name = "reference",
     .help = "track of the reference model",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct implicit_drift, reference),
     .initial = "ref",
     .value = "NAME"},
    {.name = "reward",
     .help = "reward.NAME by which a response is the best",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct implicit_drift, reward),
     .initial = "rm",
     .value = "NAME"},
    {.name = "beta",
     .help = "weight of the log-ratio",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct implicit_drift, beta),
     .initial = "0.1",
     .lo = 0.0,
     .hi = 1e6},
    {.name = "alpha",
     .help = "weight of optimism in the loss; 0: DPO's",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct implicit_drift, alpha),
     .initial = "0.001",
     .lo = 0.0,
     .hi = 1e6},
    {0},
};

/* l of a response; NaN where a track is missing. Errors: those of side files. */
static enum assay_code implicit_of(const struct implicit_drift *self,
                                   const struct assay_rollout_view *view,
                                   const struct assay_node *response, double *out,
                                   struct assay_error *err)
{
    const double *policy, *reference = NULL;
    double sum = 0.0;
    size_t n;
    enum assay_code code = assay_rollout_array(
        view, response, assay_arena_printf(view->arena, "tok.lp.%s", self->policy),
        &policy, &n, err);

    *out = NAN;
    if (!code)
        code = assay_rollout_array(
            view, response, assay_arena_printf(view->arena, "tok.lp.%s", self->reference),
            &reference, &n, err);
    if (code || !policy || !reference)
        return code;
    for (size_t t = 0; t < n; t++)
        sum += policy[t] - reference[t];
    *out = self->beta * sum;
    return ASSAY_OK;
}

/* What a group says. */
struct found {
    double sum[2]; /* of chosen and rejected ones */
    size_t count[2];
    const struct assay_node *best;
    double best_implicit, best_reward;
    bool named; /* the best one has the role ref */
};

static void look_for_best(const struct implicit_drift *self,
                          const struct assay_node *response, struct assay_str role,
                          double implicit, struct found *found)
{
    const bool named = assay_str_equal(role, ASSAY_STR("ref"));
    const struct assay_node *reward =
        assay_node_get(assay_node_get(response, "reward"), self->reward);
    double value = NAN;
    bool better;

    (void)assay_node_number(reward, &value);
    better = named || (!found->named && !isnan(value) &&
                       !(found->best && found->best_reward >= value));
    if (!better)
        return;
    found->best = response;
    found->best_implicit = implicit;
    found->best_reward = value;
    found->named = named;
}

static enum assay_code look(const struct implicit_drift *self,
                            const struct assay_rollout_view *view, struct found *found,
                            struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    *found = (struct found){.best_implicit = NAN, .best_reward = NAN};
    for (size_t i = 0; !code && i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);
        const struct assay_str role = assay_rollout_text(response, "role");
        const bool rejected = assay_str_equal(role, ASSAY_STR("rejected"));
        double implicit;

        code = implicit_of(self, view, response, &implicit, err);
        if (!code && !isnan(implicit) &&
            (rejected || assay_str_equal(role, ASSAY_STR("chosen")))) {
            found->sum[rejected] += implicit;
            found->count[rejected]++;
        }
        if (!code)
            look_for_best(self, response, role, implicit, found);
    }
    return code;
}

static double cosine(const double *x, const double *y, size_t n)
{
    double xy = 0.0, xx = 0.0, yy = 0.0;

    for (size_t i = 0; i < n; i++) {
        xy += x[i] * y[i];
        xx += x[i] * x[i];
        yy += y[i] * y[i];
    }
    return xx > 0.0 && yy > 0.0 ? xy / sqrt(xx * yy) : (double)NAN;
}

/* Of the best response beside the prompt's before, to which it is added; NaN where there are none. */
static enum assay_code novelty_of(struct implicit_drift *self,
                                  const struct assay_rollout_view *view, uint32_t prompt,
                                  const struct assay_node *best, double *out,
                                  struct assay_error *err)
{
    struct assay_arena *kept = &self->training.arena;
    const double *at = NULL;
    double nearest = NAN, *copy;
    struct past *now;
    size_t n = 0;
    const enum assay_code code =
        best ? assay_rollout_array(view, best, "emb", &at, &n, err) : ASSAY_OK;

    *out = NAN;
    if (code || !at)
        return code;
    if (prompt >= self->prompts) {
        self->past =
            assay_memory_resize(self->past, (size_t)prompt + 1, sizeof(const void *));
        while (self->prompts <= prompt)
            self->past[self->prompts++] = NULL;
    }
    for (const struct past *p = self->past[prompt]; p; p = p->before)
        if (p->n == n)
            nearest =
                fmax(nearest, cosine(p->at, at, n)); /* what is NaN is passed over */
    *out = 1.0 - nearest;
    copy = assay_arena_new(kept, n ? n : 1, sizeof(*copy));
    for (size_t i = 0; i < n; i++)
        copy[i] = at[i];
    now = assay_arena_new(kept, 1, sizeof(*now));
    *now = (struct past){self->past[prompt], copy, n};
    self->past[prompt] = now;
    return ASSAY_OK;
}

static double softplus(double x)
{
    return x > 0.0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct implicit_drift *self = state;
    double value[TRACKS], optimism;
    struct found found;
    uint32_t checkpoint, prompt;
    enum assay_code code;

    if (view->record.kind != ASSAY_ROLLOUT_GROUP ||
        !assay_training_takes(&self->training, view->record.node, &checkpoint))
        return ASSAY_OK;
    prompt = assay_training_prompt(&self->training, view->record.node);
    code = look(self, view, &found, err);
    if (!code)
        code = novelty_of(self, view, prompt, found.best, &value[NOVELTY], err);
    if (code)
        return code;
    value[CHOSEN] = found.count[0] ? found.sum[0] / (double)found.count[0] : (double)NAN;
    value[REJECTED] =
        found.count[1] ? found.sum[1] / (double)found.count[1] : (double)NAN;
    value[MARGIN] = value[CHOSEN] - value[REJECTED];
    value[BEST] = found.best_implicit;
    value[REWARD] = found.best_reward;
    optimism = self->alpha > 0.0 ? self->alpha * value[BEST] : 0.0;
    value[LOSS] = softplus(-value[MARGIN]) + optimism;
    for (size_t k = 0; k < TRACKS; k++)
        assay_training_add(&self->training, k, checkpoint, prompt, value[k]);
    return ASSAY_OK;
}

/* Which way a track goes from its first to its last checkpoint: -1, 0 or 1; 0 too where it is not there. */
static enum assay_code way_of(const struct assay_courses *courses, enum track track,
                              const struct assay_diagnosis *out, int *way,
                              struct assay_error *err)
{
    struct assay_training_change change;
    size_t first, last;
    enum assay_code code;

    *way = 0;
    if (!assay_training_ends(&courses->track[track], courses->count, &first, &last))
        return ASSAY_OK;
    code = assay_training_change_of(
        courses, (struct assay_training_between){track, first, last}, out, &change, err);
    if (!code)
        *way = assay_training_side(&change);
    return code;
}

static void tell_words(const int way[TRACKS], bool falls, bool extrapolates,
                       struct assay_diagnosis *out)
{
    const char *const words[] = {"falls", "stays", "rises"};

    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "From the first to the last checkpoint the implicit reward of chosen "
            "responses %s, that of rejected ones %s, and the margin %s.",
            words[way[CHOSEN] + 1], words[way[REJECTED] + 1], words[way[MARGIN] + 1])));
    if (falls)
        (void)assay_page_note(
            out->page, ASSAY_STR("The policy makes what was chosen less likely while the "
                                 "margin grows: accuracy and loss do not show that."));
    if (extrapolates)
        (void)assay_page_note(
            out->page,
            ASSAY_STR("Indiscriminate extrapolation: the policy finds its own responses "
                      "ever likelier than its reference does, and their reward does not "
                      "rise with that."));
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct implicit_drift *self = state;
    struct assay_courses courses;
    int way[TRACKS] = {0};
    bool falls, extrapolates;
    enum assay_code code =
        assay_training_settle(&self->training, tracks, TRACKS, out, &courses, err);

    if (code || out->lacks)
        return code;
    if (courses.count < 2 || (!courses.track[CHOSEN].any && !courses.track[BEST].any)) {
        out->lacks = "two checkpoints with tok.lp.policy and tok.lp.ref of roles chosen "
                     "and rejected, or of own best responses";
        return ASSAY_OK;
    }
    for (unsigned k = 0; !code && k < TRACKS; k++)
        code = way_of(&courses, k, out, &way[k], err);
    if (code)
        return code;
    falls = way[CHOSEN] < 0 && way[MARGIN] > 0;
    extrapolates = way[BEST] > 0 && courses.track[REWARD].any && way[REWARD] <= 0 &&
                   way[NOVELTY] >= 0;
    tell_words(way, falls, extrapolates, out);
    assay_training_flag(&courses, "chosen_falls", falls ? courses.count - 1 : SIZE_MAX,
                        out);
    assay_training_flag(&courses, "indiscriminate_extrapolation",
                        extrapolates ? courses.count - 1 : SIZE_MAX, out);
    assay_training_tell(&courses, "implicit-drift", out);
    return ASSAY_OK;
}

static void end(void *state)
{
    struct implicit_drift *self = state;

    free(self->past);
    assay_training_release(&self->training);
}

const struct assay_diagnostic assay_diagnostic_implicit_drift = {
    .name = "implicit-drift",
    .summary = "where implicit rewards of chosen, rejected and own responses go",
    .formula = "beta * sum_t (log pi(t) - log ref(t)) by role and checkpoint; loss -log "
               "sigmoid(margin) + alpha * best",
    .needs = "role tok.lp.policy tok.lp.ref step reward.rm emb",
    .source = "Rafailov et al. 2024, arXiv:2404.12358, section 5.3; Zhang et al. 2024, "
              "SELM, arXiv:2405.19332; shenao-zhang/SELM scripts/selm_trainer.py@c419df8",
    .rows = {29, 77},
    .quirk =
        "when extrapolation counts as indiscriminate is ours; the released loss adds "
        "the optimism term with a plus sign",
    .options = options,
    .state_size = sizeof(struct implicit_drift),
    .take = take,
    .tell = tell,
    .end = end,
};
