/*
 * plan_compare.c - whether a stored plan is this one, in all that can change an answer.
 *
 * Options of an adapter that say how answers are come by (option.h, steady) and addresses at which the same model
 * is looked for (adapter.h, target_moves) are left out on both sides.
 */
#include "harness/run/plan.h"

#include "harness/core/differences.h"

#include <string.h>

/* ---- what may differ ---- */

static const struct assay_adapter *adapter_of(const struct assay_node *model)
{
    const struct assay_str name = assay_node_text(assay_node_get(model, "adapter"));

    return name.len > 0 ? assay_adapter_find(name.ptr) : NULL;
}

static bool holds(const struct assay_node *options, const char *condition)
{
    const struct assay_str text = assay_str_of(condition);
    const size_t equals = assay_str_find(text, ASSAY_STR("="));

    if (!condition)
        return true;
    return assay_str_equal(
        assay_node_text(assay_node_find(options, (struct assay_str){text.ptr, equals})),
        (struct assay_str){text.ptr + equals + 1, text.len - equals - 1});
}

static bool is_steady(const struct assay_adapter *adapter,
                      const struct assay_node *options, struct assay_str name,
                      struct assay_arena *arena)
{
    const struct assay_option *option =
        assay_adapter_option(adapter, assay_arena_copy(arena, name).ptr);

    return option && option->steady && holds(options, option->steady_if);
}

/* Words for models within, without those that change no answer of any adapter. */
static struct assay_node heeded_words(const struct assay_node *words,
                                      struct assay_arena *arena)
{
    struct assay_node *out = assay_node_list(arena);

    for (size_t i = 0; i < assay_node_count(words); i++) {
        const struct assay_node *word = assay_node_at(words, i);

        if (!assay_adapter_is_steady_word(
                assay_arena_copy(arena, assay_node_text(word)).ptr))
            assay_node_push(arena, out, *word);
    }
    return *out;
}

static struct assay_node heeded_options(const struct assay_adapter *adapter,
                                        const struct assay_node *options,
                                        struct assay_arena *arena)
{
    struct assay_node *out = assay_node_map(arena);

    for (size_t i = 0; i < assay_node_count(options); i++) {
        const struct assay_member *member = &options->as.map.at[i];
        const bool words = assay_node_is(&member->value, ASSAY_NODE_LIST);

        if (!is_steady(adapter, options, member->key, arena))
            assay_node_put_view(arena, out, member->key,
                                words ? heeded_words(&member->value, arena)
                                      : member->value);
    }
    return *out;
}

/* The model of a plan, in what decides its answers. moves: its target may be another. */
static struct assay_node heeded_model(const struct assay_node *model, bool moves,
                                      struct assay_arena *arena)
{
    const struct assay_adapter *adapter = adapter_of(model);
    struct assay_node *out = assay_node_map(arena);

    if (!adapter || !assay_node_is(model, ASSAY_NODE_MAP))
        return model ? *model : assay_node_null();
    for (size_t i = 0; i < assay_node_count(model); i++) {
        const struct assay_member *member = &model->as.map.at[i];

        if (assay_str_equal(member->key, ASSAY_STR("target")) && moves)
            continue;
        assay_node_put_view(arena, out, member->key,
                            assay_str_equal(member->key, ASSAY_STR("options")) &&
                                    assay_node_is(&member->value, ASSAY_NODE_MAP)
                                ? heeded_options(adapter, &member->value, arena)
                                : member->value);
    }
    return *out;
}

/* True of two targets of one adapter at which the same model is looked for. */
static bool moves(const struct assay_node *there, const struct assay_node *now,
                  struct assay_arena *arena)
{
    const struct assay_adapter *adapter = adapter_of(now);
    const struct assay_str a = assay_node_text(assay_node_get(there, "target"));
    const struct assay_str b = assay_node_text(assay_node_get(now, "target"));

    return adapter && adapter == adapter_of(there) &&
           assay_adapter_moves(adapter, assay_arena_copy(arena, a).ptr,
                               assay_arena_copy(arena, b).ptr);
}

/* A plan in what decides its answers, as it is held against another. */
static struct assay_node heeded(const struct assay_node *plan,
                                const struct assay_node *other, struct assay_arena *arena)
{
    const struct assay_node *model = assay_node_get(plan, "model");
    const bool free =
        assay_node_is(plan, ASSAY_NODE_MAP) && assay_node_is(model, ASSAY_NODE_MAP);
    struct assay_node *out = assay_node_map(arena);

    if (!free)
        return plan ? *plan : assay_node_null();
    for (size_t i = 0; i < assay_node_count(plan); i++) {
        const struct assay_member *member = &plan->as.map.at[i];

        assay_node_put_view(
            arena, out, member->key,
            &member->value == model
                ? heeded_model(model, moves(model, assay_node_get(other, "model"), arena),
                               arena)
                : member->value);
    }
    return *out;
}

/* ---- differences ---- */

enum assay_code assay_plan_compare(const struct assay_plan *plan,
                                   const struct assay_node *stored, const char *path,
                                   struct assay_error *err)
{
    struct assay_arena arena = {0};
    const struct assay_node there = heeded(stored, plan->node, &arena);
    const struct assay_node now = heeded(plan->node, stored, &arena);
    struct assay_differences found;
    enum assay_code code = ASSAY_OK;

    assay_differences_find(&there, &now, true, &arena, &found);
    if (found.count > 0)
        code = assay_fail(err, ASSAY_EUSAGE, "%s: %s: %s there, %s now", path,
                          found.at->field.len ? found.at->field.ptr : "plan",
                          found.at->there.len ? found.at->there.ptr : "nothing",
                          found.at->now.len ? found.at->now.ptr : "nothing");
    assay_arena_release(&arena);
    return code;
}

static void put_change(struct assay_arena *arena, struct assay_node *list,
                       const char *field, const struct assay_node *there,
                       const struct assay_node *now)
{
    struct assay_node *map;

    if (there && now && assay_node_equal(there, now))
        return;
    map = assay_node_map(arena);
    assay_node_put_copy(arena, map, "field", assay_str_of(field));
    assay_node_put(arena, map, "there", there ? *there : assay_node_null());
    assay_node_put(arena, map, "now", now ? *now : assay_node_null());
    assay_node_push(arena, list, *map);
}

struct assay_node *assay_plan_changes(const struct assay_plan *plan,
                                      const struct assay_node *stored,
                                      struct assay_arena *arena)
{
    const struct assay_node *there = assay_node_get(stored, "model");
    const struct assay_node *now = assay_node_get(plan->node, "model");
    const struct assay_node *before = assay_node_get(there, "options");
    const struct assay_node *options = assay_node_get(now, "options");
    struct assay_node *list = assay_node_list(arena);

    put_change(arena, list, "target", assay_node_get(there, "target"),
               assay_node_get(now, "target"));
    for (size_t i = 0; i < assay_node_count(options); i++) {
        const struct assay_member *member = &options->as.map.at[i];

        put_change(arena, list, assay_arena_copy(arena, member->key).ptr,
                   assay_node_find(before, member->key), &member->value);
    }
    return list;
}
