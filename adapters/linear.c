/*
 * linear.c - a small reward model that lives in one file: Bradley-Terry over hashed features.
 *
 * It shows what words, spelling and their company alone can tell, runs anywhere at hundreds of
 * completions a millisecond, and is made by `assay train-linear`. The score is w . x with x as
 * linear_features.h says.
 */
#include "adapters/adapter.h"
#include "adapters/batch.h"
#include "adapters/linear_features.h"
#include "adapters/linear_weights.h"

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
    struct assay_linear_vector *vector;
};

static enum assay_code answer(const void *self, const struct assay_task *task,
                              struct assay_arena *arena, struct assay_answer *answers,
                              struct assay_error *err)
{
    const struct worker *worker = self;
    const struct assay_item *item = task->item;
    const struct assay_linear_prompt prompt = assay_linear_prompt_of(item, arena);
    bool texts = false;

    (void)err;
    for (size_t i = 0; i < item->completion_count; i++)
        texts = texts || item->completions[i].len > 0;
    for (size_t i = 0; i < task->wanted; i++) {
        if (!texts) {
            answers[i].note = ASSAY_STR("the data hold no texts");
            continue;
        }
        assay_linear_features(&prompt, item->completions[i], worker->linear->weights.bits,
                              arena, worker->vector);
        answers[i].state = ASSAY_STATE_SCORED;
        answers[i].value = dot(&worker->linear->weights, worker->vector);
    }
    return ASSAY_OK;
}

static enum assay_code linear_pull(const void *state, struct assay_work *work,
                                   struct assay_error *err)
{
    struct assay_linear_vector vector = {0};
    const struct worker worker = {state, &vector};
    const enum assay_code code = assay_batch_pull(&worker, answer, work, err);

    assay_linear_vector_release(&vector);
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
