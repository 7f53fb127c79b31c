/*
 * repeats.h - repeats of one checkpoint: how often does the gate cry wolf, and what thresholds would not?
 *
 * Between repeats of one checkpoint nothing has changed, so every alarm is false. A handful of repeats
 * says little, and here it says how little.
 */
#ifndef ASSAY_METRICS_REPEATS_H
#define ASSAY_METRICS_REPEATS_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Clopper and Pearson's exact interval of a share. */
struct assay_share_interval {
    double lo, hi;
};

/*
 * hits of n, two-sided: lo the alpha/2 quantile of Beta(hits, n - hits + 1), hi the 1 - alpha/2 quantile
 * of Beta(hits + 1, n - hits); 0 where hits is 0, 1 where it is n. hits may be no whole number.
 *
 *   n      >= 0; 0: [0, 1]
 *   level  in (0, 1) (assert), hits in [0, n] (assert)
 *
 * Source: Clopper and Pearson (1934), Biometrika 26:404-413. Checked in test_repeats.c against
 *         scipy.stats.binomtest.
 */
struct assay_share_interval assay_share_clopper_pearson(double hits, double n,
                                                        double level);

struct assay_repeats_alarms {
    size_t pairs;  /* ordered: m (m - 1) */
    size_t alarms; /* of them */
    double rate;
    size_t independent;                   /* floor(m / 2): pairs that share no run */
    struct assay_share_interval interval; /* of the rate, as if of that many pairs */
};

/*
 * The gate's rate of false alarms over all ordered pairs of m repeats. Pairs that share a run are not
 * independent: the rate is over all of them, since that wastes nothing, and its interval is Clopper and
 * Pearson's with floor(m / 2) pairs, which is too wide rather than too narrow.
 *
 *   alarm  (m, m) row-major: [i][j], the gate with baseline i cries over j; the diagonal is not read
 *   m      >= 2
 *
 * Errors: ASSAY_EDOMAIN if m or level is outside its range.
 */
ASSAY_MUST_USE
enum assay_code assay_repeats_alarms(const bool *alarm, size_t m, double level,
                                     struct assay_repeats_alarms *out,
                                     struct assay_error *err);

struct assay_repeats_section {
    double mean, sd;     /* over repeats, m - 1 in the denominator */
    double largest_drop; /* of all pairs: largest minus least value, >= 0 */
    bool
        alike; /* all repeats have the same value, bit for bit: noise is not seen, not absent */
    double
        threshold; /* a drop above it has probability at most alpha where values are normal */
    double
        chance; /* without that: one more run falls below the least of these with probability at most this, 1 / (m + 1) */
};

/*
 * Proposed thresholds, a section each. For two further runs of the same checkpoint, normal values and m
 * repeats,
 *
 *   (x - y) / (sd sqrt(2)) ~ Student's t, m - 1 degrees of freedom
 *   threshold = sd sqrt(2) t_(1 - alpha / sections)
 *
 * exactly: a prediction bound, which is wide where m is small. alpha is for a whole night: of all sections
 * together at most alpha of the nights (Bonferroni). What holds without normality is `chance`.
 *
 *   value  (m, sections) row-major, finite
 *   alpha  in (0, 1/2)
 *   out    (sections,)
 *
 * Errors: ASSAY_EDOMAIN if an argument is outside its range.
 * Source: Hahn and Meeker (1991), "Statistical Intervals", section 4.7 (prediction); Wilks (1941), Ann.
 *         Math. Stat. 12:91-96. Checked
 *         in test_repeats.c by simulated rates.
 */
ASSAY_MUST_USE
enum assay_code assay_repeats_sections(const double *value, size_t m, size_t sections,
                                       double alpha, struct assay_repeats_section *out,
                                       struct assay_error *err);

#endif
