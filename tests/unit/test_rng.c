#include "harness/core/mersenne.h"
#include "harness/core/rng.h"
#include "tests/unit/unit.h"

#include <stdbool.h>

/* The first outputs of SplitMix64 from seed 1234567: Vigna's reference splitmix64.c as quoted
   by Rosetta Code, "Pseudo-random numbers/Splitmix64". */
START_TEST(words_match_the_reference_implementation)
{
    const uint64_t want[] = {6457827717110365317U, 3203168211198807973U,
                             9817491932198370423U, 4593380528125082431U,
                             16408922859458223821U};
    struct assay_rng rng = {1234567};

    for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++)
        ck_assert(assay_rng_next(&rng) == want[i]);
}
END_TEST

START_TEST(an_index_is_the_high_half_of_the_product)
{
    struct assay_rng rng = {1234567};

    /* floor(6457827717110365317 * 1000 / 2^64) = 350, then 173, 532, 249 */
    ck_assert_uint_eq(assay_rng_index(&rng, 1000), 350);
    ck_assert_uint_eq(assay_rng_index(&rng, 1000), 173);
    ck_assert_uint_eq(assay_rng_index(&rng, 1000), 532);
    ck_assert_uint_eq(assay_rng_index(&rng, 1000), 249);
    ck_assert_uint_eq(assay_rng_index(&rng, 1), 0);
    for (int i = 0; i < 1000; i++)
        ck_assert(assay_rng_index(&rng, UINT64_MAX) < UINT64_MAX);
}
END_TEST

START_TEST(uniforms_fill_the_unit_interval)
{
    struct assay_rng rng = {99};
    double sum = 0;

    for (int i = 0; i < 100000; i++) {
        const double u = assay_rng_uniform(&rng);

        ck_assert(u >= 0.0 && u < 1.0);
        sum += u;
    }
    ck_assert_double_eq_tol(sum / 100000, 0.5, 0.005);
}
END_TEST

START_TEST(streams_differ)
{
    for (uint64_t i = 0; i < 1000; i++) {
        struct assay_rng a = assay_rng_stream(7, i);
        struct assay_rng b = assay_rng_stream(7, i + 1);
        struct assay_rng c = assay_rng_stream(8, i);

        ck_assert(a.state != b.state && a.state != c.state);
    }
}
END_TEST

/* What CPython 3.11 prints for random.seed(n); random.random(); the last after 1,000 others. */
START_TEST(a_twister_gives_what_python_gives)
{
    struct assay_mersenne twister;

    assay_mersenne_seed(&twister, 123);
    ck_assert_double_eq(assay_mersenne_uniform(&twister), 0.052363598850944326);
    ck_assert_double_eq(assay_mersenne_uniform(&twister), 0.08718667752263232);
    ck_assert_double_eq(assay_mersenne_uniform(&twister), 0.4072417636703983);
    for (int i = 3; i < 1000; i++)
        (void)assay_mersenne_uniform(&twister);
    ck_assert_double_eq(assay_mersenne_uniform(&twister), 0.06384745790626833);
    assay_mersenne_seed(&twister, 0);
    ck_assert_double_eq(assay_mersenne_uniform(&twister), 0.8444218515250481);
    assay_mersenne_seed(&twister, UINT32_MAX);
    ck_assert_double_eq(assay_mersenne_uniform(&twister), 0.6353574441341173);
}
END_TEST

/* What CPython 3.11 prints for random.seed(1234); random.randrange(n), one after the other. */
START_TEST(a_twister_draws_below_a_bound_as_python_does)
{
    static const uint32_t below[] = {1, 2, 3, 7, 1000, UINT32_C(1) << 31, UINT32_MAX};
    static const uint32_t drawn[] = {0, 0, 0, 0, 932, 150006740, UINT32_C(2884343186)};
    struct assay_mersenne twister;

    assay_mersenne_seed(&twister, 1234);
    for (size_t i = 0; i < sizeof(below) / sizeof(below[0]); i++)
        ck_assert_uint_eq(assay_mersenne_below(&twister, below[i]), drawn[i]);
}
END_TEST

/* For small bounds, and for one that needs all its bits. */
START_TEST(many_indices_are_those_taken_one_by_one)
{
    static const uint32_t below[] = {1, 7, 10000, UINT32_C(4294967291)};
    uint32_t many[50];

    for (size_t k = 0; k < sizeof(below) / sizeof(below[0]); k++) {
        struct assay_rng one = {99}, all = {99};

        assay_rng_indices(&all, below[k], many, 50);
        for (size_t i = 0; i < 50; i++)
            ck_assert_uint_eq(many[i], assay_rng_index(&one, below[k]));
        ck_assert_uint_eq(all.state, one.state);
    }
}
END_TEST

/* The 2^32 halves less those passed over are n times as many: each index has the same number of them. */
static bool index_of(uint32_t half, uint32_t n, uint32_t *out)
{
    const uint64_t product = (uint64_t)half * n;

    *out = (uint32_t)(product >> 32);
    return product % (UINT64_C(1) << 32) >= (UINT64_C(1) << 32) % n;
}

/* The same, half by half; gives how many there are. */
static size_t halves_of(struct assay_rng *rng, uint32_t n, uint32_t *out, size_t words)
{
    size_t count = 0;

    for (size_t i = 0; i < words; i++) {
        const uint64_t word = assay_rng_next(rng);

        count += index_of((uint32_t)word, n, &out[count]);
        count += index_of((uint32_t)(word >> 32), n, &out[count]);
    }
    return count;
}

/* For small bounds, for one of which hardly any half is passed over and for one of which nearly half of them are. */
START_TEST(halves_of_words_are_indices)
{
    static const uint32_t below[] = {1, 7, 10000, UINT32_C(4294967291),
                                     UINT32_C(2147483649)};
    const uint32_t n = below[_i % 5];
    const size_t words = (size_t)_i / 5;
    uint32_t many[80], single[81] = {0};
    struct assay_rng all = {99}, one = {99};
    const size_t count = halves_of(&one, n, single, words);

    ck_assert_uint_eq(assay_rng_halves(&all, n, many, words), count);
    ck_assert_uint_eq(all.state, one.state);
    for (size_t i = 0; i < count; i++)
        ck_assert_uint_eq(many[i], single[i]);
}
END_TEST

Suite *unit_rng(void)
{
    Suite *suite = suite_create("rng");
    TCase *words = tcase_create("words");

    tcase_add_test(words, words_match_the_reference_implementation);
    tcase_add_test(words, an_index_is_the_high_half_of_the_product);
    tcase_add_test(words, many_indices_are_those_taken_one_by_one);
    tcase_add_loop_test(words, halves_of_words_are_indices, 0, 5 * 41);
    tcase_add_test(words, uniforms_fill_the_unit_interval);
    tcase_add_test(words, streams_differ);
    tcase_add_test(words, a_twister_gives_what_python_gives);
    tcase_add_test(words, a_twister_draws_below_a_bound_as_python_does);
    suite_add_tcase(suite, words);
    return suite;
}
