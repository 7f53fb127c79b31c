/* signal_board_read.c - what is right, and what every signal says, of each response of a log. */
#include "adapters/signals/signal_set.h"
#include "harness/core/memory.h"
#include "harness/core/rollout_schema.h"
#include "harness/run/signal_board_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_ROOM = 1024
};

struct reading {
    struct assay_signal_set set;           /* in the order of the board's lines */
    double *value[ASSAY_SIGNAL_BOARD_MAX]; /* of each (room,) */
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

/* What a function says of the field that each word of needs leads to, added up. */
static size_t count_needs(const char *needs,
                          bool (*counts)(const struct assay_rollout_field *field,
                                         struct assay_str path))
{
    size_t n = 0;

    while (*needs) {
        const struct assay_str path = {needs, strcspn(needs, " ")};
        const struct assay_rollout_field *field = assay_rollout_field_needed(path);

        n += field && counts(field, path);
        needs += path.len;
        needs += strspn(needs, " ");
    }
    return n;
}

/* What somebody beside the policy gives: judgements and scores, and log-probabilities of other models. */
static bool is_pass(const struct assay_rollout_field *field, struct assay_str path)
{
    static const char *const others[] = {"tok.lp.", "tok.last.ref", "tok.aux", "tok.top.",
                                         "fu",      "ans_lp",       "judges"};

    if (field->claim == ASSAY_ROLLOUT_PREDICTION || field->claim == ASSAY_ROLLOUT_SIGNAL)
        return true;
    if (assay_str_equal(path, ASSAY_STR("tok.lp.policy")))
        return false;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (assay_str_starts(path, assay_str_of(others[i])))
            return true;
    return false;
}

/* What says what is right; an outcome's reward is that by another name. */
static bool is_truth(const struct assay_rollout_field *field, struct assay_str path)
{
    return field->claim == ASSAY_ROLLOUT_TRUTH ||
           assay_str_equal(path, ASSAY_STR("reward.outcome"));
}

static enum assay_code add(struct reading *reading, const struct assay_signal *signal,
                           const struct assay_signal_preset *preset,
                           struct assay_error *err)
{
    const size_t at = reading->board->count;
    struct assay_signal_line *line = reading->board->line + at;
    const struct assay_signal_member *member;
    enum assay_code code;

    if (at >= ASSAY_SIGNAL_BOARD_MAX)
        return ASSAY_OK;
    reading->board->count++;
    *line = (struct assay_signal_line){.name = preset ? preset->name : signal->name,
                                       .needs = preset && preset->needs ? preset->needs
                                                                        : signal->needs,
                                       .row = preset ? preset->row : 0};
    line->passes = count_needs(line->needs, is_pass);
    line->knows = count_needs(line->needs, is_truth) > 0;
    code = assay_signal_set_add(&reading->set, line->name, err);
    member = &reading->set.at[at];
    if (!code && member->run)
        line->parameters = assay_arena_printf(reading->arena, "%s",
                                              assay_signal_parameters(member->run));
    return code;
}

static enum assay_code add_all(struct reading *reading, struct assay_error *err)
{
    const struct assay_signal *signal;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && (signal = assay_signal_at(i)) != NULL; i++) {
        const struct assay_signal_preset *preset = signal->presets;

        if (!preset)
            code = add(reading, signal, NULL, err);
        for (; !code && preset && preset->name; preset++)
            code = add(reading, signal, preset, err);
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
        reading->value[s] =
            assay_memory_resize(reading->value[s], truth->room, sizeof(double));
    return ASSAY_OK;
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
    const struct assay_signal_value *values;
    const enum assay_code code =
        assay_signal_set_take(&reading->set, s, view, &values, err);

    for (size_t i = 0; !code && values && i < view->count; i++)
        reading->value[s][reading->truth->responses + i] = values[i].reward;
    return code;
}

static enum assay_code take_group(void *self, struct assay_rollout_view *view,
                                  struct assay_error *err)
{
    struct reading *reading = self;
    struct signal_truth *truth = reading->truth;
    enum assay_code code;

    if (view->record.kind != ASSAY_ROLLOUT_GROUP || view->count == 0)
        return ASSAY_OK;
    code = make_room(reading, view->count, view, err);
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

static void finish(struct reading *reading)
{
    const size_t bytes = reading->truth->responses * sizeof(double);

    for (size_t s = 0; s < reading->board->count; s++) {
        struct assay_signal_line *line = &reading->board->line[s];
        const struct assay_str lacks = assay_signal_set_lacks(&reading->set, s);
        double *value = assay_arena_new(reading->arena, reading->truth->responses + 1,
                                        sizeof(*value));

        line->served = reading->set.at[s].served;
        if (line->served > 0)
            memcpy(value, reading->value[s], bytes);
        line->value = value;
        if (lacks.len > 0)
            line->lacks = assay_arena_copy(reading->arena, lacks).ptr;
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
    code = add_all(reading, err);
    if (!code)
        code = assay_signal_set_look(&reading->set, how->path, err);
    if (!code)
        code = assay_rollout_walk(how->path, take_group, reading, err);
    if (!code && !has_truth(truth))
        code = assay_fail(err, ASSAY_EDATA,
                          "%s: no response says whether it is correct, and no group has "
                          "gold.score: nothing to hold signals against",
                          how->path);
    if (!code)
        finish(reading);
    for (size_t s = 0; s < out->count; s++)
        free(reading->value[s]);
    assay_signal_set_release(&reading->set);
    free(reading);
    return code;
}
