#include "metrics/correlation.h"

#include "harness/core/memory.h"
#include "harness/core/sum.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

static bool constant(const double *x, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        if (x[i] != x[0])
            return false;
    }
    return true;
}

static enum assay_code lists_check(const double *x, const double *y, size_t n,
                                   struct assay_error *err)
{
    if (n < 2)
        return assay_fail(err, ASSAY_EDOMAIN, "correlation of %zu points", n);
    if (constant(x, n) || constant(y, n))
        return assay_fail(err, ASSAY_EDOMAIN, "correlation with a constant");
    return ASSAY_OK;
}

enum assay_code assay_correlation_pearson(const double *x, const double *y, size_t n,
                                          double *out, struct assay_error *err)
{
    const enum assay_code code = lists_check(x, y, n, err);
    double xx = 0.0;
    double yy = 0.0;
    double xy = 0.0;

    if (code)
        return code;

    const double mean_x = assay_sum_pairwise(x, n) / (double)n;
    const double mean_y = assay_sum_pairwise(y, n) / (double)n;

    for (size_t i = 0; i < n; i++) {
        xx += (x[i] - mean_x) * (x[i] - mean_x);
        yy += (y[i] - mean_y) * (y[i] - mean_y);
        xy += (x[i] - mean_x) * (y[i] - mean_y);
    }
    *out = fmax(-1.0, fmin(1.0, xy / (sqrt(xx) * sqrt(yy))));
    if (!(xx > 0.0 && yy > 0.0 && isfinite(xx) && isfinite(yy)))
        return assay_fail(err, ASSAY_EDOMAIN, "correlation: spread out of range");
    return ASSAY_OK;
}

struct point {
    double x, y;
    size_t at;
};

/* By x, then y. */
static int point_order(const void *left, const void *right)
{
    const struct point *a = left;
    const struct point *b = right;

    if (a->x != b->x)
        return a->x < b->x ? -1 : 1;
    return (a->y > b->y) - (a->y < b->y);
}

void assay_correlation_ranks(const double *x, size_t n, double *rank)
{
    struct point *point = assay_memory_new(n + 1, sizeof(*point));
    size_t run = 0;

    for (size_t i = 0; i < n; i++)
        point[i] = (struct point){x[i], 0.0, i};
    qsort(point, n, sizeof(*point), point_order);
    for (size_t i = 0; i < n; i += run) {
        for (run = 1; i + run < n && point[i + run].x == point[i].x;)
            run++;
        for (size_t k = 0; k < run; k++)
            rank[point[i + k].at] = (double)(2 * i + run + 1) / 2.0;
    }
    free(point);
}

enum assay_code assay_correlation_spearman(const double *x, const double *y, size_t n,
                                           double *out, struct assay_error *err)
{
    double *rank_x = assay_memory_new(n + 1, sizeof(*rank_x));
    double *rank_y = assay_memory_new(n + 1, sizeof(*rank_y));
    enum assay_code code;

    assay_correlation_ranks(x, n, rank_x);
    assay_correlation_ranks(y, n, rank_y);
    code = assay_correlation_pearson(rank_x, rank_y, n, out, err);
    free(rank_x);
    free(rank_y);
    return code;
}

/* Sorts y (n,) upward; the number of pairs that stood the wrong way round. */
static int64_t inversions(double *y, size_t n, double *scratch)
{
    const size_t half = n / 2;
    size_t i = 0;
    size_t j = half;
    int64_t count;

    if (n < 2)
        return 0;
    count = inversions(y, half, scratch) + inversions(y + half, n - half, scratch);
    for (size_t k = 0; k < n; k++) {
        if (j == n || (i < half && y[i] <= y[j])) {
            scratch[k] = y[i++];
        } else {
            scratch[k] = y[j++];
            count += (int64_t)(half - i);
        }
    }
    for (size_t k = 0; k < n; k++)
        y[k] = scratch[k];
    return count;
}

/* Pairs among runs of equal values in y (n,) ascending. */
static int64_t tied_pairs(const double *y, size_t n)
{
    int64_t pairs = 0;
    int64_t run = 0;

    for (size_t i = 1; i < n; i++) {
        run = y[i] == y[i - 1] ? run + 1 : 0;
        pairs += run;
    }
    return pairs;
}

/* Pairs of points in order that are tied in x, and in both. */
static void tied_points(const struct point *point, size_t n, int64_t *in_x,
                        int64_t *in_both)
{
    int64_t run = 0;
    int64_t both = 0;

    *in_x = *in_both = 0;
    for (size_t i = 1; i < n; i++) {
        run = point[i].x == point[i - 1].x ? run + 1 : 0;
        both = point_order(&point[i], &point[i - 1]) == 0 ? both + 1 : 0;
        *in_x += run;
        *in_both += both;
    }
}

enum assay_code assay_correlation_kendall(const double *x, const double *y, size_t n,
                                          double *out, struct assay_error *err)
{
    const enum assay_code code = lists_check(x, y, n, err);
    const int64_t all = (int64_t)n * ((int64_t)n - 1) / 2;
    struct point *point;
    double *sorted;
    int64_t in_x;
    int64_t in_y;
    int64_t in_both;
    int64_t discordant;

    if (code)
        return code;
    point = assay_memory_new(n, sizeof(*point));
    sorted = assay_memory_new(2 * n, sizeof(*sorted));
    for (size_t i = 0; i < n; i++)
        point[i] = (struct point){x[i], y[i], i};
    qsort(point, n, sizeof(*point), point_order);
    for (size_t i = 0; i < n; i++)
        sorted[i] = point[i].y;
    tied_points(point, n, &in_x, &in_both);
    discordant = inversions(sorted, n, sorted + n);
    in_y = tied_pairs(sorted, n);
    free(point);
    free(sorted);

    const double excess = (double)(all - in_x - in_y + in_both - 2 * discordant);

    *out = excess / sqrt((double)(all - in_x)) / sqrt((double)(all - in_y));
    *out = fmax(-1.0, fmin(1.0, *out));
    return ASSAY_OK;
}

enum assay_code assay_correlation_auc(const double *score, const bool *positive, size_t n,
                                      double *out, struct assay_error *err)
{
    double *rank = assay_memory_new(n + 1, sizeof(*rank));
    double ranks = 0.0;
    double ones = 0.0;

    assay_correlation_ranks(score, n, rank);
    for (size_t i = 0; i < n; i++) {
        ranks += positive[i] ? rank[i] : 0.0;
        ones += positive[i] ? 1.0 : 0.0;
    }
    free(rank);

    const double zeros = (double)n - ones;

    if (ones == 0.0 || zeros == 0.0)
        return assay_fail(err, ASSAY_EDOMAIN, "AUC of %g positives and %g negatives",
                          ones, zeros);
    *out = (ranks - ones * (ones + 1.0) / 2.0) / (ones * zeros);
    return ASSAY_OK;
}
