/*
 * fuzz_worker.c - any bytes as lines of a worker: refused in one line, or answers that fit what was
 * asked. The first byte says what is wanted, and how many.
 */
#include "adapters/worker_line.h"
#include "harness/core/jsonl.h"
#include "tests/fuzz/fuzz.h"

#include <assert.h>
#include <string.h>

enum {
    WANTED = 4
};

static void check(const struct assay_task *task, const struct assay_answer *answers)
{
    for (size_t i = 0; i < task->wanted; i++) {
        assert(answers[i].state < ASSAY_STATES);
        assert(answers[i].state != ASSAY_STATE_TIED);
        assert(assay_str_is_utf8(answers[i].text));
    }
}

static void look_at_answer(const struct assay_node *line, const struct assay_task *task)
{
    struct assay_answer answers[WANTED] = {0};
    struct assay_error err = {0};
    size_t id;

    (void)assay_worker_answers(line, &id);
    if (assay_worker_read(line, task, answers, &err) == ASSAY_OK)
        check(task, answers);
    else
        assert(err.code == ASSAY_EMODEL && err.text[0] && !strchr(err.text, '\n'));
}

static void look(const struct assay_node *line, const struct assay_task *task,
                 struct assay_arena *arena)
{
    struct assay_worker_hello hello;
    struct assay_worker_progress progress;
    struct assay_error err = {0};

    if (assay_worker_read_hello(line, arena, &hello, &err) == ASSAY_OK) {
        assert(hello.in_flight >= 1 && hello.in_flight <= ASSAY_WORKER_IN_FLIGHT);
        assert(hello.batch <= hello.in_flight);
    }
    if (assay_worker_read_progress(line, &progress, &err) == ASSAY_OK) {
        assert(progress.what.len > 0);
        assert(progress.total == 0 || progress.done <= progress.total);
    }
    for (size_t i = 0; assay_node_is(line, ASSAY_NODE_LIST) && i < assay_node_count(line);
         i++)
        look_at_answer(assay_node_at(line, i), task);
    look_at_answer(line, task);
}
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct assay_item item = {.completion_count = WANTED};
    struct assay_jsonl *parser = assay_jsonl_new();
    struct assay_arena arena = {0};
    struct assay_error err;
    const struct assay_node *line;
    struct assay_task task = {.item = &item, .wanted = 1};
    char *copy;

    if (size > 0) {
        task.want = (enum assay_want)(data[0] % ASSAY_WANTS);
        task.wanted = 1 + data[0] / ASSAY_WANTS % WANTED;
        copy = assay_arena_raw(&arena, size - 1 + ASSAY_JSONL_PADDING);
        memcpy(copy, data + 1, size - 1);
        if (assay_jsonl_parse(parser,
                              (struct assay_jsonl_text){copy, size - 1, "line", 1},
                              &arena, &line, &err) == ASSAY_OK)
            look(line, &task, &arena);
    }
    assay_arena_release(&arena);
    assay_jsonl_free(parser);
    return 0;
}
