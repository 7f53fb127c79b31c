/* overopt_stored.c - best-of-n curves that `assay bon` stored, as curves of gold against d. */
#include "harness/run/overopt_stored.h"

#include "harness/run/overopt_cells.h"
#include "metrics/best_of_n.h"

#include <math.h>

/* The first series of a figure, or that of a name. */
static const struct assay_series *series_of(const struct assay_result *result,
                                            const char *figure, const char *name)
{
    for (size_t i = 0; i < result->series_count; i++) {
        const struct assay_series *series = &result->series[i];

        if (assay_str_equal(series->figure, assay_str_of(figure)) &&
            (!name || assay_str_equal(series->name, assay_str_of(name))))
            return series;
    }
    return NULL;
}

static const struct assay_figure *measure_of(const struct assay_result *result,
                                             const char *name)
{
    for (size_t i = 0; i < result->measure_count; i++)
        if (assay_str_equal(result->measure[i].name, assay_str_of(name)))
            return &result->measure[i].value;
    return NULL;
}

static double d_of(double n)
{
    return sqrt(assay_best_of_n_kl((size_t)n));
}

/* The proxy's gain at d, or NaN. */
static double proxy_at(const struct assay_series *proxy, double d)
{
    for (size_t i = 0; proxy && i < proxy->count; i++)
        if (fabs(proxy->points[i].x - d) < 1e-9)
            return proxy->points[i].y;
    return (double)NAN;
}

/* What the stored run found of its prompts; NULL where it had no intervals. */
static const struct assay_overopt_turn *turn_of(const struct assay_result *result,
                                                const struct assay_overopt_curve *curve,
                                                struct assay_arena *arena)
{
    const struct assay_figure *n = measure_of(result, "peak_n");
    const struct assay_figure *fall = measure_of(result, "fall_from_peak");
    const struct assay_figure *turns = measure_of(result, "turns");
    const struct assay_overopt_cell *last = &curve->cell[curve->cells - 1];
    struct assay_overopt_turn *turn = assay_arena_new(arena, 1, sizeof(*turn));

    if (!n || !fall || !turns || !n->has_bootstrap)
        return NULL;
    *turn = (struct assay_overopt_turn){
        .test = ASSAY_OVEROPT_TEST_STORED,
        .detected = turns->value > 0.0,
        .peak_d = d_of(n->value),
        .peak_x = n->value,
        .end_d = last->d,
        .has_peak_range = true,
        .peak_lo = d_of(n->bootstrap_lo),
        .peak_hi = d_of(n->bootstrap_hi),
        .drop = fall->value,
        .has_drop_range = fall->has_bootstrap,
        .drop_lo = fall->bootstrap_lo,
        .drop_hi = fall->bootstrap_hi,
        .has_proxy = curve->has_proxy,
    };
    for (size_t i = 0; i < curve->cells; i++)
        if (curve->cell[i].x == n->value) {
            turn->gain = curve->cell[i].gold;
            turn->proxy_rise = last->proxy - curve->cell[i].proxy;
        }
    return turn;
}

/* The curve prompt by prompt, as that of samples (overopt_samples.c). */
static void take_prompts(const struct assay_bon_prompts_of *kept,
                         struct assay_arena *arena, struct assay_overopt_curve *out)
{
    const struct assay_bon_prompts *prompts = kept->prompts;
    const size_t ns = prompts->ns, columns = 1 + 2 * prompts->results * ns;
    struct assay_overopt_cell *cell =
        assay_arena_new(arena, prompts->prompts * ns + 1, sizeof(*cell));
    size_t cells = 0;

    for (size_t i = 0; i < prompts->prompts; i++) {
        const double *row = prompts->x + i * columns,
                     *at = row + 1 + 2 * kept->which * ns;

        for (size_t k = 0; k < ns; k++)
            if (!isnan(at[k]))
                cell[cells++] = assay_overopt_cell_of_n(prompts->n[k], at[k], at[ns + k],
                                                        (uint32_t)row[0]);
    }
    out->same = prompts->ids;
    assay_overopt_settle(out, cell, cells, arena);
}

enum assay_code assay_overopt_of_bon(const struct assay_result *result,
                                     const struct assay_bon_prompts_of *kept,
                                     const char *path, struct assay_arena *arena,
                                     struct assay_overopt_curve *out,
                                     struct assay_error *err)
{
    const struct assay_series *gold = series_of(result, "best of n", NULL);
    const struct assay_series *proxy = series_of(result, "Goodhart gap", "proxy");
    const bool percent = assay_str_equal(result->unit, ASSAY_STR("percent"));
    struct assay_overopt_cell *cell;

    if (!gold || gold->points[0].x != 1.0)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%s: no best-of-n curve over n from 1 on is stored there",
                          path);
    cell = assay_arena_new(arena, gold->count, sizeof(*cell));
    *out = (struct assay_overopt_curve){.name = result->label,
                                        .series = result->label,
                                        .gold = result->part.len ? result->part
                                                                 : ASSAY_STR("gold"),
                                        .rm_size = (double)NAN,
                                        .data_size = (double)NAN,
                                        .unit = ASSAY_OVEROPT_POINT,
                                        .order = ASSAY_OVEROPT_BY_N,
                                        .base = ASSAY_OVEROPT_BASE_ROWS,
                                        .has_proxy = proxy != NULL,
                                        .units = gold->count,
                                        .cell = cell,
                                        .cells = gold->count};
    if (kept->prompts->prompts > 0) {
        take_prompts(kept, arena, out);
        return ASSAY_OK;
    }
    for (size_t i = 0; i < gold->count; i++) {
        const struct assay_point *at = &gold->points[i];
        const double d = d_of(at->x);

        cell[i] = (struct assay_overopt_cell){.x = at->x,
                                              .d = d,
                                              .gold = (at->y - gold->points[0].y) /
                                                      (percent ? 100.0 : 1.0),
                                              .proxy = proxy_at(proxy, d),
                                              .weight = 1.0,
                                              .unit = (uint32_t)i,
                                              .base = at->x == 1.0};
        out->has_proxy = out->has_proxy && !isnan(cell[i].proxy);
    }
    assay_overopt_grid(out, arena);
    out->found = turn_of(result, out, arena);
    return ASSAY_OK;
}
