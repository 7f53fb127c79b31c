/* Histogram: series over the same bins, one on top of the other; a line at zero. */
#include "reports/figure_style.h"

#include <math.h>

enum {
    INNER_HEIGHT = 240
};

static double bin_width(const struct assay_series *series)
{
    return series->count > 1 ? series->points[1].x - series->points[0].x : 1.0;
}

/* Height of the stack under point i of series s. */
static double base_of(const struct assay_figure_spec *spec, size_t s, size_t i)
{
    double base = 0.0;

    for (size_t below = 0; below < s; below++)
        base += spec->series[below].points[i].y;
    return base;
}

static void put_data(const struct assay_figure_spec *spec, struct assay_buf *tsv)
{
    assay_figure_data_head(spec, "bin middle, bin from, to, stack from, to, count", tsv);
    for (size_t s = 0; s < spec->series_count; s++) {
        const struct assay_series *series = &spec->series[s];
        const double half = bin_width(series) / 2.0;

        assay_figure_data_series(spec, s, tsv);
        for (size_t i = 0; i < series->count; i++) {
            const struct assay_point *point = &series->points[i];
            const double base = base_of(spec, s, i);

            assay_buf_printf(tsv, "%.10g\t%.10g\t%.10g\t%.10g\t%.10g\t%.10g\n", point->x,
                             point->x - half, point->x + half, base, base + point->y,
                             point->y);
        }
    }
}

static struct assay_figure_colour colour_of(struct assay_str name, size_t s)
{
    static const struct {
        const char *name;
        enum assay_figure_ink ink;
    } known[] = {
        {"correct", ASSAY_FIGURE_RIGHT},
        {"wrong", ASSAY_FIGURE_WRONG},
        {"tied", ASSAY_FIGURE_NEUTRAL},
    };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (assay_str_equal(name, assay_str_of(known[i].name)))
            return assay_figure_ink(known[i].ink);
    return assay_figure_colour(s);
}

static double tallest(const struct assay_figure_spec *spec)
{
    double most = 1.0;

    for (size_t i = 0; i < spec->series[0].count; i++)
        most = fmax(most, base_of(spec, spec->series_count, i));
    return most;
}

static void put_script(const struct assay_figure_spec *spec, struct assay_buf *gp)
{
    const struct assay_figure_frame frame =
        assay_figure_frame(spec, 88, INNER_HEIGHT, spec->series_count);
    const struct assay_series *first = &spec->series[0];
    const double half = bin_width(first) / 2.0;
    struct assay_figure_range y = assay_figure_range(spec, 0.0, tallest(spec));

    if (y.step < 1.0) /* counts are whole */
        y.step = 1.0;
    assay_figure_prologue(spec, &frame, gp);
    assay_buf_printf(gp, "set xrange [%.10g:%.10g]\n", first->points[0].x - half,
                     first->points[first->count - 1].x + half);
    assay_figure_put_axis('y', y, gp);
    assay_buf_puts(gp,
                   "set arrow 1 from 0, graph 0 to 0, graph 1 nohead front linewidth 1 "
                   "dashtype 2");
    assay_figure_put_colour(assay_figure_ink(ASSAY_FIGURE_TEXT), gp);
    assay_buf_putc(gp, '\n');
    for (size_t s = 0; s < spec->series_count; s++) {
        assay_buf_printf(gp, s ? ", \\\n     '%.*s.tsv'" : "plot '%.*s.tsv'",
                         ASSAY_STR_ARG(spec->name));
        assay_buf_printf(gp, " index %zu using 1:5:2:3:4:5 with boxxyerror", s);
        assay_figure_put_colour(colour_of(spec->series[s].name, s), gp);
        assay_figure_put_key(spec, spec->series[s].name, gp);
    }
    assay_buf_putc(gp, '\n');
}

static enum assay_code check(const struct assay_figure_spec *spec,
                             struct assay_error *err)
{
    const struct assay_series *first = &spec->series[0];

    for (size_t s = 0; s < spec->series_count; s++) {
        const struct assay_series *series = &spec->series[s];

        if (series->count == 0 || series->count != first->count)
            return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": series differ in bins",
                              ASSAY_STR_ARG(spec->name));
        for (size_t i = 0; i < series->count; i++)
            if (series->points[i].x != first->points[i].x)
                return assay_fail(err, ASSAY_EDATA,
                                  "figure \"%.*s\": series differ in bins",
                                  ASSAY_STR_ARG(spec->name));
    }
    return ASSAY_OK;
}

const struct assay_figure_kind assay_figure_histogram = {
    .name = "histogram",
    .check = check,
    .data = put_data,
    .script = put_script,
};
