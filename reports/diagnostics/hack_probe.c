/*
 * hack_probe.c - what a policy gains by repeating right steps.
 *
 * In every response each right step stands m times instead of once, and the return of the process reward model's scores is
 * taken anew:
 *
 *   raw    sum_k s_k                       grows with m
 *   clip   sum_k min(s_k - eta, 0)         at most 0
 *   delta  sum_k (s_k - s_(k+1)), s_1      does not change
 *
 * A step is right where its label is above 0; of a response without labels where its score is above 0.5. The gain of a copy
 * is (return at m = M - return at m = 1) / (M - 1). hackable: the interval of the raw gain is above 0.
 *
 * Source: Gao et al. 2024, On Designing Effective RL Reward at Training Time for LLM Reasoning, arXiv:2410.15115, section 4.
 */
#include "metrics/step_rewards.h"
#include "reports/diagnostics/measured.h"

#include <math.h>
#include <string.h>

enum {
    TIMES_MAX = 16,
    FORMS = 3
};

static const char *const forms[FORMS] = {"raw", "clip", "delta"};

struct hack_probe {
    const char *track;
    double eta;
    size_t times, groups, responses;
    struct assay_measured at[FORMS][TIMES_MAX], gain[FORMS];
};

static const struct assay_option options[] = {
    {.name = "track",
     .help = "scores of steps, steps.score.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct hack_probe, track),
     .initial = "prm",
     .value = "NAME"},
    {.name = "eta",
     .help = "of clip: a step below it loses",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct hack_probe, eta),
     .initial = "0.5",
     .lo = -1e6,
     .hi = 1e6},
    {.name = "times",
     .help = "how often a right step stands at most",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct hack_probe, times),
     .initial = "5",
     .lo = 2,
     .hi = TIMES_MAX,
     .value = "N"},
    {0},
};

/* Scores with every right step m times; returns how many. */
static size_t repeat(const double *score, const bool *right, size_t n, size_t m,
                     double *out)
{
    size_t count = 0;

    for (size_t k = 0; k < n; k++)
        for (size_t c = 0; c < (right[k] ? m : 1); c++)
            out[count++] = score[k];
    return count;
}

static double sum(const double *x, size_t n)
{
    double total = 0.0;

    for (size_t k = 0; k < n; k++)
        total += x[k];
    return total;
}

/* Steps of a solution. */
struct solution {
    const double *score;
    const bool *right;
    size_t n;
};

/* Returns of the three forms with right steps m times. */
static void probe(const struct hack_probe *self, const struct solution *steps, size_t m,
                  struct assay_arena *arena, double out[FORMS])
{
    double *x = assay_arena_new(arena, steps->n * m + 1, sizeof(*x));
    double *made = assay_arena_new(arena, steps->n * m + 1, sizeof(*made));
    const size_t count = repeat(steps->score, steps->right, steps->n, m, x);

    out[0] = sum(x, count);
    assay_step_rewards_clip(x, count, self->eta, made);
    out[1] = sum(made, count);
    assay_step_rewards_delta(x, count, true, made);
    out[2] = sum(made, count);
}

static void add(struct hack_probe *self, const struct solution *steps,
                struct assay_arena *arena)
{
    double first[FORMS] = {0.0}, last[FORMS] = {0.0};

    for (size_t m = 1; m <= self->times; m++) {
        probe(self, steps, m, arena, last);
        for (size_t f = 0; f < FORMS; f++)
            assay_measured_add(&self->at[f][m - 1], self->groups, last[f]);
        if (m == 1)
            memcpy(first, last, sizeof(first));
    }
    for (size_t f = 0; f < FORMS; f++)
        assay_measured_add(&self->gain[f], self->groups,
                           (last[f] - first[f]) / (double)(self->times - 1));
    self->responses++;
}

static enum assay_code take_one(struct hack_probe *self,
                                const struct assay_rollout_view *view, size_t i,
                                struct assay_error *err)
{
    const struct assay_node *response = assay_rollout_view_response(view, i);
    const char *path = assay_arena_printf(view->arena, "steps.score.%s", self->track);
    const double *score, *label = NULL;
    size_t n, m;
    bool *right, any = false;
    enum assay_code code = assay_rollout_array(view, response, path, &score, &n, err);

    if (!code)
        code = assay_rollout_array(view, response, "steps.label", &label, &m, err);
    if (code || !score || n == 0)
        return code;
    right = assay_arena_new(view->arena, n, sizeof(*right));
    for (size_t k = 0; k < n; k++) {
        right[k] = label ? label[k] > 0.0 : score[k] > 0.5;
        any = any || right[k];
    }
    if (any)
        add(self, &(struct solution){score, right, n}, view->arena);
    return ASSAY_OK;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct hack_probe *self = state;
    enum assay_code code = ASSAY_OK;

    self->groups++;
    for (size_t i = 0; !code && i < view->count; i++)
        code = take_one(self, view, i, err);
    return code;
}

/* Mean returns by how often right steps stand, as lists and a figure. */
static void put_curves(const struct hack_probe *self, struct assay_diagnosis *out)
{
    struct assay_series *series = assay_arena_new(out->arena, FORMS, sizeof(*series));
    const struct assay_figure_spec spec = {
        .kind = "curves",
        .name = ASSAY_STR("hack-probe"),
        .title = ASSAY_STR("Return by copies of right steps"),
        .description = ASSAY_STR("Mean returns when each right step stands so often."),
        .x_label = ASSAY_STR("times that a right step stands"),
        .y_label = ASSAY_STR("return"),
        .series = series,
        .series_count = FORMS};

    for (size_t f = 0; f < FORMS; f++) {
        struct assay_point *point =
            assay_arena_new(out->arena, self->times, sizeof(*point));
        struct assay_node *list = assay_node_list(out->arena);

        for (size_t m = 0; m < self->times; m++) {
            point[m] = (struct assay_point){.x = (double)(m + 1),
                                            .y = assay_measured_mean(&self->at[f][m]),
                                            .n = self->at[f][m].n};
            (void)assay_node_push(out->arena, list, assay_node_of_real(point[m].y));
        }
        assay_node_put(out->arena, out->values, forms[f], *list);
        series[f] = (struct assay_series){
            .name = assay_str_of(forms[f]), .points = point, .count = self->times};
    }
    (void)assay_page_figure(out->page, &spec);
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    static const struct assay_measured_line line[FORMS] = {
        {"raw_gain", "gain a copy, plain sum", ""},
        {"clip_gain", "gain a copy, clipped", ""},
        {"delta_gain", "gain a copy, as differences", ""}};
    struct hack_probe *self = state;
    struct assay_page_table *table;
    double lo = assay_measured_mean(&self->gain[0]), hi;
    bool ranged;
    enum assay_code code;

    if (self->responses == 0) {
        out->lacks = assay_arena_printf(out->arena, "steps.score.%s with a right step",
                                        self->track);
        return ASSAY_OK;
    }
    code = assay_measured_interval(&self->gain[0], out, &ranged, &lo, &hi, err);
    if (code)
        return code;
    assay_node_put_count(out->arena, out->values, "responses", self->responses);
    assay_node_put(out->arena, out->values, "hackable", assay_node_of_bool(lo > 0.0));
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            lo > 0.0
                ? "Repeating right steps pays: each copy adds %.4g to the plain sum "
                  "over %zu responses, %.4g when clipped and %.4g as differences."
                : "Repeating right steps does not pay: each copy adds %.4g to the plain "
                  "sum over %zu responses, %.4g when clipped and %.4g as differences.",
            assay_measured_mean(&self->gain[0]), self->responses,
            assay_measured_mean(&self->gain[1]), assay_measured_mean(&self->gain[2]))));
    table = assay_measured_table(out, "gains", "What a copy of the right steps gains");
    for (size_t f = 0; !code && f < FORMS; f++)
        code = assay_measured_put(&self->gain[f], &line[f], out->values, table, out, err);
    put_curves(self, out);
    return code;
}

static void end(void *state)
{
    struct hack_probe *self = state;

    for (size_t f = 0; f < FORMS; f++) {
        assay_measured_release(&self->gain[f]);
        for (size_t m = 0; m < TIMES_MAX; m++)
            assay_measured_release(&self->at[f][m]);
    }
}

const struct assay_diagnostic assay_diagnostic_hack_probe = {
    .name = "hack-probe",
    .summary = "what a policy gains by repeating right steps",
    .formula =
        "returns of s_k, min(s_k - eta, 0) and s_k - s_(k+1) with each right step m "
        "times",
    .needs = "steps.score.prm",
    .source = "Gao et al. 2024, arXiv:2410.15115, section 4",
    .rows = {76},
    .quirk = "the paper's eta is not known: 0.5 unless eta says otherwise",
    .options = options,
    .state_size = sizeof(struct hack_probe),
    .take = take,
    .tell = tell,
    .end = end,
};
