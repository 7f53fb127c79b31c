#include "metrics/ensemble_score.h"

#include "harness/core/memory.h"
#include "harness/core/sum.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

/* Pairwise in blocks, so that no copy of a long row is needed. */
static double variance(const double *s, size_t n, double mean, size_t ddof)
{
    double square[128], sum = 0.0;
    size_t done = 0;

    if (n <= ddof || n == 1)
        return 0.0;
    while (done < n) {
        const size_t count = n - done < 128 ? n - done : 128;

        for (size_t i = 0; i < count; i++)
            square[i] = (s[done + i] - mean) * (s[done + i] - mean);
        sum += assay_sum_pairwise(square, count);
        done += count;
    }
    return sum / (double)(n - ddof);
}

static double worst(const double *s, size_t n)
{
    double least = s[0];

    for (size_t i = 1; i < n; i++)
        if (s[i] < least)
            least = s[i];
    return least;
}

double assay_ensemble_score(const double *s, size_t n, enum assay_ensemble how,
                            double lambda, size_t ddof)
{
    double mean, var;

    assert(n >= 1);
    if (how == ASSAY_ENSEMBLE_WORST)
        return worst(s, n);
    mean = assay_sum_pairwise(s, n) / (double)n;
    if (how == ASSAY_ENSEMBLE_MEAN)
        return mean;
    var = variance(s, n, mean, ddof);
    return mean - lambda * (how == ASSAY_ENSEMBLE_SPREAD ? sqrt(var) : var);
}

struct assay_ensemble_unit assay_ensemble_unit_of(const double *s, size_t total,
                                                  size_t ddof)
{
    double *finite = assay_memory_new(total, sizeof(*finite));
    struct assay_ensemble_unit out = {0};

    for (size_t i = 0; i < total; i++)
        if (isfinite(s[i]))
            finite[out.n++] = s[i];
    out.mean = out.n > 0 ? assay_sum_pairwise(finite, out.n) / (double)out.n : 0.0;
    out.sd = out.n > 0 ? sqrt(variance(finite, out.n, out.mean, ddof)) : 0.0;
    free(finite);
    return out;
}

static double score_at(const struct assay_ensemble_members *members,
                       const struct assay_ensemble_rule *rule,
                       const struct assay_ensemble_unit *unit, size_t i, double *row)
{
    for (size_t m = 0; m < members->members; m++) {
        row[m] = (members->score[m][i] - unit[m].mean) / unit[m].sd;
        if (!isfinite(row[m]))
            return -HUGE_VAL;
    }
    return assay_ensemble_score(row, members->members, rule->how, rule->lambda,
                                rule->ddof);
}

enum assay_code assay_ensemble_columns(const struct assay_ensemble_members *members,
                                       const struct assay_ensemble_rule *rule,
                                       double *out, struct assay_error *err)
{
    struct assay_ensemble_unit *unit;
    double *row;
    enum assay_code code = ASSAY_OK;

    if (members->members < 1 || members->total < 1)
        return assay_fail(err, ASSAY_EDOMAIN, "an ensemble of %zu members, %zu samples",
                          members->members, members->total);
    unit = assay_memory_new(members->members, sizeof(*unit));
    row = assay_memory_new(members->members, sizeof(*row));
    for (size_t m = 0; !code && m < members->members; m++) {
        unit[m] = rule->as_they_are
                      ? (struct assay_ensemble_unit){0.0, 1.0, members->total}
                      : assay_ensemble_unit_of(members->score[m], members->total,
                                               rule->scale_ddof);
        if (!(unit[m].sd > 0.0))
            code =
                assay_fail(err, ASSAY_EDOMAIN, "a member with one score for all samples");
    }
    for (size_t i = 0; !code && i < members->total; i++)
        out[i] = score_at(members, rule, unit, i, row);
    free(unit);
    free(row);
    return code;
}
