/* agree_node.c - agreement for programs. */
#include "harness/cli/agreed.h"
#include "harness/cli/runs_read.h"

static struct assay_node flips_node(const struct assay_agreed *one,
                                    const struct assay_agreed_flips *flips)
{
    struct assay_arena *arena = one->arena;
    struct assay_node *map = assay_node_map(arena);
    struct assay_node *first = assay_node_list(arena);

    for (size_t k = 0; k < flips->told; k++)
        assay_node_push(arena, first,
                        assay_node_of_text(
                            assay_arena_copy(arena, one->shared.ids.at[flips->item[k]])));
    assay_node_put(arena, map, "count", assay_node_of_int((int64_t)flips->count));
    assay_node_put(arena, map, "first", *first);
    return *map;
}

static struct assay_node pair_node(const struct assay_agreed *one,
                                   const struct assay_agreed_pair *pair)
{
    struct assay_arena *arena = one->arena;
    const struct assay_str *model = one->board->model;
    struct assay_node *row = assay_node_map(arena);

    assay_node_put(arena, row, "a", assay_node_of_text(model[pair->a]));
    assay_node_put(arena, row, "b", assay_node_of_text(model[pair->b]));
    assay_node_put(arena, row, "items", assay_node_of_int((int64_t)pair->alike.items));
    assay_node_put(arena, row, "agreement", assay_runs_figure(&pair->alike.raw, arena));
    assay_node_put(arena, row, "kappa", assay_runs_figure(&pair->alike.kappa, arena));
    assay_node_put(arena, row, "a_earned_more", flips_node(one, &pair->more[0]));
    assay_node_put(arena, row, "b_earned_more", flips_node(one, &pair->more[1]));
    return *row;
}

static struct assay_node suite_node(const struct assay_agreed *one)
{
    struct assay_arena *arena = one->arena;
    struct assay_node *map = assay_node_map(arena);
    struct assay_node *pairs = assay_node_list(arena);
    struct assay_node *absent = assay_node_list(arena);

    for (size_t k = 0; k < one->pairs; k++)
        assay_node_push(arena, pairs, pair_node(one, &one->pair[k]));
    for (size_t m = 0; m < one->shared.absents; m++)
        assay_node_push(arena, absent, assay_node_of_text(one->shared.absent[m]));
    assay_node_put(arena, map, "suite",
                   assay_node_of_text(one->board->column[one->column].name));
    assay_node_put(arena, map, "items", assay_node_of_int((int64_t)one->shared.items));
    assay_node_put(arena, map, "compared",
                   assay_node_of_string(assay_agreed_compared(one)));
    assay_node_put(arena, map, "alpha", assay_runs_figure(&one->alpha, arena));
    assay_node_put(arena, map, "pairs", *pairs);
    assay_node_put(arena, map, "absent", *absent);
    return *map;
}

const struct assay_node *assay_agreed_node(const struct assay_agreed_all *all)
{
    struct assay_arena *arena = all->arena;
    struct assay_node *out = assay_node_map(arena);
    struct assay_node *list = assay_node_list(arena);

    for (size_t s = 0; s < all->suites; s++)
        assay_node_push(arena, list, suite_node(&all->suite[s]));
    assay_node_put(arena, out, "format", assay_node_of_string("assay-agreement"));
    assay_node_put(arena, out, "version", assay_node_of_string("1.0"));
    assay_node_put(arena, out, "level", assay_node_of_real(all->how.draws.level));
    assay_node_put(arena, out, "replicates",
                   assay_node_of_int((int64_t)all->how.draws.replicates));
    assay_node_put(arena, out, "suites", *list);
    return out;
}
