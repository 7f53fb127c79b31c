/*
 * Flips: ribbons from the states that items have with one model to those that they have with
 * another. Categories are states, best first; a point is a ribbon from state y to state x, and its
 * value how many items it stands for. x and y labels name the models. A ribbon that rises is of
 * items that the second model does better on.
 */
#include "reports/escape.h"
#include "reports/figure_layout.h"
#include "reports/figure_name.h"
#include "reports/figure_raster.h"

#include <math.h>

enum {
    STATES = 8,
    TITLE = 40, /* px above a figure on a web page */
    SIDES = 2   /* left of the first model, right of the second one */
};

#define EDGE 4.0
#define GAP  0.7  /* between bars, in lines */
#define BAR  1.0  /* width of a bar, in letters */
#define SIDE 0.24 /* of the width may be names */

enum way {
    BETTER,
    WORSE,
    UNCHANGED,
    WAYS
};

struct plan {
    const struct assay_figure_spec *spec;
    const struct assay_figure_sheet *sheet;
    struct assay_arena *arena;
    double items[STATES][STATES], side[SIDES][STATES], way[WAYS], total;
    double top[SIDES][STATES]; /* of the bars */
    struct assay_str text[SIDES][STATES];
    double each; /* height of an item */
    double left, right, above, below, height;
};

static const char *const way_name[WAYS] = {"better", "worse", "unchanged"};

static struct assay_figure_colour colour_of(enum way way)
{
    static const enum assay_figure_ink inks[WAYS] = {
        ASSAY_FIGURE_RIGHT, ASSAY_FIGURE_WRONG, ASSAY_FIGURE_NEUTRAL};

    return assay_figure_ink(inks[way]);
}

static enum way way_of(size_t from, size_t to)
{
    return to < from ? BETTER : to > from ? WORSE : UNCHANGED;
}

static void count(struct plan *plan)
{
    const struct assay_series *series = &plan->spec->series[0];

    for (size_t i = 0; i < series->count; i++) {
        const size_t from = (size_t)series->points[i].y, to = (size_t)series->points[i].x;

        plan->items[from][to] += series->value[i];
        plan->side[0][from] += series->value[i];
        plan->side[1][to] += series->value[i];
        plan->way[way_of(from, to)] += series->value[i];
        plan->total += series->value[i];
    }
}

/* Names of the states beside their bars; returns the width of the widest. */
static double find_texts(struct plan *plan)
{
    double widest = 0.0;

    for (size_t side = 0; side < SIDES; side++)
        for (size_t s = 0; s < plan->spec->category_count; s++) {
            const struct assay_str text = assay_str_of(assay_arena_printf(
                plan->arena, "%.*s  %.0f", ASSAY_STR_ARG(plan->spec->category[s]),
                plan->side[side][s]));

            plan->text[side][s] =
                assay_figure_fit(plan->spec, text, plan->sheet->font,
                                 SIDE * plan->sheet->width, plan->arena);
            widest = fmax(widest, assay_figure_width(plan->spec, plan->text[side][s],
                                                     plan->sheet->font));
        }
    return widest;
}

/* Bars of a side from top to bottom, in the middle of the height; states without items have none. */
static void stack(struct plan *plan, size_t side, double room)
{
    double taken = 0.0, at;

    for (size_t s = 0; s < plan->spec->category_count; s++)
        if (plan->side[side][s] > 0.0)
            taken += plan->side[side][s] * plan->each +
                     (taken > 0.0 ? GAP * plan->sheet->line : 0.0);
    at = plan->above + (room - taken) / 2.0;
    for (size_t s = 0; s < plan->spec->category_count; s++) {
        plan->top[side][s] = at;
        if (plan->side[side][s] > 0.0)
            at += plan->side[side][s] * plan->each + GAP * plan->sheet->line;
    }
}

static void find_plan(const struct assay_figure_spec *spec, struct assay_arena *arena,
                      struct plan *plan)
{
    const struct assay_figure_sheet *sheet = assay_figure_sheet(spec);
    double widest, room;

    *plan = (struct plan){.spec = spec, .sheet = sheet, .arena = arena};
    count(plan);
    widest = find_texts(plan);
    plan->left = EDGE + widest + 0.6 * sheet->font + BAR * sheet->font;
    plan->right = sheet->width - plan->left;
    plan->above = (sheet->paper ? EDGE : TITLE) + 2.9 * sheet->line;
    room = sheet->inner;
    plan->each = (room - GAP * sheet->line * (double)(spec->category_count - 1)) /
                 fmax(plan->total, 1.0);
    plan->height = plan->above + room + sheet->line * 0.5;
    for (size_t side = 0; side < SIDES; side++)
        stack(plan, side, room);
}

static void put_data(const struct assay_figure_spec *spec, struct assay_buf *tsv)
{
    const struct assay_series *series = &spec->series[0];

    assay_figure_data_head(spec, "items, by the first model, by the second one", tsv);
    assay_figure_data_series(spec, 0, tsv);
    for (size_t i = 0; i < series->count; i++) {
        assay_buf_printf(tsv, "%.10g\t", series->value[i]);
        assay_escape_tsv(spec->category[(size_t)series->points[i].y], tsv);
        assay_buf_putc(tsv, '\t');
        assay_escape_tsv(spec->category[(size_t)series->points[i].x], tsv);
        assay_buf_putc(tsv, '\n');
    }
}

static double screen_y(const struct plan *plan, double y)
{
    return 1.0 - y / plan->height;
}

/* "set label TAG 'text' at ... ALIGN" */
static void put_label(const struct plan *plan, size_t tag, struct assay_str text,
                      const double at[2], const char *align, struct assay_buf *gp)
{
    assay_buf_printf(gp, "set label %zu ", tag);
    assay_figure_put_text(plan->spec, text, text.len, gp);
    assay_buf_printf(gp, " at screen %.5f, screen %.5f %s front textcolor rgb '#%06x'\n",
                     at[0] / plan->sheet->width, screen_y(plan, at[1]), align,
                     assay_figure_rgb(assay_figure_ink(ASSAY_FIGURE_TEXT)));
}

static void put_box(const struct plan *plan, size_t tag, const double box[4],
                    struct assay_figure_colour colour, struct assay_buf *gp)
{
    assay_buf_printf(gp,
                     "set object %zu rectangle from screen %.5f, screen %.5f to screen "
                     "%.5f, screen %.5f front fillcolor rgb '#%06x' fillstyle solid "
                     "noborder\n",
                     tag, box[0] / plan->sheet->width, screen_y(plan, box[1]),
                     box[2] / plan->sheet->width, screen_y(plan, box[3]),
                     assay_figure_rgb(colour));
}

/* The bars of a side, with what their items are. */
static void put_side(const struct plan *plan, size_t side, size_t *tag,
                     struct assay_buf *gp)
{
    const double width = BAR * plan->sheet->font, space = 0.5 * plan->sheet->font;
    const double left = side ? plan->right : plan->left - width;
    const double name[2] = {side ? left + width + space : left - space, 0.0};

    for (size_t s = 0; s < plan->spec->category_count; s++) {
        const double top = plan->top[side][s], high = plan->side[side][s] * plan->each;

        if (!(high > 0.0))
            continue;
        put_box(plan, (*tag)++, (double[]){left, top, left + width, top + high},
                assay_figure_ink(ASSAY_FIGURE_TEXT), gp);
        put_label(plan, (*tag)++, plan->text[side][s],
                  (double[]){name[0], top + high / 2.0}, side ? "left" : "right", gp);
    }
}

/* The models above their bars; the legend above them. */
static void put_heads(const struct plan *plan, size_t *tag, struct assay_buf *gp)
{
    const struct assay_figure_spec *spec = plan->spec;
    const double line = plan->sheet->line, font = plan->sheet->font;
    const double y = plan->above - 0.8 * line, bar = BAR * font;
    const double room = plan->sheet->width / 2.0 - font - EDGE;
    double x = EDGE;

    put_label(plan, (*tag)++,
              assay_figure_fit(spec, spec->y_label, font, room, plan->arena),
              (double[]){EDGE, y}, "left", gp);
    put_label(plan, (*tag)++,
              assay_figure_fit(spec, spec->x_label, font, room, plan->arena),
              (double[]){plan->sheet->width - EDGE, y}, "right", gp);
    for (size_t way = 0; way < WAYS; way++) {
        const struct assay_str text = assay_str_of(
            assay_arena_printf(plan->arena, "%s: %.0f", way_name[way], plan->way[way]));
        const double at = plan->above - 2.3 * line;

        put_box(plan, (*tag)++, (double[]){x, at - 0.4 * font, x + bar, at + 0.4 * font},
                colour_of((enum way)way), gp);
        put_label(plan, (*tag)++, text, (double[]){x + bar + 0.5 * font, at}, "left", gp);
        x += bar + 2.0 * font + assay_figure_width(spec, text, font);
    }
}

/* A ribbon between two heights on either side. What changed has edges, too, so that the thinnest
   is seen. */
static void put_ribbon(const double a[2], const double b[2], enum way way,
                       const char **glue, struct assay_buf *gp)
{
    assay_buf_printf(
        gp, "%s'+' using 1:(s($1,%.5g,%.5g)):(s($1,%.5g,%.5g)) with filledcurves", *glue,
        a[0], b[0], a[1], b[1]);
    *glue = ", \\\n     ";
    assay_figure_put_colour(colour_of(way), gp);
    assay_buf_printf(gp, " fillstyle transparent solid %.2f noborder notitle",
                     way == UNCHANGED ? 0.30 : 0.75);
    for (size_t edge = 0; way != UNCHANGED && edge < 2; edge++) {
        assay_buf_printf(gp, "%s'+' using 1:(s($1,%.5g,%.5g)) with lines linewidth 1",
                         *glue, a[edge], b[edge]);
        assay_figure_put_colour(colour_of(way), gp);
        assay_buf_puts(gp, " notitle");
    }
}

/* The ribbons of what is unchanged, or of what is not, which lie in front of them. */
static void put_ribbons_of(const struct plan *plan, bool changed, const char **glue,
                           struct assay_buf *gp)
{
    double used[SIDES][STATES] = {{0.0}};

    for (size_t from = 0; from < plan->spec->category_count; from++)
        for (size_t to = 0; to < plan->spec->category_count; to++) {
            const double high = plan->items[from][to] * plan->each;
            const double a = plan->top[0][from] + used[0][from];
            const double b = plan->top[1][to] + used[1][to];

            used[0][from] += high;
            used[1][to] += high;
            if (!(high > 0.0) || (from != to) != changed)
                continue;
            put_ribbon((double[]){a, a + high}, (double[]){b, b + high}, way_of(from, to),
                       glue, gp);
        }
}

static void put_ribbons(const struct plan *plan, struct assay_buf *gp)
{
    const char *glue = "plot ";

    assay_buf_puts(gp,
                   "s(x, a, b) = a + (b - a) * x * x * (3 - 2 * x)\nset samples 61\n");
    put_ribbons_of(plan, false, &glue, gp);
    put_ribbons_of(plan, true, &glue, gp);
    assay_buf_puts(gp, *glue == 'p' ? "plot NaN notitle\n" : "\n");
}

static void put_script(const struct assay_figure_spec *spec, struct assay_buf *gp)
{
    struct assay_arena arena = {0};
    struct plan plan;
    size_t tag = 10;

    find_plan(spec, &arena, &plan);
    assay_figure_put_terminals(spec, plan.height, gp);
    assay_figure_put_canvas(gp);
    assay_buf_puts(gp, "unset grid\nunset border\nunset key\nunset tics\n");
    if (!plan.sheet->paper)
        assay_figure_put_title(spec, plan.height, gp);
    assay_buf_printf(gp,
                     "set lmargin at screen %.5f\nset rmargin at screen %.5f\n"
                     "set tmargin at screen %.5f\nset bmargin at screen 0\n"
                     "set xrange [0:1]\nset yrange [%.5g:%.5g]\n",
                     plan.left / plan.sheet->width, plan.right / plan.sheet->width,
                     screen_y(&plan, plan.above), plan.height, plan.above);
    put_heads(&plan, &tag, gp);
    for (size_t side = 0; side < SIDES; side++)
        put_side(&plan, side, &tag, gp);
    put_ribbons(&plan, gp);
    assay_arena_release(&arena);
}

static enum assay_code check(const struct assay_figure_spec *spec,
                             struct assay_error *err)
{
    const struct assay_series *series = &spec->series[0];
    enum assay_code code;

    if (spec->category_count == 0 || spec->category_count > STATES)
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": %zu states, not 1 to %d",
                          ASSAY_STR_ARG(spec->name), spec->category_count, STATES);
    code = assay_figure_raster_check(spec, series, spec->category_count, err);
    for (size_t i = 0; i < series->count && !code; i++)
        if (series->value[i] < 0.0)
            code = assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": less than no items",
                              ASSAY_STR_ARG(spec->name));
    return code;
}

const struct assay_figure_kind assay_figure_flips = {
    .name = "flips",
    .most = 1,
    .check = check,
    .data = put_data,
    .script = put_script,
};
