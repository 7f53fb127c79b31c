#include "metrics/minhash.h"

#include "harness/core/rng.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdlib.h>

/* S("a rose is a rose is a rose") of width 4 has three shingles among five (Broder 1997, section 2). */
START_TEST(a_rose_has_three_shingles)
{
    const uint64_t a = 11, rose = 22, is = 33;
    const uint64_t word[] = {a, rose, is, a, rose, is, a, rose};
    uint64_t hash[8];

    ck_assert_uint_eq(assay_minhash_shingles(word, 8, 4, hash), 5);
    ck_assert(hash[0] == hash[3] && hash[1] == hash[4]);
    ck_assert(hash[0] != hash[1] && hash[1] != hash[2] && hash[0] != hash[2]);
    ck_assert_uint_eq(assay_minhash_sketch(hash, 5, 100).count, 3);
}
END_TEST

START_TEST(a_text_shorter_than_a_shingle_has_none)
{
    const uint64_t word[] = {1, 2, 3};
    uint64_t hash[3];

    ck_assert_uint_eq(assay_minhash_shingles(word, 3, 4, hash), 0);
    ck_assert_uint_eq(assay_minhash_shingles(word, 3, 3, hash), 1);
    ck_assert_uint_eq(assay_minhash_shingles(word, 0, 1, hash), 0);
}
END_TEST

START_TEST(the_order_of_words_counts)
{
    const uint64_t word[] = {1, 2, 1};
    uint64_t hash[2];

    ck_assert_uint_eq(assay_minhash_shingles(word, 3, 2, hash), 2);
    ck_assert(hash[0] != hash[1]);
}
END_TEST

START_TEST(a_sketch_is_the_least_distinct_hashes)
{
    uint64_t hash[] = {9, 3, 7, 3, 1, 9, 8, 2, 2, 6, 5, 1};
    const uint64_t least[] = {1, 2, 3, 5};
    const struct assay_sketch sketch = assay_minhash_sketch(hash, 12, 4);

    ck_assert_uint_eq(sketch.count, 4);
    ck_assert_mem_eq(sketch.at, least, sizeof(least));
    ck_assert_uint_eq(assay_minhash_sketch(hash, 0, 4).count, 0);
}
END_TEST

/*
 * {1, 2, 5, 8} and {2, 3, 8, 9}: union of six, two in both: 1/3 where s holds the union. The least
 * four of the union are 1, 2, 3, 5, and of these 2 is in both: 1/4.
 */
START_TEST(resemblance_by_hand)
{
    const uint64_t a[] = {1, 2, 5, 8};
    const uint64_t b[] = {2, 3, 8, 9};
    const struct assay_sketch x = {a, 4}, y = {b, 4}, none = {NULL, 0};

    ck_assert_double_eq(assay_minhash_resemblance(x, y, 6), 1.0 / 3.0);
    ck_assert_double_eq(assay_minhash_resemblance(x, y, 4), 0.25);
    ck_assert_double_eq(assay_minhash_resemblance(x, x, 4), 1.0);
    ck_assert_double_eq(assay_minhash_resemblance(x, none, 4), 0.0);
    ck_assert_double_eq(assay_minhash_resemblance(none, none, 4), 0.0);
}
END_TEST

enum {
    MOST = 4000
};

/* The sketch of numbers from .. to - 1, each standing for a shingle. */
static struct assay_sketch sketch_range(uint64_t seed, uint64_t from, uint64_t to,
                                        uint64_t *hash, size_t s)
{
    for (uint64_t i = from; i < to; i++)
        hash[i - from] = assay_rng_stream(seed, i).state;
    return assay_minhash_sketch(hash, (size_t)(to - from), s);
}

/* {0 .. 2999} and {from .. 3999}: exact resemblance (3000 - from) / 4000. */
START_TEST(estimates_are_near_to_the_exact_resemblance)
{
    const uint64_t from[] = {0, 300, 1000, 2000, 2900, 3000};
    const size_t s = 256;
    uint64_t a[MOST], b[MOST];
    const uint64_t start = from[_i];
    const double exact = (double)(3000 - start) / 4000.0;
    double sum = 0.0;

    for (uint64_t seed = 0; seed < 20; seed++) {
        const double r = assay_minhash_resemblance(
            sketch_range(seed, 0, 3000, a, s), sketch_range(seed, start, 4000, b, s), s);

        ck_assert_double_le(fabs(r - exact), 4 * sqrt(exact * (1 - exact) / (double)s));
        sum += r;
    }
    ck_assert_double_le(fabs(sum / 20 - exact),
                        4 * sqrt(exact * (1 - exact) / (double)s / 20));
}
END_TEST

Suite *unit_minhash(void)
{
    Suite *suite = suite_create("minhash");
    TCase *sketches = tcase_create("sketches");

    tcase_add_test(sketches, a_rose_has_three_shingles);
    tcase_add_test(sketches, a_text_shorter_than_a_shingle_has_none);
    tcase_add_test(sketches, the_order_of_words_counts);
    tcase_add_test(sketches, a_sketch_is_the_least_distinct_hashes);
    tcase_add_test(sketches, resemblance_by_hand);
    tcase_add_loop_test(sketches, estimates_are_near_to_the_exact_resemblance, 0, 6);
    suite_add_tcase(suite, sketches);
    return suite;
}
