/* measure_tell.h - what a result says in words, and the numbers beside the headline. */
#ifndef ASSAY_SUITES_MEASURE_TELL_H
#define ASSAY_SUITES_MEASURE_TELL_H

#include "suites/measure_parts.h"

/* The scoring rule in force: tie rule, then every option with its value. */
struct assay_str assay_tell_rule(const struct assay_measurement *m);

/* "micro", "mean of sections", "weighted 2,2,2,2,1"; "partial: without ..." what result misses. */
struct assay_str assay_tell_overall(const struct assay_measurement *m,
                                    const struct assay_result *result);

/* Notes on precision, missing sections and stray subsets. */
void assay_tell_notes(const struct assay_measurement *m, struct assay_result *out);

/* The measures of kinds and those that the suite asks for. */
void assay_tell_measures(const struct assay_measurement *m, struct assay_result *out);

#endif
