/*
 * Forest: rows with a dot and an interval each, names on the left, numbers on the right; upright
 * lines and bands are what all rows are held against. Differences of a comparison with zero, and a
 * leaderboard with its null baselines, are drawn by this one kind.
 *
 *   POINTS     point x = i is the value y of category i. Series called better, worse, same and
 *              undecided have marks and colours of their own
 *   REFERENCE  an upright line at the y of its first point
 *   AREA       an upright band over the band of its first point
 */
#include "reports/escape.h"
#include "reports/figure_look.h"
#include "reports/figure_name.h"
#include "reports/figure_ruler.h"
#include "reports/figures_forest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    HOLLOW = 6,    /* gnuplot's circle */
    PAPER = 560,   /* points that all rows have on a paper */
    COLUMNS = 4,   /* of texts */
    ROWS_TAG = 200 /* of labels of rows; the legend's begin at 100 */
};

#define BOUNDLESS 1e200 /* an end of an interval beyond it is none */
#define EDGE      4.0
#define NAMES     0.36 /* of the width may be names, */
#define PLOT      0.30 /* as long as so much is left for the plot, */
#define TEXTS     0.42 /* and texts on the right */
#define WIDER     4.0 /* intervals that are so many times as wide as the median are cut */
#define SMALLEST  0.62 /* letters of rows, of those of the sheet */

struct plan {
    const struct assay_figure_spec *spec;
    const struct assay_figure_sheet *sheet;
    struct assay_figure_spec
        bare; /* without categories: what the legend is laid out of */
    struct assay_figure_layout layout;
    struct assay_figure_axis x;
    struct assay_str *shown;      /* (category_count,) what fits of the names */
    double font, row;             /* letters and height of a row */
    double column_right[COLUMNS]; /* where texts end */
    size_t columns;
};

static bool is_dots(const struct assay_series *series)
{
    return series->look == ASSAY_LOOK_POINTS;
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* How far intervals may reach from their value: none is cut for being a few times the usual. */
static double reach_of(const struct assay_figure_spec *spec, struct assay_arena *arena)
{
    double *reach = assay_arena_new(arena, spec->category_count + 1, sizeof(*reach));
    size_t n = 0;

    for (size_t s = 0; s < spec->series_count; s++)
        for (size_t i = 0; is_dots(&spec->series[s]) && i < spec->series[s].count; i++) {
            const struct assay_point *point = &spec->series[s].points[i];
            const double far = fmax(point->hi - point->y, point->y - point->lo);

            if (point->has_band && far < BOUNDLESS && n < spec->category_count)
                reach[n++] = far;
        }
    if (n == 0)
        return 0.0;
    qsort(reach, n, sizeof(*reach), compare);
    return WIDER * reach[n / 2];
}

static void add_point(const struct assay_series *series, const struct assay_point *point,
                      double reach, struct assay_figure_extent *extent)
{
    if (series->look != ASSAY_LOOK_AREA)
        assay_figure_extent_add(extent, point->y);
    if (!point->has_band)
        return;
    if (is_dots(series)) {
        assay_figure_extent_add(extent, fmax(point->lo, point->y - reach));
        assay_figure_extent_add(extent, fmin(point->hi, point->y + reach));
        return;
    }
    if (point->lo > -BOUNDLESS)
        assay_figure_extent_add(extent, point->lo);
    if (point->hi < BOUNDLESS)
        assay_figure_extent_add(extent, point->hi);
}

static struct assay_figure_axis axis_of(const struct assay_figure_spec *spec,
                                        struct assay_arena *arena)
{
    struct assay_figure_extent extent = assay_figure_extent();
    const double reach = reach_of(spec, arena);
    struct assay_figure_axis axis;

    for (size_t s = 0; s < spec->series_count; s++)
        for (size_t i = 0; i < spec->series[s].count; i++)
            add_point(&spec->series[s], &spec->series[s].points[i], reach, &extent);
    axis = assay_figure_axis_y(&extent, ASSAY_SCALE_LINEAR);
    if (spec->limited) {
        axis.lo = fmax(axis.lo, spec->lo);
        axis.hi = fmin(axis.hi, spec->hi);
    }
    return axis;
}

static double column_width(const struct plan *plan, const struct assay_figure_column *c)
{
    double widest = assay_figure_width(plan->spec, c->head, plan->font);

    for (size_t i = 0; i < plan->spec->category_count; i++)
        widest = fmax(widest, assay_figure_width(plan->spec, c->text[i], plan->font));
    return widest + plan->sheet->font;
}

/* Texts from the first column on, as many as have room; returns what they take. */
static double place_columns(struct plan *plan)
{
    const size_t count =
        plan->spec->column_count < COLUMNS ? plan->spec->column_count : COLUMNS;
    double room = 0.0, width[COLUMNS] = {0.0};

    for (; plan->columns < count; plan->columns++) {
        width[plan->columns] = column_width(plan, &plan->spec->column[plan->columns]);
        if (room + width[plan->columns] > TEXTS * plan->sheet->width)
            break;
        room += width[plan->columns];
    }
    for (size_t c = plan->columns; c-- > 0;)
        plan->column_right[c] = c + 1 == plan->columns
                                    ? plan->sheet->width - EDGE
                                    : plan->column_right[c + 1] - width[c + 1];
    return room;
}

/* Rows of a page are as high as lines; many rows on a paper stand closer, in smaller letters. */
static void find_rows(struct plan *plan)
{
    const double rows = (double)plan->spec->category_count;

    plan->row = plan->sheet->line * 1.15;
    if (plan->sheet->paper)
        plan->row = fmin(plan->row, PAPER / rows);
    plan->font =
        fmin(plan->sheet->font, fmax(plan->row / 1.15, SMALLEST * plan->sheet->font));
}

static void find_plan(const struct assay_figure_spec *spec, struct assay_arena *arena,
                      struct plan *plan)
{
    struct assay_figure_panel *panel = &plan->layout.panel[0];
    double widest, right, names;

    *plan = (struct plan){.spec = spec, .sheet = assay_figure_sheet(spec), .bare = *spec};
    plan->bare.category_count = 0;
    assay_figure_layout(&plan->bare, &plan->layout);
    find_rows(plan);
    plan->x = axis_of(spec, arena);
    right = place_columns(plan);
    names = fmin(NAMES, 1.0 - PLOT - right / plan->sheet->width) * plan->sheet->width;
    plan->shown = assay_figure_fit_names(spec, plan->font, names, arena, &widest);
    panel->left = widest + plan->sheet->font + EDGE;
    panel->right = plan->sheet->width - fmax(right, plan->sheet->font) - EDGE;
    panel->top = plan->layout.legend_top +
                 ((double)plan->layout.entry_rows + (plan->columns ? 1.4 : 0.4)) *
                     plan->sheet->line;
    panel->bottom = panel->top + plan->row * (double)spec->category_count;
    plan->layout.height =
        panel->bottom + plan->sheet->line * (spec->x_label.len ? 2.4 : 1.4);
}

static void put_data(const struct assay_figure_spec *spec, struct assay_buf *tsv)
{
    assay_figure_data_head(spec, "row, value, interval from, to, n, name", tsv);
    for (size_t s = 0; s < spec->series_count; s++) {
        const struct assay_series *series = &spec->series[s];

        assay_figure_data_series(spec, s, tsv);
        assay_buf_printf(tsv, "# drawn as: %s\n", assay_look_name[series->look]);
        for (size_t i = 0; i < series->count; i++) {
            const struct assay_point *point = &series->points[i];

            assay_buf_printf(tsv, "%.10g\t%.10g\t", point->x, point->y);
            if (point->has_band)
                assay_buf_printf(tsv, "%.10g\t%.10g", point->lo, point->hi);
            else
                assay_buf_puts(tsv, "NaN\tNaN");
            assay_buf_printf(tsv, "\t%zu\t", point->n);
            if (is_dots(series))
                assay_escape_tsv(spec->category[(size_t)point->x], tsv);
            assay_buf_putc(tsv, '\n');
        }
        if (series->count == 0) /* an empty block would shift the index of the next */
            assay_buf_puts(tsv, "NaN\tNaN\tNaN\tNaN\t0\t\n");
    }
}

/* "'text' at screen X, first Y ALIGN" as label tag. */
static void put_label(const struct plan *plan, struct assay_str text, const double at[2],
                      const char *align, struct assay_buf *gp)
{
    const bool small = plan->font < plan->sheet->font;

    if (small)
        assay_figure_put_sized_text(plan->spec, text, plan->font, gp);
    else
        assay_figure_put_text(plan->spec, text, text.len, gp);
    assay_buf_printf(gp, " at screen %.5f, first %.4g %s", at[0] / plan->sheet->width,
                     at[1], align);
    if (small)
        assay_buf_printf(gp, " font ',%.4g'", plan->font);
    assay_buf_printf(gp, " textcolor rgb '#%06x'\n",
                     assay_figure_rgb(assay_figure_ink(ASSAY_FIGURE_TEXT)));
}

/* Names to the left of the plot, texts to its right. */
static void put_texts(const struct plan *plan, struct assay_buf *gp)
{
    const double left = plan->layout.panel[0].left - 0.6 * plan->sheet->font;
    size_t tag = ROWS_TAG;

    for (size_t i = 0; i < plan->spec->category_count; i++) {
        const double y = -(double)i;

        assay_buf_printf(gp, "set label %zu ", tag++);
        put_label(plan, plan->shown[i], (double[]){left, y}, "right", gp);
        for (size_t c = 0; c < plan->columns; c++) {
            if (plan->spec->column[c].text[i].len == 0)
                continue;
            assay_buf_printf(gp, "set label %zu ", tag++);
            put_label(plan, plan->spec->column[c].text[i],
                      (double[]){plan->column_right[c], y}, "right", gp);
        }
    }
    for (size_t c = 0; c < plan->columns; c++) {
        assay_buf_printf(gp, "set label %zu ", tag++);
        put_label(
            plan, plan->spec->column[c].head,
            (double[]){plan->column_right[c], 0.5 + 0.6 * plan->sheet->line / plan->row},
            "right", gp);
    }
}

static void put_axes(const struct plan *plan, struct assay_buf *gp)
{
    const struct assay_figure_spec *spec = plan->spec;
    const struct assay_figure_panel *panel = &plan->layout.panel[0];
    const double length = panel->right - panel->left;
    const double rows = (double)spec->category_count;
    const struct assay_figure_ruler ruler = {
        'x', &plan->x, assay_figure_ruler_tics(&plan->bare, &plan->x, length), length,
        true};

    assay_figure_put_margins(&plan->layout, panel, gp);
    assay_figure_put_ruler(&plan->bare, &ruler, gp);
    assay_buf_printf(gp, "set yrange [%.10g:0.5]\nset ytics (", 0.5 - rows);
    for (size_t i = 0; i < spec->category_count; i++)
        assay_buf_printf(gp, "%s'' %d", i ? ", " : "", -(int)i);
    assay_buf_puts(gp, ")\n");
    if (spec->apart > 0 && spec->apart < spec->category_count) {
        const double at = 0.5 - (rows - (double)spec->apart);

        assay_buf_printf(gp,
                         "set arrow 1 from screen %.5f, first %.4g to screen %.5f, first "
                         "%.4g nohead linewidth 1",
                         EDGE / plan->sheet->width, at, 1.0 - EDGE / plan->sheet->width,
                         at);
        assay_figure_put_colour(assay_figure_ink(ASSAY_FIGURE_NEUTRAL), gp);
        assay_buf_putc(gp, '\n');
    }
}

/* One series as it is being drawn. */
struct pen {
    const struct plan *plan;
    size_t series;
    bool first;
    struct assay_buf *gp;
};

static void begin_item(struct pen *pen)
{
    assay_figure_put_source(pen->plan->spec, pen->series, pen->first, pen->gp);
    pen->first = false;
}

static void put_colour(const struct pen *pen)
{
    assay_figure_put_colour(assay_figure_series_colour(&pen->plan->bare, pen->series),
                            pen->gp);
}

static void put_area(struct pen *pen)
{
    begin_item(pen);
    assay_buf_printf(pen->gp, "3:(0):(cut($3)):(cut($4)):(%.10g):(0.5) with boxxyerror",
                     0.5 - (double)pen->plan->spec->category_count);
    put_colour(pen);
    assay_buf_puts(pen->gp, " fillstyle transparent solid 0.22 noborder notitle");
}

static void put_line(struct pen *pen)
{
    const double rows = (double)pen->plan->spec->category_count;

    begin_item(pen);
    assay_buf_printf(pen->gp, "2:(%.10g):(0):(%.10g) with vectors nohead linewidth 1.8",
                     0.5 - rows, rows);
    put_colour(pen);
    assay_figure_put_dash(&pen->plan->bare, pen->series, pen->gp);
    assay_buf_puts(pen->gp, " notitle");
}

static void put_bars(struct pen *pen)
{
    begin_item(pen);
    assay_buf_puts(pen->gp, "(cut($3)):(-$1):(cut($4)-cut($3)):(0) with vectors nohead "
                            "linewidth 2.4");
    put_colour(pen);
    assay_buf_puts(pen->gp, " notitle");
}

/* The head of an arrow at an end of the axis: an interval goes on beyond it. */
static void put_head(const struct plan *plan, size_t series, const double at[2],
                     size_t *tag, struct assay_buf *gp)
{
    const double step = 0.02 * (plan->x.hi - plan->x.lo);

    assay_buf_printf(gp,
                     "set arrow %zu from first %.10g, first %.10g to first %.10g, first "
                     "%.10g head filled linewidth 2.4",
                     (*tag)++, at[0] > plan->x.lo ? at[0] - step : at[0] + step, at[1],
                     at[0], at[1]);
    assay_figure_put_colour(assay_figure_series_colour(&plan->bare, series), gp);
    assay_buf_putc(gp, '\n');
}

static void put_heads(const struct plan *plan, struct assay_buf *gp)
{
    const double lo = plan->x.lo, hi = plan->x.hi;
    size_t tag = ROWS_TAG;

    for (size_t s = 0; s < plan->spec->series_count; s++)
        for (size_t i = 0; i < plan->spec->series[s].count; i++) {
            const struct assay_point *point = &plan->spec->series[s].points[i];

            if (!is_dots(&plan->spec->series[s]) || !point->has_band)
                continue;
            if (point->lo < lo)
                put_head(plan, s, (double[]){lo, -point->x}, &tag, gp);
            if (point->hi > hi)
                put_head(plan, s, (double[]){hi, -point->x}, &tag, gp);
        }
}

/* Hollow marks let nothing shine through. */
static void put_halo(struct pen *pen)
{
    begin_item(pen);
    assay_buf_printf(pen->gp, "2:(-$1) with points pointtype 7 pointsize %.2f",
                     1.3 * pen->plan->sheet->point);
    assay_figure_put_colour(assay_figure_ink(ASSAY_FIGURE_PAPER), pen->gp);
    assay_buf_puts(pen->gp, " notitle");
}

static void put_dots(struct pen *pen)
{
    const unsigned marker = assay_figure_marker(&pen->plan->bare, pen->series);

    if (assay_figure_has_band(&pen->plan->spec->series[pen->series]))
        put_bars(pen);
    if (marker == HOLLOW)
        put_halo(pen);
    begin_item(pen);
    assay_buf_printf(pen->gp,
                     "2:(-$1) with points pointtype %u pointsize %.2f linewidth 1.6",
                     marker, 1.3 * pen->plan->sheet->point);
    put_colour(pen);
    assay_buf_puts(pen->gp, " notitle");
}

static void put_plots(const struct plan *plan, struct assay_buf *gp)
{
    static const struct {
        enum assay_series_look look;
        void (*put)(struct pen *pen);
    } passes[] = {{ASSAY_LOOK_AREA, put_area},
                  {ASSAY_LOOK_REFERENCE, put_line},
                  {ASSAY_LOOK_POINTS, put_dots}};
    struct pen pen = {.plan = plan, .first = true, .gp = gp};

    assay_buf_printf(gp, "lo = %.10g\nhi = %.10g\n", plan->x.lo, plan->x.hi);
    assay_buf_puts(gp, "cut(v) = v < lo ? lo : v > hi ? hi : v\n");
    for (size_t i = 0; i < sizeof(passes) / sizeof(passes[0]); i++)
        for (pen.series = 0; pen.series < plan->spec->series_count; pen.series++)
            if (plan->spec->series[pen.series].look == passes[i].look)
                passes[i].put(&pen);
    assay_buf_putc(gp, '\n');
}

static void put_script(const struct assay_figure_spec *spec, struct assay_buf *gp)
{
    struct assay_arena arena = {0};
    struct plan plan = {0};

    find_plan(spec, &arena, &plan);
    assay_figure_put_terminals(spec, plan.layout.height, gp);
    assay_figure_put_canvas(gp);
    assay_buf_puts(gp, "unset key\n");
    assay_figure_put_legend(&plan.layout, gp);
    put_axes(&plan, gp);
    put_texts(&plan, gp);
    put_heads(&plan, gp);
    put_plots(&plan, gp);
    assay_arena_release(&arena);
}

static enum assay_code check_point(const struct assay_figure_spec *spec,
                                   const struct assay_series *series,
                                   const struct assay_point *point,
                                   struct assay_error *err)
{
    const double x = point->x;

    if (!isfinite(point->y) || (point->has_band && !(point->lo <= point->hi)))
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": a value is no number",
                          ASSAY_STR_ARG(spec->name));
    if (is_dots(series) &&
        !(x >= 0.0 && x < (double)spec->category_count && x == floor(x)))
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": no category %g",
                          ASSAY_STR_ARG(spec->name), x);
    return ASSAY_OK;
}

static enum assay_code check(const struct assay_figure_spec *spec,
                             struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (spec->category_count == 0 || spec->category_count > ASSAY_FOREST_ROWS)
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": %zu rows, not 1 to %d",
                          ASSAY_STR_ARG(spec->name), spec->category_count,
                          ASSAY_FOREST_ROWS);
    for (size_t s = 0; s < spec->series_count && !code; s++)
        for (size_t i = 0; i < spec->series[s].count && !code; i++)
            code = check_point(spec, &spec->series[s], &spec->series[s].points[i], err);
    return code;
}

const struct assay_figure_kind assay_figure_forest = {
    .name = "forest",
    .check = check,
    .data = put_data,
    .script = put_script,
};
