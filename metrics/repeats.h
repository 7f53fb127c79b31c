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
#include "metrics/interval.h"

#include <stdbool.h>
#include <stddef.h>

struct assay_repeats_alarms {
    size_t pairs;  /* ordered: m (m - 1) */
    size_t alarms; /* of them */
    double rate;
    size_t independent;                  /* floor(m / 2): pairs that share no run */
    struct assay_interval_ends interval; /* of the rate, as if of that many pairs */
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
    bool alike; /* all values are the same, bit for bit: noise is not seen, not absent */
    double
        threshold; /* of normal values a drop is above it with probability at most alpha */
};

/*
 * Proposed thresholds, a section each. For two further runs of the same checkpoint, normal values and m
 * repeats,
 *
 *   (x - y) / (sd sqrt(2)) ~ Student's t, m - 1 degrees of freedom
 *   threshold = sd sqrt(2) t_(1 - alpha / sections)
 *
 * exactly: a prediction bound, which is wide where m is small. alpha is for a whole night: of all sections
 * together at most alpha of the nights (Bonferroni). Without normality less is known (assay_repeats_chance).
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

/*
 * What m repeats say without any form of their values: one more run falls below the least of them with
 * probability at most 1 / (m + 1), and so does, of several sections, at least one with at most sections /
 * (m + 1), at most 1.
 */
double assay_repeats_chance(size_t m, size_t sections);

/* The least m with assay_repeats_chance <= alpha, which is in (0, 1). */
size_t assay_repeats_needed(double alpha, size_t sections);

#endif
