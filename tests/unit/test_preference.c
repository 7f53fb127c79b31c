#include "metrics/preference.h"

#include "harness/core/buf.h"
#include "harness/core/records.h"
#include "harness/core/str.h"
#include "tests/unit/suite_run.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/*
 * 1 and 2 are decided, 0 and 1.5 draws, 1.25 is a quarter: mean (0 + 1 + 1/2 + 1/2 + 1/4) / 5 = .45; squares of
 * what is off it: .2025 .3025 .0025 .0025 .04, together .55: s = sqrt(.55 / 4), over sqrt(5): sqrt(.0275).
 * Discrete: one win, two draws: (1 + 1) / 5.
 */
START_TEST(draws_count_one_half_and_spread_is_of_a_sample)
{
    const double p[] = {1, 2, 0, 1.5, 1.25};
    struct assay_preferences got;
    struct assay_error err;

    ck_assert_int_eq(assay_preference_score(p, 5, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got.win_rate, 45.0, 1e-12);
    ck_assert_double_eq_tol(got.standard_error, 100.0 * sqrt(0.0275), 1e-12);
    ck_assert_double_eq_tol(got.discrete, 40.0, 1e-12);
    ck_assert_uint_eq(got.wins, 1);
    ck_assert_uint_eq(got.wins_base, 2);
    ck_assert_uint_eq(got.draws, 2);
    ck_assert_uint_eq(got.n, 5);
}
END_TEST

START_TEST(what_is_no_preference_is_refused)
{
    static const double none[] = {-1, 0.5,         0.999,           2.001,
                                  3,  (double)NAN, (double)INFINITY};
    struct assay_preferences got;
    struct assay_error err;

    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
        ck_assert(!assay_preference_is(none[i]));
        ck_assert_int_eq(assay_preference_score(&none[i], 1, &got, &err), ASSAY_EDOMAIN);
    }
    ck_assert_int_eq(assay_preference_score(none, 0, &got, &err), ASSAY_EDOMAIN);
    ck_assert(assay_preference_is(0) && assay_preference_is(1) && assay_preference_is(2));
}
END_TEST

/* Official leaderboards, by annotator; the first column, of models, has no name. */
static const struct {
    const char *annotator, *file;
} leaderboards[] = {
    {"weighted_alpaca_eval_gpt4_turbo",
     "alpaca_eval/weighted_alpaca_eval_gpt4_turbo_leaderboard.csv"},
    {"alpaca_eval_gpt4", "alpaca_eval/alpaca_eval_gpt4_leaderboard.csv"},
};

static struct assay_str cell(const struct assay_node *row, const char *column)
{
    return assay_node_text(assay_node_get(row, column));
}

static void same(const struct assay_result *got, const char *measure,
                 const struct assay_node *row, const char *column)
{
    const struct assay_measure *found = suite_run_measure(got, measure, "");
    double want;

    ck_assert_msg(found && found->value.defined, "no %s", measure);
    if (cell(row, column).len == 0)
        return; /* not every row has a discrete win rate */
    ck_assert(assay_str_number(cell(row, column), &want));
    ck_assert_double_eq_tol(found->value.value, want, 1e-6);
}

/* One row of the leaderboard from the preferences of its model. */
static void check_row(const char *annotator, const struct assay_node *row,
                      const char *preferences)
{
    static const char *const columns[] = {
        "win_rate", "standard_error", "discrete_win_rate", "n_wins", "n_wins_base",
        "n_draws",  "n_total"};
    struct assay_arena arena = {0};
    struct assay_result got;
    char model[128], of[128];

    (void)snprintf(model, sizeof(model), "model=%.*s", ASSAY_STR_ARG(cell(row, "")));
    (void)snprintf(of, sizeof(of), "annotator=%s", annotator);
    suite_run_ok(&(struct suite_run){.suite = "alpaca-eval",
                                     .target = preferences,
                                     .suite_options = {model, of},
                                     .replicates = 2},
                 &arena, &got);
    for (size_t k = 0; k < sizeof(columns) / sizeof(columns[0]); k++)
        same(&got, columns[k], row, columns[k]);
    assay_arena_release(&arena);
}

/* The models of an annotator in the table of preferences, each between two tabs. */
static void list_models(const char *path, const char *annotator, struct assay_buf *out)
{
    const struct assay_records_setting setting = {.path = path,
                                                  .layout = ASSAY_LAYOUT_TSV};
    struct assay_arena arena = {0};
    struct assay_records *records;
    const struct assay_node *row;
    struct assay_error err;

    ck_assert_int_eq(assay_records_open(&setting, &records, &err), ASSAY_OK);
    do {
        assay_arena_reset(&arena);
        ck_assert_int_eq(assay_records_next(records, &arena, &row, &err), ASSAY_OK);
        if (row && assay_str_equal(cell(row, "annotator"), assay_str_of(annotator)))
            assay_buf_printf(out, "\t%.*s\t", ASSAY_STR_ARG(cell(row, "model")));
    } while (row);
    assay_records_close(records);
    assay_arena_release(&arena);
}

static bool listed(const struct assay_buf *models, const struct assay_node *row)
{
    char name[160];

    (void)snprintf(name, sizeof(name), "\t%.*s\t", ASSAY_STR_ARG(cell(row, "")));
    return models->data && strstr(models->data, name) != NULL;
}

/* Every row of the official leaderboards whose preferences are here. */
START_TEST(every_row_of_the_leaderboards_comes_out)
{
    char preferences[4096];
    const char *data = suite_run_data("tables/alpaca_eval_preferences.tsv");
    struct assay_arena arena = {0};
    struct assay_buf models = {0};
    struct assay_records *records;
    const struct assay_node *row;
    struct assay_error err;
    size_t rows = 0;

    if (!data)
        return;
    (void)snprintf(preferences, sizeof(preferences), "%s", data);
    list_models(preferences, leaderboards[_i].annotator, &models);
    ck_assert_int_eq(
        assay_records_open(
            &(struct assay_records_setting){.path = suite_run_data(leaderboards[_i].file),
                                            .layout = ASSAY_LAYOUT_CSV},
            &records, &err),
        ASSAY_OK);
    do {
        assay_arena_reset(&arena);
        ck_assert_int_eq(assay_records_next(records, &arena, &row, &err), ASSAY_OK);
        if (!row || !listed(&models, row))
            continue;
        check_row(leaderboards[_i].annotator, row, preferences);
        rows++;
    } while (row);
    ck_assert_uint_gt(rows, 20);
    assay_records_close(records);
    assay_buf_release(&models);
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_preference(void)
{
    Suite *suite = suite_create("preference");
    TCase *tcase = tcase_create("preferences");

    tcase_add_test(tcase, draws_count_one_half_and_spread_is_of_a_sample);
    tcase_add_test(tcase, what_is_no_preference_is_refused);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("leaderboards");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, every_row_of_the_leaderboards_comes_out, 0,
                        sizeof(leaderboards) / sizeof(leaderboards[0]));
    suite_add_tcase(suite, tcase);
    return suite;
}
