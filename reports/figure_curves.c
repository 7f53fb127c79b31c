/*
 * Curves: series as they say they are drawn (enum assay_series_look), in one panel or several,
 * over numbers or categories. One kind draws best-of-n curves with their oracle, gold and proxy
 * against d with forms and peaks, Goodhart gaps, scaling laws, sections side by side and the
 * history of a turning point: these differ in looks, scales and panels alone.
 */
#include "harness/core/arena.h"
#include "reports/escape.h"
#include "reports/figure_date.h"
#include "reports/figure_look.h"
#include "reports/figure_name.h"
#include "reports/figure_ruler.h"

#include <math.h>

enum {
    MOST = 240 /* series: of all names in all panels */
};

static void put_head(const struct assay_figure_spec *spec, size_t s,
                     struct assay_buf *tsv)
{
    const struct assay_series *series = &spec->series[s];

    assay_figure_data_series(spec, s, tsv);
    assay_buf_printf(tsv, "# drawn as: %s\n", assay_look_name[series->look]);
    if (series->panel.len == 0)
        return;
    assay_buf_puts(tsv, "# panel: ");
    assay_escape_tsv(series->panel, tsv);
    assay_buf_putc(tsv, '\n');
}

static void put_point(const struct assay_figure_spec *spec,
                      const struct assay_point *point, size_t marks,
                      struct assay_buf *tsv)
{
    assay_buf_printf(tsv, "%.10g\t%.10g\t", point->x, point->y);
    if (point->has_band)
        assay_buf_printf(tsv, "%.10g\t%.10g", point->lo, point->hi);
    else
        assay_buf_puts(tsv, "NaN\tNaN");
    assay_buf_printf(tsv, "\t%zu\t%zu\t", point->n, marks);
    if (spec->category_count)
        assay_escape_tsv(spec->category[(size_t)point->x], tsv);
    else if (spec->series[0].x_scale == ASSAY_SCALE_DATE)
        assay_figure_date_put(point->x, tsv);
    assay_buf_putc(tsv, '\n');
}

static void put_data(const struct assay_figure_spec *spec, struct assay_buf *tsv)
{
    struct assay_figure_layout layout;
    struct assay_arena arena = {0};

    assay_figure_layout(spec, &layout);
    assay_figure_data_head(spec,
                           spec->series[0].x_scale == ASSAY_SCALE_DATE
                               ? "x, y, band from, to, n, marked, date"
                               : "x, y, band from, to, n, marked, category",
                           tsv);
    if (spec->left_out)
        assay_buf_printf(tsv, "# not drawn, for want of room: %zu series\n",
                         spec->left_out);
    for (size_t s = 0; s < spec->series_count; s++) {
        const struct assay_series *series = &spec->series[s];
        size_t *marks = assay_arena_new(&arena, series->count, sizeof(*marks));

        assay_figure_marks(&layout, s, marks);
        put_head(spec, s, tsv);
        for (size_t i = 0; i < series->count; i++)
            put_point(spec, &series->points[i], marks[i], tsv);
    }
    assay_arena_release(&arena);
}

static void put_log(char axis, enum assay_series_scale scale, struct assay_buf *gp)
{
    if (assay_figure_scale_is_log(scale))
        assay_buf_printf(gp, "set logscale %c %d\n", axis,
                         scale == ASSAY_SCALE_LOG2 ? 2 : 10);
}

/* A name cut in its middle: checkpoints differ at their ends. */
static void put_category(const struct assay_figure_layout *layout, size_t i,
                         struct assay_buf *gp)
{
    const size_t columns = layout->category_cut;
    struct assay_buf shown = {0};

    assay_figure_shorten(layout->spec->category[i], columns, &shown);
    assay_figure_put_tic(layout->spec, assay_buf_view(&shown), columns, gp);
    assay_buf_release(&shown);
}

static void put_categories(const struct assay_figure_layout *layout, bool labelled,
                           struct assay_buf *gp)
{
    assay_buf_printf(gp, "set xrange [%.10g:%.10g]\nset xtics ", layout->x.lo,
                     layout->x.hi);
    if (layout->turned)
        assay_buf_printf(gp, "rotate by %d right ", layout->turned);
    assay_buf_putc(gp, '(');
    for (size_t i = 0; i < layout->spec->category_count; i += layout->category_step) {
        assay_buf_puts(gp, i ? ", " : "");
        if (labelled)
            put_category(layout, i, gp);
        else
            assay_buf_puts(gp, "''");
        assay_buf_printf(gp, " %zu", i);
    }
    assay_buf_puts(gp, ")\n");
}

static void put_axes(const struct assay_figure_layout *layout,
                     const struct assay_figure_panel *panel, struct assay_buf *gp)
{
    const struct assay_figure_ruler y = {'y', &panel->y, 7, 0.0, panel->labelled_y};
    const double length = panel->right - panel->left;
    const struct assay_figure_ruler x = {
        'x', &layout->x, assay_figure_ruler_tics(layout->spec, &layout->x, length),
        length, panel->labelled_x};

    if (layout->spec->category_count)
        put_categories(layout, panel->labelled_x, gp);
    else
        assay_figure_put_ruler(layout->spec, &x, gp);
    assay_figure_put_ruler(layout->spec, &y, gp);
}

static void put_ink(struct assay_buf *gp)
{
    const struct assay_figure_colour ink = assay_figure_ink(ASSAY_FIGURE_TEXT);

    assay_buf_printf(gp, " textcolor rgb '#%02x%02x%02x'\n", ink.light[0], ink.light[1],
                     ink.light[2]);
}

/* Title of a panel, and its own label of y. */
static void put_panel_texts(const struct assay_figure_layout *layout,
                            const struct assay_figure_panel *panel, struct assay_buf *gp)
{
    const struct assay_figure_spec *spec = layout->spec;
    const double font = layout->sheet->font, line = layout->sheet->line;
    const double room = (panel->right - panel->left) / (font * 0.52);

    if (panel->title.len) {
        assay_buf_puts(gp, "set label 1 ");
        assay_figure_put_text(spec, panel->title, (size_t)room, gp);
        assay_buf_printf(gp, " at screen %.5f, screen %.5f left",
                         panel->left / layout->sheet->width,
                         1.0 - (panel->top - line * 0.6) / layout->height);
        put_ink(gp);
    }
    if (!layout->one_y && panel->y_label.len) {
        const double left = panel->left - layout->panel[0].left;

        assay_buf_puts(gp, "set label 2 ");
        assay_figure_put_text(spec, panel->y_label,
                              (size_t)((panel->bottom - panel->top) / (font * 0.46)), gp);
        assay_buf_printf(gp, " at screen %.5f, screen %.5f center rotate by 90",
                         (left + line * 0.6) / layout->sheet->width,
                         1.0 - (panel->top + panel->bottom) / 2.0 / layout->height);
        put_ink(gp);
    }
}

static void put_panel(const struct assay_figure_layout *layout, size_t p,
                      struct assay_buf *gp)
{
    const struct assay_figure_panel *panel = &layout->panel[p];

    assay_figure_put_margins(layout, panel, gp);
    put_panel_texts(layout, panel, gp);
    put_axes(layout, panel, gp);
    assay_figure_put_looks(layout, p, gp);
    if (layout->panel_count > 1)
        assay_buf_puts(gp, "unset label\nunset arrow\nunset object\n");
}

static bool any_cloud(const struct assay_figure_spec *spec)
{
    for (size_t s = 0; s < spec->series_count; s++)
        if (assay_figure_is_cloud(&spec->series[s]))
            return true;
    return false;
}

static void put_script(const struct assay_figure_spec *spec, struct assay_buf *gp)
{
    struct assay_figure_layout layout;

    assay_figure_layout(spec, &layout);
    assay_figure_put_terminals(spec, layout.height, gp);
    assay_figure_put_canvas(gp);
    assay_buf_puts(gp, "cut(v, a, b) = v < a ? a : v > b ? b : v\n");
    if (any_cloud(spec))
        assay_buf_puts(gp, "through(n) = int(255 * 0.6 ** n)\n");
    put_log('x', layout.x.scale, gp);
    put_log('y', layout.panel[0].y.scale, gp);
    if (layout.panel_count > 1)
        assay_buf_puts(gp, "set multiplot\n");
    assay_figure_put_legend(&layout, gp);
    for (size_t p = 0; p < layout.panel_count; p++)
        put_panel(&layout, p, gp);
    if (layout.panel_count > 1)
        assay_buf_puts(gp, "unset multiplot\n");
}

static enum assay_code check_point(const struct assay_figure_spec *spec,
                                   const struct assay_point *point,
                                   struct assay_error *err)
{
    const bool log_x = assay_figure_scale_is_log(spec->series[0].x_scale);
    const bool log_y = assay_figure_scale_is_log(spec->series[0].y_scale);

    if (spec->category_count &&
        !(point->x >= 0.0 && point->x < (double)spec->category_count &&
          point->x == floor(point->x)))
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": no category %g",
                          ASSAY_STR_ARG(spec->name), point->x);
    if (spec->series[0].x_scale == ASSAY_SCALE_DATE &&
        !(point->x >= ASSAY_FIGURE_DATE_FIRST && point->x < ASSAY_FIGURE_DATE_END))
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": %g is no date of this era",
                          ASSAY_STR_ARG(spec->name), point->x);
    if ((log_x && !spec->category_count && !(point->x > 0.0)) ||
        (log_y && !(point->y > 0.0)))
        return assay_fail(err, ASSAY_EDATA,
                          "figure \"%.*s\": (%g, %g) on a logarithmic axis",
                          ASSAY_STR_ARG(spec->name), point->x, point->y);
    return ASSAY_OK;
}

static enum assay_code check_points(const struct assay_figure_spec *spec,
                                    const struct assay_series *series,
                                    struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (series->count == 0)
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": a series without points",
                          ASSAY_STR_ARG(spec->name));
    for (size_t i = 0; i < series->count && !code; i++)
        code = check_point(spec, &series->points[i], err);
    return code;
}

/* More of them could not be told apart. */
static enum assay_code check_counts(const struct assay_figure_spec *spec,
                                    struct assay_error *err)
{
    if (assay_figure_groups(spec) > ASSAY_FIGURE_SERIES)
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": more than %d colours",
                          ASSAY_STR_ARG(spec->name), ASSAY_FIGURE_SERIES);
    if (assay_figure_names(spec) >= ASSAY_FIGURE_ENTRIES)
        return assay_fail(err, ASSAY_EDATA,
                          "figure \"%.*s\": %d names or more in the legend",
                          ASSAY_STR_ARG(spec->name), ASSAY_FIGURE_ENTRIES);
    if (assay_figure_panels(spec) > ASSAY_FIGURE_PANELS)
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": more than %d panels",
                          ASSAY_STR_ARG(spec->name), ASSAY_FIGURE_PANELS);
    return ASSAY_OK;
}

static enum assay_code check(const struct assay_figure_spec *spec,
                             struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t s = 0; s < spec->series_count && !code; s++)
        code = check_points(spec, &spec->series[s], err);
    return code ? code : check_counts(spec, err);
}

const struct assay_figure_kind assay_figure_curves = {
    .name = "curves",
    .most = MOST,
    .check = check,
    .data = put_data,
    .script = put_script,
};
