/* range.h - confidence intervals that may be open at an end, or not there at all. */
#ifndef ASSAY_METRICS_RANGE_H
#define ASSAY_METRICS_RANGE_H

#include <stdbool.h>

/* What is not there is 0, never infinite: has_lo and has_hi say what may be read. */
struct assay_range {
    bool has_lo, has_hi;
    double lo, hi;
    const char *why; /* what is missing, and for what reason; static; NULL: nothing is */
};

struct assay_range assay_range_closed(double lo, double hi);
struct assay_range assay_range_from(double lo, const char *why); /* no upper end */
struct assay_range assay_range_none(const char *why);

/* True if value lies beyond an end that is there. */
bool assay_range_excludes(const struct assay_range *range, double value);

/*
 * Interval of a - b for two independent estimates, from theirs (MOVER):
 *
 *   lo = a - b - sqrt((a - lo_a)^2 + (hi_b - b)^2),   hi = a - b + sqrt((hi_a - a)^2 + (b - lo_b)^2)
 *
 * It keeps their asymmetry. An end that needs one that is not there is not there either.
 *
 * Source: Zou and Donner (2008), Statistics in Medicine 27:1693-1702. Checked in test_range.c
 *         against Newcombe (1998), Stat. Med. 17:873-890, table II, method 10.
 */
struct assay_range assay_range_difference(double a, const struct assay_range *of_a,
                                          double b, const struct assay_range *of_b);

#endif
