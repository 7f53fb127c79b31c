/* prmbench.h - PRMScore: which steps does a process reward model accept and reject? */
#ifndef ASSAY_METRICS_PRMBENCH_H
#define ASSAY_METRICS_PRMBENCH_H

#include <stdbool.h>
#include <stddef.h>

/* A valid step is the positive class. */
struct assay_confusion {
    size_t tp, fp, tn,
        fn; /* valid kept, error accepted, error rejected, valid rejected */
};

struct assay_prmbench {
    double precision, recall, f1;
    double negative_precision, negative_recall, negative_f1;
    double score; /* 0.5 f1 + 0.5 negative_f1 */
};

/* Counts one step. */
void assay_confusion_add(struct assay_confusion *confusion, bool valid, bool kept);

/*
 * F1 of both classes over pooled steps:
 *
 *   precision = tp / (tp + fp), recall = tp / (tp + fn), f1 = 2 p r / (p + r)
 *
 * and with tn, fn, fp for the negative class. A quotient with denominator 0 is -1, as in the
 * official code, and that -1 enters f1 like any number; f1 is -1 only where p + r is 0. So every
 * value is in [-2, 1] or worse where -1 met a fraction: the header number is the official one,
 * not a bounded score.
 *
 * Source: Song et al. 2025, PRMBench, arXiv:2501.03124; ssmisya/PRMBench
 *         mr_eval/tasks/prmtest_classified/task.py evaluate_function. Checked in tests/golden,
 *         prmbench.
 */
struct assay_prmbench assay_prmbench_scores(const struct assay_confusion *confusion);

#endif
