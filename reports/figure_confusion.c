/* Confusion: a row a labelled class, a column a predicted one; how dark is the share of its row. */
#include "reports/figure_style.h"

#include <math.h>

enum {
    CELL = 44, /* px high */
    LABEL = 12 /* columns of a class's name */
};

static double total_of(const struct assay_series *series)
{
    double total = 0.0;

    for (size_t i = 0; i < series->count; i++)
        total += series->points[i].y;
    return total;
}

/* The first colour as 0xAARRGGBB, where AA, how much shines through, falls with the share. */
static unsigned shade_of(double share)
{
    const struct assay_figure_colour colour = assay_figure_colour(0);
    const unsigned through = (unsigned)lround(255.0 * (1.0 - 0.85 * share));

    return through << 24 | (unsigned)colour.light[0] << 16 |
           (unsigned)colour.light[1] << 8 | colour.light[2];
}

static void put_data(const struct assay_figure_spec *spec, struct assay_buf *tsv)
{
    assay_figure_data_head(
        spec, "predicted, labelled, items, share of the labelled, shade", tsv);
    for (size_t s = 0; s < spec->series_count; s++) {
        const struct assay_series *series = &spec->series[s];
        const double total = total_of(series);

        assay_figure_data_series(spec, s, tsv);
        for (size_t i = 0; i < series->count; i++) {
            const double share = total > 0.0 ? series->points[i].y / total : 0.0;

            assay_buf_printf(tsv, "%.10g\t%zu\t%.10g\t%.10g\t%u\n", series->points[i].x,
                             s, series->points[i].y, share, shade_of(share));
        }
    }
}

/* "set ytics ('0' 0, '1' 1)" of the classes. */
static void put_tics(char axis, const struct assay_figure_spec *spec, size_t count,
                     struct assay_buf *gp)
{
    assay_buf_printf(gp, "set %ctics (", axis);
    for (size_t i = 0; i < count; i++) {
        assay_buf_puts(gp, i ? ", " : "");
        if (i < spec->series_count)
            assay_figure_put_tic(spec, spec->series[i].name, LABEL, gp);
        else
            assay_buf_printf(gp, "'%zu'", i);
        assay_buf_printf(gp, " %zu", i);
    }
    assay_buf_puts(gp, ") scale 0\n");
}

static void put_script(const struct assay_figure_spec *spec, struct assay_buf *gp)
{
    const size_t rows = spec->series_count, columns = spec->series[0].count;
    const struct assay_figure_frame frame =
        assay_figure_frame(spec, 76, (unsigned)(rows * CELL), 0);

    assay_figure_prologue(spec, &frame, gp);
    assay_buf_printf(gp, "set xrange [-0.5:%zu.5]\nset yrange [%zu.5:-0.5]\n",
                     columns - 1, rows - 1);
    put_tics('x', spec, columns, gp);
    put_tics('y', spec, rows, gp);
    assay_buf_printf(
        gp,
        "unset grid\nplot '%.*s.tsv' using 1:2:($1-0.5):($1+0.5):($2-0.5):($2+0.5):5 "
        "with boxxyerror linecolor rgb variable fillstyle solid noborder "
        "notitle, \\\n     '' using 1:2:3 with labels notitle\n",
        ASSAY_STR_ARG(spec->name));
}

/* Every labelled class has been predicted as each class. */
static enum assay_code check(const struct assay_figure_spec *spec,
                             struct assay_error *err)
{
    for (size_t s = 0; s < spec->series_count; s++)
        if (spec->series[s].count == 0 || spec->series[s].count != spec->series[0].count)
            return assay_fail(err, ASSAY_EDATA,
                              "figure \"%.*s\": rows of different lengths",
                              ASSAY_STR_ARG(spec->name));
    return ASSAY_OK;
}

const struct assay_figure_kind assay_figure_confusion = {
    .name = "confusion",
    .check = check,
    .data = put_data,
    .script = put_script,
};
