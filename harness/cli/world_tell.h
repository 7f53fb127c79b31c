/* world_tell.h - what assay distance prints of a tabular world: tables, words, and all of it as JSON. */
#ifndef ASSAY_CLI_WORLD_TELL_H
#define ASSAY_CLI_WORLD_TELL_H

#include "harness/core/buf.h"
#include "harness/core/tree.h"
#include "harness/run/world_result.h"

/* Appends a table of reward functions, one of pairs, what they mean and notes. format is of runs_read.h. */
void assay_world_tell(const struct assay_world_told *told, unsigned format,
                      struct assay_arena *arena, struct assay_buf *out);

/*
 * {"format": "assay-distance-world", "version": "1.0", "world", "states", "actions", "gamma", "reachable",
 * "rewards": [{"name", "J_max", "J_min", "range", "trivial", "J_pi", "V_star", "V_pi", "optimal_actions"}],
 * "policies": [{"name", "J": {reward: J}, "regret": {reward: share}, "occupancy"}], "matrices": {name: rows of numbers, null where not defined}, "notes"}. A
 * matrix has the reward function of its row first: worst_case_regret[x][y] is under x, choosing by y.
 * V_star, V_pi, optimal_actions and occupancy (discounted visits, which sum to 1 / (1 - gamma)) are there for at most 10,000 states. In arena.
 */
struct assay_node *assay_world_node(const struct assay_world_told *told,
                                    struct assay_arena *arena);

#endif
