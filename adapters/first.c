/*
 * first.c - the baseline that believes in the order of the file.
 *
 * Completion i of an item scores -i. Where data list the chosen completion first it is right
 * everywhere, which is a reminder that position must never reach a model.
 */
#include "adapters/baseline.h"

static double score(const void *state, const struct assay_item *item, size_t i)
{
    (void)state;
    (void)item;
    return -(double)i;
}

static enum assay_code first_pull(const void *state, struct assay_work *work,
                                  struct assay_error *err)
{
    return assay_baseline_pull(state, score, false, work, err);
}

const struct assay_adapter assay_adapter_first = {
    .name = "first",
    .summary = "null baseline: prefers what is listed first",
    .null_baseline = true,
    .by_position = true,
    .pull = first_pull,
};
