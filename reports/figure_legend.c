/* What stands outside the panels: title, legend, labels of axes. */
#include "reports/figure_look.h"
#include "reports/figure_name.h"

#include <math.h>
#include <string.h>

enum {
    FIRST_TAG = 100 /* of labels, arrows and objects of the legend */
};

/* Intervals of a forest lie down. */
static bool is_forest(const struct assay_figure_spec *spec)
{
    return strcmp(spec->kind, "forest") == 0;
}

/* A sample being put at x, y. */
struct spot {
    const struct assay_figure_layout *layout;
    double x, y; /* left end, middle; unit of the sheet */
    size_t tag;
    struct assay_buf *gp;
};

static double screen_x(const struct spot *spot, double x)
{
    return x / spot->layout->sheet->width;
}

static double screen_y(const struct spot *spot, double y)
{
    return 1.0 - y / spot->layout->height;
}

static void put_ink(enum assay_figure_ink ink, struct assay_buf *gp)
{
    const struct assay_figure_colour colour = assay_figure_ink(ink);

    assay_buf_printf(gp, " textcolor rgb '#%02x%02x%02x'", colour.light[0],
                     colour.light[1], colour.light[2]);
}

/* "set arrow 101 from ... to ..." between two places beside the spot. */
static void put_stroke(struct spot *spot, const double from[2], const double to[2])
{
    assay_buf_printf(spot->gp,
                     "set arrow %zu from screen %.5f, screen %.5f to screen %.5f, screen "
                     "%.5f",
                     spot->tag++, screen_x(spot, spot->x + from[0]),
                     screen_y(spot, spot->y + from[1]), screen_x(spot, spot->x + to[0]),
                     screen_y(spot, spot->y + to[1]));
}

static void put_line_sample(struct spot *spot, size_t series)
{
    const struct assay_figure_spec *spec = spot->layout->spec;
    const double width = ASSAY_FIGURE_SAMPLE * spot->layout->sheet->font;
    const bool reference = spec->series[series].look == ASSAY_LOOK_REFERENCE;

    put_stroke(spot, (double[]){0.0, 0.0}, (double[]){width, 0.0});
    /* a terminal joins lines of one width, whatever their dashes are */
    assay_buf_printf(spot->gp, " nohead front linewidth %g",
                     (reference ? 1.8 : 2.4) +
                         0.01 * (double)assay_figure_dash(spec, series));
    assay_figure_put_colour(assay_figure_series_colour(spec, series), spot->gp);
    assay_figure_put_dash(spec, series, spot->gp);
    assay_buf_putc(spot->gp, '\n');
}

static void put_marker_sample(struct spot *spot, size_t series, double size)
{
    const struct assay_figure_spec *spec = spot->layout->spec;
    const double middle = ASSAY_FIGURE_SAMPLE * spot->layout->sheet->font / 2.0;

    assay_buf_printf(spot->gp,
                     "set label %zu '' at screen %.5f, screen %.5f point pointtype %u "
                     "pointsize %.2f linewidth 1.6",
                     spot->tag++, screen_x(spot, spot->x + middle),
                     screen_y(spot, spot->y), assay_figure_marker(spec, series),
                     size * spot->layout->sheet->point);
    assay_figure_put_colour(assay_figure_series_colour(spec, series), spot->gp);
    assay_buf_puts(spot->gp, " front\n");
}

/* A bar through the middle of the sample, upright or flat. */
static void put_bar_sample(struct spot *spot, struct assay_figure_colour colour,
                           bool flat)
{
    const double font = spot->layout->sheet->font,
                 middle = ASSAY_FIGURE_SAMPLE * font / 2.0;
    const double half = flat ? middle : font * 0.45;

    put_stroke(spot, (double[]){middle - (flat ? half : 0.0), flat ? 0.0 : half},
               (double[]){middle + (flat ? half : 0.0), flat ? 0.0 : -half});
    assay_buf_printf(spot->gp, " nohead front linewidth %g", flat ? 3.0 : 1.6);
    assay_figure_put_colour(colour, spot->gp);
    assay_buf_putc(spot->gp, '\n');
}

static void put_patch(struct spot *spot, struct assay_figure_colour colour, double solid)
{
    const double font = spot->layout->sheet->font;

    assay_buf_printf(spot->gp,
                     "set object %zu rectangle from screen %.5f, screen %.5f to screen "
                     "%.5f, screen %.5f behind fillcolor rgb '#%02x%02x%02x' fillstyle "
                     "transparent solid %.2f noborder\n",
                     spot->tag++, screen_x(spot, spot->x),
                     screen_y(spot, spot->y + font * 0.4),
                     screen_x(spot, spot->x + ASSAY_FIGURE_SAMPLE * font),
                     screen_y(spot, spot->y - font * 0.4), colour.light[0],
                     colour.light[1], colour.light[2], solid);
}

/* An upright line, dashed as those of the plot. */
static void put_change_sample(struct spot *spot, size_t series)
{
    const double font = spot->layout->sheet->font,
                 middle = ASSAY_FIGURE_SAMPLE * font / 2.0;

    put_stroke(spot, (double[]){middle, font * 0.55}, (double[]){middle, -font * 0.55});
    assay_buf_puts(spot->gp, " nohead front linewidth 1.2 dashtype (3,3)");
    assay_figure_put_colour(assay_figure_series_colour(spot->layout->spec, series),
                            spot->gp);
    assay_buf_putc(spot->gp, '\n');
}

static void put_arrow_sample(struct spot *spot, size_t series)
{
    const double font = spot->layout->sheet->font,
                 middle = ASSAY_FIGURE_SAMPLE * font / 2.0;

    put_stroke(spot, (double[]){middle, font * 0.35}, (double[]){middle, -font * 0.6});
    assay_buf_puts(spot->gp, " head filled front linewidth 1.6");
    assay_figure_put_colour(assay_figure_series_colour(spot->layout->spec, series),
                            spot->gp);
    assay_buf_putc(spot->gp, '\n');
}

static void put_curve_sample(struct spot *spot, size_t series)
{
    put_line_sample(spot, series);
    if (assay_figure_marker(spot->layout->spec, series))
        put_marker_sample(spot, series, 1.0);
}

static void put_points_sample(struct spot *spot, size_t series)
{
    const struct assay_figure_spec *spec = spot->layout->spec;

    if (assay_figure_has_band(&spec->series[series]))
        put_bar_sample(spot, assay_figure_series_colour(spec, series), is_forest(spec));
    put_marker_sample(spot, series, 1.1);
}

static void put_peak_sample(struct spot *spot, size_t series)
{
    const struct assay_figure_spec *spec = spot->layout->spec;

    if (assay_figure_has_band(&spec->series[series]))
        put_bar_sample(spot, assay_figure_series_colour(spec, series), true);
    put_marker_sample(spot, series, 2.0);
}

static void put_area_sample(struct spot *spot, size_t series)
{
    put_patch(spot, assay_figure_series_colour(spot->layout->spec, series), 0.22);
}

static void put_beyond_sample(struct spot *spot, size_t series)
{
    put_arrow_sample(spot, series);
    put_marker_sample(spot, series, 1.2);
}

static void put_map_sample(struct spot *spot, size_t series)
{
    const double middle = ASSAY_FIGURE_SAMPLE * spot->layout->sheet->font / 2.0;

    if (assay_figure_is_star(spot->layout->spec, series))
        assay_figure_put_star(spot->layout, (double[]){spot->x + middle, spot->y}, series,
                              spot->tag++, spot->gp);
    else
        put_marker_sample(spot, series, 1.1);
}

static void put_sample(struct spot *spot, size_t series)
{
    static void (*const samples[ASSAY_LOOKS])(struct spot * spot, size_t series) = {
        [ASSAY_LOOK_CURVE] = put_curve_sample,   [ASSAY_LOOK_POINTS] = put_points_sample,
        [ASSAY_LOOK_FIT] = put_line_sample,      [ASSAY_LOOK_REFERENCE] = put_line_sample,
        [ASSAY_LOOK_PEAK] = put_peak_sample,     [ASSAY_LOOK_AREA] = put_area_sample,
        [ASSAY_LOOK_BEYOND] = put_beyond_sample, [ASSAY_LOOK_MAP] = put_map_sample,
        [ASSAY_LOOK_CHANGE] = put_change_sample,
    };

    const enum assay_series_look look = spot->layout->spec->series[series].look;

    if (samples[look])
        samples[look](spot, series);
}

/* What bands and bars are. */
static void put_interval_sample(struct spot *spot)
{
    bool banded = false;

    for (size_t s = 0; s < spot->layout->spec->series_count; s++)
        banded = banded || (assay_figure_banded(spot->layout, s) &&
                            spot->layout->spec->series[s].count > 1);
    if (banded)
        put_patch(spot, assay_figure_ink(ASSAY_FIGURE_NEUTRAL), 0.35);
    else
        put_bar_sample(spot, assay_figure_ink(ASSAY_FIGURE_NEUTRAL),
                       is_forest(spot->layout->spec));
}

static void put_name(struct spot *spot, struct assay_str name)
{
    const struct assay_figure_layout *layout = spot->layout;
    const double font = layout->sheet->font;

    struct assay_arena arena = {0};
    const struct assay_str shown =
        assay_figure_fit(layout->spec, name, font, layout->entry_room, &arena);

    assay_buf_printf(spot->gp, "set label %zu ", spot->tag++);
    assay_figure_put_text(layout->spec, shown, shown.len, spot->gp);
    assay_buf_printf(spot->gp, " at screen %.5f, screen %.5f left",
                     screen_x(spot, spot->x + (ASSAY_FIGURE_SAMPLE + 0.6) * font),
                     screen_y(spot, spot->y));
    put_ink(ASSAY_FIGURE_TEXT, spot->gp);
    assay_buf_puts(spot->gp, " front\n");
    assay_arena_release(&arena);
}

static void put_entry(struct spot *spot, size_t i)
{
    const struct assay_figure_layout *layout = spot->layout;
    const struct assay_figure_spec *spec = layout->spec;
    const size_t series = layout->entry[i].series;
    struct assay_buf text = {0};

    spot->x = layout->entry_left[i];
    spot->y = layout->legend_top +
              ((double)(i % layout->entry_rows) + 0.5) * layout->sheet->line;
    if (series < spec->series_count) {
        put_sample(spot, series);
        put_name(spot, layout->entry[i].name);
        return;
    }
    put_interval_sample(spot);
    assay_buf_printf(&text, "%g %% interval", 100.0 * spec->level);
    put_name(spot, assay_buf_view(&text));
    assay_buf_release(&text);
}

/* Labels of axes that all panels have in common. */
static void put_axis_labels(struct spot *spot)
{
    const struct assay_figure_layout *layout = spot->layout;
    const struct assay_figure_spec *spec = layout->spec;
    const struct assay_figure_panel *first = &layout->panel[0];
    const struct assay_figure_panel *last = &layout->panel[layout->panel_count - 1];
    const double right = layout->panel[layout->columns - 1].right;
    const double line = layout->sheet->line, font = layout->sheet->font;

    if (spec->x_label.len) {
        assay_buf_printf(spot->gp, "set label %zu ", spot->tag++);
        assay_figure_put_text(spec, spec->x_label, assay_figure_columns(spec, 90),
                              spot->gp);
        assay_buf_printf(spot->gp, " at screen %.5f, screen %.5f center",
                         screen_x(spot, (first->left + right) / 2.0),
                         screen_y(spot, layout->height - line * 0.6));
        put_ink(ASSAY_FIGURE_TEXT, spot->gp);
        assay_buf_putc(spot->gp, '\n');
    }
    if (layout->one_y && first->y_label.len) {
        assay_buf_printf(spot->gp, "set label %zu ", spot->tag++);
        assay_figure_put_text(spec, first->y_label,
                              (size_t)((last->bottom - first->top) / (0.46 * font)),
                              spot->gp);
        assay_buf_printf(spot->gp, " at screen %.5f, screen %.5f center rotate by 90",
                         screen_x(spot, line * 0.6),
                         screen_y(spot, (first->top + last->bottom) / 2.0));
        put_ink(ASSAY_FIGURE_TEXT, spot->gp);
        assay_buf_putc(spot->gp, '\n');
    }
}

static void put_title(struct spot *spot)
{
    const struct assay_figure_spec *spec = spot->layout->spec;

    assay_buf_printf(spot->gp, "set label %zu ", spot->tag++);
    assay_figure_put_text(spec, spec->title, 96, spot->gp);
    assay_buf_printf(spot->gp, " at screen %.5f, screen %.5f left font ',%.0f'",
                     screen_x(spot, 10.0), screen_y(spot, 16.0),
                     spot->layout->sheet->font + 2.0);
    put_ink(ASSAY_FIGURE_TEXT, spot->gp);
    assay_buf_putc(spot->gp, '\n');
}

void assay_figure_put_legend(const struct assay_figure_layout *layout,
                             struct assay_buf *gp)
{
    struct spot spot = {.layout = layout, .tag = FIRST_TAG, .gp = gp};

    if (!layout->sheet->paper)
        put_title(&spot);
    for (size_t i = 0; i < layout->entry_count; i++)
        put_entry(&spot, i);
    put_axis_labels(&spot);
}
