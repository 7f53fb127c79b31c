#include "metrics/paired.h"

#include "harness/core/rng.h"
#include "harness/core/sum.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include <math.h>

struct assay_mcnemar assay_paired_mcnemar(unsigned int b, unsigned int c)
{
    const unsigned int n = b + c;
    const unsigned int least = b < c ? b : c;
    const double excess = fmax(fabs((double)b - (double)c) - 1.0, 0.0);
    struct assay_mcnemar out = {1.0, 1.0, 0.0, 1.0};

    if (n == 0)
        return out;

    const double tails = 2.0 * gsl_cdf_binomial_P(least, 0.5, n);

    out.exact = fmin(1.0, tails);
    out.midp = b == c ? 1.0 : fmin(1.0, tails - gsl_ran_binomial_pdf(least, 0.5, n));
    out.chi2 = excess * excess / (double)n;
    out.p_chi2 = erfc(sqrt(out.chi2 / 2.0));
    return out;
}

static double flipped_sum(const double *difference, size_t n, struct assay_rng *rng)
{
    uint64_t word = 0;
    double sum = 0.0;

    for (size_t i = 0; i < n; i++) {
        if (i % 64 == 0)
            word = assay_rng_next(rng);
        sum += word & 1 ? -difference[i] : difference[i];
        word >>= 1;
    }
    return sum;
}

static double signed_sum(const double *difference, size_t n, uint32_t signs)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += signs >> i & 1 ? -difference[i] : difference[i];
    return sum;
}

enum assay_code assay_paired_sign_flip(const double *difference, size_t n,
                                       size_t replicates, uint64_t seed, double *out,
                                       struct assay_error *err)
{
    const double observed = fabs(assay_sum_sequential(difference, n));
    const double bound = observed - 1e-12 * fmax(1.0, observed);
    struct assay_rng rng = {seed};
    size_t extreme = 0;

    if (n == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "sign flips of no differences");
    if (n <= ASSAY_SIGN_FLIP_EXACT) {
        for (uint32_t signs = 0; signs < UINT32_C(1) << n; signs++)
            extreme += fabs(signed_sum(difference, n, signs)) >= bound;
        *out = (double)extreme / (double)(UINT32_C(1) << n);
        return ASSAY_OK;
    }
    if (replicates == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "sign flips without replicates");
    for (size_t r = 0; r < replicates; r++)
        extreme += fabs(flipped_sum(difference, n, &rng)) >= bound;
    *out = (double)(1 + extreme) / (double)(1 + replicates);
    return ASSAY_OK;
}
