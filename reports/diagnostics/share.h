/* share.h - a share of so many, as a row of a diagnostic's table and among its values. */
#ifndef ASSAY_REPORTS_DIAGNOSTICS_SHARE_H
#define ASSAY_REPORTS_DIAGNOSTICS_SHARE_H

#include "reports/diagnostics/diagnostic.h"

/*
 * A row: key, hits / n with Wilson's interval (metrics/interval.h) in percent and, where the table has a third column, n. Of
 * nothing the share is undefined, and null among the values.
 *
 * Errors: ASSAY_EDOMAIN.
 */
ASSAY_MUST_USE
enum assay_code assay_diagnosis_share(struct assay_diagnosis *out,
                                      struct assay_page_table *table, const char *key,
                                      size_t hits, size_t n, struct assay_error *err);

#endif
