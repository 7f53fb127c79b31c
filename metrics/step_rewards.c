#include "metrics/step_rewards.h"

void assay_step_rewards_clip(const double *score, size_t n, double eta, double *out)
{
    for (size_t k = 0; k < n; k++)
        out[k] = score[k] < eta ? score[k] - eta : 0.0;
}

void assay_step_rewards_delta(const double *score, size_t n, bool own, double *out)
{
    const size_t last = own ? n : n - 1; /* steps that have a reward */

    for (size_t k = 0; k < last && n > 0; k++)
        out[k] = k + 1 < last ? score[k] - score[k + 1] : score[k];
    if (n > 0 && !own)
        out[n - 1] = 0.0;
}

void assay_step_rewards_calibrate(const double *score, size_t n, double outcome,
                                  double *out)
{
    for (size_t k = 0; k < n; k++)
        out[k] = score[k] + outcome - 1.0;
}
