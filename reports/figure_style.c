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
    [ASSAY_FIGURE_PAPER] = {{0xFF, 0xFF, 0xFF}, {0x15, 0x17, 0x1C}},
};

struct assay_figure_colour assay_figure_colour(size_t i)
{
    return palette[i % ASSAY_FIGURE_COLOURS];
}

unsigned assay_figure_marker_of(size_t i)
{
    static const unsigned char markers[] = {7, 5, 9, 11, 6, 4, 10, 12, 2, 15, 1, 14};

    return markers[i % sizeof(markers)];
}

const char *assay_figure_dash_of(size_t i)
{
    static const char *const dashes[] = {"solid", "(9,4)", "(3,3)", "(9,3,2,3)",
                                         "(14,4,3,4,3,4)"};

    return dashes[i % (sizeof(dashes) / sizeof(dashes[0]))];
}

struct assay_figure_colour assay_figure_ink(enum assay_figure_ink ink)
{
    return inks[ink];
}

unsigned assay_figure_rgb(struct assay_figure_colour colour)
{
    return (unsigned)colour.light[0] << 16 | (unsigned)colour.light[1] << 8 |
           colour.light[2];
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
    const struct assay_figure_sheet *sheet = assay_figure_sheet(spec);
    const double letters = sheet->font / ASSAY_FIGURE_FONT;
    const double inner = sheet->width / ASSAY_FIGURE_WIDTH;
    struct assay_figure_frame frame = {
        .width = (unsigned)sheet->width,
        .left = (unsigned)(left * letters),
        .right = (unsigned)(24 * letters),
        .top = (unsigned)((double)entries * sheet->line + (entries ? 10 : 0) * letters +
                          (sheet->paper ? 6 : 40)),
        .bottom = (unsigned)((spec->x_label.len ? 60 : 34) * letters),
        .inner = (unsigned)(inner_height * fmax(inner, 0.8 * letters)),
    };

    frame.height = frame.top + frame.inner + frame.bottom;
    return frame;
}

static void put_label(const struct assay_figure_spec *spec, const char *what,
                      struct assay_str text, struct assay_buf *gp)
{
    size_t columns = text.len;

    if (text.len == 0)
        return;
    assay_buf_printf(gp, "set %s ", what);
    if (assay_figure_sheet(spec)->paper) /* what the width and a plot's height hold */
        columns = assay_figure_columns(spec, what[0] == 'x' ? 110 : 56);
    assay_figure_put_text(spec, text, columns, gp);
    assay_buf_puts(gp, " textcolor ");
    put_hex(inks[ASSAY_FIGURE_TEXT], gp);
    assay_buf_putc(gp, '\n');
}

static void put_margins(const struct assay_figure_spec *spec,
                        const struct assay_figure_frame *frame, struct assay_buf *gp)
{
    const double width = frame->width, height = frame->height;
    const bool paper = assay_figure_sheet(spec)->paper;

    assay_buf_printf(gp, "set lmargin at screen %.5f\n", frame->left / width);
    assay_buf_printf(gp, "set rmargin at screen %.5f\n", 1.0 - frame->right / width);
    assay_buf_printf(gp, "set tmargin at screen %.5f\n", 1.0 - frame->top / height);
    assay_buf_printf(gp, "set bmargin at screen %.5f\n", frame->bottom / height);
    assay_buf_printf(gp,
                     "set key at screen %.5f, screen %.5f left top vertical maxcols 1 "
                     "Left reverse samplen 1.6 spacing %.4f textcolor ",
                     (paper ? 4.0 : 10.0) / width, 1.0 - (paper ? 2.0 : 30.0) / height,
                     (double)ASSAY_FIGURE_LINE / (ASSAY_FIGURE_FONT * 1.5) * 1.2);
    put_hex(inks[ASSAY_FIGURE_TEXT], gp);
    assay_buf_putc(gp, '\n');
}

void assay_figure_put_canvas(struct assay_buf *gp)
{
    assay_buf_puts(gp, "set datafile separator tab\n"
                       "set decimalsign '.'\n"
                       "set border 1 linewidth 1 linecolor ");
    put_hex(inks[ASSAY_FIGURE_NEUTRAL], gp);
    assay_buf_puts(gp, "\nset tics scale 0 textcolor ");
    put_hex(inks[ASSAY_FIGURE_TEXT], gp);
    assay_buf_puts(gp, "\nset grid back linetype 1 linewidth 1 linecolor ");
    put_hex(inks[ASSAY_FIGURE_GRID], gp);
    assay_buf_puts(gp, "\nset errorbars 0\nset style fill solid 1.0 noborder\n");
}

void assay_figure_put_title(const struct assay_figure_spec *spec, double height,
                            struct assay_buf *gp)
{
    assay_buf_puts(gp, "set label 1 ");
    assay_figure_put_text(spec, spec->title, 96, gp);
    assay_buf_printf(gp, " at screen %.5f, screen %.5f left font ',%d' textcolor ",
                     10.0 / assay_figure_sheet(spec)->width, 1.0 - 16.0 / height,
                     ASSAY_FIGURE_FONT + 2);
    put_hex(inks[ASSAY_FIGURE_TEXT], gp);
    assay_buf_putc(gp, '\n');
}

void assay_figure_prologue(const struct assay_figure_spec *spec,
                           const struct assay_figure_frame *frame, struct assay_buf *gp)
{
    assay_figure_put_terminals(spec, frame->height, gp);
    assay_figure_put_canvas(gp);
    if (!assay_figure_sheet(spec)->paper)
        assay_figure_put_title(spec, frame->height, gp);
    put_margins(spec, frame, gp);
    put_label(spec, "xlabel", spec->x_label, gp);
    put_label(spec, "ylabel", spec->y_label, gp);
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

void assay_figure_put_key(const struct assay_figure_spec *spec, struct assay_str name,
                          struct assay_buf *gp)
{
    assay_buf_puts(gp, name.len ? " title " : " notitle");
    if (name.len)
        assay_figure_put_text(spec, name, assay_figure_columns(spec, 70), gp);
}

void assay_figure_put_source(const struct assay_figure_spec *spec, size_t index,
                             bool first, struct assay_buf *gp)
{
    assay_buf_printf(gp, "%s'%.*s.tsv' index %zu using ", first ? "plot " : ", \\\n     ",
                     ASSAY_STR_ARG(spec->name), index);
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
