/* compare_figures.h - pictures of a comparison, for pages that show any. */
#ifndef ASSAY_CLI_COMPARE_FIGURES_H
#define ASSAY_CLI_COMPARE_FIGURES_H

#include "harness/run/comparison.h"

struct assay_page;

/*
 * Adds a forest plot of differences for every metric of a pair that has lines; nothing where it has one alone. Of two
 * runs also ribbons from what the first one made of the items to what the second one made of them.
 */
void assay_compare_figures(const struct assay_comparison *comparison,
                           const struct assay_comparison_suite *suite,
                           const struct assay_comparison_pair *pair,
                           struct assay_page *page);

/* Where every two runs were compared, more than two: what each has right and another has not, as a matrix. */
void assay_compare_matrix(const struct assay_comparison *comparison,
                          const struct assay_comparison_suite *suite,
                          struct assay_page *page);

#endif
