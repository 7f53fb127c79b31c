/* gguf_pull.c - items in, scores out: what goes through together follows from the plan. */
#include "adapters/gguf_open.h"

#include "adapters/gguf_decode.h"
#include "adapters/gguf_text.h"
#include "harness/core/memory.h"
#include "metrics/implicit.h"

#include <math.h>
#include <string.h>

/* What one thread works with, for the tasks in hand. */
struct worker {
    const struct assay_gguf *gguf;
    struct assay_gguf_decoder *decoder;
    struct assay_arena arena;
    struct assay_gguf_row *row;   /* (count,) those that go through */
    struct assay_answer **answer; /* (count,) where their scores go */
    size_t count;
};

static void refuse(struct assay_answer *answer, enum assay_state state, const char *note)
{
    *answer = (struct assay_answer){.state = state, .note = assay_str_of(note)};
}

/* Where the completion begins: behind the tokens that prompt and whole have in common. */
static size_t begin_of(const struct assay_gguf_tokens *prompt,
                       const struct assay_gguf_tokens *whole)
{
    size_t n = 0;

    while (n < prompt->count && n + 1 < whole->count && prompt->at[n] == whole->at[n])
        n++;
    return n > 0 ? n : 1;
}

/* Puts one completion into a row, or says why it cannot be asked. */
static enum assay_code put_row(struct worker *worker, const struct assay_item *item,
                               size_t k, const struct assay_gguf_tokens *prompt,
                               struct assay_answer *answer, struct assay_error *err)
{
    const struct assay_gguf *gguf = worker->gguf;
    const bool policy = gguf->model->kind == ASSAY_GGUF_POLICY;
    struct assay_gguf_row *row = &worker->row[worker->count];
    struct assay_gguf_tokens tokens;
    size_t values;
    enum assay_code code =
        assay_gguf_tokens_of(gguf->model, &gguf->template,
                             (struct assay_gguf_saying){item, &item->completions[k]},
                             &worker->arena, &tokens, err);

    if (code == ASSAY_EDATA) {
        refuse(answer, ASSAY_STATE_FAILED,
               assay_arena_copy(&worker->arena, assay_str_of(err->text)).ptr);
        return ASSAY_OK;
    }
    if (code)
        return code;
    if (tokens.count < 1 + (size_t)policy) {
        refuse(answer, ASSAY_STATE_FAILED, "no tokens");
        return ASSAY_OK;
    }
    if (tokens.count > gguf->max_length) {
        refuse(answer, ASSAY_STATE_TRUNCATED,
               assay_arena_printf(&worker->arena, "%zu tokens, the limit is %zu",
                                  tokens.count, gguf->max_length));
        return ASSAY_OK;
    }
    *row = (struct assay_gguf_row){
        .token = tokens.at, .count = tokens.count, .prompt = item->index};
    row->from = policy ? begin_of(prompt, &tokens) : 0;
    values = policy ? row->count - row->from : gguf->model->labels;
    row->out = assay_arena_new(&worker->arena, values, sizeof(double));
    worker->answer[worker->count++] = answer;
    return ASSAY_OK;
}

static bool has_texts(const struct assay_item *item)
{
    for (size_t i = 0; i < item->completion_count; i++)
        if (item->completions[i].len > 0)
            return true;
    return false;
}

static enum assay_code put_task(struct worker *worker, const struct assay_task *task,
                                struct assay_answer *answers, struct assay_error *err)
{
    const struct assay_gguf *gguf = worker->gguf;
    struct assay_gguf_tokens prompt = {0};
    enum assay_code code = ASSAY_OK;

    for (size_t k = 0; k < task->wanted; k++)
        refuse(&answers[k], ASSAY_STATE_SKIPPED, "the data hold no texts");
    if (!has_texts(task->item))
        return ASSAY_OK;
    if (gguf->model->kind == ASSAY_GGUF_POLICY)
        code = assay_gguf_tokens_of(gguf->model, &gguf->template,
                                    (struct assay_gguf_saying){task->item, NULL},
                                    &worker->arena, &prompt, err);
    if (code == ASSAY_EDATA) {
        for (size_t k = 0; k < task->wanted; k++)
            refuse(&answers[k], ASSAY_STATE_FAILED,
                   assay_arena_copy(&worker->arena, assay_str_of(err->text)).ptr);
        return ASSAY_OK;
    }
    for (size_t k = 0; !code && k < task->wanted; k++)
        code = put_row(worker, task->item, k, &prompt, &answers[k], err);
    return code;
}

static double implicit(const struct assay_gguf_row *row, unsigned how)
{
    return assay_implicit_free(row->out, row->count - row->from,
                               (enum assay_implicit)how);
}

/* The logits of a head as one score. */
static double weighted(const struct assay_gguf *gguf, const struct assay_gguf_row *row)
{
    double sum = 0.0;

    for (size_t i = 0; i < gguf->model->labels; i++)
        sum += gguf->weight[i] * row->out[i];
    return sum;
}

static void read_rows(struct worker *worker)
{
    const struct assay_gguf *gguf = worker->gguf;

    for (size_t i = 0; i < worker->count; i++) {
        const double value = gguf->model->kind == ASSAY_GGUF_POLICY
                                 ? implicit(&worker->row[i], gguf->reward)
                                 : weighted(gguf, &worker->row[i]);

        *worker->answer[i] =
            isfinite(value)
                ? (struct assay_answer){.state = ASSAY_STATE_SCORED, .value = value}
                : (struct assay_answer){.state = ASSAY_STATE_NAN};
    }
}

static enum assay_code work_through(struct worker *worker, const struct assay_task *tasks,
                                    size_t n, struct assay_reply *replies,
                                    struct assay_error *err)
{
    size_t most = 0;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; i < n; i++)
        most += tasks[i].wanted;
    worker->count = 0;
    worker->row = assay_arena_new(&worker->arena, most, sizeof(*worker->row));
    worker->answer = assay_arena_new(&worker->arena, most, sizeof(struct assay_answer *));
    for (size_t i = 0; !code && i < n; i++) {
        struct assay_answer *answers =
            assay_arena_new(&worker->arena, tasks[i].wanted, sizeof(*answers));

        replies[i] = (struct assay_reply){tasks[i], answers};
        code = put_task(worker, &tasks[i], answers, err);
    }
    if (!code)
        code = assay_gguf_decode(worker->decoder, worker->row, worker->count, err);
    if (!code)
        read_rows(worker);
    return code;
}

enum assay_code assay_gguf_pull(const void *state, struct assay_work *work,
                                struct assay_error *err)
{
    const struct assay_gguf *gguf = state;
    struct worker worker = {.gguf = gguf,
                            .decoder = assay_gguf_decoder_new(
                                gguf->model, (struct assay_gguf_decoding){
                                                 gguf->precision == 0, gguf->threads})};
    enum assay_code code = ASSAY_OK;

    while (!code) {
        struct assay_task tasks[ASSAY_GGUF_TASKS];
        struct assay_reply replies[ASSAY_GGUF_TASKS];
        const size_t n = assay_work_take(work, tasks, ASSAY_GGUF_TASKS);

        if (n == 0)
            break;
        assay_arena_reset(&worker.arena);
        code = work_through(&worker, tasks, n, replies, err);
        if (!code)
            code = assay_work_give(work, replies, n, err);
    }
    assay_arena_release(&worker.arena);
    assay_gguf_decoder_free(worker.decoder);
    return code;
}
