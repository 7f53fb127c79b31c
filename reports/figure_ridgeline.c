/*
 * Ridgeline: densities over one axis, a row each, one before the other. What lies below zero is
 * wrong and what lies above it right. Each ridge is as high as any other: rows compare shapes and
 * places, their sizes are told on the right.
 */
#include "reports/escape.h"
#include "reports/figure_name.h"
#include "reports/figure_ruler.h"
#include "reports/figure_style.h"

#include <math.h>

enum {
    MOST = 40,   /* rows */
    PAPER = 520, /* points that all rows have on a paper */
    TITLE = 40   /* px above a figure on a web page */
};

#define EDGE     4.0
#define NAMES    0.34 /* of the width may be names */
#define HIGH     1.7  /* a ridge, in rows */
#define ROW      1.7  /* in lines */
#define SMALLEST 0.62 /* letters of rows, of those of the sheet */

struct plan {
    const struct assay_figure_spec *spec;
    const struct assay_figure_sheet *sheet;
    struct assay_arena *arena;
    struct assay_figure_axis x;
    struct assay_str name[MOST], size[MOST];
    double row, font;
    double left, right, top, bottom, height; /* of the plot; of all */
};

static double tallest(const struct assay_series *series)
{
    double most = 0.0;

    for (size_t i = 0; i < series->count; i++)
        most = fmax(most, series->points[i].y);
    return most;
}

static struct assay_figure_axis axis_of(const struct assay_figure_spec *spec)
{
    struct assay_figure_axis axis = {ASSAY_SCALE_LINEAR, 0.0, 0.0};

    for (size_t s = 0; s < spec->series_count; s++) {
        const struct assay_series *series = &spec->series[s];

        axis.lo = fmin(axis.lo, series->points[0].x);
        axis.hi = fmax(axis.hi, series->points[series->count - 1].x);
    }
    return axis;
}

static struct assay_str size_of(const struct plan *plan,
                                const struct assay_series *series)
{
    size_t n = 0;

    for (size_t i = 0; i < series->count; i++)
        n += series->points[i].n;
    return n ? assay_str_of(assay_arena_printf(plan->arena, "%zu", n)) : ASSAY_STR("");
}

/* Names and sizes; returns how wide the widest are. */
static void find_texts(struct plan *plan, double *names, double *sizes)
{
    *names = *sizes = 0.0;
    for (size_t s = 0; s < plan->spec->series_count; s++) {
        const struct assay_series *series = &plan->spec->series[s];

        plan->name[s] = assay_figure_fit(plan->spec, series->name, plan->font,
                                         NAMES * plan->sheet->width, plan->arena);
        plan->size[s] = size_of(plan, series);
        *names = fmax(*names, assay_figure_width(plan->spec, plan->name[s], plan->font));
        *sizes = fmax(*sizes, assay_figure_width(plan->spec, plan->size[s], plan->font));
    }
}

static void find_plan(const struct assay_figure_spec *spec, struct assay_arena *arena,
                      struct plan *plan)
{
    const struct assay_figure_sheet *sheet = assay_figure_sheet(spec);
    const double rows = (double)spec->series_count;
    double names, sizes;

    *plan =
        (struct plan){.spec = spec, .sheet = sheet, .arena = arena, .x = axis_of(spec)};
    plan->row = sheet->line * ROW;
    if (sheet->paper)
        plan->row = fmin(plan->row, PAPER / rows);
    plan->font = fmin(sheet->font, fmax(plan->row / 1.15, SMALLEST * sheet->font));
    find_texts(plan, &names, &sizes);
    plan->left = EDGE + names + 0.8 * sheet->font;
    plan->right = sheet->width - EDGE - fmax(sizes, sheet->font) - 0.6 * sheet->font;
    plan->top = (sheet->paper ? EDGE : TITLE) + 1.5 * sheet->line;
    plan->bottom = plan->top + (rows - 1.0 + HIGH + 0.2) * plan->row;
    plan->height = plan->bottom + sheet->line * (spec->x_label.len ? 2.4 : 1.4);
}

/* Where a line from one point to the next crosses zero there is a point, too. */
static void put_points(const struct assay_series *series, struct assay_buf *tsv)
{
    const double most = tallest(series);

    for (size_t i = 0; i < series->count; i++) {
        const struct assay_point *point = &series->points[i];

        if (i > 0 && point[-1].x < 0.0 && point->x > 0.0) {
            const double share = -point[-1].x / (point->x - point[-1].x);
            const double y = point[-1].y + share * (point->y - point[-1].y);

            assay_buf_printf(tsv, "0\t%.10g\t%.6g\t0\n", y, most > 0.0 ? y / most : 0.0);
        }
        assay_buf_printf(tsv, "%.10g\t%.10g\t%.6g\t%zu\n", point->x, point->y,
                         most > 0.0 ? point->y / most : 0.0, point->n);
    }
}

static void put_data(const struct assay_figure_spec *spec, struct assay_buf *tsv)
{
    assay_figure_data_head(spec, "x, density, share of the greatest, n", tsv);
    for (size_t s = 0; s < spec->series_count; s++) {
        assay_figure_data_series(spec, s, tsv);
        put_points(&spec->series[s], tsv);
    }
}

static double screen_x(const struct plan *plan, double x)
{
    return x / plan->sheet->width;
}

static double screen_y(const struct plan *plan, double y)
{
    return 1.0 - y / plan->height;
}

/* "set label TAG 'text' at ... ALIGN", in the letters of rows or of the sheet. */
static void put_label(const struct plan *plan, struct assay_str text, const double at[2],
                      const char *align, struct assay_buf *gp)
{
    assay_figure_put_sized_text(plan->spec, text, plan->font, gp);
    assay_buf_printf(gp,
                     " at screen %.5f, screen %.5f %s font ',%.4g' textcolor rgb "
                     "'#%06x'\n",
                     screen_x(plan, at[0]), screen_y(plan, at[1]), align, plan->font,
                     assay_figure_rgb(assay_figure_ink(ASSAY_FIGURE_TEXT)));
}

static double baseline(const struct plan *plan, size_t row)
{
    return plan->top + (HIGH + (double)row) * plan->row;
}

/* Names on the left, sizes on the right. */
static void put_rows(const struct plan *plan, size_t *tag, struct assay_buf *gp)
{
    const double font = plan->sheet->font;
    const double up = 0.32 * plan->font;

    for (size_t s = 0; s < plan->spec->series_count; s++) {
        const double y = baseline(plan, s) - up;

        assay_buf_printf(gp, "set label %zu ", (*tag)++);
        put_label(plan, plan->name[s], (double[]){plan->left - 0.6 * font, y}, "right",
                  gp);
        assay_buf_printf(gp, "set label %zu ", (*tag)++);
        put_label(plan, plan->size[s], (double[]){plan->sheet->width - EDGE, y}, "right",
                  gp);
    }
}

/* What colours are, what the axis is, and that the numbers on the right are items. */
static void put_words(const struct plan *plan, size_t *tag, struct assay_buf *gp)
{
    static const struct {
        const char *name;
        enum assay_figure_ink ink;
    } sides[] = {{"right", ASSAY_FIGURE_RIGHT}, {"wrong", ASSAY_FIGURE_WRONG}};
    const double font = plan->sheet->font, line = plan->sheet->line;
    const double y = plan->top - line;
    double x = plan->sheet->paper ? EDGE : 10.0;

    for (size_t i = 0; i < 2; i++) {
        assay_buf_printf(gp,
                         "set object %zu rectangle from screen %.5f, screen %.5f to "
                         "screen %.5f, screen %.5f fillcolor rgb '#%06x' fillstyle solid "
                         "noborder\nset label %zu ",
                         *tag, screen_x(plan, x), screen_y(plan, y + 0.4 * font),
                         screen_x(plan, x + 1.4 * font), screen_y(plan, y - 0.4 * font),
                         assay_figure_rgb(assay_figure_ink(sides[i].ink)), *tag);
        put_label(plan, assay_str_of(sides[i].name), (double[]){x + 2.0 * font, y},
                  "left", gp);
        (*tag)++;
        x += 6.0 * font;
    }
    assay_buf_printf(gp, "set label %zu ", (*tag)++);
    put_label(plan, ASSAY_STR("items"), (double[]){plan->sheet->width - EDGE, y}, "right",
              gp);
    if (plan->spec->x_label.len == 0)
        return;
    assay_buf_printf(gp, "set label %zu ", (*tag)++);
    put_label(plan,
              assay_figure_fit(plan->spec, plan->spec->x_label, plan->font,
                               plan->sheet->width - 2.0 * EDGE, plan->arena),
              (double[]){plan->sheet->width / 2.0, plan->height - 0.6 * line}, "center",
              gp);
}

static void put_frame(const struct plan *plan, struct assay_buf *gp)
{
    const double length = plan->right - plan->left;
    const struct assay_figure_ruler ruler = {
        'x', &plan->x, assay_figure_ruler_tics(plan->spec, &plan->x, length), length,
        true};

    assay_buf_printf(gp,
                     "set lmargin at screen %.5f\nset rmargin at screen %.5f\n"
                     "set tmargin at screen %.5f\nset bmargin at screen %.5f\n",
                     screen_x(plan, plan->left), screen_x(plan, plan->right),
                     screen_y(plan, plan->top), screen_y(plan, plan->bottom));
    assay_figure_put_ruler(plan->spec, &ruler, gp);
    assay_buf_printf(gp, "set yrange [%.5g:%.5g]\nunset ytics\n",
                     -0.2 - ((double)plan->spec->series_count - 1.0), HIGH);
    assay_buf_puts(gp, "set arrow 1 from 0, graph 0 to 0, graph 1 nohead front linewidth "
                       "1 dashtype 2");
    assay_figure_put_colour(assay_figure_ink(ASSAY_FIGURE_TEXT), gp);
    assay_buf_putc(gp, '\n');
}

/* One ridge: paper, both sides, its line. */
static void put_ridge(const struct plan *plan, size_t s, struct assay_buf *gp)
{
    static const struct {
        const char *x; /* which part of it */
        enum assay_figure_ink ink;
        double solid;
    } parts[] = {{"1", ASSAY_FIGURE_PAPER, 1.0},
                 {"($1 > 0 ? NaN : $1)", ASSAY_FIGURE_WRONG, 0.7},
                 {"($1 < 0 ? NaN : $1)", ASSAY_FIGURE_RIGHT, 0.7}};
    const int at = -(int)s;

    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        assay_figure_put_source(plan->spec, s, s == 0 && i == 0, gp);
        assay_buf_printf(gp, "%s:(%d):(%d+%g*$3) with filledcurves", parts[i].x, at, at,
                         HIGH);
        assay_figure_put_colour(assay_figure_ink(parts[i].ink), gp);
        assay_buf_printf(gp, " fillstyle %ssolid %.2f noborder notitle",
                         parts[i].solid < 1.0 ? "transparent " : "", parts[i].solid);
    }
    assay_figure_put_source(plan->spec, s, false, gp);
    assay_buf_printf(gp, "1:(%d+%g*$3) with lines linewidth 1.2", at, HIGH);
    assay_figure_put_colour(assay_figure_ink(ASSAY_FIGURE_TEXT), gp);
    assay_buf_puts(gp, " notitle");
}

static void put_script(const struct assay_figure_spec *spec, struct assay_buf *gp)
{
    struct assay_arena arena = {0};
    struct plan plan;
    size_t tag = 10;

    find_plan(spec, &arena, &plan);
    assay_figure_put_terminals(spec, plan.height, gp);
    assay_figure_put_canvas(gp);
    assay_buf_puts(gp, "unset key\n");
    if (!plan.sheet->paper)
        assay_figure_put_title(spec, plan.height, gp);
    put_frame(&plan, gp);
    put_rows(&plan, &tag, gp);
    put_words(&plan, &tag, gp);
    for (size_t s = 0; s < spec->series_count; s++)
        put_ridge(&plan, s, gp);
    assay_buf_putc(gp, '\n');
    assay_arena_release(&arena);
}

static enum assay_code check_series(const struct assay_figure_spec *spec,
                                    const struct assay_series *series,
                                    struct assay_error *err)
{
    if (series->count < 2)
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": a ridge of %zu points",
                          ASSAY_STR_ARG(spec->name), series->count);
    for (size_t i = 0; i < series->count; i++)
        if (!(series->points[i].y >= 0.0 && isfinite(series->points[i].y)) ||
            (i > 0 && !(series->points[i].x > series->points[i - 1].x)))
            return assay_fail(err, ASSAY_EDATA,
                              "figure \"%.*s\": a ridge that is no density",
                              ASSAY_STR_ARG(spec->name));
    return ASSAY_OK;
}

static enum assay_code check(const struct assay_figure_spec *spec,
                             struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t s = 0; s < spec->series_count && !code; s++)
        code = check_series(spec, &spec->series[s], err);
    return code;
}

const struct assay_figure_kind assay_figure_ridgeline = {
    .name = "ridgeline",
    .most = MOST,
    .check = check,
    .data = put_data,
    .script = put_script,
};
