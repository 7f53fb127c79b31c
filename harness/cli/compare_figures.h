/* compare_figures.h - pictures of a comparison, for pages that show any. */
#ifndef ASSAY_CLI_COMPARE_FIGURES_H
#define ASSAY_CLI_COMPARE_FIGURES_H

#include "harness/run/comparison.h"

struct assay_page;

/* Adds a forest plot of differences for every metric of a pair that has lines; nothing where it has one alone. */
void assay_compare_figures(const struct assay_comparison *comparison,
                           const struct assay_comparison_suite *suite,
                           const struct assay_comparison_pair *pair,
                           struct assay_page *page);

#endif
