/*
 * mersenne.h - the stream of Python's random module, for official figures that a coin decided.
 *
 * Nothing of assay's own is drawn from it: rng.h is for that.
 *
 * Source: Matsumoto and Nishimura (1998), "Mersenne twister", ACM TOMACS 8; their mt19937ar.c,
 *         init_by_array and genrand_res53, as CPython Modules/_randommodule.c uses them. Checked
 *         against CPython in tests/unit/test_rng.c.
 */
#ifndef ASSAY_CORE_MERSENNE_H
#define ASSAY_CORE_MERSENNE_H

#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_MERSENNE_WORDS = 624
};

struct assay_mersenne {
    uint32_t word[ASSAY_MERSENNE_WORDS];
    size_t next; /* word to give; ASSAY_MERSENNE_WORDS: make new ones first */
};

/* As random.seed(seed) for 0 <= seed < 2^32. */
void assay_mersenne_seed(struct assay_mersenne *twister, uint32_t seed);

/* As random.random(): a double in [0, 1) of 53 bits. */
double assay_mersenne_uniform(struct assay_mersenne *twister);

/*
 * As random.randrange(n), 1 <= n: 32 bits a draw, of which the upper ones that n has are kept and
 * those that are n or more are drawn again.
 */
uint32_t assay_mersenne_below(struct assay_mersenne *twister, uint32_t n);

#endif
