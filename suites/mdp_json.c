/* mdp_json.c - a world in JSON: its keys, and what stands under them. */
#include "suites/mdp_parts.h"

#include "harness/core/schema.h"

#include <string.h>

enum {
    KEYS = 18,
    DIGITS = 4 /* of the N of RN */
};

static const char *const keys[KEYS] = {
    "name",    "note",   "S",       "A",  "gamma", "mu0", "tau",      "R1",       "R2",
    "rewards", "states", "actions", "pi", "D_S",   "D_A", "policies", "features", "grid"};

/* R1, R2, ..., R9999. */
static bool is_reward(struct assay_str key)
{
    if (key.len < 2 || key.len > 1 + DIGITS || key.ptr[0] != 'R' || key.ptr[1] == '0')
        return false;
    for (size_t i = 1; i < key.len; i++)
        if (key.ptr[i] < '0' || key.ptr[i] > '9')
            return false;
    return true;
}

static bool is_among(struct assay_str key, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n && names[i]; i++)
        if (assay_str_equal(key, assay_str_of(names[i])))
            return true;
    return false;
}

static enum assay_code check_keys(struct world_draft *draft,
                                  const struct assay_node *node,
                                  const char *const *passed)
{
    for (size_t i = 0; i < assay_node_count(node); i++) {
        const struct assay_str key = node->as.map.at[i].key;

        if (!is_reward(key) && !is_among(key, keys, KEYS) &&
            !(passed && is_among(key, passed, SIZE_MAX)))
            return assay_slip_tell(
                &(struct assay_slip){.what = assay_arena_printf(
                                         draft->arena, "%s: unknown key", draft->where),
                                     .word = key,
                                     .names = keys,
                                     .count = KEYS},
                ASSAY_EDATA, draft->err);
    }
    return ASSAY_OK;
}

/* ---- the process ---- */

/* What a size is by its key, else by the lists of tau; the two are compared when tau is read. */
static enum assay_code size_of(struct world_draft *draft, const struct assay_node *node,
                               const char *key, const struct assay_node *list,
                               double *out)
{
    const struct assay_node *at = assay_node_get(node, key);

    *out = (double)assay_node_count(list);
    if (at && !assay_node_number(at, out))
        return assay_draft_fail(draft, "%s: expected a number, found %s", key,
                                assay_node_type_name(at));
    if (!at && !assay_node_is(list, ASSAY_NODE_LIST))
        return assay_draft_fail(draft, "no \"%s\", which tau by entries needs", key);
    return ASSAY_OK;
}

static enum assay_code read_sizes(struct world_draft *draft,
                                  const struct assay_node *node)
{
    const struct assay_node *tau = assay_node_get(node, "tau");
    double states, actions;
    enum assay_code code;

    if (!tau)
        return assay_draft_fail(draft, "no \"tau\"");
    code = size_of(draft, node, "S", tau, &states);
    if (!code)
        code = size_of(draft, node, "A", assay_node_at(tau, 0), &actions);
    return code ? code : assay_draft_sizes(draft, states, actions);
}

static enum assay_code read_gamma(struct world_draft *draft,
                                  const struct assay_node *node)
{
    const struct assay_node *at = assay_node_get(node, "gamma");

    if (!at)
        return assay_draft_fail(draft, "no \"gamma\"");
    if (!assay_node_number(at, &draft->world->mdp.gamma))
        return assay_draft_fail(draft, "gamma: expected a number, found %s",
                                assay_node_type_name(at));
    return ASSAY_OK;
}

/* A list of S numbers, the one state that all begin in, or nothing: uniform. */
static enum assay_code read_start(struct world_draft *draft,
                                  const struct assay_node *node)
{
    const struct assay_node *at = assay_node_get(node, "mu0");
    const size_t states = draft->world->mdp.states;
    double *start = assay_arena_new(draft->arena, states, sizeof(*start));

    draft->world->mdp.start = start;
    if (assay_node_is(at, ASSAY_NODE_INT)) {
        if (at->as.integer < 0 || (uint64_t)at->as.integer >= states)
            return assay_draft_fail(draft, "mu0: %lld is not in 0 .. %zu",
                                    (long long)at->as.integer, states - 1);
        start[at->as.integer] = 1.0;
        return ASSAY_OK;
    }
    for (size_t s = 0; !at && s < states; s++)
        start[s] = 1.0 / (double)states;
    return at ? assay_json_numbers(draft, at, (struct world_place){.key = "mu0"}, states,
                                   start)
              : ASSAY_OK;
}

static enum assay_code read_process(struct world_draft *draft,
                                    const struct assay_node *node)
{
    enum assay_code code = read_sizes(draft, node);

    if (!code)
        code = read_gamma(draft, node);
    if (!code)
        code = assay_json_tau(draft, assay_node_get(node, "tau"));
    if (!code)
        code = read_start(draft, node);
    return code ? code : assay_draft_process(draft);
}

/* ---- what is of its shape ---- */

/* Refuses what is there and no map. */
static enum assay_code check_map(struct world_draft *draft, const struct assay_node *map,
                                 const char *key)
{
    if (map && !assay_node_is(map, ASSAY_NODE_MAP))
        return assay_draft_fail(draft, "%s: expected a map, found %s", key,
                                assay_node_type_name(map));
    return ASSAY_OK;
}

static enum assay_code read_reward(struct world_draft *draft, struct assay_str name,
                                   const struct assay_node *node, const char *place)
{
    struct assay_reward reward;
    enum assay_code code;

    if (assay_node_is(node, ASSAY_NODE_TEXT))
        return assay_draft_expression(draft, name, node->as.text, place);
    code = assay_json_reward(draft, node, place, &reward);
    return code ? code : assay_draft_reward(draft, name, &reward, place);
}

static enum assay_code read_rewards(struct world_draft *draft,
                                    const struct assay_node *node)
{
    const struct assay_node *map = assay_node_get(node, "rewards");
    enum assay_code code = check_map(draft, map, "rewards");

    for (size_t i = 0; !code && i < assay_node_count(node); i++) {
        const struct assay_member *at = &node->as.map.at[i];

        if (is_reward(at->key))
            code = read_reward(draft, at->key, &at->value,
                               assay_arena_copy(draft->arena, at->key).ptr);
    }
    for (size_t i = 0; map && !code && i < assay_node_count(map); i++) {
        const struct assay_member *at = &map->as.map.at[i];

        code = read_reward(
            draft, at->key, &at->value,
            assay_arena_printf(draft->arena, "rewards.%.*s", ASSAY_STR_ARG(at->key)));
    }
    return code;
}

static enum assay_code read_policies(struct world_draft *draft,
                                     const struct assay_node *node)
{
    const struct assay_node *map = assay_node_get(node, "policies"),
                            *pi = assay_node_get(node, "pi");
    enum assay_code code = ASSAY_OK;

    if (pi)
        code = assay_json_policy(draft, pi, "pi", &draft->world->pi);
    if (!code && pi)
        code = assay_draft_check_policy(draft, draft->world->pi, "pi");
    if (!code)
        code = check_map(draft, map, "policies");
    for (size_t i = 0; map && !code && i < assay_node_count(map); i++) {
        const struct assay_member *at = &map->as.map.at[i];
        const char *place =
            assay_arena_printf(draft->arena, "policies.%.*s", ASSAY_STR_ARG(at->key));
        const double *policy;

        code = assay_json_policy(draft, &at->value, place, &policy);
        if (!code)
            code = assay_draft_policy(draft, at->key, policy, place);
    }
    return code;
}

/* D_S or D_A; out stays NULL where there is none. */
static enum assay_code read_chances(struct world_draft *draft,
                                    const struct assay_node *node, const char *key,
                                    size_t n, const double **out)
{
    const struct assay_node *at = assay_node_get(node, key);
    double *chance;
    enum assay_code code;

    if (!at)
        return ASSAY_OK;
    chance = assay_arena_new(draft->arena, n, sizeof(*chance));
    code = assay_json_numbers(draft, at, (struct world_place){.key = key}, n, chance);
    *out = chance;
    return code ? code : assay_draft_check_chances(draft, chance, n, key);
}

/* Names of states or actions; out stays NULL where there are none. */
static enum assay_code read_names(struct world_draft *draft,
                                  const struct assay_node *node, const char *key,
                                  size_t n, const struct assay_str **out)
{
    const struct assay_node *at = assay_node_get(node, key);
    struct assay_str *name;

    if (!at)
        return ASSAY_OK;
    if (!assay_node_is(at, ASSAY_NODE_LIST) || assay_node_count(at) != n)
        return assay_draft_fail(draft, "%s: expected a list of %zu names", key, n);
    name = assay_arena_new(draft->arena, n, sizeof(*name));
    for (size_t i = 0; i < n; i++) {
        name[i] = assay_node_text(assay_node_at(at, i));
        if (name[i].len == 0)
            return assay_draft_fail(draft, "%s[%zu]: expected a name", key, i);
    }
    *out = name;
    return ASSAY_OK;
}

static enum assay_code read_grid(struct world_draft *draft, const struct assay_node *node)
{
    const struct assay_node *at = assay_node_get(node, "grid");
    const size_t rows = assay_node_count(at);
    struct assay_str *text;

    if (!at)
        return ASSAY_OK;
    text = assay_arena_new(draft->arena, rows, sizeof(*text));
    for (size_t y = 0; y < rows; y++)
        text[y] = assay_node_text(assay_node_at(at, y));
    return assay_draft_grid(draft, text, rows);
}

/* Features of states or of actions: a map of lists. */
static enum assay_code read_features(struct world_draft *draft,
                                     const struct assay_node *map, const char *key,
                                     size_t n)
{
    const bool of_state = strcmp(key, "state") == 0;
    enum assay_code code =
        check_map(draft, map, assay_arena_printf(draft->arena, "features.%s", key));

    for (size_t i = 0; map && !code && i < assay_node_count(map); i++) {
        const struct assay_member *at = &map->as.map.at[i];
        const char *place = assay_arena_printf(draft->arena, "features.%s.%.*s", key,
                                               ASSAY_STR_ARG(at->key));
        double *value = assay_arena_new(draft->arena, n, sizeof(*value));

        code = assay_json_numbers(draft, &at->value, (struct world_place){.key = place},
                                  n, value);
        if (!code)
            code = assay_draft_feature(draft, at->key, of_state, value, place);
    }
    return code;
}

static enum assay_code read_all_features(struct world_draft *draft,
                                         const struct assay_node *node)
{
    const struct assay_node *map = assay_node_get(node, "features"),
                            *state = assay_node_get(map, "state"),
                            *action = assay_node_get(map, "action");
    enum assay_code code = check_map(draft, map, "features");

    if (!code && assay_node_count(map) != (state != NULL) + (size_t)(action != NULL))
        return assay_draft_fail(draft, "features: its keys are \"state\" and \"action\"");
    if (!code)
        code = read_features(draft, state, "state", draft->world->mdp.states);
    return code ? code
                : read_features(draft, action, "action", draft->world->mdp.actions);
}

static enum assay_code read_words(struct world_draft *draft,
                                  const struct assay_node *node)
{
    const struct assay_mdp *mdp = &draft->world->mdp;
    enum assay_code code =
        read_names(draft, node, "states", mdp->states, &draft->world->state_name);

    if (!code)
        code =
            read_names(draft, node, "actions", mdp->actions, &draft->world->action_name);
    if (!code)
        code = read_chances(draft, node, "D_S", mdp->states, &draft->world->d_s);
    if (!code)
        code = read_chances(draft, node, "D_A", mdp->actions, &draft->world->d_a);
    return code;
}

enum assay_code assay_draft_json(struct world_draft *draft, const struct assay_node *node,
                                 const char *const *passed)
{
    enum assay_code code;

    if (!assay_node_is(node, ASSAY_NODE_MAP))
        return assay_draft_fail(draft, "expected a map, found %s",
                                assay_node_type_name(node));
    code = check_keys(draft, node, passed);
    draft->world->name = assay_node_text(assay_node_get(node, "name"));
    draft->world->note = assay_node_text(assay_node_get(node, "note"));
    if (!code)
        code = read_process(draft, node);
    if (!code)
        code = read_grid(draft, node);
    if (code)
        return code;
    assay_draft_know(draft);
    code = read_all_features(draft, node);
    if (!code)
        code = read_words(draft, node);
    if (!code)
        code = read_policies(draft, node);
    return code ? code : read_rewards(draft, node);
}

enum assay_code assay_world_of_node(const struct assay_node *node, const char *where,
                                    const char *const *passed, struct assay_arena *arena,
                                    struct assay_world *out, struct assay_error *err)
{
    struct world_draft draft;
    enum assay_code code;

    assay_draft_begin(&draft, where, arena, out, err);
    code = assay_draft_json(&draft, node, passed);
    return code ? code : assay_draft_end(&draft);
}
