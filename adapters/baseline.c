/* baseline.c - the loop of the null baselines, and lengths. */
#include "adapters/baseline.h"

enum {
    BATCH = 16 /* tasks taken at once */
};

const char *const assay_baseline_units[] = {
    [ASSAY_BASELINE_CHARS] = "chars", [ASSAY_BASELINE_WORDS] = "words", NULL};

static bool has_text(const struct assay_item *item)
{
    for (size_t i = 0; i < item->completion_count; i++)
        if (item->completions[i].len > 0)
            return true;
    return false;
}

static struct assay_answer answer(const void *state, assay_baseline_score *score,
                                  const struct assay_item *item, size_t i)
{
    return (struct assay_answer){.state = ASSAY_STATE_SCORED,
                                 .value = score(state, item, i)};
}

enum assay_code assay_baseline_pull(const void *state, assay_baseline_score *score,
                                    bool needs_text, struct assay_work *work,
                                    struct assay_error *err)
{
    const struct assay_answer without = {.note = ASSAY_STR("the data hold no texts")};
    struct assay_arena arena = {0};
    enum assay_code code = ASSAY_OK;

    while (!code) {
        struct assay_task tasks[BATCH];
        struct assay_reply replies[BATCH];
        const size_t n = assay_work_take(work, tasks, BATCH);

        if (n == 0)
            break;
        assay_arena_reset(&arena);
        for (size_t t = 0; t < n; t++) {
            const bool skip = needs_text && !has_text(tasks[t].item);
            struct assay_answer *answers =
                assay_arena_new(&arena, tasks[t].wanted, sizeof(*answers));

            for (size_t i = 0; i < tasks[t].wanted; i++)
                answers[i] = skip ? without : answer(state, score, tasks[t].item, i);
            replies[t] = (struct assay_reply){tasks[t], answers};
        }
        code = assay_work_give(work, replies, n, err);
    }
    assay_arena_release(&arena);
    return code;
}

static size_t count_chars(struct assay_str text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.len; i++)
        if (((unsigned char)text.ptr[i] & 0xC0) != 0x80) /* skip UTF-8 tail bytes */
            n++;
    return n;
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
    return unit == ASSAY_BASELINE_WORDS ? count_words(text) : count_chars(text);
}
