/* topscore.h - what kinds that rank several completions of a prompt share. */
#ifndef ASSAY_SUITES_TOPSCORE_H
#define ASSAY_SUITES_TOPSCORE_H

#include "metrics/credit.h"
#include "suites/kind.h"

/* Refuses an item without a right or without a wrong completion. */
ASSAY_MUST_USE
enum assay_code assay_topscore_check(const struct assay_item *item,
                                     struct assay_error *err);

/* How many right and wrong completions share the top score of a scored item. */
struct assay_top assay_topscore_top(const struct assay_case *item);

/* Best right minus best wrong score of a scored item. */
double assay_topscore_margin(const struct assay_case *item);

/*
 * The measures acc, acc_with_ties and mrr of RewardMATH, as percentages, from the definitions in
 * metrics/rewardmath.h.
 */
extern const struct assay_extra assay_topscore_extras[];

#endif
