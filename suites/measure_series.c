/* measure_series.c - margins, calibration and the items that are most confidently wrong. */
#include "suites/measure_parts.h"

#include "harness/core/memory.h"
#include "metrics/calibration.h"
#include "metrics/interval.h"
#include "metrics/quantile.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum {
    HALF = 20,       /* bins of the margin histogram on either side of 0 */
    BINS = 2 * HALF, /* of the margin histogram, even: none holds margins of both signs */
    CURVE_BINS = 20, /* over [0, 1]; confidences fill the upper half */
    NOTABLE_MAX = 50
};

/* The margins of scored items, by item. */
struct margins {
    double *at;     /* (count,) */
    uint32_t *item; /* (count,) */
    size_t count;
};

bool assay_measure_margin(const struct assay_measurement *m, size_t i, double *margin)
{
    const struct assay_case item = assay_study_case(&m->study, i);
    const struct assay_kind *kind = m->tally[m->table->subset[i]].kind;

    if (!kind->margin ||
        (m->state[i] != ASSAY_STATE_SCORED && m->state[i] != ASSAY_STATE_TIED))
        return false;
    *margin = fmin(fmax(kind->margin(&item), -DBL_MAX), DBL_MAX); /* may overflow */
    return true;
}

static struct margins margins_of(const struct assay_measurement *m)
{
    struct margins out = {
        assay_memory_new(m->table->items + 1, sizeof(*out.at)),
        assay_memory_new(m->table->items + 1, sizeof(*out.item)),
        0,
    };

    for (size_t i = 0; i < m->table->items; i++)
        if (assay_measure_margin(m, i, &out.at[out.count]))
            out.item[out.count++] = (uint32_t)i;
    return out;
}

static void release(struct margins *margins)
{
    free(margins->at);
    free(margins->item);
}

/* Half the width of the histogram: what 98 % of the margins keep within, above 0. */
static double reach_of(const struct margins *margins)
{
    double *size = assay_memory_new(margins->count, sizeof(*size));
    double reach;

    for (size_t i = 0; i < margins->count; i++)
        size[i] = fabs(margins->at[i]);
    assay_quantile_sort(size, margins->count);
    reach = assay_quantile(size, margins->count, 0.98);
    if (!(reach > 0.0))
        reach = size[margins->count - 1];
    free(size);
    return reach > 0.0 && isfinite(reach) ? reach : 1.0;
}

size_t assay_measure_bin(const struct assay_margin_bins *bins, double margin)
{
    const double half = (double)bins->count / 2.0;
    const double place = floor((margin / bins->reach + 1.0) * half);

    if (margin < 0.0 && place >= half) /* rounding must not lift it over 0 */
        return bins->count / 2 - 1;
    return place < 0.0                    ? 0
           : place >= (double)bins->count ? bins->count - 1
                                          : (size_t)place;
}

static void histogram(const struct assay_measurement *m, const struct margins *margins,
                      const struct assay_margin_bins *bins, struct assay_serieses *out)
{
    static const char *const names[] = {"correct", "wrong", "tied"};
    const double reach = bins->reach;
    struct assay_point *points[3];

    for (size_t k = 0; k < 3; k++) {
        points[k] = assay_arena_new(m->arena, BINS, sizeof(*points[k]));
        for (size_t b = 0; b < BINS; b++)
            points[k][b].x = ((double)b + 0.5) * 2.0 * reach / BINS - reach;
        assay_serieses_add(
            out, &(struct assay_series){
                     .figure = ASSAY_STR("margins"),
                     .name = assay_str_of(names[k]),
                     .x_label = ASSAY_STR(
                         "margin, right minus best wrong (outer bins: and beyond)"),
                     .y_label = ASSAY_STR("items"),
                     .points = points[k],
                     .count = BINS,
                 });
    }
    for (size_t i = 0; i < margins->count; i++) {
        const double margin = margins->at[i];
        const size_t k = margin > 0.0 ? 0 : margin < 0.0 ? 1 : 2;

        points[k][assay_measure_bin(bins, margin)].y += 1.0;
    }
}

/* One point of the curve, with the Wilson interval of its share. */
static struct assay_point curve_point(const struct assay_measurement *m,
                                      const struct assay_calibration_bin *bin)
{
    struct assay_point point = {
        .x = bin->confidence, .y = bin->accuracy, .n = bin->count};
    struct assay_estimate share;
    struct assay_error ignored;

    if (assay_interval_wilson(fmin(bin->accuracy, 1.0) * (double)bin->count, bin->count,
                              m->measuring->level, &share, &ignored) == ASSAY_OK) {
        point.has_band = true;
        point.lo = share.lo;
        point.hi = share.hi;
    }
    return point;
}

/* Confidence form: sigma(|margin|) against whether the item was right, a tie half. */
static enum assay_code curve(const struct assay_measurement *m,
                             const struct margins *margins, struct assay_serieses *out,
                             struct assay_error *err)
{
    struct assay_calibration_bin bins[CURVE_BINS];
    struct assay_point *points = assay_arena_new(m->arena, CURVE_BINS, sizeof(*points));
    double *p = assay_memory_new(margins->count, sizeof(*p));
    double *y = assay_memory_new(margins->count, sizeof(*y));
    enum assay_code code;
    size_t n = 0;

    for (size_t i = 0; i < margins->count; i++) {
        const double margin = margins->at[i];

        p[i] = assay_calibration_sigmoid(fabs(margin));
        y[i] = margin > 0.0 ? 1.0 : margin < 0.0 ? 0.0 : 0.5;
    }
    code = assay_calibration_curve(p, y, margins->count, CURVE_BINS, bins, err);
    for (size_t b = 0; !code && b < CURVE_BINS; b++)
        if (bins[b].count > 0)
            points[n++] = curve_point(m, &bins[b]);
    if (!code)
        assay_serieses_add(out, &(struct assay_series){
                                    .figure = ASSAY_STR("calibration"),
                                    .name = ASSAY_STR("observed"),
                                    .x_label = ASSAY_STR("confidence sigma(|margin|)"),
                                    .y_label = ASSAY_STR("share right"),
                                    .points = points,
                                    .count = n});
    free(y);
    free(p);
    return code;
}

struct wrong {
    double margin;
    uint32_t item;
};

static int compare_wrong(const void *a, const void *b)
{
    const struct wrong *x = a;
    const struct wrong *y = b;

    if (x->margin != y->margin)
        return x->margin < y->margin ? -1 : 1;
    return x->item < y->item ? -1 : x->item > y->item;
}

static void notables(const struct assay_measurement *m, const struct margins *margins,
                     struct assay_result *out)
{
    struct wrong *wrong = assay_memory_new(margins->count + 1, sizeof(*wrong));
    struct assay_notable *notable;
    size_t n = 0;

    for (size_t i = 0; i < margins->count; i++)
        if (margins->at[i] < 0.0)
            wrong[n++] = (struct wrong){margins->at[i], margins->item[i]};
    qsort(wrong, n, sizeof(*wrong), compare_wrong);
    n = n < NOTABLE_MAX ? n : NOTABLE_MAX;
    notable = assay_arena_new(m->arena, n, sizeof(*notable));
    for (size_t k = 0; k < n; k++) {
        const uint32_t i = wrong[k].item;

        notable[k] = (struct assay_notable){
            .id = assay_arena_copy(m->arena, m->table->id[i]),
            .subset = m->table->subset_name[m->table->subset[i]],
            .margin = wrong[k].margin,
            .line = m->table->line[i],
        };
    }
    out->notable = notable;
    out->notable_count = n;
    free(wrong);
}

/* What margins and labels of completions look like. */
static enum assay_code scored_series(const struct assay_measurement *m,
                                     struct assay_serieses *list,
                                     struct assay_result *out, struct assay_error *err)
{
    struct margins margins = margins_of(m);
    enum assay_code code = ASSAY_OK;

    if (margins.count > 0) {
        const struct assay_margin_bins bins = {BINS, reach_of(&margins)};

        histogram(m, &margins, &bins, list);
        code = curve(m, &margins, list, err);
        notables(m, &margins, out);
        assay_measure_ridges(m, &bins, list);
    }
    release(&margins);
    if (!code)
        assay_measure_roc(m, list);
    return code;
}

/* Styles and the like, section by section. */
static void panels(const struct assay_measurement *m, struct assay_serieses *list)
{
    bool *subset = assay_arena_new(m->arena, m->table->subset_count + 1, sizeof(*subset));
    const size_t count = m->band_count ? m->band_count : 1;

    for (size_t i = 0; i < count; i++) {
        const struct assay_band *band = m->band_count ? &m->band[i] : &m->all;

        for (size_t s = 0; s < m->table->subset_count; s++)
            subset[s] = false;
        for (size_t k = 0; k < band->subset_count; k++)
            subset[band->subset[k]] = true;
        m->suite->kind->panel(&m->study, (struct assay_members){subset, NULL},
                              m->band_count ? band->section->name : ASSAY_STR("Overall"),
                              list);
    }
}

enum assay_code assay_measure_series(const struct assay_measurement *m,
                                     struct assay_result *out, struct assay_error *err)
{
    struct assay_serieses list = {.arena = m->arena};
    enum assay_code code = ASSAY_OK;

    if (m->table->want == ASSAY_WANT_SCORES)
        code = scored_series(m, &list, out, err);
    if (m->suite->kind->panel)
        panels(m, &list);
    if (m->suite->kind->series)
        m->suite->kind->series(&m->study, &list);
    out->series = list.at;
    out->series_count = list.count;
    return code;
}
