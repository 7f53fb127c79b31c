/* mean.h - the averages that benchmarks take, in the order in which their code adds. */
#ifndef ASSAY_METRICS_MEAN_H
#define ASSAY_METRICS_MEAN_H

#include <stdbool.h>
#include <stddef.h>

struct assay_mean {
    double value; /* 0 where used is 0 */
    size_t used;  /* values that took part */
};

/*
 * Mean of values: (x_0 + x_1 + ...) / n, added left to right, one division.
 *
 *   x  (n,) finite
 *
 * Empty: value 0 and used 0; the caller says that nothing was there.
 * Source: Python's sum(x) / len(x) before 3.12. Checked in tests/golden, rb2_bo4.
 */
struct assay_mean assay_mean_plain(const double *x, size_t n);

/*
 * Weighted mean over the values that are present:
 *
 *   sum_i x_i w_i / sum_i w_i        both sums left to right, in the given order
 *
 * The order matters to the last bit, so it is the caller's.
 *
 *   x, w     (n,) finite, w >= 0
 *   present  (n,); an absent one leaves both sums; NULL: all are present
 *
 * Empty (nothing present, or no weight): value 0 as official code has it, used 0.
 * Source: allenai/reward-bench, rewardbench/utils.py, calculate_scores_per_section, and
 *         numpy.ma.average along a short axis. Checked in tests/golden, rb1_sections and
 *         rb1_overall.
 */
struct assay_mean assay_mean_weighted(const double *x, const double *w,
                                      const bool *present, size_t n);

#endif
