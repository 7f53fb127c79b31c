/*
 * test_tfevents.c - event files of TensorBoard.
 *
 * The files of tests/data/tfevents are what tests/tools/make_tfevents.py writes; protoc and Debian's python3-crc32c
 * read them as meant.
 */
#include "harness/core/records.h"
#include "harness/core/tfevents.h"
#include "tests/unit/unit.h"

#include <string.h>

#define DATA "tests/data/tfevents/"
#define RUN  DATA "run/events.out.tfevents.1700000000.host.1.0"

static struct assay_arena arena;
static struct assay_error err;

static void drop(void)
{
    assay_arena_release(&arena);
}

static const struct {
    const char *bytes;
    size_t len;
    uint32_t crc;
} sums[] = {
    /* RFC 3720, B.4 and the check value of the CRC catalogues */
    {"123456789", 9, 0xe3069283},
    {"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 32, 0x8a9136aa},
    {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
     "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
     32, 0x62a8ab43},
    {"", 0, 0},
};

START_TEST(checksums_are_those_of_the_standard)
{
    ck_assert_uint_eq(
        assay_tfevents_crc((struct assay_str){sums[_i].bytes, sums[_i].len}),
        sums[_i].crc);
}
END_TEST

/* Reads a file up to its end or a fault; the records, and the last one. */
static enum assay_code read_all(const char *path, size_t *count,
                                const struct assay_node **last, const char **cut)
{
    struct assay_records *records = NULL;
    const struct assay_node *record = NULL;
    const struct assay_records_setting setting = {.path = path, .words = true};
    enum assay_code code = assay_records_open(&setting, &records, &err);

    *count = 0;
    *cut = NULL;
    do {
        if (!code)
            code = assay_records_next(records, &arena, &record, &err);
        if (!code && record)
            *last = record;
    } while (!code && record);
    if (records)
        *count = assay_records_count(records);
    if (!code)
        (void)assay_records_left_out(records, cut);
    assay_records_close(records);
    return code;
}

static double number(const struct assay_node *record, const char *tag)
{
    double value;

    ck_assert_msg(assay_node_number(assay_node_get(record, tag), &value), "%s", tag);
    return value;
}

START_TEST(numbers_of_an_event_are_a_record)
{
    const struct assay_node *last = NULL;
    const char *cut;
    size_t count;

    ck_assert_int_eq(read_all(RUN, &count, &last, &cut), ASSAY_OK);
    ck_assert_uint_eq(count, 10); /* not the version, not the text */
    ck_assert_ptr_null(cut);
    ck_assert_double_eq(number(last, "step"), 20);
    ck_assert_double_eq(number(last, "wall_time"), 1700000021.5);
    ck_assert_double_eq(number(last, "eval/gold"), 0.75);
    ck_assert_str_eq(assay_node_text(assay_node_get(last, "eval/loss")).ptr, "NaN");
}
END_TEST

START_TEST(tensors_of_one_number_are_numbers)
{
    const struct assay_node *last = NULL;
    const char *cut;
    size_t count;

    ck_assert_int_eq(
        read_all(DATA "run/events.out.tfevents.1700000100.host.2.0", &count, &last, &cut),
        ASSAY_OK);
    ck_assert_uint_eq(count, 3);
    ck_assert_double_eq(number(last, "step"), 30);
    ck_assert_double_eq(number(last, "eval/gold"), 0.5);
}
END_TEST

START_TEST(a_file_ends_before_a_record_that_is_cut_short)
{
    const struct assay_node *last = NULL;
    const char *cut;
    size_t count;

    ck_assert_int_eq(read_all(DATA "cut.tfevents", &count, &last, &cut), ASSAY_OK);
    ck_assert_uint_eq(count, 9);
    ck_assert_double_eq(number(last, "train/val/num_eos_tokens"), 31);
    ck_assert_str_eq(
        cut, "the last record is cut short, as a writer leaves it that was killed");
}
END_TEST

static const struct {
    const char *path, *text;
} damaged[] = {
    {DATA "flipped.tfevents",
     DATA "flipped.tfevents: record 3: the checksum of its data is another"},
    {DATA "length.tfevents",
     DATA "length.tfevents: record 2: the checksum of its length is another"},
};

START_TEST(damage_is_told_with_the_record)
{
    const struct assay_node *last = NULL;
    const char *cut;
    size_t count;

    ck_assert_int_eq(read_all(damaged[_i].path, &count, &last, &cut), ASSAY_EDATA);
    ck_assert_str_eq(err.text, damaged[_i].text);
}
END_TEST

static const struct {
    const char *bytes;
    size_t len;
    const char *why; /* NULL: it is read */
    size_t count;    /* of numbers */
    double value;    /* of the last */
    int64_t step;
} events[] = {
    {"", 0, NULL, 0, 0, 0},
    /* step -1, ten bytes */
    {"\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11, NULL, 0, 0, -1},
    /* a varint without an end, and one of eleven bytes */
    {"\x10\xff", 2, "it is no event", 0, 0, 0},
    {"\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 12, "it is no event", 0, 0, 0},
    /* longer than what is there, and a group */
    {"\x2a\x05\x0a", 3, "it is no event", 0, 0, 0},
    {"\x0b", 1, "it is no event", 0, 0, 0},
    /* a summary with a value, tag "a", simple_value 0.5 */
    {"\x2a\x0a\x0a\x08\x0a\x01"
     "a"
     "\x15\x00\x00\x00\x3f",
     12, NULL, 1, 0.5, 0},
    /* a tag that is not UTF-8 */
    {"\x2a\x0a\x0a\x08\x0a\x01\xff\x15\x00\x00\x00\x3f", 12, "a tag is not UTF-8", 0, 0,
     0},
    /* a value, damaged inside; a summary, damaged */
    {"\x2a\x04\x0a\x02\x0a\x05", 6, "a value of its summary is damaged", 0, 0, 0},
    {"\x2a\x02\x0a\x05", 4, "its summary is damaged", 0, 0, 0},
    /* tensors: int64 7, not packed; double 2 in its content; two floats, which are no one number; a half */
    {"\x2a\x0b\x0a\x09\x0a\x01"
     "a"
     "\x42\x04\x08\x09\x50\x07",
     13, NULL, 1, 7, 0},
    {"\x2a\x13\x0a\x11\x0a\x01"
     "a"
     "\x42\x0c\x08\x02\x22\x08\0\0\0\0\0\0\0\x40",
     21, NULL, 1, 2, 0},
    {"\x2a\x13\x0a\x11\x0a\x01"
     "a"
     "\x42\x0c\x08\x01\x2a\x08\0\0\0\0\0\0\0\x40",
     21, NULL, 0, 0, 0},
    {"\x2a\x0d\x0a\x0b\x0a\x01"
     "a"
     "\x42\x06\x08\x13\x22\x02\0\x3c",
     15, NULL, 0, 0, 0},
};

START_TEST(messages_are_read_field_by_field)
{
    struct assay_tfevent event;
    const char *why = assay_tfevents_event(
        (struct assay_str){events[_i].bytes, events[_i].len}, &arena, &event);

    if (events[_i].why) {
        ck_assert_ptr_nonnull(why);
        ck_assert_str_eq(why, events[_i].why);
        return;
    }
    ck_assert_msg(!why, "%s", why);
    ck_assert_uint_eq(event.count, events[_i].count);
    ck_assert_int_eq(event.step, events[_i].step);
    if (event.count > 0)
        ck_assert_double_eq(event.value[event.count - 1].value, events[_i].value);
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

Suite *unit_tfevents(void)
{
    Suite *suite = suite_create("tfevents");
    TCase *all = tcase_create("events");

    tcase_add_checked_fixture(all, NULL, drop);
    tcase_add_loop_test(all, checksums_are_those_of_the_standard, 0, COUNT(sums));
    tcase_add_test(all, numbers_of_an_event_are_a_record);
    tcase_add_test(all, tensors_of_one_number_are_numbers);
    tcase_add_test(all, a_file_ends_before_a_record_that_is_cut_short);
    tcase_add_loop_test(all, damage_is_told_with_the_record, 0, COUNT(damaged));
    tcase_add_loop_test(all, messages_are_read_field_by_field, 0, COUNT(events));
    suite_add_tcase(suite, all);
    return suite;
}
