#include "metrics/token_reward.h"

#include "metrics/span_sum.h"

#include <assert.h>
#include <math.h>

static void implicit(const double *dpo, const double *reference, size_t n,
                     const struct assay_end_reward *setting, double *out)
{
    const struct assay_span_term term[] = {{dpo, 1.0}, {reference, -1.0}};
    const struct assay_span_shape shape = {.beta = setting->beta, .clip = setting->clip};

    assay_span_tokens(term, 2, n, &shape, out);
}

void assay_token_reward_end(const double *dpo, const double *policy,
                            const double *reference, size_t n,
                            const struct assay_end_reward *setting, double *out)
{
    const double limit = setting->end_limit > 0.0 ? setting->end_limit : HUGE_VAL;

    assert(n > 0);
    for (size_t t = 0; t < n; t++)
        out[t] = 0.0;
    if (dpo)
        implicit(dpo, reference, n, setting, out);
    for (size_t t = 0; t < n; t++)
        out[t] -= setting->kl * (policy[t] - reference[t]);
    out[n - 1] += fmin(fmax(setting->end, -limit), limit);
}

void assay_token_reward_guided(const double *policy, const double *reference,
                               const double *guide, size_t n,
                               const struct assay_guidance *setting, double *out)
{
    const double scale = setting->side * setting->alpha * setting->beta;

    for (size_t t = 0; t < n; t++)
        out[t] = setting->beta * (1.0 + scale * (guide[t] - reference[t])) *
                 (policy[t] - reference[t]);
}
