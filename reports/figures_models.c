/* Figures that all runs of a group share: calibration, and where there are several runs their ROC
   curves and how their margins lie. */
#include "reports/figures_sink.h"

#include <math.h>

static bool is_figure(const struct assay_series *series, const char *name)
{
    return assay_str_equal(series->figure, assay_str_of(name));
}

/* The calibration curves of all runs in one figure. */
static void put_calibration(const struct assay_figures_sink *sink)
{
    const struct assay_group *group = sink->group;
    struct assay_series series[ASSAY_FIGURE_SERIES];
    struct assay_figure_spec spec = {
        .kind = "calibration",
        .name = assay_figures_name(sink, "calibration", 0),
        .title = ASSAY_STR("Calibration"),
        .description = ASSAY_STR(
            "How sure the scores are of an item, as the logistic function of the margin, "
            "against how often they are right. Below the dashed line the scores are too "
            "sure of themselves."),
        .x_label = ASSAY_STR("\u03C3(margin)"),
        .y_label = ASSAY_STR("share right"),
        .series = series,
    };

    for (size_t m = 0; m < group->count; m++) {
        const struct assay_result *result = group->run[m]->result;

        for (size_t s = 0; s < result->series_count; s++)
            if (is_figure(&result->series[s], "calibration") && result->series[s].count &&
                spec.series_count < ASSAY_FIGURES_MODELS) {
                series[spec.series_count] = result->series[s];
                if (result->series[s].x_label.len)
                    spec.x_label = result->series[s].x_label;
                if (result->series[s].y_label.len)
                    spec.y_label = result->series[s].y_label;
                series[spec.series_count++].name = group->name[m];
            }
    }
    if (spec.series_count)
        assay_figures_add(sink, &spec);
}

struct assay_str assay_figures_roc_text(void)
{
    return ASSAY_STR("Right completions that score above a threshold, over wrong ones "
                     "that do, for every "
                     "threshold; ties are slanted. AUC is the chance that a right "
                     "completion scores above "
                     "a wrong one, of whatever prompt. Curves are thinned by an area of "
                     "at most 0.002.");
}

void assay_figures_make_square(struct assay_figure_spec *spec)
{
    spec->square = true;
    spec->limited = true;
    spec->lo = 0.0;
    spec->hi = 1.0;
}

/* The ROC curve of all items of a run, called as the run is; false where there is none. */
static bool overall_roc(const struct assay_figures_sink *sink, size_t m,
                        struct assay_series *out)
{
    const struct assay_result *result = sink->group->run[m]->result;

    for (size_t s = 0; s < result->series_count; s++) {
        const struct assay_series *series = &result->series[s];
        const size_t area = assay_str_find(series->name, ASSAY_STR(" (AUC"));

        if (!is_figure(series, "ROC") ||
            !assay_str_equal(series->of, ASSAY_STR("Overall")))
            continue;
        *out = *series;
        out->of = sink->group->name[m];
        out->name = assay_str_of(assay_arena_printf(
            sink->arena, "%.*s%.*s", ASSAY_STR_ARG(sink->group->name[m]),
            (int)(series->name.len - area), series->name.ptr + area));
        return true;
    }
    return false;
}

static void put_roc(const struct assay_figures_sink *sink)
{
    static const struct assay_point diagonal[] = {{0, 0, false, 0, 0, 0},
                                                  {1, 1, false, 0, 0, 0}};
    struct assay_series series[ASSAY_FIGURE_SERIES];
    struct assay_figure_spec spec = {
        .kind = "curves",
        .name = assay_figures_name(sink, "roc-of-models", 0),
        .title = ASSAY_STR("ROC of models"),
        .description = assay_figures_roc_text(),
        .series = series,
    };

    for (size_t m = 0; m < sink->group->count && m < ASSAY_FIGURES_MODELS; m++)
        spec.series_count += overall_roc(sink, m, &series[spec.series_count]);
    if (spec.series_count < 2)
        return;
    spec.x_label = series[0].x_label;
    spec.y_label = series[0].y_label;
    series[spec.series_count++] = (struct assay_series){.name = ASSAY_STR("chance"),
                                                        .look = ASSAY_LOOK_REFERENCE,
                                                        .points = diagonal,
                                                        .count = 2};
    assay_figures_make_square(&spec);
    assay_figures_add(sink, &spec);
}

/* Items a bin, right, wrong and tied together, from the histogram of a run; 0 bins: there is none. */
static size_t all_margins(const struct assay_figures_sink *sink, size_t m,
                          struct assay_point **points)
{
    const struct assay_result *result = sink->group->run[m]->result;
    size_t bins = 0;

    for (size_t s = 0; s < result->series_count; s++) {
        const struct assay_series *series = &result->series[s];

        if (!is_figure(series, "margins") || (bins && series->count != bins))
            continue;
        if (bins == 0)
            *points = assay_arena_new(sink->arena, series->count, sizeof(**points));
        bins = series->count;
        for (size_t i = 0; i < bins; i++) {
            (*points)[i].x = series->points[i].x;
            (*points)[i].n += (size_t)series->points[i].y;
        }
    }
    return bins;
}

/* Margins in units of the root of their mean square, and their density in these. */
static bool scale_margins(struct assay_point *points, size_t bins)
{
    double items = 0.0, squares = 0.0, unit, width;

    for (size_t i = 0; i < bins; i++) {
        items += (double)points[i].n;
        squares += (double)points[i].n * points[i].x * points[i].x;
    }
    if (bins < 2 || !(squares > 0.0))
        return false;
    unit = sqrt(squares / items);
    width = (points[1].x - points[0].x) / unit;
    for (size_t i = 0; i < bins; i++) {
        points[i].x /= unit;
        points[i].y = (double)points[i].n / (items * width);
    }
    return true;
}

static void put_margins(const struct assay_figures_sink *sink)
{
    struct assay_series series[ASSAY_FIGURES_MODELS];
    struct assay_figure_spec spec = {
        .kind = "ridgeline",
        .name = assay_figures_name(sink, "margins-of-models", 0),
        .title = ASSAY_STR("Margins of models"),
        .description = ASSAY_STR(
            "How the margins of each model lie, in units of the root of their mean "
            "square, "
            "since scores of different models have no common one. What is below zero is "
            "wrong. All ridges are as high as one another; the numbers on the right are "
            "items."),
        .x_label = ASSAY_STR("margin, in units of its root mean square"),
        .y_label = ASSAY_STR("density"),
        .series = series,
    };

    for (size_t m = 0; m < sink->group->count && m < ASSAY_FIGURES_MODELS; m++) {
        struct assay_point *points = NULL;
        const size_t bins = all_margins(sink, m, &points);

        if (bins && scale_margins(points, bins))
            series[spec.series_count++] =
                (struct assay_series){.name = sink->group->name[m],
                                      .look = ASSAY_LOOK_RIDGE,
                                      .points = points,
                                      .count = bins};
    }
    if (spec.series_count > 1)
        assay_figures_add(sink, &spec);
}

void assay_figures_of_models(const struct assay_figures_sink *sink)
{
    put_calibration(sink);
    put_roc(sink);
    put_margins(sink);
}
