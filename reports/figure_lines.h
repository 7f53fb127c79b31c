/* figure_lines.h - what kinds that draw curves with bands share. */
#ifndef ASSAY_REPORTS_FIGURE_LINES_H
#define ASSAY_REPORTS_FIGURE_LINES_H

#include "reports/figure.h"

/* x, y, band, n of every point; one index a series. */
void assay_figure_lines_data(const struct assay_figure_spec *spec, struct assay_buf *tsv);

/* "plot" with a band and a line with points for each series; lead comes first. */
void assay_figure_lines_plot(const struct assay_figure_spec *spec, const char *lead,
                             struct assay_buf *gp);

/* Refuses series without points. */
ASSAY_MUST_USE
enum assay_code assay_figure_lines_check(const struct assay_figure_spec *spec,
                                         struct assay_error *err);

#endif
