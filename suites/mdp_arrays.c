/*
 * mdp_arrays.c - a world in a file of arrays (npz, safetensors): its names, rewards and policies.
 */
#include "suites/mdp_arrays.h"

#include "harness/core/schema.h"

#include <string.h>

enum {
    KEYS = 20,
    DIMS = 3
};

static const char *const keys[KEYS] = {
    "S",        "A",          "gamma",   "mu0",          "tau",      "tau_row",
    "tau_next", "tau_chance", "rewards", "reward_names", "policies", "policy_names",
    "pi",       "D_S",        "D_A",     "states",       "actions",  "grid",
    "R1",       "R2"};

/* ---- texts ---- */

/* The texts of an array (n,); n is 0 where it may have any number. */
static enum assay_code read_texts(const struct world_arrays *r, const char *key, size_t n,
                                  const struct assay_str **out, size_t *count)
{
    const struct assay_tensor *tensor = assay_arrays_get(r, key);
    struct assay_str *text;

    *out = NULL;
    *count = 0;
    if (!tensor)
        return ASSAY_OK;
    if (assay_tensor_is_number(tensor) || tensor->dims != 1 || (n && tensor->rows != n))
        return assay_draft_fail(r->draft,
                                n ? "%s: expected an array of %zu texts"
                                  : "%s: expected an array of texts",
                                key, n);
    text = assay_arena_new(r->draft->arena, tensor->rows, sizeof(*text));
    for (size_t i = 0; i < tensor->rows; i++) {
        const struct assay_node node = assay_tensor_node(tensor, i, r->draft->arena);

        text[i] = assay_node_text(&node);
    }
    *out = text;
    *count = tensor->rows;
    return ASSAY_OK;
}

static enum assay_code read_names(const struct world_arrays *r)
{
    struct assay_world *world = r->draft->world;
    const struct assay_str *map;
    size_t count;
    enum assay_code code =
        read_texts(r, "states", world->mdp.states, &world->state_name, &count);

    if (!code)
        code = read_texts(r, "actions", world->mdp.actions, &world->action_name, &count);
    if (!code)
        code = read_texts(r, "grid", 0, &map, &count);
    if (!code && map)
        code = assay_draft_grid(r->draft, map, count);
    return code;
}

/* What stands behind a head in an array's name, or empty. */
static struct assay_str behind(const struct assay_tensor *tensor, struct assay_str head)
{
    if (!assay_str_starts(tensor->name, head))
        return (struct assay_str){0};
    return (struct assay_str){tensor->name.ptr + head.len, tensor->name.len - head.len};
}

static enum assay_code read_features(const struct world_arrays *r)
{
    const struct assay_mdp *mdp = &r->draft->world->mdp;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < r->tensors->count; i++) {
        const struct assay_tensor *tensor = &r->tensors->at[i];
        const struct assay_str state = behind(tensor, ASSAY_STR("state_")),
                               action = behind(tensor, ASSAY_STR("action_"));
        const char *key = assay_arena_copy(r->draft->arena, tensor->name).ptr;
        const double *value;

        if (state.len + action.len == 0)
            continue;
        code =
            assay_arrays_vector(r, key, state.len ? mdp->states : mdp->actions, &value);
        if (!code)
            code = assay_draft_feature(r->draft, state.len ? state : action,
                                       state.len > 0, value, key);
    }
    return code;
}

/* ---- rewards and policies ---- */

/* One of them: (S, A, S) or (S, A), or the i-th where there is a dimension more in front. */
static enum assay_code read_reward(struct world_draft *draft,
                                   const struct assay_tensor *tensor, const size_t *first,
                                   struct assay_str name, const char *place)
{
    const struct assay_mdp *mdp = &draft->world->mdp;
    const size_t more = first != NULL,
                 shape[] = {first ? tensor->rows : mdp->states,
                            first ? mdp->states : mdp->actions,
                            first ? mdp->actions : mdp->states, mdp->states};
    const bool dense = tensor->dims == DIMS + more;
    const size_t n = mdp->states * mdp->actions * (dense ? mdp->states : 1);
    enum assay_code code =
        assay_arrays_want(draft, tensor, place, shape, (dense ? DIMS : 2) + more);
    double *value;

    if (code)
        return code;
    if (first) {
        value = assay_arena_new(draft->arena, n, sizeof(*value));
        assay_tensor_row(tensor, *first, value);
    } else {
        value = assay_arrays_numbers(draft, tensor);
    }
    return assay_draft_reward(
        draft, name,
        &(struct assay_reward){dense ? ASSAY_REWARD_DENSE : ASSAY_REWARD_LEVEL, value,
                               NULL, NULL},
        place);
}

/* The arrays "rewards" with their names. */
static enum assay_code read_stack(const struct world_arrays *r)
{
    const struct assay_tensor *tensor = assay_arrays_get(r, "rewards");
    const size_t n = tensor ? tensor->rows : 0;
    const struct assay_str *name;
    size_t count;
    enum assay_code code = read_texts(r, "reward_names", n, &name, &count);

    if (!code && tensor && tensor->dims < DIMS)
        return assay_draft_fail(r->draft, "rewards: %zu dimensions, not 3 or 4",
                                tensor->dims);
    if (!code && n > ASSAY_WORLD_REWARDS_MAX)
        return assay_draft_fail(r->draft, "more than %d rewards",
                                ASSAY_WORLD_REWARDS_MAX);
    for (size_t i = 0; !code && i < n; i++)
        code = read_reward(
            r->draft, tensor, &i,
            name ? name[i]
                 : assay_str_of(assay_arena_printf(r->draft->arena, "R%zu", i + 1)),
            assay_arena_printf(r->draft->arena, "rewards[%zu]", i));
    return code;
}

/* True for R1, R2, ..., and for such with a tail. */
static bool is_reward(struct assay_str name, struct assay_str tail)
{
    if (name.len < 2 + tail.len || name.ptr[0] != 'R' ||
        memcmp(name.ptr + name.len - tail.len, tail.ptr, tail.len) != 0)
        return false;
    for (size_t i = 1; i < name.len - tail.len; i++)
        if (name.ptr[i] < '0' || name.ptr[i] > '9')
            return false;
    return true;
}

/* Compressed rows: of three arrays, the one of their begins leads to the others. */
static enum assay_code read_compressed(const struct world_arrays *r,
                                       const struct assay_tensor *tensor)
{
    static const char *const tails[] = {"_row", "_next", "_value"};
    struct assay_str head = tensor->name;
    struct world_rows rows;
    const char *name;
    enum assay_code code;
    size_t i = 0;

    while (i < 3 && !is_reward(tensor->name, assay_str_of(tails[i])))
        i++;
    if (i == 3)
        return ASSAY_OK;
    head.len -= strlen(tails[i]);
    name = assay_arena_copy(r->draft->arena, head).ptr;
    if (i > 0 && assay_arrays_get(r, assay_arena_printf(r->draft->arena, "%s_row", name)))
        return ASSAY_OK;
    code = assay_arrays_rows(r, name, "value", &rows);
    return code ? code
                : assay_draft_reward(r->draft, head,
                                     &(struct assay_reward){ASSAY_REWARD_SPARSE,
                                                            rows.value, rows.row,
                                                            rows.next},
                                     name);
}

static enum assay_code read_single(const struct world_arrays *r,
                                   const struct assay_tensor *tensor)
{
    if (is_reward(tensor->name, ASSAY_STR("")))
        return read_reward(r->draft, tensor, NULL, tensor->name,
                           assay_arena_copy(r->draft->arena, tensor->name).ptr);
    return read_compressed(r, tensor);
}

static enum assay_code read_rewards(const struct world_arrays *r)
{
    enum assay_code code = read_stack(r);

    for (size_t i = 0; !code && i < r->tensors->count; i++)
        code = read_single(r, &r->tensors->at[i]);
    return code;
}

enum assay_code assay_tensor_policy(struct world_draft *draft,
                                    const struct assay_tensor *tensor, size_t i,
                                    const char *place, const double **out)
{
    const struct assay_mdp *mdp = &draft->world->mdp;
    const size_t shape[] = {mdp->states, mdp->actions};
    double *policy;
    size_t *action;
    enum assay_code code;

    *out = NULL;
    if (tensor->dims != 1) {
        const size_t several[] = {tensor->rows, mdp->states, mdp->actions};
        const bool stack = tensor->dims == DIMS;

        code = assay_arrays_want(draft, tensor, place, stack ? several : shape,
                                 stack ? DIMS : 2);
        if (code || !stack) {
            *out = code ? NULL : assay_arrays_numbers(draft, tensor);
            return code;
        }
        policy =
            assay_arena_new(draft->arena, mdp->states * mdp->actions, sizeof(*policy));
        assay_tensor_row(tensor, i, policy);
        *out = policy;
        return ASSAY_OK;
    }
    code = assay_arrays_want(draft, tensor, place, shape, 1);
    if (code)
        return code;
    action = assay_arena_new(draft->arena, mdp->states, sizeof(*action));
    policy = assay_arena_new(draft->arena, mdp->states * mdp->actions, sizeof(*policy));
    code = assay_arrays_indices(draft, tensor, place, mdp->actions - 1, action);
    for (size_t s = 0; s < mdp->states; s++)
        policy[s * mdp->actions + action[s]] = 1.0;
    *out = policy;
    return code;
}

static enum assay_code read_policies(const struct world_arrays *r)
{
    struct world_draft *draft = r->draft;
    const struct assay_tensor *tensor = assay_arrays_get(r, "policies"),
                              *pi = assay_arrays_get(r, "pi");
    const size_t n = tensor && tensor->dims == DIMS ? tensor->rows : tensor != NULL;
    const struct assay_str *name;
    size_t count;
    enum assay_code code = read_texts(r, "policy_names", n, &name, &count);

    if (!code && pi)
        code = assay_tensor_policy(draft, pi, 0, "pi", &draft->world->pi);
    if (!code && pi)
        code = assay_draft_check_policy(draft, draft->world->pi, "pi");
    if (!code && n > ASSAY_WORLD_POLICIES_MAX)
        return assay_draft_fail(draft, "more than %d policies", ASSAY_WORLD_POLICIES_MAX);
    for (size_t i = 0; !code && i < n; i++) {
        const char *place = assay_arena_printf(draft->arena, "policies[%zu]", i);
        const double *policy;

        code = assay_tensor_policy(draft, tensor, i, place, &policy);
        if (!code)
            code = assay_draft_policy(
                draft,
                name ? name[i]
                     : assay_str_of(assay_arena_printf(draft->arena, "pi%zu", i + 1)),
                policy, place);
    }
    return code;
}

static enum assay_code read_chances(const struct world_arrays *r)
{
    struct assay_world *world = r->draft->world;
    enum assay_code code = assay_arrays_vector(r, "D_S", world->mdp.states, &world->d_s);

    if (!code && world->d_s)
        code = assay_draft_check_chances(r->draft, world->d_s, world->mdp.states, "D_S");
    if (!code)
        code = assay_arrays_vector(r, "D_A", world->mdp.actions, &world->d_a);
    if (!code && world->d_a)
        code = assay_draft_check_chances(r->draft, world->d_a, world->mdp.actions, "D_A");
    return code;
}

/* ---- names of arrays ---- */

static bool is_known(const struct assay_tensor *tensor)
{
    for (size_t i = 0; i < KEYS; i++)
        if (assay_str_equal(tensor->name, assay_str_of(keys[i])))
            return true;
    return behind(tensor, ASSAY_STR("state_")).len > 0 ||
           behind(tensor, ASSAY_STR("action_")).len > 0 ||
           is_reward(tensor->name, ASSAY_STR("")) ||
           is_reward(tensor->name, ASSAY_STR("_row")) ||
           is_reward(tensor->name, ASSAY_STR("_next")) ||
           is_reward(tensor->name, ASSAY_STR("_value"));
}

static enum assay_code check_names(const struct world_arrays *r)
{
    for (size_t i = 0; i < r->tensors->count; i++) {
        const struct assay_tensor *tensor = &r->tensors->at[i];

        if (!is_known(tensor))
            return assay_slip_tell(
                &(struct assay_slip){.what = assay_arena_printf(r->draft->arena,
                                                                "%s: unknown array",
                                                                r->draft->where),
                                     .word = tensor->name,
                                     .names = keys,
                                     .count = KEYS},
                ASSAY_EDATA, r->draft->err);
    }
    return ASSAY_OK;
}

enum assay_code assay_draft_arrays(struct world_draft *draft, const char *path)
{
    struct assay_tensors tensors = {0};
    struct world_arrays r = {draft, &tensors};
    enum assay_code code = assay_tensors_read(path, &tensors, draft->err);

    if (!code) {
        assay_draft_source(draft, path, tensors.sha256);
        code = check_names(&r);
    }
    if (!code)
        code = assay_arrays_process(&r);
    if (!code)
        code = read_names(&r);
    if (!code) {
        assay_draft_know(draft);
        code = read_features(&r);
    }
    if (!code)
        code = read_chances(&r);
    if (!code)
        code = read_policies(&r);
    if (!code)
        code = read_rewards(&r);
    assay_tensors_release(&tensors);
    return code;
}
