/*
 * preferences_reward.c - a reward held against preferences: calibration, agreement, and win rates that length does not explain.
 *
 *   slope = sum x y / sum x^2,   R^2 = 1 - sum (y - slope x)^2 / sum y^2
 *
 * with x the difference of rewards and y the log odds of a pair, over pairs that have both; through the origin, since
 * exchanging the two responses turns both signs.
 */
#include "harness/core/memory.h"
#include "metrics/length_control.h"
#include "reports/diagnostics/preferences.h"

#include <math.h>
#include <stdlib.h>

void assay_preferred_pair(struct assay_preferred *self, double share, double odds,
                          double difference)
{
    const double side = (share - 0.5) * difference;

    if (isnan(difference))
        return;
    if (!self->point)
        self->point = assay_memory_new(ASSAY_PREFERRED_POINTS, sizeof(*self->point));
    if (self->pairs < ASSAY_PREFERRED_POINTS)
        self->point[self->pairs] = (struct assay_point){.x = difference, .y = odds};
    self->pairs++;
    self->xx += difference * difference;
    self->xy += difference * odds;
    self->yy += odds * odds;
    if (fabs(2.0 * share - 1.0) < self->margin || share == 0.5)
        return;
    self->kept++;
    assay_measured_add(&self->right, self->groups,
                       side > 0.0   ? 1.0
                       : side < 0.0 ? 0.0
                                    : 0.5);
}

static enum assay_code implied(const struct assay_rollout_view *view,
                               const struct assay_node *response, double *out,
                               struct assay_error *err)
{
    const double *policy, *ref = NULL;
    double beta = 1.0;
    size_t n, m = 0;
    enum assay_code code =
        assay_rollout_array(view, response, "tok.lp.policy", &policy, &n, err);

    if (!code)
        code = assay_rollout_array(view, response, "tok.lp.ref", &ref, &m, err);
    if (code || !policy || !ref || n != m)
        return code;
    (void)assay_rollout_number(view->meta, "beta", &beta);
    *out = 0.0;
    for (size_t t = 0; t < n; t++)
        *out += beta * (policy[t] - ref[t]);
    return ASSAY_OK;
}

enum assay_code assay_preferred_rewards(const struct assay_preferred *self,
                                        const struct assay_rollout_view *view,
                                        const double **out, struct assay_error *err)
{
    double *reward = assay_arena_new(view->arena, view->count + 1, sizeof(*reward));
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);

        reward[i] = NAN;
        if (self->reward)
            (void)assay_node_number(
                assay_node_get(assay_node_get(response, "reward"), self->reward),
                &reward[i]);
        else
            code = implied(view, response, &reward[i], err);
    }
    *out = reward;
    return code;
}

static void add_baseline(struct assay_preferred *self, double share, double excess)
{
    if (self->against == self->room) {
        self->room = assay_memory_grow(self->room, self->against + 1);
        self->share = assay_memory_resize(self->share, self->room, sizeof(*self->share));
        self->excess =
            assay_memory_resize(self->excess, self->room, sizeof(*self->excess));
    }
    self->share[self->against] = share;
    self->excess[self->against++] = excess;
}

void assay_preferred_baseline(struct assay_preferred *self,
                              const struct assay_rollout_view *view,
                              const struct assay_rollout_pairs *pairs)
{
    double own, other, share;

    for (size_t k = 0; k < pairs->n * pairs->n; k++) {
        const size_t i = k / pairs->n, j = k % pairs->n;
        const struct assay_node *a = assay_rollout_view_response(view, i);
        const struct assay_node *b = assay_rollout_view_response(view, j);

        if (i == j || assay_str_equal(assay_rollout_text(a, "role"), ASSAY_STR("ref")) ||
            !assay_str_equal(assay_rollout_text(b, "role"), ASSAY_STR("ref")) ||
            !assay_rollout_number(a, "n_tok", &own) ||
            !assay_rollout_number(b, "n_tok", &other) ||
            !assay_rollout_share(pairs, i, j, false, &share))
            continue;
        add_baseline(self, share, other - own);
    }
}

static void put_figure(const struct assay_preferred *self, double slope,
                       struct assay_diagnosis *out)
{
    const size_t n =
        self->pairs < ASSAY_PREFERRED_POINTS ? self->pairs : ASSAY_PREFERRED_POINTS;
    struct assay_series *series = assay_arena_new(out->arena, 2, sizeof(*series));
    struct assay_point *line = assay_arena_new(out->arena, 2, sizeof(*line));
    double lo = 0.0, hi = 0.0;
    const struct assay_figure_spec spec = {
        .kind = "curves",
        .name = ASSAY_STR("preference-calibration"),
        .title = ASSAY_STR("Log odds of preferences by difference of rewards"),
        .description = ASSAY_STR("A point a pair of responses, and the line through the "
                                 "origin that fits them."),
        .x_label = ASSAY_STR("difference of rewards"),
        .y_label = ASSAY_STR("log odds"),
        .series = series,
        .series_count = 2};

    for (size_t i = 0; i < n; i++) {
        lo = fmin(lo, self->point[i].x);
        hi = fmax(hi, self->point[i].x);
    }
    line[0] = (struct assay_point){.x = lo, .y = slope * lo};
    line[1] = (struct assay_point){.x = hi, .y = slope * hi};
    series[0] = (struct assay_series){.name = ASSAY_STR("pairs"),
                                      .look = ASSAY_LOOK_POINTS,
                                      .points = self->point,
                                      .count = n};
    series[1] = (struct assay_series){
        .name = ASSAY_STR("fit"), .look = ASSAY_LOOK_FIT, .points = line, .count = 2};
    if (hi > lo)
        (void)assay_page_figure(out->page, &spec);
}

static int by_x(const void *a, const void *b)
{
    const struct assay_point *p = a, *q = b;

    return (p->x > q->x) - (p->x < q->x);
}

static enum assay_code tell_calibration(const struct assay_preferred *self,
                                        struct assay_diagnosis *out,
                                        struct assay_error *err)
{
    static const struct assay_measured_line line = {
        "accuracy", "pairs kept that the reward orders as the majority", "percent"};
    const double slope = self->xy / self->xx;
    const double r2 = self->xy * slope / self->yy;
    const size_t shown =
        self->pairs < ASSAY_PREFERRED_POINTS ? self->pairs : ASSAY_PREFERRED_POINTS;
    struct assay_page_table *table;

    assay_node_put_count(out->arena, out->values, "kept", self->kept);
    assay_node_put_count(out->arena, out->values, "pairs", self->pairs);
    table = assay_measured_table(out, "reward", "Does the reward tell the order?");
    if (self->xx > 0.0 && self->yy > 0.0) {
        assay_node_put_real(out->arena, out->values, "slope", slope);
        assay_node_put_real(out->arena, out->values, "r2", r2);
        (void)assay_page_text(
            out->page, assay_str_of(assay_arena_printf(
                           out->arena,
                           "Differences of reward explain %.4g %% of the log odds of %zu "
                           "pairs, with a slope of %.4g.",
                           100.0 * r2, self->pairs, slope)));
        qsort(self->point, shown, sizeof(*self->point), by_x);
        put_figure(self, slope, out);
    }
    return assay_measured_put(&self->right, &line, out->values, table, out, err);
}

static void tell_baseline(const struct assay_preferred *self, struct assay_diagnosis *out)
{
    bool *given = assay_arena_new(out->arena, self->against + 1, sizeof(*given));
    const struct assay_length_control_rows rows = {
        .share = self->share, .given = given, .excess = self->excess, .n = self->against};
    struct assay_length_control fit;
    struct assay_error none;
    double sum = 0.0;

    if (self->against == 0)
        return;
    for (size_t i = 0; i < self->against; i++) {
        given[i] = true;
        sum += self->share[i];
    }
    assay_node_put_real(out->arena, out->values, "win_rate", sum / (double)self->against);
    if (assay_length_control_fit(&rows, &(struct assay_length_control_gamed){0}, &fit,
                                 &none))
        return;
    assay_node_put_real(out->arena, out->values, "length_controlled",
                        fit.win_rate / 100.0);
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "Against responses of role ref %.4g %% of games are won; were they as long, "
            "it would be %.4g %%.",
            100.0 * sum / (double)self->against, fit.win_rate)));
}

enum assay_code assay_preferred_tell(const struct assay_preferred *self,
                                     struct assay_diagnosis *out, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (self->pairs > 0)
        code = tell_calibration(self, out, err);
    if (!code)
        tell_baseline(self, out);
    return code;
}

void assay_preferred_release(struct assay_preferred *self)
{
    assay_measured_release(&self->right);
    free(self->point);
    free(self->share);
    free(self->excess);
}
