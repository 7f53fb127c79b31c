/*
 * test_trend_logs.c - logs as trainers write them: files of tests/data/trends in the shapes of TRL, verl, OpenRLHF and
 * wandb (suites/trend_NAME.c name the sources), with numbers that are put down here.
 */
#include "harness/core/arena.h"
#include "suites/trend.h"
#include "suites/trend_format.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define DATA "tests/data/trends/"

static struct assay_arena arena;
static struct assay_trend trend;
static struct assay_error err;
static char dir[SCRATCH_PATH];

static void make(void)
{
    scratch_make(dir);
}

static void drop(void)
{
    assay_arena_release(&arena);
    scratch_remove_all(dir);
}

static enum assay_code read_as(const char *const *paths, const char *format,
                               const char *const *columns)
{
    struct assay_trend_setting setting = {.path = paths, .column = columns};

    while (paths[setting.paths])
        setting.paths++;
    while (columns && columns[setting.columns])
        setting.columns++;
    setting.format = format ? assay_trend_format_find(format) : NULL;
    ck_assert(!format || setting.format);
    return assay_trend_read(&setting, &arena, &trend, &err);
}

enum {
    ROWS_MAX = 6,
    NOTES_MAX = 2
};

/* What a log has, row by row; NaN: nothing. */
struct expected {
    enum assay_trend_role role;
    double at[ROWS_MAX];
};

#define NO ((double)NAN)

static const struct {
    const char *paths[3], *columns[2];
    const char *format, *trainer; /* told of the first source */
    const char *run[ROWS_MAX];
    size_t rows;
    struct expected column[8]; /* up to role OTHER */
    enum assay_trend_unit unit;
    const char *note[NOTES_MAX];
} logs[] = {
    {{DATA "trl/checkpoint-30/trainer_state.json"},
     {"gold=eval_gold"},
     "trl",
     "trl",
     {"trl", "trl", "trl"},
     3,
     {{ASSAY_TREND_STEP, {10, 20, 30}},
      {ASSAY_TREND_KL, {0, 1.5, 4}},
      {ASSAY_TREND_D, {0, 1.2247448713915889, 2}},
      {ASSAY_TREND_PROXY, {0.25, 0.75, 1.5}},
      {ASSAY_TREND_GOLD, {NO, 0.6, 0.4}}},
     ASSAY_TREND_UNIT_SEQUENCE,
     {NULL}},
    /* of the checkpoints in a folder the last one */
    {{DATA "trl"},
     {NULL},
     "trl",
     "trl",
     {"trl", "trl", "trl"},
     3,
     {{ASSAY_TREND_STEP, {10, 20, 30}}, {ASSAY_TREND_KL, {0, 1.5, 4}}},
     ASSAY_TREND_UNIT_SEQUENCE,
     {NULL}},
    {{DATA "grpo.jsonl"},
     {NULL},
     NULL,
     "trl",
     {"grpo", "grpo"},
     2,
     {{ASSAY_TREND_STEP, {1, 2}},
      {ASSAY_TREND_KL, {0, 0.04}},
      {ASSAY_TREND_PROXY, {0.5, 0.875}},
      {ASSAY_TREND_LENGTH, {100, 140}},
      {ASSAY_TREND_FORMAT, {0.5, 0.75}}},
     ASSAY_TREND_UNIT_TOKEN,
     {DATA "grpo.jsonl: kl is a mean over tokens, and d its root: not that of sequences, "
           "which is larger"}},
    {{DATA "dpo.jsonl"},
     {NULL},
     NULL,
     "trl",
     {"dpo", "dpo"},
     2,
     {{ASSAY_TREND_STEP, {10, 20}},
      {ASSAY_TREND_MARGIN, {0, 0.5}},
      {ASSAY_TREND_ACCURACY, {0.5, 0.75}}},
     ASSAY_TREND_UNIT_UNSTATED,
     {NULL}},
    {{DATA "verl.jsonl"},
     {"gold=val-core/openai/gsm8k/reward/mean@1"},
     "verl",
     "verl",
     {"verl", "verl", "verl"},
     3,
     {{ASSAY_TREND_STEP, {0, 1, 2}},
      {ASSAY_TREND_KL, {NO, 0.001, 0.01}},
      {ASSAY_TREND_PROXY, {NO, 0.5, 0.625}},
      {ASSAY_TREND_GOLD, {0.25, NO, 0.375}},
      {ASSAY_TREND_LENGTH, {NO, 200, 240}}},
     ASSAY_TREND_UNIT_TOKEN,
     {DATA "verl.jsonl: actor/kl_loss is a mean over tokens, and d its root: not that of "
           "sequences, which is larger"}},
    {{DATA "verl.log"},
     {"gold=val-core/openai/gsm8k/reward/mean@1"},
     "verl",
     "verl",
     {"verl", "verl", "verl"},
     3,
     {{ASSAY_TREND_STEP, {0, 1, 2}},
      {ASSAY_TREND_KL, {NO, 0.001, 0.01}},
      {ASSAY_TREND_PROXY, {NO, 0.5, 0.625}},
      {ASSAY_TREND_GOLD, {0.25, NO, 0.375}}},
     ASSAY_TREND_UNIT_TOKEN,
     {DATA "verl.log: actor/kl_loss is a mean over tokens, and d its root: not that of "
           "sequences, which is larger"}},
    {{DATA "openrlhf.log"},
     {"gold=eval_math_pass1"},
     "openrlhf",
     "openrlhf",
     {"openrlhf", "openrlhf"},
     2,
     {{ASSAY_TREND_STEP, {1, 2}},
      {ASSAY_TREND_KL, {0, 0.0625}},
      {ASSAY_TREND_D, {0, 0.25}},
      {ASSAY_TREND_PROXY, {0.25, 0.5}},
      {ASSAY_TREND_GOLD, {NO, 0.375}},
      {ASSAY_TREND_LENGTH, {212, 232}}},
     ASSAY_TREND_UNIT_TOKEN,
     {DATA "openrlhf.log: kl is a mean over tokens, and d its root: not that of "
           "sequences, which is larger"}},
    /* a row of training and one of evaluation, each with its own step */
    {{DATA "wandb_history.jsonl"},
     {"gold=eval/eval_math_pass1"},
     NULL,
     "openrlhf",
     {"wandb_history", "wandb_history"},
     2,
     {{ASSAY_TREND_STEP, {1, 2}},
      {ASSAY_TREND_KL, {0, 0.0625}},
      {ASSAY_TREND_PROXY, {0.25, 0.5}},
      {ASSAY_TREND_GOLD, {NO, 0.375}}},
     ASSAY_TREND_UNIT_TOKEN,
     {DATA
      "wandb_history.jsonl: train/kl is a mean over tokens, and d its root: not that "
      "of sequences, which is larger"}},
    /* a panel a file, the rows of each run joined */
    {{DATA "wandb_panel.csv", DATA "wandb_panel_kl.csv"},
     {NULL},
     "wandb",
     "trl",
     {"lr-0.1 - small", "large", "lr-0.1 - small", "large"},
     4,
     {{ASSAY_TREND_STEP, {10, 10, 20, 30}},
      {ASSAY_TREND_KL, {1, 4, 2.25, NO}},
      {ASSAY_TREND_D, {1, 2, 1.5, NO}},
      {ASSAY_TREND_PROXY, {0.5, 0.625, 1.25, 2}}},
     ASSAY_TREND_UNIT_SEQUENCE,
     {NULL}},
    /* two files of one run, a value a record */
    {{"tests/data/tfevents/run"},
     {NULL},
     "tensorboard",
     "trl",
     {"run", "run", "run", "run"},
     4,
     {{ASSAY_TREND_STEP, {0, 10, 20, 30}},
      {ASSAY_TREND_KL, {0, 1, 4, 6.25}},
      {ASSAY_TREND_D, {0, 1, 2, 2.5}},
      {ASSAY_TREND_PROXY, {0, 0.5, 1.25, 2}},
      {ASSAY_TREND_GOLD, {NO, NO, 0.75, 0.5}}},
     ASSAY_TREND_UNIT_SEQUENCE,
     {NULL}},
    {{"tests/data/tfevents/cut.tfevents"},
     {NULL},
     "tensorboard",
     "trl",
     {"tfevents", "tfevents", "tfevents"},
     3,
     {{ASSAY_TREND_KL, {0, 1, 4}}},
     ASSAY_TREND_UNIT_SEQUENCE,
     {"tests/data/tfevents/cut.tfevents: the last record is cut short, as a writer "
      "leaves "
      "it that was killed"}},
};

static void same_column(const struct expected *want, size_t rows)
{
    const struct assay_trend_column *column = assay_trend_column(&trend, want->role, 0);

    ck_assert_msg(column, "no %s", assay_trend_role_names[want->role]);
    for (size_t i = 0; i < rows; i++)
        ck_assert_msg(isnan(want->at[i]) ? isnan(column->number[i])
                                         : fabs(column->number[i] - want->at[i]) < 1e-12,
                      "%s[%zu] is %g, not %g", assay_trend_role_names[want->role], i,
                      column->number[i], want->at[i]);
}

static void same_text(const char *got, const char *want)
{
    if (want)
        ck_assert_str_eq(got ? got : "", want);
    else
        ck_assert_msg(!got, "%s", got);
}

START_TEST(a_log_is_read_as_its_trainer_writes_it)
{
    const struct assay_trend_column *run;
    size_t notes = 0;

    ck_assert_msg(read_as(logs[_i].paths, NULL, logs[_i].columns) == ASSAY_OK, "%s",
                  err.text);
    ck_assert_uint_eq(trend.rows, logs[_i].rows);
    same_text(trend.source[0].format, logs[_i].format);
    same_text(trend.source[0].trainer, logs[_i].trainer);
    run = assay_trend_column(&trend, ASSAY_TREND_RUN, 0);
    for (size_t i = 0; i < trend.rows; i++)
        ck_assert_str_eq(run->level[run->id[i]].ptr, logs[_i].run[i]);
    for (size_t i = 0; logs[_i].column[i].role != ASSAY_TREND_OTHER; i++)
        same_column(&logs[_i].column[i], trend.rows);
    ck_assert_int_eq(trend.unit, logs[_i].unit);
    while (notes < NOTES_MAX && logs[_i].note[notes])
        notes++;
    for (size_t i = 0; i < trend.notes && i < notes; i++)
        ck_assert_str_eq(trend.note[i], logs[_i].note[i]);
    ck_assert_msg(trend.notes == notes, "%s",
                  trend.notes > notes ? trend.note[notes] : "");
}
END_TEST

START_TEST(a_format_that_is_told_settles_what_names_mean)
{
    static const char *const paths[] = {DATA "wandb_history.jsonl", NULL};
    static const char *const columns[] = {"gold=eval/eval_math_pass1", NULL};

    ck_assert_msg(read_as(paths, "trl", columns) == ASSAY_OK, "%s", err.text);
    ck_assert_str_eq(trend.source[0].format, "trl");
    ck_assert_ptr_null(assay_trend_column(&trend, ASSAY_TREND_PROXY, 0));
    /* TRL knows nothing of rollout/reward_mean; its global_step is not in the last row, _step is */
    ck_assert_str_eq(assay_trend_column(&trend, ASSAY_TREND_STEP, 0)->name.ptr, "_step");
}
END_TEST

/* An update's own KL is not one from the reference. */
START_TEST(how_far_an_update_moved_is_no_kl)
{
    static const char *const names[] = {"actor/ppo_kl", "policy/approxkl_avg", "ppo_kl",
                                        "approx_kl"};
    char path[SCRATCH_PATH];
    const char *const paths[] = {path, NULL};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        scratch_text(dir, "a.csv",
                     assay_arena_printf(
                         &arena, "step,%s,critic/score/mean,reward\n1,2,3,4\n", names[i]),
                     path);
        ck_assert_msg(read_as(paths, NULL, NULL) == ASSAY_OK, "%s", err.text);
        ck_assert_ptr_null(assay_trend_column(&trend, ASSAY_TREND_KL, 0));
    }
}
END_TEST

static const struct {
    const char *name, *data;
    size_t len;
    const char *text; /* behind the folder's name */
} faults[] = {
    {"run-1.wandb", ":W&B\xe1\xbe\x00", 7,
     "run-1.wandb: an offline run of wandb, which nothing but wandb reads; `wandb sync` "
     "it "
     "and export its history as CSV or JSON Lines"},
    {"x.log", "Global step 1: {'reward': 0.5, 'kl': 0.1\n", 41,
     "x.log:1: a dict that has no end"},
    {"x.log", "hello\n", 6, "x.log:1: neither JSON nor named .jsonl, .csv or .tsv"},
    {"trainer_state.json", "{\"global_step\": 3, \"log_history\": []}", 37,
     "trainer_state.json: no rows"},
};

START_TEST(what_is_no_log_is_told)
{
    char path[SCRATCH_PATH];
    const char *const paths[] = {path, NULL};

    scratch_write(dir, faults[_i].name, faults[_i].data, faults[_i].len, path);
    ck_assert_int_eq(read_as(paths, NULL, NULL), ASSAY_EDATA);
    ck_assert_str_eq(err.text + strlen(dir) + 1, faults[_i].text);
}
END_TEST

START_TEST(a_folder_without_logs_or_with_two_kinds_is_told)
{
    static const char *const both[] = {"tests/data", NULL};
    const char *const empty[] = {dir, NULL};

    ck_assert_int_eq(read_as(empty, NULL, NULL), ASSAY_EDATA);
    ck_assert_str_eq(err.text + strlen(dir),
                     ": no log in this folder (*tfevents*, trainer_state.json)");
    ck_assert_int_eq(read_as(both, NULL, NULL), ASSAY_EDATA);
    ck_assert_str_eq(
        err.text, "tests/data/trends/trl/checkpoint-30/trainer_state.json: there is also "
                  "tests/data/tfevents/cut.tfevents; --log tensorboard or trl says "
                  "which is meant");
    ck_assert_msg(read_as(both, "trl", NULL) == ASSAY_OK, "%s", err.text);
    ck_assert_uint_eq(trend.rows, 3);
}
END_TEST

START_TEST(formats_are_in_alphabetical_order_and_found_by_name)
{
    for (size_t i = 0; assay_trend_format_at(i); i++) {
        const struct assay_trend_format *format = assay_trend_format_at(i);

        ck_assert_ptr_eq(assay_trend_format_find(format->name), format);
        ck_assert(i == 0 || strcmp(assay_trend_format_at(i - 1)->name, format->name) < 0);
    }
    ck_assert_ptr_null(assay_trend_format_find("rtl"));
    ck_assert_int_eq(assay_trend_format_unknown("rtl", &err), ASSAY_EUSAGE);
    ck_assert_str_eq(err.text, "no format \"rtl\" of a trainer; nearest is \"trl\"");
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

Suite *unit_trend_logs(void)
{
    Suite *suite = suite_create("trend_logs");
    TCase *all = tcase_create("logs");

    tcase_add_checked_fixture(all, make, drop);
    tcase_add_loop_test(all, a_log_is_read_as_its_trainer_writes_it, 0, COUNT(logs));
    tcase_add_test(all, a_format_that_is_told_settles_what_names_mean);
    tcase_add_test(all, how_far_an_update_moved_is_no_kl);
    tcase_add_loop_test(all, what_is_no_log_is_told, 0, COUNT(faults));
    tcase_add_test(all, a_folder_without_logs_or_with_two_kinds_is_told);
    tcase_add_test(all, formats_are_in_alphabetical_order_and_found_by_name);
    suite_add_tcase(suite, all);
    return suite;
}
