/* first_n.h - the first n samples of a prompt as official scripts take them, one prefix, no expectation. */
#ifndef ASSAY_METRICS_FIRST_N_H
#define ASSAY_METRICS_FIRST_N_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>

struct assay_first_samples {
    const double *proxy; /* (count,) not NaN; NULL: best is not asked for */
    const long *answer;  /* (count,) as of voting.h; NULL: majority is not asked for */
    const double *value; /* (count,) finite: correctness, or gold */
    size_t count;
};

/* Of one prompt; the benchmark's figures are means over prompts. */
struct assay_first {
    double best; /* rm@n: value of the first sample with the highest proxy */
    double
        majority; /* maj@n: value of the first sample with the most common answer, of equally
                        common ones the one seen first; 0 where none has an answer */
    double pass; /* pass@n: the highest value */
    double mean; /* mean@n */
};

/*
 * Figures of the samples 0 ... n - 1. They depend on the order in which samples were drawn:
 * assay_best_expect and assay_vote_curve are their expectations over that order, with less noise.
 * The script lets an empty answer vote like any other: number it as one to follow that.
 *
 * Errors: ASSAY_EDOMAIN unless 1 <= n <= count.
 * Source: QwenLM/Qwen2.5-Math evaluation/rm_maj_eval.py, eval_rm_k_metrics and
 *         eval_maj_k_metrics. Checked in test_first_n.c.
 */
ASSAY_MUST_USE
enum assay_code assay_first_n(const struct assay_first_samples *samples, size_t n,
                              struct assay_first *out, struct assay_error *err);

#endif
