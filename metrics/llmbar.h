/*
 * llmbar.h - LLMBar (Zeng et al. 2023, arXiv:2310.07641): judges of instruction following,
 * asked in both presentation orders.
 */
#ifndef ASSAY_METRICS_LLMBAR_H
#define ASSAY_METRICS_LLMBAR_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * One pair: the better output (1 or 2) and the winner in either presentation, mapped back to
 * the item's order; 0 where there was none, which is wrong. A rating judge's tie is "2"
 * unswapped and "1" swapped: half a credit in the average.
 */
struct assay_llmbar_item {
    int label;
    int plain, swapped;
};

struct assay_llmbar {
    size_t plain, swapped, both; /* pairs right in that order, in both */
    size_t equal;                /* same winner in both orders; none twice is the same */
    size_t n;
    double plain_percent, swapped_percent, both_percent; /* k / n * 100 */
    double average;   /* (plain + swapped) / 2 / n * 100 */
    double agreement; /* equal / n * 100 */
};

/*
 * The official statistics over pairs, divisions in the order written above.
 *
 * Errors: ASSAY_EDOMAIN if n is 0.
 * Source: princeton-nlp/LLMBar, LLMEvaluator/evaluate.py. Checked in test_llmbar.c and
 *         tests/golden, llmbar.
 */
ASSAY_MUST_USE
enum assay_code assay_llmbar_score(const struct assay_llmbar_item *item, size_t n,
                                   struct assay_llmbar *out, struct assay_error *err);

/* A kappa is undefined where both sides always say the same one class. */
struct assay_llmbar_kappa {
    bool plain_defined, swapped_defined, agreement_defined;
    double plain, swapped; /* predictions of one order against labels */
    double average;        /* (plain + swapped) / 2; defined if both are */
    double agreement;      /* predictions of the two orders */
};

/*
 * Cohen's kappas between predictions and labels.
 *
 *   printed  true: as the official code prints them. It keeps a winner only if it is "0" or
 *            "1" and makes every other one 0, while labels are 1 and 2, so "2" never agrees.
 *            false: winners 1 and 2 against labels 1 and 2, none as a class of its own.
 *
 * Errors: ASSAY_EDOMAIN if n is 0.
 * Source: as above; assay_agreement_kappa. Checked in test_llmbar.c.
 */
ASSAY_MUST_USE
enum assay_code assay_llmbar_kappas(const struct assay_llmbar_item *item, size_t n,
                                    bool printed, struct assay_llmbar_kappa *out,
                                    struct assay_error *err);

#endif
