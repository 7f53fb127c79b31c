/*
 * health.c - has a run collapsed: entropy, length of responses, share of right ones, by checkpoint.
 *
 * Each is looked at by metrics/collapse.h: from which checkpoint on it stays below its start by a share that is an option, accuracy by
 * points. Numbers of groups (tok.H, n_tok, correct) go before those of ckpt records.
 *
 * Source: Conciseness rewards (Efficient Reasoning via Reward Model) and GRPO-lambda name length and training collapse; their
 *         thresholds are not known, and options.
 */
#include "metrics/collapse.h"
#include "reports/diagnostics/training.h"

#include <math.h>

enum track {
    ENTROPY,
    LENGTH,
    ACCURACY,
    TRACKS
};

static const struct assay_track tracks[TRACKS] = {
    [ENTROPY] = {"entropy", "entropy", "", "entropy, nats a token"},
    [LENGTH] = {"length", "tokens", "", "tokens of a response"},
    [ACCURACY] = {"accuracy", "right", "percent", "right"},
};

struct health {
    struct assay_training training;
    double lost[TRACKS];
    size_t warm;
};

static const struct assay_option options[] = {
    ASSAY_TRAINING_RUN(offsetof(struct health, training)),
    {.name = "entropy-lost",
     .help = "share of the entropy at the start whose loss is a collapse",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct health, lost[ENTROPY]),
     .initial = "0.5",
     .lo = 0.01,
     .hi = 0.99,
     .value = "X"},
    {.name = "length-lost",
     .help = "the same of the length",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct health, lost[LENGTH]),
     .initial = "0.5",
     .lo = 0.01,
     .hi = 0.99,
     .value = "X"},
    {.name = "accuracy-lost",
     .help =
         "the same of the share of right responses, in points: 0.2 is from 60 to 40 %",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct health, lost[ACCURACY]),
     .initial = "0.2",
     .lo = 0.01,
     .hi = 0.99,
     .value = "X"},
    {.name = "warm",
     .help = "first checkpoints whose mean is the start",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct health, warm),
     .initial = "1",
     .lo = 1,
     .hi = 1000,
     .value = "N"},
    {0},
};

static enum assay_code take_group(struct health *self, uint32_t checkpoint,
                                  const struct assay_rollout_view *view,
                                  struct assay_error *err)
{
    struct assay_training *training = &self->training;
    const uint32_t prompt = assay_training_prompt(training, view->record.node);
    double entropy;
    const enum assay_code code = assay_training_mean_tokens(view, "tok.H", &entropy, err);

    if (code)
        return code;
    assay_training_add(training, ENTROPY, checkpoint, prompt, entropy);
    assay_training_add(training, LENGTH, checkpoint, prompt,
                       assay_training_mean(view, "n_tok"));
    assay_training_add(training, ACCURACY, checkpoint, prompt,
                       assay_training_mean(view, "correct"));
    return ASSAY_OK;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct health *self = state;
    struct assay_training *training = &self->training;
    const struct assay_node *node = view->record.node;
    uint32_t checkpoint;

    if (view->record.kind != ASSAY_ROLLOUT_GROUP &&
        view->record.kind != ASSAY_ROLLOUT_CKPT)
        return ASSAY_OK;
    if (!assay_training_takes(training, node, &checkpoint))
        return ASSAY_OK;
    if (view->record.kind == ASSAY_ROLLOUT_GROUP)
        return take_group(self, checkpoint, view, err);
    assay_training_add_whole(training, ENTROPY, checkpoint, node, "entropy");
    assay_training_add_whole(training, LENGTH, checkpoint, node, "len");
    assay_training_add_whole(training, ACCURACY, checkpoint, node, "acc");
    return ASSAY_OK;
}

static void look(const struct health *self, const struct assay_courses *courses,
                 enum track track, struct assay_collapse *out)
{
    const struct assay_collapse_how how = {
        .share = track == ACCURACY ? 0.0 : self->lost[track],
        .points = track == ACCURACY ? self->lost[track] : 0.0,
        .warm = self->warm};

    assay_collapse_find(courses->track[track].value, courses->count, &how, out);
}

static void tell_one(const struct assay_courses *courses, enum track track,
                     const struct assay_collapse *found, struct assay_diagnosis *out)
{
    static const char *const what[TRACKS] = {
        [ENTROPY] = "Entropy", [LENGTH] = "Length", [ACCURACY] = "Accuracy"};
    static const char *const flag[TRACKS] = {[ENTROPY] = "entropy_collapse",
                                             [LENGTH] = "length_collapse",
                                             [ACCURACY] = "accuracy_collapse"};

    assay_training_flag(courses, flag[track], found->found ? found->at : SIZE_MAX, out);
    if (!found->found)
        return;
    (void)assay_page_note(
        out->page, assay_str_of(assay_arena_printf(
                       out->arena, "%s collapses at %s: %.4g, of %.4g at the start.",
                       what[track], assay_training_place(courses, found->at, out->arena),
                       courses->track[track].value[found->at], found->start)));
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct health *self = state;
    struct assay_collapse found[TRACKS];
    struct assay_courses courses;
    bool any = false, some = false;
    enum assay_code code =
        assay_training_settle(&self->training, tracks, TRACKS, out, &courses, err);

    if (code || out->lacks)
        return code;
    for (unsigned k = 0; k < TRACKS; k++) {
        look(self, &courses, k, &found[k]);
        any = any || found[k].found;
        some = some || courses.track[k].any;
    }
    if (!some || courses.count < 2) {
        out->lacks = "two checkpoints with entropy, len or acc (tok.H, n_tok, correct)";
        return ASSAY_OK;
    }
    (void)assay_page_text(
        out->page, any ? ASSAY_STR("The run collapsed.")
                       : ASSAY_STR("Nothing that is logged of the run collapsed."));
    for (unsigned k = 0; k < TRACKS; k++)
        if (courses.track[k].any)
            tell_one(&courses, k, &found[k], out);
    assay_training_tell(&courses, "health", out);
    return ASSAY_OK;
}

static void end(void *state)
{
    assay_training_release(&((struct health *)state)->training);
}

const struct assay_diagnostic assay_diagnostic_health = {
    .name = "health",
    .summary = "has a run collapsed in entropy, length or accuracy, and since when?",
    .formula =
        "first checkpoint from which on the value is <= start (1 - share), accuracy <= "
        "start - points",
    .needs = "tok.H n_tok correct step entropy len acc",
    .source =
        "length and training collapse: Efficient Reasoning via Reward Model; GRPO-lambda",
    .rows = {16, 41},
    .quirk = "thresholds are not published: entropy-lost, length-lost, accuracy-lost "
             "have them "
             "open",
    .options = options,
    .state_size = sizeof(struct health),
    .take = take,
    .tell = tell,
    .end = end,
};
