#include "reports/figure_raster.h"

#include "harness/core/arena.h"
#include "reports/escape.h"

#include <math.h>

#define LARGEST 1e200 /* numbers beyond it have no place on an axis */
#define VALUE   0.58  /* the smallest letters of values, and of their intervals, */
#define STROKED 5.0   /* the smallest cell with a stroke, px or points */
#define BAND    0.56  /* of those of the sheet */

enum {
    PRINTED = 16, /* rows or columns whose values are printed, at most */
    GAPS = 40     /* cells of larger grids touch */
};

enum assay_code assay_figure_values_check(const struct assay_figure_spec *spec,
                                          const struct assay_series *series,
                                          struct assay_error *err)
{
    if (!series->value)
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": points without a value",
                          ASSAY_STR_ARG(spec->name));
    for (size_t i = 0; i < series->count; i++)
        if (!(fabs(series->value[i]) <= LARGEST))
            return assay_fail(err, ASSAY_EDATA,
                              "figure \"%.*s\": value %g is not to be drawn",
                              ASSAY_STR_ARG(spec->name), series->value[i]);
    return ASSAY_OK;
}

void assay_figure_raster_extent(const struct assay_series *series, size_t *columns,
                                size_t *rows)
{
    *columns = *rows = 0;
    for (size_t i = 0; i < series->count; i++) {
        const size_t x = (size_t)series->points[i].x, y = (size_t)series->points[i].y;

        *columns = x >= *columns ? x + 1 : *columns;
        *rows = y >= *rows ? y + 1 : *rows;
    }
}

/* Which cells of the grid the series has; the first of its points that comes twice, or count. */
static size_t find_cells(const struct assay_series *series, size_t columns, bool *there)
{
    for (size_t i = 0; i < series->count; i++) {
        const size_t cell =
            (size_t)series->points[i].y * columns + (size_t)series->points[i].x;

        if (there[cell])
            return i;
        there[cell] = true;
    }
    return series->count;
}

static bool is_place(double at, size_t most)
{
    return at >= 0.0 && at < (double)most && at == floor(at);
}

static enum assay_code check_places(const struct assay_figure_spec *spec,
                                    const struct assay_series *series,
                                    struct assay_error *err)
{
    struct assay_arena arena = {0};
    size_t columns, rows, twice;
    enum assay_code code = ASSAY_OK;

    assay_figure_raster_extent(series, &columns, &rows);
    twice = find_cells(series, columns,
                       assay_arena_new(&arena, columns * rows, sizeof(bool)));
    if (twice < series->count)
        code = assay_fail(
            err, ASSAY_EDATA, "figure \"%.*s\": cell (%g, %g) is there twice",
            ASSAY_STR_ARG(spec->name), series->points[twice].x, series->points[twice].y);
    assay_arena_release(&arena);
    return code;
}

enum assay_code assay_figure_raster_check(const struct assay_figure_spec *spec,
                                          const struct assay_series *series, size_t most,
                                          struct assay_error *err)
{
    enum assay_code code;

    if (series->count == 0)
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": a series without points",
                          ASSAY_STR_ARG(spec->name));
    if (most == 0 || most > ASSAY_FIGURE_CELLS)
        most = ASSAY_FIGURE_CELLS;
    for (size_t i = 0; i < series->count; i++)
        if (!is_place(series->points[i].x, most) || !is_place(series->points[i].y, most))
            return assay_fail(err, ASSAY_EDATA,
                              "figure \"%.*s\": (%g, %g) is no cell of %zu x %zu",
                              ASSAY_STR_ARG(spec->name), series->points[i].x,
                              series->points[i].y, most, most);
    code = assay_figure_values_check(spec, series, err);
    return code ? code : check_places(spec, series, err);
}

static bool any_band(const struct assay_series *series)
{
    for (size_t i = 0; i < series->count; i++)
        if (series->points[i].has_band)
            return true;
    return false;
}

/* The size of letters in which a text so wide has room. */
static double letters_of(const struct assay_figure_raster *raster, double font,
                         double share, double ems)
{
    const double across = raster->cell_width * share / fmax(ems, 0.1);

    return fmin(fmin(font, across), raster->cell_height * 0.75 * share);
}

void assay_figure_raster_fonts(const struct assay_figure_spec *spec, double share,
                               struct assay_figure_raster *raster)
{
    const double font = assay_figure_sheet(spec)->font;
    struct assay_figure_scale *scale = &raster->scale;
    double value = letters_of(raster, font, share, scale->width), band;

    raster->value_font = raster->band_font = raster->value_at = raster->band_at = 0.0;
    if (value < VALUE * font && scale->bare_width > 0.0) {
        scale->bare = true;
        value = letters_of(raster, font, share, scale->bare_width);
    }
    if (raster->columns > PRINTED || raster->rows > PRINTED || value < VALUE * font)
        return;
    raster->value_font = value;
    band = fmin(0.75 * value,
                letters_of(raster, font, share,
                           2.0 * (scale->bare ? scale->bare_width : scale->width) + 0.5));
    if (!any_band(raster->series) || band < BAND * font ||
        1.3 * (value + band) > raster->cell_height)
        return;
    raster->band_font = band;
    raster->value_at = -0.65 * band / raster->cell_height;
    raster->band_at = 0.62 * value / raster->cell_height;
}

double assay_figure_raster_least(const struct assay_figure_spec *spec,
                                 const struct assay_figure_scale *scale, double share)
{
    return assay_figure_sheet(spec)->font * VALUE *
           (scale->bare_width > 0.0 ? scale->bare_width : scale->width) / share;
}

static void put_cell(const struct assay_figure_raster *raster, size_t i,
                     struct assay_buf *tsv)
{
    const struct assay_point *point = &raster->series->points[i];
    const double value = raster->series->value[i];

    assay_buf_printf(tsv, "%.10g\t%.10g\t%.10g\t", point->x, point->y, value);
    if (point->has_band && point->lo >= -LARGEST && point->hi <= LARGEST)
        assay_buf_printf(tsv, "%.10g\t%.10g", point->lo, point->hi);
    else
        assay_buf_puts(tsv, "NaN\tNaN");
    assay_buf_printf(tsv, "\t%u\t%u\n",
                     assay_figure_rgb(assay_figure_scale_colour(&raster->scale, value)),
                     assay_figure_rgb(assay_figure_scale_ink(&raster->scale, value)));
}

void assay_figure_raster_data(const struct assay_figure_raster *raster, bool first,
                              const char *missing, struct assay_buf *tsv)
{
    const size_t columns = raster->columns, count = columns * raster->rows;
    struct assay_arena arena = {0};
    bool *there = assay_arena_new(&arena, count, sizeof(*there));

    assay_buf_puts(tsv, first ? "# series: " : "\n\n# series: ");
    assay_escape_tsv(raster->series->name, tsv);
    assay_buf_puts(tsv, raster->series->panel.len ? "\n# panel: " : "");
    assay_escape_tsv(raster->series->panel, tsv);
    assay_buf_putc(tsv, '\n');
    for (size_t i = 0; i < raster->series->count; i++)
        put_cell(raster, i, tsv);
    (void)find_cells(raster->series, columns, there);
    assay_buf_printf(tsv, "\n\n# %s\n", missing);
    for (size_t cell = 0; cell < count; cell++)
        if (!there[cell])
            assay_buf_printf(tsv, "%zu\t%zu\n", cell % columns, cell / columns);
    if (raster->series->count == count) /* an empty block would shift the next ones */
        assay_buf_puts(tsv, "NaN\tNaN\n");
    assay_arena_release(&arena);
}

bool assay_figure_raster_full(const struct assay_figure_raster *raster)
{
    return raster->series->count == raster->columns * raster->rows;
}

void assay_figure_raster_place(const struct assay_figure_spec *spec,
                               const struct assay_figure_raster *raster, double height,
                               struct assay_buf *gp)
{
    const double width = assay_figure_sheet(spec)->width;
    const double right = raster->left + raster->cell_width * (double)raster->columns;
    const double bottom = raster->top + raster->cell_height * (double)raster->rows;

    assay_buf_printf(gp,
                     "set lmargin at screen %.5f\nset rmargin at screen %.5f\n"
                     "set tmargin at screen %.5f\nset bmargin at screen %.5f\n"
                     "set xrange [-0.5:%zu.5]\nset yrange [%zu.5:-0.5]\n",
                     raster->left / width, right / width, 1.0 - raster->top / height,
                     1.0 - bottom / height, raster->columns - 1, raster->rows - 1);
}

void assay_figure_raster_colours(const struct assay_figure_spec *spec, size_t index,
                                 const struct assay_figure_raster *raster,
                                 struct assay_buf *gp)
{
    const bool gaps = raster->columns <= GAPS && raster->rows <= GAPS;
    const double from = gaps ? 0.48 : 0.5, to = gaps ? 0.48 : 0.53;

    assay_figure_put_source(spec, index, true, gp);
    assay_buf_printf(gp,
                     "1:2:($1-%g):($1+%g):($2-%g):($2+%g):6 with boxxyerror linecolor "
                     "rgb variable fillstyle solid noborder notitle",
                     from, to, from, to);
}

static void put_text(const struct assay_figure_spec *spec, double font, double below,
                     const char *what, struct assay_buf *gp)
{
    assay_buf_printf(gp, ":($2%+.4g):(", below);
    if (assay_figure_sheet(spec)
            ->paper) /* TeX is told in the text, whose backslashes labels halve */
        assay_buf_printf(gp, "(tex ? '\\\\fontsize{%.4g}{%.4g}\\\\selectfont ' : '').",
                         font, 1.2 * font);
    assay_buf_printf(gp, "%s):7 with labels font ',%.4g' textcolor rgb variable notitle",
                     what, font);
}

void assay_figure_raster_texts(const struct assay_figure_spec *spec, size_t index,
                               const struct assay_figure_raster *raster,
                               struct assay_buf *gp)
{
    if (raster->value_font > 0.0) {
        assay_figure_put_source(spec, index, false, gp);
        assay_buf_putc(gp, '1');
        put_text(spec, raster->value_font, raster->value_at, "v($3)", gp);
    }
    if (raster->value_font == 0.0 && raster->scale.diverging &&
        raster->cell_width >= STROKED) {
        assay_figure_put_source(spec, index, false, gp);
        assay_buf_printf(
            gp,
            "($3 < %.10g ? $1-0.38 : NaN):($2+0.34):(0.24):(0):7 with vectors "
            "nohead linewidth 1 linecolor rgb variable notitle",
            0.1 * raster->scale.axis.lo);
    }
    if (raster->band_font > 0.0) {
        assay_figure_put_source(spec, index, false, gp);
        assay_buf_puts(gp, "($4 <= $5 ? $1 : NaN)");
        put_text(spec, raster->band_font, raster->band_at, "r($4, $5)", gp);
    }
}
