/* best_of_n.h - what the best of n samples by a proxy is worth, exactly instead of by drawing. */
#ifndef ASSAY_METRICS_BEST_OF_N_H
#define ASSAY_METRICS_BEST_OF_N_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>

/* Samples of one prompt. */
struct assay_samples {
    const double *proxy; /* (count,) not NaN; -inf (no answer) is the lowest */
    const double *value; /* (count,) finite */
    size_t count;
};

/*
 * Expected value of the sample with the highest proxy among n drawn of N without replacement.
 * With proxies ascending and rank i from 1,
 *
 *   E_n = sum_{i=n}^{N} w_i v_(i),   w_i = C(i-1, n-1) / C(N, n)
 *
 * by w_N = n / N and w_{i-1} = w_i (i - n) / (i - 1), whose terms are positive. Samples of equal
 * proxy share the sum of their weights: one of them is taken at random. n = 1 is the plain mean;
 * n = N the mean over those of the highest proxy.
 *
 *   n      (ns,) each in [1, count], in any order
 *   out    (ns,) E of n[k]
 *
 * Errors: ASSAY_EDOMAIN if count is 0 or an n is outside its range.
 * Source: Nakano et al. 2021, WebGPT, appendix I; tlc4418/llm_optimization
 *         src/bon/bon_sampling.py unbiased_sampler, which has no rule for ties. Checked in
 *         test_best_of_n.c and tests/golden, bon_curve and ppe_bok.
 */
ASSAY_MUST_USE
enum assay_code assay_best_of_n(const struct assay_samples *samples, const size_t *n,
                                size_t ns, double *out, struct assay_error *err);

/*
 * The chance that k samples drawn of n without replacement hold one of c right ones:
 *
 *   1 - prod_{i=n-c+1}^{n} (1 - k / i),   1 where n - c < k
 *
 * which is E_k of the best of k where the proxy is right or wrong itself.
 *
 * Errors: ASSAY_EDOMAIN unless c <= n and 1 <= k <= n.
 * Source: Chen et al. 2021, arXiv:2107.03374; openai/human-eval human_eval/evaluation.py
 *         estimate_pass_at_k. Checked in tests/golden, pass_at_k.
 */
ASSAY_MUST_USE
enum assay_code assay_pass_at_k(size_t n, size_t c, size_t k, double *out,
                                struct assay_error *err);

/*
 * Upper bound of the KL divergence, in nats, of the best of n from the policy sampled:
 * log n - (n - 1) / n; exact where no two rewards are equal. n >= 1.
 *
 * Source: Stiennon et al. 2020, arXiv:2009.01325, appendix G; Beirami et al. 2024,
 *         arXiv:2401.01879. Checked in tests/golden, bon_curve and kl_bon.
 */
double assay_best_of_n_kl(size_t n);

/* A policy of finitely many outcomes. */
struct assay_best_outcomes {
    const double
        *share; /* (count,) >= 0; the sum is 1 within 1e-9, by which they are divided */
    const double *reward; /* (count,) not NaN */
    size_t count;
};

/*
 * KL divergence, in nats, of the best of n from a policy of finitely many outcomes, exactly:
 * outcomes of equal reward are one, of mass p_k, with F_k = p_1 + ... + p_k in the order of reward,
 *
 *   q_k = F_k^n - F_{k-1}^n,   KL = sum_k q_k log(q_k / p_k)
 *
 * where equals are taken in proportion to their mass. n = 1 gives 0; for large n it tends to
 * -log p of the highest reward. At most assay_best_of_n_kl.
 *
 *   n    (ns,) each >= 1
 *   out  (ns,)
 *
 * Errors: ASSAY_EDOMAIN if an n is 0, there is no outcome, or shares do not add up to 1.
 * Source: Beirami et al. 2024, arXiv:2401.01879, whose theorem 1 is the bound. Checked in
 *         test_best_order.c by enumeration and in tests/golden, kl_bon_exact.
 */
ASSAY_MUST_USE
enum assay_code assay_best_of_n_kl_exact(const struct assay_best_outcomes *outcomes,
                                         const size_t *n, size_t ns, double *out,
                                         struct assay_error *err);

#endif
