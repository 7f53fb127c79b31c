/*
 * baseline.h - what the null baselines share: models that know nothing of right and wrong.
 *
 * Where such a model beats chance, the suite's labels follow length, form or position, and any
 * model's result there has to be read against it.
 */
#ifndef ASSAY_ADAPTERS_BASELINE_H
#define ASSAY_ADAPTERS_BASELINE_H

#include "adapters/adapter.h"

/* The score of completion i of an item; finite. */
typedef double assay_baseline_score(const void *state, const struct assay_item *item,
                                    size_t i);

/*
 * A whole pull: scores every completion of every task. With needs_text, an item whose
 * completions are all empty is skipped: its data hold no texts.
 *
 * Errors: those of assay_work_give.
 */
ASSAY_MUST_USE
enum assay_code assay_baseline_pull(const void *state, assay_baseline_score *score,
                                    bool needs_text, struct assay_work *work,
                                    struct assay_error *err);

enum assay_baseline_unit {
    ASSAY_BASELINE_CHARS, /* Unicode code points */
    ASSAY_BASELINE_WORDS, /* runs of bytes above the blank */
};

/* The words of enum assay_baseline_unit for an option table. */
extern const char *const assay_baseline_units[];

size_t assay_baseline_length(struct assay_str text, unsigned unit);

#endif
