/*
 * measured.h - means over a whole log, with intervals by resampling its groups: what diagnostics of judges and votes collect.
 *
 * A number is of a cluster, the group that it was read in, so that what is of one prompt is drawn together.
 */
#ifndef ASSAY_REPORTS_DIAGNOSTICS_MEASURED_H
#define ASSAY_REPORTS_DIAGNOSTICS_MEASURED_H

#include "reports/diagnostics/training.h"

/* Zero bytes are an empty one; release with assay_measured_release. */
struct assay_measured {
    double *value;     /* (n,) */
    uint32_t *cluster; /* (n,) dense from 0 */
    size_t n, room;
    uint32_t clusters;
    size_t last; /* group of the last number */
};

/* Adds a number of the group-th group, from 1, which does not fall. NaN is none. */
void assay_measured_add(struct assay_measured *measured, size_t group, double value);

/* The mean, in order of numbers; NaN of none. */
double assay_measured_mean(const struct assay_measured *measured);

/* How a mean is told. */
struct assay_measured_line {
    const char *key;    /* among the values, and of the row */
    const char *header; /* what it is */
    const char *unit;   /* as of number.h */
};

/* The table that means are rows of: what, value with interval, numbers behind it. */
struct assay_page_table *assay_measured_table(struct assay_diagnosis *out,
                                              const char *name, const char *caption);

/* The percentile interval of a mean, where it has one: two groups or more, and replicates. Errors: ASSAY_EDOMAIN. */
ASSAY_MUST_USE
enum assay_code assay_measured_interval(const struct assay_measured *measured,
                                        const struct assay_diagnosis *out, bool *ranged,
                                        double *lo, double *hi, struct assay_error *err);

/* Puts the mean among the values, with KEY_interval where there is one, and a row; nothing where nothing was added.
   Errors: ASSAY_EDOMAIN. */
ASSAY_MUST_USE
enum assay_code assay_measured_put(const struct assay_measured *measured,
                                   const struct assay_measured_line *line,
                                   struct assay_node *values,
                                   struct assay_page_table *table,
                                   const struct assay_diagnosis *out,
                                   struct assay_error *err);

/* A course by checkpoints beside what is told of the whole log: among the values a map by_checkpoint. */
void assay_measured_courses(const struct assay_courses *courses, const char *name,
                            const struct assay_diagnosis *out);

void assay_measured_release(struct assay_measured *measured);

#endif
