/*
 * curve_bootstrap.h - bands of mean curves, by resampling whole prompts.
 *
 * A mean curve is linear in what each prompt adds to it, so a replicate is a row of counts (how
 * often each cluster was drawn) times the matrix of what the clusters add: ten thousand replicates
 * are one product of matrices, and no statistic is worked out again.
 *
 * Several curves over the same prompts (models, checkpoints, gold and oracle) go in side by side,
 * as more points, so that every replicate has the same prompts for all of them; then
 * assay_curve_difference gives paired differences with bands of their own. Functions of several
 * points that are not linear (ratios, the highest point) are worked out from the replicates.
 */
#ifndef ASSAY_METRICS_CURVE_BOOTSTRAP_H
#define ASSAY_METRICS_CURVE_BOOTSTRAP_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_CURVE_PROMPTS_MAX = 1 << 26
};

/* What each prompt adds to each point. */
struct assay_curves {
    const double *value; /* (prompts, points) row-major, finite where present */
    const unsigned char
        *present; /* (prompts, points) 0: the prompt does not reach the point
                                     (too few samples); NULL: all reach all */
    const uint32_t
        *cluster;   /* (prompts,) below prompts, drawn together; NULL: each its own */
    size_t prompts; /* 1 .. ASSAY_CURVE_PROMPTS_MAX */
    size_t points;  /* >= 1 */
};

struct assay_curve_resampling {
    size_t replicates; /* >= 2 */
    uint64_t seed;
    size_t threads; /* 0 counts as 1, at most 256; changes no bit */
};

/* Curves and their replicates, in an arena. */
struct assay_curve_replicates {
    size_t replicates, points;
    double *mean; /* (points,) over the prompts that reach the point; 0 where none does */
    double *value;    /* (replicates, points) row-major */
    size_t *clusters; /* (points,) that reach it */
    size_t *
        missing; /* (points,) replicates of which no cluster reaches it; the value is then
                         the mean */
};

/*
 * Replicates of the mean curve. With t_c the number of times that cluster c of K was drawn, n_cp its prompts
 * that reach point p and m_p the mean,
 *
 *   m_p = sum_c sum_{i in c} x_ip / sum_c n_cp
 *   value_rp = m_p + sum_c t_c e_cp / sum_c t_c n_cp,   e_cp = sum_{i in c} x_ip - n_cp m_p
 *
 * sums of x over clusters by ascending label and, in a cluster, over prompts in their order. Of each
 * point the e_cp are rounded to multiples of a power of two, at most 2^-29 of the largest |e_cp| (2^-26
 * above 2^23 clusters), so that sums of products are exact and the same on every machine
 * (curve_product.h). A replicate is off by half of that multiple at most. As errors are of either sign,
 * it is some sqrt(K / 3) 2^-30 of its standard error or less where all prompts reach the point: of a
 * million prompts 10^-6, where drawing ten thousand replicates leaves the error itself unsure by 10^-2.
 *
 * A replicate draws K clusters of K, index into those that have prompts, by assay_rng_halves of the generator
 * assay_rng_stream(seed, r), so that threads share the replicates out. There are no strata: sections are resampled each
 * by itself.
 *
 * Errors: ASSAY_EDOMAIN if a size is outside its range, or a value or a sum of them is not finite.
 * Source: as bootstrap.h; ratio of sums: Davison and Hinkley (1997), section 2.4. Checked in
 *         test_curve_bootstrap.c against the statistic of the same draws and by coverage.
 */
ASSAY_MUST_USE
enum assay_code assay_curve_bootstrap(const struct assay_curves *curves,
                                      const struct assay_curve_resampling *how,
                                      struct assay_arena *arena,
                                      struct assay_curve_replicates *out,
                                      struct assay_error *err);

/*
 * Points a, a + 1, ... less points b, b + 1, ... in every replicate: the difference of two curves
 * that lie side by side. Where different prompts reach the two points, it is the difference of
 * means over different prompts.
 *
 *   count  points of the difference; a + count and b + count within of->points (assert)
 *
 * clusters is the smaller, missing the sum of the two.
 */
void assay_curve_difference(const struct assay_curve_replicates *of, size_t a, size_t b,
                            size_t count, struct assay_arena *arena,
                            struct assay_curve_replicates *out);

/* Points from, ..., from + count - 1 alone: the curve for which a band is to hold. */
void assay_curve_part(const struct assay_curve_replicates *of, size_t from, size_t count,
                      struct assay_arena *arena, struct assay_curve_replicates *out);

/* Bands of a curve, in an arena; each (points,). */
struct assay_curve_bands {
    double *se;              /* of the replicates, B - 1 in the denominator */
    double *lo, *hi;         /* pointwise */
    double *all_lo, *all_hi; /* simultaneous */
    double critical;         /* half width of the simultaneous band in standard errors */
    unsigned char *banded;   /* 0: no band, lo = hi = the mean and se = 0 */
};

/*
 * Bands at a level in (0, 1), with m_p the mean and v_rp the replicates. As many threads as above, which change no bit.
 *
 *   pointwise     percentiles of v_.p, as assay_bootstrap_percentile: at one point named in
 *                 advance the truth is inside with the chance given
 *   simultaneous  m_p -+ c se_p, c the level-quantile over replicates of
 *                 max_p |v_rp - m_p| / se_p (sup-t): with that chance the whole curve is inside
 *
 * There is no band at a point that fewer than two clusters reach or that a replicate misses; points
 * without spread have a band of no width. Neither takes part in c, which is 0 where no point does.
 * With few clusters (below 30 or so) both bands are too narrow, as standard errors of a bootstrap
 * are by sqrt((K - 1) / K) and more where values are skewed.
 *
 * Errors: ASSAY_EDOMAIN if the level is outside its range or there are fewer than two replicates.
 * Source: Montiel Olea and Plagborg-Moller (2019), "Simultaneous confidence bands: Theory,
 *         implementation, and an application to SVARs", Journal of Applied Econometrics 34, 1-17:
 *         the sup-t band with bootstrap critical value. Checked in test_curve_bootstrap.c by
 *         coverage over simulated sets.
 */
ASSAY_MUST_USE
enum assay_code assay_curve_bands(const struct assay_curve_replicates *of, double level,
                                  size_t threads, struct assay_arena *arena,
                                  struct assay_curve_bands *out, struct assay_error *err);

#endif
