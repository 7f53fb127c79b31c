#include "harness/run/world_study.h"

#include "harness/core/buf.h"
#include "harness/core/memory.h"
#include "harness/core/parallel.h"
#include "harness/run/world_pairs.h"
#include "metrics/mdp_floors.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void assay_starc_kind_text(const struct assay_starc_kind *kind,
                           char out[ASSAY_STARC_KIND_TEXT])
{
    (void)snprintf(out, ASSAY_STARC_KIND_TEXT, "%s-%s-%s",
                   assay_canonical_name[kind->form], assay_norm_name[kind->normaliser],
                   assay_norm_name[kind->metric]);
}

/* The number of a word among names, or count. */
static size_t number_of(struct assay_str word, const char *const *name, size_t count)
{
    size_t i = 0;

    while (i < count && !assay_str_equal(word, assay_str_of(name[i])))
        i++;
    return i;
}

/* The next word of a text, which a dash ends; takes it off. */
static struct assay_str word_of(struct assay_str *text)
{
    const size_t at = assay_str_find(*text, ASSAY_STR("-"));
    const struct assay_str word = {text->ptr, at};
    const size_t skip = at < text->len ? at + 1 : at;

    *text = (struct assay_str){text->ptr + skip, text->len - skip};
    return word;
}

enum assay_code assay_starc_kind_read(struct assay_str text, struct assay_starc_kind *out,
                                      struct assay_error *err)
{
    struct assay_str rest = text;
    const size_t form =
        number_of(word_of(&rest), assay_canonical_name, ASSAY_CANONICAL_FORMS);
    const size_t normaliser = number_of(word_of(&rest), assay_norm_name, ASSAY_NORMS);
    const size_t metric = number_of(rest, assay_norm_name, ASSAY_NORM_NONE);

    if (form == ASSAY_CANONICAL_FORMS || normaliser == ASSAY_NORMS ||
        metric == ASSAY_NORM_NONE)
        return assay_fail(
            err, ASSAY_EUSAGE,
            "%.*s: expected FORM-NORM-NORM as val-l2-l2: a form none, val, valpot, epic, "
            "dard, min_l2, min_w2 or minpot_l2, what normalises it and what measures it: "
            "l1, l2, linf, w1, w2, winf or jrange, the first also none",
            ASSAY_STR_ARG(text));
    *out = (struct assay_starc_kind){(enum assay_canonical_form)form,
                                     (enum assay_reward_norm)normaliser,
                                     (enum assay_reward_norm)metric};
    return ASSAY_OK;
}

size_t assay_starc_kinds_all(struct assay_starc_kind *out)
{
    size_t count = 0;

    for (unsigned f = 0; f < ASSAY_CANONICAL_FORMS; f++)
        for (unsigned n = 0; n < ASSAY_NORMS; n++)
            for (unsigned m = 0; m < ASSAY_NORM_NONE; m++)
                out[count++] = (struct assay_starc_kind){(enum assay_canonical_form)f,
                                                         (enum assay_reward_norm)n,
                                                         (enum assay_reward_norm)m};
    return count;
}

/* Canonical forms that anything wished for stands on; val always, for d_J. */
static unsigned forms_of(const struct assay_world_wish *wish)
{
    unsigned forms = 1U << ASSAY_CANONICAL_VAL;

    for (size_t i = 0; i < wish->kinds; i++)
        forms |= 1U << wish->kind[i].form;
    for (unsigned p = 0; p < ASSAY_PEARSON_FORMS; p++)
        if (wish->pearson >> p & 1U)
            forms |= 1U << assay_pearson_canonical((enum assay_pearson_form)p);
    if (wish->quotient >> ASSAY_NORM_L2 & 1U)
        forms |= 1U << ASSAY_CANONICAL_MIN_L2;
    if (wish->quotient >> ASSAY_NORM_W2 & 1U)
        forms |= 1U << ASSAY_CANONICAL_MIN_W2;
    return forms;
}

/* The part of a table over states (and width columns each) that is kept. */
static const double *kept_rows(const struct assay_world_study *study, const double *of,
                               size_t width, struct assay_arena *arena)
{
    double *out;
    size_t count = 0;

    if (!of || study->mdp.states == study->world->mdp.states)
        return of;
    out = assay_arena_new(arena, study->mdp.states * width, sizeof(*out));
    for (size_t s = 0; s < study->world->mdp.states; s++) {
        if (study->kept[s]) {
            memcpy(out + count, of + s * width, width * sizeof(*out));
            count += width;
        }
    }
    return out;
}

/* D_S on the states kept: what it gives to others is lost, and the rest scaled to sum to 1 again. */
static const double *kept_share(const struct assay_world_study *study, const double *of,
                                struct assay_arena *arena)
{
    const double *kept = kept_rows(study, of, 1, arena);
    double *out, sum = 0.0;

    if (kept == of)
        return of;
    out = assay_arena_new(arena, study->mdp.states, sizeof(*out));
    for (size_t s = 0; s < study->mdp.states; s++)
        sum += kept[s];
    for (size_t s = 0; s < study->mdp.states; s++)
        out[s] = sum > 0.0 ? kept[s] / sum : 1.0 / (double)study->mdp.states;
    return out;
}

static void settle_states(struct assay_world_study *study, struct assay_arena *arena)
{
    const struct assay_mdp *mdp = &study->world->mdp;
    bool *reachable = assay_arena_new(arena, mdp->states, sizeof(*reachable));
    bool *kept = assay_arena_new(arena, mdp->states, sizeof(*kept));

    study->reached = assay_mdp_reachable(mdp, reachable);
    study->reachable = reachable;
    study->kept = kept;
    study->mdp = *mdp;
    if (study->wish->reachable_only && study->reached < mdp->states) {
        memcpy(kept, reachable, mdp->states * sizeof(*kept));
        assay_mdp_restrict(mdp, kept, arena, &study->mdp);
    } else {
        memset(kept, 1, mdp->states * sizeof(*kept));
    }
}

static void matrices_new(struct assay_world_study *study, struct assay_arena *arena)
{
    const struct assay_world_wish *wish = study->wish;
    const size_t all = study->rewards * study->rewards;

    study->starc_j = assay_arena_new(arena, all, sizeof(double));
    if (wish->worst_case)
        study->worst_case = assay_arena_new(arena, all, sizeof(double));
    if (wish->regret) {
        study->regret_lo = assay_arena_new(arena, all, sizeof(double));
        study->regret_hi = assay_arena_new(arena, all, sizeof(double));
    }
    study->distance = assay_arena_new(arena, wish->kinds, sizeof(double *));
    for (size_t i = 0; i < wish->kinds; i++)
        study->distance[i] = assay_arena_new(arena, all, sizeof(double));
    for (unsigned p = 0; p < ASSAY_PEARSON_FORMS; p++)
        if (wish->pearson >> p & 1U)
            study->pearson[p] = assay_arena_new(arena, all, sizeof(double));
    for (unsigned n = 0; n < ASSAY_NORMS; n++)
        if (wish->quotient >> n & 1U)
            study->quotient[n] = assay_arena_new(arena, all, sizeof(double));
    if (wish->episodes)
        study->episodes = assay_arena_new(arena, all, sizeof(*study->episodes));
}

/* What one policy earns and loses under every reward function, and where it goes. */
static enum assay_code measure_policy(struct assay_world_study *study, size_t p,
                                      struct assay_arena *arena, struct assay_error *err)
{
    const struct assay_mdp *mdp = &study->mdp;
    const double *policy = kept_rows(study, study->world->policy[p], mdp->actions, arena);
    double *r = assay_arena_new(arena, mdp->states, sizeof(*r)), width;
    double *v = assay_arena_new(arena, mdp->states, sizeof(*v));
    struct assay_policy_system *system = NULL;
    enum assay_code code =
        assay_policy_system_new(mdp, policy, &study->wish->how, &system, err);

    for (size_t i = 0; !code && i < study->rewards; i++) {
        struct assay_world_reward *reward = &study->reward[i];
        const struct assay_return_range *range = &reward->starc.range;

        assay_mdp_average(mdp, policy, reward->level, r);
        code = assay_policy_system_value(system, r, v, &width, err);
        reward->policy_return[p] = assay_mdp_return(mdp, v);
        reward->policy_regret[p] =
            range->trivial ? 0.0
                           : (range->most - reward->policy_return[p]) / range->range;
    }
    study->visits[p] = assay_arena_new(arena, mdp->states, sizeof(double));
    if (!code)
        code = assay_policy_system_visits(system, study->visits[p], err);
    assay_policy_system_free(system);
    return code;
}

static enum assay_code measure_policies(struct assay_world_study *study,
                                        struct assay_arena *arena,
                                        struct assay_error *err)
{
    const size_t policies = study->world->policies;
    enum assay_code code = ASSAY_OK;

    study->visits = assay_arena_new(arena, policies, sizeof(*study->visits));
    for (size_t i = 0; i < study->rewards; i++) {
        study->reward[i].policy_return = assay_arena_new(arena, policies, sizeof(double));
        study->reward[i].policy_regret = assay_arena_new(arena, policies, sizeof(double));
    }
    for (size_t p = 0; !code && p < policies; p++)
        code = measure_policy(study, p, arena, err);
    return code;
}

/* Levels, and rewards on the states kept. */
static void take_rewards(struct assay_world_study *study, struct assay_arena *arena)
{
    const struct assay_mdp *mdp = &study->mdp;

    for (size_t i = 0; i < study->rewards; i++) {
        struct assay_world_reward *reward = &study->reward[i];

        if (mdp->states == study->world->mdp.states)
            reward->reward = study->world->reward[i];
        else
            assay_reward_restrict(&study->world->mdp, &study->world->reward[i],
                                  study->kept, arena, &reward->reward);
        reward->level =
            assay_arena_new(arena, mdp->states * mdp->actions, sizeof(double));
        reward->bound = assay_reward_level(mdp, &reward->reward, reward->level);
    }
}

/* Threads are for pairs where a solve is short, else for the solve. */
static void settle_threads(const struct assay_world *world, struct assay_world_wish *wish)
{
    const bool dense = assay_mdp_is_dense(&world->mdp, &wish->how);

    wish->how.jobs = dense ? 1 : wish->jobs;
    wish->jobs = dense ? wish->jobs : 1;
}

enum assay_code assay_world_study(const struct assay_world *world,
                                  const struct assay_world_wish *wish,
                                  struct assay_arena *arena,
                                  struct assay_world_study *out, struct assay_error *err)
{
    struct assay_world_wish *settled = assay_arena_new(arena, 1, sizeof(*settled));
    struct assay_canonical_choice choice = {0};
    enum assay_code code;

    *settled = *wish;
    settle_threads(world, settled);
    choice.how = settled->how;
    *out = (struct assay_world_study){.world = world,
                                      .wish = settled,
                                      .forms = forms_of(wish),
                                      .rewards = world->rewards};
    settle_states(out, arena);
    if (assay_mdp_is_dense(&out->mdp, &settled->how))
        out->mdp.floors = assay_mdp_floors_find(&out->mdp, arena);
    out->reward = assay_arena_new(arena, out->rewards, sizeof(*out->reward));
    matrices_new(out, arena);
    take_rewards(out, arena);
    out->policy = kept_rows(out, world->pi, world->mdp.actions, arena);
    choice.policy = out->policy;
    choice.state_share = kept_share(out, world->d_s, arena);
    choice.action_share = world->d_a;
    choice.forms = out->forms;
    choice.how.solutions = out->rewards;
    code = assay_world_rewards_measure(out, &choice, arena, err);
    if (!code)
        code = assay_world_pairs_measure(out, &choice, err);
    if (!code)
        code = assay_world_quotients_measure(out, err);
    return code ? code : measure_policies(out, arena, err);
}
