/* samples.h - what the files of the kind `samples` share. */
#ifndef ASSAY_SUITES_SAMPLES_H
#define ASSAY_SUITES_SAMPLES_H

#include "suites/kind.h"

/*
 * `best_of_k`: area under the ROC curve over all responses, scores of each prompt brought to [0, 1]
 * first (a prompt whose scores are all equal has 1/2), and the best-of-K measures of
 * metrics/ppe.h, *_exact and from `permutations` orders drawn under `seed`. They need the same number
 * of responses everywhere.
 */
extern const struct assay_extra assay_samples_extras[];

#endif
