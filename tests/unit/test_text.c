#include "harness/core/arena.h"
#include "harness/core/buf.h"
#include "harness/core/error.h"
#include "harness/core/str.h"
#include "tests/unit/unit.h"

#include <stdint.h>
#include <string.h>

static const struct {
    const char *text;
    bool good;
    double value;
} numbers[] = {
    {"0", true, 0},      {"-1.5e3", true, -1500}, {"+2", true, 2},
    {".5", true, 0.5},   {"", false, 0},          {" 1", false, 0},
    {"1 ", false, 0},    {"1,5", false, 0},       {"0x10", false, 0},
    {"inf", false, 0},   {"nan", false, 0},       {"1e999", false, 0},
    {"1e-400", true, 0}, {"-", false, 0},         {"1.2.3", false, 0},
    {"e5", false, 0},
};

START_TEST(numbers_are_read_whole_or_not_at_all)
{
    double value = 99;

    ck_assert_int_eq(assay_str_number(assay_str_of(numbers[_i].text), &value),
                     numbers[_i].good);
    if (numbers[_i].good)
        ck_assert_double_eq(value, numbers[_i].value);
}
END_TEST

static const struct {
    const char *text;
    bool good;
} encodings[] = {
    {"plain", true},         {"na\xC3\xAFve", true},  {"\xF0\x9F\x98\x80", true},
    {"\xC0\x80", false},     {"\xED\xA0\x80", false}, {"\xF4\x90\x80\x80", false},
    {"\xE2\x82", false},     {"\x80", false},         {"\xFF", false},
    {"\xE0\x9F\xBF", false},
};

START_TEST(utf8_follows_rfc_3629)
{
    ck_assert_int_eq(assay_str_is_utf8(assay_str_of(encodings[_i].text)),
                     encodings[_i].good);
}
END_TEST

/* As Python's bytes.decode("utf-8", "replace") has them; the second row is that of The Unicode Standard 15.0,
   table 3-11. */
static const struct {
    const char *bytes, *text;
} repairs[] = {
    {"na\xC3\xAFve \xF0\x9F\x98\x80", "na\xC3\xAFve \xF0\x9F\x98\x80"},
    {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41",
     "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\x41"},
    {"\xC0\xAF!", "\xEF\xBF\xBD\xEF\xBF\xBD!"},
    {"a\xE2\x82", "a\xEF\xBF\xBD"},
    {"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"\xF4\x90", "\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"\xFF", "\xEF\xBF\xBD"},
};

START_TEST(what_is_no_utf8_is_replaced_part_by_part)
{
    struct assay_buf buf = {0};

    assay_buf_add_utf8(&buf, assay_str_of(repairs[_i].bytes));
    ck_assert_str_eq(buf.data, repairs[_i].text);
    assay_buf_release(&buf);
}
END_TEST

START_TEST(the_nearest_name_is_near)
{
    const char *const names[] = {"run", "report", "compare"};

    ck_assert_str_eq(assay_str_nearest("reprot", names, 3), "report");
    ck_assert_str_eq(assay_str_nearest("rum", names, 3), "run");
    ck_assert_ptr_null(assay_str_nearest("xyz", names, 3));
    ck_assert_ptr_null(assay_str_nearest("", names, 3));
    ck_assert_ptr_null(assay_str_nearest("b", (const char *const[]){"a"}, 1));
}
END_TEST

/* What people mistype most is two neighbours, and the case of a letter. */
START_TEST(neighbours_exchanged_are_one_slip)
{
    const char *const names[] = {"tees", "ties", "field", "fields", "Topic", "tonic"};

    ck_assert_str_eq(assay_str_nearest("teis", names, 2), "ties");
    ck_assert_str_eq(assay_str_nearest("feild", names, 6), "field");
    ck_assert_str_eq(assay_str_nearest("topic", names, 6), "Topic");
    ck_assert_str_eq(assay_str_nearest("FIELDS", names, 6), "fields");
    ck_assert_str_eq(assay_str_nearest("di", (const char *const[]){"id"}, 1), "id");
}
END_TEST

static const struct {
    double value;
    const char *text;
} reals[] = {
    {0.1, "0.1"},
    {0.7, "0.7"},
    {0.1 + 0.2, "0.30000000000000004"},
    {-1.5e-7, "-1.5e-07"},
    {1e15, "1000000000000000"},
    {9007199254740993.0, "9007199254740992"},
    {5e-324, "4.94065645841247e-324"},
};

static const struct {
    uint64_t bytes;
    const char *text;
} byte_counts[] = {{0, "0 B"},
                   {999, "999 B"},
                   {1000, "1.0 KB"},
                   {999949, "999.9 KB"},
                   {999950, "1.0 MB"},
                   {1500000000, "1.5 GB"},
                   {UINT64_MAX, "18.4 EB"}};

START_TEST(bytes_are_told_in_units)
{
    char text[ASSAY_STR_SIZE];

    ck_assert_str_eq(assay_str_size(byte_counts[_i].bytes, text), byte_counts[_i].text);
}
END_TEST

START_TEST(numbers_are_spelt_in_as_few_digits_as_read_back)
{
    char text[ASSAY_STR_REAL];

    ck_assert_str_eq(assay_str_real(reals[_i].value, text), reals[_i].text);
}
END_TEST

/* "a", e with an acute accent in two bytes, the euro sign in three. */
START_TEST(a_cut_leaves_characters_whole)
{
    static const size_t left[] = {0, 1, 1, 3, 3, 3, 6, 6};
    const struct assay_str text = ASSAY_STR("a\xC3\xA9\xE2\x82\xAC");

    for (size_t most = 0; most < sizeof(left) / sizeof(left[0]); most++)
        ck_assert_uint_eq(assay_str_cut(text, most).len, left[most]);
}
END_TEST

START_TEST(find_looks_to_the_end)
{
    ck_assert_uint_eq(assay_str_find(ASSAY_STR("aabaac"), ASSAY_STR("aac")), 3);
    ck_assert_uint_eq(assay_str_find(ASSAY_STR("aab"), ASSAY_STR("aac")), 3);
    ck_assert_uint_eq(assay_str_find(ASSAY_STR("a"), ASSAY_STR("")), 0);
    ck_assert_uint_eq(assay_str_find(ASSAY_STR(""), ASSAY_STR("a")), 0);
}
END_TEST

START_TEST(a_buffer_stops_at_its_ceiling)
{
    struct assay_buf buf = {.ceiling = 5};

    assay_buf_puts(&buf, "abc");
    assay_buf_printf(&buf, "%d", 42);
    ck_assert_str_eq(buf.data, "abc42");
    ck_assert(!buf.over);
    assay_buf_putc(&buf, 'x');
    ck_assert(buf.over);
    ck_assert_str_eq(buf.data, "abc42");
    assay_buf_release(&buf);
}
END_TEST

START_TEST(an_arena_keeps_pieces_apart)
{
    struct assay_arena arena = {0};
    char *pieces[300];

    for (size_t round = 0; round < 2; round++) {
        for (size_t i = 0; i < 300; i++) {
            pieces[i] = assay_arena_new(&arena, i * 37 + 1, 1);
            ck_assert_uint_eq((uintptr_t)pieces[i] % 16, 0);
            ck_assert_int_eq(pieces[i][i * 37], 0);
            memset(pieces[i], (int)(i % 127) + 1, i * 37 + 1);
        }
        for (size_t i = 0; i < 300; i++)
            ck_assert_int_eq(pieces[i][i * 37], (char)((i % 127) + 1));
        assay_arena_reset(&arena);
    }
    ck_assert_str_eq(assay_arena_printf(&arena, "%s-%d", "a", 7), "a-7");
    assay_arena_release(&arena);
}
END_TEST

START_TEST(messages_are_one_line)
{
    struct assay_error err;

    ck_assert_int_eq(assay_fail(&err, ASSAY_EDATA, "bad \x1B[31m\nname"), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "bad ?[31m?name");
    ck_assert_int_eq(assay_exit_status(ASSAY_EDATA), 3);
    ck_assert_int_eq(assay_exit_status(ASSAY_EINTERRUPTED), 7);
}
END_TEST

Suite *unit_text(void)
{
    Suite *suite = suite_create("text");
    TCase *views = tcase_create("views");
    TCase *storage = tcase_create("storage");

    tcase_add_loop_test(views, numbers_are_read_whole_or_not_at_all, 0,
                        sizeof(numbers) / sizeof(numbers[0]));
    tcase_add_loop_test(views, what_is_no_utf8_is_replaced_part_by_part, 0,
                        (int)(sizeof(repairs) / sizeof(repairs[0])));
    tcase_add_loop_test(views, utf8_follows_rfc_3629, 0,
                        sizeof(encodings) / sizeof(encodings[0]));
    tcase_add_test(views, the_nearest_name_is_near);
    tcase_add_test(views, neighbours_exchanged_are_one_slip);
    tcase_add_loop_test(views, numbers_are_spelt_in_as_few_digits_as_read_back, 0,
                        sizeof(reals) / sizeof(reals[0]));
    tcase_add_loop_test(views, bytes_are_told_in_units, 0,
                        sizeof(byte_counts) / sizeof(byte_counts[0]));
    tcase_add_test(views, a_cut_leaves_characters_whole);
    tcase_add_test(views, find_looks_to_the_end);
    tcase_add_test(storage, a_buffer_stops_at_its_ceiling);
    tcase_add_test(storage, an_arena_keeps_pieces_apart);
    tcase_add_test(storage, messages_are_one_line);
    suite_add_tcase(suite, views);
    suite_add_tcase(suite, storage);
    return suite;
}
