#include "reports/figure_style.h"

#include "reports/escape.h"

#include <math.h>

static const struct assay_figure_colour palette[ASSAY_FIGURE_COLOURS] = {
    {{0x00, 0x72, 0xB2}, {0x56, 0xA8, 0xE0}}, /* blue */
    {{0xD5, 0x5E, 0x00}, {0xF0, 0x86, 0x3A}}, /* vermilion */
    {{0x00, 0x9E, 0x73}, {0x2F, 0xC4, 0x98}}, /* bluish green */
    {{0xCC, 0x79, 0xA7}, {0xDD, 0x9A, 0xC0}}, /* reddish purple */
    {{0xE6, 0x9F, 0x00}, {0xF2, 0xB9, 0x3B}}, /* orange */
    {{0x56, 0xB4, 0xE9}, {0x8C, 0xCD, 0xF2}}, /* sky blue */
    {{0x7A, 0x5C, 0x3E}, {0xC0, 0x9A, 0x73}}, /* brown, for Okabe and Ito's yellow */
    {{0x55, 0x55, 0x59}, {0xB4, 0xB4, 0xBA}}, /* grey, for their black */
};

static const struct assay_figure_colour inks[ASSAY_FIGURE_INKS] = {
    [ASSAY_FIGURE_RIGHT] = {{0x00, 0x72, 0xB2}, {0x56, 0xA8, 0xE0}},
    [ASSAY_FIGURE_WRONG] = {{0xD5, 0x5E, 0x00}, {0xF0, 0x86, 0x3A}},
    [ASSAY_FIGURE_NEUTRAL] = {{0x80, 0x80, 0x86}, {0x9A, 0x9A, 0xA2}},
    [ASSAY_FIGURE_GRID] = {{0xE2, 0xE2, 0xE6}, {0x3A, 0x3D, 0x45}},
    [ASSAY_FIGURE_TEXT] = {{0x2B, 0x2D, 0x33}, {0xD8, 0xDA, 0xE0}},
};

struct assay_figure_colour assay_figure_colour(size_t i)
{
    return palette[i % ASSAY_FIGURE_COLOURS];
}

struct assay_figure_colour assay_figure_ink(enum assay_figure_ink ink)
{
    return inks[ink];
}

static void put_hex(struct assay_figure_colour colour, struct assay_buf *gp)
{
    assay_buf_printf(gp, "rgb '#%02x%02x%02x'", colour.light[0], colour.light[1],
                     colour.light[2]);
}

void assay_figure_put_colour(struct assay_figure_colour colour, struct assay_buf *gp)
{
    assay_buf_puts(gp, " linecolor ");
    put_hex(colour, gp);
}

struct assay_figure_frame assay_figure_frame(const struct assay_figure_spec *spec,
                                             unsigned left, unsigned inner_height,
                                             size_t entries)
{
    struct assay_figure_frame frame = {
        .width = ASSAY_FIGURE_WIDTH,
        .left = left,
        .right = 24,
        .top = 40 + (unsigned)entries * ASSAY_FIGURE_LINE + (entries ? 10 : 0),
        .bottom = spec->x_label.len ? 60 : 34,
    };

    frame.height = frame.top + inner_height + frame.bottom;
    return frame;
}

static void put_label(const char *what, struct assay_str text, struct assay_buf *gp)
{
    if (text.len == 0)
        return;
    assay_buf_printf(gp, "set %s ", what);
    assay_escape_gnuplot(text, gp);
    assay_buf_puts(gp, " textcolor ");
    put_hex(inks[ASSAY_FIGURE_TEXT], gp);
    assay_buf_putc(gp, '\n');
}

static void put_margins(const struct assay_figure_frame *frame, struct assay_buf *gp)
{
    const double width = frame->width, height = frame->height;

    assay_buf_printf(gp, "set lmargin at screen %.5f\n", frame->left / width);
    assay_buf_printf(gp, "set rmargin at screen %.5f\n", 1.0 - frame->right / width);
    assay_buf_printf(gp, "set tmargin at screen %.5f\n", 1.0 - frame->top / height);
    assay_buf_printf(gp, "set bmargin at screen %.5f\n", frame->bottom / height);
    assay_buf_printf(gp,
                     "set key at screen %.5f, screen %.5f left top vertical maxcols 1 "
                     "Left reverse samplen 1.6 spacing %.4f textcolor ",
                     10.0 / width, 1.0 - 30.0 / height,
                     (double)ASSAY_FIGURE_LINE / (ASSAY_FIGURE_FONT * 1.5) * 1.2);
    put_hex(inks[ASSAY_FIGURE_TEXT], gp);
    assay_buf_putc(gp, '\n');
}

void assay_figure_prologue(const struct assay_figure_spec *spec,
                           const struct assay_figure_frame *frame, struct assay_buf *gp)
{
    assay_buf_printf(gp,
                     "# Drawn by gnuplot 5 or later from the .tsv beside it.\n"
                     "set encoding utf8\n"
                     "set terminal svg noenhanced size %u,%u font 'Helvetica,%d' "
                     "linewidth 1\n",
                     frame->width, frame->height, ASSAY_FIGURE_FONT);
    assay_buf_printf(gp, "set output '%.*s.svg'\n", ASSAY_STR_ARG(spec->name));
    assay_buf_puts(gp, "set datafile separator tab\n"
                       "set decimalsign '.'\n"
                       "set border 1 linewidth 1 linecolor ");
    put_hex(inks[ASSAY_FIGURE_NEUTRAL], gp);
    assay_buf_puts(gp, "\nset tics scale 0 textcolor ");
    put_hex(inks[ASSAY_FIGURE_TEXT], gp);
    assay_buf_puts(gp, "\nset grid back linetype 1 linewidth 1 linecolor ");
    put_hex(inks[ASSAY_FIGURE_GRID], gp);
    assay_buf_puts(gp, "\nset errorbars 0\nset style fill solid 1.0 noborder\n");
    assay_buf_puts(gp, "set label 1 ");
    assay_figure_put_text(spec->title, 96, gp);
    assay_buf_printf(gp, " at screen %.5f, screen %.5f left font ',%d' textcolor ",
                     10.0 / frame->width, 1.0 - 16.0 / frame->height,
                     ASSAY_FIGURE_FONT + 2);
    put_hex(inks[ASSAY_FIGURE_TEXT], gp);
    assay_buf_putc(gp, '\n');
    put_margins(frame, gp);
    put_label("xlabel", spec->x_label, gp);
    put_label("ylabel", spec->y_label, gp);
}

void assay_figure_data_head(const struct assay_figure_spec *spec, const char *columns,
                            struct assay_buf *tsv)
{
    assay_buf_puts(tsv, "# ");
    assay_escape_tsv(spec->title, tsv);
    assay_buf_printf(tsv, "\n# columns: %s\n", columns);
}

void assay_figure_data_series(const struct assay_figure_spec *spec, size_t i,
                              struct assay_buf *tsv)
{
    if (i > 0)
        assay_buf_puts(tsv, "\n\n"); /* gnuplot: a new index */
    assay_buf_puts(tsv, "# series: ");
    assay_escape_tsv(spec->series[i].name, tsv);
    assay_buf_putc(tsv, '\n');
}

static void put_cut(struct assay_str text, size_t width,
                    void (*escape)(struct assay_str text, struct assay_buf *out),
                    struct assay_buf *gp)
{
    const struct assay_str cut = assay_escape_cut(text, width);
    struct assay_buf shown = {0};

    assay_buf_add(&shown, cut);
    if (cut.len < text.len)
        assay_buf_puts(&shown, "\u2026");
    escape(assay_buf_view(&shown), gp);
    assay_buf_release(&shown);
}

void assay_figure_put_text(struct assay_str text, size_t width, struct assay_buf *gp)
{
    put_cut(text, width, assay_escape_gnuplot, gp);
}

void assay_figure_put_tic(struct assay_str text, size_t width, struct assay_buf *gp)
{
    put_cut(text, width, assay_escape_tic, gp);
}

void assay_figure_put_key(struct assay_str name, struct assay_buf *gp)
{
    assay_buf_puts(gp, name.len ? " title " : " notitle");
    if (name.len)
        assay_figure_put_text(name, 70, gp);
}

/* The largest of 1, 2, 5 times a power of ten that is at most x > 0. */
static double round_step(double x)
{
    const double power = pow(10.0, floor(log10(x)));
    const double lead = x / power;

    return power * (lead >= 5.0 ? 5.0 : lead >= 2.0 ? 2.0 : 1.0);
}

struct assay_figure_range assay_figure_range(const struct assay_figure_spec *spec,
                                             double lo, double hi)
{
    struct assay_figure_range range;
    const double least = spec->limited ? (spec->hi - spec->lo) * 0.2 : 0.0;
    double span = hi - lo;

    if (!(span > least)) { /* also where all values are one value */
        const double more = least > 0.0 ? least : fmax(fabs(lo), 1.0);

        lo -= (more - span) / 2.0;
        hi += (more - span) / 2.0;
        span = more;
    }
    range.step = round_step(span / 4.0);
    range.lo = floor(lo / range.step) * range.step;
    range.hi = ceil(hi / range.step) * range.step;
    if (spec->limited) {
        range.lo = fmax(range.lo, spec->lo);
        range.hi = fmin(range.hi, spec->hi);
    }
    return range;
}

void assay_figure_put_axis(char axis, struct assay_figure_range range,
                           struct assay_buf *gp)
{
    assay_buf_printf(gp, "set %crange [%.10g:%.10g]\nset %ctics %.10g\n", axis, range.lo,
                     range.hi, axis, range.step);
}

void assay_figure_span(const struct assay_figure_spec *spec, double *lo, double *hi)
{
    *lo = HUGE_VAL;
    *hi = -HUGE_VAL;
    for (size_t s = 0; s < spec->series_count; s++)
        for (size_t i = 0; i < spec->series[s].count; i++) {
            const struct assay_point *point = &spec->series[s].points[i];

            *lo = fmin(*lo, point->has_band ? point->lo : point->y);
            *hi = fmax(*hi, point->has_band ? point->hi : point->y);
        }
    if (!(*lo <= *hi))
        *lo = *hi = 0.0;
}
