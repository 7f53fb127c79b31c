/* world_design.h - what assay distance tells of designed rewards where it is asked: --sweeps and --blend. */
#ifndef ASSAY_CLI_WORLD_DESIGN_H
#define ASSAY_CLI_WORLD_DESIGN_H

#include "harness/core/buf.h"
#include "harness/core/tree.h"
#include "harness/run/world_result.h"

/*
 * Works out what was asked for into told, in arena.
 *
 *   sweeps  of value iteration of each reward function, and its numbers that are not 0
 *   blend   "TASK,AUX", or NULL
 *
 * Errors: ASSAY_EUSAGE for names that no reward function has; as assay_mdp_optimum.
 */
ASSAY_MUST_USE
enum assay_code assay_world_design(bool sweeps, const char *blend,
                                   struct assay_arena *arena,
                                   struct assay_world_told *told,
                                   struct assay_error *err);

/* Appends sentences. */
void assay_world_design_tell(const struct assay_world_told *told,
                             struct assay_arena *arena, struct assay_buf *out);

/* {"sweeps": {reward: sweeps or null}, "nonzero": {reward: count}, "blend": {"task", "aux", "weight", "regret_lo", "regret_hi",
   "zero_from", "zero_to"}} of what was asked for. */
void assay_world_design_node(const struct assay_world_told *told,
                             struct assay_arena *arena, struct assay_node *map);

#endif
