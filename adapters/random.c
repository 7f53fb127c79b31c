/*
 * random.c - the baseline that tosses a coin.
 *
 * The score of completion i is uniform in [0, 1), from the run's seed, the item's id and i
 * alone (FNV-1a over the id, then SplitMix64), so neither order nor --jobs changes it.
 */
#include "adapters/baseline.h"

#include "harness/core/rng.h"

struct random {
    uint64_t seed;
};

static enum assay_code random_open(void *state, const struct assay_setting *setting,
                                   struct assay_error *err)
{
    struct random *random = state;

    (void)err; /* nothing can go wrong */
    random->seed = setting->seed;
    return ASSAY_OK;
}

/* FNV-1a, 64 bits (Fowler, Noll and Vo; RFC 9923). */
static uint64_t hash_of(struct assay_str text)
{
    uint64_t hash = 0xCBF29CE484222325U;

    for (size_t i = 0; i < text.len; i++) {
        hash ^= (unsigned char)text.ptr[i];
        hash *= 0x100000001B3U;
    }
    return hash;
}

static double score(const void *state, const struct assay_item *item, size_t i)
{
    const struct random *random = state;
    struct assay_rng rng = assay_rng_stream(random->seed ^ hash_of(item->id), i);

    return assay_rng_uniform(&rng);
}

static enum assay_code random_pull(const void *state, struct assay_work *work,
                                   struct assay_error *err)
{
    return assay_baseline_pull(state, score, false, work, err);
}

const struct assay_adapter assay_adapter_random = {
    .name = "random",
    .summary = "null baseline: tosses a coin, the same one in every run of a seed",
    .state_size = sizeof(struct random),
    .null_baseline = true,
    .open = random_open,
    .pull = random_pull,
};
