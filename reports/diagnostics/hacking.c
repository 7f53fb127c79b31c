/*
 * hacking.c - does the reward that a run is trained on go on rising while its responses win less often?
 *
 * By checkpoint, means over prompts: the proxy reward, its standing among rewards of references (mean_i sigma(r - ref_i)),
 * and the share won against references, a tie one half: by pairwise verdicts (judges of kind pair) or by scores that one
 * judgement gives to a response and to one of role ref. By KL of the response from the reference model the same, in bins of
 * equal width. ckpt records have proxy and winrate where groups do not say.
 *
 * Hacking begins behind the checkpoint of the highest win rate if from there to the last one the proxy rises and the win rate
 * falls; both beyond their interval over prompts where there is one.
 *
 * Source: Fu et al. 2025, arXiv:2502.18770, section 4; PorUna-byte/PAR autorating/figuredraw.py@b8caf40 (20 bins from 0 to 0.4).
 */
#include "metrics/interval.h"
#include "metrics/reward_shape.h"
#include "reports/diagnostics/training.h"

#include <math.h>

enum {
    BINS_MAX = 200
};

enum track {
    PROXY,
    STANDING,
    WON,
    TRACKS
};

static const struct assay_track tracks[TRACKS] = {
    [PROXY] = {"proxy", "proxy reward", "", "proxy reward"},
    [STANDING] = {"standing", "above references", "percent", "won, and above references"},
    [WON] = {"winrate", "win rate", "percent", "won, and above references"},
};

/* Responses of about the same KL. */
struct bin {
    size_t n, judged;
    double proxy, won; /* sums */
};

struct hacking {
    struct assay_training training;
    const char *reward;
    size_t bins;
    double most;
    struct bin bin[BINS_MAX];
    size_t beyond; /* responses of a KL outside all bins */
};

static const struct assay_option options[] = {
    ASSAY_TRAINING_RUN(offsetof(struct hacking, training)),
    {.name = "reward",
     .help = "the proxy, reward.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct hacking, reward),
     .initial = "rm",
     .value = "NAME"},
    {.name = "bins",
     .help = "bins of KL",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct hacking, bins),
     .initial = "20",
     .lo = 1,
     .hi = BINS_MAX,
     .value = "N"},
    {.name = "most-kl",
     .help = "where the last bin ends; the first begins at 0",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct hacking, most),
     .initial = "0.4",
     .lo = 1e-9,
     .hi = 1e9,
     .value = "X"},
    {0},
};

/* ---- what is won ---- */

/* Verdicts on one response: a win 1, a tie one half. */
struct verdicts {
    double won;
    size_t n;
};

static bool is_reference(const struct assay_rollout_view *view, struct assay_str id)
{
    for (size_t i = 0; i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);

        if (assay_str_equal(assay_rollout_text(response, "id"), id))
            return assay_str_equal(assay_rollout_text(response, "role"),
                                   ASSAY_STR("ref"));
    }
    return false;
}

/* A pairwise verdict as seen from the response. */
static void add_vote(const struct assay_node *said, struct assay_str id,
                     struct verdicts *out)
{
    const struct assay_str vote = assay_rollout_text(said, "vote");
    const bool first = assay_str_equal(assay_rollout_text(said, "resp"), id);

    if (vote.len == 0 || (!first && !assay_str_equal(assay_rollout_text(said, "vs"), id)))
        return;
    out->n++;
    if (assay_str_equal(vote, ASSAY_STR("tie")))
        out->won += 0.5;
    else
        out->won += assay_str_equal(vote, ASSAY_STR("A")) == first;
}

/* Scores that one judgement gives to the response and to references. */
static void add_scores(const struct assay_rollout_view *view,
                       const struct assay_node *said, struct assay_str id,
                       struct verdicts *out)
{
    const struct assay_node *scores = assay_node_get(said, "scores");
    double own, other;

    if (!scores || !assay_node_number(assay_node_find(scores, id), &own))
        return;
    for (size_t k = 0; k < assay_node_count(scores); k++) {
        if (!is_reference(view, scores->as.map.at[k].key) ||
            !assay_node_number(&scores->as.map.at[k].value, &other))
            continue;
        out->n++;
        out->won += own > other ? 1.0 : own == other ? 0.5 : 0.0;
    }
}

/* The share won; NaN: nobody judged it. */
static double won_of(const struct assay_rollout_view *view, struct assay_str id)
{
    const struct assay_node *judges = assay_node_get(view->record.node, "judges");
    struct verdicts all = {0};

    for (size_t k = 0; k < assay_node_count(judges); k++) {
        add_vote(assay_node_at(judges, k), id, &all);
        add_scores(view, assay_node_at(judges, k), id, &all);
    }
    return all.n ? all.won / (double)all.n : (double)NAN;
}

/* ---- reading ---- */

static void add_bin(struct hacking *self, double kl, double proxy, double won)
{
    const double place = floor(kl / self->most * (double)self->bins);
    struct bin *bin;

    if (!(place >= 0.0 && place < (double)self->bins)) {
        self->beyond++;
        return;
    }
    bin = &self->bin[(size_t)place];
    bin->n++;
    bin->proxy += proxy;
    if (!isnan(won)) {
        bin->judged++;
        bin->won += won;
    }
}

static enum assay_code take_response(struct hacking *self, uint32_t checkpoint,
                                     const struct assay_rollout_view *view, size_t i,
                                     struct assay_error *err)
{
    const struct assay_node *response = assay_rollout_view_response(view, i);
    const uint32_t prompt = assay_training_prompt(&self->training, view->record.node);
    const double *reference;
    double proxy, kl, won;
    size_t m;
    enum assay_code code;

    if (assay_str_equal(assay_rollout_text(response, "role"), ASSAY_STR("ref")) ||
        !assay_rollout_number(
            response, assay_arena_printf(view->arena, "reward.%s", self->reward), &proxy))
        return ASSAY_OK;
    won = won_of(view, assay_rollout_text(response, "id"));
    assay_training_add(&self->training, PROXY, checkpoint, prompt, proxy);
    assay_training_add(&self->training, WON, checkpoint, prompt, won);
    if (assay_rollout_number(response, "kl", &kl))
        add_bin(self, kl, proxy, won);
    code = assay_rollout_array(view, response, "ref_rewards", &reference, &m, err);
    if (!code && reference && m > 0)
        assay_training_add(
            &self->training, STANDING, checkpoint, prompt,
            assay_reward_relative(ASSAY_REWARD_SIGMOID, proxy, reference, m, 1.0));
    return code;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct hacking *self = state;
    const struct assay_node *node = view->record.node;
    enum assay_code code = ASSAY_OK;
    uint32_t checkpoint;

    if (view->record.kind != ASSAY_ROLLOUT_GROUP &&
        view->record.kind != ASSAY_ROLLOUT_CKPT)
        return ASSAY_OK;
    if (!assay_training_takes(&self->training, node, &checkpoint))
        return ASSAY_OK;
    if (view->record.kind == ASSAY_ROLLOUT_CKPT) {
        assay_training_add_whole(&self->training, PROXY, checkpoint, node, "proxy");
        assay_training_add_whole(&self->training, WON, checkpoint, node, "winrate");
    }
    for (size_t i = 0; !code && i < view->count; i++)
        code = take_response(self, checkpoint, view, i, err);
    return code;
}

/* ---- telling ---- */

/* Where the win rate is highest, if from there on the proxy rises and the win rate falls; SIZE_MAX: nowhere. */
static enum assay_code find_onset(const struct assay_courses *courses,
                                  const struct assay_diagnosis *out, size_t *onset,
                                  struct assay_error *err)
{
    const double *won = courses->track[WON].value;
    struct assay_training_change proxy, share;
    size_t first, last, peak;
    enum assay_code code;

    *onset = SIZE_MAX;
    if (!assay_training_ends(&courses->track[WON], courses->count, &first, &last))
        return ASSAY_OK;
    peak = first;
    for (size_t i = first; i <= last; i++)
        peak = won[i] > won[peak] ? i : peak;
    if (peak == last)
        return ASSAY_OK;
    code = assay_training_change_of(
        courses, (struct assay_training_between){PROXY, peak, last}, out, &proxy, err);
    if (!code)
        code = assay_training_change_of(
            courses, (struct assay_training_between){WON, peak, last}, out, &share, err);
    if (!code && assay_training_side(&proxy) > 0 && assay_training_side(&share) < 0)
        *onset = peak + 1;
    return code;
}

static struct assay_series panel(const char *name, const char *title, const char *unit,
                                 const struct assay_point *points, size_t count)
{
    return (struct assay_series){.name = assay_str_of(name),
                                 .panel = assay_str_of(title),
                                 .x_label = ASSAY_STR("KL, nats"),
                                 .y_label = assay_str_of(unit),
                                 .look = ASSAY_LOOK_CURVE,
                                 .points = points,
                                 .count = count};
}

/* What a bin says, for programs and as points: proxy, and share won with Wilson's interval. */
static enum assay_code put_bin(const struct hacking *self, size_t i,
                               struct assay_diagnosis *out, struct assay_node *list,
                               struct assay_point point[2], struct assay_error *err)
{
    const struct bin *bin = &self->bin[i];
    const double width = self->most / (double)self->bins;
    struct assay_node *map = assay_node_map(out->arena);
    struct assay_estimate share;
    enum assay_code code;

    assay_node_put_real(out->arena, map, "from", width * (double)i);
    assay_node_put_count(out->arena, map, "responses", bin->n);
    point[0] = (struct assay_point){
        .x = width * ((double)i + 0.5), .y = bin->proxy / (double)bin->n, .n = bin->n};
    assay_node_put_real(out->arena, map, "proxy", point[0].y);
    if (bin->judged > 0) {
        code = assay_interval_wilson(bin->won, bin->judged, out->level, &share, err);
        if (code)
            return code;
        point[1] = (struct assay_point){.x = point[0].x,
                                        .y = 100.0 * share.value,
                                        .has_band = true,
                                        .lo = 100.0 * share.lo,
                                        .hi = 100.0 * share.hi,
                                        .n = bin->judged};
        assay_node_put_real(out->arena, map, "winrate", share.value);
    }
    (void)assay_node_push(out->arena, list, *map);
    return ASSAY_OK;
}

static enum assay_code tell_bins(const struct hacking *self, struct assay_diagnosis *out,
                                 struct assay_error *err)
{
    struct assay_point *proxy = assay_arena_new(out->arena, BINS_MAX, sizeof(*proxy));
    struct assay_point *won = assay_arena_new(out->arena, BINS_MAX, sizeof(*won));
    struct assay_node *list = assay_node_list(out->arena);
    struct assay_series *series = assay_arena_new(out->arena, 2, sizeof(*series));
    size_t bins = 0, judged = 0;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < self->bins; i++) {
        struct assay_point point[2];

        if (self->bin[i].n == 0)
            continue;
        code = put_bin(self, i, out, list, point, err);
        proxy[bins++] = point[0];
        if (self->bin[i].judged > 0)
            won[judged++] = point[1];
    }
    if (code || bins == 0)
        return code;
    assay_node_put(out->arena, out->values, "bins", *list);
    assay_node_put_count(out->arena, out->values, "beyond_bins", self->beyond);
    series[0] = panel("proxy reward", "proxy reward", "reward", proxy, bins);
    series[1] = panel("win rate", "won", "%", won, judged);
    if (bins > 1)
        (void)assay_page_figure(
            out->page,
            &(const struct assay_figure_spec){
                .kind = "curves",
                .name = ASSAY_STR("hacking-kl"),
                .title = ASSAY_STR("Proxy and win rate by KL"),
                .description = ASSAY_STR("Means of responses in bins of KL, the "
                                         "win rate with Wilson's interval."),
                .x_label = ASSAY_STR("KL, nats"),
                .y_label = ASSAY_STR("reward"),
                .series = series,
                .series_count = judged > 1 ? 2 : 1,
                .level = out->level});
    return ASSAY_OK;
}

static void tell_onset(const struct assay_courses *courses, size_t onset,
                       struct assay_diagnosis *out)
{
    size_t first, last;

    if (!assay_training_ends(&courses->track[WON], courses->count, &first, &last) ||
        !assay_training_ends(&courses->track[PROXY], courses->count, &first, &last)) {
        assay_node_put(out->arena, out->values, "hacking", assay_node_null());
        (void)assay_page_text(
            out->page,
            ASSAY_STR("One checkpoint alone has a proxy or a win rate: whether "
                      "the proxy is hacked is not told."));
        return;
    }
    assay_training_flag(courses, "hacking", onset, out);
    (void)assay_page_text(
        out->page,
        onset == SIZE_MAX
            ? ASSAY_STR("The proxy is not hacked: where it rises, responses do not win "
                        "less often.")
            : assay_str_of(assay_arena_printf(
                  out->arena,
                  "The proxy is hacked from %s on: it goes on rising while responses win "
                  "less often than at %s.",
                  assay_training_place(courses, onset, out->arena),
                  assay_training_place(courses, onset - 1, out->arena))));
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct hacking *self = state;
    struct assay_courses courses;
    size_t onset;
    enum assay_code code =
        assay_training_settle(&self->training, tracks, TRACKS, out, &courses, err);

    if (code || out->lacks)
        return code;
    if (!courses.track[PROXY].any || !courses.track[WON].any) {
        out->lacks = courses.track[PROXY].any
                         ? "winrate, or judges[] of pairs with a response of role ref"
                         : "proxy, or the reward of responses";
        return ASSAY_OK;
    }
    code = find_onset(&courses, out, &onset, err);
    if (code)
        return code;
    tell_onset(&courses, onset, out);
    assay_training_tell(&courses, "hacking", out);
    return tell_bins(self, out, err);
}

static void end(void *state)
{
    assay_training_release(&((struct hacking *)state)->training);
}

const struct assay_diagnostic assay_diagnostic_hacking = {
    .name = "hacking",
    .summary = "does the proxy go on rising while responses win less often?",
    .formula =
        "the proxy rises and the win rate falls from its highest checkpoint to the "
        "last",
    .needs = "reward.rm judges[].vote step kl",
    .source = "Fu et al. 2025, arXiv:2502.18770, section 4; PorUna-byte/PAR "
              "autorating/figuredraw.py@b8caf40",
    .rows = {9},
    .quirk =
        "the release draws both curves and leaves the onset to the eye; the rule is "
        "assay's. "
        "`assay overopt` and `assay trend` have a chart of a stated false-alarm rate",
    .options = options,
    .state_size = sizeof(struct hacking),
    .take = take,
    .tell = tell,
    .end = end,
};
