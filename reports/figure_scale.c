#include "reports/figure_scale.h"

#include "reports/figure_name.h"

#include <math.h>
#include <stdio.h>

enum {
    STOPS = 5,
    DEEP = 18,     /* the first level that bears the paper's ink */
    NUMBER = 32,   /* bytes of a number */
    DECIMALS = 4,  /* at most, of numbers in cells */
    WHOLE = 100000 /* from here on numbers have an exponent */
};

#define NOISE 1e-9 /* of the largest number: what is less is zero */
#define MINUS 0.84 /* width of the sign, in sizes of letters, */
#define ZERO  0.64 /* and of a digit */

/* Lightness L* 96, 79, 61, 42, 24 on white, 12, 29, 46, 62, 80 on dark pages. */
static const struct assay_figure_colour stops[2][STOPS] = {
    {{{238, 245, 250}, {24, 32, 40}},
     {{160, 203, 229}, {24, 72, 107}},
     {{84, 155, 205}, {40, 113, 162}},
     {{0, 104, 166}, {86, 158, 211}},
     {{0, 60, 102}, {155, 205, 241}}},
    {{{252, 242, 233}, {40, 30, 24}},
     {{244, 185, 138}, {103, 56, 25}},
     {{218, 129, 63}, {162, 90, 36}},
     {{163, 75, 6}, {216, 136, 75}},
     {{100, 40, 0}, {246, 187, 138}}},
};

static unsigned char between(unsigned char a, unsigned char b, double share)
{
    return (unsigned char)lround(a + (b - a) * share);
}

struct assay_figure_colour assay_figure_ramp(bool below, size_t level)
{
    const double at = (double)level * (STOPS - 1) / (ASSAY_FIGURE_LEVELS - 1);
    const size_t stop = at < STOPS - 2 ? (size_t)at : STOPS - 2;
    const struct assay_figure_colour *from = &stops[below][stop], *to = from + 1;
    struct assay_figure_colour colour;

    for (size_t i = 0; i < 3; i++) {
        colour.light[i] = between(from->light[i], to->light[i], at - (double)stop);
        colour.dark[i] = between(from->dark[i], to->dark[i], at - (double)stop);
    }
    return colour;
}

/* How many decimals tell three digits of the largest number. */
static int decimals_of(double largest, bool whole)
{
    if (largest == 0.0 || (whole && largest < WHOLE))
        return 0;
    if (largest >= WHOLE || largest < 1e-3)
        return -1;
    if (largest >= 1.0)
        return largest >= 100.0 ? 0 : largest >= 10.0 ? 1 : 2;
    return largest >= 0.1 ? 2 : largest >= 0.01 ? 3 : DECIMALS;
}

/* How wide a number is in print. */
static double width_of(double value, int decimals)
{
    char text[NUMBER];

    if (decimals < 0)
        (void)snprintf(text, sizeof(text), "%.1e", fabs(value));
    else
        (void)snprintf(text, sizeof(text), "%.*f", decimals, fabs(value));
    return assay_figure_ems(assay_str_of(text)) +
           (value < -0.5 * pow(10.0, -decimals) ? MINUS : 0.0);
}

static double widest_of(const double *value, size_t count, int decimals)
{
    double widest = 0.0;

    for (size_t i = 0; i < count; i++)
        widest = fmax(widest, width_of(value[i], decimals));
    return widest;
}

/* Without the zero before the point, or with a decimal less; 0 where there is no such number. */
static double bare_width_of(const struct assay_figure_scale *scale, const double *value,
                            size_t count, double largest)
{
    if (scale->decimals < 1)
        return 0.0;
    if (largest > 1.0)
        return widest_of(value, count, scale->decimals - 1);
    return scale->width - ZERO;
}

struct assay_figure_scale assay_figure_scale_of(const double *value, size_t count)
{
    struct assay_figure_extent extent = assay_figure_extent();
    struct assay_figure_scale scale = {
        {ASSAY_SCALE_LINEAR, 0.0, 1.0}, false, 0, 0.0, 0.0, false, false};
    double lo = HUGE_VAL, hi = -HUGE_VAL, largest;
    bool whole = true;

    for (size_t i = 0; i < count; i++) {
        lo = fmin(lo, value[i]);
        hi = fmax(hi, value[i]);
        whole = whole && value[i] == floor(value[i]);
    }
    if (count == 0)
        return scale;
    largest = fmax(fabs(lo), fabs(hi));
    lo = fabs(lo) <= NOISE * largest ? 0.0 : lo;
    hi = fabs(hi) <= NOISE * largest ? 0.0 : hi;
    scale.diverging = lo < 0.0 && hi > 0.0;
    assay_figure_extent_add(&extent, scale.diverging ? -largest : lo);
    assay_figure_extent_add(&extent, scale.diverging ? largest : hi);
    if (!scale.diverging && lo >= 0.0 && lo <= 0.5 * hi)
        assay_figure_extent_add(&extent, 0.0);
    scale.axis = assay_figure_axis_y(&extent, ASSAY_SCALE_LINEAR);
    scale.decimals = decimals_of(largest, whole);
    scale.width = widest_of(value, count, scale.decimals);
    scale.bare_width = bare_width_of(&scale, value, count, largest);
    scale.whole_zero = largest > 1.0;
    return scale;
}

/* The share of its ramp at which a value stands, 0 .. 1, and which ramp that is. */
static double share_of(const struct assay_figure_scale *scale, double value, bool *below)
{
    const double share = assay_figure_axis_share(&scale->axis, value);

    *below = scale->diverging && share < 0.5;
    return fmin(fmax(scale->diverging ? fabs(2.0 * share - 1.0) : share, 0.0), 1.0);
}

static size_t level_of(const struct assay_figure_scale *scale, double value, bool *below)
{
    const size_t level = (size_t)(share_of(scale, value, below) * ASSAY_FIGURE_LEVELS);

    return level < ASSAY_FIGURE_LEVELS ? level : ASSAY_FIGURE_LEVELS - 1;
}

struct assay_figure_colour assay_figure_scale_colour(
    const struct assay_figure_scale *scale, double value)
{
    bool below;
    const size_t level = level_of(scale, value, &below);

    return assay_figure_ramp(below, level);
}

struct assay_figure_colour assay_figure_scale_ink(const struct assay_figure_scale *scale,
                                                  double value)
{
    bool below;

    return assay_figure_ink(level_of(scale, value, &below) >= DEEP ? ASSAY_FIGURE_PAPER
                                                                   : ASSAY_FIGURE_TEXT);
}

void assay_figure_put_spelling(const struct assay_figure_scale *scale, bool paper,
                               struct assay_buf *gp)
{
    const bool short_of_one = scale->bare && !scale->whole_zero;
    const int decimals = scale->decimals - (scale->bare && scale->whole_zero);

    assay_buf_printf(gp, "n(s) = %ss[1:1] eq '-' ? '\u2212'.s[2:*] : s\n",
                     paper ? "tex ? '$'.s.'$' : " : "");
    if (decimals < 0) {
        assay_buf_puts(gp, "v(x) = n(gprintf('%.1e', x))\n");
    } else {
        assay_buf_printf(gp,
                         "z(x) = abs(x) < %.10g ? 0.0 : x\n"
                         "f(x) = gprintf('%%.%df', z(x))\n",
                         0.5 * pow(10.0, -decimals), decimals);
        assay_buf_puts(gp, short_of_one
                               ? "b(s) = s[1:2] eq '0.' ? s[2:*] : s[1:strlen(s)-1]\n"
                                 "v(x) = n(z(x) == 0 || abs(x) == 1 ? gprintf('%.0f', "
                                 "z(x)) : x < 0 ? '-'.b(f(-x)) : b(f(x)))\n"
                               : "v(x) = n(f(x))\n");
    }
    assay_buf_puts(gp, "r(x, y) = v(x).'\u2013'.v(y)\n");
}

static double screen_x(const struct assay_figure_spec *spec, double x)
{
    return x / assay_figure_sheet(spec)->width;
}

static double screen_y(const struct assay_figure_bar *bar, double y)
{
    return 1.0 - y / bar->height;
}

/* At least three, where an axis has as many. */
static size_t tics_of(const struct assay_figure_scale *scale,
                      const struct assay_figure_bar *bar,
                      struct assay_figure_tic tics[ASSAY_FIGURE_TICS])
{
    size_t count = 0;

    for (size_t most = bar->tics; most < bar->tics + 5 && count < 3; most++)
        count = assay_figure_axis_tics(&scale->axis, most, tics);
    return count;
}

double assay_figure_bar_room(const struct assay_figure_spec *spec,
                             const struct assay_figure_scale *scale,
                             const struct assay_figure_bar *bar)
{
    const struct assay_figure_sheet *sheet = assay_figure_sheet(spec);
    struct assay_figure_tic tics[ASSAY_FIGURE_TICS];
    const size_t count = tics_of(scale, bar, tics);
    double widest = 0.0;

    if (!bar->upright)
        return sheet->line;
    for (size_t i = 0; i < count; i++)
        widest = fmax(widest,
                      assay_figure_width(spec, assay_str_of(tics[i].text), sheet->font));
    return widest + 0.7 * sheet->font;
}

/* Each level covers what is left of the bar, so that no seam shows between two. */
static void put_levels(const struct assay_figure_spec *spec,
                       const struct assay_figure_scale *scale,
                       const struct assay_figure_bar *bar, size_t *tag,
                       struct assay_buf *gp)
{
    const size_t count = scale->diverging ? 2 * ASSAY_FIGURE_LEVELS : ASSAY_FIGURE_LEVELS;

    for (size_t i = 0; i < count; i++) {
        const double share = (double)i / (double)count;
        const double middle =
            assay_figure_axis_at(&scale->axis, share + 0.5 / (double)count);
        const double left =
            bar->upright ? bar->left : bar->left + (bar->right - bar->left) * share;
        const double bottom =
            bar->upright ? bar->bottom - (bar->bottom - bar->top) * share : bar->bottom;
        const struct assay_figure_colour colour =
            assay_figure_scale_colour(scale, middle);

        assay_buf_printf(gp,
                         "set object %zu rectangle from screen %.5f, screen %.5f to "
                         "screen %.5f, screen %.5f fillcolor rgb '#%06x' fillstyle solid "
                         "noborder\n",
                         (*tag)++, screen_x(spec, left), screen_y(bar, bottom),
                         screen_x(spec, bar->right), screen_y(bar, bar->top),
                         assay_figure_rgb(colour));
    }
}

/* Numbers at the ends of a flat bar stay within it. */
static const char *side_of(double at, double length)
{
    return at < 0.02 * length ? "left" : at > 0.98 * length ? "right" : "center";
}

void assay_figure_put_bar(const struct assay_figure_spec *spec,
                          const struct assay_figure_scale *scale,
                          const struct assay_figure_bar *bar, size_t *tag,
                          struct assay_buf *gp)
{
    const struct assay_figure_sheet *sheet = assay_figure_sheet(spec);
    struct assay_figure_tic tics[ASSAY_FIGURE_TICS];
    const size_t count = tics_of(scale, bar, tics);
    const double length = bar->upright ? bar->bottom - bar->top : bar->right - bar->left;

    put_levels(spec, scale, bar, tag, gp);
    for (size_t i = 0; i < count; i++) {
        const double at = assay_figure_axis_share(&scale->axis, tics[i].at) * length;
        const double x = bar->upright ? bar->right + 0.4 * sheet->font : bar->left + at;
        const double y =
            bar->upright ? bar->bottom - at : bar->bottom + 0.6 * sheet->line;

        assay_buf_printf(gp, "set label %zu ", (*tag)++);
        assay_figure_put_text(spec, assay_str_of(tics[i].text), sizeof(tics[i].text), gp);
        assay_buf_printf(gp, " at screen %.5f, screen %.5f %s textcolor rgb '#%06x'\n",
                         screen_x(spec, x), screen_y(bar, y),
                         bar->upright ? "left" : side_of(at, length),
                         assay_figure_rgb(assay_figure_ink(ASSAY_FIGURE_TEXT)));
    }
}
