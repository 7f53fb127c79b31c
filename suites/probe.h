/* probe.h - what the files probe*.c share; nobody else includes it. */
#ifndef ASSAY_SUITES_PROBE_H
#define ASSAY_SUITES_PROBE_H

#include "metrics/probing.h"
#include "suites/kind.h"

/* Words of `scoring:` and what they are by default. */
extern const char *const assay_probe_truths[]; /* "yes", "no": standardize */
#define ASSAY_PROBE_L2       0.01
#define ASSAY_PROBE_SHUFFLES 20

/* What was found in one dimension, a subset. Its items are order[first] .. order[first+n-1]. */
struct assay_probe_dimension {
    size_t first, n; /* test items with a vector, of the table found */
    size_t train;    /* rows that were trained on */
    size_t classes;  /* greatest label + 1 */
    const char *why; /* no probe: why; NULL: there is one */
    double gradient;
    struct assay_probe_share curve[ASSAY_PROBE_CURVE];
    size_t curve_count;
};

/* .found of a study of kind probe. */
struct assay_probe_found {
    const struct assay_probe_dimension *dimension; /* (subset_count,) */
    const uint32_t *order;  /* items of the table found, dimension by dimension */
    const double *distance; /* (items,) of the table found, to the nearest centroid */
    const double *nearest;  /* (items,) that centroid's class */
    size_t width;
    size_t lost; /* training items without a vector */
};

/* The kind's find (kind.h). Errors: ASSAY_EDOMAIN where no dimension has a probe. */
ASSAY_MUST_USE
enum assay_code assay_probe_find(const struct assay_study *study,
                                 struct assay_arena *arena, struct assay_finding *out,
                                 struct assay_error *err);

#endif
