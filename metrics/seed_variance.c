#include "metrics/seed_variance.h"

#include "harness/core/memory.h"

#include <gsl/gsl_cdf.h>

#include <math.h>
#include <stdlib.h>

/* Mean squares of a table, and what else is asked of it. */
struct table {
    double clusters, seeds;
    double mean;
    double data, seed, rest; /* mean squares */
    double *row;             /* (clusters,) mean over seeds, less the mean of all */
};

static double items_of(const struct assay_seed_sample *sample, size_t c)
{
    return sample->items ? sample->items[c] : 1.0;
}

static enum assay_code sample_check(const struct assay_seed_sample *sample,
                                    struct assay_error *err)
{
    if (sample->clusters < 2 || sample->seeds < 2)
        return assay_fail(err, ASSAY_EDOMAIN, "variance of %zu clusters and %zu seeds",
                          sample->clusters, sample->seeds);
    for (size_t i = 0; i < sample->clusters * sample->seeds; i++) {
        if (!isfinite(sample->earned[i]))
            return assay_fail(err, ASSAY_EDOMAIN, "seed %zu earned %g on cluster %zu",
                              i % sample->seeds, sample->earned[i], i / sample->seeds);
    }
    for (size_t c = 0; c < sample->clusters; c++) {
        if (!(items_of(sample, c) > 0.0 && isfinite(items_of(sample, c))))
            return assay_fail(err, ASSAY_EDOMAIN, "cluster %zu has %g items", c,
                              items_of(sample, c));
    }
    return ASSAY_OK;
}

static double mean_of(const struct assay_seed_sample *sample, double *items)
{
    double earned = 0.0;

    *items = 0.0;
    for (size_t c = 0; c < sample->clusters; c++) {
        *items += items_of(sample, c);
        for (size_t s = 0; s < sample->seeds; s++)
            earned += sample->earned[c * sample->seeds + s];
    }
    return earned / *items / (double)sample->seeds;
}

/* What a cluster adds under a seed, less the mean: (clusters, seeds). */
static double *deviations_made(const struct assay_seed_sample *sample, double *mean)
{
    double *out = assay_memory_new(sample->clusters * sample->seeds, sizeof(*out));
    double items;

    *mean = mean_of(sample, &items);
    for (size_t c = 0; c < sample->clusters; c++)
        for (size_t s = 0; s < sample->seeds; s++) {
            const size_t at = c * sample->seeds + s;

            out[at] = (double)sample->clusters / items *
                      (sample->earned[at] - items_of(sample, c) * *mean);
        }
    return out;
}

static void squares_summed(struct table *table, const double *x, const double *column)
{
    const size_t seeds = (size_t)table->seeds;

    for (size_t c = 0; c < (size_t)table->clusters; c++) {
        table->data += table->row[c] * table->row[c];
        for (size_t s = 0; s < seeds; s++) {
            const double rest = x[c * seeds + s] - table->row[c] - column[s];

            table->rest += rest * rest;
        }
    }
    for (size_t s = 0; s < seeds; s++)
        table->seed += column[s] * column[s];
    table->data *= table->seeds / (table->clusters - 1.0);
    table->seed *= table->clusters / (table->seeds - 1.0);
    table->rest /= (table->clusters - 1.0) * (table->seeds - 1.0);
}

static struct table table_made(const struct assay_seed_sample *sample)
{
    struct table table = {.clusters = (double)sample->clusters,
                          .seeds = (double)sample->seeds,
                          .row = assay_memory_new(sample->clusters, sizeof(double))};
    double *column = assay_memory_new(sample->seeds, sizeof(*column));
    double *x = deviations_made(sample, &table.mean);

    for (size_t c = 0; c < sample->clusters; c++)
        for (size_t s = 0; s < sample->seeds; s++) {
            table.row[c] += x[c * sample->seeds + s] / table.seeds;
            column[s] += x[c * sample->seeds + s] / table.clusters;
        }
    squares_summed(&table, x, column);
    free(x);
    free(column);
    return table;
}

/* A mean square with its degrees of freedom. */
struct square {
    double mean, df;
};

/*
 * Interval of a variance (a - b) / by: the modified large-sample limits of Ting et al. (1990), where b / a is
 * not negligible, and the exact ones where b is 0.
 */
static struct assay_seed_part variance_ranged(struct square a, struct square b, double by,
                                              double level)
{
    const double tail = (1.0 - level) / 2.0;
    const double g1 = 1.0 - a.df / gsl_cdf_chisq_Qinv(tail, a.df);
    const double h1 = a.df / gsl_cdf_chisq_Pinv(tail, a.df) - 1.0;
    const double g2 = 1.0 - b.df / gsl_cdf_chisq_Qinv(tail, b.df);
    const double h2 = b.df / gsl_cdf_chisq_Pinv(tail, b.df) - 1.0;
    const double f = gsl_cdf_fdist_Qinv(tail, a.df, b.df);
    const double e = gsl_cdf_fdist_Pinv(tail, a.df, b.df);
    const double g12 = ((f - 1.0) * (f - 1.0) - g1 * g1 * f * f - h2 * h2) / f;
    const double h12 = ((1.0 - e) * (1.0 - e) - h1 * h1 * e * e - g2 * g2) / e;
    const double below =
        g1 * g1 * a.mean * a.mean + h2 * h2 * b.mean * b.mean + g12 * a.mean * b.mean;
    const double above =
        h1 * h1 * a.mean * a.mean + g2 * g2 * b.mean * b.mean + h12 * a.mean * b.mean;
    const double variance = a.mean - b.mean;

    return (struct assay_seed_part){
        .variance = fmax(variance, 0.0) / by,
        .lo = fmax(variance - sqrt(fmax(below, 0.0)), 0.0) / by,
        .hi = fmax(variance + sqrt(fmax(above, 0.0)), 0.0) / by};
}

/* (x, its square over degrees of freedom) of Satterthwaite's denominator. */
static double over_df(double square, double df)
{
    return square * square / df;
}

static double degrees(double total, double parts)
{
    return parts > 0.0 ? fmax(total * total / parts, 1.0) : 1.0;
}

static double half_width(double se, double df, double level)
{
    return se > 0.0 ? se * gsl_cdf_tdist_Pinv(0.5 + level / 2.0, df) : 0.0;
}

static enum assay_code level_check(double level, struct assay_error *err)
{
    if (!(level > 0.0 && level < 1.0))
        return assay_fail(err, ASSAY_EDOMAIN, "confidence level %g not in (0, 1)", level);
    return ASSAY_OK;
}

enum assay_code assay_seed_variance_of(const struct assay_seed_sample *sample,
                                       double level, struct assay_seed_variance *out,
                                       struct assay_error *err)
{
    enum assay_code code = sample_check(sample, err);
    struct table t;
    double cells, total;

    if (!code)
        code = level_check(level, err);
    if (code)
        return code;
    t = table_made(sample);
    free(t.row);
    const struct square data = {t.data, t.clusters - 1.0};
    const struct square seed = {t.seed, t.seeds - 1.0};
    const struct square rest = {t.rest, data.df * seed.df};

    cells = t.clusters * t.seeds;
    total = fmax(t.data + t.seed - t.rest, fmax(t.data, t.seed));
    *out = (struct assay_seed_variance){
        .mean = t.mean,
        .data = variance_ranged(data, rest, t.seeds, level),
        .seed = variance_ranged(seed, rest, t.clusters, level),
        .rest = t.rest,
        .se_data = sqrt(t.data / cells),
        .se_seed = sqrt(t.seed / cells),
        .se = sqrt(total / cells),
        .df = degrees(total, over_df(t.data, data.df) + over_df(t.seed, seed.df) +
                                 over_df(t.rest, rest.df)),
        .share = total > 0.0 ? fmax(t.seed - t.rest, 0.0) / total : 0.0};
    out->lo = out->mean - half_width(out->se, out->df, level);
    out->hi = out->mean + half_width(out->se, out->df, level);
    return ASSAY_OK;
}

static enum assay_code samples_check(const struct assay_seed_sample *first,
                                     const struct assay_seed_sample *second,
                                     struct assay_error *err)
{
    enum assay_code code = sample_check(first, err);

    if (!code)
        code = sample_check(second, err);
    if (!code && first->clusters != second->clusters)
        return assay_fail(err, ASSAY_EDOMAIN, "%zu clusters beside %zu", first->clusters,
                          second->clusters);
    for (size_t c = 0; !code && c < first->clusters; c++) {
        if (items_of(first, c) != items_of(second, c))
            code = assay_fail(err, ASSAY_EDOMAIN, "cluster %zu has %g items and %g", c,
                              items_of(first, c), items_of(second, c));
    }
    return code;
}

/* What the seeds of one side add to the variance of a difference. */
static double seeds_part(const struct table *t)
{
    return fmax(t->seed - t->rest, 0.0) / (t->clusters * t->seeds);
}

static double seeds_over_df(const struct table *t)
{
    const double cells = t->clusters * t->seeds;

    return (over_df(t->seed, t->seeds - 1.0) +
            over_df(t->rest, (t->clusters - 1.0) * (t->seeds - 1.0))) /
           (cells * cells);
}

/* Variance of the mean over clusters of the difference of two sides. */
static double clusters_part(const struct table t[2])
{
    double sum = 0.0;

    for (size_t c = 0; c < (size_t)t[0].clusters; c++) {
        const double d = t[1].row[c] - t[0].row[c];

        sum += d * d;
    }
    return sum / (t[0].clusters - 1.0) / t[0].clusters;
}

static double two_sided_p(double difference, double se, double df)
{
    if (!(se > 0.0))
        return difference == 0.0 ? 1.0 : 0.0;
    return fmin(1.0, 2.0 * gsl_cdf_tdist_Q(fabs(difference) / se, df));
}

enum assay_code assay_seed_variance_difference(const struct assay_seed_sample *first,
                                               const struct assay_seed_sample *second,
                                               double level,
                                               struct assay_seed_difference *out,
                                               struct assay_error *err)
{
    enum assay_code code = samples_check(first, second, err);
    struct table t[2];
    double data, total;

    if (!code)
        code = level_check(level, err);
    if (code)
        return code;
    t[0] = table_made(first);
    t[1] = table_made(second);
    data = clusters_part(t);
    total = data + seeds_part(&t[0]) + seeds_part(&t[1]);
    *out = (struct assay_seed_difference){
        .difference = t[1].mean - t[0].mean,
        .se_data = sqrt(data),
        .se_seed = sqrt(t[0].seed / (t[0].clusters * t[0].seeds) +
                        t[1].seed / (t[1].clusters * t[1].seeds)),
        .se = sqrt(total),
        .df = degrees(total, over_df(data, t[0].clusters - 1.0) + seeds_over_df(&t[0]) +
                                 seeds_over_df(&t[1]))};
    out->lo = out->difference - half_width(out->se, out->df, level);
    out->hi = out->difference + half_width(out->se, out->df, level);
    out->p = two_sided_p(out->difference, out->se, out->df);
    free(t[0].row);
    free(t[1].row);
    return ASSAY_OK;
}
