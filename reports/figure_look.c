#include "reports/figure_look.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    ALONE = 40,    /* a lone curve of so many points needs no markers */
    SHADED = 2,    /* peaks of a panel whose intervals are shaded */
    DENSE = 100,   /* points with intervals that are smaller, */
    THRONG = 3000, /* and those of a cloud */
    PEAK = 13,     /* gnuplot's filled diamond */
    UP = 8         /* its hollow triangle */
};

/* What a forest's series of these names are marked with: shapes tell them apart in grey. */
static const struct verdict {
    const char *name;
    enum assay_figure_ink ink;
    unsigned marker;
} verdicts[] = {
    {"better", ASSAY_FIGURE_RIGHT, 9},      /* triangle up */
    {"worse", ASSAY_FIGURE_WRONG, 11},      /* triangle down */
    {"same", ASSAY_FIGURE_TEXT, 5},         /* square */
    {"undecided", ASSAY_FIGURE_NEUTRAL, 6}, /* circle */
};

static const struct verdict *verdict_of(const struct assay_figure_spec *spec,
                                        size_t series)
{
    if (strcmp(spec->kind, "forest") != 0)
        return NULL;
    for (size_t i = 0; i < sizeof(verdicts) / sizeof(verdicts[0]); i++)
        if (assay_str_equal(spec->series[series].name, assay_str_of(verdicts[i].name)))
            return &verdicts[i];
    return NULL;
}

struct assay_figure_colour assay_figure_series_colour(
    const struct assay_figure_spec *spec, size_t series)
{
    const struct verdict *verdict = verdict_of(spec, series);

    if (verdict)
        return assay_figure_ink(verdict->ink);
    if (!assay_figure_coloured(&spec->series[series]))
        return assay_figure_ink(spec->series[series].look == ASSAY_LOOK_CHANGE
                                    ? ASSAY_FIGURE_TEXT
                                    : ASSAY_FIGURE_NEUTRAL);
    return assay_figure_colour(assay_figure_group(spec, series));
}

void assay_figure_put_dash(const struct assay_figure_spec *spec, size_t series,
                           struct assay_buf *gp)
{
    static const char *const references[] = {"(6,4)", "(2,4)", "(9,4,2,4)"};
    const size_t dash = assay_figure_dash(spec, series);

    assay_buf_printf(gp, " dashtype %s",
                     spec->series[series].look == ASSAY_LOOK_REFERENCE
                         ? references[dash % (sizeof(references) / sizeof(*references))]
                         : assay_figure_dash_of(dash));
}

unsigned assay_figure_marker(const struct assay_figure_spec *spec, size_t series)
{
    const struct assay_series *self = &spec->series[series];
    const struct verdict *verdict = verdict_of(spec, series);

    if (verdict)
        return verdict->marker;
    if (self->look == ASSAY_LOOK_PEAK)
        return PEAK;
    if (self->look == ASSAY_LOOK_BEYOND)
        return UP;
    if (self->look != ASSAY_LOOK_POINTS && self->look != ASSAY_LOOK_MAP &&
        (self->look != ASSAY_LOOK_CURVE ||
         (assay_figure_groups(spec) == 1 && self->count > ALONE)))
        return 0;
    return assay_figure_marker_of(assay_figure_group(spec, series));
}

void assay_figure_put_star(const struct assay_figure_layout *layout, const double at[2],
                           size_t series, size_t tag, struct assay_buf *gp)
{
    const double radius = 0.72 * layout->sheet->font, turn = acos(-1.0) / 5.0;

    assay_buf_printf(gp, "set object %zu polygon", tag);
    for (int i = 0; i <= 10; i++) {
        const double reach = i % 2 ? 0.42 * radius : radius;

        assay_buf_printf(gp, " %s screen %.5f, screen %.5f", i ? "to" : "from",
                         (at[0] + reach * sin(i * turn)) / layout->sheet->width,
                         1.0 - (at[1] - reach * cos(i * turn)) / layout->height);
    }
    assay_buf_printf(gp, " front fillcolor rgb '#%06x' fillstyle solid noborder\n",
                     assay_figure_rgb(assay_figure_series_colour(layout->spec, series)));
}

/* One series as it is being drawn. */
struct pen {
    const struct assay_figure_layout *layout;
    const struct assay_figure_panel *panel;
    size_t series;
    const struct assay_series *self;
    char x[48]; /* gnuplot's expression */
    bool first; /* nothing stands behind `plot` yet */
    struct assay_buf *gp;
};

/* "'NAME.tsv' index 2 using " */
static void begin_item(struct pen *pen)
{
    assay_buf_puts(pen->gp, pen->first ? "plot " : ", \\\n     ");
    assay_buf_printf(pen->gp, "'%.*s.tsv' index %zu using ",
                     ASSAY_STR_ARG(pen->layout->spec->name), pen->series);
    pen->first = false;
}

static void put_colour(const struct pen *pen)
{
    assay_figure_put_colour(assay_figure_series_colour(pen->layout->spec, pen->series),
                            pen->gp);
}

/* "(cut($3,lo,hi))": a column between the ends of an axis. */
static void put_cut(const struct pen *pen, int column,
                    const struct assay_figure_axis *axis)
{
    assay_buf_printf(pen->gp, "(cut($%d,%.10g,%.10g))", column, axis->lo, axis->hi);
}

static void put_band(struct pen *pen, double solid)
{
    begin_item(pen);
    assay_buf_printf(pen->gp, "%s:", pen->x);
    put_cut(pen, 3, &pen->panel->y);
    assay_buf_puts(pen->gp, ":");
    put_cut(pen, 4, &pen->panel->y);
    assay_buf_puts(pen->gp, " with filledcurves");
    put_colour(pen);
    assay_buf_printf(pen->gp, " fillstyle transparent solid %.2f noborder notitle",
                     solid);
}

/* Points that stand so close that they are smaller. */
static bool is_dense(const struct assay_series *series)
{
    return series->count > DENSE;
}

/* Bars from $3 to $4: upright, or along x for a peak. */
static void put_bars(struct pen *pen)
{
    const bool peak = pen->self->look == ASSAY_LOOK_PEAK;
    const struct assay_figure_axis *axis = peak ? &pen->layout->x : &pen->panel->y;

    begin_item(pen);
    if (peak) {
        put_cut(pen, 3, axis);
        assay_buf_puts(pen->gp, ":2");
    } else {
        assay_buf_printf(pen->gp, "%s:", pen->x);
        put_cut(pen, 3, axis);
    }
    assay_buf_puts(pen->gp, peak ? ":(" : ":(0):(");
    assay_buf_printf(pen->gp, "cut($4,%.10g,%.10g)-cut($3,%.10g,%.10g))", axis->lo,
                     axis->hi, axis->lo, axis->hi);
    assay_buf_printf(pen->gp, "%s with vectors nohead linewidth %g", peak ? ":(0)" : "",
                     peak                  ? 3.0
                     : is_dense(pen->self) ? 0.8
                                           : 1.6);
    put_colour(pen);
    assay_buf_puts(pen->gp, " notitle");
}

static void put_line(struct pen *pen)
{
    const bool reference = pen->self->look == ASSAY_LOOK_REFERENCE;

    begin_item(pen);
    assay_buf_printf(pen->gp, "%s:2 with lines linewidth %g", pen->x,
                     reference ? 1.8 : 2.4);
    put_colour(pen);
    assay_figure_put_dash(pen->layout->spec, pen->series, pen->gp);
    assay_buf_puts(pen->gp, " notitle");
}

static void put_markers(struct pen *pen, unsigned type, double size)
{
    begin_item(pen);
    assay_buf_printf(pen->gp, "%s:%s with", pen->x,
                     pen->self->look == ASSAY_LOOK_CURVE ? "($6 > 0 ? $2 : NaN)" : "2");
    assay_buf_printf(pen->gp, " points pointtype %u pointsize %.2f linewidth 1.6", type,
                     size * pen->layout->sheet->point);
    put_colour(pen);
    assay_buf_puts(pen->gp, " notitle");
}

static void put_halo(struct pen *pen)
{
    begin_item(pen);
    assay_buf_printf(pen->gp, "%s:2 with points pointtype %d pointsize %.2f", pen->x,
                     PEAK, 3.2 * pen->layout->sheet->point);
    assay_figure_put_colour(assay_figure_ink(ASSAY_FIGURE_PAPER), pen->gp);
    assay_buf_puts(pen->gp, " notitle");
}

static void put_curve(struct pen *pen)
{
    const unsigned marker = assay_figure_marker(pen->layout->spec, pen->series);

    if (pen->self->count == 1 && assay_figure_has_band(pen->self))
        put_bars(pen);
    put_line(pen);
    if (marker)
        put_markers(pen, marker, 1.0);
}

/* From half a side below a column to half a side above it. */
static void put_side(struct pen *pen, int column, const struct assay_figure_axis *axis,
                     double half)
{
    const double at = assay_figure_axis_at(axis, half);

    if (!assay_figure_scale_is_log(axis->scale))
        assay_buf_printf(pen->gp, ":($%d-%.6g):($%d+%.6g)", column, at - axis->lo, column,
                         at - axis->lo);
    else
        assay_buf_printf(pen->gp, ":($%d/%.6g):($%d*%.6g)", column, at / axis->lo, column,
                         at / axis->lo);
}

/* Small squares that shine through, the less the more points they stand for: TeX has no room for
   thousands of markers. */
static void put_cloud(struct pen *pen)
{
    const struct assay_figure_colour colour =
        assay_figure_series_colour(pen->layout->spec, pen->series);
    const struct assay_figure_panel *panel = pen->panel;
    const double half =
        (pen->self->count > THRONG ? 0.07 : 0.11) * pen->layout->sheet->font;

    begin_item(pen);
    assay_buf_puts(pen->gp, "1:($6 > 0 ? $2 : NaN)");
    put_side(pen, 1, &pen->layout->x, half / (panel->right - panel->left));
    put_side(pen, 2, &panel->y, half / (panel->bottom - panel->top));
    assay_buf_printf(pen->gp,
                     ":(through($6)*16777216+%u) with boxxyerror linecolor rgb variable "
                     "fillstyle solid noborder notitle",
                     assay_figure_rgb(colour));
}

static void put_points(struct pen *pen)
{
    if (assay_figure_is_cloud(pen->self)) /* behind all lines */
        return;
    if (assay_figure_has_band(pen->self))
        put_bars(pen);
    put_markers(pen, assay_figure_marker(pen->layout->spec, pen->series),
                is_dense(pen->self) ? 0.6 : 1.1);
}

/* A line from the bottom to the top at each x. */
static void put_upright(struct pen *pen)
{
    const struct assay_figure_axis *y = &pen->panel->y;

    begin_item(pen);
    assay_buf_printf(pen->gp,
                     "1:(%.10g):(0):(%.10g) with vectors nohead linewidth 1.2 dashtype "
                     "(3,3)",
                     y->lo, y->hi - y->lo);
    put_colour(pen);
    assay_buf_puts(pen->gp, " notitle");
}

/* Shaded interval, upright line at the peak. */
static void put_peak_back(struct pen *pen, bool shaded)
{
    const struct assay_figure_axis *y = &pen->panel->y;

    if (shaded && assay_figure_has_band(pen->self)) {
        begin_item(pen);
        assay_buf_puts(pen->gp, "1:2:");
        put_cut(pen, 3, &pen->layout->x);
        assay_buf_puts(pen->gp, ":");
        put_cut(pen, 4, &pen->layout->x);
        assay_buf_printf(pen->gp, ":(%.10g):(%.10g) with boxxyerror", y->lo, y->hi);
        put_colour(pen);
        assay_buf_puts(pen->gp, " fillstyle transparent solid 0.12 noborder notitle");
    }
    put_upright(pen);
}

static void put_peak(struct pen *pen)
{
    put_halo(pen);
    put_bars(pen);
    put_markers(pen, PEAK, 2.2);
}

/* An arrow of a tenth of the axis from each point. */
static void put_beyond(struct pen *pen)
{
    const struct assay_figure_axis *y = &pen->panel->y;

    begin_item(pen);
    if (!assay_figure_scale_is_log(y->scale))
        assay_buf_printf(pen->gp, "%s:2:(0):(%.10g)", pen->x, 0.09 * (y->hi - y->lo));
    else
        assay_buf_printf(pen->gp, "%s:2:(0):($2*%.10g)", pen->x,
                         assay_figure_axis_at(y, 0.09) / y->lo - 1.0);
    assay_buf_puts(pen->gp, " with vectors head filled linewidth 1.6");
    put_colour(pen);
    assay_buf_puts(pen->gp, " notitle");
    put_markers(pen, UP, 1.6);
}

/* What lies behind all lines and markers. */
static void put_back(struct pen *pen, size_t peaks)
{
    if (pen->self->look == ASSAY_LOOK_AREA)
        put_band(pen, 0.22);
    else if (pen->self->look == ASSAY_LOOK_PEAK)
        put_peak_back(pen, peaks <= SHADED);
    else if (assay_figure_is_cloud(pen->self))
        put_cloud(pen);
    else if (pen->self->count > 1 && assay_figure_banded(pen->layout, pen->series))
        put_band(pen, 0.18);
}

/* Series of one thing stand side by side in a category. */
static void find_x(struct pen *pen)
{
    const struct assay_figure_spec *spec = pen->layout->spec;
    const size_t groups = assay_figure_groups(spec);
    const bool aside =
        spec->category_count && groups > 1 && pen->self->look != ASSAY_LOOK_REFERENCE;
    const double group = (double)assay_figure_group(spec, pen->series);
    const double shift = (group - ((double)groups - 1.0) / 2.0) * 0.6 / (double)groups;

    (void)snprintf(pen->x, sizeof(pen->x), "1");
    if (aside)
        (void)snprintf(pen->x, sizeof(pen->x), "($1%+.4g)", shift);
}

static size_t peaks_of(const struct assay_figure_layout *layout, size_t panel)
{
    size_t peaks = 0;

    for (size_t s = 0; s < layout->spec->series_count; s++)
        if (layout->spec->series[s].look == ASSAY_LOOK_PEAK &&
            assay_figure_panel_of(layout, s) == panel)
            peaks += layout->spec->series[s].count;
    return peaks;
}

/* What stands in front of that, from back to front. */
static const struct {
    enum assay_series_look look;
    void (*put)(struct pen *pen);
} fronts[] = {
    {ASSAY_LOOK_CHANGE, put_upright}, {ASSAY_LOOK_REFERENCE, put_line},
    {ASSAY_LOOK_FIT, put_line},       {ASSAY_LOOK_CURVE, put_curve},
    {ASSAY_LOOK_POINTS, put_points},  {ASSAY_LOOK_BEYOND, put_beyond},
    {ASSAY_LOOK_PEAK, put_peak},
};

/* Calls the function of one pass for every series of the panel that it is of. */
static void put_pass(struct pen *pen, size_t panel, size_t pass)
{
    const struct assay_figure_layout *layout = pen->layout;

    for (pen->series = 0; pen->series < layout->spec->series_count; pen->series++) {
        pen->self = &layout->spec->series[pen->series];
        if (assay_figure_panel_of(layout, pen->series) != panel)
            continue;
        find_x(pen);
        if (pass == 0)
            put_back(pen, peaks_of(layout, panel));
        else if (pen->self->look == fronts[pass - 1].look)
            fronts[pass - 1].put(pen);
    }
}

void assay_figure_put_looks(const struct assay_figure_layout *layout, size_t panel,
                            struct assay_buf *gp)
{
    struct pen pen = {
        .layout = layout, .panel = &layout->panel[panel], .first = true, .gp = gp};

    for (size_t pass = 0; pass <= sizeof(fronts) / sizeof(fronts[0]); pass++)
        put_pass(&pen, panel, pass);
    assay_buf_putc(gp, '\n');
}
