#include "harness/core/keys.h"
#include "tests/unit/unit.h"

enum {
    KEYS = 3000,
    CROWD = 300
};

/* A key of two words whose first alone does not tell it from its neighbours. */
static void key_of(size_t n, uint64_t key[ASSAY_KEYS_WORDS])
{
    key[0] = n / 3 * UINT64_C(0x9E3779B97F4A7C15);
    key[1] = n;
}

START_TEST(keys_are_numbered_in_order_and_keep_their_first_value)
{
    /* values that are numbers are not kept; others are, from whichever key they begin at */
    const uint32_t more = _i < 0 ? 0 : 7;
    struct assay_keys keys = {.words = ASSAY_KEYS_WORDS};
    uint64_t key[ASSAY_KEYS_WORDS];
    size_t number;

    for (size_t n = 0; n < KEYS; n++) {
        const uint32_t wanted = (uint32_t)n + ((int)n >= _i ? more : 0);
        uint32_t value = wanted;

        key_of(n, key);
        ck_assert(!assay_keys_find(&keys, key, &number));
        ck_assert(assay_keys_add(&keys, key, &value));
        value = 1;
        ck_assert(!assay_keys_add(&keys, key, &value));
        ck_assert_uint_eq(value, wanted);
    }
    ck_assert_uint_eq(keys.count, KEYS);
    ck_assert((keys.value != NULL) == (more > 0));
    for (size_t n = 0; n < KEYS; n++) {
        key_of(n, key);
        ck_assert(assay_keys_find(&keys, key, &number));
        ck_assert_uint_eq(number, n);
        ck_assert_uint_eq(assay_keys_value(&keys, n), n + ((int)n >= _i ? more : 0));
    }
    assay_keys_release(&keys);
    ck_assert_uint_eq(keys.words, ASSAY_KEYS_WORDS);
    ck_assert(!assay_keys_find(&keys, key, &number));
}
END_TEST

/* Lower bits say where a key is looked for, upper ones whether it is looked at: both are alike here. */
START_TEST(keys_that_hash_alike_are_told_apart)
{
    struct assay_keys keys = {.words = 1};
    size_t number;

    for (uint64_t n = 0; n < CROWD; n++) {
        const uint64_t key = UINT64_C(0xABCD123400000005) + (n << 16);
        uint32_t value = (uint32_t)n;

        ck_assert(assay_keys_add(&keys, &key, &value));
        ck_assert(assay_keys_find(&keys, &key, &number) && number == n);
    }
    assay_keys_release(&keys);
}
END_TEST

/* What an item costs (keys.h): a key, its slots, and what arrays have in reserve. */
START_TEST(a_key_of_one_word_takes_few_bytes)
{
    struct assay_keys keys = {.words = 1};

    for (uint64_t n = 0; n < KEYS; n++) {
        const uint64_t key = n * UINT64_C(0x9E3779B97F4A7C15);
        uint32_t value = (uint32_t)n;

        (void)assay_keys_add(&keys, &key, &value);
        if (n > CROWD)
            ck_assert_uint_le(8 * keys.cap + ((size_t)4 << keys.bits), (n + 1) * 24);
    }
    assay_keys_release(&keys);
}
END_TEST

Suite *unit_keys(void)
{
    Suite *suite = suite_create("keys");
    TCase *set = tcase_create("set");

    tcase_add_loop_test(set, keys_are_numbered_in_order_and_keep_their_first_value, -1,
                        3);
    tcase_add_test(set, keys_that_hash_alike_are_told_apart);
    tcase_add_test(set, a_key_of_one_word_takes_few_bytes);
    suite_add_tcase(suite, set);
    return suite;
}
