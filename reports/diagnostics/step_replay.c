/*
 * step_replay.c - two tracks of rewards a step or frame held against one another: a learned one and a designed one.
 *
 *   Pearson's r over all steps that both have
 *   a boundary of a track is at step t where |x_t - x_(t-1)| >= jump; boundaries of the two match one to one, from the
 *   first on, where they are at most `within` steps apart
 *   precision = matched / boundaries of the first, recall = matched / boundaries of the second, F1 = 2 matched / (both)
 *
 * Source: Sermanet, Xu and Levine 2017, Unsupervised Perceptual Rewards for Imitation Learning, arXiv:1612.06699, section IV,
 *         whose features and robot are not here.
 */
#include "metrics/correlation.h"
#include "reports/diagnostics/measured.h"
#include "reports/diagnostics/step_tracks.h"

#include <math.h>

enum {
    DRAWN = 400 /* points of the figure */
};

struct step_replay {
    const char *first, *second;
    double jump;
    size_t within, matched, boundaries[2], responses;
    struct assay_pairs pairs;
};

static const struct assay_option options[] = {
    {.name = "first",
     .help = "a track, a path under steps",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct step_replay, first),
     .initial = "reward.perceptual",
     .value = "PATH"},
    {.name = "second",
     .help = "what it is held against, a path under steps",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct step_replay, second),
     .initial = "reward.designed",
     .value = "PATH"},
    {.name = "jump",
     .help = "change of a track that is a boundary",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct step_replay, jump),
     .initial = "0.5",
     .lo = 1e-12,
     .hi = 1e6},
    {.name = "within",
     .help = "steps that boundaries may be apart",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct step_replay, within),
     .initial = "0",
     .lo = 0,
     .hi = 1000,
     .value = "N"},
    {0},
};

/* Steps at which a track jumps; at (n,). */
static size_t boundaries_of(const double *x, size_t n, double jump, size_t *at)
{
    size_t count = 0;

    for (size_t t = 1; t < n; t++)
        if (fabs(x[t] - x[t - 1]) >= jump)
            at[count++] = t;
    return count;
}

/* Pairs of boundaries that are near; both lists rise. */
static size_t match(const size_t *a, size_t na, const size_t *b, size_t nb, size_t within)
{
    size_t i = 0, k = 0, matched = 0;

    while (i < na && k < nb) {
        if (a[i] + within < b[k]) {
            i++;
        } else if (b[k] + within < a[i]) {
            k++;
        } else {
            matched++;
            i++;
            k++;
        }
    }
    return matched;
}

static enum assay_code take_one(struct step_replay *self,
                                const struct assay_rollout_view *view, size_t i,
                                struct assay_error *err)
{
    const struct assay_node *response = assay_rollout_view_response(view, i);
    const char *const path[2] = {
        assay_arena_printf(view->arena, "steps.%s", self->first),
        assay_arena_printf(view->arena, "steps.%s", self->second)};
    const double *x[2] = {NULL, NULL};
    size_t n = 0, *at[2], count[2];
    enum assay_code code = ASSAY_OK;

    for (size_t k = 0; !code && k < 2; k++)
        code = assay_rollout_array(view, response, path[k], &x[k], &n, err);
    if (code || !x[0] || !x[1])
        return code;
    for (size_t k = 0; k < 2; k++) {
        at[k] = assay_arena_new(view->arena, n + 1, sizeof(**at));
        count[k] = boundaries_of(x[k], n, self->jump, at[k]);
        self->boundaries[k] += count[k];
    }
    self->matched += match(at[0], count[0], at[1], count[1], self->within);
    for (size_t t = 0; t < n; t++)
        assay_pairs_add(&self->pairs, x[0][t], x[1][t]);
    self->responses++;
    return ASSAY_OK;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < view->count; i++)
        code = take_one(state, view, i, err);
    return code;
}

static void put_share(struct assay_diagnosis *out, const char *key, size_t hits, size_t n)
{
    assay_node_put(out->arena, out->values, key,
                   n > 0 ? assay_node_of_real((double)hits / (double)n)
                         : assay_node_null());
}

static void put_figure(const struct step_replay *self, struct assay_diagnosis *out)
{
    const size_t n = self->pairs.n < DRAWN ? self->pairs.n : DRAWN;
    struct assay_point *point = assay_arena_new(out->arena, n + 1, sizeof(*point));
    struct assay_series *series = assay_arena_new(out->arena, 1, sizeof(*series));
    const struct assay_figure_spec spec = {
        .kind = "curves",
        .name = ASSAY_STR("step-replay"),
        .title = ASSAY_STR("Two tracks of rewards of steps"),
        .description = ASSAY_STR("A point a step."),
        .x_label = assay_str_of(self->first),
        .y_label = assay_str_of(self->second),
        .series = series,
        .series_count = 1};

    *series =
        (struct assay_series){.look = ASSAY_LOOK_POINTS, .points = point, .count = n};
    for (size_t i = 0; i < n; i++)
        point[i] = (struct assay_point){.x = self->pairs.x[i], .y = self->pairs.y[i]};
    (void)assay_page_figure(out->page, &spec);
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    const struct step_replay *self = state;
    const size_t both = self->boundaries[0] + self->boundaries[1];
    struct assay_error why;
    const char *related;
    double r = (double)NAN;

    (void)err;
    if (self->responses == 0) {
        out->lacks = assay_arena_printf(out->arena, "steps.%s with steps.%s", self->first,
                                        self->second);
        return ASSAY_OK;
    }
    if (assay_correlation_pearson(self->pairs.x, self->pairs.y, self->pairs.n, &r, &why))
        r = (double)NAN;
    assay_node_put_count(out->arena, out->values, "steps", self->pairs.n);
    assay_node_put(out->arena, out->values, "pearson", assay_node_of_real(r));
    put_share(out, "boundary_precision", self->matched, self->boundaries[0]);
    put_share(out, "boundary_recall", self->matched, self->boundaries[1]);
    put_share(out, "boundary_f1", 2 * self->matched, both);
    related = isnan(r) ? assay_arena_printf(out->arena, "no correlation (%s)", why.text)
                       : assay_arena_printf(out->arena, "a correlation of %.4g", r);
    (void)assay_page_text(
        out->page, assay_str_of(assay_arena_printf(
                       out->arena,
                       "Over %zu steps of %zu responses %s and %s have %s; %zu of "
                       "their %zu and %zu boundaries are the same.",
                       self->pairs.n, self->responses, self->first, self->second, related,
                       self->matched, self->boundaries[0], self->boundaries[1])));
    put_figure(self, out);
    return ASSAY_OK;
}

static void end(void *state)
{
    assay_pairs_release(&((struct step_replay *)state)->pairs);
}

const struct assay_diagnostic assay_diagnostic_step_replay = {
    .name = "step-replay",
    .summary = "two tracks of rewards a step or frame held against one another",
    .formula = "Pearson's r; F1 of boundaries, where a track changes by jump or more",
    .needs = "steps.reward.perceptual steps.reward.designed",
    .source = "Sermanet, Xu and Levine 2017, arXiv:1612.06699, section IV",
    .rows = {64},
    .quirk = "what a boundary is stands in no paper: jump and within have it open",
    .options = options,
    .state_size = sizeof(struct step_replay),
    .take = take,
    .tell = tell,
    .end = end,
};
