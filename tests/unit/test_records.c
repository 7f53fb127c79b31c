#include "harness/core/json.h"
#include "harness/core/jsonl.h"
#include "harness/core/records.h"
#include "tests/unit/packed.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <archive.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[SCRATCH_PATH];

static void make_dir(void)
{
    scratch_make(dir);
}

static void remove_dir(void)
{
    scratch_remove(dir);
}

/* Every record of a file as "LINE:JSON\n", or its message without the folder. */
static enum assay_code read_as(const struct assay_records_setting *setting,
                               struct assay_buf *out, struct assay_error *err)
{
    struct assay_arena arena = {0};
    const struct assay_node *record;
    struct assay_records *records;
    char hex[ASSAY_DIGEST_HEX];
    enum assay_code code = assay_records_open(setting, &records, err);

    if (code)
        return code;
    do {
        code = assay_records_next(records, &arena, &record, err);
        if (!code && record) {
            assay_buf_printf(out, "%u:", assay_records_line(records));
            assay_jsonl_write(record, out);
        }
        assay_arena_reset(&arena);
    } while (!code && record);
    if (!code)
        code = assay_records_digest(records, hex, err);
    assay_records_close(records);
    assay_arena_release(&arena);
    return code;
}

/* The message begins with the fault, behind the folder. */
static void check_fault(const struct assay_error *err, const char *fault)
{
    const size_t cut = strlen(dir) + 1;

    ck_assert_msg(strlen(err->text) > cut, "%s", err->text);
    ck_assert_msg(strncmp(err->text + cut, fault, strlen(fault)) == 0, "%s",
                  err->text + cut);
}

static void check_file(const struct assay_records_setting *setting, const char *expected,
                       const char *fault)
{
    struct assay_buf got = {0};
    struct assay_error err = {0};
    const enum assay_code code = read_as(setting, &got, &err);

    ck_assert_msg((code == ASSAY_OK) == (fault == NULL), "%s %s", setting->path,
                  err.text);
    ck_assert_int_eq(code, fault ? err.code : ASSAY_OK);
    if (fault)
        check_fault(&err, fault);
    else
        ck_assert_str_eq(got.data ? got.data : "", expected);
    assay_buf_release(&got);
}

static const struct {
    const char *name;
    enum assay_layout layout;
    const char *content, *records, *fault;
} files[] = {
    /* JSON Lines */
    {"a.jsonl", ASSAY_LAYOUT_AUTO, "{\"a\":1}\n\n \t\r\n{\"a\":2}",
     "1:{\"a\":1}\n4:{\"a\":2}\n", NULL},
    {"a.jsonl", ASSAY_LAYOUT_AUTO, "\xEF\xBB\xBF{\"a\":1}\r\n{\"a\":2}\r\n",
     "1:{\"a\":1}\n2:{\"a\":2}\n", NULL},
    {"a.jsonl", ASSAY_LAYOUT_AUTO, "", "", NULL},
    {"a.jsonl", ASSAY_LAYOUT_AUTO, "\n\n", "", NULL},
    {"a.jsonl", ASSAY_LAYOUT_AUTO, "{}\n3\n", NULL,
     "a.jsonl:2: expected an object, found "},
    {"a.jsonl", ASSAY_LAYOUT_AUTO, "{}\n{\"a\":NaN}\n", NULL, "a.jsonl:2: not JSON"},
    {"a.jsonl", ASSAY_LAYOUT_AUTO, "{}\n{\"a\":1e999}\n", NULL, "a.jsonl:2: "},
    {"a.jsonl", ASSAY_LAYOUT_AUTO, "{\"a\":\"\xFF\"}\n", NULL, "a.jsonl:1: "},
    {"a.jsonl", ASSAY_LAYOUT_AUTO, "{\"a\":1}\n{\"a\":\n", NULL, "a.jsonl:2: not JSON"},
    {"a.jsonl", ASSAY_LAYOUT_AUTO, "{} {}\n", NULL, "a.jsonl:1: not JSON"},
    {"a.jsonl", ASSAY_LAYOUT_AUTO, "{\"a\":1,\"a\":2}\n", NULL, "a.jsonl:1: "},
    {"a.json", ASSAY_LAYOUT_AUTO, "{\"a\":1}\n{\"a\":2}\n", "1:{\"a\":1}\n2:{\"a\":2}\n",
     NULL},
    {"a", ASSAY_LAYOUT_AUTO, "{\"a\":\"}\\\"{\"}", "1:{\"a\":\"}\\\"{\"}\n", NULL},
    {"a.txt", ASSAY_LAYOUT_AUTO, "hello\n", NULL,
     "a.txt:1: neither JSON nor named .jsonl, .csv or .tsv"},
    /* a list of objects */
    {"a.json", ASSAY_LAYOUT_AUTO, "[]", "", NULL},
    {"a.json", ASSAY_LAYOUT_AUTO, " \n[ {\"a\":[1,{}]}\n,\n{\"a\":\"]},\\\"{\"} ]\n",
     "2:{\"a\":[1,{}]}\n4:{\"a\":\"]},\\\"{\"}\n", NULL},
    {"a.json", ASSAY_LAYOUT_AUTO, "[{\n\n\"a\":1},{\"b\":\n2},{}]",
     "1:{\"a\":1}\n3:{\"b\":2}\n4:{}\n", NULL},
    {"a.jsonl", ASSAY_LAYOUT_AUTO, "[{\"a\":1}]", "1:{\"a\":1}\n", NULL},
    {"a.json", ASSAY_LAYOUT_JSON, "", "", NULL},
    {"a.json", ASSAY_LAYOUT_JSON, "{}", NULL, "a.json:1: expected a list, found '{'"},
    {"a.json", ASSAY_LAYOUT_AUTO, "[\n{}", NULL,
     "a.json:2: expected ',' or ']', found the end of the file"},
    {"a.json", ASSAY_LAYOUT_AUTO, "[", NULL,
     "a.json:1: expected an object, found the end of the file"},
    {"a.json", ASSAY_LAYOUT_AUTO, "[{\"a\":\n1", NULL,
     "a.json:1: the file ends inside a record"},
    {"a.json", ASSAY_LAYOUT_AUTO, "[{}\nx{}]", NULL,
     "a.json:2: expected ',' or ']', found 'x'"},
    {"a.json", ASSAY_LAYOUT_AUTO, "[{},]", NULL,
     "a.json:1: expected an object, found ']'"},
    {"a.json", ASSAY_LAYOUT_AUTO, "[,{}]", NULL,
     "a.json:1: expected an object, found ','"},
    {"a.json", ASSAY_LAYOUT_AUTO, "[{},3]", NULL,
     "a.json:1: expected an object, found '3'"},
    {"a.json", ASSAY_LAYOUT_AUTO, "[{}]\n]", NULL,
     "a.json:2: expected nothing behind the list, found ']'"},
    {"a.json", ASSAY_LAYOUT_AUTO, "[{\"a\":1},\n{\"a\":]}]", NULL, "a.json:2: not JSON"},
    {"a.json", ASSAY_LAYOUT_AUTO, "[{\"a\":NaN}]", NULL, "a.json:1: not JSON"},
    /* one object, read whole */
    {"a.json", ASSAY_LAYOUT_AUTO,
     "{\"x\":[{\"a\":1},{\"a\":2}],\"y\":[],\"z\":[{\"b\":3}]}", NULL,
     "a.json: column x has 2 rows, column y has 0"},
    {"a.json", ASSAY_LAYOUT_LISTS,
     "{\"x\":[{\"a\":1},{\"a\":2}],\"y\":[],\"z\":[{\"b\":3}]}",
     "0:{\"a\":1,\"@list\":\"x\"}\n0:{\"a\":2,\"@list\":\"x\"}\n0:{\"b\":3,\"@list\":"
     "\"z\"}\n",
     NULL},
    {"a.json", ASSAY_LAYOUT_AUTO, "{\n\"x\":[{\"a\":1}]\n,\"z\":[{\"b\":3}]}",
     "0:{\"a\":1,\"@list\":\"x\"}\n0:{\"b\":3,\"@list\":\"z\"}\n", NULL},
    {"a.json", ASSAY_LAYOUT_LISTS, "{\"x\":[{}, 3]}", NULL,
     "a.json: x[1]: expected an object, found "},
    {"a.json", ASSAY_LAYOUT_LISTS, "{\"x\":3}", NULL,
     "a.json: x: expected a list, found "},
    {"a.json", ASSAY_LAYOUT_AUTO,
     "{\"id\":[\"p\",\"q\"],\"model\":\"m\",\"s\":[[1.5],[2]]}",
     "0:{\"id\":\"p\",\"model\":\"m\",\"s\":[1.5]}\n0:{\"id\":\"q\",\"model\":\"m\","
     "\"s\":[2]}\n",
     NULL},
    {"a.json", ASSAY_LAYOUT_COLUMNS, "{\"model\":\"m\"}", NULL,
     "a.json: has no columns (lists)"},
    {"a.json", ASSAY_LAYOUT_AUTO, "{\"chat\":0.5,\"model\":\"m\"}",
     "0:{\"@name\":\"chat\",\"@value\":0.5}\n0:{\"@name\":\"model\",\"@value\":\"m\"}\n",
     NULL},
    {"a.json", ASSAY_LAYOUT_ENTRIES, " \n", "", NULL},
    {"a.json", ASSAY_LAYOUT_ENTRIES, "[1]", NULL, "a.json:1: expected an object, found "},
    {"a.json", ASSAY_LAYOUT_ENTRIES, "{\"a\":\n1,}", NULL, "a.json:2: "},
    /* CSV and TSV */
    {"a.csv", ASSAY_LAYOUT_AUTO, "a,b\n1,2\n\n,\n",
     "2:{\"a\":\"1\",\"b\":\"2\"}\n4:{\"a\":\"\",\"b\":\"\"}\n", NULL},
    {"a.csv.gz", ASSAY_LAYOUT_AUTO,
     "\xEF\xBB\xBF"
     "a\r\nx\r\n",
     "2:{\"a\":\"x\"}\n", NULL},
    {"a.csv", ASSAY_LAYOUT_AUTO, "a,b\n\"x,\"\"y\"\"\r\nz\",\"\"\nlast,\"1\"",
     "2:{\"a\":\"x,\\\"y\\\"\\r\\nz\",\"b\":\"\"}\n4:{\"a\":\"last\",\"b\":\"1\"}\n",
     NULL},
    {"a.csv", ASSAY_LAYOUT_AUTO, "a,b\n\"x\n\"\"y\"\"\nz\",1\n",
     "2:{\"a\":\"x\\n\\\"y\\\"\\nz\",\"b\":\"1\"}\n", NULL},
    {"a.csv", ASSAY_LAYOUT_AUTO, ",b\n1,2\n", "2:{\"\":\"1\",\"b\":\"2\"}\n", NULL},
    {"a.csv", ASSAY_LAYOUT_AUTO, "", "", NULL},
    {"a.csv", ASSAY_LAYOUT_AUTO, "a,b\n", "", NULL},
    {"a.csv", ASSAY_LAYOUT_AUTO, "a,b\n1,2,3\n", NULL,
     "a.csv:2: 3 values, the header has 2"},
    {"a.csv", ASSAY_LAYOUT_AUTO, "a,b\n1\n", NULL, "a.csv:2: 1 values, the header has 2"},
    {"a.csv", ASSAY_LAYOUT_AUTO, "a,b\n1,x\"y\"\n", NULL,
     "a.csv:2: a quote inside a value that is not quoted"},
    {"a.csv", ASSAY_LAYOUT_AUTO, "a,b\n\"1\"x,2\n", NULL,
     "a.csv:2: text behind a quoted value"},
    {"a.csv", ASSAY_LAYOUT_AUTO, "a,b\n1,\"2\n3\n", NULL,
     "a.csv:2: a quoted value has no end"},
    {"a.csv", ASSAY_LAYOUT_AUTO, "a,b,a\n1,2,3\n", NULL,
     "a.csv:1: two columns named \"a\""},
    {"a.csv", ASSAY_LAYOUT_AUTO, "a\n\xC3\x28\n", NULL, "a.csv:2: invalid UTF-8"},
    {"a.tsv", ASSAY_LAYOUT_AUTO, "a\tb\n\"1\t2,3\n",
     "2:{\"a\":\"\\\"1\",\"b\":\"2,3\"}\n", NULL},
    {"a.tsv", ASSAY_LAYOUT_AUTO, "a\tb\n1\n", NULL,
     "a.tsv:2: 1 values, the header has 2"},
};

START_TEST(a_file_is_read_by_its_layout)
{
    char path[SCRATCH_PATH];
    const struct assay_records_setting setting = {.path = path,
                                                  .layout = files[_i].layout};

    scratch_text(dir, files[_i].name, files[_i].content, path);
    check_file(&setting, files[_i].records, files[_i].fault);
}
END_TEST

START_TEST(rows_that_share_a_field_become_one)
{
    const struct assay_node by_key = assay_node_of_string("k.id"),
                            by_other = assay_node_of_string("s.id");
    char path[SCRATCH_PATH];
    struct assay_records_setting setting = {.path = path, .group_by = &by_key};

    scratch_text(dir, "a.jsonl",
                 "{\"k\":{\"id\":\"z\"},\"s\":1}\n{\"k\":{\"id\":7},\"s\":2}\n"
                 "{\"k\":{\"id\":\"z\"},\"s\":3}\n",
                 path);
    check_file(
        &setting,
        "1:{\"@rows\":[{\"k\":{\"id\":\"z\"},\"s\":1},{\"k\":{\"id\":\"z\"},\"s\":3}]}\n"
        "2:{\"@rows\":[{\"k\":{\"id\":7},\"s\":2}]}\n",
        NULL);
    setting.group_by = &by_other;
    check_file(&setting, NULL, "a.jsonl:1: s.id: missing");
    scratch_text(dir, "a.jsonl", "", path);
    check_file(&setting, "", NULL);
}
END_TEST

/* Python 3.11: random.seed(1234), then cal.py shuffle_data on [0, 1, 2, 3, 4, 5], twice anew:
   [5, 3, 1, 2, 4, 0] and [3, 1, 4, 2, 5, 0]. Of them 0, 2 and 4 are of one group. */
START_TEST(rows_are_grouped_as_a_python_shuffle_leaves_them)
{
    const struct assay_node by_key = assay_node_of_string("k");
    char path[SCRATCH_PATH];
    struct assay_records_setting setting = {
        .path = path, .group_by = &by_key, .shuffles = 1};

    scratch_text(dir, "a.jsonl",
                 "{\"k\":0,\"s\":0}\n{\"k\":1,\"s\":1}\n{\"k\":0,\"s\":2}\n"
                 "{\"k\":1,\"s\":3}\n{\"k\":0,\"s\":4}\n{\"k\":1,\"s\":5}\n",
                 path);
    check_file(&setting,
               "6:{\"@rows\":[{\"k\":1,\"s\":5},{\"k\":1,\"s\":3},{\"k\":1,\"s\":1}]}\n"
               "3:{\"@rows\":[{\"k\":0,\"s\":2},{\"k\":0,\"s\":4},{\"k\":0,\"s\":0}]}\n",
               NULL);
    setting.shuffles = 2;
    check_file(&setting,
               "4:{\"@rows\":[{\"k\":1,\"s\":3},{\"k\":1,\"s\":1},{\"k\":1,\"s\":5}]}\n"
               "5:{\"@rows\":[{\"k\":0,\"s\":4},{\"k\":0,\"s\":2},{\"k\":0,\"s\":0}]}\n",
               NULL);
}
END_TEST

START_TEST(a_malformed_group_is_refused_on_opening)
{
    const struct assay_node malformed = assay_node_of_string("a..b");
    char path[SCRATCH_PATH];
    const struct assay_records_setting setting = {.path = path, .group_by = &malformed};
    struct assay_records *records;
    struct assay_error err;

    scratch_text(dir, "a.jsonl", "{}\n", path);
    ck_assert_int_eq(assay_records_open(&setting, &records, &err), ASSAY_EUSAGE);
}
END_TEST

/* The setting's rows_of is put together from JSON. */
static void check_rows(const char *spec, const char *content, const char *records,
                       const char *fault)
{
    struct assay_arena arena = {0};
    struct assay_node rows_of;
    struct assay_error err;
    char path[SCRATCH_PATH];
    struct assay_records_setting setting = {.path = path, .rows_of = &rows_of};

    ck_assert_int_eq(assay_json_parse(assay_str_of(spec), "spec", &arena, &rows_of, &err),
                     ASSAY_OK);
    scratch_text(dir, "a.jsonl", content, path);
    check_file(&setting, records, fault);
    assay_arena_release(&arena);
}

static const struct {
    const char *spec, *content, *records, *fault;
} rows[] = {
    {"{\"field\": \"v\"}", "{\"v\": [1, null]}\n{\"w\": 2}\n{\"v\": \" a  b \"}\n",
     "1:{\"@value\":1,\"@index\":0}\n1:{\"@value\":null,\"@index\":1}\n"
     "3:{\"@value\":\"a\",\"@index\":0}\n3:{\"@value\":\"b\",\"@index\":1}\n",
     NULL},
    {"{\"field\": \"v\", \"where\": [{\"field\": \"m\", \"is\": \"y\"}]}",
     "{\"m\": \"x\", \"v\": [1]}\n{\"m\": \"y\", \"v\": [2]}\n{\"v\": [3]}\n",
     "2:{\"@value\":2,\"@index\":0}\n", NULL},
    {"{\"field\": \"v\", \"where\": [{\"field\": \"m\", \"is\": \"z\"}]}",
     "{\"m\": \"x\", \"v\": [1]}\n{\"m\": \"y\", \"v\": [2]}\n", NULL,
     "a.jsonl: no m \"z\"; there are x, y"},
    {"{\"field\": \"v\", \"where\": [{\"field\": \"m\", \"is\": \"z\"}]}",
     "{\"v\": [1]}\n", "", NULL}, /* a file of another kind: no such field at all */
    {"{\"field\": \"v\", \"where\": [{\"field\": \"m\", \"is\": \"\"}]}",
     "{\"m\": \"x\", \"v\": []}\n{\"m\": \"y\", \"v\": [2]}\n", NULL,
     "a.jsonl:2: m: several of them (x, y): say which one"},
    {"{\"field\": \"v\", \"where\": [{\"field\": \"m\", \"is\": \"\", \"asks\": "
     "\"who\"}]}",
     "{\"m\": \"x\", \"v\": []}\n{\"m\": \"y\", \"v\": [2]}\n{\"m\": \"z\"}\n", NULL,
     "a.jsonl:2: m: several of them (x, y, z): say which one with --suite-option "
     "who=NAME"},
    {"{\"field\": \"v\", \"where\": [{\"field\": \"m\", \"is\": \"gtp-4\"}]}",
     "{\"m\": \"x\", \"v\": [1]}\n{\"m\": \"gpt-4\", \"v\": [2]}\n", NULL,
     "a.jsonl: no m \"gtp-4\"; nearest is \"gpt-4\"; there are x, gpt-4"},
    {"{\"field\": \"v\"}", "{\"v\": 7}\n", NULL,
     "a.jsonl:1: v: expected a list or a text of several, found number"},
};

START_TEST(a_record_of_many_rows_becomes_one_a_row)
{
    check_rows(rows[_i].spec, rows[_i].content, rows[_i].records, rows[_i].fault);
}
END_TEST

START_TEST(a_malformed_choice_of_rows_is_refused_on_opening)
{
    static const char *const specs[] = {
        "{}", "{\"field\": \"a..b\"}", "{\"field\": \"v\", \"where\": [{\"is\": \"a\"}]}",
        "{\"field\": \"v\", \"where\": [{\"field\": \"m\", \"is\": 7}]}"};
    struct assay_arena arena = {0};
    char path[SCRATCH_PATH];

    scratch_text(dir, "a.jsonl", "{}\n", path);
    for (size_t i = 0; i < sizeof(specs) / sizeof(specs[0]); i++) {
        struct assay_node spec;
        const struct assay_records_setting setting = {.path = path, .rows_of = &spec};
        struct assay_records *records;
        struct assay_error err;

        ck_assert_int_eq(
            assay_json_parse(assay_str_of(specs[i]), "spec", &arena, &spec, &err),
            ASSAY_OK);
        ck_assert_int_eq(assay_records_open(&setting, &records, &err), ASSAY_EUSAGE);
    }
    assay_arena_release(&arena);
}
END_TEST

/* A text of n bytes with a JSON record around it, and what goes before and behind. */
static char *long_record(const char *before, size_t n, const char *behind, size_t *len)
{
    const size_t head = strlen(before), tail = strlen(behind);
    char *text = malloc(head + n + tail + 1);

    ck_assert_ptr_nonnull(text);
    memcpy(text, before, head);
    memset(text + head, 'x', n);
    memcpy(text + head + n, behind, tail);
    text[head + n + tail] = '\0';
    *len = head + n + tail;
    return text;
}

static const struct {
    const char *name, *before, *behind, *fault;
    size_t n;
} longs[] = {
    {"a.jsonl", "{}\n{\"a\":\"", "\"}\n{}\n", NULL, 3000000},
    {"a.json", "[{},\n{\"a\":\"", "\"}\n,{}]", NULL, 3000000},
    {"a.csv", "a\nx\n\"", "\n\"\ny\n", NULL, 3000000},
    {"a.jsonl", "{}\n{\"a\":\"", "\"}\n{}\n",
     "a.jsonl:2: a line longer than 16777216 bytes", 100 << 20},
    {"a.json", "[{},\n{\"a\":\"", "\"}\n,{}]",
     "a.json:2: a record longer than 16777216 bytes", 100 << 20},
    {"a.csv", "a\n\"\n", "\"\n", "a.csv:3: a line longer than 16777216 bytes", 100 << 20},
    {"a.csv", "a\n\"", "\n12345678\"\n", "a.csv:2: a row longer than 16777216 bytes",
     (16 << 20) - 4},
};

START_TEST(long_records_are_read_up_to_a_limit)
{
    char path[SCRATCH_PATH];
    const struct assay_records_setting setting = {.path = path};
    struct assay_arena arena = {0};
    const struct assay_node *record;
    struct assay_records *records;
    struct assay_error err;
    size_t len;
    char *text = long_record(longs[_i].before, longs[_i].n, longs[_i].behind, &len);

    scratch_write(dir, longs[_i].name, text, len, path);
    free(text);
    if (longs[_i].fault) {
        check_file(&setting, NULL, longs[_i].fault);
        return;
    }
    ck_assert_int_eq(assay_records_open(&setting, &records, &err), ASSAY_OK);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(assay_records_next(records, &arena, &record, &err), ASSAY_OK);
        ck_assert_ptr_nonnull(record);
        if (i == 1)
            ck_assert_uint_ge(assay_node_text(assay_node_get(record, "a")).len, 3000000);
    }
    ck_assert_int_eq(assay_records_next(records, &arena, &record, &err), ASSAY_OK);
    ck_assert_ptr_null(record);
    ck_assert_uint_eq(assay_records_count(records), 3);
    assay_records_close(records);
    assay_arena_release(&arena);
}
END_TEST

START_TEST(records_cross_blocks_wherever_they_end)
{
    static const char *const names[] = {"a.jsonl", "a.json"};
    char path[SCRATCH_PATH];
    const struct assay_records_setting setting = {.path = path};
    struct assay_buf text = {0};
    struct assay_arena arena = {0};
    const struct assay_node *record;
    struct assay_records *records;
    struct assay_error err;

    /* 400,000 records of 11 to 16 bytes: every place of one falls on the end of a block. */
    assay_buf_puts(&text, _i ? "[" : "");
    for (size_t i = 0; i < 400000; i++)
        assay_buf_printf(&text, "%s{\"id\": %zu}", i == 0 ? "" : _i ? ",\n" : "\n", i);
    assay_buf_puts(&text, _i ? "]" : "");
    scratch_write(dir, names[_i], text.data, text.len, path);
    assay_buf_release(&text);
    ck_assert_int_eq(assay_records_open(&setting, &records, &err), ASSAY_OK);
    for (size_t i = 0; i < 400000; i++) {
        double id = -1;

        ck_assert_int_eq(assay_records_next(records, &arena, &record, &err), ASSAY_OK);
        ck_assert(assay_node_number(assay_node_get(record, "id"), &id));
        ck_assert_double_eq(id, (double)i);
        ck_assert_uint_eq(assay_records_line(records), i + 1);
        assay_arena_reset(&arena);
    }
    ck_assert_int_eq(assay_records_next(records, &arena, &record, &err), ASSAY_OK);
    ck_assert_ptr_null(record);
    assay_records_close(records);
    assay_arena_release(&arena);
}
END_TEST

START_TEST(a_cut_file_gives_an_error_after_its_last_whole_record)
{
    char path[SCRATCH_PATH], address[2 * SCRATCH_PATH];
    const struct packed_entry bomb = {
        .name = "a.jsonl", .len = 70 << 20, .type = PACKED_BLANKS};
    const struct packed_entry good = {.name = "in/a.jsonl", .data = "{\"a\":1}\n"};
    struct assay_records_setting setting = {.path = path};

    scratch_path(dir, "a.jsonl.gz", path);
    packed_write(path, ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP, &bomb, 1);
    check_file(&setting, NULL, "a.jsonl.gz:1: a line longer than 16777216 bytes");
    ck_assert_int_eq(truncate(path, 2000), 0);
    check_file(&setting, NULL, "a.jsonl.gz: damaged or cut short (");
    scratch_path(dir, "b.tar.zst", path);
    packed_write(path, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD, &good, 1);
    (void)snprintf(address, sizeof(address), "%s::in/a.jsonl", path);
    setting.path = address;
    check_file(&setting, "1:{\"a\":1}\n", NULL);
}
END_TEST

START_TEST(what_is_no_file_holds_no_records)
{
    char path[SCRATCH_PATH];
    const struct assay_records_setting setting = {.path = path};

    scratch_path(dir, "fifo", path);
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    check_file(&setting, NULL, "fifo: is a FIFO, not a regular file");
    scratch_path(dir, ".", path);
    check_file(&setting, NULL, ".: is a directory, not a regular file");
    scratch_path(dir, "absent.jsonl", path);
    check_file(&setting, NULL, "absent.jsonl: No such file or directory");
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

Suite *unit_records(void)
{
    Suite *suite = suite_create("records");
    TCase *all = tcase_create("records");

    tcase_add_checked_fixture(all, make_dir, remove_dir);
    tcase_set_timeout(all, 60);
    tcase_add_loop_test(all, a_file_is_read_by_its_layout, 0, COUNT(files));
    tcase_add_test(all, rows_that_share_a_field_become_one);
    tcase_add_test(all, rows_are_grouped_as_a_python_shuffle_leaves_them);
    tcase_add_loop_test(all, a_record_of_many_rows_becomes_one_a_row, 0, COUNT(rows));
    tcase_add_test(all, a_malformed_choice_of_rows_is_refused_on_opening);
    tcase_add_test(all, a_malformed_group_is_refused_on_opening);
    tcase_add_loop_test(all, long_records_are_read_up_to_a_limit, 0, COUNT(longs));
    tcase_add_loop_test(all, records_cross_blocks_wherever_they_end, 0, 2);
    tcase_add_test(all, a_cut_file_gives_an_error_after_its_last_whole_record);
    tcase_add_test(all, what_is_no_file_holds_no_records);
    suite_add_tcase(suite, all);
    return suite;
}
