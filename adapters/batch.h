/*
 * batch.h - the pull of adapters that answer one task after the other, on their own.
 *
 * Adapters that keep requests in flight or group items by length write a pull of their own.
 */
#ifndef ASSAY_ADAPTERS_BATCH_H
#define ASSAY_ADAPTERS_BATCH_H

#include "harness/core/arena.h"
#include "harness/core/work.h"

/*
 * Answers one task.
 *
 *   self     what assay_batch_pull was given
 *   arena    for texts of the answers; reset with every batch
 *   answers  (task->wanted,) skipped and without a note at first
 *
 * Errors: those of an adapter's pull (adapter.h).
 */
typedef enum assay_code assay_batch_answer(const void *self,
                                           const struct assay_task *task,
                                           struct assay_arena *arena,
                                           struct assay_answer *answers,
                                           struct assay_error *err);

/*
 * A whole pull: takes a few tasks at once, answers each, gives them together, until there are no
 * more. Errors: those of answer and of assay_work_give.
 */
ASSAY_MUST_USE
enum assay_code assay_batch_pull(const void *self, assay_batch_answer *answer,
                                 struct assay_work *work, struct assay_error *err);

#endif
