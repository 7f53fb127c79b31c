/* Answers kept across runs: never another one than the model's, whatever was killed, torn or removed. */
#include "harness/run/cache.h"

#include "adapters/identity.h"
#include "harness/core/document.h"
#include "harness/core/json.h"
#include "harness/run/cache_key.h"
#include "harness/run/cache_record.h"
#include "harness/run/cache_stock.h"
#include "tests/unit/engine_parts.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[SCRATCH_PATH];
static struct assay_arena arena;

static void set_up(void)
{
    scratch_make(folder);
}

static void tear_down(void)
{
    scratch_remove_all(folder);
    assay_arena_release(&arena);
}

static struct assay_cache_setting setting(void)
{
    return (struct assay_cache_setting){.folder = folder};
}

static const struct assay_node *key_of(const char *model)
{
    struct assay_node *map = assay_node_map(&arena);

    assay_node_put(&arena, map, "adapter", assay_node_of_string("made"));
    assay_node_put(&arena, map, "model", assay_node_of_string(model));
    return map;
}

static struct assay_cache *open_cache(const char *model)
{
    const struct assay_cache_setting where = setting();
    struct assay_cache *cache = NULL;
    struct assay_error err;

    ck_assert_int_eq(assay_cache_open(&where, key_of(model), &cache, &err), ASSAY_OK);
    return cache;
}

static struct assay_content content_of(unsigned n)
{
    struct assay_content content = {{1}};

    memcpy(content.digest + 8, &n, sizeof(n));
    return content;
}

/* Keeps n and n / 3 for content n. */
static void put(struct assay_cache *cache, unsigned n)
{
    const struct assay_content content = content_of(n);
    const struct assay_answer answers[2] = {
        {.state = ASSAY_STATE_SCORED, .value = n},
        {.state = ASSAY_STATE_SCORED, .value = (double)n / 3.0}};

    assay_cache_put(cache, &content, answers, 2);
}

static bool is_kept(struct assay_cache *cache, unsigned n)
{
    const struct assay_content content = content_of(n);
    struct assay_answer answers[2];

    if (!assay_cache_find(cache, &content, answers, 2))
        return false;
    ck_assert_int_eq(answers[0].state, ASSAY_STATE_SCORED);
    ck_assert(answers[0].value == (double)n);
    ck_assert(answers[1].value == (double)n / 3.0);
    return true;
}

/* ---- records ---- */

/* Three records of one, two and three answers. */
static void write_records(struct assay_buf *out, size_t end[3])
{
    const struct assay_answer answers[3] = {
        {.state = ASSAY_STATE_SCORED, .value = -0.0},
        {.state = ASSAY_STATE_TRUNCATED},
        {.state = ASSAY_STATE_SCORED, .value = 0x1.fffffffffffffp-1022}};

    for (unsigned i = 0; i < 3; i++) {
        const struct assay_content content = content_of(i);

        assay_record_write(&content, answers, i + 1, out);
        end[i] = out->len;
    }
}

START_TEST(a_record_reads_back_bit_for_bit)
{
    struct assay_buf text = {0};
    struct assay_record record;
    struct assay_answer answers[3];
    size_t end[3];

    write_records(&text, end);
    ck_assert(assay_record_read((struct assay_str){text.data + end[1], text.len - end[1]},
                                &record, answers, 3));
    ck_assert_uint_eq(record.count, 3);
    ck_assert_uint_eq(record.bytes, end[2] - end[1]);
    ck_assert(signbit(answers[0].value) && answers[0].value == 0.0);
    ck_assert_int_eq(answers[1].state, ASSAY_STATE_TRUNCATED);
    ck_assert(answers[2].value == 0x1.fffffffffffffp-1022);
    assay_buf_release(&text);
}
END_TEST

/* A segment of some bytes, as one that another process left; answers that it has for contents 0..2. */
static unsigned kept_of(struct assay_str bytes)
{
    struct assay_cache *cache;
    char name[ASSAY_DIGEST_HEX], path[SCRATCH_PATH];
    struct assay_answer answers[3];
    unsigned kept = 0;

    assay_cache_name(key_of("records"), name);
    (void)unlink(assay_arena_printf(&arena, "%s/%s/x.answers", folder, name));
    cache = open_cache("records");
    scratch_write(folder, assay_arena_printf(&arena, "%s/x.answers", name), bytes.ptr,
                  bytes.len, path);
    assay_cache_refresh(cache);
    for (unsigned i = 0; i < 3; i++) {
        const struct assay_content content = content_of(i);

        kept += assay_cache_find(cache, &content, answers, i + 1);
    }
    assay_cache_close(cache);
    return kept;
}

START_TEST(a_torn_or_changed_segment_holds_what_is_whole)
{
    struct assay_buf text = {0};
    size_t end[3];

    write_records(&text, end);
    for (size_t n = 0; n <= text.len; n++)
        ck_assert_int_eq((int)kept_of((struct assay_str){text.data, n}),
                         (n >= end[0]) + (n >= end[1]) + (n >= end[2]));
    for (size_t i = 0; i < text.len; i++) {
        text.data[i] ^= 0x10;
        ck_assert_uint_eq(kept_of(assay_buf_view(&text)),
                          i < end[0] ? 0 : (i < end[1] ? 1 : 2));
        text.data[i] ^= 0x10;
    }
    assay_buf_release(&text);
}
END_TEST

START_TEST(records_longer_than_what_is_read_at_once_are_found)
{
    enum {
        MANY = 200000 /* 1.8 MB */
    };
    struct assay_answer *answers =
        assay_arena_new(&arena, MANY, sizeof(struct assay_answer));
    struct assay_cache *writer = open_cache("long"), *reader;
    const struct assay_content content = content_of(1);

    for (size_t i = 0; i < MANY; i++)
        answers[i] =
            (struct assay_answer){.state = ASSAY_STATE_SCORED, .value = (double)i};
    put(writer, 0);
    assay_cache_put(writer, &content, answers, MANY);
    put(writer, 2);
    reader = open_cache("long");
    memset(answers, 0, MANY * sizeof(*answers));
    ck_assert(is_kept(reader, 0));
    ck_assert(is_kept(reader, 2));
    ck_assert(assay_cache_find(reader, &content, answers, MANY));
    ck_assert(answers[MANY - 1].value == MANY - 1);
    ck_assert(!assay_cache_find(reader, &content, answers, MANY - 1));
    assay_cache_close(reader);
    assay_cache_close(writer);
}
END_TEST

/* ---- sharing ---- */

START_TEST(runs_at_the_same_time_see_what_the_others_keep)
{
    struct assay_cache *a = open_cache("m"), *b = open_cache("m"), *c = open_cache("n");

    put(a, 1);
    put(b, 2);
    ck_assert(!is_kept(b, 1));
    for (unsigned n = 3; n < 300; n++) {
        put(a, n);
        assay_cache_refresh(b);
        ck_assert(is_kept(b, n));
    }
    assay_cache_refresh(a);
    assay_cache_refresh(c);
    ck_assert(is_kept(a, 2));
    ck_assert(is_kept(b, 1));
    ck_assert(!is_kept(c, 1)); /* another model's */
    assay_cache_close(a);
    assay_cache_close(b);
    assay_cache_close(c);
}
END_TEST

START_TEST(what_is_removed_under_a_run_is_only_missed)
{
    struct assay_cache *a = open_cache("m"), *b;
    struct assay_cache_setting small = {.folder = folder, .limit = 1};
    struct assay_pruned pruned;

    put(a, 1);
    b = open_cache("m");
    assay_stock_prune(&small, &pruned);
    ck_assert_uint_eq(pruned.removed, 1);
    put(a, 2); /* to a file that is not there any more */
    put(b, 3); /* to a folder that is not */
    assay_cache_refresh(b);
    assay_cache_close(a);
    assay_cache_close(b);
    b = open_cache("m");
    ck_assert(is_kept(b, 3));
    ck_assert(!is_kept(b, 1));
    ck_assert(!is_kept(b, 2));
    assay_cache_close(b);
}
END_TEST

START_TEST(only_what_would_be_the_same_again_is_kept)
{
    const struct assay_answer good = {.state = ASSAY_STATE_SCORED, .value = 1};
    const struct assay_answer answers[][2] = {
        {good, {.state = ASSAY_STATE_TIMED_OUT}},
        {good, {.state = ASSAY_STATE_FAILED}},
        {good, {.state = ASSAY_STATE_SKIPPED}},
        {good, {.state = ASSAY_STATE_REFUSED}},
        {good, {.state = ASSAY_STATE_UNPARSABLE}},
        {good, {.state = ASSAY_STATE_SCORED, .value = (double)NAN}},
        {good, {.state = ASSAY_STATE_NAN}},
    };

    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
        ck_assert(!assay_cache_keeps(answers[i], 2));
    ck_assert(assay_cache_keeps(&good, 1));
    ck_assert(!assay_cache_keeps(&good, 0));
}
END_TEST

/* ---- size ---- */

/* A cache of one model whose segment was used at a time. */
static void keep_at(const char *model, time_t when)
{
    const struct timespec times[2] = {{.tv_sec = when}, {.tv_sec = when}};
    struct assay_cache *cache = open_cache(model);
    char name[ASSAY_DIGEST_HEX];
    const char *command;

    put(cache, 1);
    assay_cache_close(cache);
    assay_cache_name(key_of(model), name);
    command = assay_arena_printf(&arena, "mv %s/%s/*.answers %s/%s/x.answers", folder,
                                 name, folder, name);
    ck_assert_int_eq(system(command), 0);
    ck_assert_int_eq(
        utimensat(AT_FDCWD, assay_arena_printf(&arena, "%s/%s/x.answers", folder, name),
                  times, 0),
        0);
}

START_TEST(what_was_not_used_for_longest_goes_first)
{
    struct assay_cache_setting limit = {.folder = folder};
    struct assay_stock stock;
    struct assay_pruned pruned;
    struct assay_cache *cache;
    struct assay_error err;

    keep_at("old", 1000);
    keep_at("older but used", 500);
    keep_at("young", 2000);
    cache = open_cache("older but used");
    ck_assert(is_kept(cache, 1)); /* which makes it young */
    assay_cache_close(cache);
    ck_assert_int_eq(assay_stock_read(folder, &arena, &stock, &err), ASSAY_OK);
    ck_assert_uint_eq(stock.count, 3);
    limit.limit = stock.bytes - 1;
    assay_stock_prune(&limit, &pruned);
    ck_assert_uint_eq(pruned.removed, 1);
    ck_assert_uint_eq(pruned.left_bytes, stock.bytes / 3 * 2);
    ck_assert_int_eq(assay_stock_read(folder, &arena, &stock, &err), ASSAY_OK);
    ck_assert_uint_eq(stock.count, 2); /* the key of the old one went with it */
    limit.limit = stock.bytes / 2;
    assay_stock_prune(&limit, &pruned);
    cache = open_cache("older but used");
    ck_assert(is_kept(cache, 1));
    assay_cache_close(cache);
    cache = open_cache("young");
    ck_assert(!is_kept(cache, 1));
    assay_cache_close(cache);
}
END_TEST

START_TEST(a_run_that_keeps_too_much_prunes)
{
    struct assay_cache_setting small = {.folder = folder, .limit = 3000};
    struct assay_cache *cache;
    struct assay_stock stock;
    struct assay_error err;

    for (unsigned run = 0; run < 20; run++) {
        ck_assert_int_eq(assay_cache_open(&small, key_of("m"), &cache, &err), ASSAY_OK);
        for (unsigned n = 0; n < 20; n++)
            put(cache, run * 100 + n);
        assay_cache_close(cache);
        ck_assert_int_eq(assay_stock_read(folder, &arena, &stock, &err), ASSAY_OK);
        ck_assert_uint_le(stock.bytes, 3000);
    }
    ck_assert_uint_gt(stock.bytes, 1000);
}
END_TEST

/* ---- keys ---- */

static const struct assay_node *made_key(const char *const *words, size_t n,
                                         const struct assay_setting *asked, size_t values)
{
    struct assay_setting opened = *asked;
    struct assay_model model;
    struct assay_node *key = NULL;
    const char *none;
    struct assay_error err;

    opened.arena = &arena;
    ck_assert_int_eq(assay_model_open(&model, &made_adapter, words, n, &opened, &err),
                     ASSAY_OK);
    ck_assert_int_eq(
        assay_cache_key(&(struct assay_asked){&model, &opened, {words, n}, values, NULL},
                        &arena, &key, &none, &err),
        ASSAY_OK);
    ck_assert_ptr_nonnull(key);
    assay_model_close(&model);
    return key;
}

static const struct assay_setting base = {
    .target = "", .suite = "s", .orders = 1, .votes = 1};

START_TEST(everything_that_is_asked_differently_is_another_key)
{
    static const char *const slow[] = {"slow=7"}, *const other[] = {"name=other"};
    static const struct {
        const char *field, *there, *now;
        const char *const *words;
        struct assay_setting asked;
        size_t values;
    } cases[] = {
        {"asked.orders", "1", "2", NULL, {.orders = 2, .votes = 1}, 1},
        {"asked.votes", "1", "5", NULL, {.orders = 1, .votes = 5}, 1},
        {"asked.seed", "\"0\"", "\"9\"", NULL, {.orders = 1, .votes = 1, .seed = 9}, 1},
        {"asked.max_length",
         "0",
         "64",
         NULL,
         {.orders = 1, .votes = 1, .max_length = 64},
         1},
        {"asked.vectors",
         "false",
         "true",
         NULL,
         {.orders = 1, .votes = 1, .vectors = true},
         1},
        {"asked.steps",
         "false",
         "true",
         NULL,
         {.orders = 1, .votes = 1, .steps = true},
         1},
        {"asked.values", "1", "2", NULL, {.orders = 1, .votes = 1}, 2},
        {"identity.model", "\"made\"", "\"other\"", other, {.orders = 1, .votes = 1}, 1},
    };
    const struct assay_node *first = made_key(NULL, 0, &base, 1);
    const struct assay_cache_setting where = setting();
    struct assay_cache *cache;
    struct assay_error err;

    ck_assert(assay_node_equal(made_key(slow, 1, &base, 1), first)); /* changes nothing */
    ck_assert_int_eq(assay_cache_open(&where, first, &cache, &err), ASSAY_OK);
    assay_cache_close(cache);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct assay_setting asked = cases[i].asked;
        const struct assay_node *key;
        struct assay_differences differs;

        asked.target = "";
        asked.suite = "s";
        key = made_key(cases[i].words, cases[i].words != NULL, &asked, cases[i].values);
        assay_cache_nearest(folder, key, &arena, &differs);
        ck_assert_uint_eq(differs.count, 1 + (cases[i].words != NULL));
        ck_assert(assay_str_equal(differs.at[0].field, assay_str_of(cases[i].field)));
        ck_assert(assay_str_equal(differs.at[0].there, assay_str_of(cases[i].there)));
        ck_assert(assay_str_equal(differs.at[0].now, assay_str_of(cases[i].now)));
    }
}
END_TEST

START_TEST(a_model_that_does_not_say_what_it_is_has_no_key)
{
    struct assay_setting asked = base;
    struct assay_model model;
    struct assay_node *key = NULL;
    const char *none = NULL;
    struct assay_error err;

    asked.arena = &arena;
    ck_assert_int_eq(
        assay_model_open(&model, assay_adapter_find("length"), NULL, 0, &asked, &err),
        ASSAY_OK);
    ck_assert_int_eq(
        assay_cache_key(&(struct assay_asked){&model, &asked, {NULL, 0}, 1, NULL}, &arena,
                        &key, &none, &err),
        ASSAY_OK);
    ck_assert_ptr_null(key);
    ck_assert_str_eq(none, "length does not say what its answers depend on");
    assay_model_close(&model);
}
END_TEST

START_TEST(a_revision_is_no_name)
{
    static const struct {
        const char *text;
        bool is;
    } cases[] = {
        {"0123456789ab", true},
        {"de3ff815ea7d559ee917f063901b8986f038abc6", true},
        {"sha256:9F5135B5D094AEEF", true},
        {"", false},
        {"0123456789a", false}, /* one digit too few */
        {"main", false},
        {"sha256:", false},
        {"0123456789ab-dirty", false},
        {"0123456789ab:0123456789ab:0123456789ab", false},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        ck_assert_int_eq(assay_identity_is_revision(assay_str_of(cases[i].text)),
                         cases[i].is);
}
END_TEST

/* The i-th file beside a target, or "-". */
static const char *file_of(const struct assay_adapter *adapter, const char *const *words,
                           size_t n, const char *target, size_t i)
{
    const struct assay_model_words given = {words, n};
    struct assay_files files;
    struct assay_error err;

    ck_assert_int_eq(assay_model_files(adapter, target, &given, &arena, &files, &err),
                     ASSAY_OK);
    return i < files.count ? files.at[i] : "-";
}

START_TEST(the_files_of_a_model_in_parts_are_known_by_the_first)
{
    static const char *const words[] = {"head=h.npz:w", "template=t.jinja"};
    const struct assay_adapter *gguf = assay_adapter_find("gguf");
    const char *first = "dir/m-00001-of-00003.gguf";

    if (!gguf->engine())
        return; /* built without libllama: it has no files */
    ck_assert_str_eq(file_of(gguf, words, 2, first, 0), "dir/m-00002-of-00003.gguf");
    ck_assert_str_eq(file_of(gguf, words, 2, first, 1), "dir/m-00003-of-00003.gguf");
    ck_assert_str_eq(file_of(gguf, words, 2, first, 2), "h.npz");
    ck_assert_str_eq(file_of(gguf, words, 2, first, 3), "t.jinja");
    ck_assert_str_eq(file_of(gguf, words, 2, first, 4), "-");
    ck_assert_str_eq(file_of(gguf, NULL, 0, "m-00001-of-0003.gguf", 0), "-");
    ck_assert_str_eq(file_of(gguf, NULL, 0, "m-00002-of-00003.gguf", 0), "-");
    ck_assert_str_eq(file_of(gguf, NULL, 0, ".gguf", 0), "-");
}
END_TEST

START_TEST(the_files_of_an_ensemble_are_those_of_its_members)
{
    const char *words[4] = {"member=length", NULL, NULL, "member_option=2:head=h.npz:w"};
    const struct assay_adapter *ensemble = assay_adapter_find("ensemble");
    char path[SCRATCH_PATH];

    if (!assay_adapter_find("gguf")->engine())
        return;
    scratch_write(folder, "a.gguf", "x", 1, path);
    words[1] = assay_arena_printf(&arena, "member=gguf:%s", path);
    words[2] = "member=gguf:nowhere.gguf"; /* told when it is opened */
    ck_assert_str_eq(file_of(ensemble, words, 4, "", 0), path);
    ck_assert_str_eq(file_of(ensemble, words, 4, "", 1), "h.npz");
    ck_assert_str_eq(file_of(ensemble, words, 4, "", 2), "-");
    words[3] = "member_option=3:head=h.npz:w";
    ck_assert_str_eq(file_of(ensemble, words, 4, "", 1), "h.npz");
    ck_assert_str_eq(file_of(ensemble, words, 4, "", 2), "-");
}
END_TEST

Suite *unit_cache(void)
{
    Suite *suite = suite_create("cache");
    TCase *cache = tcase_create("cache");

    tcase_set_timeout(cache, 60);
    tcase_add_checked_fixture(cache, set_up, tear_down);
    tcase_add_test(cache, a_record_reads_back_bit_for_bit);
    tcase_add_test(cache, a_torn_or_changed_segment_holds_what_is_whole);
    tcase_add_test(cache, records_longer_than_what_is_read_at_once_are_found);
    tcase_add_test(cache, runs_at_the_same_time_see_what_the_others_keep);
    tcase_add_test(cache, what_is_removed_under_a_run_is_only_missed);
    tcase_add_test(cache, only_what_would_be_the_same_again_is_kept);
    tcase_add_test(cache, what_was_not_used_for_longest_goes_first);
    tcase_add_test(cache, a_run_that_keeps_too_much_prunes);
    tcase_add_test(cache, everything_that_is_asked_differently_is_another_key);
    tcase_add_test(cache, a_revision_is_no_name);
    tcase_add_test(cache, the_files_of_a_model_in_parts_are_known_by_the_first);
    tcase_add_test(cache, the_files_of_an_ensemble_are_those_of_its_members);
    tcase_add_test(cache, a_model_that_does_not_say_what_it_is_has_no_key);
    suite_add_tcase(suite, cache);
    return suite;
}
