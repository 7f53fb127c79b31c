/*
 * length.c - the baseline that likes long answers and knows nothing else.
 *
 * Where it beats chance, the suite's labels reward verbosity.
 */
#include "adapters/baseline.h"

struct length {
    unsigned unit; /* enum assay_baseline_unit */
};

static double score(const void *state, const struct assay_item *item, size_t i)
{
    const struct length *length = state;

    return (double)assay_baseline_length(item->completions[i], length->unit);
}

static enum assay_code length_pull(const void *state, struct assay_work *work,
                                   struct assay_error *err)
{
    return assay_baseline_pull(state, score, true, work, err);
}

static const struct assay_option length_options[] = {
    {
        .name = "unit",
        .help = "what to count",
        .type = ASSAY_OPTION_CHOICE,
        .offset = offsetof(struct length, unit),
        .initial = "chars",
        .choices = assay_baseline_units,
    },
    {0},
};

const struct assay_adapter assay_adapter_length = {
    .name = "length",
    .summary = "null baseline: prefers longer completions",
    .state_size = sizeof(struct length),
    .options = length_options,
    .null_baseline = true,
    .reads_text = true,
    .pull = length_pull,
};
