/*
 * Sections: one line a section, a dot for each model with its interval, references as hollow
 * diamonds. Names stand on the left, where long ones have room, and read as a table does.
 */
#include "reports/escape.h"
#include "reports/figure_style.h"

#include <math.h>

enum {
    LABEL_COLUMNS = 34, /* longest name shown in full */
    ROW = 16,           /* px for a lone model */
    ROW_MORE = 12       /* px for each model */
};

static size_t models(const struct assay_figure_spec *spec)
{
    return spec->series_count - spec->references;
}

/* Categories run down the page from 0; models are spread about their line. */
static double height_of(const struct assay_figure_spec *spec, size_t series, double x)
{
    const size_t n = models(spec);

    if (series >= n)
        return -x;
    return -x - ((double)series - ((double)n - 1.0) / 2.0) * 0.7 / (double)n;
}

static void put_data(const struct assay_figure_spec *spec, struct assay_buf *tsv)
{
    assay_figure_data_head(spec, "position, value, interval from, to, n, name", tsv);
    for (size_t s = 0; s < spec->series_count; s++) {
        const struct assay_series *series = &spec->series[s];

        assay_figure_data_series(spec, s, tsv);
        for (size_t i = 0; i < series->count; i++) {
            const struct assay_point *point = &series->points[i];

            assay_buf_printf(tsv, "%.10g\t%.10g\t%.10g\t%.10g\t%zu\t",
                             height_of(spec, s, point->x), point->y,
                             point->has_band ? point->lo : point->y,
                             point->has_band ? point->hi : point->y, point->n);
            assay_escape_tsv(spec->category[(size_t)point->x], tsv);
            assay_buf_putc(tsv, '\n');
        }
        if (series->count == 0) /* an empty block would shift the index of the next */
            assay_buf_puts(tsv, "NaN\tNaN\tNaN\tNaN\t0\t\n");
    }
}

static size_t label_columns(const struct assay_figure_spec *spec)
{
    return assay_figure_columns(spec, LABEL_COLUMNS);
}

static void put_names(const struct assay_figure_spec *spec, struct assay_buf *gp)
{
    assay_buf_puts(gp, "set ytics (");
    for (size_t i = 0; i < spec->category_count; i++) {
        assay_buf_puts(gp, i ? ", " : "");
        assay_figure_put_tic(spec, spec->category[i], label_columns(spec), gp);
        assay_buf_printf(gp, " %d", -(int)i);
    }
    assay_buf_puts(gp, ")\n");
}

static unsigned left_margin(const struct assay_figure_spec *spec)
{
    size_t widest = 6;

    for (size_t i = 0; i < spec->category_count; i++) {
        const size_t width =
            assay_escape_width(assay_escape_cut(spec->category[i], label_columns(spec)));

        widest = width > widest ? width : widest;
    }
    return 34 + (unsigned)(widest * ASSAY_FIGURE_FONT * 56 / 100);
}

static void put_plots(const struct assay_figure_spec *spec, struct assay_buf *gp)
{
    for (size_t s = 0; s < spec->series_count; s++) {
        const bool reference = s >= models(spec);

        assay_buf_printf(gp, s ? ", \\\n     '%.*s.tsv'" : "plot '%.*s.tsv'",
                         ASSAY_STR_ARG(spec->name));
        assay_buf_printf(gp, " index %zu using 2:1", s);
        if (reference)
            assay_buf_puts(gp, " with points pointtype 12 pointsize 1.1 linewidth 2");
        else
            assay_buf_printf(gp,
                             ":3:4 with xerrorbars pointtype %u pointsize 0.7 "
                             "linewidth 2",
                             assay_figure_sheet(spec)->paper ? assay_figure_marker_of(s)
                                                             : 7);
        assay_figure_put_colour(reference ? assay_figure_ink(ASSAY_FIGURE_NEUTRAL)
                                          : assay_figure_colour(s),
                                gp);
        assay_figure_put_key(
            spec, spec->series_count > 1 ? spec->series[s].name : ASSAY_STR(""), gp);
    }
    assay_buf_putc(gp, '\n');
}

static void put_script(const struct assay_figure_spec *spec, struct assay_buf *gp)
{
    const size_t rows = spec->category_count;
    const size_t entries = spec->series_count > 1 ? spec->series_count : 0;
    const unsigned row = ROW + ROW_MORE * (unsigned)models(spec);
    const struct assay_figure_frame frame =
        assay_figure_frame(spec, left_margin(spec), row * (unsigned)rows, entries);
    double lo, hi;

    assay_figure_prologue(spec, &frame, gp);
    assay_figure_span(spec, &lo, &hi);
    assay_figure_put_axis('x', assay_figure_range(spec, lo, hi), gp);
    assay_buf_printf(gp, "set yrange [%.10g:0.5]\n", -(double)rows + 0.5);
    put_names(spec, gp);
    if (spec->apart > 0 && spec->apart < rows) {
        assay_buf_printf(gp,
                         "set arrow 1 from graph 0, first %.10g to graph 1, first %.10g "
                         "nohead linewidth 1",
                         -(double)(rows - spec->apart) + 0.5,
                         -(double)(rows - spec->apart) + 0.5);
        assay_figure_put_colour(assay_figure_ink(ASSAY_FIGURE_NEUTRAL), gp);
        assay_buf_putc(gp, '\n');
    }
    put_plots(spec, gp);
}

static enum assay_code check(const struct assay_figure_spec *spec,
                             struct assay_error *err)
{
    if (spec->references >= spec->series_count)
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": nothing but references",
                          ASSAY_STR_ARG(spec->name));
    for (size_t s = 0; s < spec->series_count; s++)
        for (size_t i = 0; i < spec->series[s].count; i++) {
            const double x = spec->series[s].points[i].x;

            if (!(x >= 0.0 && x < (double)spec->category_count && x == floor(x)))
                return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": no category %g",
                                  ASSAY_STR_ARG(spec->name), x);
        }
    return ASSAY_OK;
}

const struct assay_figure_kind assay_figure_sections = {
    .name = "sections",
    .check = check,
    .data = put_data,
    .script = put_script,
};
