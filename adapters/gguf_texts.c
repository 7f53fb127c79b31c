/* gguf_texts.c - prompts in, texts out: a policy writes. */
#include "adapters/gguf_desks.h"
#include "adapters/gguf_writer.h"

/* One thread's means. */
struct desk {
    const struct assay_gguf *gguf;
    struct assay_gguf_writer *writer;
    struct assay_arena arena; /* of a task */
};

/* The tokens that the model goes on behind: without an end of text, whatever options say. */
static enum assay_code read_prompt(struct desk *desk, const struct assay_item *item,
                                   struct assay_gguf_tokens *out, struct assay_error *err)
{
    struct assay_gguf_template open = desk->gguf->template;

    open.eos = ASSAY_GGUF_END_NO;
    return assay_gguf_tokens_of(desk->gguf->model, &open,
                                assay_dialogue_of(item, NULL, &desk->arena), &desk->arena,
                                out, err);
}

/* Why a prompt cannot be written behind, or NULL. */
static const char *fault_of(struct desk *desk, const struct assay_gguf_tokens *prompt,
                            enum assay_state *state)
{
    *state = prompt->count == 0 ? ASSAY_STATE_FAILED : ASSAY_STATE_TRUNCATED;
    if (prompt->count == 0)
        return "no tokens";
    if (prompt->count < desk->gguf->max_length)
        return NULL;
    atomic_fetch_add(&desk->gguf->seen->too_long, 1);
    return assay_arena_printf(&desk->arena,
                              "%zu tokens, the limit is %zu: no room to write",
                              prompt->count, desk->gguf->max_length);
}

static struct assay_answer answer_of(const struct assay_gguf *gguf,
                                     const struct assay_gguf_written *written)
{
    atomic_fetch_add(&gguf->seen->written, 1);
    atomic_fetch_add(&gguf->seen->tokens, written->tokens);
    if (written->end == ASSAY_GGUF_UNENDED)
        atomic_fetch_add(&gguf->seen->unended, 1);
    if (written->end == ASSAY_GGUF_NO_NUMBER)
        return (struct assay_answer){.state = ASSAY_STATE_NAN};
    return (struct assay_answer){.state = ASSAY_STATE_SCORED,
                                 .text = written->text,
                                 .log_p = written->log_p,
                                 .log_p_count = gguf->sampling->word_count};
}

static enum assay_code write_texts(struct desk *desk, const struct assay_task *task,
                                   const struct assay_gguf_tokens *prompt,
                                   struct assay_answer *answers, struct assay_error *err)
{
    const struct assay_gguf *gguf = desk->gguf;
    struct assay_gguf_written *out =
        assay_arena_new(&desk->arena, task->wanted, sizeof(*out));
    uint64_t *seed = assay_arena_new(&desk->arena, task->wanted, sizeof(*seed));
    const struct assay_gguf_wish wish = {.prompt = prompt,
                                         .sampling = gguf->sampling,
                                         .word = gguf->word,
                                         .seed = seed,
                                         .count = task->wanted,
                                         .most = gguf->max_length};
    enum assay_code code;

    for (size_t i = 0; i < task->wanted; i++)
        seed[i] = assay_sampling_seed(gguf->sampling, task->item->id, i);
    assay_gguf_count_seen(gguf->seen, prompt);
    code = assay_gguf_write(desk->writer, &wish, &desk->arena, out, err);
    for (size_t i = 0; !code && i < task->wanted; i++)
        answers[i] = answer_of(gguf, &out[i]);
    return code;
}

static enum assay_code answer(struct desk *desk, const struct assay_task *task,
                              struct assay_answer *answers, struct assay_error *err)
{
    struct assay_gguf_tokens prompt = {0};
    enum assay_state state = ASSAY_STATE_FAILED;
    enum assay_code code = read_prompt(desk, task->item, &prompt, err);
    const char *fault =
        code == ASSAY_EDATA ? assay_arena_printf(&desk->arena, "%s", err->text) : NULL;

    if (code && !fault)
        return code;
    if (!fault)
        fault = fault_of(desk, &prompt, &state);
    if (!fault)
        return write_texts(desk, task, &prompt, answers, err);
    for (size_t i = 0; i < task->wanted; i++)
        answers[i] = (struct assay_answer){.state = state, .note = assay_str_of(fault)};
    return ASSAY_OK;
}

enum assay_code assay_gguf_pull_texts(const struct assay_gguf *gguf,
                                      struct assay_work *work, struct assay_error *err)
{
    struct assay_gguf_desk *kept = assay_gguf_desk_take(gguf);
    struct desk desk = {.gguf = gguf, .writer = kept->writer};
    enum assay_code code = ASSAY_OK;
    struct assay_task task;

    while (!code && assay_work_take(work, &task, 1) == 1) {
        struct assay_answer *answers;

        assay_arena_reset(&desk.arena);
        answers = assay_arena_new(&desk.arena, task.wanted, sizeof(*answers));
        code = answer(&desk, &task, answers, err);
        if (!code)
            code = assay_work_give(work, &(struct assay_reply){task, answers}, 1, err);
    }
    assay_arena_release(&desk.arena);
    assay_gguf_desk_give(gguf, kept, code != ASSAY_OK);
    return code;
}
