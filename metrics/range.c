#include "metrics/range.h"

#include <math.h>
#include <stddef.h>

struct assay_range assay_range_closed(double lo, double hi)
{
    return (struct assay_range){true, true, lo, hi, NULL};
}

struct assay_range assay_range_from(double lo, const char *why)
{
    return (struct assay_range){.has_lo = true, .lo = lo, .why = why};
}

struct assay_range assay_range_none(const char *why)
{
    return (struct assay_range){.why = why};
}

bool assay_range_excludes(const struct assay_range *range, double value)
{
    return (range->has_lo && value < range->lo) || (range->has_hi && value > range->hi);
}

struct assay_range assay_range_difference(double a, const struct assay_range *of_a,
                                          double b, const struct assay_range *of_b)
{
    struct assay_range out = {
        .has_lo = of_a->has_lo && of_b->has_hi,
        .has_hi = of_a->has_hi && of_b->has_lo,
        .why = of_a->why ? of_a->why : of_b->why,
    };

    if (out.has_lo)
        out.lo = a - b - hypot(a - of_a->lo, of_b->hi - b);
    if (out.has_hi)
        out.hi = a - b + hypot(of_a->hi - a, b - of_b->lo);
    return out;
}
