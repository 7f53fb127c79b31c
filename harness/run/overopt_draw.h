/* overopt_draw.h - figures of curves of gold against d. */
#ifndef ASSAY_RUN_OVEROPT_DRAW_H
#define ASSAY_RUN_OVEROPT_DRAW_H

#include "harness/run/overopt_result.h"

/* The series of a curve's result; of the first one also those of all curves. */
void assay_overopt_draw(const struct assay_overopt_told *told, size_t which,
                        struct assay_findings *out);

/* Ascending x. */
void assay_overopt_sort_points(struct assay_point *point, size_t n);

#endif
