/* gguf_ask.h - from tasks to the rows that go through a model, and back; for gguf*.c only. */
#ifndef ASSAY_ADAPTERS_GGUF_ASK_H
#define ASSAY_ADAPTERS_GGUF_ASK_H

#include "adapters/gguf_open.h"

/* Answers that come from rows of their own, one behind the other. */
struct assay_gguf_ask {
    struct assay_answer *answers; /* (count,) */
    size_t count;
    size_t row, rows; /* of the asking's */
    bool steps;       /* numbers of a solution's steps */
    const size_t
        *label; /* (count,) of the head, one an answer; NULL: they make one score */
};

/* The tasks in hand, as rows. */
struct assay_gguf_asking {
    const struct assay_gguf *gguf;
    struct assay_arena arena; /* of all below */
    struct assay_gguf_row *row;
    size_t rows, row_cap;
    struct assay_gguf_ask *ask;
    size_t asks, ask_cap;
};

/* Forgets the tasks in hand. */
void assay_gguf_asking_reset(struct assay_gguf_asking *asking);
void assay_gguf_asking_release(struct assay_gguf_asking *asking);

/*
 * Adds the rows of a task. What cannot be asked is answered at once, with the reason.
 *
 *   answers  (task->wanted,) those that are asked are filled by assay_gguf_settle
 *
 * Errors: ASSAY_EMODEL.
 */
ASSAY_MUST_USE
enum assay_code assay_gguf_ask(struct assay_gguf_asking *asking,
                               const struct assay_task *task,
                               struct assay_answer *answers, struct assay_error *err);

/* Fills the answers of all rows, which are decoded. */
void assay_gguf_settle(struct assay_gguf_asking *asking);

#endif
