/*
 * work.h - the pull contract: how an adapter gets items and gives answers.
 *
 * The adapter pulls. It takes tasks when it has room for them, keeps as many in flight as it
 * likes up to the window, and gives their answers in any order, from any of the threads it
 * was called on. The engine behind it removes identical work, journals, counts and resumes;
 * the adapter sees none of that, and there is nothing to register.
 *
 *     struct assay_task task;
 *
 *     while (assay_work_take(work, &task, 1) == 1) {
 *         ... fill answers (task.wanted,) ...
 *         code = assay_work_give(work, &(struct assay_reply){task, answers}, 1, err);
 *         if (code)
 *             return code;
 *     }
 *     return ASSAY_OK;
 *
 * This header is in core so that adapters may see it; harness/run implements it (queue.h). An
 * adapter that is made of others is such a queue to them (adapters/inner.h): it takes a task, hands
 * it on as it likes, and gives an answer made of theirs.
 */
#ifndef ASSAY_CORE_WORK_H
#define ASSAY_CORE_WORK_H

#include "harness/core/answer.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/item.h"

#include <stddef.h>

enum {
    ASSAY_WORK_WINDOW = 4096 /* tasks that may be out at once */
};

struct assay_task {
    const struct assay_item *item; /* valid until its answers are given */
    size_t
        wanted; /* answers to give: completions, presentation orders, votes, dimensions, the numbers of
                      a hidden state, or texts */
    enum assay_want want;
    const struct assay_answer *
        have; /* (wanted,) of texts, what an earlier attempt was given: those that are SCORED
                         need not be asked for, and are given back as they are; NULL: none */
};

/* A task with its answers (task.wanted,), which are borrowed for the call. */
struct assay_reply {
    struct assay_task task;
    const struct assay_answer *answers;
};

struct assay_work;

struct assay_work_calls {
    size_t (*take)(struct assay_work *work, struct assay_task *tasks, size_t n);
    ASSAY_MUST_USE enum assay_code (*give)(struct assay_work *work,
                                           const struct assay_reply *replies, size_t n,
                                           struct assay_error *err);
};

/* One suite being answered by one adapter: the first member of what implements it. */
struct assay_work {
    const struct assay_work_calls *calls;
};

/*
 * Takes up to n tasks, in suite order. Waits while the next ones are still being read;
 * returns how many it took, 0 when there will be no more (all taken, a fault elsewhere, or
 * an interruption): then finish what is in flight, give it, and return.
 */
static inline size_t assay_work_take(struct assay_work *work, struct assay_task *tasks,
                                     size_t n)
{
    return work->calls->take(work, tasks, n);
}

/*
 * Gives the answers of n tasks. They are in the journal, safe from kill -9, when it returns:
 * answers given together cost one write.
 *
 * Errors: ASSAY_EIO if the journal cannot be written; the adapter returns it at once.
 */
ASSAY_MUST_USE
static inline enum assay_code assay_work_give(struct assay_work *work,
                                              const struct assay_reply *replies, size_t n,
                                              struct assay_error *err)
{
    return work->calls->give(work, replies, n, err);
}

#endif
