#include "metrics/kl_estimate.h"

#include "harness/core/memory.h"
#include "harness/core/sum.h"

#include <math.h>
#include <stdlib.h>

const char *assay_kl_name(enum assay_kl kind)
{
    static const char *const name[ASSAY_KL_ESTIMATORS] = {"k1", "k2", "k3"};

    return name[kind];
}

double assay_kl_token(enum assay_kl kind, double log_policy, double log_reference,
                      double clamp)
{
    const double r = log_reference - log_policy;
    double k = -r;

    if (kind == ASSAY_KL_K2)
        k = r * r / 2.0;
    if (kind == ASSAY_KL_K3)
        k = expm1(r) - r;
    return clamp > 0.0 ? fmax(-clamp, fmin(clamp, k)) : k;
}

/* Sums by sequence. */
struct sums {
    double *k, *length; /* (sequences,) */
    size_t n;           /* that have tokens */
};

static double mean_of(const double *x, size_t n)
{
    return assay_sum_neumaier(x, n) / (double)n;
}

/* sum_i (x_i - a y_i)^2; y NULL: 1 each */
static double squares(const double *x, double a, const double *y, size_t n)
{
    double *term = assay_memory_new(n, sizeof(*term));
    double sum;

    for (size_t i = 0; i < n; i++)
        term[i] = (x[i] - a * (y ? y[i] : 1.0)) * (x[i] - a * (y ? y[i] : 1.0));
    sum = assay_sum_neumaier(term, n);
    free(term);
    return sum;
}

static void levels_made(const double *k, size_t n, const struct sums *by,
                        struct assay_kl_estimate *out)
{
    const double sequences = (double)by->n;

    out->token.mean = mean_of(k, n);
    out->token.n = n;
    out->sequence.mean = mean_of(by->k, by->n);
    out->sequence.n = by->n;
    out->token.has_spread = out->sequence.has_spread = by->n > 1;
    if (by->n < 2)
        return;
    out->token.variance = squares(k, out->token.mean, NULL, n) / (double)(n - 1);
    out->token.se = sqrt(sequences / (sequences - 1.0) *
                         squares(by->k, out->token.mean, by->length, by->n)) /
                    (double)n;
    out->sequence.variance =
        squares(by->k, out->sequence.mean, NULL, by->n) / (sequences - 1.0);
    out->sequence.se = sqrt(out->sequence.variance / sequences);
}

/* Adds tokens up by sequence, in their order; sequences without tokens close up. */
static struct sums sums_made(const struct assay_kl_tokens *tokens, const double *k)
{
    const size_t all = tokens->sequence ? tokens->sequences : tokens->n;
    struct sums out = {assay_memory_new(all, sizeof(double)),
                       assay_memory_new(all, sizeof(double)), 0};

    for (size_t i = 0; i < tokens->n; i++) {
        const size_t s = tokens->sequence ? tokens->sequence[i] : i;

        out.k[s] += k[i];
        out.length[s] += 1.0;
    }
    for (size_t s = 0; s < all; s++) {
        if (!(out.length[s] > 0.0))
            continue;
        out.k[out.n] = out.k[s];
        out.length[out.n++] = out.length[s];
    }
    return out;
}

static enum assay_code tokens_check(const struct assay_kl_tokens *tokens, const double *k,
                                    struct assay_error *err)
{
    if (tokens->n < 1)
        return assay_fail(err, ASSAY_EDOMAIN, "KL of no tokens");
    for (size_t i = 0; i < tokens->n; i++) {
        if (!isfinite(tokens->log_policy[i]) || !isfinite(tokens->log_reference[i]) ||
            !isfinite(k[i]))
            return assay_fail(err, ASSAY_EDOMAIN,
                              "token %zu: log-probabilities %g and %g give no finite KL",
                              i, tokens->log_policy[i], tokens->log_reference[i]);
        if (tokens->sequence && tokens->sequence[i] >= tokens->sequences)
            return assay_fail(err, ASSAY_EDOMAIN, "token %zu: sequence %u of %zu", i,
                              (unsigned int)tokens->sequence[i], tokens->sequences);
    }
    return ASSAY_OK;
}

enum assay_code assay_kl_estimate(const struct assay_kl_tokens *tokens,
                                  enum assay_kl kind, double clamp,
                                  struct assay_kl_estimate *out, struct assay_error *err)
{
    double *k = assay_memory_new(tokens->n + 1, sizeof(*k));
    enum assay_code code;

    *out = (struct assay_kl_estimate){0};
    for (size_t i = 0; i < tokens->n; i++)
        k[i] =
            assay_kl_token(kind, tokens->log_policy[i], tokens->log_reference[i], clamp);
    code = tokens_check(tokens, k, err);
    if (!code) {
        struct sums by = sums_made(tokens, k);

        levels_made(k, tokens->n, &by, out);
        free(by.k);
        free(by.length);
    }
    free(k);
    return code;
}
