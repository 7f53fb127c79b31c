/* shaping.h - rewards made from rewards or log-probabilities. */
#ifndef ASSAY_METRICS_SHAPING_H
#define ASSAY_METRICS_SHAPING_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>

/*
 * Preference as reward: how a reward stands among those of reference responses,
 *
 *   1/m sum_i sigma(k (r - r_i)),    in (0, 1), 1/2 where r is like them
 *
 *   reference  (m,) finite, m >= 1
 *   k          steepness, 1 in the paper
 *
 * Errors: ASSAY_EDOMAIN without references.
 * Source: Fu et al. 2025, Reward Shaping to Mitigate Reward Hacking in RLHF, arXiv:2502.18770;
 *         PorUna-byte/PAR. Checked in tests/golden, par.
 */
ASSAY_MUST_USE
enum assay_code assay_shaping_par(double reward, const double *reference, size_t m,
                                  double k, double *out, struct assay_error *err);

/*
 * Self-certainty of a response: the mean over its tokens of KL(uniform || p_t),
 *
 *   1/T sum_t ( -1/V sum_v log p_t(v) - log V )    >= 0
 *
 *   logp  (tokens, vocabulary) row-major natural logarithms, normalised
 *
 * Errors: ASSAY_EDOMAIN without tokens or vocabulary.
 * Source: Kang et al. 2025, Self-Certainty, arXiv:2502.18581, equation 6. Checked in tests/golden,
 *         self_certainty.
 */
ASSAY_MUST_USE
enum assay_code assay_shaping_self_certainty(const double *logp, size_t tokens,
                                             size_t vocabulary, double *out,
                                             struct assay_error *err);

#endif
