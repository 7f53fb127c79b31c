#include "harness/core/memory.h"
#include "harness/core/names.h"
#include "suites/item_ids.h"
#include "tests/unit/unit.h"

#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NAMES = 5000,
    BYTES = 100
};

static struct assay_str name_of(size_t n, char text[16])
{
    (void)snprintf(text, 16, "name-%zu", n);
    return assay_str_of(text);
}

START_TEST(numbers_follow_first_sight_and_stay)
{
    struct assay_names names = {0};
    char text[16];
    uint32_t number;

    ck_assert(!assay_names_find(&names, ASSAY_STR("name-0"), &number));
    for (size_t i = 0; i < NAMES; i++) {
        ck_assert_uint_eq(assay_names_add(&names, name_of(i, text)), i);
        ck_assert_uint_eq(assay_names_add(&names, name_of(i / 2, text)), i / 2);
    }
    ck_assert_uint_eq(names.count, NAMES);
    for (size_t i = 0; i < NAMES; i++) {
        ck_assert(assay_names_find(&names, name_of(i, text), &number));
        ck_assert_uint_eq(number, i);
        ck_assert(assay_str_equal(names.at[i], name_of(i, text)));
    }
    ck_assert(!assay_names_find(&names, name_of(NAMES, text), &number));
    assay_names_release(&names);
}
END_TEST

/* A text without one of its bytes' bits, or shorter, or under another seed, hashes otherwise. */
START_TEST(every_byte_counts_in_a_hash)
{
    char text[BYTES];

    memset(text, 'a', BYTES);
    for (size_t n = 0; n <= BYTES; n++) {
        const uint64_t whole = assay_item_hash((struct assay_str){text, n}, 0);

        ck_assert(whole != assay_item_hash((struct assay_str){text, n}, 1));
        for (size_t i = 0; i < n; i++) {
            text[i] = 'b';
            ck_assert(whole != assay_item_hash((struct assay_str){text, n}, 0));
            ck_assert(whole != assay_item_hash((struct assay_str){text, i}, 0));
            text[i] = 'a';
        }
    }
}
END_TEST

/* Blocks of 8 and 32 bytes that change places change the hash. */
START_TEST(the_order_of_words_counts_in_a_hash)
{
    const struct assay_str texts[] = {
        ASSAY_STR("first___second__third___fourth__fifth___sixth___seventh_eighth__"),
        ASSAY_STR("second__first___third___fourth__fifth___sixth___seventh_eighth__"),
        ASSAY_STR("fifth___sixth___seventh_eighth__first___second__third___fourth__"),
        ASSAY_STR("fifth___second__third___fourth__first___sixth___seventh_eighth__"),
    };

    for (size_t i = 0; i < 4; i++)
        for (size_t k = 0; k < i; k++)
            ck_assert(assay_item_hash(texts[i], 7) != assay_item_hash(texts[k], 7));
}
END_TEST

START_TEST(packed_texts_leave_what_follows_aligned)
{
    struct assay_arena arena = {0};
    char text[16];

    for (size_t i = 0; i < NAMES; i++) {
        const struct assay_str one = assay_arena_pack(&arena, name_of(i, text));
        const struct assay_str next = assay_arena_pack(&arena, ASSAY_STR("x"));
        const double *number = i % 3 ? NULL : assay_arena_new(&arena, 1, sizeof(*number));

        ck_assert(assay_str_equal(one, name_of(i, text)));
        ck_assert(assay_str_equal(next, ASSAY_STR("x")));
        ck_assert_uint_eq((uintptr_t)number % alignof(max_align_t), 0);
        ck_assert(!number || *number == 0.0);
    }
    ck_assert_uint_lt(arena.bytes, (size_t)NAMES * (16 + 16));
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_names(void)
{
    Suite *suite = suite_create("names");
    TCase *tcase = tcase_create("names and hashes");

    tcase_add_test(tcase, numbers_follow_first_sight_and_stay);
    tcase_add_test(tcase, every_byte_counts_in_a_hash);
    tcase_add_test(tcase, the_order_of_words_counts_in_a_hash);
    tcase_add_test(tcase, packed_texts_leave_what_follows_aligned);
    suite_add_tcase(suite, tcase);
    return suite;
}
