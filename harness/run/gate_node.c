/* gate_node.c - the gate for programs. */
#include "harness/run/gate.h"

static void put(struct assay_arena *arena, struct assay_node *map, const char *key,
                double value)
{
    (void)assay_node_put(arena, map, key, assay_node_of_real(value));
}

static void put_text(struct assay_arena *arena, struct assay_node *map, const char *key,
                     struct assay_str text)
{
    (void)assay_node_put(arena, map, key, assay_node_of_text(text));
}

static void put_word(struct assay_arena *arena, struct assay_node *map, const char *key,
                     const char *word)
{
    (void)assay_node_put(arena, map, key, assay_node_of_string(word));
}

static void put_tested(struct assay_arena *arena, struct assay_node *map,
                       const struct assay_gate_line *line)
{
    put(arena, map, "limit", line->limit);
    (void)assay_node_put(arena, map, "relative", assay_node_of_bool(line->relative));
    put(arena, map, "baseline", line->line->first.value);
    put(arena, map, "candidate", line->line->second.value);
    put(arena, map, "drop", line->drop);
    put(arena, map, "lo", line->lo);
    put(arena, map, "hi", line->hi);
    put(arena, map, "p", line->p);
    put(arena, map, "adjusted", line->adjusted);
    assay_node_put_count(arena, map, "items", line->line->items);
    assay_node_put_count(arena, map, "clusters", line->line->clusters);
}

static void add_line(struct assay_arena *arena, struct assay_node *list,
                     const struct assay_gate_line *line)
{
    struct assay_node *map = assay_node_map(arena);

    put_text(arena, map, "suite", line->suite);
    put_text(arena, map, "section", line->section);
    put_word(arena, map, "tier", assay_gate_tier_name[line->terms->tier]);
    put_word(arena, map, "metric", assay_compare_metric_name[line->terms->metric]);
    put_word(arena, map, "outcome", assay_gate_outcome_name[line->outcome]);
    put_text(arena, map, "reason", line->reason);
    if (line->line)
        put(arena, map, "coverage", line->coverage);
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
    put_text(arena, map, "baseline", gate->baseline);
    put_text(arena, map, "candidate", gate->candidate);
    put_word(arena, map, "policy", gate->policy->path);
    put(arena, map, "alpha", gate->policy->alpha);
    put_word(arena, map, "adjust", gate->policy->adjust ? "holm" : "none");
    put_word(arena, map, "outcome", assay_gate_outcome_name[gate->outcome]);
    put_text(arena, map, "reason", gate->reason);
    for (size_t i = 0; i < gate->lines; i++)
        add_line(arena, lines, &gate->line[i]);
    (void)assay_node_put(arena, map, "rules", *lines);
    return map;
}
