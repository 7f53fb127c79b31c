/* comparison_group_node.c - groups of runs held against each other, as a tree. */
#include "harness/run/comparison_groups.h"

static void put_ends(struct assay_arena *arena, struct assay_node *map, double lo,
                     double hi)
{
    struct assay_node *list = assay_node_list(arena);

    assay_node_push(arena, list, assay_node_of_real(lo));
    assay_node_push(arena, list, assay_node_of_real(hi));
    assay_node_put(arena, map, "interval", *list);
}

static struct assay_node part_node(const struct assay_seed_part *part,
                                   struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    assay_node_put_real(arena, map, "variance", part->variance);
    put_ends(arena, map, part->lo, part->hi);
    return *map;
}

static struct assay_node group_node(const struct assay_comparison_groups *groups,
                                    const struct assay_group_line *line, size_t g,
                                    struct assay_arena *arena)
{
    const struct assay_group_runs *group = &groups->group[g];
    const struct assay_seed_variance *got = &line->group[g];
    struct assay_node *map = assay_node_map(arena), *values = assay_node_list(arena);

    assay_node_put_text(arena, map, "group", group->name);
    assay_node_put_real(arena, map, "mean", got->mean);
    put_ends(arena, map, got->lo, got->hi);
    for (size_t i = 0; i < group->count; i++)
        assay_node_push(arena, values, assay_node_of_real(line->value[group->first + i]));
    assay_node_put(arena, map, "runs", *values);
    assay_node_put(arena, map, "data", part_node(&got->data, arena));
    assay_node_put(arena, map, "seed", part_node(&got->seed, arena));
    assay_node_put_real(arena, map, "rest", got->rest);
    assay_node_put_real(arena, map, "se_data", got->se_data);
    assay_node_put_real(arena, map, "se_seed", got->se_seed);
    assay_node_put_real(arena, map, "se", got->se);
    assay_node_put_real(arena, map, "df", got->df);
    assay_node_put_real(arena, map, "share", got->share);
    return *map;
}

static struct assay_node change_node(const struct assay_comparison_groups *groups,
                                     const struct assay_group_line *line, size_t g,
                                     struct assay_arena *arena)
{
    const struct assay_group_change *change = &line->change[g - 1];
    struct assay_node *map = assay_node_map(arena);

    assay_node_put_text(arena, map, "first", groups->group[0].name);
    assay_node_put_text(arena, map, "second", groups->group[g].name);
    assay_node_put_real(arena, map, "difference", change->got.difference);
    put_ends(arena, map, change->got.lo, change->got.hi);
    assay_node_put_real(arena, map, "se_data", change->got.se_data);
    assay_node_put_real(arena, map, "se_seed", change->got.se_seed);
    assay_node_put_real(arena, map, "se", change->got.se);
    assay_node_put_real(arena, map, "df", change->got.df);
    assay_node_put_real(arena, map, "p", change->got.p);
    assay_node_put_real(arena, map, "adjusted", change->adjusted);
    if (change->has_equivalence)
        assay_node_put_real(arena, map, "equivalence", change->equivalence);
    assay_node_put(arena, map, "verdict",
                   assay_node_of_string(assay_change_name(change->verdict.change)));
    assay_node_put_text(arena, map, "reason", change->reason);
    return *map;
}

static struct assay_node line_node(const struct assay_comparison_groups *groups,
                                   const struct assay_group_line *line,
                                   struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);
    struct assay_node *means = assay_node_list(arena), *changes = assay_node_list(arena);

    assay_node_put_text(arena, map, "section", line->section);
    assay_node_put(arena, map, "overall", assay_node_of_bool(line->overall));
    assay_node_put(arena, map, "metric",
                   assay_node_of_string(assay_compare_metric_name[line->metric]));
    if (line->why.len > 0) {
        assay_node_put_text(arena, map, "why", line->why);
        return *map;
    }
    assay_node_put_count(arena, map, "items", line->items);
    assay_node_put_count(arena, map, "clusters", line->clusters);
    for (size_t g = 0; g < groups->groups; g++) {
        assay_node_push(arena, means, group_node(groups, line, g, arena));
        if (g > 0)
            assay_node_push(arena, changes, change_node(groups, line, g, arena));
    }
    assay_node_put(arena, map, "groups", *means);
    assay_node_put(arena, map, "changes", *changes);
    return *map;
}

static struct assay_node suite_node(const struct assay_comparison_groups *groups,
                                    const struct assay_group_suite *suite,
                                    struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);
    struct assay_node *lines = assay_node_list(arena), *notes = assay_node_list(arena);

    assay_node_put_text(arena, map, "suite", suite->name);
    assay_node_put_text(arena, map, "title", suite->title);
    if (suite->absent.len > 0)
        assay_node_put_text(arena, map, "absent", suite->absent);
    assay_node_put_count(arena, map, "common", suite->common);
    for (size_t k = 0; k < suite->lines; k++)
        assay_node_push(arena, lines, line_node(groups, &suite->line[k], arena));
    assay_node_put(arena, map, "lines", *lines);
    for (size_t k = 0; k < suite->notes; k++)
        assay_node_push(arena, notes, assay_node_of_text(suite->note[k]));
    assay_node_put(arena, map, "notes", *notes);
    return *map;
}

static struct assay_node members_node(const struct assay_comparison_groups *groups,
                                      struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t g = 0; g < groups->groups; g++) {
        const struct assay_group_runs *group = &groups->group[g];
        struct assay_node *map = assay_node_map(arena), *runs = assay_node_list(arena);

        for (size_t i = 0; i < group->count; i++)
            assay_node_push(arena, runs,
                            assay_node_of_text(groups->facts.run[group->first + i].name));
        assay_node_put_text(arena, map, "name", group->name);
        assay_node_put(arena, map, "runs", *runs);
        assay_node_push(arena, list, *map);
    }
    return *list;
}

struct assay_node *assay_comparison_groups_node(
    const struct assay_comparison_groups *groups, struct assay_arena *arena)
{
    const struct assay_comparison_how *how = &groups->facts.how;
    struct assay_node *out = assay_node_map(arena), *suites = assay_node_list(arena);

    assay_node_put(arena, out, "format", assay_node_of_string("assay-comparison-groups"));
    assay_node_put(arena, out, "version", assay_node_of_string("1.0"));
    assay_node_put_real(arena, out, "alpha", how->alpha);
    assay_node_put_real(arena, out, "margin", how->margin);
    assay_node_put(arena, out, "adjust",
                   assay_node_of_string(assay_compare_adjust_name[how->adjust]));
    assay_node_put(arena, out, "groups", members_node(groups, arena));
    for (size_t s = 0; s < groups->suites; s++)
        assay_node_push(arena, suites, suite_node(groups, &groups->suite[s], arena));
    assay_node_put(arena, out, "suites", *suites);
    return out;
}
