/* Lines: curves with their bands, for any series that has no kind of its own. */
#include "reports/figure_lines.h"

#include "reports/figure_style.h"

enum {
    INNER_HEIGHT = 280
};

void assay_figure_lines_data(const struct assay_figure_spec *spec, struct assay_buf *tsv)
{
    assay_figure_data_head(spec, "x, y, band from, to, n", tsv);
    for (size_t s = 0; s < spec->series_count; s++) {
        assay_figure_data_series(spec, s, tsv);
        for (size_t i = 0; i < spec->series[s].count; i++) {
            const struct assay_point *point = &spec->series[s].points[i];

            assay_buf_printf(tsv, "%.10g\t%.10g\t%.10g\t%.10g\t%zu\n", point->x, point->y,
                             point->has_band ? point->lo : point->y,
                             point->has_band ? point->hi : point->y, point->n);
        }
    }
}

static void put_file(const struct assay_figure_spec *spec, size_t s, struct assay_buf *gp)
{
    assay_buf_printf(gp, "'%.*s.tsv' index %zu ", ASSAY_STR_ARG(spec->name), s);
}

void assay_figure_lines_plot(const struct assay_figure_spec *spec, const char *lead,
                             struct assay_buf *gp)
{
    const char *glue = *lead ? ", \\\n     " : "";

    assay_buf_printf(gp, "plot %s", lead);
    for (size_t s = 0; s < spec->series_count && spec->series_count <= ASSAY_FIGURE_BANDS;
         s++) {
        assay_buf_puts(gp, glue);
        put_file(spec, s, gp);
        assay_buf_puts(gp, "using 1:3:4 with filledcurves");
        assay_figure_put_colour(assay_figure_colour(s), gp);
        assay_buf_puts(gp, " fillstyle transparent solid 0.15 noborder notitle");
        glue = ", \\\n     ";
    }
    for (size_t s = 0; s < spec->series_count; s++) {
        assay_buf_puts(gp, glue);
        put_file(spec, s, gp);
        if (assay_figure_sheet(spec)->paper)
            assay_buf_printf(gp,
                             "using 1:2 with linespoints pointtype %u pointsize 0.6 "
                             "linewidth 2 dashtype %s",
                             assay_figure_marker_of(s), assay_figure_dash_of(s));
        else
            assay_buf_puts(gp, "using 1:2 with linespoints pointtype 7 pointsize 0.6 "
                               "linewidth 2");
        assay_figure_put_colour(assay_figure_colour(s), gp);
        assay_figure_put_key(spec, spec->series[s].name, gp);
        glue = ", \\\n     ";
    }
    assay_buf_putc(gp, '\n');
}

enum assay_code assay_figure_lines_check(const struct assay_figure_spec *spec,
                                         struct assay_error *err)
{
    for (size_t s = 0; s < spec->series_count; s++)
        if (spec->series[s].count == 0)
            return assay_fail(err, ASSAY_EDATA,
                              "figure \"%.*s\": a series without points",
                              ASSAY_STR_ARG(spec->name));
    return ASSAY_OK;
}

static void put_script(const struct assay_figure_spec *spec, struct assay_buf *gp)
{
    const struct assay_figure_frame frame =
        assay_figure_frame(spec, 76, INNER_HEIGHT, spec->series_count);
    double lo, hi;

    assay_figure_prologue(spec, &frame, gp);
    assay_figure_span(spec, &lo, &hi);
    assay_figure_put_axis('y', assay_figure_range(spec, lo, hi), gp);
    assay_figure_lines_plot(spec, "", gp);
}

const struct assay_figure_kind assay_figure_lines = {
    .name = "lines",
    .check = assay_figure_lines_check,
    .data = assay_figure_lines_data,
    .script = put_script,
};
