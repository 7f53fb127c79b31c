/*
 * test_parquet.c - Parquet files made here with the library that reads them.
 *
 * Without the library there is nothing to test, which is said; where CI or ASSAY_DATA ask for all
 * tests, that is a failure.
 */
#include "harness/core/parquet.h"

#include "harness/core/jsonl.h"
#include "harness/core/parquet_duckdb.h"
#include "harness/core/records.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char dir[SCRATCH_PATH];

static void make_dir(void)
{
    scratch_make(dir);
}

static void remove_dir(void)
{
    scratch_remove(dir);
}

/* COPY (query) TO dir/name, whose path it gives; false where there is no library. */
static bool make_file(const char *query, const char *name, char path[SCRATCH_PATH])
{
    struct assay_arena arena = {0};
    struct duckdb_api api;
    struct duckdb_session session;
    struct duckdb_result result = {.internal = NULL};
    struct assay_error err;

    scratch_path(dir, name, path);
    if (assay_duckdb_load(&arena, &api, &err)) {
        ck_assert_msg(!getenv("CI") && !getenv("ASSAY_DATA"), "%s", err.text);
        (void)printf("passed over: %s\n", err.text);
        assay_arena_release(&arena);
        return false;
    }
    ck_assert_msg(!assay_duckdb_open(&api, &session, &err), "%s", err.text);
    ck_assert_msg(
        !api.query(
            session.connection,
            assay_arena_printf(&arena, "COPY (%s) TO '%s' (FORMAT parquet)", query, path),
            &result),
        "%s", api.result_error(&result));
    api.destroy_result(&result);
    assay_duckdb_close(&session);
    assay_duckdb_unload(&api);
    assay_arena_release(&arena);
    return true;
}

/* Every row as JSON, then the message without the folder, if one ends it. */
static void put_rows(const struct assay_records_setting *setting, struct assay_buf *out)
{
    struct assay_arena arena = {0};
    const struct assay_node *record = NULL;
    struct assay_records *records = NULL;
    struct assay_error err = {0};
    enum assay_code code = assay_records_open(setting, &records, &err);

    while (!code) {
        code = assay_records_next(records, &arena, &record, &err);
        if (code || !record)
            break;
        assay_jsonl_write(record, out);
    }
    if (code)
        assay_buf_puts(out, strstr(err.text, dir) == err.text ? err.text + strlen(dir) + 1
                                                              : err.text);
    assay_records_close(records);
    assay_arena_release(&arena);
}

static const struct {
    const char *query, *expected;
    bool words;
} shapes[] = {
    {"SELECT 1::TINYINT AS a, 200::UTINYINT AS b, -3::SMALLINT AS c, 4::INTEGER AS d, "
     "(-9223372036854775807 - 1)::BIGINT AS e, 7::UBIGINT AS f, "
     "9223372036854775808::UBIGINT "
     "AS g",
     "{\"a\":1,\"b\":200,\"c\":-3,\"d\":4,\"e\":-9223372036854775808,\"f\":7,"
     "\"g\":9.2233720368547758e18}\n",
     false},
    {"SELECT 0.1::FLOAT AS a, 0.1::DOUBLE AS b, 12.50::DECIMAL(4, 2) AS c",
     "{\"a\":0.10000000149011612,\"b\":0.10000000000000001,\"c\":12.5}\n", false},
    {"SELECT '' AS a, 'twelve bytes' AS b, 'thirteen byte' AS c, '\\x41'::BLOB AS d",
     "{\"a\":\"\",\"b\":\"twelve bytes\",\"c\":\"thirteen byte\",\"d\":\"A\"}\n", false},
    /* printf '\377' | sha256sum */
    {"SELECT '\\xFF'::BLOB AS a, false AS b",
     "{\"a\":\"sha256:a8100ae6aa1940d0b663bb31cd466142ebbdbd5187131b92d93818987832eb89\","
     "\"b\":false}\n",
     false},
    {"SELECT [[1, NULL], NULL, []]::INT[][] AS a, [] ::VARCHAR[] AS b",
     "{\"a\":[[1,null],null,[]],\"b\":[]}\n", false},
    {"SELECT [{'role': 'user', 'content': 'q', 'n': [1]}, {'role': 'x', 'content': NULL, "
     "'n': NULL}] AS a",
     "{\"a\":[{\"role\":\"user\",\"content\":\"q\",\"n\":[1]},"
     "{\"role\":\"x\",\"content\":null,\"n\":null}]}\n",
     false},
    {"SELECT MAP {1: ['a'], 2: NULL} AS a, NULL::MAP(VARCHAR, INT) AS b",
     "{\"a\":{\"1\":[\"a\"],\"2\":null},\"b\":null}\n", false},
    {"SELECT DATE '2024-02-29' AS a, TIME '01:02:03' AS b, TIMESTAMP '2024-02-29 "
     "01:02:03.5' "
     "AS c",
     "{\"a\":\"2024-02-29\",\"b\":\"01:02:03\",\"c\":\"2024-02-29 01:02:03.5\"}\n",
     false},
    {"SELECT unnest(['1.5', 'nan', 'inf', '-inf'])::DOUBLE AS a",
     "{\"a\":1.5}\n{\"a\":\"NaN\"}\n{\"a\":\"Infinity\"}\n{\"a\":\"-Infinity\"}\n", true},
    {"SELECT unnest(['1.5', 'nan'])::DOUBLE AS a",
     "{\"a\":1.5}\nx.parquet: record 1: a: a number that is not finite", false},
};

START_TEST(every_type_is_a_node)
{
    char path[SCRATCH_PATH];
    const struct assay_records_setting setting = {.path = path,
                                                  .words = shapes[_i].words};
    struct assay_buf out = {0};

    if (!make_file(shapes[_i].query, "x.parquet", path))
        return;
    put_rows(&setting, &out);
    ck_assert_str_eq(out.data, shapes[_i].expected);
    assay_buf_release(&out);
}
END_TEST

START_TEST(columns_that_are_not_asked_for_are_null)
{
    char path[SCRATCH_PATH];
    const struct assay_field_keys some = {.at = {ASSAY_STR("b"), ASSAY_STR("z")},
                                          .count = 2};
    const struct assay_field_keys none = {.at = {ASSAY_STR("z")}, .count = 1};
    struct assay_records_setting setting = {.path = path, .keys = &some};
    struct assay_buf out = {0};

    /* a and c hold what would be refused if it were read */
    if (!make_file("SELECT 'nan'::DOUBLE AS a, [1] AS b, 'nan'::DOUBLE AS c", "x.parquet",
                   path))
        return;
    put_rows(&setting, &out);
    ck_assert_str_eq(out.data, "{\"a\":null,\"b\":[1],\"c\":null}\n");
    assay_buf_reset(&out);
    setting.keys = &none; /* rows are still counted, by all columns */
    put_rows(&setting, &out);
    ck_assert_str_eq(out.data, "x.parquet: record 0: a: a number that is not finite");
    assay_buf_release(&out);
}
END_TEST

START_TEST(the_digest_is_of_the_whole_file)
{
    char path[SCRATCH_PATH], of_file[ASSAY_DIGEST_HEX], of_records[ASSAY_DIGEST_HEX];
    struct assay_arena arena = {0};
    const struct assay_node *record = NULL;
    struct assay_records *records = NULL;
    struct assay_error err;

    if (!make_file("SELECT i, md5(i::VARCHAR) AS t FROM range(100000) x(i)", "x.parquet",
                   path))
        return;
    ck_assert_int_eq(assay_digest_file(path, of_file, &err), ASSAY_OK);
    ck_assert_int_eq(
        assay_records_open(&(struct assay_records_setting){.path = path}, &records, &err),
        ASSAY_OK);
    ck_assert_int_eq(assay_records_next(records, &arena, &record, &err), ASSAY_OK);
    ck_assert_int_eq(assay_records_digest(records, of_records, &err), ASSAY_OK);
    ck_assert_str_eq(of_records, of_file);
    assay_records_close(records);
    assay_arena_release(&arena);
}
END_TEST

/* Row i holds i in lists and texts, over many chunks and row groups. */
START_TEST(rows_of_many_chunks_stay_whole_and_in_order)
{
    enum {
        ROWS = 300000 /* DuckDB's row groups have 122,880 */
    };
    char path[SCRATCH_PATH], text[64];
    struct assay_arena arena = {0};
    const struct assay_node *record = NULL;
    struct assay_records *records = NULL;
    struct assay_error err;
    int64_t row = 0, wrong = 0;

    if (!make_file("SELECT i AS a, [i, i + 1] AS b, 'row number ' || i AS c, "
                   "if(i % 3 = 0, NULL, i) AS d FROM "
                   "range(300000) x(i)",
                   "x.parquet", path))
        return;
    ck_assert_int_eq(
        assay_records_open(&(struct assay_records_setting){.path = path}, &records, &err),
        ASSAY_OK);
    for (;; row++) { /* an assertion a row would take seconds */
        assay_arena_reset(&arena);
        if (assay_records_next(records, &arena, &record, &err) || !record)
            break;
        (void)snprintf(text, sizeof(text), "row number %d", (int)row);
        wrong +=
            assay_node_get(record, "a")->as.integer != row ||
            assay_node_at(assay_node_get(record, "b"), 1)->as.integer != row + 1 ||
            strcmp(assay_node_text(assay_node_get(record, "c")).ptr, text) != 0 ||
            assay_node_is(assay_node_get(record, "d"), ASSAY_NODE_NULL) != (row % 3 == 0);
    }
    ck_assert_int_eq(wrong, 0);
    ck_assert_int_eq(row, ROWS);
    assay_records_close(records);
    assay_arena_release(&arena);
}
END_TEST

START_TEST(what_is_nested_too_deep_is_refused)
{
    char path[SCRATCH_PATH], query[1024] = "SELECT ";
    struct assay_records_setting setting = {.path = path};
    struct assay_buf out = {0};

    for (int i = 0; i < 70; i++)
        (void)strncat(query, "[", 2);
    (void)strncat(query, "1", 2);
    for (int i = 0; i < 70; i++)
        (void)strncat(query, "]", 2);
    (void)strncat(query, " AS a", 6);
    if (!make_file(query, "x.parquet", path))
        return;
    put_rows(&setting, &out);
    ck_assert_str_eq(out.data, "x.parquet: column a: nested deeper than 64");
    assay_buf_release(&out);
}
END_TEST

START_TEST(without_the_library_the_message_says_how_to_get_it)
{
    char path[SCRATCH_PATH];
    struct assay_parquet *parquet;
    struct assay_error err;

    scratch_text(dir, "x.parquet", "PAR1", path);
    ck_assert_int_eq(setenv("ASSAY_DUCKDB", "/nowhere/libduckdb.so", 1), 0);
    ck_assert_int_eq(
        assay_parquet_open(&(struct assay_parquet_setting){.path = path}, &parquet, &err),
        ASSAY_EIO);
    ck_assert_ptr_nonnull(strstr(err.text, "`make deps-parquet`"));
    ck_assert_ptr_nonnull(strstr(err.text, "x.parquet: "));
    ck_assert_int_eq(setenv("ASSAY_DUCKDB", "libm.so.6", 1),
                     0); /* a library, but not this */
    ck_assert_int_eq(
        assay_parquet_open(&(struct assay_parquet_setting){.path = path}, &parquet, &err),
        ASSAY_EIO);
    ck_assert_ptr_nonnull(strstr(err.text, "libm.so.6: has no duckdb_"));
}
END_TEST

Suite *unit_parquet(void)
{
    Suite *suite = suite_create("parquet");
    TCase *tests = tcase_create("files");

    tcase_add_checked_fixture(tests, make_dir, remove_dir);
    tcase_add_loop_test(tests, every_type_is_a_node, 0,
                        (int)(sizeof(shapes) / sizeof(shapes[0])));
    tcase_add_test(tests, columns_that_are_not_asked_for_are_null);
    tcase_add_test(tests, the_digest_is_of_the_whole_file);
    tcase_add_test(tests, rows_of_many_chunks_stay_whole_and_in_order);
    tcase_add_test(tests, what_is_nested_too_deep_is_refused);
    tcase_add_test(tests, without_the_library_the_message_says_how_to_get_it);
    suite_add_tcase(suite, tests);
    return suite;
}
