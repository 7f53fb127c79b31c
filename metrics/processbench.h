/* processbench.h - where is the first wrong step, and is there one? */
#ifndef ASSAY_METRICS_PROCESSBENCH_H
#define ASSAY_METRICS_PROCESSBENCH_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    ASSAY_STEP_NONE = -1 /* no wrong step; as a label or as a prediction */
};

/* Solutions with a wrong step and without one, and how many of each were told right. */
struct assay_processbench_count {
    size_t wrong, wrong_right;     /* label is a step; the prediction is that step */
    size_t correct, correct_right; /* label is ASSAY_STEP_NONE; so is the prediction */
};

struct assay_processbench {
    double error, correct; /* 100 * (k / n), percentages */
    double f1;             /* 2 error correct / (error + correct) */
};

/*
 * Counts one solution.
 *
 *   label  place of the first wrong step from 0, or ASSAY_STEP_NONE
 *   said   what was predicted; read only where `says`
 *   says   false: no prediction could be read, which is wrong
 */
void assay_processbench_add(struct assay_processbench_count *count, long label, long said,
                            bool says);

/*
 * Accuracy on erroneous solutions, on correct ones, and their harmonic mean, each in the order of
 * operations of the official code: mean * 100, then 2 * a * b / (a + b).
 *
 * Errors: ASSAY_EDOMAIN where a class has no solution, and where both accuracies are 0 (the
 * official code prints nan); error and correct are set in the second case.
 * Source: Zheng et al. 2024, ProcessBench, arXiv:2412.06559; QwenLM/ProcessBench
 *         code/run_eval.py. Checked in tests/golden, processbench.
 */
ASSAY_MUST_USE
enum assay_code assay_processbench_scores(const struct assay_processbench_count *count,
                                          struct assay_processbench *out,
                                          struct assay_error *err);

#endif
