/*
 * pseudo_labels.c - is the answer of the majority the right one, and do all samples come to give the same?
 *
 *   own         share of groups whose own majority is the right answer
 *   paired      share of groups whose paired group's majority is, which is what rewards them
 *   reward      share of responses whose pseudo reward is what they deserve, [answer = paired label] = correct
 *   collapse    mean share of responses that give the group's most frequent answer
 *
 * collapsed is said of a log whose collapse is above a limit while labels are wrong more often than one in so many.
 *
 * Source: Zhang et al. 2025, Co-Reward, arXiv:2508.00410, section 4 (pseudo-label accuracy; collapse).
 */
#include "harness/core/memory.h"
#include "harness/core/rollout_label.h"
#include "reports/diagnostics/measured.h"

#include <math.h>
#include <stdlib.h>

enum {
    OWN,
    PAIRED,
    REWARD,
    COLLAPSE,
    TRACKS
};

/* What is known of a group before its pair is. */
struct waiting {
    uint32_t checkpoint, prompt;
    uint32_t pair; /* place among pairs; the label is looked up behind the last group */
    uint32_t gold; /* among texts; UINT32_MAX: not known */
    uint32_t *answer;
    signed char *correct; /* -1: not known */
    size_t count;
};

struct pseudo_labels {
    struct assay_training training;
    double limit, accuracy;
    struct assay_arena arena;
    struct assay_names groups, texts;
    uint32_t *label; /* (groups,) among texts; UINT32_MAX: none */
    size_t label_room;
    struct waiting *at;
    size_t count, room;
    struct assay_measured measured[TRACKS];
};

static const struct assay_option options[] = {
    ASSAY_TRAINING_RUN(offsetof(struct pseudo_labels, training)),
    {.name = "collapse",
     .help = "share of the most frequent answer above which samples have collapsed",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct pseudo_labels, limit),
     .initial = "0.9",
     .lo = 0.0,
     .hi = 1.0},
    {.name = "right",
     .help = "share of right labels below which that is bad",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct pseudo_labels, accuracy),
     .initial = "0.5",
     .lo = 0.0,
     .hi = 1.0},
    {0},
};

static const struct assay_track tracks[TRACKS] = {
    {"own", "own majority is right", "percent", "labels"},
    {"paired", "paired majority is right", "percent", "labels"},
    {"reward", "rewards that are deserved", "percent", "labels"},
    {"collapse", "share of the most frequent answer", "percent", "labels"}};

static uint32_t group_number(struct pseudo_labels *self,
                             const struct assay_rollout_view *view, struct assay_str id)
{
    const struct assay_str key = assay_rollout_group_key(view, id);
    const uint32_t at = assay_names_add(&self->groups, key);

    if (at >= self->label_room) {
        const size_t room = assay_memory_grow(self->label_room, (size_t)at + 1);

        self->label = assay_memory_resize(self->label, room, sizeof(*self->label));
        for (size_t i = self->label_room; i < room; i++)
            self->label[i] = UINT32_MAX;
        self->label_room = room;
    }
    return at;
}

/* A response's answer among texts, UINT32_MAX without one, and whether it is right. */
static void keep_responses(struct pseudo_labels *self,
                           const struct assay_rollout_view *view, struct waiting *to)
{
    struct assay_str answer;
    double correct;

    to->count = view->count;
    to->answer = assay_arena_new(&self->arena, view->count + 1, sizeof(*to->answer));
    to->correct = assay_arena_new(&self->arena, view->count + 1, 1);
    for (size_t i = 0; i < view->count; i++) {
        to->answer[i] = assay_rollout_answer(view, i, &answer)
                            ? assay_names_add(&self->texts, answer)
                            : UINT32_MAX;
        to->correct[i] = -1;
        if (assay_rollout_number(assay_rollout_view_response(view, i), "correct",
                                 &correct))
            to->correct[i] = correct > 0.5 ? 1 : 0;
        else if (to->gold != UINT32_MAX && to->answer[i] != UINT32_MAX)
            to->correct[i] = to->answer[i] == to->gold ? 1 : 0;
    }
}

static uint32_t gold_of(struct pseudo_labels *self, const struct assay_rollout_view *view)
{
    const struct assay_str gold =
        assay_node_text(assay_rollout_value(view->record.node, ASSAY_STR("gold.answer")));

    return gold.len > 0 ? assay_names_add(&self->texts, gold) : UINT32_MAX;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct pseudo_labels *self = state;
    const struct assay_str pair = assay_rollout_text(view->record.node, "pair_id");
    struct assay_rollout_vote vote;
    struct waiting to = {0};
    uint32_t own;

    (void)err;
    if (view->record.kind != ASSAY_ROLLOUT_GROUP ||
        !assay_training_takes(&self->training, view->record.node, &to.checkpoint) ||
        !assay_rollout_majority(view, &vote))
        return ASSAY_OK;
    own = group_number(self, view, assay_rollout_text(view->record.node, "id"));
    self->label[own] = assay_names_add(&self->texts, vote.label);
    to.pair = pair.len > 0 ? group_number(self, view, pair) : UINT32_MAX;
    to.prompt = assay_training_prompt(&self->training, view->record.node);
    to.gold = gold_of(self, view);
    keep_responses(self, view, &to);
    if (self->count == self->room) {
        self->room = assay_memory_grow(self->room, self->count + 1);
        self->at = assay_memory_resize(self->at, self->room, sizeof(*self->at));
    }
    self->at[self->count++] = to;
    assay_measured_add(&self->measured[COLLAPSE], self->count,
                       (double)vote.top / (double)vote.answers);
    assay_training_add(&self->training, COLLAPSE, to.checkpoint, to.prompt,
                       (double)vote.top / (double)vote.answers);
    if (to.gold == UINT32_MAX)
        return ASSAY_OK;
    assay_measured_add(&self->measured[OWN], self->count, self->label[own] == to.gold);
    assay_training_add(&self->training, OWN, to.checkpoint, to.prompt,
                       self->label[own] == to.gold);
    return ASSAY_OK;
}

/* Whether rewards of a group are deserved, now that its pair's label is known. */
static void settle(struct pseudo_labels *self, size_t group)
{
    const struct waiting *of = &self->at[group];
    const uint32_t label = of->pair == UINT32_MAX ? UINT32_MAX : self->label[of->pair];
    const bool empty = label != UINT32_MAX && self->texts.at[label].len == 0;
    double sum = 0.0;
    size_t n = 0;

    if (label == UINT32_MAX)
        return;
    if (of->gold != UINT32_MAX) {
        assay_measured_add(&self->measured[PAIRED], group + 1, label == of->gold);
        assay_training_add(&self->training, PAIRED, of->checkpoint, of->prompt,
                           label == of->gold);
    }
    for (size_t i = 0; i < of->count; i++) {
        if (of->answer[i] == UINT32_MAX || of->correct[i] < 0)
            continue;
        const bool rewarded = !empty && of->answer[i] == label;

        assay_measured_add(&self->measured[REWARD], group + 1,
                           rewarded == (of->correct[i] == 1));
        sum += rewarded == (of->correct[i] == 1);
        n++;
    }
    if (n > 0)
        assay_training_add(&self->training, REWARD, of->checkpoint, of->prompt,
                           sum / (double)n);
}

static void tell_sentence(const struct pseudo_labels *self, struct assay_diagnosis *out)
{
    const struct assay_measured *labels =
        self->measured[PAIRED].n > 0 ? &self->measured[PAIRED] : &self->measured[OWN];
    const double collapse = assay_measured_mean(&self->measured[COLLAPSE]);
    const double right = assay_measured_mean(labels);
    const bool collapsed =
        collapse > self->limit && labels->n > 0 && right < self->accuracy;

    assay_node_put(out->arena, out->values, "collapsed", assay_node_of_bool(collapsed));
    (void)assay_page_text(
        out->page,
        assay_str_of(
            labels->n > 0
                ? assay_arena_printf(out->arena,
                                     "Labels by majority are right for %.4g %% of %zu "
                                     "groups; %.4g %% of "
                                     "samples give their group's most frequent answer%s.",
                                     100.0 * right, labels->n, 100.0 * collapse,
                                     collapsed ? ": they agree on what is wrong" : "")
                : assay_arena_printf(
                      out->arena,
                      "%.4g %% of samples give their group's most frequent answer; "
                      "whether it is right nobody says.",
                      100.0 * collapse)));
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct pseudo_labels *self = state;
    struct assay_page_table *table;
    struct assay_courses courses;
    enum assay_code code = ASSAY_OK;

    if (self->count == 0) {
        out->lacks = "responses[].answer";
        return ASSAY_OK;
    }
    for (size_t g = 0; g < self->count; g++)
        settle(self, g);
    code = assay_training_settle(&self->training, tracks, TRACKS, out, &courses, err);
    if (code || out->lacks)
        return code;
    tell_sentence(self, out);
    table = assay_measured_table(out, "labels", "Labels by majority");
    for (size_t k = 0; !code && k < TRACKS; k++) {
        const struct assay_measured_line line = {tracks[k].key, tracks[k].header,
                                                 tracks[k].unit};

        code =
            assay_measured_put(&self->measured[k], &line, out->values, table, out, err);
    }
    if (!code && courses.count > 1)
        assay_measured_courses(&courses, "pseudo-labels", out);
    return code;
}

static void end(void *state)
{
    struct pseudo_labels *self = state;

    for (size_t k = 0; k < TRACKS; k++)
        assay_measured_release(&self->measured[k]);
    assay_training_release(&self->training);
    assay_names_release(&self->groups);
    assay_names_release(&self->texts);
    assay_arena_release(&self->arena);
    free(self->label);
    free(self->at);
}

const struct assay_diagnostic assay_diagnostic_pseudo_labels = {
    .name = "pseudo-labels",
    .summary =
        "is the majority's answer right, and do all samples come to give the same?",
    .formula = "share of right labels; share of deserved rewards; mean share of the most "
               "frequent answer",
    .needs = "answer pair_id gold.answer correct",
    .source = "Zhang et al. 2025, Co-Reward, arXiv:2508.00410",
    .rows = {6},
    .options = options,
    .state_size = sizeof(struct pseudo_labels),
    .take = take,
    .tell = tell,
    .end = end,
};
