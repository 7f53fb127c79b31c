/* signal_board_read.c - what is right, and what every signal says, of each response of a log. */
#include "adapters/signals/signal.h"
#include "harness/core/memory.h"
#include "harness/run/signal_board_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    REASONS = 8, /* that are told apart of one signal */
    FIRST_ROOM = 1024
};

struct one {
    struct assay_signal_run *run;
    const char *reason[REASONS]; /* in the arena */
    size_t count[REASONS];
    double *value; /* (room,) */
};

struct reading {
    struct one one[ASSAY_SIGNAL_BOARD_MAX];
    struct assay_signal_board *board;
    struct signal_truth *truth;
    struct assay_arena *arena;
};

void assay_signal_truth_release(struct signal_truth *truth)
{
    free(truth->correct);
    free(truth->gold);
    free(truth->first);
    free(truth->prompt);
    assay_names_release(&truth->prompts);
}

/* Tracks and judgements that somebody beside the policy has to give: names of needs that are none of the text's own. */
static size_t passes_of(const char *needs)
{
    static const char *const others[] = {
        "tok.lp.", "tok.last.ref", "tok.value", "tok.aux", "steps.score", "steps.votes",
        "judges",  "prefs",        "reward.",   "fu.",     "ans_lp",      "ref_rewards"};
    size_t n = 0;

    while (*needs) {
        const size_t len = strcspn(needs, " ");

        for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
            if (strncmp(needs, others[i], strlen(others[i])) == 0 &&
                strncmp(needs, "tok.lp.policy", len) != 0)
                n++;
        needs += len;
        needs += strspn(needs, " ");
    }
    return n;
}

/* True of needs that say what is right. */
static bool knows(const char *needs)
{
    static const char *const truths[] = {"correct", "gold.", "steps.label", "labels",
                                         "reward.outcome"};

    for (; *needs; needs += strspn(needs, " ")) {
        const size_t len = strcspn(needs, " ");
        const char *last = needs;

        for (const char *at = needs; at < needs + len; at++)
            if (*at == ']' && at[1] == '.')
                last = at + 2;
        for (size_t i = 0; i < sizeof(truths) / sizeof(truths[0]); i++)
            if (strncmp(last, truths[i], strlen(truths[i])) == 0)
                return true;
        needs += len;
    }
    return false;
}

/* A signal that this log is no data for says why, and is not run any more; what stops all stays as it is. */
static enum assay_code drop(struct reading *reading, size_t s, enum assay_code code,
                            const struct assay_error *err)
{
    struct one *one = &reading->one[s];

    if (code != ASSAY_EDATA && code != ASSAY_EDOMAIN)
        return code;
    memset(one->reason, 0, sizeof(one->reason));
    reading->board->line[s].lacks = assay_arena_printf(reading->arena, "%s", err->text);
    reading->board->line[s].served = 0;
    assay_signal_close(one->run);
    one->run = NULL;
    return ASSAY_OK;
}

static enum assay_code start(struct reading *reading, const struct assay_signal *signal,
                             const struct assay_signal_preset *preset, const char *path,
                             struct assay_error *err)
{
    const size_t at = reading->board->count;
    struct assay_signal_line *line;
    struct assay_signal_run **run;
    enum assay_code code = ASSAY_OK;

    if (at >= ASSAY_SIGNAL_BOARD_MAX)
        return ASSAY_OK;
    line = &reading->board->line[at];
    run = &reading->one[at].run;
    reading->board->count++;
    *line = (struct assay_signal_line){.name = preset ? preset->name : signal->name,
                                       .needs = preset && preset->needs ? preset->needs
                                                                        : signal->needs,
                                       .row = preset ? preset->row : 0};
    line->passes = passes_of(line->needs);
    line->knows = knows(line->needs);
    code = assay_signal_open(line->name, NULL, 0, run, err);
    if (code == ASSAY_EUSAGE) { /* it needs to be told something */
        line->lacks = assay_arena_printf(reading->arena, "%s", err->text);
        return ASSAY_OK;
    }
    if (!code)
        line->parameters =
            assay_arena_printf(reading->arena, "%s", assay_signal_parameters(*run));
    if (!code)
        code = assay_signal_look(*run, path, err);
    return drop(reading, at, code, err);
}

static enum assay_code start_all(struct reading *reading, const char *path,
                                 struct assay_error *err)
{
    const struct assay_signal *signal;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && (signal = assay_signal_at(i)) != NULL; i++) {
        const struct assay_signal_preset *preset = signal->presets;

        if (!preset)
            code = start(reading, signal, NULL, path, err);
        for (; !code && preset && preset->name; preset++)
            code = start(reading, signal, preset, path, err);
    }
    return code;
}

static enum assay_code make_room(struct reading *reading, size_t more,
                                 const struct assay_rollout_view *view,
                                 struct assay_error *err)
{
    struct signal_truth *truth = reading->truth;
    const size_t need = truth->responses + more;

    if (need * (reading->board->count + 1) > ASSAY_SIGNAL_BOARD_RESPONSES)
        return assay_fail(
            err, ASSAY_EDATA, "line %u: more than %d values, of %zu signals, in all",
            view->record.line, ASSAY_SIGNAL_BOARD_RESPONSES, reading->board->count);
    if (truth->groups + 2 > truth->group_room) {
        truth->group_room =
            assay_memory_grow(truth->group_room, truth->groups + FIRST_ROOM);
        truth->first =
            assay_memory_resize(truth->first, truth->group_room, sizeof(*truth->first));
        truth->prompt =
            assay_memory_resize(truth->prompt, truth->group_room, sizeof(*truth->prompt));
    }
    if (need <= truth->room)
        return ASSAY_OK;
    truth->room = assay_memory_grow(truth->room, need + FIRST_ROOM);
    truth->correct = assay_memory_resize(truth->correct, truth->room, sizeof(double));
    truth->gold = assay_memory_resize(truth->gold, truth->room, sizeof(double));
    for (size_t s = 0; s < reading->board->count; s++)
        reading->one[s].value =
            assay_memory_resize(reading->one[s].value, truth->room, sizeof(double));
    return ASSAY_OK;
}

static void count_reason(struct reading *reading, struct one *one, const char *what)
{
    for (size_t i = 0; i < REASONS; i++) {
        if (!one->reason[i])
            one->reason[i] = assay_arena_printf(reading->arena, "%s", what);
        if (strcmp(one->reason[i], what) != 0)
            continue;
        one->count[i]++;
        return;
    }
}

static void take_truth(struct signal_truth *truth, const struct assay_rollout_view *view)
{
    const struct assay_node *scores =
        assay_rollout_value(view->record.node, ASSAY_STR("gold.score"));

    for (size_t i = 0; i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);
        double *correct = &truth->correct[truth->responses + i];
        double *gold = &truth->gold[truth->responses + i];

        if (!assay_rollout_correct(response, correct))
            *correct = NAN;
        *gold = NAN;
        if (scores &&
            assay_node_number(
                assay_node_find(scores, assay_node_text(assay_node_get(response, "id"))),
                gold))
            truth->scored = true;
    }
}

static enum assay_code take_signal(struct reading *reading, size_t s,
                                   const struct assay_rollout_view *view,
                                   struct assay_error *err)
{
    struct one *one = &reading->one[s];
    const struct assay_signal_value *values;
    enum assay_code code;

    if (!one->run)
        return ASSAY_OK;
    code = assay_signal_take(one->run, view, &values, err);
    for (size_t i = 0; !code && i < view->count; i++) {
        one->value[reading->truth->responses + i] = values[i].reward;
        if (values[i].lacks)
            count_reason(reading, one, values[i].lacks);
        else
            reading->board->line[s].served++;
    }
    return drop(reading, s, code, err);
}

static enum assay_code take_group(struct reading *reading,
                                  const struct assay_rollout_view *view,
                                  struct assay_error *err)
{
    struct signal_truth *truth = reading->truth;
    enum assay_code code = make_room(reading, view->count, view, err);

    if (code)
        return code;
    take_truth(truth, view);
    for (size_t s = 0; !code && s < reading->board->count; s++)
        code = take_signal(reading, s, view, err);
    truth->first[truth->groups] = truth->responses;
    truth->prompt[truth->groups] = assay_names_add(
        &truth->prompts, assay_node_text(assay_node_get(view->record.node, "id")));
    truth->responses += view->count;
    truth->groups++;
    truth->first[truth->groups] = truth->responses;
    return code;
}

static enum assay_code take_all(struct reading *reading, const char *path,
                                struct assay_error *err)
{
    struct assay_rollout_walk *walk;
    struct assay_rollout_view view;
    enum assay_code code = assay_rollout_walk_open(path, &walk, err);

    while (!code) {
        code = assay_rollout_walk_next(walk, &view, err);
        if (code || !view.record.node)
            break;
        if (view.record.kind == ASSAY_ROLLOUT_GROUP && view.count > 0)
            code = take_group(reading, &view, err);
    }
    assay_rollout_walk_close(walk);
    return code;
}

static void finish(struct reading *reading)
{
    const size_t bytes = reading->truth->responses * sizeof(double);

    for (size_t s = 0; s < reading->board->count; s++) {
        struct one *one = &reading->one[s];
        double *value = assay_arena_new(reading->arena, reading->truth->responses + 1,
                                        sizeof(*value));
        size_t most = 0;

        if (one->value && one->run)
            memcpy(value, one->value, bytes);
        reading->board->line[s].value = value;
        for (size_t i = 1; i < REASONS && one->reason[i]; i++)
            if (one->count[i] > one->count[most])
                most = i;
        if (one->reason[most])
            reading->board->line[s].lacks = one->reason[most];
    }
    reading->board->responses = reading->truth->responses;
    reading->board->groups = reading->truth->groups;
    reading->board->scored = reading->truth->scored;
}

static bool has_truth(const struct signal_truth *truth)
{
    for (size_t i = 0; i < truth->responses; i++)
        if (!isnan(truth->correct[i]) || !isnan(truth->gold[i]))
            return true;
    return false;
}

enum assay_code assay_signal_board_read(const struct assay_signal_board_how *how,
                                        struct assay_arena *arena,
                                        struct signal_truth *truth,
                                        struct assay_signal_board *out,
                                        struct assay_error *err)
{
    struct reading *reading = assay_memory_new(1, sizeof(*reading));
    enum assay_code code;

    *out = (struct assay_signal_board){
        .line = assay_arena_new(arena, ASSAY_SIGNAL_BOARD_MAX + 1, sizeof(*out->line))};
    *reading = (struct reading){.board = out, .truth = truth, .arena = arena};
    code = start_all(reading, how->path, err);
    if (!code)
        code = take_all(reading, how->path, err);
    if (!code && !has_truth(truth))
        code = assay_fail(err, ASSAY_EDATA,
                          "%s: no response says whether it is correct, and no group has "
                          "gold.score: nothing to hold signals against",
                          how->path);
    if (!code)
        finish(reading);
    for (size_t s = 0; s < out->count; s++) {
        assay_signal_close(reading->one[s].run);
        free(reading->one[s].value);
    }
    free(reading);
    return code;
}
