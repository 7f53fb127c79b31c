/*
 * figure_sheet.h - what a figure is drawn on: a web page, or a column or page of a paper, and
 * the programs that draw it there.
 *
 * Kinds of figure measure in points on paper and in pixels on a web page, and never need to know
 * which: a sheet says how wide it is and how large its letters are. A figure for a page is an
 * SVG; one for paper is drawn by one script in several formats, which differ in terminal and in
 * how a text is spelt, for TeX reads some characters as commands.
 */
#ifndef ASSAY_REPORTS_FIGURE_SHEET_H
#define ASSAY_REPORTS_FIGURE_SHEET_H

#include "reports/figure.h"

struct assay_figure_sheet {
    double width, font; /* pt, px */
    double line;        /* from one line of text to the next */
    double inner;       /* height of a lone plot */
    double point;       /* size of a marker, of gnuplot's */
    bool paper;         /* no title: the caption tells; scripts of several formats */
};

/* The sheet of a figure: a web page's, where the figure has no other. */
const struct assay_figure_sheet *assay_figure_sheet(const struct assay_figure_spec *spec);

/*
 * Text for gnuplot: a string in quotes, or (tex ? '...' : '...') where TeX needs another; past
 * width columns it ends in an ellipsis. For labels of tics, where gnuplot reads formats, too.
 */
void assay_figure_put_text(const struct assay_figure_spec *spec, struct assay_str text,
                           size_t width, struct assay_buf *gp);
void assay_figure_put_tic(const struct assay_figure_spec *spec, struct assay_str text,
                          size_t width, struct assay_buf *gp);

/* The whole text in letters of another size, which TeX has to be told in the text itself. */
void assay_figure_put_sized_text(const struct assay_figure_spec *spec,
                                 struct assay_str text, double font,
                                 struct assay_buf *gp);
void assay_figure_put_sized_tic(const struct assay_figure_spec *spec,
                                struct assay_str text, double font, struct assay_buf *gp);

/* Columns of text that have on this sheet the room which `columns` have on a web page. */
size_t assay_figure_columns(const struct assay_figure_spec *spec, size_t columns);

/* About how wide a text is. */
double assay_figure_text_width(const struct assay_figure_spec *spec,
                               struct assay_str text);

/* The beginning of a script: terminals and outputs for a figure of this height. */
void assay_figure_put_terminals(const struct assay_figure_spec *spec, double height,
                                struct assay_buf *gp);

/* The end of a script. */
void assay_figure_put_end(const struct assay_figure_spec *spec, struct assay_buf *gp);

#endif
