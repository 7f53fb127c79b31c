/*
 * self_rewarding.c - do chosen and rejected responses drift together while a policy rewards itself, and would pairs across
 * checkpoints keep them apart?
 *
 * By checkpoint, means over prompts with a chosen and a rejected response:
 *
 *   gap      r(chosen) - r(rejected)
 *   cosine   of their embeddings
 *   weight   sigma(q(rejected) - q(chosen)), q = beta sum_t (log pi - log pi_ref): how hard a step of DPO still pulls
 *   re-paired gap at checkpoint t
 *            r(chosen at t + 1) - r(rejected at the first checkpoint); the chosen one of role future and the rejected
 *            one of role anchor of the same group, where they are there
 *
 * The gap decays where it is lower at the last checkpoint than at the first beyond the interval over prompts, and falls along
 * the checkpoints (Kendall's tau below 0).
 *
 * Source: "Temporal Self-Rewarding Language Models: Decoupling Chosen-Rejected via Past-Future"; weight: Rafailov et al. 2023,
 *         arXiv:2305.18290, the gradient of section 4.
 */
#include "metrics/correlation.h"
#include "reports/diagnostics/training.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>

enum track {
    GAP,
    REPAIRED,
    COSINE,
    WEIGHT,
    TRACKS
};

static const struct assay_track tracks[TRACKS] = {
    [GAP] = {"gap", "gap", "", "reward, chosen less rejected"},
    [REPAIRED] = {"repaired_gap", "re-paired gap", "", "reward, chosen less rejected"},
    [COSINE] = {"cosine", "cosine of embeddings", "", "cosine"},
    [WEIGHT] = {"weight", "DPO gradient weight", "", "weight"},
};

/* Rewards of a pair at one checkpoint; NaN: none. */
struct pair {
    uint32_t checkpoint, prompt;
    double chosen, rejected, future, anchor;
};

struct self_rewarding {
    struct assay_training training;
    const char *reward;
    double beta;
    struct pair *at;
    size_t count, room;
};

static const struct assay_option options[] = {
    ASSAY_TRAINING_RUN(offsetof(struct self_rewarding, training)),
    {.name = "reward",
     .help = "which of the rewards; without it the first one of a chosen response",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct self_rewarding, reward),
     .value = "NAME",
     .optional = true},
    {.name = "beta",
     .help = "of the implicit reward; 0: the beta of the meta record",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct self_rewarding, beta),
     .initial = "0",
     .lo = 0.0,
     .hi = 1e6,
     .value = "B"},
    {0},
};

static const struct assay_node *of_role(const struct assay_rollout_view *view,
                                        const char *role)
{
    for (size_t i = 0; i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);

        if (assay_str_equal(assay_rollout_text(response, "role"), assay_str_of(role)))
            return response;
    }
    return NULL;
}

static double reward_of(struct self_rewarding *self, const struct assay_node *response)
{
    const struct assay_node *map = response ? assay_node_get(response, "reward") : NULL;
    double value = NAN;

    if (!map || assay_node_count(map) == 0)
        return NAN;
    if (!self->reward)
        self->reward = assay_arena_copy(&self->training.arena, map->as.map.at[0].key).ptr;
    if (!self->reward || !assay_node_number(assay_node_get(map, self->reward), &value))
        return NAN;
    return value;
}

/* Cosine of two embeddings of one length; NaN where one is missing or 0. */
static enum assay_code cosine_of(const struct assay_rollout_view *view,
                                 const struct assay_node *a, const struct assay_node *b,
                                 double *out, struct assay_error *err)
{
    const double *x, *y = NULL;
    size_t n, m = 0;
    double xy = 0.0, xx = 0.0, yy = 0.0;
    enum assay_code code = assay_rollout_array(view, a, "emb", &x, &n, err);

    *out = NAN;
    if (!code)
        code = assay_rollout_array(view, b, "emb", &y, &m, err);
    if (code || !x || !y || n != m)
        return code;
    for (size_t i = 0; i < n; i++) {
        xy += x[i] * y[i];
        xx += x[i] * x[i];
        yy += y[i] * y[i];
    }
    if (xx > 0.0 && yy > 0.0)
        *out = xy / sqrt(xx) / sqrt(yy);
    return ASSAY_OK;
}

/* sum_t (log pi - log pi_ref); NaN where a track is missing. */
static enum assay_code ratio_of(const struct assay_rollout_view *view,
                                const struct assay_node *response, double *out,
                                struct assay_error *err)
{
    const double *policy, *ref = NULL;
    size_t n, m = 0;
    enum assay_code code =
        assay_rollout_array(view, response, "tok.lp.policy", &policy, &n, err);

    *out = NAN;
    if (!code)
        code = assay_rollout_array(view, response, "tok.lp.ref", &ref, &m, err);
    if (code || !policy || !ref || n != m)
        return code;
    *out = 0.0;
    for (size_t i = 0; i < n; i++)
        *out += policy[i] - ref[i];
    return ASSAY_OK;
}

static enum assay_code weight_of(const struct self_rewarding *self,
                                 const struct assay_rollout_view *view,
                                 const struct assay_node *chosen,
                                 const struct assay_node *rejected, double *out,
                                 struct assay_error *err)
{
    double beta = self->beta, won, lost;
    enum assay_code code = ratio_of(view, chosen, &won, err);

    *out = NAN;
    if (!code)
        code = ratio_of(view, rejected, &lost, err);
    if (code || (!(beta > 0.0) && !assay_rollout_number(view->meta, "beta", &beta)))
        return code;
    *out = 1.0 / (1.0 + exp(beta * (won - lost)));
    return ASSAY_OK;
}

static void keep(struct self_rewarding *self, const struct pair *pair)
{
    if (self->count == self->room) {
        self->room = assay_memory_grow(self->room, self->count + 1);
        self->at = assay_memory_resize(self->at, self->room, sizeof(*self->at));
    }
    self->at[self->count++] = *pair;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct self_rewarding *self = state;
    const struct assay_node *chosen = of_role(view, "chosen");
    const struct assay_node *rejected = of_role(view, "rejected");
    double cosine = NAN, weight = NAN;
    struct pair pair = {0};
    enum assay_code code;

    if (!chosen || !rejected ||
        !assay_training_takes(&self->training, view->record.node, &pair.checkpoint))
        return ASSAY_OK;
    pair.prompt = assay_training_prompt(&self->training, view->record.node);
    pair.chosen = reward_of(self, chosen);
    pair.rejected = reward_of(self, rejected);
    pair.future = reward_of(self, of_role(view, "future"));
    pair.anchor = reward_of(self, of_role(view, "anchor"));
    code = cosine_of(view, chosen, rejected, &cosine, err);
    if (!code)
        code = weight_of(self, view, chosen, rejected, &weight, err);
    if (code)
        return code;
    keep(self, &pair);
    assay_training_add(&self->training, GAP, pair.checkpoint, pair.prompt,
                       pair.chosen - pair.rejected);
    assay_training_add(&self->training, COSINE, pair.checkpoint, pair.prompt, cosine);
    assay_training_add(&self->training, WEIGHT, pair.checkpoint, pair.prompt, weight);
    return ASSAY_OK;
}

/* ---- pairs across checkpoints ---- */

/* Rewards by (place, prompt); NaN: none. */
struct across {
    double *chosen, *rejected;
    size_t prompts;
};

static void fill_across(const struct self_rewarding *self,
                        const struct assay_courses *courses, struct across *across,
                        struct assay_arena *arena)
{
    const size_t n = courses->count * self->training.prompts.count;
    uint32_t *place = assay_arena_new(arena, courses->count + 1, sizeof(*place));

    across->prompts = self->training.prompts.count;
    across->chosen = assay_arena_new(arena, n + 1, sizeof(*across->chosen));
    across->rejected = assay_arena_new(arena, n + 1, sizeof(*across->rejected));
    for (size_t i = 0; i < n; i++)
        across->chosen[i] = across->rejected[i] = NAN;
    for (size_t i = 0; i < courses->count; i++)
        place[courses->order[i]] = (uint32_t)i;
    for (size_t i = 0; i < self->count; i++) {
        const size_t at =
            place[self->at[i].checkpoint] * across->prompts + self->at[i].prompt;

        across->chosen[at] = self->at[i].chosen;
        across->rejected[at] = self->at[i].rejected;
    }
}

static size_t place_of(const struct assay_courses *courses, uint32_t checkpoint)
{
    size_t i = 0;

    while (courses->order[i] != checkpoint)
        i++;
    return i;
}

/* How many prompts are re-paired, and of how many the gap becomes smaller by it. */
struct repaired {
    size_t pairs, smaller;
};

static void repair(struct self_rewarding *self, const struct assay_courses *courses,
                   struct assay_arena *arena, struct repaired *out)
{
    struct across across;

    *out = (struct repaired){0};
    fill_across(self, courses, &across, arena);
    for (size_t i = 0; i < self->count; i++) {
        const struct pair *pair = &self->at[i];
        const size_t next = place_of(courses, pair->checkpoint) + 1;
        double chosen = pair->future, rejected = pair->anchor;

        if (isnan(chosen) && next < courses->count)
            chosen = across.chosen[next * across.prompts + pair->prompt];
        if (isnan(rejected))
            rejected = across.rejected[pair->prompt];
        if (isnan(chosen - rejected))
            continue;
        assay_training_add(&self->training, REPAIRED, pair->checkpoint, pair->prompt,
                           chosen - rejected);
        out->pairs++;
        out->smaller += chosen - rejected < pair->chosen - pair->rejected;
    }
}

/* ---- telling ---- */

static enum assay_code tell_decay(const struct assay_courses *courses,
                                  struct assay_diagnosis *out, struct assay_error *err)
{
    const struct assay_course *gap = &courses->track[GAP];
    struct assay_training_change change;
    size_t first, last;
    double tau;
    bool decays;
    enum assay_code code;

    if (!assay_training_ends(gap, courses->count, &first, &last)) {
        (void)assay_page_text(out->page, ASSAY_STR("One checkpoint says nothing of how "
                                                   "the gap moves."));
        return ASSAY_OK;
    }
    code = assay_training_change_of(
        courses, (struct assay_training_between){GAP, first, last}, out, &change, err);
    if (code)
        return code;
    if (assay_correlation_kendall(courses->x + first, gap->value + first,
                                  last - first + 1, &tau, err))
        tau = 0.0;
    decays = assay_training_side(&change) < 0 && tau < 0.0;
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "The gap between chosen and rejected responses goes from %.4g at %s to %.4g "
            "at %s: %s.",
            gap->value[first], assay_training_place(courses, first, out->arena),
            gap->value[last], assay_training_place(courses, last, out->arena),
            decays ? "it decays, and pairs teach less and less"
            : assay_training_side(&change) > 0 ? "it widens"
                                               : "no decay beyond chance")));
    assay_training_flag(courses, "gap_decay", decays ? last : SIZE_MAX, out);
    return ASSAY_OK;
}

static void tell_repaired(const struct repaired *repaired, struct assay_diagnosis *out)
{
    if (repaired->pairs == 0)
        return;
    (void)assay_page_text(out->page, assay_str_of(assay_arena_printf(
                                         out->arena,
                                         "Pairing the next checkpoint's chosen with the "
                                         "first one's rejected responses "
                                         "narrows the gap of %zu of %zu pairs.",
                                         repaired->smaller, repaired->pairs)));
    assay_node_put_count(out->arena, out->values, "repaired", repaired->pairs);
    assay_node_put_count(out->arena, out->values, "repaired_narrower", repaired->smaller);
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct self_rewarding *self = state;
    struct assay_courses courses;
    struct repaired repaired;
    enum assay_code code;

    if (self->count == 0) {
        out->lacks = "responses[].role, chosen and rejected";
        return ASSAY_OK;
    }
    code = assay_training_settle(&self->training, tracks, 0, out, &courses, err);
    if (code || out->lacks)
        return code;
    repair(self, &courses, out->arena, &repaired);
    code = assay_training_settle(&self->training, tracks, TRACKS, out, &courses, err);
    if (code)
        return code;
    if (!courses.track[GAP].any && !courses.track[COSINE].any &&
        !courses.track[WEIGHT].any) {
        out->lacks = "responses[].reward, emb or tok.lp of chosen and rejected";
        return ASSAY_OK;
    }
    code = tell_decay(&courses, out, err);
    if (code)
        return code;
    tell_repaired(&repaired, out);
    assay_training_tell(&courses, "self-rewarding", out);
    return ASSAY_OK;
}

static void end(void *state)
{
    struct self_rewarding *self = state;

    assay_training_release(&self->training);
    free(self->at);
}

const struct assay_diagnostic assay_diagnostic_self_rewarding = {
    .name = "self-rewarding",
    .summary = "do chosen and rejected responses drift together over iterations?",
    .formula =
        "gap r(chosen) - r(rejected); cosine of embeddings; weight sigma(q(rejected) - "
        "q(chosen)); gap of chosen at t + 1 with rejected at 0",
    .needs = "role reward emb tok.lp.policy tok.lp.ref step ckpt",
    .source = "Temporal Self-Rewarding Language Models (past-future pairs); weight: "
              "Rafailov et "
              "al. 2023, arXiv:2305.18290, section 4",
    .rows = {4},
    .quirk =
        "formulas are the standard ones of what the abstract names; no official code was "
        "seen",
    .options = options,
    .state_size = sizeof(struct self_rewarding),
    .take = take,
    .tell = tell,
    .end = end,
};
