/* figure_ruler.h - an axis of numbers with its tics, as gnuplot is told of it. */
#ifndef ASSAY_REPORTS_FIGURE_RULER_H
#define ASSAY_REPORTS_FIGURE_RULER_H

#include "reports/figure_axis.h"
#include "reports/figure_sheet.h"

struct assay_figure_ruler {
    char which; /* 'x' or 'y' */
    const struct assay_figure_axis *axis;
    size_t most;   /* tics */
    double length; /* of the axis where its labels stand side by side, else 0 */
    bool labelled; /* else there are tics for the grid alone */
};

/* As many tics as labels of their width leave room for on an axis of that length, 2 at least. */
size_t assay_figure_ruler_tics(const struct assay_figure_spec *spec,
                               const struct assay_figure_axis *axis, double length);

/* Range and tics; a label that has no room beside the one before it is left out. */
void assay_figure_put_ruler(const struct assay_figure_spec *spec,
                            const struct assay_figure_ruler *ruler, struct assay_buf *gp);

#endif
