/* overopt_draws.c - what single samples of the initial policy say of the proxy: gap, regression and tail. */
#include "harness/run/overopt_extras.h"

#include "metrics/goodhart.h"
#include "metrics/interval.h"
#include "metrics/tail_index.h"

#include <math.h>

enum {
    DRAWS_LEAST = 3,       /* below which nothing is told */
    TAIL_REPLICATES = 1000 /* of the bootstrap, at most */
};

/* Gain over the first place, in spreads: of the proxy, of gold, and of the gold that regression leaves. */
static void draw_gain(const struct assay_overopt_curve *curve, const char *name,
                      const double *value, double spread, struct assay_findings *out)
{
    const bool line = spread < 0.0;
    struct assay_point *point =
        assay_arena_new(out->arena, curve->places, sizeof(*point));
    const struct assay_series series = {
        .figure = ASSAY_STR("Goodhart gap"),
        .name = assay_str_of(name),
        .x_label = ASSAY_STR("d = root of the KL, nats^(1/2)"),
        .y_label = ASSAY_STR("gain, sd of one sample"),
        .look = line ? ASSAY_LOOK_REFERENCE : ASSAY_LOOK_CURVE,
        .points = point,
        .count = curve->places};

    for (size_t k = 0; k < curve->places; k++)
        point[k] = (struct assay_point){.x = curve->place[k].d,
                                        .y = (value[k] - value[0]) / fabs(spread)};
    assay_findings_series(out, &series);
}

/*
 * Gap at the last place over units, Student's t: each is relative to its own base, and spreads are taken as known.
 * No interval of points, of bins, or of fewer than two units there.
 */
static struct assay_range gap_range(const struct assay_overopt_curve *curve,
                                    const struct assay_goodhart_base *base, double level)
{
    const double x = curve->place[curve->places - 1].x;
    double sum = 0.0, squares = 0.0, mean, half;
    size_t n = 0;

    for (size_t i = 0; i < curve->cells && curve->unit != ASSAY_OVEROPT_POINT &&
                       !curve->binned && !curve->direct;
         i++) {
        const struct assay_overopt_cell *cell = &curve->cell[i];
        const double gap = cell->proxy / base->proxy_sd - cell->gold / base->gold_sd;

        if (cell->x != x)
            continue;
        sum += gap;
        squares += gap * gap;
        n++;
    }
    if (n < 2)
        return assay_range_none("no units to compare");
    mean = sum / (double)n;
    half = assay_interval_half(
        sqrt(fmax(squares - sum * mean, 0.0) / (double)(n - 1) / (double)n), n - 1,
        level);
    return assay_range_closed(mean - half, mean + half);
}

/* In the units that both are logged in, where no spread is known. */
static void tell_plain_gap(const struct assay_overopt_curve *curve, double level,
                           struct assay_findings *out)
{
    const struct assay_overopt_place *last = &curve->place[curve->places - 1];
    const struct assay_goodhart_base plain = {1.0, 1.0, 0.0};
    const struct assay_range range = gap_range(curve, &plain, level);
    const double gap = last->proxy - last->gold;

    assay_findings_measure(out, NULL, "goodhart_gap_as_logged", gap, &range);
}

static enum assay_code look_at_gap(const struct assay_overopt_curve *curve, double level,
                                   struct assay_findings *out, struct assay_error *err)
{
    const size_t n = curve->places;
    double *proxy = assay_arena_new(out->arena, 4 * n, sizeof(*proxy));
    double *gold = proxy + n, *gap = gold + n, *line = gap + n;
    const struct assay_goodhart_curve along = {.proxy = proxy, .gold = gold, .points = n};
    struct assay_goodhart_base base;
    struct assay_range range;
    enum assay_code code = assay_goodhart_base_of(curve->draws.proxy, curve->draws.gold,
                                                  curve->draws.n, &base, err);

    for (size_t k = 0; k < n; k++) {
        proxy[k] = curve->place[k].proxy;
        gold[k] = curve->place[k].gold;
    }
    if (!code)
        code = assay_goodhart_gap(&along, &base, gap, line, err);
    if (code)
        return code;
    range = gap_range(curve, &base, level);
    draw_gain(curve, "proxy", proxy, base.proxy_sd, out);
    draw_gain(curve, "gold", gold, base.gold_sd, out);
    draw_gain(curve, "gold by regression alone", line, -base.gold_sd, out);
    assay_findings_measure(out, NULL, "goodhart_gap", gap[n - 1], &range);
    assay_findings_measure(out, NULL, "draws_correlation", base.correlation, NULL);
    assay_findings_note(
        out,
        "by the end the proxy gained %.4g and gold %.4g spreads of one "
        "sample, a gap of %s; regression alone, at a correlation of %.4g, "
        "would have given gold %.4g",
        (proxy[n - 1] - proxy[0]) / base.proxy_sd, (gold[n - 1] - gold[0]) / base.gold_sd,
        assay_overopt_between(gap[n - 1], &range, out->arena), base.correlation,
        (line[n - 1] - line[0]) / base.gold_sd);
    return ASSAY_OK;
}

static enum assay_code look_at_tail(const struct assay_overopt_draws *draws,
                                    const struct assay_overopt_how *how,
                                    struct assay_findings *out, struct assay_error *err)
{
    double *error = assay_arena_new(out->arena, draws->n, sizeof(*error));
    const struct assay_tail_sample sample = {
        .error = error,
        .cluster = draws->prompt,
        .n = draws->n,
        .clusters = draws->prompts,
        .replicates =
            how->replicates < TAIL_REPLICATES ? how->replicates : TAIL_REPLICATES,
        .seed = how->seed,
        .level = how->level};
    struct assay_tail tail;
    enum assay_code code =
        assay_tail_residuals(draws->proxy, draws->gold, draws->n, error, err);

    if (!code)
        code = assay_tail_index(&sample, &tail, err);
    if (code)
        return code;
    assay_findings_measure(out, NULL, "tail_index", tail.index, &tail.index_bootstrap);
    assay_findings_measure(out, NULL, "tail_xi", tail.xi, &tail.xi_range);
    assay_findings_note(
        out, "tail of the proxy's error: index %s by the %zu largest, xi %s: %s",
        assay_overopt_between(tail.index, &tail.index_bootstrap, out->arena), tail.k,
        assay_overopt_between(tail.xi, &tail.xi_range, out->arena),
        assay_tail_words(tail.kind));
    return ASSAY_OK;
}

void assay_overopt_draws(const struct assay_overopt_study *study,
                         const struct assay_overopt_how *how, struct assay_findings *out)
{
    const struct assay_overopt_curve *curve = study->curve;
    struct assay_error err = {0};

    if (curve->places == 0 || !curve->has_proxy)
        return;
    if (curve->draws.n < DRAWS_LEAST) {
        tell_plain_gap(curve, how->level, out);
        return;
    }
    if (look_at_gap(curve, how->level, out, &err))
        assay_findings_undefined(out, NULL, "goodhart_gap",
                                 assay_arena_printf(out->arena, "%s", err.text));
    if (look_at_tail(&curve->draws, how, out, &err))
        assay_findings_undefined(out, NULL, "tail_index",
                                 assay_arena_printf(out->arena, "%s", err.text));
}
