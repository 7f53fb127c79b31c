/*
 * rng.h - the one generator behind every random choice: SplitMix64.
 *
 * The state is one 64-bit word, so a generator is copied by assignment and a stream of its own
 * for every item comes from mixing the item's number into the seed.
 *
 * Source: Steele, Lea and Flood (2014), "Fast splittable pseudorandom number generators",
 *         OOPSLA, figure 17. Checked in tests/golden/metrics.json, splitmix64.
 */
#ifndef ASSAY_CORE_RNG_H
#define ASSAY_CORE_RNG_H

#include "harness/core/attr.h"

#include <stddef.h>
#include <stdint.h>

struct assay_rng {
    uint64_t state; /* starts as the seed */
};

/* The next 64 bits: s += 0x9E3779B97F4A7C15, then two xor-multiplies and a shift of 31. */
uint64_t assay_rng_next(struct assay_rng *rng);

/* An index in [0, n), n >= 1: the high half of the 128-bit product of the next word and n. */
uint64_t assay_rng_index(struct assay_rng *rng, uint64_t n);

/* The same count times, n in [1, 2^32). */
void assay_rng_indices(struct assay_rng *rng, uint32_t n, uint32_t *out, size_t count);

/*
 * Many indices in [0, n), n in [1, 2^32), each as likely as any other: two of each word, whose low half comes before its
 * high half. Of a half h it is the high half of the 64-bit product h n, and there is none where the low half is below
 * 2^32 mod n. Gives how many there are.
 *
 *   out  (2 * words,)
 *
 * Source: Lemire (2019), "Fast random integer generation in an interval", ACM Transactions on Modeling and Computer
 *         Simulation 29(1), 3, algorithm 5.
 */
ASSAY_MUST_USE
size_t assay_rng_halves(struct assay_rng *rng, uint32_t n, uint32_t *out, size_t words);

/* A double in [0, 1): the upper 53 bits of the next word times 2^-53. */
double assay_rng_uniform(struct assay_rng *rng);

/* A generator for the i-th of many streams under one seed, unrelated to its neighbours. */
struct assay_rng assay_rng_stream(uint64_t seed, uint64_t i);

#endif
