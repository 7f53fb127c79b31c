/*
 * Sections: one line a section, a dot for each model with its interval, references as hollow
 * diamonds. Names stand on the left, where long ones have room, and read as a table does.
 */
#include "reports/escape.h"
#include "reports/figure_name.h"
#include "reports/figure_ruler.h"
#include "reports/figure_style.h"

#include <math.h>

enum {
    LABEL_COLUMNS = 34, /* longest name shown in full */
    PAPER = 560,        /* points that all rows have on a paper */
    ROW = 16,           /* px for a lone model */
    ROW_MORE = 12       /* px for each model */
};

static size_t models(const struct assay_figure_spec *spec)
{
    return spec->series_count - spec->references;
}

static bool is_bars(const struct assay_figure_spec *spec)
{
    return spec->series[0].look == ASSAY_LOOK_BARS;
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

static void put_names(const struct assay_figure_spec *spec, double font,
                      struct assay_buf *gp)
{
    struct assay_buf name = {0};

    assay_buf_puts(gp, "set ytics (");
    for (size_t i = 0; i < spec->category_count; i++) {
        assay_buf_reset(&name);
        assay_figure_shorten(spec->category[i], label_columns(spec), &name);
        assay_buf_puts(gp, i ? ", " : "");
        if (font < assay_figure_sheet(spec)->font)
            assay_figure_put_sized_tic(spec, assay_buf_view(&name), font, gp);
        else
            assay_figure_put_tic(spec, assay_buf_view(&name), name.len, gp);
        assay_buf_printf(gp, " %d", -(int)i);
    }
    assay_buf_puts(gp, ")\n");
    assay_buf_release(&name);
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

/* The label of the values, which may be longer than the axis is. */
static void put_value_label(const struct assay_figure_spec *spec,
                            const struct assay_figure_frame *frame, struct assay_buf *gp)
{
    const struct assay_figure_sheet *sheet = assay_figure_sheet(spec);
    struct assay_arena arena = {0};
    const struct assay_str shown =
        assay_figure_fit(spec, spec->x_label, sheet->font, sheet->width - 8.0, &arena);
    const double half = assay_figure_width(spec, shown, sheet->font) / 2.0;
    const double middle = (frame->left + sheet->width - frame->right) / 2.0;

    if (shown.len) {
        assay_buf_puts(gp, "set label 2 ");
        assay_figure_put_text(spec, shown, shown.len, gp);
        assay_buf_printf(gp,
                         " at screen %.5f, screen %.5f center textcolor rgb '#%06x'\n",
                         fmin(middle, sheet->width - half - 4.0) / sheet->width,
                         0.8 * sheet->line / frame->height,
                         assay_figure_rgb(assay_figure_ink(ASSAY_FIGURE_TEXT)));
    }
    assay_arena_release(&arena);
}

/* Bars from zero, behind dots and intervals. */
static void put_bars(const struct assay_figure_spec *spec, struct assay_buf *gp)
{
    const double half = 0.3 / (double)models(spec);

    for (size_t s = 0; s < models(spec); s++) {
        assay_figure_put_source(spec, s, s == 0, gp);
        assay_buf_printf(gp,
                         "2:1:($2 < 0 ? $2 : 0):($2 < 0 ? 0 : $2):($1-%.4g):($1+%.4g) "
                         "with boxxyerror",
                         half, half);
        assay_figure_put_colour(assay_figure_colour(s), gp);
        assay_buf_puts(gp, " fillstyle transparent solid 0.35 noborder notitle");
    }
}

static void put_plots(const struct assay_figure_spec *spec, struct assay_buf *gp)
{
    if (is_bars(spec))
        put_bars(spec, gp);
    for (size_t s = 0; s < spec->series_count; s++) {
        const bool reference = s >= models(spec);

        assay_figure_put_source(spec, s, s == 0 && !is_bars(spec), gp);
        assay_buf_puts(gp, "2:1");
        if (reference)
            assay_buf_puts(gp, " with points pointtype 12 pointsize 1.1 linewidth 2");
        else
            assay_buf_printf(gp,
                             "%s with xerrorbars pointtype %u pointsize 0.7 "
                             "linewidth 2",
                             is_bars(spec) ? ":(cut($3)):(cut($4))" : ":3:4",
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

/* The line that totals stand below, or that bars begin at. */
static void put_rule(const char *ends, size_t tag, struct assay_buf *gp)
{
    assay_buf_printf(gp, "set arrow %zu from %s nohead linewidth 1", tag, ends);
    assay_figure_put_colour(assay_figure_ink(ASSAY_FIGURE_NEUTRAL), gp);
    assay_buf_putc(gp, '\n');
}

/* The axis of bars has zero on it, as many tics as have room, and no end of an open interval. */
static void put_bar_axis(const struct assay_figure_spec *spec,
                         const struct assay_figure_frame *frame, struct assay_buf *gp)
{
    const double font = assay_figure_sheet(spec)->font;
    const double length = (double)frame->width - frame->left - frame->right;
    struct assay_figure_extent extent = assay_figure_extent();
    struct assay_figure_axis axis;

    assay_figure_extent_add(&extent, 0.0);
    for (size_t s = 0; s < spec->series_count; s++)
        for (size_t i = 0; i < spec->series[s].count; i++) {
            const struct assay_point *point = &spec->series[s].points[i];

            assay_figure_extent_add(&extent, point->y);
            if (point->has_band)
                assay_figure_extent_band(&extent, point->lo, point->hi);
        }
    axis = assay_figure_axis_y(&extent, ASSAY_SCALE_LINEAR);
    assay_figure_put_ruler(spec,
                           &(struct assay_figure_ruler){
                               'x', &axis, (size_t)(length / (4.0 * font)), length, true},
                           gp);
    assay_buf_printf(gp, "cut(x) = x < %.10g ? %.10g : x > %.10g ? %.10g : x\n", axis.lo,
                     axis.lo, axis.hi, axis.hi);
    put_rule("first 0, graph 0 to first 0, graph 1", 2, gp);
}

/* Many rows on a paper stand closer, and their names are smaller. */
static struct assay_figure_frame frame_of(const struct assay_figure_spec *spec)
{
    const size_t entries = spec->series_count > 1 ? spec->series_count : 0;
    const unsigned row = ROW + ROW_MORE * (unsigned)models(spec);
    struct assay_figure_frame frame = assay_figure_frame(
        spec, left_margin(spec), row * (unsigned)spec->category_count, entries);

    if (assay_figure_sheet(spec)->paper && frame.inner > PAPER) {
        frame.height -= frame.inner - PAPER;
        frame.inner = PAPER;
    }
    return frame;
}

/* The size of letters that rows leave room for. */
static double letters_of(const struct assay_figure_spec *spec,
                         const struct assay_figure_frame *frame)
{
    const double font = assay_figure_sheet(spec)->font;
    const double row = (double)frame->inner / (double)spec->category_count;

    return fmin(font, fmax(row / 1.15, 0.62 * font));
}

static void put_script(const struct assay_figure_spec *spec, struct assay_buf *gp)
{
    const size_t rows = spec->category_count;
    const struct assay_figure_frame frame = frame_of(spec);
    struct assay_figure_spec bare = *spec;
    double lo, hi;

    bare.x_label = ASSAY_STR("");
    assay_figure_prologue(&bare, &frame, gp);
    put_value_label(spec, &frame, gp);
    assay_figure_span(spec, &lo, &hi);
    if (is_bars(spec))
        put_bar_axis(spec, &frame, gp);
    else
        assay_figure_put_axis('x', assay_figure_range(spec, lo, hi), gp);
    assay_buf_printf(gp, "set yrange [%.10g:0.5]\n", -(double)rows + 0.5);
    if (letters_of(spec, &frame) < assay_figure_sheet(spec)->font)
        assay_buf_printf(gp, "set ytics font ',%.4g'\n", letters_of(spec, &frame));
    put_names(spec, letters_of(spec, &frame), gp);
    if (spec->apart > 0 && spec->apart < rows) {
        struct assay_buf ends = {0};
        const double at = -(double)(rows - spec->apart) + 0.5;

        assay_buf_printf(&ends, "graph 0, first %.10g to graph 1, first %.10g", at, at);
        put_rule(ends.data, 1, gp);
        assay_buf_release(&ends);
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
