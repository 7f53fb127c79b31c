#include "metrics/preference.h"

#include "harness/core/memory.h"
#include "harness/core/sum.h"

#include <math.h>
#include <stdlib.h>

bool assay_preference_is(double preference)
{
    return preference == 0.0 || (preference >= 1.0 && preference <= 2.0);
}

double assay_preference_share(double preference)
{
    return preference == 0.0 ? 0.5 : preference - 1.0;
}

double assay_preference_sem(const double *x, size_t n)
{
    double *square;
    double mean, sum;

    if (n < 2)
        return 0.0;
    square = assay_memory_new(n, sizeof(*square));
    mean = assay_sum_pairwise(x, n) / (double)n;
    for (size_t i = 0; i < n; i++)
        square[i] = (mean - x[i]) * (mean - x[i]);
    sum = assay_sum_pairwise(square, n);
    free(square);
    return sqrt(sum / (double)(n - 1)) / sqrt((double)n);
}

static void count(double share, struct assay_preferences *out)
{
    out->wins += share > 0.5;
    out->wins_base += share < 0.5;
    out->draws += share == 0.5;
}

enum assay_code assay_preference_score(const double *preference, size_t n,
                                       struct assay_preferences *out,
                                       struct assay_error *err)
{
    struct assay_preferences got = {.n = n};
    double *share;

    if (n == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "a win rate of no preferences");
    for (size_t i = 0; i < n; i++)
        if (!assay_preference_is(preference[i]))
            return assay_fail(err, ASSAY_EDOMAIN, "%g is no preference", preference[i]);
    share = assay_memory_new(n, sizeof(*share));
    for (size_t i = 0; i < n; i++) {
        share[i] = assay_preference_share(preference[i]);
        count(share[i], &got);
    }
    got.win_rate = assay_sum_pairwise(share, n) / (double)n * 100.0;
    got.standard_error = assay_preference_sem(share, n) * 100.0;
    got.discrete = 100.0 * ((double)got.wins + (double)got.draws / 2.0) / (double)n;
    free(share);
    *out = got;
    return ASSAY_OK;
}
