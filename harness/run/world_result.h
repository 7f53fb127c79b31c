/*
 * world_result.h - distances between the reward functions of a world as a result: what is stored and
 * reported.
 *
 * Its value is the mean of d_J over pairs. Its measures are, of each reward function, J of the best, the
 * worst and the reference policy; of each pair every distance wished for, worst-case regret and regret
 * both ways; of each policy of the world J under each reward function. Its figures: matrices of d_J,
 * of worst-case regret and of what the best policy for one earns under another, and, where the
 * world is a small grid, pictures of it.
 */
#ifndef ASSAY_RUN_WORLD_RESULT_H
#define ASSAY_RUN_WORLD_RESULT_H

#include "harness/core/result.h"
#include "harness/run/world_blend.h"
#include "harness/run/world_study.h"
#include "metrics/value_sweeps.h"

struct assay_world_told {
    struct assay_str target; /* the file or generator, as given */
    const struct assay_world_study *study;
    const struct assay_value_sweeps *sweeps; /* (rewards,) NULL: not asked for */
    const size_t *nonzero; /* (rewards,) numbers that are not 0; NULL as sweeps */
    const struct assay_world_blend *blend; /* NULL: not asked for */
};

/* All in arena. */
void assay_world_result(const struct assay_world_told *told, struct assay_arena *arena,
                        struct assay_result *out);

/* Sentences on what holds of the numbers: states that are not reached, trivial reward functions, what is
   not defined and why, how far solutions may be off. In arena; *count of them. */
const struct assay_str *assay_world_notes(const struct assay_world_told *told,
                                          struct assay_arena *arena, size_t *count);

/* What stands in a matrix: a distance or a cost. NULL-ended by .name. */
struct assay_world_matrix {
    const char *name;    /* "d_J", "val-l2-l2", "epic", "worst_case_regret", ... */
    const double *value; /* (rewards, rewards); NAN: not defined */
    bool both_ways;      /* [x, y] is another number than [y, x] */
};

/* All matrices of a study, d_J first; in arena, a nameless one behind the last. */
const struct assay_world_matrix *assay_world_matrices(
    const struct assay_world_study *study, struct assay_arena *arena);

/* J_x of the best policies for y, (rewards, rewards) lo and hi over ties: most - regret range. NULL
   where regret was not wished for. In arena. */
void assay_world_rollouts(const struct assay_world_study *study,
                          struct assay_arena *arena, const double **lo,
                          const double **hi);

#endif
