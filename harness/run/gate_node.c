/* gate_node.c - the gate for programs. */
#include "harness/run/gate.h"

static void put_word(struct assay_arena *arena, struct assay_node *map, const char *key,
                     const char *word)
{
    (void)assay_node_put(arena, map, key, assay_node_of_string(word));
}

static void put_tested(struct assay_arena *arena, struct assay_node *map,
                       const struct assay_gate_line *line)
{
    assay_node_put_real(arena, map, "limit", line->limit);
    (void)assay_node_put(arena, map, "relative", assay_node_of_bool(line->relative));
    assay_node_put_real(arena, map, "baseline", line->line->first.value);
    assay_node_put_real(arena, map, "candidate", line->line->second.value);
    assay_node_put_real(arena, map, "drop", line->drop);
    assay_node_put_real(arena, map, "lo", line->lo);
    assay_node_put_real(arena, map, "hi", line->hi);
    assay_node_put_real(arena, map, "p", line->p);
    assay_node_put_real(arena, map, "adjusted", line->adjusted);
    assay_node_put_count(arena, map, "items", line->line->items);
    assay_node_put_count(arena, map, "clusters", line->line->clusters);
}

static void add_line(struct assay_arena *arena, struct assay_node *list,
                     const struct assay_gate_line *line)
{
    struct assay_node *map = assay_node_map(arena);

    assay_node_put_text(arena, map, "suite", line->suite);
    assay_node_put_text(arena, map, "section", line->section);
    put_word(arena, map, "tier", assay_gate_tier_name[line->terms->tier]);
    put_word(arena, map, "metric", assay_compare_metric_name[line->terms->metric]);
    put_word(arena, map, "outcome", assay_gate_outcome_name[line->outcome]);
    assay_node_put_text(arena, map, "reason", line->reason);
    if (line->line)
        assay_node_put_real(arena, map, "coverage", line->coverage);
    if (line->tested && line->line)
        put_tested(arena, map, line);
    (void)assay_node_push(arena, list, *map);
}

struct assay_node *assay_gate_node(const struct assay_gate *gate,
                                   struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena), *lines = assay_node_list(arena);

    put_word(arena, map, "format", "assay-gate");
    put_word(arena, map, "version", "1.0");
    assay_node_put_text(arena, map, "baseline", gate->baseline);
    assay_node_put_text(arena, map, "candidate", gate->candidate);
    put_word(arena, map, "policy", gate->policy->path);
    assay_node_put_real(arena, map, "alpha", gate->policy->alpha);
    put_word(arena, map, "adjust", gate->policy->adjust ? "holm" : "none");
    put_word(arena, map, "outcome", assay_gate_outcome_name[gate->outcome]);
    assay_node_put_text(arena, map, "reason", gate->reason);
    for (size_t i = 0; i < gate->lines; i++)
        add_line(arena, lines, &gate->line[i]);
    (void)assay_node_put(arena, map, "rules", *lines);
    return map;
}
