/*
 * Map: things as points of a plane, as far apart as two dimensions can show them, and named where
 * there is room. A step is as long upwards as sideways, for distances are what is read.
 */
#include "harness/core/arena.h"
#include "reports/escape.h"
#include "reports/figure_look.h"
#include "reports/figure_name.h"
#include "reports/figure_place.h"
#include "reports/figure_ruler.h"

#include <math.h>

enum {
    FEW = 24,    /* points whose names have more room */
    NAMED = 400, /* points for whose names a place is looked for */
    POINTS = 20000,
    TICS = 6, /* along the longer axis */
    FIRST_TAG = 1000
};

#define PADDING 0.08 /* of the wider side, around the points */
#define FLAT    0.45 /* of the width, the least height, */
#define CROWDED 0.7  /* and that of many names */
#define LETTERS 0.88 /* of names, of those of the sheet, */
#define TIGHT   0.74 /* and of many */
#define DOT     0.36 /* radius of a marker, in the same */
#define STAR    0.66
#define BOUND   1e200

struct plan {
    struct assay_figure_layout layout;
    struct assay_figure_axis x, y;
    size_t points;                /* in all */
    double font;                  /* of names */
    size_t named;                 /* points that have a name and may have room for it */
    struct assay_figure_tag *tag; /* (named,) */
    struct assay_str *name;
    size_t lost; /* names that have no room */
};

static double steepest(const struct assay_figure_spec *spec)
{
    return spec->size == ASSAY_FIGURE_COLUMN ? 1.0 : 0.72;
}

/* Ranges about all points whose units are equally long, and the height that they need. */
static void find_axes(struct plan *plan)
{
    const struct assay_figure_spec *spec = plan->layout.spec;
    struct assay_figure_panel *panel = &plan->layout.panel[0];
    const double width = panel->right - panel->left;
    double lo[2] = {HUGE_VAL, HUGE_VAL}, hi[2] = {-HUGE_VAL, -HUGE_VAL};
    const double flat = (plan->points > FEW ? CROWDED : FLAT) * width;
    double span[2], unit, height;

    for (size_t s = 0; s < spec->series_count; s++)
        for (size_t i = 0; i < spec->series[s].count; i++) {
            const struct assay_point *point = &spec->series[s].points[i];

            lo[0] = fmin(lo[0], point->x);
            hi[0] = fmax(hi[0], point->x);
            lo[1] = fmin(lo[1], point->y);
            hi[1] = fmax(hi[1], point->y);
        }
    unit = fmax(hi[0] - lo[0], hi[1] - lo[1]);
    unit = unit > 0.0 ? unit : 1.0;
    for (size_t k = 0; k < 2; k++)
        span[k] = hi[k] - lo[k] + 2.0 * PADDING * unit;
    height = fmin(fmax(width * span[1] / span[0], flat), steepest(spec) * width);
    unit = fmax(span[0] / width, span[1] / height);
    plan->x = (struct assay_figure_axis){ASSAY_SCALE_LINEAR,
                                         (lo[0] + hi[0] - unit * width) / 2.0,
                                         (lo[0] + hi[0] + unit * width) / 2.0};
    plan->y = (struct assay_figure_axis){ASSAY_SCALE_LINEAR,
                                         (lo[1] + hi[1] - unit * height) / 2.0,
                                         (lo[1] + hi[1] + unit * height) / 2.0};
    plan->layout.height += height - (panel->bottom - panel->top);
    panel->bottom = panel->top + height;
}

static double sheet_x(const struct plan *plan, double x)
{
    const struct assay_figure_panel *panel = &plan->layout.panel[0];

    return panel->left +
           assay_figure_axis_share(&plan->x, x) * (panel->right - panel->left);
}

static double sheet_y(const struct plan *plan, double y)
{
    const struct assay_figure_panel *panel = &plan->layout.panel[0];

    return panel->bottom -
           assay_figure_axis_share(&plan->y, y) * (panel->bottom - panel->top);
}

/* A point, and its name as it is shown. */
static void add_tag(struct plan *plan, size_t s, size_t i, struct assay_arena *arena)
{
    const struct assay_figure_spec *spec = plan->layout.spec;
    const struct assay_series *series = &spec->series[s];
    const double most = (plan->points > FEW ? 0.24 : 0.36) * plan->layout.sheet->width;
    const struct assay_str name =
        i < series->category_count ? series->category[i] : ASSAY_STR("");
    const struct assay_str shown = assay_figure_fit(spec, name, plan->font, most, arena);

    plan->name[plan->named] = shown;
    plan->tag[plan->named++] = (struct assay_figure_tag){
        .x = sheet_x(plan, series->points[i].x),
        .y = sheet_y(plan, series->points[i].y),
        .radius = (assay_figure_is_star(spec, s) ? STAR : DOT) * plan->layout.sheet->font,
        .width = assay_figure_width(spec, shown, plan->font),
        .height = plan->font * 1.1,
    };
}

/* Stars come first, then the first points of each series, then the second ones. */
static void find_tags(struct plan *plan, struct assay_arena *arena)
{
    const struct assay_figure_spec *spec = plan->layout.spec;
    size_t most = 0;

    plan->tag = assay_arena_new(arena, NAMED, sizeof(*plan->tag));
    plan->name = assay_arena_new(arena, NAMED, sizeof(*plan->name));
    for (size_t s = 0; s < spec->series_count; s++) {
        most = spec->series[s].count > most ? spec->series[s].count : most;
        if (assay_figure_is_star(spec, s) && plan->named < NAMED)
            add_tag(plan, s, 0, arena);
    }
    for (size_t i = 0; i < most; i++)
        for (size_t s = 0; s < spec->series_count; s++)
            if (i < spec->series[s].count && !assay_figure_is_star(spec, s)) {
                if (plan->named < NAMED)
                    add_tag(plan, s, i, arena);
                else
                    plan->lost += i < spec->series[s].category_count;
            }
}

static void find_plan(const struct assay_figure_spec *spec, struct assay_arena *arena,
                      struct plan *plan)
{
    const struct assay_figure_panel *panel = &plan->layout.panel[0];

    *plan = (struct plan){.lost = 0};
    assay_figure_layout(spec, &plan->layout);
    for (size_t s = 0; s < spec->series_count; s++)
        plan->points += spec->series[s].count;
    plan->font = (plan->points > FEW ? TIGHT : LETTERS) * plan->layout.sheet->font;
    find_axes(plan);
    find_tags(plan, arena);
    assay_figure_place(plan->tag, plan->named,
                       (struct assay_figure_box){panel->left, panel->right + 4.0,
                                                 panel->top, panel->bottom});
    for (size_t i = 0; i < plan->named; i++)
        plan->lost += plan->tag[i].width > 0.0 && !plan->tag[i].placed;
    if (plan->lost)
        plan->layout.height += plan->layout.sheet->line;
}

static void put_data(const struct assay_figure_spec *spec, struct assay_buf *tsv)
{
    struct assay_arena arena = {0};
    struct plan plan = {0};

    find_plan(spec, &arena, &plan);
    assay_figure_data_head(spec, "x, y, name", tsv);
    if (plan.lost)
        assay_buf_printf(tsv, "# not named, for want of room: %zu points\n", plan.lost);
    for (size_t s = 0; s < spec->series_count; s++) {
        const struct assay_series *series = &spec->series[s];

        assay_figure_data_series(spec, s, tsv);
        for (size_t i = 0; i < series->count; i++) {
            assay_buf_printf(tsv, "%.10g\t%.10g\t", series->points[i].x,
                             series->points[i].y);
            if (i < series->category_count)
                assay_escape_tsv(series->category[i], tsv);
            assay_buf_putc(tsv, '\n');
        }
    }
    assay_arena_release(&arena);
}

static double screen_x(const struct plan *plan, double x)
{
    return x / plan->layout.sheet->width;
}

static double screen_y(const struct plan *plan, double y)
{
    return 1.0 - y / plan->layout.height;
}

static void put_name(const struct plan *plan, size_t i, struct assay_buf *gp)
{
    const struct assay_figure_tag *tag = &plan->tag[i];
    const double middle = tag->left + tag->width / 2.0;
    const double end_x = fmin(fmax(tag->x, tag->left), tag->left + tag->width);
    const double end_y = fmin(fmax(tag->y, tag->top), tag->top + tag->height);

    if (tag->led) {
        assay_buf_printf(gp,
                         "set arrow %zu from screen %.5f, screen %.5f to screen %.5f, "
                         "screen %.5f nohead linewidth 1",
                         FIRST_TAG + i, screen_x(plan, tag->x), screen_y(plan, tag->y),
                         screen_x(plan, end_x), screen_y(plan, end_y));
        assay_figure_put_colour(assay_figure_ink(ASSAY_FIGURE_NEUTRAL), gp);
        assay_buf_putc(gp, '\n');
    }
    assay_buf_printf(gp, "set label %zu ", FIRST_TAG + i);
    assay_figure_put_sized_text(plan->layout.spec, plan->name[i], plan->font, gp);
    /* The end that is next to the point stays there, however wide the letters are. */
    if (tag->left >= tag->x)
        assay_buf_printf(gp, " at screen %.5f, screen %.5f left",
                         screen_x(plan, tag->left),
                         screen_y(plan, tag->top + tag->height / 2.0));
    else if (tag->left + tag->width <= tag->x)
        assay_buf_printf(gp, " at screen %.5f, screen %.5f right",
                         screen_x(plan, tag->left + tag->width),
                         screen_y(plan, tag->top + tag->height / 2.0));
    else
        assay_buf_printf(gp, " at screen %.5f, screen %.5f center",
                         screen_x(plan, middle),
                         screen_y(plan, tag->top + tag->height / 2.0));
    assay_buf_printf(gp, " font ',%.4g' front textcolor rgb '#%06x'\n", plan->font,
                     assay_figure_rgb(assay_figure_ink(ASSAY_FIGURE_TEXT)));
}

static void put_note(const struct plan *plan, struct assay_buf *gp)
{
    struct assay_buf text = {0};

    assay_buf_printf(&text, "%zu point%s no name here, for want of room", plan->lost,
                     plan->lost > 1 ? "s have" : " has");
    assay_buf_printf(gp, "set label %d ", FIRST_TAG + NAMED);
    assay_figure_put_sized_text(plan->layout.spec, assay_buf_view(&text), plan->font, gp);
    assay_buf_printf(
        gp,
        " at screen %.5f, screen %.5f left font ',%.4g' textcolor rgb "
        "'#%06x'\n",
        screen_x(plan, plan->layout.panel[0].left),
        screen_y(plan, plan->layout.panel[0].bottom + 1.9 * plan->layout.sheet->line),
        plan->font, assay_figure_rgb(assay_figure_ink(ASSAY_FIGURE_NEUTRAL)));
    assay_buf_release(&text);
}

static void put_axes(const struct plan *plan, struct assay_buf *gp)
{
    const struct assay_figure_panel *panel = &plan->layout.panel[0];
    const double width = panel->right - panel->left, height = panel->bottom - panel->top;
    const double longer = fmax(width, height);
    const struct assay_figure_ruler x = {'x', &plan->x, (size_t)(TICS * width / longer),
                                         width, true};
    const struct assay_figure_ruler y = {'y', &plan->y, (size_t)(TICS * height / longer),
                                         0.0, true};

    assay_figure_put_margins(&plan->layout, panel, gp);
    assay_figure_put_ruler(plan->layout.spec, &x, gp);
    assay_figure_put_ruler(plan->layout.spec, &y, gp);
}

static void put_points(const struct plan *plan, struct assay_buf *gp)
{
    const struct assay_figure_spec *spec = plan->layout.spec;

    for (size_t s = 0; s < spec->series_count; s++) {
        const bool star = assay_figure_is_star(spec, s);

        assay_figure_put_source(spec, s, s == 0, gp);
        assay_buf_printf(gp, "1:2 with points pointtype %u pointsize %.2f linewidth 1.6",
                         assay_figure_marker(spec, s),
                         star ? 0.0 : 1.1 * plan->layout.sheet->point);
        assay_figure_put_colour(assay_figure_series_colour(spec, s), gp);
        assay_buf_puts(gp, " notitle");
    }
    assay_buf_putc(gp, '\n');
}

static void put_script(const struct assay_figure_spec *spec, struct assay_buf *gp)
{
    struct assay_arena arena = {0};
    struct plan plan = {0};

    find_plan(spec, &arena, &plan);
    assay_figure_put_terminals(spec, plan.layout.height, gp);
    assay_figure_put_canvas(gp);
    assay_buf_puts(gp, "set border 3\n");
    assay_figure_put_legend(&plan.layout, gp);
    put_axes(&plan, gp);
    for (size_t i = 0; i < plan.named; i++)
        if (plan.tag[i].placed)
            put_name(&plan, i, gp);
    if (plan.lost)
        put_note(&plan, gp);
    for (size_t s = 0; s < spec->series_count; s++)
        if (assay_figure_is_star(spec, s))
            assay_figure_put_star(&plan.layout,
                                  (double[]){sheet_x(&plan, spec->series[s].points[0].x),
                                             sheet_y(&plan, spec->series[s].points[0].y)},
                                  s, FIRST_TAG + NAMED + 1 + s, gp);
    put_points(&plan, gp);
    assay_arena_release(&arena);
}

static enum assay_code check_series(const struct assay_figure_spec *spec,
                                    const struct assay_series *series,
                                    struct assay_error *err)
{
    if (series->count == 0 || series->count > POINTS)
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": a map of %zu points",
                          ASSAY_STR_ARG(spec->name), series->count);
    if (series->category_count && series->category_count != series->count)
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": %zu names of %zu points",
                          ASSAY_STR_ARG(spec->name), series->category_count,
                          series->count);
    for (size_t i = 0; i < series->count; i++)
        if (!(fabs(series->points[i].x) <= BOUND && fabs(series->points[i].y) <= BOUND))
            return assay_fail(
                err, ASSAY_EDATA, "figure \"%.*s\": (%g, %g) is not to be drawn",
                ASSAY_STR_ARG(spec->name), series->points[i].x, series->points[i].y);
    return ASSAY_OK;
}

static enum assay_code check(const struct assay_figure_spec *spec,
                             struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (spec->category_count || assay_figure_panels(spec) > 1)
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": a map has one plane",
                          ASSAY_STR_ARG(spec->name));
    for (size_t s = 0; s < spec->series_count && !code; s++)
        code = check_series(spec, &spec->series[s], err);
    return code;
}

const struct assay_figure_kind assay_figure_map = {
    .name = "map",
    .check = check,
    .data = put_data,
    .script = put_script,
};
