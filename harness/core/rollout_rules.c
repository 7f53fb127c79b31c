#include "harness/core/rollout_rules.h"

#include "harness/core/rng.h"

const char *const assay_rollout_unparsable_words[] = {"exclude", "half", "loss", "coin",
                                                      NULL};
const char *const assay_rollout_tie_words[] = {"strict", "split", "half", NULL};

bool assay_rollout_unparsable_value(enum assay_rollout_unparsable rule,
                                    const struct assay_rollout_draw *draw, double *value)
{
    struct assay_rng rng =
        assay_rng_stream(draw->seed ^ draw->key[0] ^ draw->key[1], draw->place);

    switch (rule) {
    case ASSAY_ROLLOUT_AS_HALF:
        *value = 0.5;
        return true;
    case ASSAY_ROLLOUT_AS_LOSS:
        *value = 0.0;
        return true;
    case ASSAY_ROLLOUT_COIN:
        *value = (double)assay_rng_index(&rng, 2);
        return true;
    case ASSAY_ROLLOUT_EXCLUDE:
    default:
        return false;
    }
}

double assay_rollout_tie_value(enum assay_rollout_ties rule, size_t m)
{
    if (rule == ASSAY_ROLLOUT_STRICT)
        return 0.0;
    return rule == ASSAY_ROLLOUT_SPLIT ? 1.0 / (double)m : 0.5;
}
