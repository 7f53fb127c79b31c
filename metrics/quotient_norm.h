/*
 * quotient_norm.h - the least norm of all reward functions that order policies as R does for the same
 * reasons: by shaping and by redistribution over s'.
 *
 *   q_p(R) = min || R' ||_p over R' equivalent to R without scaling
 *   d      = q_p(R1 / q_p(R1) - R2 / q_p(R2))
 *
 *   l1    min over Phi of sum_{s,a} |r - B Phi| / max_s' tau        linear programmes, solved in
 *   linf  min over Phi of max_{s,a} |r - B Phi|                     their duals, which have a row a
 *   w1    min over Phi of sum_{s,a} |r - B Phi|                     state
 *   l2    the L2 norm of the form min_l2,  w2 the w2 norm of min_w2
 *
 * with (B Phi)(s,a) = Phi(s) - gamma (P Phi)(s,a). A minimiser of l1 or linf is neither unique nor
 * linear in R, so it is no canonical form; the least value is unique, and d has the guarantees of STARC.
 *
 * Source: derived for assay from Skalse et al. 2023, arXiv:2309.15257, section 2. Checked in
 *         tests/distance and test_starc.c.
 */
#ifndef ASSAY_METRICS_QUOTIENT_NORM_H
#define ASSAY_METRICS_QUOTIENT_NORM_H

#include "metrics/reward_norm.h"

/*
 *   norm   ASSAY_NORM_L1, LINF or W1
 *   level  (states, actions) r; one whose potentials are taken out (val) loses fewest digits
 *
 * Errors: ASSAY_EDOMAIN for more than 100,000 rows (s, a), or as assay_linear_programme_solve.
 */
ASSAY_MUST_USE
enum assay_code assay_quotient_norm(const struct assay_mdp *mdp,
                                    enum assay_reward_norm norm, const double *level,
                                    double *out, struct assay_error *err);

#endif
