/*
 * vote_curve.h - what voting among n of N samples of a prompt is worth, over all choices of n.
 *
 * Where best of n asks a reward model, voting asks the samples: the answer with the most votes is
 * taken. Its expectation over random n of N samples is a curve in n as that of the best of n is, and
 * stands beside it.
 */
#ifndef ASSAY_METRICS_VOTE_CURVE_H
#define ASSAY_METRICS_VOTE_CURVE_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>
#include <stdint.h>

enum assay_vote {
    ASSAY_VOTE_MAJORITY, /* one vote each */
    ASSAY_VOTE_WEIGHTED, /* the proxy is the weight of the vote */
    ASSAY_VOTE_BORDA     /* (n - r)^power votes, r the rank by the proxy from 0 */
};

/* Samples of one prompt. */
struct assay_vote_samples {
    const long
        *answer; /* (count,) equal numbers are equal answers; ASSAY_VOTING_NO_ANSWER of
                            voting.h never votes */
    const double
        *value; /* (count,) finite; a winning answer is worth the mean of its samples */
    const double
        *proxy;   /* (count,) not NaN; not used by the majority, which may have NULL */
    size_t count; /* >= 1, below 2^32 */
};

struct assay_vote_rule {
    enum assay_vote how;
    double power;  /* of BORDA, >= 0 */
    double none;   /* what it is worth if nobody votes; 0: no answer is a wrong one */
    size_t draws;  /* >= 2, where no exact form is used */
    uint64_t seed; /* of these draws; give each prompt its own, assay_rng_stream */
};

/* One point of a curve. */
struct assay_vote_point {
    double value;
    double se; /* of the draws, over whole subsets; 0 where the value is exact */
};

/*
 * Expected value of the answer voted for by n of N samples drawn without replacement. Answers with
 * equally many votes share: one of them is taken at random.
 *
 * MAJORITY is exact: with m_g samples of answer g and m_0 of none, the number of subsets in which g
 * wins with t votes is the coefficient of z^n in
 *
 *   C(m_g, t) z^t  int_0^1 prod_{h != g} (sum_{k<t} C(m_h, k) z^k + y C(m_h, t) z^t) dy
 *                  (1 + z)^m_0,
 *
 * since int y^j dy = 1 / (1 + j) is the share of g among 1 + j answers of t votes. The integrand is
 * a polynomial in y, which Gauss and Legendre's rule integrates exactly; coefficients are positive,
 * so nothing cancels. This is done for N up to 1000 and where it takes up to 2 * 10^8
 * multiplications: always up to N = 256, beyond that where few answers have many samples.
 *
 * Else, and for WEIGHTED and BORDA, subsets are drawn: `draws` random orders, of which the first n
 * are taken for every n, so that points of one prompt go together; n = 1 and n = N are exact then
 * too. A proxy of -inf has no weight and does not vote in WEIGHTED; in BORDA it is the lowest and
 * votes. BORDA ranks equal proxies in the order of the samples; a sample without an answer holds
 * its rank.
 *
 *   n    (ns,) each >= 1, in any order
 *   out  (ns,); value and se 0, which means nothing, where n is above N
 *
 * Errors: ASSAY_EDOMAIN if a size is outside its range.
 * Source: Wang et al. 2023, arXiv:2203.11171 (majority); Li et al. 2023, arXiv:2206.02336
 *         (weighted); Kang et al. 2025, arXiv:2502.18581 (Borda). All of them take the first answer
 *         of equally many votes. Checked in test_vote_curve.c against all subsets.
 */
ASSAY_MUST_USE
enum assay_code assay_vote_curve(const struct assay_vote_samples *samples,
                                 const struct assay_vote_rule *rule, const size_t *n,
                                 size_t ns, struct assay_vote_point *out,
                                 struct assay_error *err);

#endif
