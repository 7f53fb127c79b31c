/* figure_look.h - how a series of each look is drawn, in a plot and in the legend. */
#ifndef ASSAY_REPORTS_FIGURE_LOOK_H
#define ASSAY_REPORTS_FIGURE_LOOK_H

#include "reports/figure_layout.h"
#include "reports/figure_style.h"

/* Commands behind `plot`, a series a pass: what lies behind comes first. */
void assay_figure_put_looks(const struct assay_figure_layout *layout, size_t panel,
                            struct assay_buf *gp);

/* Colour of a series; references are grey. */
struct assay_figure_colour assay_figure_series_colour(
    const struct assay_figure_spec *spec, size_t series);

/* " dashtype (8,4)" of a line, and the number of gnuplot's marker of a series; 0: none. */
void assay_figure_put_dash(const struct assay_figure_spec *spec, size_t series,
                           struct assay_buf *gp);
unsigned assay_figure_marker(const struct assay_figure_spec *spec, size_t series);

/* A star of five points at x, y of the sheet, in the colour of a series, as object tag. */
void assay_figure_put_star(const struct assay_figure_layout *layout, const double at[2],
                           size_t series, size_t tag, struct assay_buf *gp);

#endif
