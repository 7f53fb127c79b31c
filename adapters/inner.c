#include "adapters/inner.h"

#include "adapters/identity.h"
#include "harness/core/memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- a queue of given tasks ---- */

struct stretch {
    struct assay_work work; /* first */
    const struct assay_task *tasks;
    size_t count, taken;
    const atomic_int *stop;
    struct assay_stage *stage;
    struct assay_inner_answers *out;
    struct assay_arena *arena;
};

static size_t take(struct assay_work *work, struct assay_task *tasks, size_t n)
{
    struct stretch *stretch = (struct stretch *)(void *)work;
    const size_t left = stretch->count - stretch->taken;
    const size_t got = stretch->stop && *stretch->stop ? 0 : n < left ? n : left;

    memcpy(tasks, stretch->tasks + stretch->taken, got * sizeof(*tasks));
    stretch->taken += got;
    return got;
}

/* Items of a stretch are told apart by where they are. */
static struct assay_answer *answers_of(const struct stretch *stretch,
                                       const struct assay_item *item)
{
    size_t i = 0;

    while (stretch->tasks[i].item != item)
        i++;
    return stretch->out[i].at;
}

static const double *copy_numbers(struct assay_arena *arena, const double *number,
                                  size_t n)
{
    double *out = assay_arena_new(arena, n, sizeof(*out));

    if (n > 0)
        memcpy(out, number, n * sizeof(*out));
    return out;
}

static enum assay_code give(struct assay_work *work, const struct assay_reply *replies,
                            size_t n, struct assay_error *err)
{
    const struct stretch *stretch = (const struct stretch *)(void *)work;

    (void)err;
    for (size_t i = 0; i < n; i++) {
        struct assay_answer *out = answers_of(stretch, replies[i].task.item);

        for (size_t k = 0; k < replies[i].task.wanted; k++) {
            out[k] = replies[i].answers[k];
            out[k].note = assay_arena_copy(stretch->arena, out[k].note);
            out[k].text = assay_arena_copy(stretch->arena, out[k].text);
            out[k].log_p = copy_numbers(stretch->arena, out[k].log_p, out[k].log_p_count);
        }
    }
    assay_stage_add(stretch->stage, n);
    return ASSAY_OK;
}

static const struct assay_work_calls calls = {.take = take, .give = give};

enum assay_code assay_inner_ask(const struct assay_inner *inner,
                                const struct assay_task *tasks, size_t n,
                                struct assay_arena *arena,
                                struct assay_inner_answers *out, struct assay_error *err)
{
    struct stretch stretch = {.work = {&calls},
                              .tasks = tasks,
                              .count = n,
                              .stop = inner->stop,
                              .stage = inner->stage,
                              .out = out,
                              .arena = arena};

    for (size_t i = 0; i < n; i++)
        out[i].at = assay_arena_new(arena, tasks[i].wanted, sizeof(*out[i].at));
    return inner->adapter->pull(inner->state, &stretch.work, err);
}

enum assay_code assay_inner_pull(const void *self, assay_inner_answer *answer,
                                 struct assay_work *work, struct assay_error *err)
{
    struct assay_arena arena = {0};
    enum assay_code code = ASSAY_OK;

    while (!code) {
        struct assay_task tasks[ASSAY_INNER_TASKS];
        struct assay_reply replies[ASSAY_INNER_TASKS];
        const size_t n = assay_work_take(work, tasks, ASSAY_INNER_TASKS);

        if (n == 0)
            break;
        assay_arena_reset(&arena);
        code = answer(self, tasks, n, &arena, replies, err);
        if (!code)
            code = assay_work_give(work, replies, n, err);
    }
    assay_arena_release(&arena);
    return code;
}

/* ---- opening ---- */

/* An error of opening it: whose it is, and its options as they are given here. */
static enum assay_code named(const struct assay_inner *inner, enum assay_code code,
                             struct assay_error *err)
{
    static const char option[] = "--model-option ";
    const struct assay_error why = *err;
    struct assay_buf text = {0};
    const char *at = why.text, *next;

    if (!strstr(why.text, inner->model))
        assay_buf_printf(&text, "%s: ", inner->model);
    while (inner->by && (next = strstr(at, option)) != NULL) {
        next += sizeof(option) - 1;
        assay_buf_add(&text, (struct assay_str){at, (size_t)(next - at)});
        assay_buf_puts(&text, inner->by);
        at = next;
    }
    assay_buf_puts(&text, at);
    (void)assay_fail(err, code, "%s", text.data);
    assay_buf_release(&text);
    return code;
}

/* It is asked for numbers or texts: what is of hidden states has no effect. */
static enum assay_code check_words(const struct assay_inner *inner,
                                   const struct assay_setting *setting,
                                   struct assay_error *err)
{
    for (size_t i = 0; !setting->vectors && i < inner->word_count; i++) {
        const struct assay_option *option =
            assay_adapter_option(inner->adapter, inner->words[i]);

        if (option && option->of_vectors)
            return assay_fail(err, ASSAY_EUSAGE,
                              "%s: no hidden states are asked of a model inside another",
                              inner->words[i]);
    }
    return ASSAY_OK;
}

enum assay_code assay_inner_open(struct assay_inner *inner, const char *model,
                                 const char *const *words, size_t n,
                                 const struct assay_setting *setting,
                                 struct assay_error *err)
{
    struct assay_setting own = *setting;
    const char **kept = assay_arena_new(setting->arena, n + 1, sizeof(*kept));
    enum assay_code code =
        assay_adapter_choose(model, setting->arena, &inner->adapter, &own.target, err);

    memcpy(kept, words, n * sizeof(*kept));
    inner->words = kept;
    inner->word_count = n;
    inner->model = model;
    inner->seed = setting->seed;
    inner->draws = !setting->sampling || setting->sampling->temperature > 0.0;
    inner->orders = setting->orders;
    inner->votes = setting->votes;
    own.own_records = false;
    if (!code && inner->adapter->needs_target && !*own.target)
        code =
            assay_fail(err, ASSAY_EUSAGE, "%s: wants a target, %s:TARGET", model, model);
    if (!code && setting->media && inner->adapter->reads_text &&
        !inner->adapter->sees_media)
        code = assay_fail(err, ASSAY_EUSAGE,
                          "suite %s shows pictures, and %s reads texts only",
                          setting->suite, model);
    if (!code)
        code = check_words(inner, setting, err);
    if (!code)
        code = assay_adapter_start(inner->adapter, words, n, &own, &inner->state, err);
    return code ? named(inner, code, err) : ASSAY_OK;
}

void assay_inner_close(struct assay_inner *inner)
{
    assay_adapter_end(inner->adapter, inner->state);
    *inner = (struct assay_inner){0};
}

enum assay_want assay_inner_want(const struct assay_inner *inner)
{
    return assay_adapter_want(inner->adapter, inner->state);
}

/* ---- what it is ---- */

/* Of the setting what it heeds: whoever is made of it need not heed that by itself. */
static void put_heeded(const struct assay_inner *inner, struct assay_arena *arena,
                       struct assay_node *map)
{
    struct assay_node *asked = assay_node_map(arena);

    if (inner->draws && assay_identity_heeds(inner->adapter, ASSAY_STR("seed")))
        assay_node_put(arena, asked, "seed",
                       assay_node_of_string(assay_arena_printf(
                           arena, "%llu", (unsigned long long)inner->seed)));
    if (assay_identity_heeds(inner->adapter, ASSAY_STR("orders")))
        assay_node_put_count(arena, asked, "orders", inner->orders);
    if (assay_identity_heeds(inner->adapter, ASSAY_STR("votes")))
        assay_node_put_count(arena, asked, "votes", inner->votes);
    if (assay_node_count(asked) > 0)
        assay_node_put(arena, map, "asked", *asked);
}

enum assay_code assay_inner_identity(const struct assay_inner *inner, const char *key,
                                     const struct assay_hashes *known,
                                     struct assay_arena *arena,
                                     struct assay_identity *out, struct assay_error *err)
{
    const struct assay_identified who = {inner->adapter, inner->state, inner->words,
                                         inner->word_count};
    struct assay_identity own;
    const enum assay_code code = assay_identity_tell(&who, known, arena, &own, err);

    if (!code && own.none && !out->none)
        out->none = assay_arena_printf(arena, "%s: %s", inner->model, own.none);
    if (!code && !own.none) {
        put_heeded(inner, arena, own.map);
        assay_node_put(arena, out->map, key, *own.map);
    }
    return code;
}

/* True of a target that is read as it is. */
static bool is_there(const struct assay_adapter *adapter, const char *target)
{
    struct stat status;

    return adapter->needs_target && stat(target, &status) == 0 &&
           (S_ISREG(status.st_mode) ||
            (adapter->takes_folder && S_ISDIR(status.st_mode)));
}

const char *assay_inner_file(const struct assay_inner_given *given, size_t *i,
                             struct assay_arena *arena)
{
    const struct assay_adapter *adapter;
    const char *target, *found = NULL;
    struct assay_error ignored; /* it is told when the model is opened */
    void *state;
    size_t own;

    if (assay_adapter_choose(given->model, arena, &adapter, &target, &ignored))
        return NULL;
    own = is_there(adapter, target);
    if (*i < own)
        return target;
    *i -= own;
    state = assay_memory_new(1, adapter->state_size);
    if (adapter->file && !assay_options_parse(adapter->options, given->words,
                                              given->word_count, state, &ignored)) {
        size_t n = 0;

        found = adapter->file(state, target, *i, arena);
        while (!found && n < *i && adapter->file(state, target, n, arena))
            n++;
        *i -= n;
    }
    free(state);
    return found;
}

void assay_inner_facts(const struct assay_inner *inner, const char *key,
                       struct assay_arena *arena, struct assay_node *map)
{
    struct assay_node *own = assay_node_map(arena);

    if (!inner->state)
        return;
    assay_node_put(arena, own, "model",
                   assay_node_of_string(assay_str_is_utf8(assay_str_of(inner->model))
                                            ? inner->model
                                            : "(not UTF-8)"));
    if (inner->adapter->facts)
        inner->adapter->facts(inner->state, arena, own);
    assay_node_put(arena, map, key, *own);
}

void assay_inner_estimate(const struct assay_inner_given *given,
                          const struct assay_load *load, struct assay_arena *arena,
                          struct assay_budget *budget)
{
    const struct assay_adapter *adapter;
    const char *target;
    struct assay_error ignored; /* it is told when the model is opened */
    void *state;

    if (assay_adapter_choose(given->model, arena, &adapter, &target, &ignored))
        return;
    state = assay_memory_new(1, adapter->state_size);
    if (adapter->estimate && !assay_options_parse(adapter->options, given->words,
                                                  given->word_count, state, &ignored))
        adapter->estimate(state, target, load, arena, budget);
    free(state);
}
