/* transition_node.c - distances from transitions as JSON. */
#include "harness/run/transition_result.h"

/* {"value", "interval"} or {"value": null, "why"} */
static struct assay_node figure_node(const struct assay_figure *figure,
                                     struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    if (!figure->defined) {
        assay_node_put(arena, map, "value", assay_node_null());
        assay_node_put_copy(arena, map, "why", figure->why);
        return *map;
    }
    assay_node_put_real(arena, map, "value", figure->value);
    if (figure->has_bootstrap) {
        struct assay_node *list = assay_node_list(arena);

        assay_node_push(arena, list, assay_node_of_real(figure->bootstrap_lo));
        assay_node_push(arena, list, assay_node_of_real(figure->bootstrap_hi));
        assay_node_put(arena, map, "interval", *list);
    }
    return *map;
}

static struct assay_node reward_node(const struct assay_transition_study *study, size_t k,
                                     struct assay_arena *arena)
{
    const struct assay_figure norm = assay_transition_norm(study, k);
    const struct assay_sampled_reward *reward = &study->found.reward[k];
    struct assay_node *map = assay_node_map(arena);

    assay_node_put_copy(arena, map, "name", study->rewards->name[k]);
    assay_node_put(arena, map, "norm", figure_node(&norm, arena));
    assay_node_put_real(arena, map, "norm_squared", reward->squared);
    assay_node_put_real(arena, map, "norm_squared_se", reward->se);
    assay_node_put_real(arena, map, "norm_squared_plain", reward->plain);
    assay_node_put(arena, map, "trivial", assay_node_of_bool(reward->zero));
    return *map;
}

static struct assay_node pair_node(const struct assay_transition_study *study, size_t a,
                                   size_t b, struct assay_arena *arena)
{
    const struct assay_sampled_distance *d =
        &study->found.distance[a * study->found.rewards + b];
    const struct assay_figure figure = assay_transition_figure(study, a, b);
    struct assay_node *map = assay_node_map(arena);

    assay_node_put_copy(arena, map, "a", study->rewards->name[a]);
    assay_node_put_copy(arena, map, "b", study->rewards->name[b]);
    assay_node_put(arena, map, "d", figure_node(&figure, arena));
    if (!d->why) {
        assay_node_put_real(arena, map, "d_squared", d->squared);
        assay_node_put_real(arena, map, "d_squared_uncorrected", d->raw);
        assay_node_put_real(arena, map, "d_squared_se", d->se);
        assay_node_put_real(arena, map, "d_plain", d->plain);
    }
    if (study->epic) {
        const struct assay_figure epic = assay_transition_epic_figure(study, a, b);

        assay_node_put(arena, map, "epic", figure_node(&epic, arena));
    }
    return *map;
}

struct assay_node *assay_transition_node(const struct assay_transition_study *study,
                                         struct assay_arena *arena)
{
    const size_t n = study->found.rewards;
    struct assay_node *map = assay_node_map(arena);
    struct assay_node *rewards = assay_node_list(arena), *pairs = assay_node_list(arena),
                      *notes = assay_node_list(arena);
    size_t count;
    const struct assay_str *note = assay_transition_notes(study, arena, &count);

    assay_node_put_count(arena, map, "transitions", study->rows);
    assay_node_put_count(arena, map, "left_out", study->left_out);
    assay_node_put_count(arena, map, "trajectories", study->trajectories);
    assay_node_put_count(arena, map, "features", study->features);
    assay_node_put_real(arena, map, "gamma", study->how->gamma);
    assay_node_put_real(arena, map, "level", study->how->level);
    assay_node_put_copy(arena, map, "products",
                        assay_str_of(assay_moments_name[study->by]));
    for (size_t k = 0; k < n; k++)
        assay_node_push(arena, rewards, reward_node(study, k, arena));
    for (size_t a = 0; a < n; a++)
        for (size_t b = a + 1; b < n; b++)
            assay_node_push(arena, pairs, pair_node(study, a, b, arena));
    for (size_t i = 0; i < count; i++)
        assay_node_push(arena, notes, assay_node_of_text(note[i]));
    assay_node_put(arena, map, "rewards", *rewards);
    assay_node_put(arena, map, "pairs", *pairs);
    assay_node_put(arena, map, "notes", *notes);
    return map;
}
