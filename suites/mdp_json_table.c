/*
 * mdp_json_table.c - tables of a world in JSON: nested lists as in a paper's appendix, or entries [s, a, s', x] of what
 * is not zero.
 */
#include "suites/mdp_parts.h"

#include "harness/core/memory.h"

#include <stdlib.h>
#include <string.h>

static struct world_place inside(struct world_place place, size_t i)
{
    place.at[place.depth++] = i;
    return place;
}

const char *assay_place_spell(const struct world_draft *draft, struct world_place place)
{
    const char *text = place.key;

    for (size_t i = 0; i < place.depth; i++)
        text = assay_arena_printf(draft->arena, "%s[%zu]", text, place.at[i]);
    return text;
}

/* Refuses what is no list of n. */
static enum assay_code expect(struct world_draft *draft, const struct assay_node *node,
                              struct world_place place, size_t n)
{
    if (!assay_node_is(node, ASSAY_NODE_LIST))
        return assay_draft_fail(draft, "%s: expected a list of %zu, found %s",
                                assay_place_spell(draft, place), n,
                                assay_node_type_name(node));
    if (assay_node_count(node) != n)
        return assay_draft_fail(draft, "%s: %zu elements, not %zu",
                                assay_place_spell(draft, place), assay_node_count(node),
                                n);
    return ASSAY_OK;
}

enum assay_code assay_json_numbers(struct world_draft *draft,
                                   const struct assay_node *node,
                                   struct world_place place, size_t n, double *out)
{
    const enum assay_code code = expect(draft, node, place, n);

    for (size_t i = 0; !code && i < n; i++)
        if (!assay_node_number(&node->as.list.at[i], &out[i]))
            return assay_draft_fail(draft, "%s: expected a number, found %s",
                                    assay_place_spell(draft, inside(place, i)),
                                    assay_node_type_name(&node->as.list.at[i]));
    return code;
}

/* ---- nested lists ---- */

/* Refuses all but S lists of A. */
static enum assay_code expect_rows(struct world_draft *draft,
                                   const struct assay_node *node,
                                   struct world_place place)
{
    const struct assay_mdp *mdp = &draft->world->mdp;
    enum assay_code code = expect(draft, node, place, mdp->states);

    for (size_t s = 0; !code && s < mdp->states; s++)
        code = expect(draft, &node->as.list.at[s], inside(place, s), mdp->actions);
    return code;
}

/* The node of row (s, a) of lists that expect_rows passed. */
static const struct assay_node *row_of(const struct world_draft *draft,
                                       const struct assay_node *node, size_t k)
{
    const size_t actions = draft->world->mdp.actions;

    return &node->as.list.at[k / actions].as.list.at[k % actions];
}

static struct world_place place_of(const struct world_draft *draft, const char *key,
                                   size_t k)
{
    const size_t actions = draft->world->mdp.actions;

    return (struct world_place){key, 2, {k / actions, k % actions}};
}

/* Numbers of the nested tau that are not zero, and whether they are numbers at all. */
static enum assay_code count_nested(struct world_draft *draft,
                                    const struct assay_node *node, double *scratch,
                                    size_t *row)
{
    const size_t states = draft->world->mdp.states,
                 rows = states * draft->world->mdp.actions;

    for (size_t k = 0; k < rows; k++) {
        const enum assay_code code = assay_json_numbers(
            draft, row_of(draft, node, k), place_of(draft, "tau", k), states, scratch);

        if (code)
            return code;
        row[k + 1] = row[k];
        for (size_t s = 0; s < states; s++)
            row[k + 1] += scratch[s] < 0.0 || scratch[s] > 0.0;
    }
    return ASSAY_OK;
}

/* A row of the nested tau without its zeros; returns how many are left. */
static size_t fill_row(const struct assay_node *list, uint32_t *next, double *chance)
{
    size_t count = 0;

    for (size_t s = 0; s < list->as.list.count; s++) {
        double p = 0.0;

        (void)assay_node_number(&list->as.list.at[s], &p);
        if (p < 0.0 || p > 0.0) {
            next[count] = (uint32_t)s;
            chance[count++] = p;
        }
    }
    return count;
}

static enum assay_code nested_tau(struct world_draft *draft,
                                  const struct assay_node *node)
{
    struct assay_mdp *mdp = &draft->world->mdp;
    const size_t rows = mdp->states * mdp->actions;
    enum assay_code code = expect_rows(draft, node, (struct world_place){.key = "tau"});
    double *scratch;
    uint32_t *next;
    double *chance;
    size_t *row;

    if (code)
        return code;
    row = assay_arena_new(draft->arena, rows + 1, sizeof(*row));
    scratch = assay_memory_new(mdp->states, sizeof(*scratch));
    code = count_nested(draft, node, scratch, row);
    free(scratch);
    if (code)
        return code;
    next = assay_arena_new(draft->arena, row[rows], sizeof(*next));
    chance = assay_arena_new(draft->arena, row[rows], sizeof(*chance));
    for (size_t k = 0; k < rows; k++)
        (void)fill_row(row_of(draft, node, k), next + row[k], chance + row[k]);
    mdp->row = row;
    mdp->next = next;
    mdp->chance = chance;
    return ASSAY_OK;
}

/* ---- entries ---- */

/* One of them on its way to its row. */
struct entry {
    uint32_t next, at; /* at: in the file */
    double value;
};

/* A whole number of entry i, below n. */
static enum assay_code index_of(struct world_draft *draft, const struct assay_node *node,
                                struct world_place place, size_t n, size_t *out)
{
    if (!assay_node_is(node, ASSAY_NODE_INT))
        return assay_draft_fail(draft, "%s: expected a whole number, found %s",
                                assay_place_spell(draft, place),
                                assay_node_type_name(node));
    if (node->as.integer < 0 || (uint64_t)node->as.integer >= n)
        return assay_draft_fail(draft, "%s: %lld is not in 0 .. %zu",
                                assay_place_spell(draft, place),
                                (long long)node->as.integer, n - 1);
    *out = (size_t)node->as.integer;
    return ASSAY_OK;
}

/* [s, a, s', value], or [s, a, value] where width is 3. */
static enum assay_code entry_at(struct world_draft *draft, const struct assay_node *node,
                                struct world_place place, size_t *k, struct entry *out)
{
    const struct assay_mdp *mdp = &draft->world->mdp;
    const size_t width = assay_node_count(node);
    const struct assay_node *at = node->as.list.at;
    size_t s = 0, a = 0, next = 0;
    enum assay_code code = index_of(draft, &at[0], inside(place, 0), mdp->states, &s);

    if (!code)
        code = index_of(draft, &at[1], inside(place, 1), mdp->actions, &a);
    if (!code && width == 4)
        code = index_of(draft, &at[2], inside(place, 2), mdp->states, &next);
    if (code)
        return code;
    *k = s * mdp->actions + a;
    out->next = (uint32_t)next;
    if (!assay_node_number(&at[width - 1], &out->value))
        return assay_draft_fail(draft, "%s: expected a number, found %s",
                                assay_place_spell(draft, inside(place, width - 1)),
                                assay_node_type_name(&at[width - 1]));
    return ASSAY_OK;
}

/* The list under "entries", alone in its map; its elements are lists of one width that is 4, or 3 where it may be. */
static enum assay_code entries_of(struct world_draft *draft,
                                  const struct assay_node *node, const char *key,
                                  bool level, const struct assay_node **out)
{
    const struct assay_node *list = assay_node_get(node, "entries");
    const size_t n = assay_node_count(list);
    const char *place = assay_arena_printf(draft->arena, "%s.entries", key);
    size_t width = assay_node_count(assay_node_at(list, 0));
    enum assay_code code = ASSAY_OK;

    *out = list;
    if (!assay_node_is(list, ASSAY_NODE_LIST) || assay_node_count(node) != 1)
        return assay_draft_fail(
            draft, "%s: expected nested lists or {\"entries\": [...]} and no other key",
            key);
    if (n > ASSAY_MDP_ENTRIES_MAX)
        return assay_draft_fail(draft, "%s: %zu entries, more than %d", key, n,
                                ASSAY_MDP_ENTRIES_MAX);
    if (width != 4 && !(level && width == 3))
        width = 4;
    for (size_t i = 0; !code && i < n; i++)
        code = expect(draft, &list->as.list.at[i],
                      (struct world_place){place, 1, {i, 0, 0}}, width);
    return code;
}

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;

    if (x->next != y->next)
        return x->next < y->next ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* Entries by rows, each in the order of the file: at (n,); row (rows + 1,). */
static enum assay_code part_entries(struct world_draft *draft, const char *key,
                                    const struct assay_node *list, struct entry *at,
                                    size_t *row)
{
    const char *place = assay_arena_printf(draft->arena, "%s.entries", key);
    const size_t n = assay_node_count(list),
                 rows = draft->world->mdp.states * draft->world->mdp.actions;
    struct entry entry = {0};
    size_t k = 0;

    for (size_t i = 0; i < n; i++) {
        const enum assay_code code =
            entry_at(draft, &list->as.list.at[i],
                     (struct world_place){place, 1, {i, 0, 0}}, &k, &entry);

        if (code)
            return code;
        row[k + 1]++;
    }
    for (k = 0; k < rows; k++)
        row[k + 1] += row[k];
    for (size_t i = n;
         i-- > 0;) { /* from the last, so that row[k + 1] becomes where row k begins */
        if (entry_at(draft, &list->as.list.at[i], (struct world_place){.key = place}, &k,
                     &entry))
            return ASSAY_EDATA;
        entry.at = (uint32_t)i;
        at[--row[k + 1]] = entry;
    }
    memmove(row, row + 1, rows * sizeof(*row));
    row[rows] = n;
    return ASSAY_OK;
}

/* Compressed rows under way. */
struct rows {
    size_t *row;
    uint32_t *next;
    double *value;
};

/* Entries at[0 .. n), of one row, in ascending order of s'. */
static enum assay_code sort_row(struct world_draft *draft, const char *key,
                                struct entry *at, size_t n)
{
    qsort(at, n, sizeof(*at), compare_entries);
    for (size_t i = 1; i < n; i++)
        if (at[i].next == at[i - 1].next)
            return assay_draft_fail(draft,
                                    "%s.entries[%u]: of the same place as entries[%u]",
                                    key, at[i].at, at[i - 1].at);
    return ASSAY_OK;
}

/* What is parted into rows, row by row; zeros are left out where they may be. */
static enum assay_code settle_entries(struct world_draft *draft, const char *key,
                                      bool zeros, struct entry *at, struct rows *out)
{
    const size_t rows = draft->world->mdp.states * draft->world->mdp.actions;
    enum assay_code code = ASSAY_OK;
    size_t count = 0, from = 0;

    for (size_t k = 0; !code && k < rows; k++) {
        const size_t to = out->row[k + 1];

        code = sort_row(draft, key, at + from, to - from);
        for (; from < to; from++) {
            if (!zeros && !(at[from].value < 0.0 || at[from].value > 0.0))
                continue;
            out->next[count] = at[from].next;
            out->value[count++] = at[from].value;
        }
        out->row[k + 1] = count;
    }
    return code;
}

/* Entries into compressed rows. */
static enum assay_code compress(struct world_draft *draft, const struct assay_node *list,
                                const char *key, bool zeros, struct assay_reward *out)
{
    const size_t n = assay_node_count(list),
                 rows = draft->world->mdp.states * draft->world->mdp.actions;
    struct entry *at = assay_memory_new(n + 1, sizeof(*at));
    struct rows to = {assay_arena_new(draft->arena, rows + 1, sizeof(*to.row)),
                      assay_arena_new(draft->arena, n, sizeof(*to.next)),
                      assay_arena_new(draft->arena, n, sizeof(*to.value))};
    enum assay_code code = part_entries(draft, key, list, at, to.row);

    if (!code)
        code = settle_entries(draft, key, zeros, at, &to);
    free(at);
    *out = (struct assay_reward){ASSAY_REWARD_SPARSE, to.value, to.row, to.next};
    return code;
}

static enum assay_code sparse_tau(struct world_draft *draft,
                                  const struct assay_node *node)
{
    struct assay_mdp *mdp = &draft->world->mdp;
    const struct assay_node *list = NULL;
    struct assay_reward rows;
    enum assay_code code = entries_of(draft, node, "tau", false, &list);

    if (code)
        return code;
    if (assay_node_count(list) < mdp->states * mdp->actions)
        return assay_draft_fail(draft,
                                "tau: %zu entries for %zu x %zu rows of states and "
                                "actions, each of which needs one",
                                assay_node_count(list), mdp->states, mdp->actions);
    code = compress(draft, list, "tau", false, &rows);
    mdp->row = rows.row;
    mdp->next = rows.next;
    mdp->chance = rows.value;
    return code;
}

enum assay_code assay_json_tau(struct world_draft *draft, const struct assay_node *node)
{
    return assay_node_is(node, ASSAY_NODE_MAP) ? sparse_tau(draft, node)
                                               : nested_tau(draft, node);
}

/* ---- rewards and policies ---- */

static enum assay_code nested_reward(struct world_draft *draft,
                                     const struct assay_node *node, const char *key,
                                     struct assay_reward *out)
{
    const struct assay_mdp *mdp = &draft->world->mdp;
    const size_t rows = mdp->states * mdp->actions;
    const bool level =
        !assay_node_is(assay_node_at(assay_node_at(node, 0), 0), ASSAY_NODE_LIST);
    const size_t width = level ? mdp->actions : mdp->states;
    enum assay_code code = expect_rows(draft, node, (struct world_place){.key = key});
    double *value;

    if (code)
        return code;
    value = assay_arena_new(draft->arena, level ? rows : rows * width, sizeof(*value));
    if (level)
        for (size_t s = 0; !code && s < mdp->states; s++)
            code = assay_json_numbers(draft, &node->as.list.at[s],
                                      (struct world_place){key, 1, {s, 0, 0}}, width,
                                      value + s * width);
    for (size_t k = 0; !level && !code && k < rows; k++)
        code = assay_json_numbers(draft, row_of(draft, node, k), place_of(draft, key, k),
                                  width, value + k * width);
    *out = (struct assay_reward){level ? ASSAY_REWARD_LEVEL : ASSAY_REWARD_DENSE, value,
                                 NULL, NULL};
    return code;
}

/* [s, a, r]: sorted as any entries, so that a repetition is found, then spread out. */
static enum assay_code level_entries(struct world_draft *draft,
                                     const struct assay_node *list, const char *key,
                                     struct assay_reward *out)
{
    const size_t rows = draft->world->mdp.states * draft->world->mdp.actions;
    double *value = assay_arena_new(draft->arena, rows, sizeof(*value));
    struct assay_reward sparse;
    const enum assay_code code = compress(draft, list, key, true, &sparse);

    for (size_t k = 0; !code && k < rows; k++)
        value[k] = sparse.row[k + 1] > sparse.row[k] ? sparse.value[sparse.row[k]] : 0.0;
    *out = (struct assay_reward){ASSAY_REWARD_LEVEL, value, NULL, NULL};
    return code;
}

enum assay_code assay_json_reward(struct world_draft *draft,
                                  const struct assay_node *node, const char *key,
                                  struct assay_reward *out)
{
    const struct assay_node *list = NULL;
    enum assay_code code;

    if (!assay_node_is(node, ASSAY_NODE_MAP))
        return nested_reward(draft, node, key, out);
    code = entries_of(draft, node, key, true, &list);
    if (!code)
        code = assay_draft_take(
            draft, draft->world->mdp.states * draft->world->mdp.actions, key);
    if (code)
        return code;
    return assay_node_count(assay_node_at(list, 0)) == 3
               ? level_entries(draft, list, key, out)
               : compress(draft, list, key, true, out);
}

enum assay_code assay_json_policy(struct world_draft *draft,
                                  const struct assay_node *node, const char *key,
                                  const double **out)
{
    const struct assay_mdp *mdp = &draft->world->mdp;
    const struct world_place place = {.key = key};
    const bool chosen = assay_node_is(assay_node_at(node, 0), ASSAY_NODE_INT);
    enum assay_code code = expect(draft, node, place, mdp->states);
    double *policy;

    if (!code)
        code = assay_draft_take(draft, mdp->states * mdp->actions, key);
    if (code)
        return code;
    policy = assay_arena_new(draft->arena, mdp->states * mdp->actions, sizeof(*policy));
    for (size_t s = 0; !code && s < mdp->states; s++) {
        const struct assay_node *row = &node->as.list.at[s];
        size_t action = 0;

        code = chosen ? index_of(draft, row, inside(place, s), mdp->actions, &action)
                      : assay_json_numbers(draft, row, inside(place, s), mdp->actions,
                                           policy + s * mdp->actions);
        if (chosen)
            policy[s * mdp->actions + action] = 1.0;
    }
    *out = policy;
    return code;
}
