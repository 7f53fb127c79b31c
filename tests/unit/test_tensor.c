#include "harness/core/jsonl.h"
#include "harness/core/records.h"
#include "harness/core/tensor.h"
#include "tests/unit/packed.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <archive.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define COUNT(table) ((int)(sizeof(table) / sizeof(table)[0]))

enum {
    BYTES = 4096
};

static char dir[SCRATCH_PATH];

static void make_dir(void)
{
    scratch_make(dir);
}

static void remove_dir(void)
{
    scratch_remove(dir);
}

/* Bytes of a file under construction. */
struct bytes {
    char at[BYTES];
    size_t len;
};

static void put(struct bytes *out, const void *data, size_t n)
{
    ck_assert_uint_le(out->len + n, BYTES);
    memcpy(out->at + out->len, data, n);
    out->len += n;
}

/* An npy of version 1 with a header as numpy writes it. */
static void put_npy(struct bytes *out, const char *header, const void *data, size_t n)
{
    const size_t len = strlen(header);
    const char length[2] = {(char)(len & 0xFF), (char)(len >> 8)};

    put(out, "\x93NUMPY\x01\x00", 8);
    put(out, length, 2);
    put(out, header, len);
    put(out, data, n);
}

static void put_safetensors(struct bytes *out, const char *header, const void *data,
                            size_t n)
{
    const size_t len = strlen(header);
    const char length[8] = {(char)(len & 0xFF), (char)(len >> 8)};

    put(out, length, 8);
    put(out, header, len);
    put(out, data, n);
}

/* One element of every type in its bytes, by hand from IEEE 754 and two's complement. */
static const struct {
    const char *descr;
    const char *bytes;
    size_t n;
    double value;
} elements[] = {
    {"<f8", "\x00\x00\x00\x00\x00\x00\xF8\x3F", 8, 1.5},
    {">f8", "\x3F\xF8\x00\x00\x00\x00\x00\x00", 8, 1.5},
    {"<f4", "\x00\x00\x20\xC0", 4, -2.5},
    {">f4", "\xC0\x20\x00\x00", 4, -2.5},
    {"<f2", "\x00\x3C", 2, 1.0},
    {"<f2", "\x01\x00", 2, 5.9604644775390625e-8}, /* 2^-24, the least subnormal */
    {"<f2", "\xFF\x03", 2, 6.097555160522461e-5},  /* 1023 * 2^-24 */
    {"<f2", "\xFF\xFB", 2, -65504.0},              /* the greatest, negative */
    {"<i8", "\xFE\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 8, -2.0},
    {"<i8", "\x00\x00\x00\x00\x00\x00\x00\x80", 8, -9223372036854775808.0},
    {">i4", "\xFF\xFF\xFF\xFD", 4, -3.0},
    {"<i2", "\x00\x80", 2, -32768.0},
    {"|i1", "\x80", 1, -128.0},
    {"|i1", "\x7F", 1, 127.0},
    {"<u8", "\x00\x00\x00\x00\x00\x00\x00\x80", 8, 9223372036854775808.0},
    {"<u4", "\xFF\xFF\xFF\xFF", 4, 4294967295.0},
    {"<u2", "\xFF\xFF", 2, 65535.0},
    {"|u1", "\xFF", 1, 255.0},
    {"|b1", "\x01", 1, 1.0},
};

START_TEST(an_element_of_every_type_is_its_number)
{
    char path[SCRATCH_PATH], header[128];
    struct bytes file = {.len = 0};
    struct assay_tensors tensors;
    struct assay_error err;

    (void)snprintf(header, sizeof(header),
                   "{'descr': '%s', 'fortran_order': False, 'shape': (1,), }   \n",
                   elements[_i].descr);
    put_npy(&file, header, elements[_i].bytes, elements[_i].n);
    scratch_write(dir, "x", file.at, file.len, path);
    ck_assert_msg(assay_tensors_read(path, &tensors, &err) == ASSAY_OK, "%s", err.text);
    ck_assert_uint_eq(tensors.count, 1);
    ck_assert_uint_eq(tensors.at[0].rows, 1);
    ck_assert_double_eq(assay_tensor_number(&tensors.at[0], 0, 0), elements[_i].value);
    assay_tensors_release(&tensors);
}
END_TEST

/* bfloat16 is the upper half of a float: 0x3FC0 is 1.5, 0xC049 is -3.140625. */
/* As numpy.save writes [[1.5, nan], [-2, 0]]: 128 bytes of header, then the elements. */
START_TEST(what_is_written_is_an_npy_of_numpy)
{
    const double x[] = {1.5, (double)NAN, -2.0, 0.0};
    struct assay_buf file = {0};
    struct assay_tensors tensors = {0};
    struct assay_error err;
    char path[SCRATCH_PATH];
    static const char head[] = "\x93NUMPY\x01\x00\x76\x00{'descr': '<f8', "
                               "'fortran_order': False, 'shape': (2, 2), }";

    assay_npy_write(x, 2, 2, &file);
    ck_assert_uint_eq(file.len, 128 + sizeof(x));
    ck_assert_mem_eq(file.data, head, sizeof(head) - 1);
    ck_assert_int_eq(file.data[127], '\n');
    ck_assert_mem_eq(file.data + 128, "\x00\x00\x00\x00\x00\x00\xF8\x3F", 8);
    scratch_write(dir, "x", file.data, file.len, path);
    ck_assert_int_eq(assay_tensors_read(path, &tensors, &err), ASSAY_OK);
    ck_assert_uint_eq(tensors.at[0].rows, 2);
    ck_assert_uint_eq(tensors.at[0].columns, 2);
    ck_assert_double_eq(assay_tensor_number(&tensors.at[0], 1, 0), -2.0);
    ck_assert_double_nan(assay_tensor_number(&tensors.at[0], 0, 1));
    assay_tensors_release(&tensors);
    assay_buf_release(&file);
}
END_TEST

START_TEST(safetensors_hold_several_arrays_in_the_order_of_their_bytes)
{
    static const char header[] =
        "{\"__metadata__\":{\"format\":\"pt\"},"
        "\"b\":{\"dtype\":\"BF16\",\"shape\":[1,2],\"data_offsets\":[4,8]},"
        "\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}   ";
    char path[SCRATCH_PATH];
    struct bytes file = {.len = 0};
    struct assay_tensors tensors;
    struct assay_error err;
    double row[2];

    put_safetensors(&file, header, "\x00\x00\x20\xC0\xC0\x3F\x49\xC0", 8);
    scratch_write(dir, "x", file.at, file.len, path);
    ck_assert_msg(assay_tensors_read(path, &tensors, &err) == ASSAY_OK, "%s", err.text);
    ck_assert_uint_eq(tensors.count, 2);
    ck_assert_double_eq(assay_tensor_number(&tensors.at[0], 0, 0), -2.5);
    ck_assert_ptr_eq(assay_tensors_find(&tensors, ASSAY_STR("b")), &tensors.at[1]);
    assay_tensor_row(&tensors.at[1], 0, row);
    ck_assert_double_eq(row[0], 1.5);
    ck_assert_double_eq(row[1], -3.140625);
    assay_tensors_release(&tensors);
}
END_TEST

/* The same 2 x 3 x 2 array 0 .. 11 stored both ways: element [i][j][k] is 6 i + 2 j + k. */
START_TEST(fortran_order_is_read_by_index)
{
    char path[SCRATCH_PATH];
    unsigned char stored[12];
    struct bytes file = {.len = 0};
    struct assay_tensors tensors;
    struct assay_error err;
    size_t n = 0;

    for (unsigned k = 0; k < 2; k++)
        for (unsigned j = 0; j < 3; j++)
            for (unsigned i = 0; i < 2; i++)
                stored[n++] = (unsigned char)(6 * i + 2 * j + k);
    put_npy(&file, "{\"shape\": (2, 3L, 2), 'fortran_order': True, 'descr': '|u1'}\n",
            stored, sizeof(stored));
    scratch_write(dir, "x", file.at, file.len, path);
    ck_assert_msg(assay_tensors_read(path, &tensors, &err) == ASSAY_OK, "%s", err.text);
    for (size_t i = 0; i < 12; i++)
        ck_assert_double_eq(assay_tensor_number(&tensors.at[0], i / 6, i % 6), (double)i);
    assay_tensors_release(&tensors);
}
END_TEST

/* Appends every record as a line of JSON. */
static void put_records(struct assay_records *records, struct assay_buf *out)
{
    struct assay_arena arena = {0};
    const struct assay_node *record;
    struct assay_error err;

    do {
        ck_assert_int_eq(assay_records_next(records, &arena, &record, &err), ASSAY_OK);
        if (record)
            assay_jsonl_write(record, out);
    } while (record);
    assay_arena_release(&arena);
}

static void check_digest(struct assay_records *records, const char *path)
{
    char hex[ASSAY_DIGEST_HEX], whole[ASSAY_DIGEST_HEX];
    struct assay_error err;

    ck_assert_int_eq(assay_records_digest(records, hex, &err), ASSAY_OK);
    ck_assert_int_eq(assay_digest_file(path, whole, &err), ASSAY_OK);
    ck_assert_str_eq(hex, whole);
}

static void check_records(const char *path, const char *expected)
{
    const struct assay_records_setting setting = {.path = path};
    struct assay_buf out = {0};
    struct assay_records *records;
    struct assay_error err;

    ck_assert_int_eq(assay_records_open(&setting, &records, &err), ASSAY_OK);
    put_records(records, &out);
    check_digest(records, path);
    ck_assert_str_eq(out.len ? out.data : "", expected);
    assay_records_close(records);
    assay_buf_release(&out);
}

START_TEST(rows_of_an_npz_are_records)
{
    static const unsigned char scores[] = {0, 0, 128, 63, 0, 0, 192, 127,
                                           0, 0, 0,   64, 0, 0, 128, 255};
    static const unsigned char ids[] = {'q',  0, 0, 0, '1', 0, 0, 0,
                                        0xE9, 0, 0, 0, 0,   0, 0, 0};
    const char *path;
    char stored[SCRATCH_PATH];
    struct bytes file[3] = {{.len = 0}, {.len = 0}, {.len = 0}};

    put_npy(&file[0], "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }\n",
            scores, sizeof(scores));
    put_npy(&file[1], "{'descr': '<U2', 'fortran_order': False, 'shape': (2,), }\n", ids,
            sizeof(ids));
    put_npy(&file[2], "{'descr': '|S2', 'fortran_order': False, 'shape': (), }\n",
            "m\x80", 2);
    scratch_path(dir, "x", stored);
    path = stored;
    packed_write(
        path, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE,
        (struct packed_entry[]){{"scores.npy", file[0].at, file[0].len, PACKED_FILE},
                                {"id.npy", file[1].at, file[1].len, PACKED_FILE},
                                {"model.npy", file[2].at, file[2].len, PACKED_FILE},
                                {"readme.txt", "no array", 0, PACKED_FILE}},
        4);
    check_records(
        path, "{\"scores\":[1.0,\"NaN\"],\"id\":\"q1\",\"model\":\"m?\"}\n"
              "{\"scores\":[2.0,\"-Infinity\"],\"id\":\"\xC3\xA9\",\"model\":\"m?\"}\n");
}
END_TEST

START_TEST(arrays_of_different_lengths_are_lists_of_rows)
{
    static const char header[] =
        "{\"test\":{\"dtype\":\"I8\",\"shape\":[1,2],\"data_offsets\":[0,2]},"
        "\"train\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[2,4]}}";
    char path[SCRATCH_PATH];
    struct bytes file = {.len = 0};

    put_safetensors(&file, header, "\xFF\x01\x05\x06", 4);
    scratch_write(dir, "x", file.at, file.len, path);
    check_records(path, "{\"@list\":\"test\",\"@place\":0,\"@value\":[-1,1]}\n"
                        "{\"@list\":\"train\",\"@place\":0,\"@value\":5}\n"
                        "{\"@list\":\"train\",\"@place\":1,\"@value\":6}\n");
}
END_TEST

START_TEST(an_npy_has_values_and_one_without_elements_no_records)
{
    char path[SCRATCH_PATH];
    struct bytes file[2] = {{.len = 0}, {.len = 0}};

    put_npy(&file[0], "{'descr': '|i1', 'fortran_order': False, 'shape': (1, 1, 2), }\n",
            "\x01\x02", 2);
    scratch_write(dir, "x", file[0].at, file[0].len, path);
    check_records(path, "{\"@value\":[[1,2]]}\n");
    put_npy(&file[1],
            "{'descr': '<f8', 'fortran_order': False, 'shape': (999999999, 0), }\n", "",
            0);
    scratch_write(dir, "x", file[1].at, file[1].len, path);
    check_records(path, "");
}
END_TEST

#define HUGE_SHAPE "(999999999999, 999999999999)"

/* Hostile and foreign headers, each with the words it is refused with. */
static const struct {
    const char *header, *data, *fault;
} npys[] = {
    {"{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "1234",
     "x: ends inside an array"},
    {"{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "12345",
     "x: bytes behind the last array"},
    {"{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "",
     "x: holds Python objects (pickled), which are not read"},
    {"{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "",
     "x: an array of records is not read"},
    {"{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "12345678",
     "x: elements of type <c8 are not read"},
    {"{'descr': '|V2', 'fortran_order': False, 'shape': (1,), }", "12",
     "x: elements of type |V2 are not read (bfloat16 is stored so: write float32, or "
     "safetensors)"},
    {"{'descr': '<f4', 'fortran_order': False, 'shape': " HUGE_SHAPE ", }", "",
     "x: more than 17179869184 bytes of arrays"},
    {"{'descr': '<f4', 'fortran_order': False, 'shape': (4000000000,), }", "",
     "x: ends inside an array"},
    {"{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1), }", "1234",
     "x: more than 8 dimensions"},
    {"{'descr': '<f4', 'fortran_order': False}", "", "x: a malformed npy header"},
    {"{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': ()}", "",
     "x: a malformed npy header"},
    {"{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "",
     "x: a malformed npy header"},
    {"{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "",
     "x: a malformed npy header"},
    {"{'descr': '<f4', 'fortran_order': Maybe, 'shape': (1,), }", "",
     "x: a malformed npy header"},
    {"__import__('os')", "", "x: a malformed npy header"},
    {"", "", "x: a malformed npy header"},
};

/* Reading dir/x fails with data as the cause and these words. */
static void check_refusal(const struct bytes *file, const char *fault)
{
    char path[SCRATCH_PATH];
    struct assay_tensors tensors;
    struct assay_error err;

    scratch_write(dir, "x", file->at, file->len, path);
    ck_assert_int_eq(assay_tensors_read(path, &tensors, &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text + strlen(dir) + 1, fault);
    assay_tensors_release(&tensors);
}

START_TEST(a_bad_npy_is_refused_in_one_line)
{
    struct bytes file = {.len = 0};

    put_npy(&file, npys[_i].header, npys[_i].data, strlen(npys[_i].data));
    check_refusal(&file, npys[_i].fault);
}
END_TEST

static const struct {
    const char *header, *data, *fault;
} safetensors[] = {
    {"{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "123",
     "x: ends inside an array"},
    {"{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "12345",
     "x: bytes behind the last array"},
    {"{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", "1234",
     "x: array a: its offsets do not fit its shape"},
    {"{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
     "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}",
     "123456", "x: array b: overlaps the one before it"},
    {"{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "12345678",
     "x: array a: a gap lies before it"},
    {"{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}", "1234",
     "x: array a: \"data_offsets\" must be a beginning and an end"},
    {"{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,-4]}}", "1234",
     "x: array a: \"data_offsets\" must be a beginning and an end"},
    {"{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[1],\"data_offsets\":[0,1]}}", "1",
     "x: array a: elements of type \"F8_E4M3\" are not read"},
    {"{\"a\":{\"dtype\":\"F32\",\"shape\":1,\"data_offsets\":[0,4]}}", "1234",
     "x: array a: \"shape\" must be a list"},
    {"{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296,4294967296],"
     "\"data_offsets\":[0,4]}}",
     "1234", "x: array a: its offsets do not fit its shape"},
    {"{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,1024],"
     "\"data_offsets\":[0,17592186044416]}}",
     "1234", "x: more than 17179869184 bytes of arrays"},
    {"{\"a\":1}", "", "x: array a: expected an object"},
    {"{\"__metadata__\":{}}", "", "x: holds no arrays"},
};

START_TEST(a_bad_safetensors_is_refused_in_one_line)
{
    struct bytes file = {.len = 0};

    put_safetensors(&file, safetensors[_i].header, safetensors[_i].data,
                    strlen(safetensors[_i].data));
    check_refusal(&file, safetensors[_i].fault);
}
END_TEST

/* A header of 8 bytes cannot be 100,000,001 bytes long, so nothing is taken for one. */
START_TEST(what_begins_otherwise_is_no_file_of_arrays)
{
    struct bytes file = {.len = 0};

    put(&file, "\x01\xE1\xF5\x05\0\0\0\0{\"a\":1}", 15);
    check_refusal(&file, "x: neither npy, npz nor safetensors");
    ck_assert(!assay_tensors_begin(ASSAY_STR("{\"a\": 1}\n{\"a\": 2}\n")));
    ck_assert(!assay_tensors_begin(ASSAY_STR("")));
}
END_TEST

Suite *unit_tensor(void)
{
    Suite *suite = suite_create("tensor");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, make_dir, remove_dir);
    tcase_add_loop_test(all, an_element_of_every_type_is_its_number, 0, COUNT(elements));
    tcase_add_test(all, what_is_written_is_an_npy_of_numpy);
    tcase_add_test(all, safetensors_hold_several_arrays_in_the_order_of_their_bytes);
    tcase_add_test(all, fortran_order_is_read_by_index);
    tcase_add_test(all, rows_of_an_npz_are_records);
    tcase_add_test(all, arrays_of_different_lengths_are_lists_of_rows);
    tcase_add_test(all, an_npy_has_values_and_one_without_elements_no_records);
    tcase_add_loop_test(all, a_bad_npy_is_refused_in_one_line, 0, COUNT(npys));
    tcase_add_loop_test(all, a_bad_safetensors_is_refused_in_one_line, 0,
                        COUNT(safetensors));
    tcase_add_test(all, what_begins_otherwise_is_no_file_of_arrays);
    suite_add_tcase(suite, all);
    return suite;
}
