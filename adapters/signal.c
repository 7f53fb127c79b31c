/*
 * signal.c - rewards that are computed from a rollout log: signal:NAME, of adapters/signals.
 *
 * The log is the suite's own, samples:LOG, or another one of the same groups (--model-option log=LOG). It is read once, or
 * twice where the signal looks at all of it first; what stays is a number a response. Answers are by the group's key,
 * ID@CKPT, and the response's place. A response that lacks a field is skipped and counted by what it lacks.
 */
#include "adapters/signals/signal.h"
#include "adapters/batch.h"
#include "adapters/replay_store.h"
#include "harness/core/format.h"
#include "harness/core/memory.h"
#include "harness/core/tally.h"

#include "adapters/adapter.h"

#include <stdlib.h>
#include <string.h>

enum {
    REASONS = 8, /* told one by one; further ones together */
    NAMED = 3    /* of them beside an item */
};

struct answers {
    struct assay_replay_store store;
    struct assay_tally lacks; /* what responses lack */
    size_t responses, rewarded;
    struct assay_str note[REASONS + 2];
    size_t notes;
    struct assay_str lacking; /* said of a response without a reward */
};

/* In front of a computation's own state. */
struct signal_state {
    const char *log;
    struct answers *answers;
};

static void keep(struct answers *answers, const struct assay_rollout_view *view,
                 const struct assay_signal_value *values)
{
    double *value = assay_arena_new(view->arena, view->count + 1, sizeof(*value));
    unsigned char *state = assay_arena_new(view->arena, view->count + 1, 1);
    const struct assay_replay_row row = {
        .value = value, .state = state, .count = view->count};

    for (size_t i = 0; i < view->count; i++) {
        answers->responses++;
        if (values[i].lacks) {
            (void)assay_tally_add(&answers->lacks, assay_str_of(values[i].lacks));
            continue;
        }
        answers->rewarded++;
        value[i] = values[i].reward;
        state[i] = ASSAY_STATE_SCORED;
    }
    assay_replay_store_add(&answers->store,
                           assay_rollout_item(view->record.node, view->arena), &row,
                           view->record.line);
}

/* A signal at work, and where what it says is kept. */
struct reading {
    struct answers *answers;
    struct assay_signal_run *run;
};

static enum assay_code take(void *self, struct assay_rollout_view *view,
                            struct assay_error *err)
{
    const struct reading *reading = self;
    const struct assay_signal_value *values;
    enum assay_code code;

    if (view->record.kind != ASSAY_ROLLOUT_GROUP || view->count == 0)
        return ASSAY_OK;
    code = assay_signal_take(reading->run, view, &values, err);
    if (!code)
        keep(reading->answers, view, values);
    return code;
}

/* "the log lacks tok.lp.ref", or one of the fields that responses lack. */
static struct assay_str lacking(const struct answers *answers, struct assay_arena *arena)
{
    struct assay_buf text = {0};
    struct assay_str out;

    assay_buf_add(&text, ASSAY_STR("the log lacks "));
    for (size_t i = 0; i < answers->lacks.names.count && i < NAMED; i++) {
        if (i > 0)
            assay_buf_add(&text, ASSAY_STR(" or "));
        assay_buf_add(&text, answers->lacks.names.at[i]);
    }
    if (answers->lacks.names.count > NAMED)
        assay_buf_add(&text, ASSAY_STR(" or something else"));
    out = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return out;
}

/* "a reward for 7 of 9 responses; 2 lack tok.lp.ref". */
static void tell(struct answers *answers, struct assay_arena *arena)
{
    size_t others = 0;

    answers->lacking = lacking(answers, arena);
    answers->note[answers->notes++] = assay_str_of(
        assay_arena_printf(arena, "the signal has a reward for %zu of %zu responses",
                           answers->rewarded, answers->responses));
    for (size_t i = 0; i < answers->lacks.names.count; i++) {
        if (i >= REASONS) {
            others += answers->lacks.count[i];
            continue;
        }
        answers->note[answers->notes++] = assay_str_of(assay_arena_printf(
            arena, "without a reward: %zu, which lack%s %.*s", answers->lacks.count[i],
            answers->lacks.count[i] == 1 ? "s" : "",
            ASSAY_STR_ARG(answers->lacks.names.at[i])));
    }
    if (others > 0)
        answers->note[answers->notes++] = assay_str_of(
            assay_arena_printf(arena, "without a reward: %zu for other reasons", others));
}

static enum assay_code signal_open(void *state, const struct assay_setting *setting,
                                   struct assay_error *err)
{
    struct signal_state *signal = state;
    const struct assay_replay_map map = {0};
    const char *path = signal->log ? signal->log : setting->records;
    struct assay_signal_choice choice;
    struct assay_signal_run *run;
    enum assay_code code;

    if (!path)
        return assay_fail(err, ASSAY_EUSAGE,
                          "signal:%s: no rollout log; the suite is none, so name one by "
                          "--model-option log=LOG",
                          setting->target);
    code = assay_signal_choose(setting->target, setting->arena, &choice, err);
    if (code)
        return code;
    signal->answers = assay_memory_new(1, sizeof(*signal->answers));
    code = assay_signal_open_state(&choice, (char *)state + sizeof(*signal), &run, err);
    if (!code)
        code = assay_signal_look(run, path, err);
    if (!code)
        code =
            assay_rollout_walk(path, take, &(struct reading){signal->answers, run}, err);
    assay_signal_close(run);
    if (!code)
        code = assay_replay_store_seal(&signal->answers->store, &map, path, err);
    if (!code)
        tell(signal->answers, setting->arena);
    return code;
}

static enum assay_code answer(const void *self, const struct assay_task *task,
                              struct assay_arena *arena, struct assay_answer *answers,
                              struct assay_error *err)
{
    const struct signal_state *signal = self;
    const struct assay_replay_entry *entry =
        assay_replay_store_find(&signal->answers->store, task->item->id);

    (void)err;
    if (!entry || entry->count != task->wanted) {
        for (size_t i = 0; i < task->wanted; i++)
            answers[i].note = entry
                                  ? ASSAY_STR("the log has other responses of this group")
                                  : ASSAY_STR("the log has no such group");
        return ASSAY_OK;
    }
    const struct assay_replay_row row =
        assay_replay_store_row(&signal->answers->store, entry, arena);

    for (size_t i = 0; i < task->wanted; i++) {
        answers[i].state = row.state[i];
        answers[i].value = row.value[i];
        if (row.state[i] != ASSAY_STATE_SCORED)
            answers[i].note = signal->answers->lacking;
    }
    return ASSAY_OK;
}

static enum assay_code signal_pull(const void *state, struct assay_work *work,
                                   struct assay_error *err)
{
    return assay_batch_pull(state, answer, work, err);
}

static bool signal_note(const void *state, size_t i, struct assay_str *out)
{
    const struct signal_state *signal = state;

    if (!signal->answers || i >= signal->answers->notes)
        return false;
    *out = signal->answers->note[i];
    return true;
}

static void signal_close(void *state)
{
    struct signal_state *signal = state;

    if (!signal->answers)
        return;
    assay_replay_store_release(&signal->answers->store);
    assay_tally_release(&signal->answers->lacks);
    free(signal->answers);
}

/* The log, where one is named: what answers depend on. */
static const char *signal_file(const void *state, const char *target, size_t i,
                               struct assay_arena *arena)
{
    (void)target;
    (void)arena;
    return i == 0 ? ((const struct signal_state *)state)->log : NULL;
}

static enum assay_code signal_check(const char *target, struct assay_error *err)
{
    struct assay_arena arena = {0};
    struct assay_signal_choice choice;
    const enum assay_code code =
        *target ? assay_signal_choose(target, &arena, &choice, err)
                : assay_fail(err, ASSAY_EUSAGE,
                             "signal: name one, signal:NAME; see 'assay signals'");

    assay_arena_release(&arena);
    return code;
}

static const struct assay_option own[] = {
    {
        .name = "log",
        .help = "the rollout log, where it is not the suite's own",
        .type = ASSAY_OPTION_TEXT,
        .offset = offsetof(struct signal_state, log),
        .value = "LOG",
        .optional = true,
    },
    {0},
};

/* The options of the adapter, then those of a signal, whose state is behind the adapter's. */
static const struct assay_option *options_of(const struct assay_signal_choice *choice,
                                             struct assay_arena *arena)
{
    struct assay_option *made;
    size_t n = 0;

    while (choice->options && choice->options[n].name)
        n++;
    made = assay_arena_new(arena, n + 2, sizeof(*made));
    made[0] = own[0];
    for (size_t i = 0; i < n; i++) {
        made[i + 1] = choice->options[i];
        made[i + 1].offset += sizeof(struct signal_state);
    }
    return made;
}

static enum assay_code signal_choose(const char *target, struct assay_arena *arena,
                                     const struct assay_adapter **out,
                                     struct assay_error *err)
{
    struct assay_adapter *made;
    struct assay_signal_choice choice;
    enum assay_code code;

    if (!*target)
        return ASSAY_OK;
    code = assay_signal_choose(target, arena, &choice, err);
    if (code)
        return code;
    made = assay_arena_new(arena, 1, sizeof(*made));
    *made = **out;
    made->options = options_of(&choice, arena);
    made->state_size = sizeof(struct signal_state) + choice.signal->state_size;
    *out = made;
    return ASSAY_OK;
}

const struct assay_adapter assay_adapter_signal = {
    .name = "signal",
    .summary = "rewards computed from a rollout log: `assay signals` lists them",
    .state_size = sizeof(struct signal_state),
    .options = own,
    .needs_target = true,
    .choose = signal_choose,
    .check_target = signal_check,
    .open = signal_open,
    .file = signal_file,
    .pull = signal_pull,
    .note = signal_note,
    .close = signal_close,
};
