/* mdp_draft.c - a world under way: what is added to it is checked, whoever adds it. */
#include "suites/mdp_parts.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    WHAT_MAX = 512 /* bytes of what a message says */
};

static const double sum_tolerance = 1e-9, gamma_warned = 0.9999;

void assay_draft_begin(struct world_draft *draft, const char *where,
                       struct assay_arena *arena, struct assay_world *world,
                       struct assay_error *err)
{
    *world = (struct assay_world){0};
    *draft =
        (struct world_draft){.where = where, .arena = arena, .world = world, .err = err};
    draft->reward_name =
        assay_arena_new(arena, ASSAY_WORLD_REWARDS_MAX, sizeof(*draft->reward_name));
    draft->expression =
        assay_arena_new(arena, ASSAY_WORLD_REWARDS_MAX, sizeof(*draft->expression));
    draft->reward =
        assay_arena_new(arena, ASSAY_WORLD_REWARDS_MAX, sizeof(*draft->reward));
    draft->support_only =
        assay_arena_new(arena, ASSAY_WORLD_REWARDS_MAX, sizeof(*draft->support_only));
    draft->policy_name =
        assay_arena_new(arena, ASSAY_WORLD_POLICIES_MAX, sizeof(*draft->policy_name));
    draft->policy =
        assay_arena_new(arena, ASSAY_WORLD_POLICIES_MAX, sizeof(const double *));
    draft->note = assay_arena_new(arena, ASSAY_WORLD_NOTES_MAX, sizeof(const char *));
    draft->feature_name =
        assay_arena_new(arena, ASSAY_WORLD_FEATURES_MAX, sizeof(const char *));
    draft->feature =
        assay_arena_new(arena, ASSAY_WORLD_FEATURES_MAX, sizeof(*draft->feature));
    world->reward_name = draft->reward_name;
    world->expression = draft->expression;
    world->reward = draft->reward;
    world->support_only = draft->support_only;
    world->policy_name = draft->policy_name;
    world->policy = draft->policy;
    world->note_text = draft->note;
}

enum assay_code assay_draft_fail(struct world_draft *draft, const char *fmt, ...)
{
    char what[WHAT_MAX];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(what, sizeof(what), fmt, args);
    va_end(args);
    return assay_fail(draft->err, ASSAY_EDATA, "%s: %s", draft->where, what);
}

void assay_draft_note(struct world_draft *draft, const char *fmt, ...)
{
    char what[WHAT_MAX];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(what, sizeof(what), fmt, args);
    va_end(args);
    if (draft->world->notes < ASSAY_WORLD_NOTES_MAX)
        draft->note[draft->world->notes++] =
            assay_arena_printf(draft->arena, "%s: %s", draft->where, what);
}

/* One of the two sizes. Written so that NaN is refused. */
static enum assay_code check_size(struct world_draft *draft, const char *key, double n,
                                  const char *what, size_t most)
{
    if (!(n >= 1.0) || floor(n) < n)
        return assay_draft_fail(draft, "%s: %g is no number of %s", key, n, what);
    if (n > (double)most)
        return assay_draft_fail(draft, "%s: %.0f %s, more than %zu", key, n, what, most);
    return ASSAY_OK;
}

enum assay_code assay_draft_sizes(struct world_draft *draft, double states,
                                  double actions)
{
    enum assay_code code = check_size(draft, "S", states, "states", ASSAY_MDP_STATES_MAX);

    if (!code)
        code = check_size(draft, "A", actions, "actions", ASSAY_MDP_ACTIONS_MAX);
    if (code)
        return code;
    if (states * actions > (double)ASSAY_MDP_ENTRIES_MAX) /* each row has an entry */
        return assay_draft_fail(draft,
                                "%.0f states of %.0f actions are more than %d rows",
                                states, actions, ASSAY_MDP_ENTRIES_MAX);
    draft->world->mdp.states = (size_t)states;
    draft->world->mdp.actions = (size_t)actions;
    return ASSAY_OK;
}

enum assay_code assay_draft_process(struct world_draft *draft)
{
    const struct assay_mdp *mdp = &draft->world->mdp;
    const enum assay_code code = assay_mdp_check(mdp, draft->where, draft->err);

    if (!code && mdp->gamma > gamma_warned)
        assay_draft_note(draft,
                         "gamma: above %g values lose digits, as many as 1 / (1 - gamma) "
                         "has",
                         gamma_warned);
    return code;
}

enum assay_code assay_draft_take(struct world_draft *draft, size_t n, const char *place)
{
    if (n > ASSAY_WORLD_NUMBERS_MAX - draft->numbers)
        return assay_draft_fail(draft, "%s: rewards and policies of more than %d numbers",
                                place, ASSAY_WORLD_NUMBERS_MAX);
    draft->numbers += n;
    return ASSAY_OK;
}

/* Names are told apart, and so must not be empty. */
static enum assay_code check_name(struct world_draft *draft, const struct assay_str *at,
                                  size_t n, struct assay_str name, const char *place)
{
    if (name.len == 0)
        return assay_draft_fail(draft, "%s: a name is empty", place);
    for (size_t i = 0; i < n; i++)
        if (assay_str_equal(at[i], name))
            return assay_draft_fail(draft, "%s: the name is taken", place);
    return ASSAY_OK;
}

enum assay_code assay_draft_reward(struct world_draft *draft, struct assay_str name,
                                   const struct assay_reward *reward, const char *place)
{
    struct assay_world *world = draft->world;
    enum assay_code code =
        check_name(draft, draft->reward_name, world->rewards, name, place);

    if (!code && world->rewards == ASSAY_WORLD_REWARDS_MAX)
        code = assay_draft_fail(draft, "more than %d rewards", ASSAY_WORLD_REWARDS_MAX);
    if (!code)
        code = assay_reward_check(
            &world->mdp, reward,
            assay_arena_printf(draft->arena, "%s: %s", draft->where, place), draft->err);
    if (code)
        return code;
    draft->reward_name[world->rewards] = assay_arena_copy(draft->arena, name);
    draft->reward[world->rewards++] = *reward;
    return ASSAY_OK;
}

enum assay_code assay_draft_check_chances(struct world_draft *draft, const double *chance,
                                          size_t n, const char *place)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++) {
        if (!(chance[i] >= 0.0 && chance[i] <= 1.0 + sum_tolerance))
            return assay_draft_fail(draft, "%s[%zu]: %g is no probability", place, i,
                                    chance[i]);
        sum += chance[i];
    }
    if (!(fabs(sum - 1.0) <= sum_tolerance))
        return assay_draft_fail(draft, "%s: sums to %.12g, not to 1", place, sum);
    return ASSAY_OK;
}

enum assay_code assay_draft_check_policy(struct world_draft *draft, const double *policy,
                                         const char *place)
{
    const size_t actions = draft->world->mdp.actions;
    char row[WHAT_MAX];
    enum assay_code code = ASSAY_OK;

    for (size_t s = 0; !code && s < draft->world->mdp.states; s++) {
        (void)snprintf(row, sizeof(row), "%s[%zu]", place, s);
        code = assay_draft_check_chances(draft, policy + s * actions, actions, row);
    }
    return code;
}

enum assay_code assay_draft_policy(struct world_draft *draft, struct assay_str name,
                                   const double *policy, const char *place)
{
    struct assay_world *world = draft->world;
    enum assay_code code =
        check_name(draft, draft->policy_name, world->policies, name, place);

    if (!code && world->policies == ASSAY_WORLD_POLICIES_MAX)
        code = assay_draft_fail(draft, "more than %d policies", ASSAY_WORLD_POLICIES_MAX);
    if (!code)
        code = assay_draft_check_policy(draft, policy, place);
    if (code)
        return code;
    draft->policy_name[world->policies] = assay_arena_copy(draft->arena, name);
    draft->policy[world->policies++] = policy;
    return ASSAY_OK;
}

enum assay_code assay_draft_end(struct world_draft *draft)
{
    if (draft->world->rewards < 2)
        return assay_draft_fail(draft, "%s, a distance needs two",
                                draft->world->rewards ? "one reward" : "no rewards");
    return ASSAY_OK;
}

static size_t find(const struct assay_str *at, size_t n, struct assay_str name)
{
    for (size_t i = 0; i < n; i++)
        if (assay_str_equal(at[i], name))
            return i;
    return SIZE_MAX;
}

size_t assay_world_reward(const struct assay_world *world, struct assay_str name)
{
    return find(world->reward_name, world->rewards, name);
}

size_t assay_world_policy(const struct assay_world *world, struct assay_str name)
{
    return find(world->policy_name, world->policies, name);
}
