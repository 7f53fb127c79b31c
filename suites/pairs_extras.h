/*
 * pairs_extras.h - what JudgeBench and LLMBar tell beside an accuracy.
 *
 *   acc_plus      share of groups of rows, named by fields.group, that are right in every row
 *                 (MM-RLHF-RewardBench)
 *   inconsistent  pairs on which the verdicts of both orders differ (JudgeBench)
 *   percent       100 k / n as JudgeBench prints it, every digit of the double
 *   llmbar        correct_False, correct_True, correct_average, correct_both and equal as
 *                 LLMBar's statistics.json has them, its kappas as printed
 *                 (kappa_official_*) and right ones (kappa_*)
 */
#ifndef ASSAY_SUITES_PAIRS_EXTRAS_H
#define ASSAY_SUITES_PAIRS_EXTRAS_H

#include "suites/kind.h"

enum {
    ASSAY_REPR_MAX = 96 /* room for the longest repr, generously */
};

/*
 * Python's repr of a finite double: the fewest digits that read back as the same number, with
 * an exponent below 1e-4 and from 1e16 on. Source: CPython, Python/pystrtod.c, format code 'r'.
 */
void assay_repr_double(double value, char out[ASSAY_REPR_MAX]);

extern const struct assay_extra assay_pairs_extras[];

#endif
