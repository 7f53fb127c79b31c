/*
 * figure_style.h - what all figures have in common: palette, font, sizes, frame, legend.
 *
 * Colours are Okabe and Ito's (2008), which people with any kind of colour blindness tell
 * apart, in an order that keeps neighbours distinct in grey. Each has a lighter or darker
 * sister for dark pages: a page maps one to the other by style sheet.
 */
#ifndef ASSAY_REPORTS_FIGURE_STYLE_H
#define ASSAY_REPORTS_FIGURE_STYLE_H

#include "reports/figure_sheet.h"

enum {
    ASSAY_FIGURE_WIDTH = 760, /* px */
    ASSAY_FIGURE_FONT = 13,   /* px */
    ASSAY_FIGURE_LINE = 20,   /* px from one line of text to the next */
    ASSAY_FIGURE_COLOURS = 8
};

struct assay_figure_colour {
    unsigned char light[3], dark[3];
};

/* Colour of series i; repeats after ASSAY_FIGURE_COLOURS. */
struct assay_figure_colour assay_figure_colour(size_t i);

/* Marker (gnuplot's number) and dash ("(9,4)") of series i, so that grey prints tell them apart. */
unsigned assay_figure_marker_of(size_t i);
const char *assay_figure_dash_of(size_t i);

/* Colours with a meaning. */
enum assay_figure_ink {
    ASSAY_FIGURE_RIGHT,   /* correct items */
    ASSAY_FIGURE_WRONG,   /* wrong items */
    ASSAY_FIGURE_NEUTRAL, /* ties, references */
    ASSAY_FIGURE_GRID,    /* lines behind the data */
    ASSAY_FIGURE_TEXT,    /* titles, labels, axes */
    ASSAY_FIGURE_PAPER,   /* what lies under all of it: halos of markers */
    ASSAY_FIGURE_INKS
};
struct assay_figure_colour assay_figure_ink(enum assay_figure_ink ink);

/* What gnuplot's "rgb variable" reads: red, green and blue as one number. */
unsigned assay_figure_rgb(struct assay_figure_colour colour);

/* " linecolor rgb '#0072b2' " */
void assay_figure_put_colour(struct assay_figure_colour colour, struct assay_buf *gp);

/* Where the data are, in the unit of the sheet from the left and top edge. */
struct assay_figure_frame {
    unsigned width, height;
    unsigned left, right, top, bottom; /* margins */
    unsigned inner;                    /* height between them */
};

/*
 * The frame of a figure: room for title, legend (one line an entry) and axis labels. left and
 * inner_height are those of a web page; on paper they shrink with letters and width.
 */
struct assay_figure_frame assay_figure_frame(const struct assay_figure_spec *spec,
                                             unsigned left, unsigned inner_height,
                                             size_t entries);

/* Terminal, output, encoding, margins, title, legend, axes: all before `plot`. */
void assay_figure_prologue(const struct assay_figure_spec *spec,
                           const struct assay_figure_frame *frame, struct assay_buf *gp);

/* The title of a figure on a web page, of that height. */
void assay_figure_put_title(const struct assay_figure_spec *spec, double height,
                            struct assay_buf *gp);

/* What a canvas looks like before anything is drawn: border, grid, fills. */
void assay_figure_put_canvas(struct assay_buf *gp);

/* "# figure", name and legend of each series, as comments of a .tsv. */
void assay_figure_data_head(const struct assay_figure_spec *spec, const char *columns,
                            struct assay_buf *tsv);
void assay_figure_data_series(const struct assay_figure_spec *spec, size_t i,
                              struct assay_buf *tsv);

/* " title 'name'", at most 70 columns of it. */
void assay_figure_put_key(const struct assay_figure_spec *spec, struct assay_str name,
                          struct assay_buf *gp);

/* "'NAME.tsv' index 2 using ", behind `plot` or a comma. */
void assay_figure_put_source(const struct assay_figure_spec *spec, size_t index,
                             bool first, struct assay_buf *gp);

/* A range of round numbers about [lo, hi] and a step that gives about five tics. */
struct assay_figure_range {
    double lo, hi, step;
};
struct assay_figure_range assay_figure_range(const struct assay_figure_spec *spec,
                                             double lo, double hi);

/* "set xrange [lo:hi]", tics and a grid; axis is 'x' or 'y'. */
void assay_figure_put_axis(char axis, struct assay_figure_range range,
                           struct assay_buf *gp);

/* Smallest and largest y, bands included, over all series. */
void assay_figure_span(const struct assay_figure_spec *spec, double *lo, double *hi);

#endif
