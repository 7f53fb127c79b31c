#include "adapters/signals/tool_score.h"

static bool number_of(const struct assay_node *node, double *out)
{
    if (assay_node_is(node, ASSAY_NODE_BOOL)) {
        *out = node->as.truth;
        return true;
    }
    return assay_node_number(node, out);
}

static bool same(const struct assay_node *a, const struct assay_node *b);

/* NOLINTNEXTLINE(misc-no-recursion): the depth of a tree has a limit */
static bool same_lists(const struct assay_node *a, const struct assay_node *b)
{
    bool all = assay_node_count(a) == assay_node_count(b);

    for (size_t i = 0; all && i < assay_node_count(a); i++)
        all = same(assay_node_at(a, i), assay_node_at(b, i));
    return all;
}

/* NOLINTNEXTLINE(misc-no-recursion): the depth of a tree has a limit */
static bool same_maps(const struct assay_node *a, const struct assay_node *b)
{
    bool all = assay_node_count(a) == assay_node_count(b);

    for (size_t i = 0; all && i < assay_node_count(a); i++) {
        const struct assay_node *other = assay_node_find(b, a->as.map.at[i].key);

        all = other && same(&a->as.map.at[i].value, other);
    }
    return all;
}

/* NOLINTNEXTLINE(misc-no-recursion): the depth of a tree has a limit */
static bool same(const struct assay_node *a, const struct assay_node *b)
{
    double x, y;

    if (number_of(a, &x))
        return number_of(b, &y) && x == y;
    if (a->type != b->type)
        return false;
    if (a->type == ASSAY_NODE_TEXT)
        return assay_str_equal(a->as.text, b->as.text);
    if (a->type == ASSAY_NODE_LIST)
        return same_lists(a, b);
    if (a->type == ASSAY_NODE_MAP)
        return same_maps(a, b);
    return a->type == ASSAY_NODE_NULL;
}

static bool has_name(const struct assay_node *call)
{
    return assay_node_is(assay_node_get(call, "name"), ASSAY_NODE_TEXT);
}

static bool has_parameters(const struct assay_node *call)
{
    return assay_node_is(assay_node_get(call, "parameters"), ASSAY_NODE_MAP);
}

bool assay_tools_are_calls(const struct assay_node *list)
{
    bool all = assay_node_is(list, ASSAY_NODE_LIST);

    for (size_t i = 0; all && i < assay_node_count(list); i++)
        all = has_name(assay_node_at(list, i)) && has_parameters(assay_node_at(list, i));
    return all;
}

/* Words, to be compared as lists with repeats. */
struct words {
    struct assay_str *at;
    size_t n;
};

static struct words names_of(const struct assay_node *calls, struct assay_arena *arena)
{
    const size_t n = assay_node_count(calls);
    struct words words = {assay_arena_new(arena, n + 1, sizeof(*words.at)), n};

    for (size_t i = 0; i < n; i++)
        words.at[i] = assay_node_text(assay_node_get(assay_node_at(calls, i), "name"));
    return words;
}

static struct words keys_of(const struct assay_node *map, struct assay_arena *arena)
{
    const size_t n = assay_node_count(map);
    struct words words = {assay_arena_new(arena, n + 1, sizeof(*words.at)), n};

    for (size_t i = 0; i < n; i++)
        words.at[i] = map->as.map.at[i].key;
    return words;
}

static size_t shared(struct words a, struct words b, struct assay_arena *arena)
{
    bool *taken = assay_arena_new(arena, b.n + 1, sizeof(*taken));
    size_t n = 0;

    for (size_t i = 0; i < a.n; i++)
        for (size_t k = 0; k < b.n; k++)
            if (!taken[k] && assay_str_equal(a.at[i], b.at[k])) {
                taken[k] = true;
                n++;
                break;
            }
    return n;
}

static bool same_words(struct words a, struct words b)
{
    bool all = a.n == b.n;

    for (size_t i = 0; all && i < a.n; i++)
        all = assay_str_equal(a.at[i], b.at[i]);
    return all;
}

static double jaccard(const struct tool_rule *rule, struct words a, struct words b,
                      struct assay_arena *arena)
{
    size_t both;

    if (same_words(a, b))
        return 1.0;
    if (rule->strict || a.n == 0 || b.n == 0)
        return 0.0;
    both = shared(a, b, arena);
    return (double)both / (double)(a.n + b.n - both);
}

/* What a call is worth to a right one; false where it has no parameters to look at. */
static bool worth_of(const struct tool_rule *rule, const struct assay_node *right,
                     const struct assay_node *call, struct assay_arena *arena,
                     double *out)
{
    const struct assay_node *asked = assay_node_get(right, "parameters");
    const struct assay_node *given = assay_node_get(call, "parameters");

    if (rule->detail == TOOL_INTERMEDIATE) {
        *out = same(right, call);
        return true;
    }
    if (!assay_node_is(given, ASSAY_NODE_MAP))
        return false;
    *out = jaccard(rule, keys_of(asked, arena), keys_of(given, arena), arena);
    for (size_t i = 0; i < assay_node_count(asked); i++) {
        const struct assay_node *value = assay_node_find(given, asked->as.map.at[i].key);

        *out += value && same(&asked->as.map.at[i].value, value);
    }
    return true;
}

/* The first of the calls that are worth most, and not taken, for a right one. */
static bool take_best(const struct tool_rule *rule, const struct assay_node *right,
                      const struct assay_node *called, bool *taken,
                      struct assay_arena *arena, double *score)
{
    const struct assay_str name = assay_node_text(assay_node_get(right, "name"));
    double most = 0.0;
    size_t best = assay_node_count(called);

    for (size_t k = 0; k < assay_node_count(called); k++) {
        const struct assay_node *call = assay_node_at(called, k);
        double worth;

        if (taken[k] ||
            !assay_str_equal(assay_node_text(assay_node_get(call, "name")), name))
            continue;
        if (!worth_of(rule, right, call, arena, &worth))
            return false;
        if (worth > most) {
            most = worth;
            best = k;
        }
    }
    if (best < assay_node_count(called))
        taken[best] = true;
    *score += most;
    return true;
}

bool assay_tools_score(const struct tool_rule *rule, const struct assay_node *right,
                       const struct assay_node *called, struct assay_arena *arena,
                       double *out)
{
    const size_t n = assay_node_count(called);
    bool *taken = assay_arena_new(arena, n + 1, sizeof(*taken));
    double score, most = 1.0;

    *out = same(right, called);
    if (*out == 1.0 || rule->detail == TOOL_COARSE)
        return true;
    for (size_t k = 0; k < n; k++)
        if (!has_name(assay_node_at(called, k)))
            return false;
    score = jaccard(rule, names_of(right, arena), names_of(called, arena), arena);
    for (size_t i = 0; i < assay_node_count(right); i++) {
        const struct assay_node *call = assay_node_at(right, i);

        most += 1.0;
        if (rule->detail == TOOL_DETAILED)
            most += (double)assay_node_count(assay_node_get(call, "parameters"));
        if (!take_best(rule, call, called, taken, arena, &score))
            return false;
    }
    *out = score / most;
    return true;
}
