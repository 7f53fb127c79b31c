/*
 * constant.c - the baseline that cannot tell anything from anything.
 *
 * What it gets is what a suite's tie rule gives away.
 */
#include "adapters/baseline.h"

static double score(const void *state, const struct assay_item *item, size_t i)
{
    (void)state;
    (void)item;
    (void)i;
    return 0.0;
}

static enum assay_code constant_pull(const void *state, struct assay_work *work,
                                     struct assay_error *err)
{
    return assay_baseline_pull(state, score, false, work, err);
}

const struct assay_adapter assay_adapter_constant = {
    .name = "constant",
    .summary = "null baseline: the same score for everything",
    .null_baseline = true,
    .pull = constant_pull,
};
