/* minhash.h - how alike are two texts, from a few of their shingles? */
#ifndef ASSAY_METRICS_MINHASH_H
#define ASSAY_METRICS_MINHASH_H

#include <stddef.h>
#include <stdint.h>

/*
 * Hashes of the shingles of a text: every run of width words,
 *
 *   out_i = H(word_i, ..., word_{i + width - 1}),   i = 0 .. n - width
 *
 *   word   (n,) a 64-bit hash of each word
 *   width  >= 1
 *   out    (n - width + 1,)
 *
 * Returns how many; none where n < width: such a text has no shingles.
 * Source: Broder (1997), "On the resemblance and containment of documents", section 2. Checked
 *         in test_minhash.c.
 */
size_t assay_minhash_shingles(const uint64_t *word, size_t n, size_t width,
                              uint64_t *out);

/* The min(size, distinct ones) least shingles of a text, its sketch. */
struct assay_sketch {
    const uint64_t *at; /* (count,) ascending, distinct */
    size_t count;
};

/*
 * MIN_size(S): the least `size` of the distinct hashes, or all where there are fewer.
 *
 *   hash  (n,) overwritten: the sketch is in its first places
 *   size  >= 1
 *
 * Source: Broder (1997), section 3.
 */
struct assay_sketch assay_minhash_sketch(uint64_t *hash, size_t n, size_t size);

/*
 * Resemblance (Jaccard index) r(A, B) = |S(A) n S(B)| / |S(A) u S(B)|, estimated without bias as
 *
 *   |MIN_s(M(A) u M(B)) n M(A) n M(B)| / |MIN_s(M(A) u M(B))|,   M = MIN_s of a text
 *
 * and exact where the union has no more than s shingles. s draws without replacement are less
 * spread than s with it: the standard deviation is at most sqrt(r (1 - r) / s).
 *
 *   a, b  sketches of the same size s, from texts that have shingles
 *
 * In [0, 1]; 0 where both are empty.
 * Source: Broder (1997), theorem 1. Checked in test_minhash.c by hand and against exact
 *         resemblance within four standard deviations.
 */
double assay_minhash_resemblance(struct assay_sketch a, struct assay_sketch b, size_t s);

#endif
