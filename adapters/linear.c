/*
 * linear.c - a small reward model that lives in one file: Bradley-Terry over hashed features.
 *
 * It shows what words, spelling and their company alone can tell, runs anywhere at hundreds of
 * completions a millisecond, and is made by `assay train-linear`. The score is w . x with x as
 * linear_features.h says.
 */
#include "adapters/adapter.h"
#include "adapters/linear_features.h"
#include "adapters/linear_weights.h"

enum {
    BATCH = 16 /* tasks taken at once */
};

struct linear {
    struct assay_linear_weights weights;
};

static enum assay_code linear_open(void *state, const struct assay_setting *setting,
                                   struct assay_error *err)
{
    struct linear *linear = state;

    return assay_linear_weights_read(setting->target, &linear->weights, err);
}

static double dot(const struct assay_linear_weights *weights,
                  const struct assay_linear_vector *vector)
{
    double sum = 0.0;

    for (size_t i = 0; i < vector->count; i++)
        sum += (double)weights->weight[vector->place[i]] * (double)vector->value[i];
    return sum;
}

/* What a thread works with. */
struct worker {
    const struct linear *linear;
    struct assay_arena arena;
    struct assay_linear_vector vector;
};

static const struct assay_answer *answer(struct worker *worker,
                                         const struct assay_task *task)
{
    const struct assay_item *item = task->item;
    const struct assay_linear_prompt prompt =
        assay_linear_prompt_of(item, &worker->arena);
    struct assay_answer *answers =
        assay_arena_new(&worker->arena, task->wanted, sizeof(*answers));
    bool texts = false;

    for (size_t i = 0; i < item->completion_count; i++)
        texts = texts || item->completions[i].len > 0;
    for (size_t i = 0; i < task->wanted; i++) {
        if (!texts) {
            answers[i].note = ASSAY_STR("the data hold no texts");
            continue;
        }
        assay_linear_features(&prompt, item->completions[i], worker->linear->weights.bits,
                              &worker->arena, &worker->vector);
        answers[i].state = ASSAY_STATE_SCORED;
        answers[i].value = dot(&worker->linear->weights, &worker->vector);
    }
    return answers;
}

static enum assay_code linear_pull(const void *state, struct assay_work *work,
                                   struct assay_error *err)
{
    struct worker worker = {.linear = state};
    enum assay_code code = ASSAY_OK;

    while (!code) {
        struct assay_task tasks[BATCH];
        struct assay_reply replies[BATCH];
        const size_t n = assay_work_take(work, tasks, BATCH);

        if (n == 0)
            break;
        assay_arena_reset(&worker.arena);
        for (size_t i = 0; i < n; i++)
            replies[i] = (struct assay_reply){tasks[i], answer(&worker, &tasks[i])};
        code = assay_work_give(work, replies, n, err);
    }
    assay_linear_vector_release(&worker.vector);
    assay_arena_release(&worker.arena);
    return code;
}

static void linear_close(void *state)
{
    struct linear *linear = state;

    assay_linear_weights_release(&linear->weights);
}

const struct assay_adapter assay_adapter_linear = {
    .name = "linear",
    .summary = "Bradley-Terry model over hashed words and characters (train-linear)",
    .state_size = sizeof(struct linear),
    .needs_target = true,
    .reads_text = true,
    .open = linear_open,
    .pull = linear_pull,
    .close = linear_close,
};
