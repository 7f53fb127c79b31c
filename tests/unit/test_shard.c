/*
 * Runs in parts: who asks what follows from the items alone, and what comes out when the parts are put
 * together has the bytes of a run in one piece, whatever was killed on the way.
 */
#include "harness/run/shard.h"

#include "harness/core/rng.h"
#include "tests/unit/engine_parts.h"
#include "tests/unit/run_fixture.h"
#include "tests/unit/unit.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    ROWS = 420,
    SHARDS_MOST = 16
};

/* ---- words ---- */

static const char *const *variables; /* "NAME=value", ends with NULL */

static char *look_up(const char *name)
{
    static char value[32];
    const size_t n = strlen(name);

    for (size_t i = 0; variables && variables[i]; i++)
        if (strncmp(variables[i], name, n) == 0 && variables[i][n] == '=') {
            (void)snprintf(value, sizeof(value), "%s", variables[i] + n + 1);
            return value;
        }
    return NULL;
}

#define SLURM(id, least, most, count)                                                    \
    {                                                                                    \
        "SLURM_ARRAY_TASK_ID=" id, "SLURM_ARRAY_TASK_MIN=" least,                        \
            "SLURM_ARRAY_TASK_MAX=" most, "SLURM_ARRAY_TASK_COUNT=" count                \
    }

static const struct {
    const char *word;
    const char *variables[7];
    size_t index, count; /* count 0: refused */
    const char *why;
} words[] = {
    {"1/1", {NULL}, 0, 1, NULL},
    {"8/8", {NULL}, 7, 8, NULL},
    {"0/8", {NULL}, 0, 0, "--shard=0/8: shards are numbered from 1 to 8"},
    {"9/8", {NULL}, 0, 0, "--shard=9/8: shards are numbered from 1 to 8"},
    {"1/0", {NULL}, 0, 0, "--shard=1/0: 1 to 4096 shards"},
    {"3", {NULL}, 0, 0, "--shard=3: I/N, auto or auto/N"},
    {"a/3", {NULL}, 0, 0, "--shard=a/3: I/N, auto or auto/N"},
    {"1/3x", {NULL}, 0, 0, "--shard=1/3x: I/N, auto or auto/N"},
    {"-1/3", {NULL}, 0, 0, "--shard=-1/3: I/N, auto or auto/N"},
    {"auto",
     {NULL},
     0,
     0,
     "--shard=auto: none of NEL_SHARD_IDX, SLURM_ARRAY_TASK_ID and JOB_COMPLETION_INDEX "
     "is "
     "set"},
    {"auto", {"NEL_SHARD_IDX=0", "NEL_TOTAL_SHARDS=4"}, 0, 4, NULL},
    {"auto", {"NEL_SHARD_IDX=3", "NEL_TOTAL_SHARDS=4"}, 3, 4, NULL},
    {"auto",
     {"NEL_SHARD_IDX=4", "NEL_TOTAL_SHARDS=4"},
     0,
     0,
     "--shard=auto: shards are numbered from 1 to 4"},
    {"auto", SLURM("5", "5", "12", "8"), 0, 8, NULL},
    {"auto", SLURM("12", "5", "12", "8"), 7, 8, NULL},
    {"auto",
     {"SLURM_ARRAY_TASK_ID=9", "SLURM_ARRAY_TASK_MIN=1", "SLURM_ARRAY_TASK_MAX=13",
      "SLURM_ARRAY_TASK_COUNT=4", "SLURM_ARRAY_TASK_STEP=4"},
     2,
     4,
     NULL},
    /* 1,3,7 has holes: of how many must be told */
    {"auto", SLURM("3", "1", "7", "3"), 0, 0,
     "--shard=auto: SLURM_ARRAY_TASK_ID does not say of how many: --shard auto/N"},
    /* one element of eight, submitted again on its own, is another array */
    {"auto/8", SLURM("3", "3", "3", "1"), 0, 0,
     "--shard=auto/8: SLURM_ARRAY_TASK_ID is of an array of 1"},
    {"auto/8", {"JOB_COMPLETION_INDEX=2"}, 2, 8, NULL},
    {"auto", {"JOB_COMPLETION_INDEX=2", "JOB_COMPLETIONS=3"}, 2, 3, NULL},
    {"auto",
     {"JOB_COMPLETION_INDEX=2"},
     0,
     0,
     "--shard=auto: JOB_COMPLETION_INDEX does not say of how many: --shard auto/N"},
};

START_TEST(a_shard_is_named_or_found_in_what_started_the_process)
{
    struct assay_shard shard;
    struct assay_error err;
    enum assay_code code;

    variables = words[_i].variables;
    code = assay_shard_parse(words[_i].word, look_up, &shard, &err);
    if (words[_i].why) {
        ck_assert_int_eq(code, ASSAY_EUSAGE);
        ck_assert_str_eq(err.text, words[_i].why);
        return;
    }
    ck_assert_int_eq(code, ASSAY_OK);
    ck_assert_uint_eq(shard.index, words[_i].index);
    ck_assert_uint_eq(shard.count, words[_i].count);
}
END_TEST

/* ---- division ---- */

static const struct {
    struct made_items items;
    struct assay_sharing sharing;
} divisions[] = {
    {{.count = 3000, .bytes = 100}, {.count = 8}},
    {{.count = 3000, .bytes = 100}, {.count = 8, .together = 16}},
    {{.count = 3000, .bytes = 9000}, {.count = 3, .together = 16}}, /* chunks by bytes */
    {{.count = 3000, .repeat = 300}, {.count = 7}},
    {{.count = 3000, .repeat = 300}, {.count = 7, .together = 16, .limit = 1001}},
    {{.count = 5}, {.count = 8}},
    {{.count = 0}, {.count = 2}},
    {{.count = 100, .no_texts = true}, {.count = 4}},
};

/* The places of a queue's chunks, as it forms them. */
static void check_stretches(const struct made_items *items, size_t together,
                            const struct assay_shares *shares)
{
    struct made_items again = *items;
    struct assay_arena arena = {0};
    const struct assay_item *item;
    struct assay_error err;
    size_t place = 0;

    for (size_t i = 0; i < shares->items; i++) {
        if (place == ASSAY_CHUNK_ITEMS || arena.bytes >= ASSAY_CHUNK_BYTES) {
            assay_arena_reset(&arena);
            place = 0;
        }
        ck_assert_int_eq(made_next(&again, &arena, &item, &err), ASSAY_OK);
        if (place++ % together)
            ck_assert_uint_eq(shares->owner[i], shares->owner[i - 1]);
    }
    assay_arena_release(&arena);
}

START_TEST(what_belongs_together_has_one_owner_and_nobody_has_much_more)
{
    struct made_items items = divisions[_i].items, source = items;
    const struct assay_sharing *sharing = &divisions[_i].sharing;
    const size_t want = sharing->limit ? sharing->limit : items.count;
    struct assay_shares shares;
    struct assay_error err;
    uint64_t most = 0, all = 0;

    ck_assert_int_eq(assay_shares_make(&(struct assay_source){made_next, &source},
                                       sharing, &shares, &err),
                     ASSAY_OK);
    ck_assert_uint_eq(shares.items, want);
    for (size_t i = 0; i < shares.items; i++) {
        ck_assert_uint_lt(shares.owner[i], sharing->count);
        if (items.repeat && i % items.repeat == 0)
            ck_assert_uint_eq(shares.owner[i], shares.owner[0]);
    }
    for (size_t i = 0; i < sharing->count; i++) {
        all += shares.bytes[i];
        most = shares.bytes[i] > most ? shares.bytes[i] : most;
    }
    if (items.count >= 3000 && !sharing->together && !items.repeat)
        ck_assert_uint_le(most, all / sharing->count + 300); /* one item more */
    if (sharing->together)
        check_stretches(&items, sharing->together, &shares);
    assay_shares_release(&shares);
}
END_TEST

/* ---- whole runs ---- */

static void set_up(void)
{
    runs_set_up();
    runs_write_twins(ROWS);
}

static struct assay_run_setting setting_for(const struct assay_adapter *adapter,
                                            const char *name)
{
    struct assay_run_setting setting = runs_setting(adapter, name);

    setting.jobs = 2;
    return setting;
}

static const char *name_of(size_t shard)
{
    return assay_arena_printf(&runs_arena, "%s/shard-%zu", runs_folder, shard + 1);
}

/* Puts the shards together, last one first, into directory. */
static enum assay_code merge(const struct assay_run_setting *whole, size_t count,
                             const char *directory)
{
    const char *names[SHARDS_MOST];
    struct assay_run_setting setting = *whole;
    struct assay_merge merge;
    struct assay_error err;
    enum assay_code code;

    for (size_t i = 0; i < count; i++)
        names[i] = name_of(count - 1 - i);
    code = assay_merge_read(names, count, &runs_arena, &merge, &err);
    if (code)
        return code;
    setting.merge = &merge;
    setting.directory = directory;
    setting.shard = (struct assay_shard){0};
    setting.cache = (struct assay_cache_setting){0};
    setting.publish = NULL;
    return runs_execute(&setting, NULL);
}

START_TEST(shards_put_together_are_the_run_in_one_piece)
{
    static const size_t counts[] = {1, 2, 3, 7, 16};
    const struct assay_adapter *adapter = _i < 5 ? &made_adapter : &grouped_adapter;
    const size_t count = counts[_i % 5];
    struct assay_run_setting setting = setting_for(adapter, "whole");

    setting.request.nulls = true;
    setting.request.limit = _i == 1 ? 333 : 0;
    ck_assert_int_eq(runs_execute(&setting, NULL), ASSAY_OK);
    for (size_t i = 0; i < count; i++) {
        setting.directory = name_of(i);
        setting.shard = (struct assay_shard){i, count};
        ck_assert_int_eq(runs_execute(&setting, NULL), ASSAY_OK);
    }
    ck_assert_int_eq(merge(&setting, count, runs_path("merged")), ASSAY_OK);
    ck_assert_str_eq(runs_digest("merged"), runs_digest("whole"));
}
END_TEST

/* Starts or goes on with a shard in a process that is killed after a while, if it is not done. */
static void run_and_kill(struct assay_run_setting setting, uint64_t microseconds)
{
    const struct timespec pause = {.tv_nsec = (long)(microseconds * 1000)};
    const pid_t pid = fork();
    int status;

    ck_assert_int_ge(pid, 0);
    setting.resume = assay_store_expect_run(setting.directory, &runs_arena,
                                            &(struct assay_error){0}) == ASSAY_OK;
    if (pid == 0)
        _exit(runs_execute(&setting, NULL) ? 1 : 0);
    (void)nanosleep(&pause, NULL);
    (void)kill(pid, SIGKILL);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
}

START_TEST(twenty_kills_of_shards_with_a_cache_change_no_byte)
{
    enum {
        SHARDS = 4
    };
    static const char *const slow[] = {"slow=100"};
    const struct assay_adapter *adapter = _i ? &grouped_adapter : &made_adapter;
    struct assay_run_setting setting = setting_for(adapter, "whole");
    struct assay_rng rng = {.state = 11};

    setting.request.model_words = slow;
    setting.request.model_word_count = 1;
    ck_assert_int_eq(runs_execute(&setting, NULL), ASSAY_OK);
    setting.cache.folder = runs_path("cache");
    for (size_t kill = 0; kill < 20; kill++) {
        setting.shard = (struct assay_shard){kill % SHARDS, SHARDS};
        setting.directory = name_of(kill % SHARDS);
        run_and_kill(setting, 1000 + assay_rng_index(&rng, 8000));
    }
    for (size_t i = 0; i < SHARDS; i++) {
        setting.shard = (struct assay_shard){i, SHARDS};
        setting.directory = name_of(i);
        setting.resume = assay_store_expect_run(setting.directory, &runs_arena,
                                                &(struct assay_error){0}) == ASSAY_OK;
        ck_assert_int_eq(runs_execute(&setting, NULL), ASSAY_OK);
    }
    setting.resume = false;
    ck_assert_int_eq(merge(&setting, SHARDS, runs_path("merged")), ASSAY_OK);
    ck_assert_str_eq(runs_digest("merged"), runs_digest("whole"));
}
END_TEST

START_TEST(a_run_appears_where_it_is_published_and_is_gone_where_it_was)
{
    struct assay_run_setting setting = setting_for(&made_adapter, "local");

    setting.publish = runs_path("far/away/run");
    ck_assert_int_eq(runs_execute(&setting, NULL), ASSAY_OK);
    ck_assert_int_ne(access(runs_path("local"), F_OK), 0);
    ck_assert_int_eq(access(runs_path("far/away/run/items.jsonl"), F_OK), 0);
    (void)runs_digest("far/away/run");
    setting.directory = runs_path("again"); /* never over what is there */
    ck_assert_int_eq(runs_execute(&setting, NULL), ASSAY_EUSAGE);
    (void)runs_digest("again");
}
END_TEST

Suite *unit_shard(void)
{
    Suite *suite = suite_create("shard");
    TCase *alone = tcase_create("alone"), *runs = tcase_create("runs");

    tcase_add_loop_test(alone, a_shard_is_named_or_found_in_what_started_the_process, 0,
                        sizeof(words) / sizeof(words[0]));
    tcase_add_loop_test(alone,
                        what_belongs_together_has_one_owner_and_nobody_has_much_more, 0,
                        sizeof(divisions) / sizeof(divisions[0]));
    suite_add_tcase(suite, alone);
    tcase_set_timeout(runs, 60);
    tcase_add_checked_fixture(runs, set_up, runs_tear_down);
    tcase_add_loop_test(runs, shards_put_together_are_the_run_in_one_piece, 0, 10);
    tcase_add_loop_test(runs, twenty_kills_of_shards_with_a_cache_change_no_byte, 0, 2);
    tcase_add_test(runs, a_run_appears_where_it_is_published_and_is_gone_where_it_was);
    suite_add_tcase(suite, runs);
    return suite;
}
