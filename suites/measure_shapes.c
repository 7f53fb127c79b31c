/* measure_shapes.c - sections side by side: ROC curves of completions, and shapes of margins. */
#include "suites/measure_parts.h"

#include "harness/core/memory.h"
#include "metrics/roc.h"

#include <math.h>
#include <stdlib.h>

enum {
    CURVES = 11, /* sections that have a ROC curve beside that of all items */
    RIDGES = 39  /* and shapes of margins */
};

#define THINNED 0.002 /* what lies between a curve and the one that is drawn */

static bool is_counted(const struct assay_measurement *m, size_t i)
{
    return m->state[i] == ASSAY_STATE_SCORED || m->state[i] == ASSAY_STATE_TIED;
}

/* Marks the subsets of a band in (subset_count,). */
static void mark(const struct assay_measurement *m, const struct assay_band *band,
                 bool *subset)
{
    for (size_t s = 0; s < m->table->subset_count; s++)
        subset[s] = false;
    for (size_t k = 0; k < band->subset_count; k++)
        subset[band->subset[k]] = true;
}

/* True of items whose completions are right or wrong. */
static bool is_labelled(const struct assay_measurement *m, size_t i,
                        const struct assay_case *item)
{
    const struct assay_kind *kind = m->tally[m->table->subset[i]].kind;

    return kind->labels & ASSAY_LABEL_CORRECT && item->gold_count == item->count;
}

/* Scores and labels of the scored completions of a band, as metrics/roc.h takes them. */
static size_t gather(const struct assay_measurement *m, const bool *subset,
                     struct assay_roc_point *point)
{
    size_t n = 0;

    for (size_t i = 0; i < m->table->items; i++) {
        const struct assay_case item = assay_study_case(&m->study, i);

        if (!subset[m->table->subset[i]] || !is_counted(m, i) ||
            !is_labelled(m, i, &item))
            continue;
        for (size_t c = 0; c < item.count; c++)
            if (item.state[c] == ASSAY_STATE_SCORED && !isnan(item.gold[c]))
                point[++n] = (struct assay_roc_point){item.value[c], item.gold[c] > 0.0};
    }
    return n;
}

static void put_curve(const struct assay_measurement *m, struct assay_str name,
                      struct assay_roc_point *point, size_t n, struct assay_serieses *out)
{
    struct assay_series series = {
        .figure = ASSAY_STR("ROC"),
        .x_label = ASSAY_STR("wrong completions above a threshold"),
        .y_label = ASSAY_STR("right ones above it"),
        .look = ASSAY_LOOK_FIT,
        .of = name,
    };
    struct assay_error undefined; /* all completions are right, or all wrong: no curve */
    struct assay_point *points;
    double area;

    if (assay_roc_curve(point, n, &series.count, &area, &undefined))
        return;
    series.count = assay_roc_thin(point, series.count, THINNED);
    points = assay_arena_new(m->arena, series.count, sizeof(*points));
    for (size_t i = 0; i < series.count; i++)
        points[i] = (struct assay_point){.x = point[i].x, .y = point[i].y};
    series.points = points;
    series.name = assay_str_of(
        assay_arena_printf(m->arena, "%.*s (AUC %.4f)", ASSAY_STR_ARG(name), area));
    assay_serieses_add(out, &series);
}

static void put_chance(const struct assay_measurement *m, struct assay_serieses *out)
{
    struct assay_point *points = assay_arena_new(m->arena, 2, sizeof(*points));

    points[1] = (struct assay_point){.x = 1.0, .y = 1.0};
    assay_serieses_add(out, &(struct assay_series){.figure = ASSAY_STR("ROC"),
                                                   .name = ASSAY_STR("chance"),
                                                   .look = ASSAY_LOOK_REFERENCE,
                                                   .points = points,
                                                   .count = 2});
}

void assay_measure_roc(const struct assay_measurement *m, struct assay_serieses *out)
{
    const size_t values = m->table->first[m->table->items], before = out->count;
    struct assay_roc_point *point = assay_memory_new(values + 1, sizeof(*point));
    bool *subset = assay_memory_new(m->table->subset_count + 1, sizeof(*subset));

    mark(m, &m->all, subset);
    put_curve(m, ASSAY_STR("Overall"), point, gather(m, subset, point), out);
    for (size_t i = 0; m->band_count > 1 && i < m->band_count && i < CURVES; i++) {
        mark(m, &m->band[i], subset);
        put_curve(m, m->band[i].section->name, point, gather(m, subset, point), out);
    }
    if (out->count > before)
        put_chance(m, out);
    free(subset);
    free(point);
}

static void put_ridge(const struct assay_measurement *m, const struct assay_band *band,
                      struct assay_str name, const struct assay_margin_bins *bins,
                      struct assay_serieses *out)
{
    struct assay_point *points = assay_arena_new(m->arena, bins->count, sizeof(*points));
    bool *subset = assay_memory_new(m->table->subset_count + 1, sizeof(*subset));
    const double width = 2.0 * bins->reach / (double)bins->count;
    size_t total = 0;
    double margin;

    mark(m, band, subset);
    for (size_t i = 0; i < m->table->items; i++)
        if (subset[m->table->subset[i]] && assay_measure_margin(m, i, &margin)) {
            points[assay_measure_bin(bins, margin)].n++;
            total++;
        }
    for (size_t b = 0; total > 0 && b < bins->count; b++) {
        points[b].x = ((double)b + 0.5) * width - bins->reach;
        points[b].y = (double)points[b].n / ((double)total * width);
    }
    if (total > 0)
        assay_serieses_add(
            out, &(struct assay_series){
                     .figure = ASSAY_STR("margins by section"),
                     .name = name,
                     .x_label = ASSAY_STR(
                         "margin, right minus best wrong (at both ends: and beyond)"),
                     .y_label = ASSAY_STR("density"),
                     .look = ASSAY_LOOK_RIDGE,
                     .points = points,
                     .count = bins->count});
    free(subset);
}

void assay_measure_ridges(const struct assay_measurement *m,
                          const struct assay_margin_bins *bins,
                          struct assay_serieses *out)
{
    if (m->band_count < 2)
        return;
    for (size_t i = 0; i < m->band_count && i < RIDGES; i++)
        put_ridge(m, &m->band[i], m->band[i].section->name, bins, out);
    put_ridge(m, &m->all, ASSAY_STR("Overall"), bins, out);
}
