#include "tests/unit/engine_parts.h"

#include "harness/core/memory.h"

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    GROUPED = 16 /* tasks at once */
};

static struct assay_str text_of(char *text)
{
    return assay_str_of(text);
}

static struct assay_str prompt_of(const struct made_items *items, size_t content,
                                  struct assay_arena *arena)
{
    struct assay_str head = text_of(assay_arena_printf(arena, "What is %zu?", content));
    char *text = assay_arena_new(arena, head.len + items->bytes + 1, 1);

    memset(text, 'x', head.len + items->bytes);
    memcpy(text, head.ptr, head.len);
    return (struct assay_str){text, head.len + items->bytes};
}

enum assay_code made_next(void *self, struct assay_arena *arena,
                          const struct assay_item **out, struct assay_error *err)
{
    struct made_items *items = self;
    const size_t i = items->next++;
    const size_t content = items->repeat && i % items->repeat == 0 ? 0 : i;
    struct assay_item *item = assay_arena_new(arena, 1, sizeof(*item));
    struct assay_message *message = assay_arena_new(arena, 1, sizeof(*message));
    const size_t n = 1 + content % 4;
    struct assay_str *completions = assay_arena_new(arena, n, sizeof(*completions));
    double *gold = assay_arena_new(arena, n, sizeof(*gold));

    *out = NULL;
    if (items->fail_at && i == items->fail_at)
        return assay_fail(err, ASSAY_EDATA, "made:%zu: broken", i + 1);
    if (i >= items->count)
        return ASSAY_OK;
    message->role = ASSAY_STR("user");
    message->content = prompt_of(items, content, arena);
    for (size_t k = 0; k < n; k++) {
        gold[k] = k == 0;
        if (!items->no_texts)
            completions[k] = text_of(assay_arena_printf(arena, "%zu", content + k));
    }
    *item = (struct assay_item){
        .index = i,
        .id = text_of(assay_arena_printf(arena, "item-%zu", i)),
        .subset = i % 3 ? ASSAY_STR("easy") : ASSAY_STR("hard"),
        .cluster =
            i % 2 ? text_of(assay_arena_printf(arena, "c%zu", i / 10)) : ASSAY_STR(""),
        .messages = items->no_texts ? NULL : message,
        .message_count = items->no_texts ? 0 : 1,
        .completions = completions,
        .gold = gold,
        .completion_count = n,
        .file = "made",
        .line = i + 1,
    };
    item->key = item->id;
    *out = item;
    return ASSAY_OK;
}

static struct assay_answer answer_to(const struct assay_item *item, size_t completion)
{
    const struct assay_str text = item->completions[completion];
    double sum = 0.1 * (double)(completion + 1);

    for (size_t i = 0; i < text.len; i++)
        sum = sum * 1.1 + (double)text.ptr[i] / 7.0;
    if (text.len > 0 && text.ptr[text.len - 1] == '9')
        return (struct assay_answer){.state = ASSAY_STATE_REFUSED,
                                     .note = ASSAY_STR("no nines")};
    if (text.len > 1 && text.ptr[0] == '8' && text.ptr[1] == '8')
        return (struct assay_answer){.state = ASSAY_STATE_SCORED, .value = (double)NAN};
    return (struct assay_answer){.state = ASSAY_STATE_SCORED, .value = sum};
}

static void note_taken(const struct made_model *model, const struct assay_item *item)
{
    char line[128];
    const struct timespec pause = {.tv_nsec = (long)model->slow * 1000};

    if (model->log > 0) {
        memcpy(line, item->id.ptr, item->id.len);
        line[item->id.len] = '\n';
        if (write(model->log, line, item->id.len + 1) < 0)
            abort();
    }
    if (model->slow)
        (void)nanosleep(&pause, NULL);
    if (model->gate && sem_wait(model->gate) == 0)
        (void)sem_post(model->gate);
}

/* What is taken with task i, as a number. */
static double beside(const struct assay_task *tasks, size_t n, size_t i)
{
    double sum = (double)i;

    for (size_t k = 0; k < n; k++)
        sum += (double)tasks[k].item->index * (double)(k + 1) * 1e-6;
    return sum;
}

static enum assay_code answer_all(const struct made_model *model, struct assay_work *work,
                                  const struct assay_task *tasks, size_t n,
                                  struct assay_error *err)
{
    struct assay_arena arena = {0};
    struct assay_reply *replies = assay_arena_new(&arena, n, sizeof(*replies));
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; i < n && !code; i++) {
        const struct assay_item *item = tasks[i].item;
        struct assay_answer *answers =
            assay_arena_new(&arena, tasks[i].wanted, sizeof(*answers));

        note_taken(model, item);
        for (size_t k = 0; k < tasks[i].wanted; k++)
            answers[k] = answer_to(item, k);
        for (size_t k = 0; k < tasks[i].wanted && model->grouped; k++)
            answers[k] = (struct assay_answer){.state = ASSAY_STATE_SCORED,
                                               .value = (double)item->completions[k].len +
                                                        beside(tasks, n, i)};
        if (model->fails && assay_str_equal(item->id, assay_str_of(model->fails)))
            code = assay_fail(err, ASSAY_EMODEL, "no answer to %s", model->fails);
        replies[n - 1 - i] = (struct assay_reply){tasks[i], answers};
    }
    if (!code)
        code = assay_work_give(work, replies, n, err);
    assay_arena_release(&arena);
    return code;
}

static enum assay_code made_pull(const void *state, struct assay_work *work,
                                 struct assay_error *err)
{
    const struct made_model *model = state;
    const size_t n = model->at_once ? model->at_once : 1;
    struct assay_task *tasks = assay_memory_new(n, sizeof(*tasks));
    enum assay_code code = ASSAY_OK;
    size_t got = 1;

    while (!code && got > 0) {
        got = assay_work_take(work, tasks, n);
        if (got > 0)
            code = answer_all(model, work, tasks, got, err);
    }
    free(tasks);
    return code;
}

static enum assay_code lazy_pull(const void *state, struct assay_work *work,
                                 struct assay_error *err)
{
    struct assay_task task;

    if (assay_work_take(work, &task, 1) == 1)
        return answer_all(state, work, &task, 1, err);
    return ASSAY_OK;
}

static enum assay_code greedy_pull(const void *state, struct assay_work *work,
                                   struct assay_error *err)
{
    enum {
        MOST = 20000
    };
    struct assay_task *tasks = assay_memory_new(MOST, sizeof(*tasks));
    enum assay_code code = ASSAY_OK;
    size_t count = 0, got = 1;

    while (got > 0 && count < MOST) {
        got = assay_work_take(work, tasks + count, MOST - count);
        count += got;
    }
    while (count > 0 && !code)
        code = answer_all(state, work, &tasks[--count], 1, err);
    free(tasks);
    return code;
}

static const struct assay_option made_options[] = {
    {.name = "slow",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct made_model, slow),
     .initial = "0"},
    {.name = "name",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct made_model, name),
     .initial = "made"},
    {.name = "log",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct made_model, log_path),
     .optional = true},
    {0},
};

static enum assay_code made_open(void *state, const struct assay_setting *setting,
                                 struct assay_error *err)
{
    struct made_model *model = state;

    (void)setting;
    if (model->log_path)
        model->log = open(model->log_path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    return model->log >= 0 ? ASSAY_OK : assay_fail(err, ASSAY_EIO, "no log");
}

static enum assay_code grouped_open(void *state, const struct assay_setting *setting,
                                    struct assay_error *err)
{
    struct made_model *model = state;

    model->at_once = GROUPED;
    model->grouped = true;
    return made_open(state, setting, err);
}

static void made_close(void *state)
{
    const struct made_model *model = state;

    if (model->log > 0)
        (void)close(model->log);
}

static enum assay_code made_identity(const void *state, const struct assay_hashes *known,
                                     struct assay_arena *arena,
                                     struct assay_identity *out, struct assay_error *err)
{
    const struct made_model *model = state;

    (void)known;
    (void)err;
    assay_node_put(arena, out->map, "model", assay_node_of_string(model->name));
    return ASSAY_OK;
}

static const char *const made_indifferent[] = {"slow", "log", NULL};

const struct assay_adapter grouped_adapter = {
    .name = "grouped",
    .summary = "numbers from texts and those beside them",
    .state_size = sizeof(struct made_model),
    .options = made_options,
    .reads_text = true,
    .together = GROUPED,
    .indifferent = made_indifferent,
    .identity = made_identity,
    .open = grouped_open,
    .pull = made_pull,
    .close = made_close,
};

const struct assay_adapter made_adapter = {
    .name = "made",
    .summary = "numbers from texts",
    .state_size = sizeof(struct made_model),
    .options = made_options,
    .reads_text = true,
    .indifferent = made_indifferent,
    .identity = made_identity,
    .open = made_open,
    .pull = made_pull,
    .close = made_close,
};

const struct assay_adapter lazy_adapter = {
    .name = "lazy", .state_size = sizeof(struct made_model), .pull = lazy_pull};

const struct assay_adapter greedy_adapter = {
    .name = "greedy", .state_size = sizeof(struct made_model), .pull = greedy_pull};

void table_text(const struct assay_table *table, struct assay_buf *out)
{
    for (size_t i = 0; i < table->items; i++) {
        assay_buf_printf(out, "%.*s %u %u %llu:", ASSAY_STR_ARG(table->id[i]),
                         table->subset[i], table->cluster[i],
                         (unsigned long long)table->line[i]);
        for (size_t k = table->gold_first[i]; k < table->gold_first[i + 1]; k++)
            assay_buf_printf(out, " %.17g", table->gold[k]);
        for (size_t k = table->first[i]; k < table->first[i + 1]; k++)
            assay_buf_printf(out, " %a/%d", table->value[k], table->state[k]);
        assay_buf_putc(out, '\n');
    }
}
