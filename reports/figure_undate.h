/* figure_undate.h - pictures without the time of their drawing: the same figure, the same bytes. */
#ifndef ASSAY_REPORTS_FIGURE_UNDATE_H
#define ASSAY_REPORTS_FIGURE_UNDATE_H

#include "reports/figure.h"

/*
 * Replaces the dates that terminals write into PDF (/CreationDate) and TikZ (a comment) by zeros
 * of the same length.
 *
 * Errors: ASSAY_EIO where a file that was asked for is not there.
 */
ASSAY_MUST_USE
enum assay_code assay_figure_undate(const struct assay_figure_spec *spec,
                                    const char *directory, struct assay_error *err);

#endif
