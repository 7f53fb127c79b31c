/*
 * prefix_values.c - do logged values of tokens foretell the outcome, and from which place on?
 *
 *   Brier      mean over tokens of (v_t - outcome)^2, each response with the same weight; of the last token alone, too
 *   target     mean over tokens of (v_t - V(s_t))^2, V the mean outcome of the group's responses that share the prefix
 *              (metrics/prefix_tree.h), where tok.ids are logged
 *   AUC by position   chance that a right response has more than a wrong one, at the token that so large a share of the
 *              response ends with: ten places
 *   pick       right / (right + wrong) among the responses of the highest last value
 *
 * Values must lie in [0, 1].
 *
 * Source: Lee et al. 2024, Token-Supervised Value Models, arXiv:2407.12863.
 */
#include "harness/core/memory.h"
#include "metrics/correlation.h"
#include "metrics/credit.h"
#include "metrics/prefix_tree.h"
#include "reports/diagnostics/measured.h"
#include "reports/diagnostics/step_tracks.h"

#include <math.h>
#include <stdlib.h>

enum {
    PLACES = 10
};

struct prefix_values {
    const char *track;
    size_t groups, outside;
    struct assay_measured brier, last, target, pick;
    struct assay_pairs at[PLACES]; /* value, outcome */
};

static const struct assay_option options[] = {
    {.name = "track",
     .help = "values of tokens, tok.value.NAME; not given: tok.value itself",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct prefix_values, track),
     .value = "NAME",
     .optional = true},
    {0},
};

/* A response with values and an outcome. */
struct valued {
    const double *value;
    struct assay_prefix_sequence sequence; /* of tokens; token NULL: not logged */
};

static enum assay_code read_one(struct prefix_values *self,
                                const struct assay_rollout_view *view, size_t i,
                                struct valued *out, struct assay_error *err)
{
    const struct assay_node *response = assay_rollout_view_response(view, i);
    const char *path = self->track
                           ? assay_arena_printf(view->arena, "tok.value.%s", self->track)
                           : "tok.value";
    size_t n, m;
    enum assay_code code =
        assay_rollout_array(view, response, path, &out->value, &n, err);

    if (code || !out->value)
        return code;
    if (n == 0 || !assay_rollout_number(response, "correct", &out->sequence.outcome)) {
        out->value = NULL;
        return ASSAY_OK;
    }
    for (size_t t = 0; t < n; t++)
        if (!(out->value[t] >= 0.0 && out->value[t] <= 1.0)) {
            self->outside++;
            out->value = NULL;
            return ASSAY_OK;
        }
    out->sequence.length = n;
    return assay_rollout_array(view, response, "tok.ids", &out->sequence.token, &m, err);
}

static double mean_square(const double *x, const double *y, double constant, size_t n)
{
    double sum = 0.0;

    for (size_t t = 0; t < n; t++) {
        const double d = x[t] - (y ? y[t] : constant);

        sum += d * d;
    }
    return sum / (double)n;
}

static void add_one(struct prefix_values *self, const struct valued *one)
{
    const size_t n = one->sequence.length;
    const double outcome = one->sequence.outcome;

    assay_measured_add(&self->brier, self->groups,
                       mean_square(one->value, NULL, outcome, n));
    assay_measured_add(&self->last, self->groups,
                       mean_square(one->value + n - 1, NULL, outcome, 1));
    for (size_t p = 0; p < PLACES; p++) {
        const size_t end = (n * (p + 1) + PLACES - 1) / PLACES;

        assay_pairs_add(&self->at[p], one->value[end - 1], outcome > 0.5);
    }
}

/* Values against those of the group's prefix tree. */
static void add_targets(struct prefix_values *self, const struct valued *one, size_t n,
                        struct assay_arena *arena)
{
    struct assay_prefix_sequence *sequence = assay_arena_new(arena, n, sizeof(*sequence));
    double **value = assay_arena_new(arena, n, sizeof(*value));
    size_t *which = assay_arena_new(arena, n, sizeof(*which)), count = 0;

    for (size_t i = 0; i < n; i++) {
        if (!one[i].sequence.token)
            continue;
        sequence[count] = one[i].sequence;
        value[count] = assay_arena_new(arena, one[i].sequence.length, sizeof(**value));
        which[count++] = i;
    }
    if (count == 0)
        return;
    (void)assay_prefix_tree_values(sequence, count, value, NULL);
    for (size_t k = 0; k < count; k++)
        assay_measured_add(
            &self->target, self->groups,
            mean_square(one[which[k]].value, value[k], 0.0, sequence[k].length));
}

static void add_pick(struct prefix_values *self, const struct valued *one, size_t n,
                     struct assay_arena *arena)
{
    double *score = assay_arena_new(arena, n, sizeof(*score));
    bool *right = assay_arena_new(arena, n, sizeof(*right));
    size_t count = 0;

    for (size_t i = 0; i < n; i++) {
        score[i] = one[i].value[one[i].sequence.length - 1];
        right[i] = one[i].sequence.outcome > 0.5;
        count += right[i];
    }
    if (count > 0 && count < n)
        assay_measured_add(
            &self->pick, self->groups,
            assay_credit_of(assay_credit_top(score, right, n), ASSAY_TIE_SHARE).value);
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct prefix_values *self = state;
    struct valued *one = assay_arena_new(view->arena, view->count + 1, sizeof(*one));
    size_t n = 0;

    self->groups++;
    for (size_t i = 0; i < view->count; i++) {
        const enum assay_code code = read_one(self, view, i, &one[n], err);

        if (code)
            return code;
        if (one[n].value)
            add_one(self, &one[n++]);
        else
            one[n] = (struct valued){0};
    }
    if (n > 0) {
        add_targets(self, one, n, view->arena);
        add_pick(self, one, n, view->arena);
    }
    return ASSAY_OK;
}

static double auc_of(const struct assay_pairs *pairs)
{
    bool *right = assay_memory_new(pairs->n + 1, sizeof(*right));
    struct assay_error why;
    double auc;

    for (size_t i = 0; i < pairs->n; i++)
        right[i] = pairs->y[i] > 0.5;
    if (assay_correlation_auc(pairs->x, right, pairs->n, &auc, &why))
        auc = (double)NAN;
    free(right);
    return auc;
}

static void put_places(const struct prefix_values *self, struct assay_diagnosis *out)
{
    struct assay_point *point = assay_arena_new(out->arena, PLACES, sizeof(*point));
    struct assay_node *list = assay_node_list(out->arena);
    struct assay_series *series = assay_arena_new(out->arena, 1, sizeof(*series));
    const struct assay_figure_spec spec = {
        .kind = "curves",
        .name = ASSAY_STR("value-by-position"),
        .title = ASSAY_STR("How well values foretell the outcome, by position"),
        .description =
            ASSAY_STR("The area under the ROC curve by the share of the response read."),
        .x_label = ASSAY_STR("share of the response"),
        .y_label = ASSAY_STR("AUC"),
        .series = series,
        .series_count = 1,
        .limited = true,
        .lo = 0.0,
        .hi = 1.0};

    series->points = point;
    for (size_t p = 0; p < PLACES; p++) {
        const double auc = auc_of(&self->at[p]);

        (void)assay_node_push(out->arena, list, assay_node_of_real(auc));
        if (!isnan(auc))
            point[series->count++] = (struct assay_point){
                .x = (double)(p + 1) / PLACES, .y = auc, .n = self->at[p].n};
    }
    assay_node_put(out->arena, out->values, "auc_by_position", *list);
    if (series->count > 1)
        (void)assay_page_figure(out->page, &spec);
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    static const struct assay_measured_line line[] = {
        {"brier", "Brier score of tokens", ""},
        {"brier_last", "Brier score of last tokens", ""},
        {"target_error", "squared distance from values of prefixes", ""},
        {"pick", "right responses picked by the last value", "percent"}};
    struct prefix_values *self = state;
    const struct assay_measured *const of[] = {&self->brier, &self->last, &self->target,
                                               &self->pick};
    struct assay_page_table *table;
    enum assay_code code = ASSAY_OK;

    if (self->brier.n == 0) {
        out->lacks =
            self->outside > 0 ? "tok.value within [0, 1]" : "tok.value with correct";
        return ASSAY_OK;
    }
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "Values of the tokens of %zu responses have a Brier score of %.4g, of last "
            "tokens %.4g; a value that says nothing has at most 0.25 at one half.%s",
            self->brier.n, assay_measured_mean(&self->brier),
            assay_measured_mean(&self->last),
            self->outside > 0 ? " Responses with values outside [0, 1] are left out."
                              : "")));
    assay_node_put_count(out->arena, out->values, "outside", self->outside);
    table = assay_measured_table(out, "values", "Values of tokens");
    for (size_t k = 0; !code && k < sizeof(of) / sizeof(of[0]); k++)
        code = assay_measured_put(of[k], &line[k], out->values, table, out, err);
    put_places(self, out);
    return code;
}

static void end(void *state)
{
    struct prefix_values *self = state;

    assay_measured_release(&self->brier);
    assay_measured_release(&self->last);
    assay_measured_release(&self->target);
    assay_measured_release(&self->pick);
    for (size_t p = 0; p < PLACES; p++)
        assay_pairs_release(&self->at[p]);
}

const struct assay_diagnostic assay_diagnostic_prefix_values = {
    .name = "prefix-values",
    .summary =
        "do logged values of tokens foretell the outcome, and from which place on?",
    .formula = "mean (v_t - outcome)^2; AUC of v_t by t / T; mean (v_t - V(s_t))^2",
    .needs = "tok.value correct",
    .source = "Lee et al. 2024, arXiv:2407.12863",
    .rows = {40},
    .options = options,
    .state_size = sizeof(struct prefix_values),
    .take = take,
    .tell = tell,
    .end = end,
};
