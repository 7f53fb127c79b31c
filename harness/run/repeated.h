/*
 * repeated.h - repeats of one checkpoint held against each other: what comparisons cry of where nothing changed.
 */
#ifndef ASSAY_RUN_REPEATED_H
#define ASSAY_RUN_REPEATED_H

#include "harness/run/comparison.h"
#include "metrics/repeats.h"

/* Values of a section over the repeats. */
struct assay_repeated_section {
    struct assay_str name;
    struct assay_str unit; /* as in comparison.h */
    struct assay_repeats_section repeats;
};

struct assay_repeated_suite {
    struct assay_str name; /* SUITE[:PART] */
    bool whole;            /* every two repeats could be compared; false: .why */
    struct assay_str why;
    struct assay_repeats_alarms overall; /* of the overall value being called worse */
    struct assay_repeats_alarms any; /* of any section or the overall value being so */
    const struct assay_repeated_section *section; /* (sections,) the overall value last */
    size_t sections;
};

struct assay_repeated {
    size_t runs;
    double alpha;
    const struct assay_repeated_suite *suite; /* (suites,) */
    size_t suites;
};

/*
 * What a comparison of repeats comes to: rates of false alarms over all ordered pairs, and thresholds of drops
 * (metrics/repeats.h), of accuracies.
 *
 *   comparison  of every two of them (how.every_pair), p adjusted within each pair (how.each_alone), lines of
 *               accuracy; it lives as long as out
 *   out         in arena
 *
 * Checked in tests/golden/compare_calibrate.
 */
void assay_repeated_of(const struct assay_comparison *comparison,
                       struct assay_arena *arena, struct assay_repeated *out);

#endif
