/*
 * shortest.c - the baseline that likes short answers and knows nothing else.
 */
#include "adapters/baseline.h"

struct shortest {
    unsigned unit; /* enum assay_baseline_unit */
};

static double score(const void *state, const struct assay_item *item, size_t i)
{
    const struct shortest *shortest = state;

    return -(double)assay_baseline_length(item->completions[i], shortest->unit);
}

static enum assay_code shortest_pull(const void *state, struct assay_work *work,
                                     struct assay_error *err)
{
    return assay_baseline_pull(state, score, true, work, err);
}

static const struct assay_option shortest_options[] = {
    {
        .name = "unit",
        .help = "what to count",
        .type = ASSAY_OPTION_CHOICE,
        .offset = offsetof(struct shortest, unit),
        .initial = "chars",
        .choices = assay_baseline_units,
    },
    {0},
};

const struct assay_adapter assay_adapter_shortest = {
    .name = "shortest",
    .summary = "null baseline: prefers shorter completions",
    .state_size = sizeof(struct shortest),
    .options = shortest_options,
    .null_baseline = true,
    .reads_text = true,
    .pull = shortest_pull,
};
