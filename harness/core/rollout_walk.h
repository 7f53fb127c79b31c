/*
 * rollout_walk.h - a rollout log group by group, each with the meta record of its run, and what a computation reads of it.
 *
 * Signals (adapters/signals) and diagnostics (reports/diagnostics) see a log in this way alone. What is missing is
 * nothing, never 0: readers say so, and whoever computes skips the response and says what it lacks.
 */
#ifndef ASSAY_CORE_ROLLOUT_WALK_H
#define ASSAY_CORE_ROLLOUT_WALK_H

#include "harness/core/rollout.h"

struct assay_rollout_walk;

/* A record, and of a group what stands around it. Views live until the next record. */
struct assay_rollout_view {
    struct assay_rollout_record record;
    const struct assay_node *
        meta; /* of the record's run; of a record that names none, the last one; NULL: none */
    const struct assay_node *responses; /* of a group; NULL: none */
    size_t count;                       /* responses */
    struct assay_rollout *log;          /* for arrays in side files */
    struct assay_arena *arena;          /* reset with the next record */
};

/* Errors: ASSAY_EIO, ASSAY_EDATA. */
ASSAY_MUST_USE
enum assay_code assay_rollout_walk_open(const char *path, struct assay_rollout_walk **out,
                                        struct assay_error *err);

/* The next record, of any kind; view->record.node is NULL behind the last. Errors: those of assay_rollout_next. */
ASSAY_MUST_USE
enum assay_code assay_rollout_walk_next(struct assay_rollout_walk *walk,
                                        struct assay_rollout_view *view,
                                        struct assay_error *err);

void assay_rollout_walk_close(struct assay_rollout_walk *walk); /* NULL is allowed */

/* Sees a record, of any kind. Errors end the walk. */
typedef enum assay_code assay_rollout_visit(void *self, struct assay_rollout_view *view,
                                            struct assay_error *err);

/* Opens a log, has every record seen in order, and closes it. Errors: those of reading, and visit's. */
ASSAY_MUST_USE
enum assay_code assay_rollout_walk(const char *path, assay_rollout_visit *visit,
                                   void *self, struct assay_error *err);

/* The i-th response. */
const struct assay_node *assay_rollout_view_response(
    const struct assay_rollout_view *view, size_t i);

/* Where the record stands, for assay_fail_at. */
struct assay_spot assay_rollout_view_spot(const struct assay_rollout_view *view);

/* True, with the number under a path of a map, "reward.rm", where it is there; a flag is 0 or 1. */
bool assay_rollout_number(const struct assay_node *map, const char *path, double *out);

/* The text under a path, or the empty view. */
struct assay_str assay_rollout_text(const struct assay_node *map, const char *path);

/*
 * The numbers under a path of a map of the view's record: tracks of tokens, scores of steps, vectors.
 *
 *   out  (n,) in the view's arena, all finite; NULL where the array, or one number of it, is missing
 *
 * Errors: ASSAY_EDATA, ASSAY_EIO of side files.
 */
ASSAY_MUST_USE
enum assay_code assay_rollout_array(const struct assay_rollout_view *view,
                                    const struct assay_node *map, const char *path,
                                    const double **out, size_t *n,
                                    struct assay_error *err);

/* The same with NaN where a number is missing; NULL only where the array is. */
ASSAY_MUST_USE
enum assay_code assay_rollout_gappy(const struct assay_rollout_view *view,
                                    const struct assay_node *map, const char *path,
                                    const double **out, size_t *n,
                                    struct assay_error *err);

/*
 * The means of lists of numbers under a path of a map, votes on each step: NaN of a list that has no number. NULL where the
 * lists are missing.
 */
const double *assay_rollout_means(const struct assay_node *map, const char *path,
                                  struct assay_arena *arena, size_t *n);

#endif
