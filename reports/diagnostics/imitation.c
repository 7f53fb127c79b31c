/*
 * imitation.c - two rewards of one run, imitation and exploration, and the weight between them.
 *
 * By checkpoint:
 *
 *   path reward     sum_t log pi(y_t) of demonstrations, responses of role ref or chosen; else their logged reward `sft`
 *   outcome reward  of what the policy sampled: reward.outcome, else correct
 *   mu              ckpt.w.mu, how much imitation weighs
 *   entropy         ckpt.entropy, else the mean of tok.H over samples
 *   held out        ckpt.acc
 *
 * Entropy collapses where it stays below its start (metrics/collapse.h). Demonstrations are forgotten where the path reward falls
 * from its highest checkpoint to the last one beyond the interval over prompts.
 *
 * Source: "AMFT: Aligning LLM Reasoners by Meta-Learning the Optimal Imitation-Exploration Balance": SFT as an implicit path reward.
 */
#include "metrics/collapse.h"
#include "reports/diagnostics/training.h"

#include <math.h>

enum track {
    PATH,
    OUTCOME,
    MU,
    ENTROPY,
    HELD_OUT,
    TRACKS
};

static const struct assay_track tracks[TRACKS] = {
    [PATH] = {"path_reward", "path reward", "", "path reward, nats"},
    [OUTCOME] = {"outcome_reward", "outcome reward", "", "outcome reward"},
    [MU] = {"mu", "mu", "", "weight of imitation"},
    [ENTROPY] = {"entropy", "entropy", "", "entropy, nats a token"},
    [HELD_OUT] = {"held_out", "held out", "percent", "right, held out"},
};

struct imitation {
    struct assay_training training;
    const char *weight;
    double lost;
};

static const struct assay_option options[] = {
    ASSAY_TRAINING_RUN(offsetof(struct imitation, training)),
    {.name = "weight",
     .help = "which of the logged weights is that of imitation",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct imitation, weight),
     .initial = "mu",
     .value = "NAME"},
    {.name = "entropy-lost",
     .help = "share of the entropy at the start whose loss is a collapse",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct imitation, lost),
     .initial = "0.5",
     .lo = 0.01,
     .hi = 0.99,
     .value = "X"},
    {0},
};

static bool is_demonstration(const struct assay_node *response)
{
    const struct assay_str role = assay_rollout_text(response, "role");

    return assay_str_equal(role, ASSAY_STR("ref")) ||
           assay_str_equal(role, ASSAY_STR("chosen"));
}

/* Sum of the log-probabilities of a demonstration, else its logged reward; NaN: neither. */
static enum assay_code path_of(const struct assay_rollout_view *view,
                               const struct assay_node *response, double *out,
                               struct assay_error *err)
{
    const double *track;
    size_t n;
    const enum assay_code code =
        assay_rollout_array(view, response, "tok.lp.policy", &track, &n, err);

    *out = NAN;
    if (code)
        return code;
    if (!track) {
        (void)assay_rollout_number(response, "reward.sft", out);
        return ASSAY_OK;
    }
    *out = 0.0;
    for (size_t t = 0; t < n; t++)
        *out += track[t];
    return ASSAY_OK;
}

static enum assay_code take_group(struct imitation *self, uint32_t checkpoint,
                                  const struct assay_rollout_view *view,
                                  struct assay_error *err)
{
    struct assay_training *training = &self->training;
    const uint32_t prompt = assay_training_prompt(training, view->record.node);
    enum assay_code code = ASSAY_OK;
    double value;

    for (size_t i = 0; !code && i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);

        if (!is_demonstration(response)) {
            if (assay_rollout_number(response, "reward.outcome", &value) ||
                assay_rollout_number(response, "correct", &value))
                assay_training_add(training, OUTCOME, checkpoint, prompt, value);
            continue;
        }
        code = path_of(view, response, &value, err);
        if (!code)
            assay_training_add(training, PATH, checkpoint, prompt, value);
    }
    if (!code)
        code = assay_training_mean_tokens(view, "tok.H", &value, err);
    if (!code)
        assay_training_add(training, ENTROPY, checkpoint, prompt, value);
    return code;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct imitation *self = state;
    struct assay_training *training = &self->training;
    const struct assay_node *node = view->record.node;
    uint32_t checkpoint;

    if ((view->record.kind != ASSAY_ROLLOUT_GROUP &&
         view->record.kind != ASSAY_ROLLOUT_CKPT) ||
        !assay_training_takes(training, node, &checkpoint))
        return ASSAY_OK;
    if (view->record.kind == ASSAY_ROLLOUT_GROUP)
        return take_group(self, checkpoint, view, err);
    assay_training_add_whole(training, MU, checkpoint, assay_node_get(node, "w"),
                             self->weight);
    assay_training_add_whole(training, ENTROPY, checkpoint, node, "entropy");
    assay_training_add_whole(training, HELD_OUT, checkpoint, node, "acc");
    return ASSAY_OK;
}

/* Where the path reward is highest, if it has fallen since. */
static enum assay_code find_forgetting(const struct assay_courses *courses,
                                       const struct assay_diagnosis *out, size_t *since,
                                       struct assay_error *err)
{
    const struct assay_course *path = &courses->track[PATH];
    struct assay_training_change change;
    size_t first, last, best;
    enum assay_code code;

    *since = SIZE_MAX;
    if (!assay_training_ends(path, courses->count, &first, &last))
        return ASSAY_OK;
    best = first;
    for (size_t i = first; i <= last; i++)
        if (path->value[i] > path->value[best])
            best = i;
    code = assay_training_change_of(
        courses, (struct assay_training_between){PATH, best, last}, out, &change, err);
    if (!code && assay_training_side(&change) < 0)
        *since = best;
    return code;
}

static void tell_flags(const struct assay_courses *courses, size_t forgetting,
                       const struct assay_collapse *entropy, struct assay_diagnosis *out)
{
    const char *forgot = "demonstrations are not forgotten";
    const char *collapse = "entropy does not collapse";
    size_t first, last;

    if (!assay_training_ends(&courses->track[PATH], courses->count, &first, &last))
        forgot = "whether demonstrations are forgotten is not told";
    if (!assay_training_ends(&courses->track[ENTROPY], courses->count, &first, &last))
        collapse = "whether entropy collapses is not told";

    if (forgetting != SIZE_MAX)
        forgot =
            assay_arena_printf(out->arena, "demonstrations are forgotten since %s",
                               assay_training_place(courses, forgetting, out->arena));
    if (entropy->found)
        collapse = assay_arena_printf(
            out->arena, "entropy collapses at %s, to %.4g of %.4g",
            assay_training_place(courses, entropy->at, out->arena),
            courses->track[ENTROPY].value[entropy->at], entropy->start);
    (void)assay_page_text(
        out->page, assay_str_of(assay_arena_printf(out->arena, "In this run %s, and %s.",
                                                   forgot, collapse)));
    assay_training_flag(courses, "forgetting", forgetting, out);
    assay_training_flag(courses, "entropy_collapse",
                        entropy->found ? entropy->at : SIZE_MAX, out);
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct imitation *self = state;
    const struct assay_collapse_how how = {.share = self->lost, .warm = 1};
    struct assay_collapse entropy;
    struct assay_courses courses;
    size_t forgetting;
    enum assay_code code =
        assay_training_settle(&self->training, tracks, TRACKS, out, &courses, err);

    if (code || out->lacks)
        return code;
    if (!courses.track[PATH].any && !courses.track[MU].any) {
        out->lacks = "responses of role ref or chosen with tok.lp.policy or reward.sft; "
                     "ckpt w";
        return ASSAY_OK;
    }
    assay_collapse_find(courses.track[ENTROPY].value, courses.count, &how, &entropy);
    code = find_forgetting(&courses, out, &forgetting, err);
    if (code)
        return code;
    tell_flags(&courses, forgetting, &entropy, out);
    assay_training_tell(&courses, "imitation", out);
    return ASSAY_OK;
}

static void end(void *state)
{
    assay_training_release(&((struct imitation *)state)->training);
}

const struct assay_diagnostic assay_diagnostic_imitation = {
    .name = "imitation",
    .summary = "imitation and exploration as two rewards, with their weight and entropy",
    .formula =
        "path reward sum_t log pi of demonstrations against outcome reward; ckpt.w.mu; "
        "entropy collapse at value <= start (1 - share)",
    .needs =
        "role tok.lp.policy reward.sft reward.outcome correct tok.H step w entropy acc",
    .source = "AMFT: Meta-Learning the Optimal Imitation-Exploration Balance",
    .rows = {50},
    .quirk =
        "what counts as forgetting and as collapse is not published: a fall beyond the "
        "interval over prompts, and entropy-lost",
    .options = options,
    .state_size = sizeof(struct imitation),
    .take = take,
    .tell = tell,
    .end = end,
};
