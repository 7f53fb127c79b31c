/*
 * Cells: a matrix of coloured cells with their values. It is square where things are held against themselves (distances
 * between models, policies under rewards); rows may be other things than columns (domains by tracks). Names stand on
 * the left and below; a matrix a panel.
 */
#include "reports/escape.h"
#include "reports/figure_layout.h"
#include "reports/figure_name.h"
#include "reports/figure_raster.h"

#include <math.h>

enum {
    TITLE = 40, /* px above a figure on a web page */
    SLANT = 40, /* degrees */
    FEW = 4,    /* names that have more room */
    TICS = 5    /* of a colour bar */
};

#define SINE    0.643 /* of SLANT */
#define COSINE  0.766
#define EDGE    4.0
#define BESIDE  0.28 /* of a panel's width may be names */
#define WIDEST  6.5  /* a cell, in sizes of letters */
#define TALLEST 4.0
#define NARROW  0.85 /* letters of names in a column, of those of the sheet, */
#define SMALL   0.66 /* and the smallest ones */
#define APART   1.1  /* one line of them from the next, in their size */

/* Where it stands what the numbers are. */
enum labels {
    NOWHERE,
    BESIDE_BAR,
    ABOVE /* it is longer than a bar is */
};

struct plan {
    const struct assay_figure_spec *spec;
    const struct assay_figure_sheet *sheet;
    struct assay_arena *arena;
    size_t names, rows;          /* of a matrix: columns, rows */
    size_t columns;              /* panels beside one another */
    struct assay_str *shown;     /* (names,) what fits of each name, */
    double widest, font;         /* and how wide that is, in letters of this size */
    struct assay_str *shown_row; /* (rows,) the same of rows */
    double widest_row;
    double left, right;        /* of a panel, what stands beside the cells */
    double width, height;      /* of all cells of a panel */
    double above, below, tics; /* tics: names below the cells, */
    double foot;               /* and what struck cells are, below all */
    size_t step_x, step_y;     /* every how many-th is named */
    int turned;
    enum labels labels;
};

static struct assay_figure_scale scale_of(const struct plan *plan, size_t s)
{
    return assay_figure_scale_of(plan->spec->series[s].value,
                                 plan->spec->series[s].count);
}

static bool any_missing(const struct plan *plan)
{
    for (size_t s = 0; s < plan->spec->series_count; s++)
        if (plan->spec->series[s].count < plan->names * plan->rows)
            return true;
    return false;
}

/* True if its title does not tell what the numbers are. */
static bool is_labelled(const struct assay_series *series)
{
    return series->name.len && !assay_str_equal(series->name, series->panel);
}

/* The widest of what numbers are called. */
static double widest_label(const struct plan *plan)
{
    double widest = 0.0;

    for (size_t s = 0; s < plan->spec->series_count; s++) {
        const struct assay_series *series = &plan->spec->series[s];

        if (is_labelled(series))
            widest = fmax(
                widest, assay_figure_width(plan->spec, series->name, plan->sheet->font));
    }
    return widest;
}

/* Bar, its numbers and its label. */
static double right_of(const struct plan *plan)
{
    const double font = plan->sheet->font;
    const struct assay_figure_bar bar = {.upright = true, .tics = TICS};
    double room = 0.0;

    for (size_t s = 0; s < plan->spec->series_count; s++) {
        const struct assay_figure_scale scale = scale_of(plan, s);

        room = fmax(room, assay_figure_bar_room(plan->spec, &scale, &bar));
    }
    return room + 2.0 * font + (plan->labels == BESIDE_BAR ? plan->sheet->line : 0.0) +
           EDGE;
}

static double widest_title(const struct plan *plan)
{
    double widest = 0.0;

    for (size_t s = 0; s < plan->spec->series_count; s++)
        widest = fmax(widest, assay_figure_width(plan->spec, plan->spec->series[s].panel,
                                                 plan->sheet->font));
    return widest;
}

static size_t columns_of(const struct plan *plan)
{
    const size_t panels = plan->spec->series_count;

    if (plan->spec->size == ASSAY_FIGURE_COLUMN || plan->names > 24)
        return 1;
    if (panels > 2 && plan->names <= 8 && widest_title(plan) < plan->sheet->width / 3.0)
        return 3;
    return panels > 1 ? 2 : 1;
}

/* Names beside one another where they fit, else slanted, else upright. */
static void turn_names(struct plan *plan)
{
    const double each = plan->width / (double)plan->names;
    const double widest = plan->widest, apart = APART * plan->font;

    plan->step_x = 1;
    plan->turned = 0;
    plan->tics = 1.5 * plan->font;
    if (widest + plan->font < each)
        return;
    if (each * SINE >= apart && widest * COSINE < plan->left + each / 2.0) {
        plan->turned = SLANT;
        plan->tics = plan->font * (0.6 + COSINE) + widest * SINE;
        return;
    }
    plan->turned = 90;
    plan->tics = plan->font * 0.6 + widest;
    plan->step_x = (size_t)fmax(1.0, ceil(apart / each));
}

/* Width and height of all cells, from what names and scale leave. */
static void find_cells(struct plan *plan)
{
    const double font = plan->sheet->font, names = (double)plan->names;
    const double room =
        plan->sheet->width / (double)plan->columns - plan->left - plan->right;
    const double each = fmin(room / names, WIDEST * font);

    plan->width = each * names;
    plan->height =
        fmax(fmin(each, TALLEST * font) * (double)plan->rows, 5.0 * plan->sheet->line);
}

/* Names of columns and rows, no wider than there is room for. */
static void fit_names(struct plan *plan, double room)
{
    struct assay_figure_spec rows = *plan->spec;

    plan->shown =
        assay_figure_fit_names(plan->spec, plan->font, room, plan->arena, &plan->widest);
    plan->shown_row = plan->shown;
    plan->widest_row = plan->widest;
    if (plan->spec->row_count == 0)
        return;
    rows.category = rows.row;
    rows.category_count = rows.row_count;
    plan->shown_row =
        assay_figure_fit_names(&rows, plan->font, room, plan->arena, &plan->widest_row);
}

static void find_plan(const struct assay_figure_spec *spec, struct assay_arena *arena,
                      struct plan *plan)
{
    const struct assay_figure_sheet *sheet = assay_figure_sheet(spec);
    const double label = spec->y_label.len ? sheet->line * 1.1 : 0.0;
    double each, most;

    *plan = (struct plan){
        .spec = spec, .sheet = sheet, .arena = arena, .names = spec->category_count};
    plan->rows = spec->row_count ? spec->row_count : plan->names;
    plan->columns = columns_of(plan);
    plan->labels = widest_label(plan) > 0.0 ? BESIDE_BAR : NOWHERE;
    plan->right = right_of(plan);
    plan->font = sheet->font * (spec->size == ASSAY_FIGURE_COLUMN ? NARROW : 1.0);
    most = (plan->names > FEW ? BESIDE : 1.4 * BESIDE) * sheet->width /
           (double)plan->columns;
    fit_names(plan, most);
    plan->left = plan->widest_row + sheet->font * 0.8 + EDGE + label;
    find_cells(plan);
    if (widest_label(plan) > plan->height) {
        plan->labels = ABOVE;
        plan->right = right_of(plan);
        find_cells(plan);
    }
    each = plan->height / (double)plan->rows;
    most = fmin(fmax(each / APART, SMALL * sheet->font), plan->font);
    plan->widest *= most / plan->font;
    plan->widest_row *= most / plan->font;
    plan->font = most;
    plan->step_y = (size_t)fmax(1.0, ceil(plan->font * APART / each));
    plan->left = plan->widest_row + sheet->font * 0.8 + EDGE + label;
    find_cells(plan);
    turn_names(plan);
    plan->above = (spec->series[0].panel.len ? sheet->line * 1.3 : 0.0) +
                  (plan->labels == ABOVE ? sheet->line * 1.2 : 0.0);
    plan->below = plan->tics + (spec->x_label.len ? sheet->line * 1.1 : 0.0);
    plan->foot = any_missing(plan) ? sheet->line * 1.2 : 0.0;
}

static double top_of(const struct plan *plan)
{
    return plan->sheet->paper ? EDGE : TITLE;
}

static double panel_height(const struct plan *plan)
{
    return plan->above + plan->height + plan->below + plan->foot +
           plan->sheet->line * 0.4;
}

static double height_of(const struct plan *plan)
{
    const size_t rows = (plan->spec->series_count + plan->columns - 1) / plan->columns;

    return ceil(top_of(plan) + panel_height(plan) * (double)rows);
}

static struct assay_figure_raster raster_of(const struct plan *plan, size_t s)
{
    const size_t row = s / plan->columns, column = s % plan->columns;
    const double panel = plan->sheet->width / (double)plan->columns;
    const double spare = panel - plan->left - plan->width - plan->right;
    struct assay_figure_raster raster = {
        .series = &plan->spec->series[s],
        .columns = plan->names,
        .rows = plan->rows,
        .scale = scale_of(plan, s),
        .left = panel * (double)column + spare / 2.0 + plan->left,
        .top = top_of(plan) + panel_height(plan) * (double)row + plan->above,
        .cell_width = plan->width / (double)plan->names,
        .cell_height = plan->height / (double)plan->rows,
    };

    assay_figure_raster_fonts(plan->spec, 0.85, &raster);
    return raster;
}

static void put_data(const struct assay_figure_spec *spec, struct assay_buf *tsv)
{
    struct assay_arena arena = {0};
    struct plan plan;

    find_plan(spec, &arena, &plan);
    assay_figure_data_head(spec, "column, row, value, interval from, to, colour, ink",
                           tsv);
    for (size_t i = 0; i < spec->category_count; i++) {
        assay_buf_printf(tsv, "# %zu: ", i);
        assay_escape_tsv(spec->category[i], tsv);
        assay_buf_putc(tsv, '\n');
    }
    for (size_t i = 0; i < spec->row_count; i++) {
        assay_buf_printf(tsv, "# row %zu: ", i);
        assay_escape_tsv(spec->row[i], tsv);
        assay_buf_putc(tsv, '\n');
    }
    for (size_t s = 0; s < spec->series_count; s++) {
        const struct assay_figure_raster raster = raster_of(&plan, s);

        assay_figure_raster_data(&raster, s == 0, "undefined", tsv);
    }
    assay_arena_release(&arena);
}

static void put_names(const struct plan *plan, char axis, size_t step,
                      struct assay_buf *gp)
{
    const size_t count = axis == 'x' ? plan->names : plan->rows;
    const struct assay_str *shown = axis == 'x' ? plan->shown : plan->shown_row;

    assay_buf_printf(gp, "set %ctics ", axis);
    if (axis == 'x' && plan->turned)
        assay_buf_printf(gp, "rotate by %d right ", plan->turned);
    if (plan->font < plan->sheet->font)
        assay_buf_printf(gp, "font ',%.4g' ", plan->font);
    assay_buf_putc(gp, '(');
    for (size_t i = 0; i < count; i += step) {
        assay_buf_puts(gp, i ? ", " : "");
        assay_figure_put_sized_tic(plan->spec, shown[i], plan->font, gp);
        assay_buf_printf(gp, " %zu", i);
    }
    assay_buf_puts(gp, ")\n");
}

/* As much of a label as has room, at (x, y) of the sheet. */
static void put_label(const struct plan *plan, struct assay_str text, double room,
                      const double at[2], const char *how, struct assay_buf *gp)
{
    const struct assay_str shown =
        assay_figure_fit(plan->spec, text, plan->sheet->font, room, plan->arena);

    assay_figure_put_text(plan->spec, shown, shown.len, gp);
    assay_buf_printf(gp, " at screen %.5f, screen %.5f %s textcolor rgb '#%06x'\n",
                     at[0] / plan->sheet->width, 1.0 - at[1] / height_of(plan), how,
                     assay_figure_rgb(assay_figure_ink(ASSAY_FIGURE_TEXT)));
}

/* The bar, and what its numbers are beside it or above the cells. */
static void put_bar(const struct plan *plan, const struct assay_figure_raster *raster,
                    size_t *tag, struct assay_buf *gp)
{
    const double font = plan->sheet->font, line = plan->sheet->line;
    const double right = raster->left + plan->width;
    const struct assay_figure_bar bar = {right + font,
                                         right + 2.0 * font,
                                         raster->top,
                                         raster->top + plan->height,
                                         height_of(plan),
                                         true,
                                         TICS};
    const double room = assay_figure_bar_room(plan->spec, &raster->scale, &bar);
    const double beside[2] = {bar.right + room + 0.5 * line,
                              (bar.top + bar.bottom) / 2.0};
    const double above[2] = {raster->left - plan->left + EDGE, raster->top - 0.7 * line};
    const double across = plan->left + plan->width + plan->right - 2.0 * EDGE;

    assay_figure_put_bar(plan->spec, &raster->scale, &bar, tag, gp);
    if (plan->labels == NOWHERE || !is_labelled(raster->series))
        return;
    assay_buf_printf(gp, "set label %zu ", (*tag)++);
    if (plan->labels == ABOVE)
        put_label(plan, raster->series->name, across, above, "left", gp);
    else
        put_label(plan, raster->series->name, plan->height, beside, "center rotate by 90",
                  gp);
}

/* A box with a stroke: undefined. */
static void put_missing(const struct plan *plan, const struct assay_figure_raster *raster,
                        size_t *tag, struct assay_buf *gp)
{
    const double font = plan->sheet->font, height = height_of(plan);
    const double left = raster->left - plan->left + EDGE;
    const double top = raster->top + plan->height + plan->below + 0.1 * font;
    const double label[2] = {left + 1.5 * font, top + 0.5 * font};
    const unsigned ink = assay_figure_rgb(assay_figure_ink(ASSAY_FIGURE_NEUTRAL));

    assay_buf_printf(gp,
                     "set object %zu rectangle from screen %.5f, screen %.5f to screen "
                     "%.5f, screen %.5f fillstyle empty border linecolor rgb '#%06x'\n",
                     (*tag)++, left / plan->sheet->width, 1.0 - (top + font) / height,
                     (left + font) / plan->sheet->width, 1.0 - top / height, ink);
    assay_buf_printf(gp,
                     "set arrow %zu from screen %.5f, screen %.5f to screen %.5f, screen "
                     "%.5f nohead linecolor rgb '#%06x'\n",
                     (*tag)++, left / plan->sheet->width, 1.0 - (top + font) / height,
                     (left + font) / plan->sheet->width, 1.0 - top / height, ink);
    assay_buf_printf(gp, "set label %zu ", (*tag)++);
    put_label(plan, ASSAY_STR("undefined"), plan->sheet->width, label, "left", gp);
}

static void put_labels(const struct plan *plan, const struct assay_figure_raster *raster,
                       size_t *tag, struct assay_buf *gp)
{
    const struct assay_figure_spec *spec = plan->spec;
    const double line = plan->sheet->line, middle = raster->left + plan->width / 2.0;
    const bool far = plan->labels == ABOVE ||
                     widest_title(plan) > plan->width + plan->right - 2.0 * EDGE;
    const double title[2] = {raster->left - (far ? plan->left - EDGE : 0.0),
                             raster->top - plan->above + 0.6 * line};
    const double below[2] = {middle,
                             raster->top + plan->height + plan->below - 0.5 * line};
    const double beside[2] = {raster->left - plan->left + EDGE + 0.5 * line,
                              raster->top + plan->height / 2.0};

    if (raster->series->panel.len) {
        assay_buf_printf(gp, "set label %zu ", (*tag)++);
        put_label(plan, raster->series->panel,
                  plan->width + plan->right + (far ? plan->left : 0.0) - 2.0 * EDGE,
                  title, "left", gp);
    }
    if (spec->x_label.len) {
        assay_buf_printf(gp, "set label %zu ", (*tag)++);
        put_label(plan, spec->x_label, plan->width + plan->right, below, "center", gp);
    }
    if (spec->y_label.len) {
        assay_buf_printf(gp, "set label %zu ", (*tag)++);
        put_label(plan, spec->y_label, plan->height + plan->below, beside,
                  "center rotate by 90", gp);
    }
}

static void put_panel(const struct plan *plan, size_t s, struct assay_buf *gp)
{
    const struct assay_figure_raster raster = raster_of(plan, s);
    const size_t index = 2 * s;
    size_t tag = 10;

    assay_figure_put_spelling(&raster.scale, plan->sheet->paper, gp);
    assay_figure_raster_place(plan->spec, &raster, height_of(plan), gp);
    put_names(plan, 'x', plan->step_x, gp);
    put_names(plan, 'y', plan->step_y, gp);
    put_labels(plan, &raster, &tag, gp);
    put_bar(plan, &raster, &tag, gp);
    if (!assay_figure_raster_full(&raster))
        put_missing(plan, &raster, &tag, gp);
    assay_figure_raster_colours(plan->spec, index, &raster, gp);
    if (!assay_figure_raster_full(&raster)) {
        assay_figure_put_source(plan->spec, index + 1, false, gp);
        assay_buf_puts(gp, "($1-0.45):($2+0.45):(0.9):(-0.9) with vectors nohead "
                           "linewidth 1");
        assay_figure_put_colour(assay_figure_ink(ASSAY_FIGURE_NEUTRAL), gp);
        assay_buf_puts(gp, " notitle");
    }
    assay_figure_raster_texts(plan->spec, index, &raster, gp);
    assay_buf_putc(gp, '\n');
    if (plan->spec->series_count > 1)
        assay_buf_puts(gp, "unset label\nunset object\nunset arrow\n");
}

static void put_script(const struct assay_figure_spec *spec, struct assay_buf *gp)
{
    const bool many = spec->series_count > 1;
    struct assay_arena arena = {0};
    struct plan plan;

    find_plan(spec, &arena, &plan);
    assay_figure_put_terminals(spec, height_of(&plan), gp);
    assay_figure_put_canvas(gp);
    assay_buf_puts(gp, "unset grid\nunset border\nunset key\n");
    if (many)
        assay_buf_puts(gp, "set multiplot\n");
    if (!plan.sheet->paper)
        assay_figure_put_title(spec, height_of(&plan), gp);
    for (size_t s = 0; s < spec->series_count; s++)
        put_panel(&plan, s, gp);
    if (many)
        assay_buf_puts(gp, "unset multiplot\n");
    assay_arena_release(&arena);
}

/* Refuses cells beyond the last column or row that has a name. */
static enum assay_code check_cells(const struct assay_figure_spec *spec,
                                   const struct assay_series *series,
                                   struct assay_error *err)
{
    const size_t columns = spec->category_count;
    const size_t rows = spec->row_count ? spec->row_count : columns;
    const enum assay_code code =
        assay_figure_raster_check(spec, series, columns > rows ? columns : rows, err);

    for (size_t i = 0; !code && i < series->count; i++)
        if (!(series->points[i].x < (double)columns &&
              series->points[i].y < (double)rows))
            return assay_fail(err, ASSAY_EDATA,
                              "figure \"%.*s\": (%g, %g) is no cell of %zu x %zu",
                              ASSAY_STR_ARG(spec->name), series->points[i].x,
                              series->points[i].y, columns, rows);
    return code;
}

static enum assay_code check(const struct assay_figure_spec *spec,
                             struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (spec->category_count == 0)
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": rows without names",
                          ASSAY_STR_ARG(spec->name));
    if (spec->category_count > ASSAY_FIGURE_CELLS || spec->row_count > ASSAY_FIGURE_CELLS)
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": more than %d rows",
                          ASSAY_STR_ARG(spec->name), ASSAY_FIGURE_CELLS);
    for (size_t s = 0; s < spec->series_count && !code; s++)
        code = check_cells(spec, &spec->series[s], err);
    return code;
}

const struct assay_figure_kind assay_figure_cells = {
    .name = "cells",
    .check = check,
    .data = put_data,
    .script = put_script,
};
