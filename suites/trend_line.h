/* trend_line.h - numbers in what trainers print; for trend_*.c only. */
#ifndef ASSAY_SUITES_TREND_LINE_H
#define ASSAY_SUITES_TREND_LINE_H

#include "harness/core/tree.h"

#include <stdbool.h>

/* True, with the line, for a record of the layout `lines`. */
bool assay_trend_line_of(const struct assay_node *record, struct assay_str *out);

/*
 * Puts a value as Python prints it: a number, nan, inf, True, False, or what is in np.float64(..) and its like.
 * Anything else, and a name that is there already, is left out.
 */
void assay_trend_line_put(struct assay_node *row, struct assay_str name,
                          struct assay_str value, struct assay_arena *arena);

/* Puts what a dict of Python, as printed, has under texts; false where it has no end. */
bool assay_trend_line_dict(struct assay_str dict, struct assay_node *row,
                           struct assay_arena *arena);

#endif
