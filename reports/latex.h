/*
 * latex.h - one table as a paper has it.
 *
 * booktabs rules, numbers aligned at their points by siunitx (3.0 or later), intervals in brackets
 * beside them, marks of significance that take no room, and a caption that says what the table is
 * of: it stands alone. The label is "tab:" and the table's slug. Long tables are longtables.
 *
 *     \usepackage[T1]{fontenc}
 *     \usepackage{booktabs,longtable,siunitx}
 */
#ifndef ASSAY_REPORTS_LATEX_H
#define ASSAY_REPORTS_LATEX_H

#include "harness/core/buf.h"
#include "reports/page.h"

/* Appends the table, which has rows. */
void assay_latex_table(const struct assay_page_table *table, struct assay_buf *out);

#endif
