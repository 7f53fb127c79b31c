#include "metrics/anytime.h"

void assay_anytime_prior(enum assay_anytime_prior prior, const double *budget, size_t n,
                         double *p)
{
    double sum = 0.0;

    for (size_t s = 0; s < n; s++) {
        p[s] = prior == ASSAY_ANYTIME_LINEAR ? budget[s] : 1.0;
        if (prior == ASSAY_ANYTIME_BASE && s + 1 < n)
            p[s] = 0.0;
        sum += p[s];
    }
    for (size_t s = 0; s < n; s++)
        p[s] /= sum;
}

double assay_anytime_value(const double *accuracy, const double *p, size_t n)
{
    double sum = 0.0;

    for (size_t s = 0; s < n; s++)
        sum += p[s] * accuracy[s];
    return sum;
}

/* What earlier budgets let one expect of all from s on. */
static double earlier(const double *accuracy, const double *p, size_t s, size_t n)
{
    double sum = 0.0, weight = 0.0, rest = 0.0, times = 1.0;

    for (size_t j = 0; j < s; j++) {
        sum += times * accuracy[j];
        weight += times;
        times *= 2.0;
    }
    for (size_t j = s; j < n; j++)
        rest += p[j];
    return s ? sum / weight * rest : 0.0;
}

void assay_anytime_advantages(const struct assay_anytime_group *group, double *out)
{
    const size_t n = group->budgets;
    const double *p = group->p;

    for (size_t s = 0; s < n; s++) {
        double others = 0.0;

        for (size_t g = 0; g < group->responses; g++)
            others += assay_anytime_value(group->accuracy + g * n + s, p + s, n - s);
        others = group->responses > 1 ? others / (double)group->responses : 0.0;
        for (size_t g = 0; g < group->responses; g++) {
            const double *accuracy = group->accuracy + g * n;
            const double own = assay_anytime_value(accuracy + s, p + s, n - s);

            out[g * n + s] = own - ((double)s * earlier(accuracy, p, s, n) +
                                    (double)(n - s) * others) /
                                       (double)n;
        }
    }
}
