/*
 * reward_norm.h - norms of reward functions on a process, and of differences of two of them.
 *
 *   l1, l2, linf  over all states x actions x states entries x
 *   w1, w2        (sum tau |x|^p)^(1/p), weights tau, not divided by states x actions
 *   winf          max tau |x|, as the authors of STARC define it: not the supremum on the support
 *   jrange        max over policies of J less the least, assay_return_range
 *   none          1: not normalised
 *
 * Source: Skalse et al. 2023, arXiv:2309.15257, section 2.2, and the norms of its experiment. Checked in
 *         tests/distance and test_reward_norm.c.
 */
#ifndef ASSAY_METRICS_REWARD_NORM_H
#define ASSAY_METRICS_REWARD_NORM_H

#include "metrics/canonical.h"

enum assay_reward_norm {
    ASSAY_NORM_L1,
    ASSAY_NORM_L2,
    ASSAY_NORM_LINF,
    ASSAY_NORM_W1,
    ASSAY_NORM_W2,
    ASSAY_NORM_WINF,
    ASSAY_NORM_PLAIN,                     /* how many of them are read off the numbers */
    ASSAY_NORM_JRANGE = ASSAY_NORM_PLAIN, /* needs two optima */
    ASSAY_NORM_NONE,
    ASSAY_NORMS
};

/* "l1", ..., "jrange", "none". */
extern const char *const assay_norm_name[ASSAY_NORMS];

/* sx x - sy y. */
struct assay_norm_scale {
    double x, y;
};

/*
 * Norms of scaled differences of two canonical forms of the same kind, all in one pass over rows.
 *
 *   y      NULL: 0
 *   scale  (count,) at most ASSAY_NORMS
 *   out    (count,) norms l1 .. winf of each. Sums run in four lanes; what would overflow is scaled
 */
void assay_canonical_norms(const struct assay_canonical *x,
                           const struct assay_canonical *y,
                           const struct assay_norm_scale *scale, size_t count,
                           double (*out)[ASSAY_NORM_PLAIN]);

/*
 * True where a norm of c(R) says nothing: c(R) is not 0, and yet its norm is no more than 1e-10 of what
 * max |c(R)| allows: times S A (w1), sqrt(S A) (w2), 1 (winf), 2 / (1 - gamma) (jrange). Happens to
 * forms that are none in the sense of STARC.
 */
bool assay_norm_is_void(const struct assay_canonical *canonical,
                        enum assay_reward_norm norm, double value);

#endif
