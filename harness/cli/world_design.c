#include "harness/cli/world_design.h"

#include "reports/escape.h"

#include <string.h>

enum {
    SWEEPS_MAX = 100000
};

static void count_sweeps(struct assay_arena *arena, struct assay_world_told *told)
{
    const struct assay_world_study *study = told->study;
    struct assay_value_sweeps *sweeps =
        assay_arena_new(arena, study->rewards + 1, sizeof(*sweeps));
    size_t *nonzero = assay_arena_new(arena, study->rewards + 1, sizeof(*nonzero));

    for (size_t i = 0; i < study->rewards; i++) {
        const struct assay_world_reward *reward = &study->reward[i];

        sweeps[i] = assay_value_sweeps_of(
            &study->mdp, reward->level, reward->starc.search.v_best,
            reward->starc.optimal,
            assay_optimal_tie(&study->mdp, reward->level, reward->level), SWEEPS_MAX);
        nonzero[i] = assay_reward_nonzero(&study->mdp, &reward->reward);
    }
    told->sweeps = sweeps;
    told->nonzero = nonzero;
}

static enum assay_code find_reward(const struct assay_world *world, struct assay_str name,
                                   size_t *out, struct assay_error *err)
{
    *out = assay_world_reward(world, name);
    return *out == SIZE_MAX ? assay_fail(err, ASSAY_EUSAGE,
                                         "--blend: no reward function is called \"%.*s\"",
                                         ASSAY_STR_ARG(name))
                            : ASSAY_OK;
}

static enum assay_code sweep_blend(const char *words, struct assay_arena *arena,
                                   struct assay_world_told *told, struct assay_error *err)
{
    const char *comma = strchr(words, ',');
    struct assay_world_blend *blend = assay_arena_new(arena, 1, sizeof(*blend));
    enum assay_code code;

    if (!comma)
        return assay_fail(err, ASSAY_EUSAGE, "--blend %s: expected TASK,AUX", words);
    code = find_reward(told->study->world,
                       (struct assay_str){words, (size_t)(comma - words)}, &blend->task,
                       err);
    if (!code)
        code = find_reward(told->study->world, assay_str_of(comma + 1), &blend->aux, err);
    if (!code)
        code = assay_world_blend_sweep(told->study, blend, err);
    told->blend = blend;
    return code;
}

enum assay_code assay_world_design(bool sweeps, const char *blend,
                                   struct assay_arena *arena,
                                   struct assay_world_told *told, struct assay_error *err)
{
    if (sweeps)
        count_sweeps(arena, told);
    return blend ? sweep_blend(blend, arena, told, err) : ASSAY_OK;
}

/* ---- words ---- */

static void put_line(const char *text, struct assay_buf *out)
{
    assay_escape_terminal(assay_str_of(text), true, out);
    assay_buf_putc(out, '\n');
}

static const char *sweeps_text(const struct assay_world_told *told, size_t i,
                               struct assay_arena *arena)
{
    return told->sweeps[i].known
               ? assay_arena_printf(arena, "%zu sweeps", told->sweeps[i].sweeps)
               : assay_arena_printf(arena, "more than %d sweeps", SWEEPS_MAX);
}

void assay_world_design_tell(const struct assay_world_told *told,
                             struct assay_arena *arena, struct assay_buf *out)
{
    const struct assay_world *world = told->study->world;
    const struct assay_world_blend *blend = told->blend;

    for (size_t i = 0; told->sweeps && i < told->study->rewards; i++)
        put_line(assay_arena_printf(
                     arena,
                     "%.*s: %s of value iteration until its greedy policy is best; "
                     "%zu numbers that are not 0",
                     ASSAY_STR_ARG(world->reward_name[i]), sweeps_text(told, i, arena),
                     told->nonzero[i]),
                 out);
    if (!blend)
        return;
    put_line(assay_arena_printf(
                 arena,
                 "%.*s + w %.*s: the best policy loses nothing of %.*s for w from %g to "
                 "%g, and up to %.2f %% of its range at w = 1",
                 ASSAY_STR_ARG(world->reward_name[blend->task]),
                 ASSAY_STR_ARG(world->reward_name[blend->aux]),
                 ASSAY_STR_ARG(world->reward_name[blend->task]), blend->zero_from,
                 blend->zero_to, 100.0 * blend->hi[ASSAY_BLEND_WEIGHTS - 1]),
             out);
}

/* ---- JSON ---- */

static void put_blend(const struct assay_world_told *told, struct assay_arena *arena,
                      struct assay_node *map)
{
    const struct assay_world_blend *blend = told->blend;
    struct assay_node *node = assay_node_map(arena);
    const struct {
        const char *key;
        const double *value;
    } lists[] = {
        {"weight", blend->weight}, {"regret_lo", blend->lo}, {"regret_hi", blend->hi}};

    (void)assay_node_put(
        arena, node, "task",
        assay_node_of_text(told->study->world->reward_name[blend->task]));
    (void)assay_node_put(arena, node, "aux",
                         assay_node_of_text(told->study->world->reward_name[blend->aux]));
    for (size_t k = 0; k < sizeof(lists) / sizeof(lists[0]); k++) {
        struct assay_node *list = assay_node_list(arena);

        for (size_t i = 0; i < ASSAY_BLEND_WEIGHTS; i++)
            (void)assay_node_push(arena, list, assay_node_of_real(lists[k].value[i]));
        (void)assay_node_put(arena, node, lists[k].key, *list);
    }
    assay_node_put_real(arena, node, "zero_from", blend->zero_from);
    assay_node_put_real(arena, node, "zero_to", blend->zero_to);
    (void)assay_node_put(arena, map, "blend", *node);
}

void assay_world_design_node(const struct assay_world_told *told,
                             struct assay_arena *arena, struct assay_node *map)
{
    struct assay_node *sweeps = assay_node_map(arena), *nonzero = assay_node_map(arena);

    for (size_t i = 0; told->sweeps && i < told->study->rewards; i++) {
        const struct assay_str name = told->study->world->reward_name[i];

        (void)assay_node_put_view(arena, sweeps, name,
                                  told->sweeps[i].known
                                      ? assay_node_of_int((int64_t)told->sweeps[i].sweeps)
                                      : assay_node_null());
        (void)assay_node_put_view(arena, nonzero, name,
                                  assay_node_of_int((int64_t)told->nonzero[i]));
    }
    if (told->sweeps) {
        (void)assay_node_put(arena, map, "sweeps", *sweeps);
        (void)assay_node_put(arena, map, "nonzero", *nonzero);
    }
    if (told->blend)
        put_blend(told, arena, map);
}
