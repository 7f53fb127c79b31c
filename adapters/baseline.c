/* baseline.c - how null baselines answer, and lengths. */
#include "adapters/baseline.h"

#include "adapters/batch.h"

const char *const assay_baseline_units[] = {
    [ASSAY_BASELINE_CHARS] = "chars", [ASSAY_BASELINE_WORDS] = "words", NULL};

static bool has_text(const struct assay_item *item)
{
    for (size_t i = 0; i < item->completion_count; i++)
        if (item->completions[i].len > 0)
            return true;
    return false;
}

/* A baseline at work. */
struct scoring {
    const void *state;
    assay_baseline_score *score;
    bool needs_text;
};

static enum assay_code answer(const void *self, const struct assay_task *task,
                              struct assay_arena *arena, struct assay_answer *answers,
                              struct assay_error *err)
{
    const struct scoring *scoring = self;
    const bool skip = scoring->needs_text && !has_text(task->item);

    (void)arena;
    (void)err;
    for (size_t i = 0; i < task->wanted; i++) {
        if (skip) {
            answers[i].note = ASSAY_STR("the data hold no texts");
            continue;
        }
        answers[i].state = ASSAY_STATE_SCORED;
        answers[i].value = scoring->score(scoring->state, task->item, i);
    }
    return ASSAY_OK;
}

enum assay_code assay_baseline_pull(const void *state, assay_baseline_score *score,
                                    bool needs_text, struct assay_work *work,
                                    struct assay_error *err)
{
    const struct scoring scoring = {state, score, needs_text};

    return assay_batch_pull(&scoring, answer, work, err);
}

static size_t count_words(struct assay_str text)
{
    size_t n = 0;
    bool in_word = false;

    for (size_t i = 0; i < text.len; i++) {
        const bool blank = (unsigned char)text.ptr[i] <= ' ';

        if (!blank && !in_word)
            n++;
        in_word = !blank;
    }
    return n;
}

size_t assay_baseline_length(struct assay_str text, unsigned unit)
{
    return unit == ASSAY_BASELINE_WORDS ? count_words(text) : assay_str_code_points(text);
}
