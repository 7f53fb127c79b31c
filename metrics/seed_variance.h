/*
 * seed_variance.h - several seeds or checkpoints of one configuration: how much of the doubt is the
 * data's, how much the seed's?
 *
 * One run says how sure its number is if the same model met other items. A claim about the configuration
 * also asks what another seed would have come to.
 */
#ifndef ASSAY_METRICS_SEED_VARIANCE_H
#define ASSAY_METRICS_SEED_VARIANCE_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

/* What each seed earned on each cluster of items. */
struct assay_seed_sample {
    const double
        *earned; /* (clusters, seeds) row-major: sums over a cluster's items, finite */
    const double *items; /* (clusters,) > 0: items of a cluster, NULL: one each */
    size_t clusters;     /* >= 2 */
    size_t seeds;        /* >= 2 */
};

struct assay_seed_part {
    double variance; /* as estimated; below 0 is told as 0 */
    double lo, hi;   /* interval, >= 0 */
};

struct assay_seed_variance {
    double mean;                       /* over all items and seeds */
    struct assay_seed_part data, seed; /* of a cluster, of a seed's true mean */
    double rest;    /* variance of both together: of one cluster under one seed */
    double se_data; /* of the mean, were the seeds all there are */
    double se_seed; /* of the mean, were the items all there are */
    double se;      /* of the mean for other items and other seeds */
    double df;      /* of Student's t for it (Satterthwaite) */
    double lo, hi;  /* interval of the mean, other items and other seeds */
    double share;   /* of se^2 that seeds bring, in [0, 1]; 0 where se is 0 */
};

/*
 * Two-way random effects without replication, x_cs = mean + data_c + seed_s + rest_cs, by mean squares (C
 * clusters, S seeds):
 *
 *   seed = (MS_seed - MS_rest) / C,   data = (MS_data - MS_rest) / S,   rest = MS_rest
 *   se^2 = (MS_data + MS_seed - MS_rest) / (C S), at least the larger of both / (C S)
 *   se_data^2 = MS_data / (C S),   se_seed^2 = MS_seed / (C S)
 *
 * Clusters of different size: x_cs = mean + C / N (earned_cs - items_c mean), whose mean is that over
 * items, and whose variance is that of a ratio. Intervals of the variances are of Ting et al.'s kind
 * (modified large sample), that of the mean Student's t.
 *
 *   level  in (0, 1)
 *
 * Errors: ASSAY_EDOMAIN if an argument is outside its range.
 * Source: Searle, Casella and McCulloch (1992), "Variance Components", section 4.3; Ting, Burdick,
 *         Graybill, Jeyaratnam and Lu (1990), J. Stat. Comput. Simul. 35:135-143; Satterthwaite
 *         (1946), Biometrics Bull. 2:110-114. Checked in test_seed_variance.c in closed form and by simulated coverage.
 */
ASSAY_MUST_USE
enum assay_code assay_seed_variance_of(const struct assay_seed_sample *sample,
                                       double level, struct assay_seed_variance *out,
                                       struct assay_error *err);

struct assay_seed_difference {
    double difference; /* second mean minus first mean */
    double se_data, se_seed, se;
    double df;
    double lo, hi;
    double p; /* of no difference, two-sided, Student's t */
};

/*
 * Two configurations, each with seeds of its own, on the same clusters. With D_c the difference of the two
 * means of a cluster over seeds,
 *
 *   se^2 = var(D_c) / C + max(0, MS_seed - MS_rest) / (C S) of either
 *
 * Errors: as above, and where clusters or their items differ.
 */
ASSAY_MUST_USE
enum assay_code assay_seed_variance_difference(const struct assay_seed_sample *first,
                                               const struct assay_seed_sample *second,
                                               double level,
                                               struct assay_seed_difference *out,
                                               struct assay_error *err);

#endif
