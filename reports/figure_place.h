/*
 * figure_place.h - where the names of points stand, so that none lies on another.
 *
 * One after the other takes the first free place of those around its point: beside it, above,
 * below, at its corners, then the same further away with a line to the point. A name for which all
 * are taken has none. Points are free of names, too.
 */
#ifndef ASSAY_REPORTS_FIGURE_PLACE_H
#define ASSAY_REPORTS_FIGURE_PLACE_H

#include <stdbool.h>
#include <stddef.h>

/* A name to be placed. All of it in the unit of the sheet, from the left and top edge. */
struct assay_figure_tag {
    double x, y, radius;  /* of the point's marker */
    double width, height; /* of the text; width 0: the point has none */
    bool placed, led;     /* found a place; with a line to the point */
    double left, top;     /* of the place */
};

struct assay_figure_box {
    double left, right, top, bottom;
};

/* Places the names of (count,) points, the first ones first, within a box. */
void assay_figure_place(struct assay_figure_tag *tag, size_t count,
                        struct assay_figure_box within);

#endif
