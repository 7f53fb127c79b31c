/* deltabench.h - a set of sections said to be wrong against the set that is. */
#ifndef ASSAY_METRICS_DELTABENCH_H
#define ASSAY_METRICS_DELTABENCH_H

#include <stdbool.h>
#include <stddef.h>

/* One critique: sections told right, told wrongly, and missed. */
struct assay_overlap_count {
    size_t tp, fp, fn;
};

struct assay_prf {
    double precision, recall, f1; /* fractions */
};

/*
 * Compares two sets of section numbers; repeats count once.
 *
 *   said, gold   (said_count,), (gold_count,) in any order
 *   drop_beyond  numbers above the largest gold one are dropped before counting, as the official
 *                code does; that raises precision
 */
struct assay_overlap_count assay_deltabench_count(const long *said, size_t said_count,
                                                  const long *gold, size_t gold_count,
                                                  bool drop_beyond);

/*
 * precision = tp / (tp + fp), recall = tp / (tp + fn), f1 = 2 p r / (p + r); a quotient whose
 * denominator is 0 is 0.
 *
 * Summed over critiques the counts give the micro values; means of the values of each critique
 * (pairwise sums, as pandas) are the macro ones.
 * Source: He et al. 2025, DeltaBench, arXiv:2502.19361; OpenStellarTeam/DeltaBench evaluation.py
 *         parse_output and calculate_accuracies_v2. Checked in tests/golden, deltabench.
 */
struct assay_prf assay_deltabench_critique(const struct assay_overlap_count *count);

/* The same from sums: f1 = 2 (p r) / (p + r), the official order of operations there. */
struct assay_prf assay_deltabench_micro(const struct assay_overlap_count *sum);

#endif
