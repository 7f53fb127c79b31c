/*
 * figure_scale.h - numbers as colours, and as short texts in coloured cells.
 *
 * Numbers of one sign go from pale to deep blue. Where both signs occur, what lies below zero goes
 * from pale to deep orange and zero is palest, so that the two are told apart with any kind of
 * colour blindness. Lightness falls evenly with the level: the order of cells is seen in grey, too.
 * Levels are few, for each has a sister for dark pages, as the colours of figure_style.h do.
 */
#ifndef ASSAY_REPORTS_FIGURE_SCALE_H
#define ASSAY_REPORTS_FIGURE_SCALE_H

#include "reports/figure_axis.h"
#include "reports/figure_style.h"

enum {
    ASSAY_FIGURE_LEVELS = 32
};

/* A level of the blue ramp, or of the orange one. */
struct assay_figure_colour assay_figure_ramp(bool below, size_t level);

struct assay_figure_scale {
    struct assay_figure_axis axis; /* from a round number to another */
    bool diverging;                /* zero is in its middle */
    int decimals;                  /* of numbers in cells; -1: with an exponent */
    double width;                  /* of the widest of them, in sizes of letters, */
    double
        bare_width;  /* and as short as they may be, see bare; 0: they are not shorter */
    bool whole_zero; /* there are numbers beyond 1: a zero before the point stays */
    bool bare; /* ".25" and "1.0" for "0.25" and "0.997"; of larger ones a decimal less */
};

/* The scale of (count,) finite values; of none it is from 0 to 1. */
struct assay_figure_scale assay_figure_scale_of(const double *value, size_t count);

struct assay_figure_colour assay_figure_scale_colour(
    const struct assay_figure_scale *scale, double value);

/* The ink of a text on that colour: that of texts, or the paper's on deep colours. */
struct assay_figure_colour assay_figure_scale_ink(const struct assay_figure_scale *scale,
                                                  double value);

/* The functions of a script that spell numbers in cells: v(x), and r(x, y) of an interval. */
void assay_figure_put_spelling(const struct assay_figure_scale *scale, bool paper,
                               struct assay_buf *gp);

/* Where a colour bar stands, from the left and top edge of the sheet. */
struct assay_figure_bar {
    double left, right, top, bottom;
    double height; /* of the sheet */
    bool
        upright; /* lowest at the bottom, numbers to its right; else from the left, below it */
    size_t tics; /* about so many */
};

/* What the numbers of a bar's tics take to its right, or their height below it. */
double assay_figure_bar_room(const struct assay_figure_spec *spec,
                             const struct assay_figure_scale *scale,
                             const struct assay_figure_bar *bar);

/* Objects and labels of a bar; *tag is the number of the next one of either. */
void assay_figure_put_bar(const struct assay_figure_spec *spec,
                          const struct assay_figure_scale *scale,
                          const struct assay_figure_bar *bar, size_t *tag,
                          struct assay_buf *gp);

#endif
