/*
 * pull_gguf.c - usage: pull_gguf ITEMS MODEL OPTION...
 *
 * Asks a model ITEMS pairs as one run does, on one thread, and tells how many contexts libllama made for
 * it: a model that is a part of others is to keep its own for the whole run.
 */
#include "adapters/adapter.h"
#include "harness/core/arena.h"
#include "harness/core/memory.h"

#include <llama.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct queue {
    struct assay_work work;  /* first */
    struct assay_item *item; /* (count,) */
    size_t count, taken, scored;
    enum assay_want want;
};

static size_t take(struct assay_work *work, struct assay_task *tasks, size_t n)
{
    struct queue *queue = (struct queue *)(void *)work;
    size_t got = 0;

    while (got < n && queue->taken < queue->count)
        tasks[got++] =
            (struct assay_task){.item = &queue->item[queue->taken++],
                                .wanted = queue->want == ASSAY_WANT_SCORES ? 2 : 1,
                                .want = queue->want};
    return got;
}

static enum assay_code give(struct assay_work *work, const struct assay_reply *replies,
                            size_t n, struct assay_error *err)
{
    struct queue *queue = (struct queue *)(void *)work;

    (void)err;
    for (size_t i = 0; i < n; i++)
        queue->scored += replies[i].answers[0].state == ASSAY_STATE_SCORED;
    return ASSAY_OK;
}

static void count(enum ggml_log_level level, const char *text, void *data)
{
    (void)level;
    *(size_t *)data += strstr(text, "constructing llama_context") != NULL;
}

static enum assay_code ask(const char *model, const char *const *words, size_t n,
                           struct queue *queue, size_t *contexts, struct assay_error *err)
{
    struct assay_arena arena = {0};
    struct assay_setting setting = {
        .suite = "pairs", .orders = 1, .votes = 1, .arena = &arena};
    const struct assay_adapter *adapter;
    void *state = NULL;
    enum assay_code code =
        assay_adapter_choose(model, &arena, &adapter, &setting.target, err);

    if (!code)
        code = assay_adapter_start(adapter, words, n, &setting, &state, err);
    if (!code) {
        llama_log_set(count, contexts);
        queue->want = assay_adapter_want(adapter, state);
        code = adapter->pull(state, &queue->work, err);
    }
    if (state)
        assay_adapter_end(adapter, state);
    assay_arena_release(&arena);
    return code;
}

int main(int argc, char **argv)
{
    static const struct assay_work_calls calls = {.take = take, .give = give};
    static const struct assay_message message = {{"user", 4}, {"How much?", 9}};
    static const struct assay_str completion[] = {{"All of it.", 10}, {"None.", 5}};
    struct queue queue = {.work = {&calls}};
    struct assay_error err;
    size_t contexts = 0;
    int status = 0;

    if (argc < 3)
        return 2;
    queue.count = strtoul(argv[1], NULL, 10);
    queue.item = assay_memory_new(queue.count, sizeof(*queue.item));
    for (size_t i = 0; i < queue.count; i++)
        queue.item[i] = (struct assay_item){.index = i,
                                            .id = {"a", 1},
                                            .messages = &message,
                                            .message_count = 1,
                                            .completions = completion,
                                            .completion_count = 2};
    if (ask(argv[2], (const char *const *)argv + 3, (size_t)argc - 3, &queue, &contexts,
            &err)) {
        (void)fprintf(stderr, "pull_gguf: %s\n", err.text);
        status = 1;
    } else {
        printf("%zu items, %zu answered, %zu contexts\n", queue.count, queue.scored,
               contexts);
    }
    free(queue.item);
    return status;
}
