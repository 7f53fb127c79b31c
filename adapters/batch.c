#include "adapters/batch.h"

enum {
    BATCH = 16 /* tasks taken at once */
};

enum assay_code assay_batch_pull(const void *self, assay_batch_answer *answer,
                                 struct assay_work *work, struct assay_error *err)
{
    struct assay_arena arena = {0};
    enum assay_code code = ASSAY_OK;

    while (!code) {
        struct assay_task tasks[BATCH];
        struct assay_reply replies[BATCH];
        const size_t n = assay_work_take(work, tasks, BATCH);

        if (n == 0)
            break;
        assay_arena_reset(&arena);
        for (size_t i = 0; !code && i < n; i++) {
            struct assay_answer *answers =
                assay_arena_new(&arena, tasks[i].wanted, sizeof(*answers));

            replies[i] = (struct assay_reply){tasks[i], answers};
            code = answer(self, &tasks[i], &arena, answers, err);
        }
        if (!code)
            code = assay_work_give(work, replies, n, err);
    }
    assay_arena_release(&arena);
    return code;
}
