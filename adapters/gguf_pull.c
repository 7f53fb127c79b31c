/* gguf_pull.c - items in, answers out: what goes through together follows from the plan. */
#include "adapters/gguf_ask.h"
#include "adapters/gguf_desks.h"

static enum assay_code work_through(struct assay_gguf_asking *asking,
                                    struct assay_gguf_decoder *decoder,
                                    const struct assay_task *tasks, size_t n,
                                    struct assay_reply *replies, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < n; i++) {
        struct assay_answer *answers =
            assay_arena_new(&asking->arena, tasks[i].wanted, sizeof(*answers));

        replies[i] = (struct assay_reply){tasks[i], answers};
        code = assay_gguf_ask(asking, &tasks[i], answers, err);
    }
    if (!code)
        code = assay_gguf_decode(decoder, asking->row, asking->rows, err);
    if (!code)
        assay_gguf_settle(asking);
    return code;
}

static enum assay_code pull_numbers(const struct assay_gguf *gguf,
                                    struct assay_work *work, struct assay_error *err)
{
    struct assay_gguf_asking asking = {.gguf = gguf};
    struct assay_gguf_desk *desk = assay_gguf_desk_take(gguf);
    enum assay_code code = ASSAY_OK;

    while (!code) {
        struct assay_task tasks[ASSAY_GGUF_TASKS];
        struct assay_reply replies[ASSAY_GGUF_TASKS];
        const size_t n = assay_work_take(work, tasks, ASSAY_GGUF_TASKS);

        if (n == 0)
            break;
        assay_gguf_asking_reset(&asking);
        code = work_through(&asking, desk->decoder, tasks, n, replies, err);
        if (!code)
            code = assay_work_give(work, replies, n, err);
    }
    assay_gguf_asking_release(&asking);
    assay_gguf_desk_give(gguf, desk, code != ASSAY_OK);
    return code;
}

enum assay_code assay_gguf_pull(const void *state, struct assay_work *work,
                                struct assay_error *err)
{
    const struct assay_gguf *gguf = state;

    return gguf->sampling ? assay_gguf_pull_texts(gguf, work, err)
                          : pull_numbers(gguf, work, err);
}
