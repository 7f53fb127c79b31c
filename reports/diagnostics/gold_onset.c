/*
 * gold_onset.c - since when does gold no longer follow the reward that a run is trained on?
 *
 * By checkpoint: the proxy (reward.NAME of responses, else ckpt.proxy), and gold (reward.gold, else correct, else ckpt.gold). From the
 * checkpoint where gold is highest, the proxy is hacked if gold falls to the last one and the proxy rises, each beyond the interval
 * over prompts. Longer runs are looked at by the chart of metrics/onset.h too, whose false alarms are stated. Win rates in place
 * of gold: the diagnostic `hacking`.
 *
 * Source: Gao et al. 2022, arXiv:2210.10760 (gold against proxy); the chart: metrics/onset.h.
 */
#include "metrics/onset.h"
#include "reports/diagnostics/training.h"

#include <math.h>

enum track {
    PROXY,
    GOLD,
    TRACKS
};

static const struct assay_track tracks[TRACKS] = {
    [PROXY] = {"proxy", "proxy", "", "proxy"},
    [GOLD] = {"gold", "gold", "", "gold"},
};

enum {
    ONSET_REPLICATES = 1000,
    BEYOND_WARM = 4 /* checkpoints that have to be left to look at */
};

struct gold_onset {
    struct assay_training training;
    const char *proxy;
    double false_alarm;
};

static const struct assay_option options[] = {
    ASSAY_TRAINING_RUN(offsetof(struct gold_onset, training)),
    {.name = "proxy",
     .help = "which reward was trained on",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct gold_onset, proxy),
     .initial = "rm",
     .value = "NAME"},
    {.name = "false-alarm",
     .help = "share of runs in which the chart may tell an onset without one",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct gold_onset, false_alarm),
     .initial = "0.05",
     .lo = 0.001,
     .hi = 0.5,
     .value = "X"},
    {0},
};

/* ---- collecting ---- */

static void take_group(struct gold_onset *self, uint32_t checkpoint,
                       const struct assay_rollout_view *view)
{
    struct assay_training *training = &self->training;
    const uint32_t prompt = assay_training_prompt(training, view->record.node);

    for (size_t i = 0; i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);
        double proxy = NAN, gold = NAN;

        if (assay_str_equal(assay_rollout_text(response, "role"), ASSAY_STR("ref")))
            continue;
        (void)assay_node_number(assay_rollout_value(assay_node_get(response, "reward"),
                                                    assay_str_of(self->proxy)),
                                &proxy);
        if (!assay_rollout_number(response, "reward.gold", &gold))
            (void)assay_rollout_number(response, "correct", &gold);
        assay_training_add(training, PROXY, checkpoint, prompt, proxy);
        assay_training_add(training, GOLD, checkpoint, prompt, gold);
    }
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct gold_onset *self = state;
    struct assay_training *training = &self->training;
    const struct assay_node *node = view->record.node;
    uint32_t checkpoint;

    (void)err;
    if ((view->record.kind != ASSAY_ROLLOUT_GROUP &&
         view->record.kind != ASSAY_ROLLOUT_CKPT) ||
        !assay_training_takes(training, node, &checkpoint))
        return ASSAY_OK;
    if (view->record.kind == ASSAY_ROLLOUT_GROUP) {
        take_group(self, checkpoint, view);
        return ASSAY_OK;
    }
    assay_training_add_whole(training, PROXY, checkpoint, node, "proxy");
    assay_training_add_whole(training, GOLD, checkpoint, node, "gold");
    return ASSAY_OK;
}

/* ---- along the run ---- */

/* Checkpoints that have both. */
struct both {
    double *proxy, *gold;
    size_t *place;
    size_t n, peak; /* peak: of gold, the first one */
};

static void find_both(const struct assay_courses *courses, struct assay_arena *arena,
                      struct both *out)
{
    *out = (struct both){
        .proxy = assay_arena_new(arena, courses->count + 1, sizeof(*out->proxy)),
        .gold = assay_arena_new(arena, courses->count + 1, sizeof(*out->gold)),
        .place = assay_arena_new(arena, courses->count + 1, sizeof(*out->place))};
    for (size_t i = 0; i < courses->count; i++) {
        if (isnan(courses->track[PROXY].value[i]) || isnan(courses->track[GOLD].value[i]))
            continue;
        out->proxy[out->n] = courses->track[PROXY].value[i];
        out->gold[out->n] = courses->track[GOLD].value[i];
        out->place[out->n] = i;
        out->peak = out->gold[out->n] > out->gold[out->peak] ? out->n : out->peak;
        out->n++;
    }
}

/* The place since when gold falls and the proxy rises to the end, or SIZE_MAX. */
static enum assay_code find_hacking(const struct assay_courses *courses,
                                    const struct both *both,
                                    const struct assay_diagnosis *out, size_t *since,
                                    struct assay_error *err)
{
    const size_t peak = both->place[both->peak], last = both->place[both->n - 1];
    struct assay_training_change gold, proxy;
    enum assay_code code;

    *since = SIZE_MAX;
    if (peak == last)
        return ASSAY_OK;
    code = assay_training_change_of(
        courses, (struct assay_training_between){GOLD, peak, last}, out, &gold, err);
    if (!code)
        code = assay_training_change_of(
            courses, (struct assay_training_between){PROXY, peak, last}, out, &proxy,
            err);
    if (!code && assay_training_side(&gold) < 0 && assay_training_side(&proxy) > 0)
        *since = peak;
    return code;
}

/* The chart's word, where the run is long enough and the proxy moves at first. */
static void tell_chart(const struct gold_onset *self, const struct assay_courses *courses,
                       const struct both *both, struct assay_diagnosis *out)
{
    static const char *const words[] = {
        [ASSAY_ONSET_FOLLOWS] = "follows the proxy",
        [ASSAY_ONSET_BENDS] = "falls behind the proxy and still rises",
        [ASSAY_ONSET_STOPS] = "stops following the proxy",
        [ASSAY_ONSET_FALLS] = "falls while the proxy is optimised"};
    const size_t quarter = both->n / 4;
    const struct assay_onset_chart chart = {
        .warm = quarter > ASSAY_ONSET_WARM_LEAST ? quarter : ASSAY_ONSET_WARM_LEAST,
        .false_rate = self->false_alarm,
        .slack = 0.5,
        .replicates = ONSET_REPLICATES,
        .seed = out->seed,
        .dependent = true};
    const struct assay_onset_series series = {both->proxy, both->gold, both->n};
    struct assay_onset onset;
    struct assay_error ignored;
    const char *since = "";

    if (both->n < chart.warm + BEYOND_WARM ||
        assay_onset_find(&series, &chart, &onset, &ignored))
        return;
    if (onset.detected)
        since = assay_arena_printf(
            out->arena, ", behind the line of the start from %s on",
            assay_training_place(courses, both->place[onset.onset], out->arena));
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena, "By a chart with false alarms in %g of runs, gold %s%s.",
            self->false_alarm, words[onset.kind], since)));
    assay_training_flag(courses, "onset",
                        onset.detected ? both->place[onset.onset] : SIZE_MAX, out);
    assay_node_put(out->arena, out->values, "onset_kind",
                   assay_node_of_string(words[onset.kind]));
}

static void tell_words(const struct assay_courses *courses, size_t since,
                       struct assay_diagnosis *out)
{
    assay_training_flag(courses, "hacking", since, out);
    if (since == SIZE_MAX)
        (void)assay_page_text(
            out->page, ASSAY_STR("Nowhere does the proxy rise to the end while gold "
                                 "falls."));
    else
        (void)assay_page_note(
            out->page,
            assay_str_of(assay_arena_printf(
                out->arena,
                "The proxy is hacked since %s: from there to the end it rises while gold "
                "falls.",
                assay_training_place(courses, since, out->arena))));
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct gold_onset *self = state;
    struct assay_courses courses;
    struct both both;
    size_t since;
    enum assay_code code =
        assay_training_settle(&self->training, tracks, TRACKS, out, &courses, err);

    if (code || out->lacks)
        return code;
    find_both(&courses, out->arena, &both);
    if (both.n < 2) {
        out->lacks =
            "two checkpoints with a proxy (reward.rm, --set proxy=NAME; ckpt proxy) and "
            "gold (reward.gold, correct; ckpt gold)";
        return ASSAY_OK;
    }
    code = find_hacking(&courses, &both, out, &since, err);
    if (code)
        return code;
    tell_words(&courses, since, out);
    tell_chart(self, &courses, &both, out);
    assay_training_tell(&courses, "gold-onset", out);
    return ASSAY_OK;
}

static void end(void *state)
{
    assay_training_release(&((struct gold_onset *)state)->training);
}

const struct assay_diagnostic assay_diagnostic_gold_onset = {
    .name = "gold-onset",
    .summary = "since when does gold no longer follow the proxy?",
    .formula = "from the peak of gold to the end: gold falls, proxy rises; onset by "
               "Page's chart of "
               "recursive residuals",
    .needs = "reward.rm reward.gold correct step proxy gold",
    .source = "Gao et al. 2022, arXiv:2210.10760; Page 1954, Biometrika 41:100-115",
    .rows = {70},
    .options = options,
    .state_size = sizeof(struct gold_onset),
    .take = take,
    .tell = tell,
    .end = end,
};
