/*
 * World: pictures of gridworlds. A panel is a number of each state as its colour, with its own
 * scale below it, and over it arrows to where a policy goes. Walls are dark.
 */
#include "harness/core/arena.h"
#include "reports/figure_layout.h"
#include "reports/figure_raster.h"

#include <math.h>

enum {
    TITLE = 40, /* px above a figure on a web page */
    SMALL = 8,  /* columns or rows of a world whose numbers should have room */
    MOST = 48,  /* series */
    BLOCKS =
        5,     /* of the .tsv, a panel: cells, walls, arrows, their shapes in both inks */
    INKS = 2,  /* of texts, and of the paper on deep colours */
    BESIDE = 4 /* panels in a row, at most */
};

#define EDGE    4.0
#define STAY    (-1.0)
#define WIDEST  4.4 /* a cell, in sizes of letters */
#define ARROWS  5.0 /* the smallest cell that has them, px or points */
#define LETTERS 2.9 /* the smallest cell that is made for numbers, in sizes of letters */
#define TALLEST 330.0 /* cells above one another, px or points */

/* Where panels and what is around them stand. */
struct plan {
    const struct assay_figure_spec *spec;
    const struct assay_figure_sheet *sheet;
    size_t world[ASSAY_FIGURE_PANELS]; /* the series of each panel */
    size_t panels, beside;
    size_t columns, rows; /* of every world */
    double cell, slot;    /* width of a cell, and of a panel with what is around it */
    double above, below;
    bool named; /* numbers have a name, below their scale */
};

static bool is_world(const struct assay_series *series)
{
    return series->look == ASSAY_LOOK_WORLD;
}

/* True if its numbers have a name that its title does not tell. */
static bool is_named(const struct assay_series *series)
{
    return series->name.len && !assay_str_equal(series->name, series->panel);
}

static bool same_panel(const struct plan *plan, size_t s, size_t panel)
{
    return assay_str_equal(plan->spec->series[s].panel,
                           plan->spec->series[plan->world[panel]].panel);
}

static size_t arrows_of(const struct plan *plan, size_t panel)
{
    size_t count = 0;

    for (size_t s = 0; s < plan->spec->series_count; s++)
        if (!is_world(&plan->spec->series[s]) && same_panel(plan, s, panel))
            count += plan->spec->series[s].count;
    return count;
}

/* Of a cell, what numbers may take: arrows stand at its sides. */
static double share_of(const struct plan *plan, size_t panel)
{
    return arrows_of(plan, panel) ? 0.68 : 0.84;
}

static void find_worlds(struct plan *plan)
{
    for (size_t s = 0; s < plan->spec->series_count; s++) {
        const struct assay_series *series = &plan->spec->series[s];
        size_t columns, rows;

        if (!is_world(series) || plan->panels == ASSAY_FIGURE_PANELS)
            continue;
        plan->world[plan->panels++] = s;
        plan->named = plan->named || is_named(series);
        plan->above = series->panel.len ? plan->sheet->line * 1.3 : plan->above;
        assay_figure_raster_extent(series, &columns, &rows);
        plan->columns = columns > plan->columns ? columns : plan->columns;
        plan->rows = rows > plan->rows ? rows : plan->rows;
    }
}

static double cell_of(const struct plan *plan, size_t beside)
{
    const double slot = (plan->sheet->width - 2.0 * EDGE) / (double)beside;
    const double room = slot - 1.6 * plan->sheet->font;

    return fmin(fmin(room / (double)plan->columns, WIDEST * plan->sheet->font),
                TALLEST / (double)plan->rows);
}

/* The smallest cell in which the numbers of all panels have room. */
static double letters_of(const struct plan *plan)
{
    double least = 0.0;

    for (size_t p = 0; p < plan->panels; p++) {
        const struct assay_series *series = &plan->spec->series[plan->world[p]];
        const struct assay_figure_scale scale =
            assay_figure_scale_of(series->value, series->count);

        least =
            fmax(least, assay_figure_raster_least(plan->spec, &scale, share_of(plan, p)));
    }
    return least;
}

/* As many panels beside one another as leave room for numbers in small worlds. */
static void find_plan(const struct assay_figure_spec *spec, struct plan *plan)
{
    const struct assay_figure_sheet *sheet = assay_figure_sheet(spec);
    size_t most = spec->size == ASSAY_FIGURE_COLUMN ? 2 : BESIDE;
    double least;

    *plan = (struct plan){.spec = spec, .sheet = sheet};
    find_worlds(plan);
    least = plan->columns <= SMALL && plan->rows <= SMALL ? letters_of(plan) : 1.6;
    most = plan->panels < most ? plan->panels : most;
    most = most > 0 ? most : 1;
    while (most > 1 && cell_of(plan, most) < least)
        most--;
    plan->beside = most;
    plan->cell = cell_of(plan, most);
    plan->slot = (sheet->width - 2.0 * EDGE) / (double)most;
    plan->below = 0.5 * sheet->line + 0.7 * sheet->font + 1.2 * sheet->line +
                  (plan->named ? sheet->line : 0.0) + 0.4 * sheet->line;
}

static double panel_height(const struct plan *plan)
{
    return plan->above + plan->cell * (double)plan->rows + plan->below;
}

static double top_of(const struct plan *plan)
{
    return plan->sheet->paper ? EDGE : TITLE;
}

static double height_of(const struct plan *plan)
{
    const size_t rows = (plan->panels + plan->beside - 1) / plan->beside;

    return ceil(top_of(plan) + panel_height(plan) * (double)rows);
}

static struct assay_figure_raster raster_of(const struct plan *plan, size_t panel)
{
    const double spare = plan->slot - plan->cell * (double)plan->columns;
    const size_t row = panel / plan->beside;
    const struct assay_series *series = &plan->spec->series[plan->world[panel]];
    struct assay_figure_raster raster = {
        .series = series,
        .columns = plan->columns,
        .rows = plan->rows,
        .scale = assay_figure_scale_of(series->value, series->count),
        .left = EDGE + plan->slot * (double)(panel % plan->beside) + spare / 2.0,
        .top = top_of(plan) + panel_height(plan) * (double)row + plan->above,
        .cell_width = plan->cell,
        .cell_height = plan->cell,
    };

    assay_figure_raster_fonts(plan->spec, share_of(plan, panel), &raster);
    return raster;
}

/* What the arrows of a panel need to know of each cell. */
struct place {
    size_t arrows;
    bool deep; /* its colour bears the ink of the paper */
};

static struct place *places_of(const struct plan *plan, size_t panel,
                               const struct assay_figure_raster *raster,
                               struct assay_arena *arena)
{
    const size_t count = plan->columns * plan->rows;
    struct place *place = assay_arena_new(arena, count, sizeof(*place));

    for (size_t i = 0; i < count; i++)
        place[i].deep = true; /* walls are */
    for (size_t i = 0; i < raster->series->count; i++) {
        const struct assay_point *point = &raster->series->points[i];

        place[(size_t)point->y * plan->columns + (size_t)point->x].deep =
            assay_figure_rgb(
                assay_figure_scale_ink(&raster->scale, raster->series->value[i])) ==
            assay_figure_rgb(assay_figure_ink(ASSAY_FIGURE_PAPER));
    }
    for (size_t s = 0; s < plan->spec->series_count; s++)
        for (size_t i = 0; i < plan->spec->series[s].count; i++) {
            const struct assay_point *point = &plan->spec->series[s].points[i];

            if (!is_world(&plan->spec->series[s]) && same_panel(plan, s, panel))
                place[(size_t)point->y * plan->columns + (size_t)point->x].arrows++;
        }
    return place;
}

/* The shape of an arrow that points to the right, in cells: from tail to tip along x. */
struct shape {
    double tail, neck, tip;  /* of the shaft, if it has one, and of the head */
    double shaft, head, dot; /* half their widths; radius of what stays */
    double below;            /* where that stands, below the middle */
};

static struct shape shape_of(const struct assay_figure_raster *raster,
                             const struct place *place)
{
    if (raster->value_font > 0.0) /* heads alone, about the number */
        return (struct shape){0.37, 0.37, 0.48, 0.0, 0.075, 0.05, 0.38};
    if (place->arrows == 1)
        return (struct shape){-0.36, 0.1, 0.36, 0.04, 0.17, 0.12, 0.0};
    return (struct shape){0.02, 0.22, 0.44, 0.035, 0.14, 0.12, 0.0};
}

/* Without a sign of zero. */
static double rounded(double x)
{
    return round(x * 1e4) / 1e4 + 0.0;
}

/* Corners of a shape, turned by an angle about the middle of a cell; rows run down. */
static void put_corners(const struct assay_point *at, double angle,
                        const double (*corner)[2], size_t count, struct assay_buf *tsv)
{
    const double c = cos(angle), s = sin(angle);

    for (size_t i = 0; i < count; i++)
        assay_buf_printf(tsv, "%.6g\t%.6g\n",
                         rounded(at->x + corner[i][0] * c - corner[i][1] * s),
                         rounded(at->y - corner[i][0] * s - corner[i][1] * c));
    assay_buf_putc(tsv, '\n');
}

static void put_shape(const struct shape *shape, const struct assay_point *point,
                      double direction, struct assay_buf *tsv)
{
    const double turn = acos(-1.0) / 180.0;
    const double arrow[][2] = {{shape->tail, shape->shaft},  {shape->neck, shape->shaft},
                               {shape->neck, shape->head},   {shape->tip, 0.0},
                               {shape->neck, -shape->head},  {shape->neck, -shape->shaft},
                               {shape->tail, -shape->shaft}, {shape->tail, shape->shaft}};
    const double head[][2] = {{shape->neck, shape->head},
                              {shape->tip, 0.0},
                              {shape->neck, -shape->head},
                              {shape->neck, shape->head}};
    double dot[9][2];

    if (direction != STAY && shape->shaft > 0.0)
        put_corners(point, direction * turn, arrow, 8, tsv);
    else if (direction != STAY)
        put_corners(point, direction * turn, head, 4, tsv);
    if (direction != STAY)
        return;
    for (size_t i = 0; i < 9; i++) {
        dot[i][0] = shape->dot * cos((double)i * 45.0 * turn);
        dot[i][1] = shape->dot * sin((double)i * 45.0 * turn) - shape->below;
    }
    put_corners(point, 0.0, (const double(*)[2])dot, 9, tsv);
}

/* The arrows of a panel, or their shapes in one of the two inks. */
static void put_arrows(const struct plan *plan, size_t panel,
                       const struct assay_figure_raster *raster, struct assay_buf *tsv)
{
    struct assay_arena arena = {0};
    const struct place *place = places_of(plan, panel, raster, &arena);
    struct assay_buf shapes[INKS] = {{0}};

    assay_buf_puts(tsv, "\n\n# arrows: column, row, direction\n");
    for (size_t s = 0; s < plan->spec->series_count; s++) {
        const struct assay_series *series = &plan->spec->series[s];

        if (is_world(series) || !same_panel(plan, s, panel))
            continue;
        for (size_t i = 0; i < series->count; i++) {
            const struct assay_point *point = &series->points[i];
            const struct place *here =
                &place[(size_t)point->y * plan->columns + (size_t)point->x];
            const struct shape shape = shape_of(raster, here);

            assay_buf_printf(tsv, "%.10g\t%.10g\t%.10g\n", point->x, point->y,
                             series->value[i]);
            put_shape(&shape, point, series->value[i], &shapes[here->deep]);
        }
    }
    for (size_t ink = 0; ink < INKS;
         ink++) { /* an empty block would shift the next ones */
        assay_buf_puts(tsv,
                       ink == 0 && arrows_of(plan, panel) == 0 ? "NaN\tNaN\tNaN\n" : "");
        assay_buf_puts(tsv, "\n\n# shapes of arrows: x, y\n");
        if (shapes[ink].len)
            assay_buf_add(tsv, assay_buf_view(&shapes[ink]));
        else
            assay_buf_puts(tsv, "NaN\tNaN\n");
        assay_buf_release(&shapes[ink]);
    }
    assay_arena_release(&arena);
}

static void put_data(const struct assay_figure_spec *spec, struct assay_buf *tsv)
{
    struct plan plan;

    find_plan(spec, &plan);
    assay_figure_data_head(spec, "column, row, value, interval from, to, colour, ink",
                           tsv);
    for (size_t p = 0; p < plan.panels; p++) {
        const struct assay_figure_raster raster = raster_of(&plan, p);

        assay_figure_raster_data(&raster, p == 0, "walls", tsv);
        put_arrows(&plan, p, &raster, tsv);
    }
}

static void put_label(const struct plan *plan, struct assay_str text, const double at[2],
                      const char *how, struct assay_buf *gp)
{
    assay_figure_put_text(plan->spec, text,
                          (size_t)(plan->slot / (0.56 * plan->sheet->font)), gp);
    assay_buf_printf(gp, " at screen %.5f, screen %.5f %s textcolor rgb '#%06x'\n",
                     at[0] / plan->sheet->width, 1.0 - at[1] / height_of(plan), how,
                     assay_figure_rgb(assay_figure_ink(ASSAY_FIGURE_TEXT)));
}

/* Title above the world, scale and its name below. */
static void put_around(const struct plan *plan, const struct assay_figure_raster *raster,
                       struct assay_buf *gp)
{
    const double width = plan->cell * (double)plan->columns;
    const double bottom = raster->top + plan->cell * (double)plan->rows;
    const double line = plan->sheet->line, font = plan->sheet->font;
    const struct assay_figure_bar bar = {.left = raster->left,
                                         .right = raster->left + width,
                                         .top = bottom + 0.5 * line,
                                         .bottom = bottom + 0.5 * line + 0.7 * font,
                                         .height = height_of(plan),
                                         .tics = (size_t)fmax(3.0, width / (4.5 * font))};
    const double title[2] = {raster->left, raster->top - 0.7 * line};
    const double name[2] = {raster->left + width / 2.0, bar.bottom + 1.5 * line};
    size_t tag = 10;

    assay_figure_put_bar(plan->spec, &raster->scale, &bar, &tag, gp);
    if (raster->series->panel.len) {
        assay_buf_printf(gp, "set label %zu ", tag++);
        put_label(plan, raster->series->panel, title, "left", gp);
    }
    if (is_named(raster->series)) {
        assay_buf_printf(gp, "set label %zu ", tag++);
        put_label(plan, raster->series->name, name, "center", gp);
    }
}

static void put_walls(const struct plan *plan, size_t index, struct assay_buf *gp)
{
    assay_figure_put_source(plan->spec, index, false, gp);
    assay_buf_puts(gp, "1:2:($1-0.5):($1+0.5):($2-0.5):($2+0.5) with boxxyerror");
    assay_figure_put_colour(assay_figure_ink(ASSAY_FIGURE_TEXT), gp);
    assay_buf_puts(gp, " fillstyle solid noborder notitle");
}

/* True if the panel has an arrow in that ink. */
static bool has_ink(const struct plan *plan, size_t panel,
                    const struct assay_figure_raster *raster, bool deep)
{
    struct assay_arena arena = {0};
    const struct place *place = places_of(plan, panel, raster, &arena);
    bool found = false;

    for (size_t i = 0; i < plan->columns * plan->rows; i++)
        found = found || (place[i].arrows && place[i].deep == deep);
    assay_arena_release(&arena);
    return found;
}

static void put_ways(const struct plan *plan, size_t panel,
                     const struct assay_figure_raster *raster, struct assay_buf *gp)
{
    static const enum assay_figure_ink inks[INKS] = {ASSAY_FIGURE_TEXT,
                                                     ASSAY_FIGURE_PAPER};

    for (size_t ink = 0; ink < INKS; ink++) {
        if (!has_ink(plan, panel, raster, ink == 1))
            continue;
        assay_figure_put_source(plan->spec, BLOCKS * panel + 3 + ink, false, gp);
        assay_buf_printf(gp,
                         "1:2 with filledcurves closed fillcolor rgb '#%06x' fillstyle "
                         "solid noborder notitle",
                         assay_figure_rgb(assay_figure_ink(inks[ink])));
    }
}

static void put_panel(const struct plan *plan, size_t panel, struct assay_buf *gp)
{
    const struct assay_figure_raster raster = raster_of(plan, panel);
    const size_t index = BLOCKS * panel;

    assay_figure_put_spelling(&raster.scale, plan->sheet->paper, gp);
    assay_figure_raster_place(plan->spec, &raster, height_of(plan), gp);
    put_around(plan, &raster, gp);
    assay_figure_raster_colours(plan->spec, index, &raster, gp);
    if (!assay_figure_raster_full(&raster))
        put_walls(plan, index + 1, gp);
    if (arrows_of(plan, panel) && plan->cell >= ARROWS)
        put_ways(plan, panel, &raster, gp);
    assay_figure_raster_texts(plan->spec, index, &raster, gp);
    assay_buf_puts(gp, plan->panels > 1 ? "\nunset label\nunset object\n" : "\n");
}

static void put_script(const struct assay_figure_spec *spec, struct assay_buf *gp)
{
    struct plan plan;

    find_plan(spec, &plan);
    assay_figure_put_terminals(spec, height_of(&plan), gp);
    assay_figure_put_canvas(gp);
    assay_buf_puts(gp, "unset grid\nunset key\nunset tics\nset border 15\n");
    if (plan.panels > 1)
        assay_buf_puts(gp, "set multiplot\n");
    if (!plan.sheet->paper)
        assay_figure_put_title(spec, height_of(&plan), gp);
    for (size_t p = 0; p < plan.panels; p++)
        put_panel(&plan, p, gp);
    if (plan.panels > 1)
        assay_buf_puts(gp, "unset multiplot\n");
}

static enum assay_code check_arrows(const struct plan *plan,
                                    const struct assay_series *series,
                                    struct assay_error *err)
{
    const struct assay_str name = plan->spec->name;
    enum assay_code code = assay_figure_values_check(plan->spec, series, err);

    for (size_t i = 0; i < series->count && !code; i++) {
        const struct assay_point *point = &series->points[i];
        const double way = series->value[i];

        if (!(point->x >= 0.0 && point->x < (double)plan->columns &&
              point->x == floor(point->x) && point->y >= 0.0 &&
              point->y < (double)plan->rows && point->y == floor(point->y)))
            code = assay_fail(err, ASSAY_EDATA,
                              "figure \"%.*s\": an arrow at (%g, %g), outside the world",
                              ASSAY_STR_ARG(name), point->x, point->y);
        else if (!(way == STAY || (way >= 0.0 && way < 360.0)))
            code = assay_fail(err, ASSAY_EDATA,
                              "figure \"%.*s\": %g is no direction in degrees",
                              ASSAY_STR_ARG(name), way);
    }
    return code;
}

/* Every panel has one world. */
static enum assay_code check_panels(const struct assay_figure_spec *spec,
                                    struct assay_error *err)
{
    for (size_t s = 0; s < spec->series_count; s++) {
        size_t worlds = 0;

        for (size_t i = 0; i < spec->series_count; i++)
            worlds += is_world(&spec->series[i]) &&
                      assay_str_equal(spec->series[i].panel, spec->series[s].panel);
        if (worlds != 1)
            return assay_fail(
                err, ASSAY_EDATA, "figure \"%.*s\": %zu worlds in panel \"%.*s\"",
                ASSAY_STR_ARG(spec->name), worlds, ASSAY_STR_ARG(spec->series[s].panel));
    }
    if (assay_figure_panels(spec) > ASSAY_FIGURE_PANELS)
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": more than %d panels",
                          ASSAY_STR_ARG(spec->name), ASSAY_FIGURE_PANELS);
    return ASSAY_OK;
}

static enum assay_code check(const struct assay_figure_spec *spec,
                             struct assay_error *err)
{
    enum assay_code code = check_panels(spec, err);
    struct plan plan = {.spec = spec, .sheet = assay_figure_sheet(spec)};

    for (size_t s = 0; s < spec->series_count && !code; s++)
        if (is_world(&spec->series[s]))
            code = assay_figure_raster_check(spec, &spec->series[s], 0, err);
    if (code)
        return code;
    find_worlds(&plan);
    for (size_t s = 0; s < spec->series_count && !code; s++)
        if (!is_world(&spec->series[s]))
            code = check_arrows(&plan, &spec->series[s], err);
    return code;
}

const struct assay_figure_kind assay_figure_world = {
    .name = "world",
    .most = MOST,
    .check = check,
    .data = put_data,
    .script = put_script,
};
