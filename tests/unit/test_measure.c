#include "harness/core/arena.h"
#include "suites/suite.h"
#include "tests/unit/scratch.h"
#include "tests/unit/suite_run.h"
#include "tests/unit/table_fixture.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROWS = 64
};

#define S(a, b) {1, 0}, {a, b}, 2, 2

static struct assay_arena arena;

static void drop(void)
{
    assay_arena_release(&arena);
}

START_TEST(rewardbench_weighs_subsets_not_rows)
{
    /* alpacaeval-easy 1 of 1 weighs 100, mt-bench-easy 1 of 2 weighs 28 */
    static const struct row rows[] = {
        {"alpacaeval-easy", NULL, S(2, 1), 0},
        {"mt-bench-easy", NULL, S(2, 1), 0},
        {"mt-bench-easy", NULL, S(1, 1), 0},
        {"donotanswer", NULL, S(0, 1), 0},
    };
    struct assay_result got;

    ck_assert_int_eq(
        table_measure("rewardbench", rows, 4, ASSAY_WANT_SCORES, &arena, &got), ASSAY_OK);
    ck_assert_double_eq(suite_run_section(&got, "Chat")->value.value,
                        (1.0 * 100 + 0.5 * 28) / 128);
    ck_assert_double_eq(suite_run_section(&got, "Chat")->rule[ASSAY_TIE_HALF].value,
                        (1.0 * 100 + 0.75 * 28) / 128);
    ck_assert_double_eq(suite_run_section(&got, "Chat")->rule[ASSAY_TIE_DROP].value, 1.0);
    ck_assert(!suite_run_section(&got, "Reasoning")->value.defined);
    ck_assert_double_eq(got.overall.value.value,
                        ((1.0 * 100 + 0.5 * 28) / 128 + 0.0) / 2);
    ck_assert(assay_str_equal(got.overall.name, ASSAY_STR("Overall (partial)")));
    ck_assert(!got.overall.value.has_wilson);
    ck_assert(suite_run_section(&got, "Safety")->value.has_wilson);
    ck_assert(!suite_run_section(&got, "Chat")->value.has_wilson);
    ck_assert_uint_eq(got.subset_count, 3);
    ck_assert_uint_eq(suite_run_section(&got, "Chat")->ties, 1);
}
END_TEST

START_TEST(unanswered_items_bound_the_value)
{
    /* 3 right, 1 wrong, 1 failed: 3/4 of what was answered, 3/5 to 4/5 of all */
    static const struct row rows[] = {
        {"", NULL, S(2, 1), 0},
        {"", NULL, S(2, 1), 0},
        {"", NULL, S(2, 1), 0},
        {"", NULL, S(1, 2), 0},
        {"", NULL, S(0, 0), ASSAY_STATE_TIMED_OUT},
    };
    struct assay_result got;

    ck_assert_int_eq(table_measure("pairs:x", rows, 5, ASSAY_WANT_SCORES, &arena, &got),
                     ASSAY_OK);
    ck_assert_double_eq(got.overall.value.value, 0.75);
    ck_assert_double_eq(got.overall.worst.value, 0.6);
    ck_assert_double_eq(got.overall.best.value, 0.8);
    ck_assert_uint_eq(got.overall.items, 5);
    ck_assert_uint_eq(got.overall.counted, 4);
    ck_assert_uint_eq(got.overall.count[ASSAY_STATE_TIMED_OUT], 1);
    ck_assert_uint_eq(got.overall.count[ASSAY_STATE_SCORED], 4);
    ck_assert(got.overall.value.has_wilson && got.overall.value.has_bootstrap);
    ck_assert(got.overall.value.bootstrap_lo <= 0.75 &&
              got.overall.value.bootstrap_hi >= 0.75);
    ck_assert_uint_eq(got.section_count, 0);
    ck_assert_uint_eq(got.notable_count, 1);
    ck_assert_double_eq(got.notable[0].margin, -1.0);
    ck_assert_uint_eq(got.notable[0].line, 4);
}
END_TEST

START_TEST(nothing_answered_is_undefined)
{
    static const struct row rows[] = {{"", NULL, S(0, 0), ASSAY_STATE_FAILED}};
    struct assay_result got;

    ck_assert_int_eq(table_measure("pairs:x", rows, 1, ASSAY_WANT_SCORES, &arena, &got),
                     ASSAY_EDOMAIN);
}
END_TEST

START_TEST(rewardbench2_mixes_best_of_four_with_ties)
{
    /* Factuality 1 and 1/2; Ties as in the formula: C = {3, 2}, W = {0}: gap 2, spread 1 */
    static const struct row rows[] = {
        {"Factuality", NULL, {1, 0, 0, 0}, {3, 2, 1, 0}, 4, 4, 0},
        {"Factuality", NULL, {1, 0, 0, 0}, {3, 3, 1, 0}, 4, 4, 0},
        {"Ties", "ref:1", {1, 0}, {3, 0}, 2, 2, 0},
        {"Ties", "tied:1", {1, 1, 0, 0}, {3, 2, 0, -9}, 4, 4, 0},
        {"Ties", "tied:2", {1, 1, 0, 0}, {0, 0, 0, 0}, 4, 4, ASSAY_STATE_FAILED},
    };
    struct assay_result got;
    const struct assay_section *ties;

    ck_assert_int_eq(
        table_measure("rewardbench2", rows, 4, ASSAY_WANT_SCORES, &arena, &got),
        ASSAY_OK);
    ck_assert_double_eq(suite_run_section(&got, "Factuality")->value.value, 0.75);
    ck_assert_double_eq(suite_run_section(&got, "Factuality")->rule[ASSAY_TIE_LOSS].value,
                        0.5);
    ties = suite_run_section(&got, "Ties");
    /* 0.3 + 0.3 + 0.2 + 0.2 + 0.01 tanh(min(3, 2) / 1 - 1) */
    ck_assert_double_eq_tol(ties->value.value, 1.0 + 0.01 * 0.7615941559557649, 1e-15);
    ck_assert(!ties->value.has_wilson);
    ck_assert(!ties->rule[ASSAY_TIE_LOSS].defined); /* no mean over items */
    ck_assert(got.overall.rule[ASSAY_TIE_LOSS].defined);
    ck_assert_double_eq(suite_run_measure(&got, "tied_accuracy", "Ties")->value.value,
                        1.0);
    ck_assert(got.overall.value.defined && got.overall.worst.defined);
    /* what the failed item makes of Ties is not told, nor then what it makes of the mean */
    ck_assert_int_eq(
        table_measure("rewardbench2", rows, 5, ASSAY_WANT_SCORES, &arena, &got),
        ASSAY_OK);
    ties = suite_run_section(&got, "Ties");
    ck_assert(ties->value.defined && !ties->worst.defined && !ties->best.defined);
    ck_assert(got.overall.value.defined && !got.overall.worst.defined);
    ck_assert(!got.overall.best.defined);
}
END_TEST

START_TEST(rm_bench_tells_styles_apart)
{
    /* only the same style beats: normal 1, chosen plainer 0, chosen fancier 1 */
    static const struct row rows[] = {
        {"chat", NULL, {1, 1, 1, 0, 0, 0}, {1, 2, 3, 0, 1, 2}, 6, 6, 0},
        {"safety-refuse", NULL, {1, 1, 1, 0, 0, 0}, {9, 9, 9, 0, 1, 2}, 6, 6, 0},
        {"safety-refuse", NULL, {1, 1, 1, 0, 0, 0}, {9, 9, 9, 0, 1, 2}, 6, 6, 0},
        {"safety-response", NULL, {1, 1, 1, 0, 0, 0}, {0, 0, 0, 1, 1, 1}, 6, 6, 0},
    };
    struct assay_result got;

    ck_assert_int_eq(table_measure("rm-bench", rows, 4, ASSAY_WANT_SCORES, &arena, &got),
                     ASSAY_OK);
    ck_assert_double_eq(suite_run_measure(&got, "hard", "chat")->value.value, 0.0);
    ck_assert_double_eq(suite_run_measure(&got, "normal", "chat")->value.value, 1.0);
    ck_assert_double_eq(suite_run_measure(&got, "easy", "chat")->value.value, 1.0);
    ck_assert_double_eq_tol(suite_run_section(&got, "chat")->value.value, 2.0 / 3, 1e-15);
    /* pooled by row: two of three, not the mean of 1 and 0 */
    ck_assert_double_eq_tol(suite_run_section(&got, "safety")->value.value, 2.0 / 3,
                            1e-15);
    ck_assert_double_eq_tol(suite_run_measure(&got, "hard", "")->value.value, 1.0 / 3,
                            1e-15);
    ck_assert(assay_str_equal(got.overall.name, ASSAY_STR("Overall (partial)")));
}
END_TEST

START_TEST(judgebench_counts_a_game_without_verdict)
{
    /* of a second completion that is right: said first twice, then nothing and second */
    static const struct row rows[] = {
        {"Math", NULL, {0, 1}, {1, 1}, 2, 2, 0},
        {"Math", NULL, {0, 1}, {0, 0}, 2, 2, ASSAY_STATE_UNPARSABLE},
        {"Math", NULL, {0, 1}, {-1, -1}, 2, 2, 0},
        {"Math", NULL, {0, 1}, {-1, 1}, 2, 2, 0},
    };
    struct assay_result got;

    ck_assert_int_eq(
        table_measure("judgebench", rows, 4, ASSAY_WANT_PREFERENCES, &arena, &got),
        ASSAY_OK);
    ck_assert_double_eq(suite_run_section(&got, "Math")->value.value, 0.25);
    ck_assert_uint_eq(got.overall.counted, 4);
    ck_assert_uint_eq(got.overall.ties, 1);
    ck_assert_double_eq(suite_run_measure(&got, "inconsistent", "")->value.value, 1.0);
    ck_assert(assay_str_equal(suite_run_measure(&got, "percent", "")->text,
                              ASSAY_STR("25.0%")));
    ck_assert_double_eq(suite_run_measure(&got, "percent", "")->value.value, 25.0);
    ck_assert_uint_eq(got.series_count, 0);
}
END_TEST

START_TEST(dropped_ties_leave_the_count)
{
    static const struct row rows[] = {
        {"", NULL, S(2, 1), 0}, {"", NULL, S(1, 1), 0}, {"", NULL, S(1, 2), 0}};
    char dir[SCRATCH_PATH], path[SCRATCH_PATH];
    struct assay_result got;

    scratch_make(dir);
    scratch_text(
        dir, "drop.yaml",
        "name: drop\nversion: \"1\"\nkind: pairs\ntitle: Drop\n"
        "data: {files: [{path: x}]}\nfields: {completions: [a, b]}\nties: drop\n",
        path);
    ck_assert_int_eq(table_measure(path, rows, 3, ASSAY_WANT_SCORES, &arena, &got),
                     ASSAY_OK);
    scratch_remove(dir);
    ck_assert_double_eq(got.overall.value.value, 0.5);
    ck_assert_uint_eq(got.overall.counted, 2);
    ck_assert_uint_eq(got.overall.items, 3);
    ck_assert_uint_eq(got.overall.count[ASSAY_STATE_TIED], 1);
    ck_assert_double_eq_tol(got.overall.rule[ASSAY_TIE_LOSS].value, 1.0 / 3, 1e-15);
    ck_assert(got.overall.value.has_bootstrap);
    ck_assert_double_eq(got.overall.value.bootstrap_lo, 0.0);
    ck_assert_double_eq(got.overall.value.bootstrap_hi, 1.0);
}
END_TEST

START_TEST(what_the_data_lack_is_told_but_for_what_is_optional)
{
    /* one subset of each section but Prior Sets, which are optional: 4 of 23 */
    static const struct row rows[] = {
        {"alpacaeval-easy", NULL, S(2, 1), 0},
        {"mt-bench-hard", NULL, S(2, 1), 0},
        {"donotanswer", NULL, S(2, 1), 0},
        {"math-prm", NULL, S(1, 2), 0},
    };
    struct assay_result got;

    ck_assert_int_eq(
        table_measure("rewardbench", rows, 4, ASSAY_WANT_SCORES, &arena, &got), ASSAY_OK);
    ck_assert(assay_str_equal(got.overall.name, ASSAY_STR("Overall (partial)")));
    ck_assert_double_eq(got.overall.value.value, 0.75);
    ck_assert_uint_eq(got.missing_count, 19);
    ck_assert(assay_str_equal(got.missing[18], ASSAY_STR("hep-rust")));
}
END_TEST

START_TEST(why_an_answer_is_missing_counts_more_than_that_one_is)
{
    static const struct row rows[] = {
        {"", NULL, S(2, 1), 0},
        {"", NULL, S((double)NAN, 0), ASSAY_STATE_REFUSED},
        {"", NULL, S(0, (double)NAN), ASSAY_STATE_REFUSED},
        {"", NULL, S((double)NAN, 1), 0},
    };
    struct assay_result got;

    ck_assert_int_eq(table_measure("pairs:x", rows, 4, ASSAY_WANT_SCORES, &arena, &got),
                     ASSAY_OK);
    ck_assert_uint_eq(got.overall.count[ASSAY_STATE_REFUSED], 2);
    ck_assert_uint_eq(got.overall.count[ASSAY_STATE_SKIPPED], 1);
    ck_assert_uint_eq(got.overall.count[ASSAY_STATE_SCORED], 1);
}
END_TEST

START_TEST(answers_without_a_verdict_are_in_the_interval)
{
    /* half of the pairs are right, of the others no verdict was found: lost */
    struct row rows[40];
    struct assay_result got;

    for (size_t i = 0; i < 40; i++) {
        rows[i] = (struct row){
            .subset = "Math", .gold = {1, 0}, .value = {1, 1}, .golds = 2, .values = 2};
        rows[i].state = i % 2 ? ASSAY_STATE_SCORED : ASSAY_STATE_UNPARSABLE;
    }
    ck_assert_int_eq(
        table_measure("judgebench", rows, 40, ASSAY_WANT_PREFERENCES, &arena, &got),
        ASSAY_OK);
    ck_assert_double_eq(got.overall.value.value, 0.5);
    /* the 20 are lost all the same in the worst case, and right in the best */
    ck_assert_double_eq(got.overall.worst.value, 0.5);
    ck_assert_double_eq(got.overall.best.value, 1.0);
    /* 1/2 +- 1.96 sqrt(1/4 / 40) */
    ck_assert_double_eq_tol(got.overall.value.bootstrap_lo, 0.345, 0.04);
    ck_assert_double_eq_tol(got.overall.value.bootstrap_hi, 0.655, 0.04);
}
END_TEST

START_TEST(the_most_wrong_items_come_first_then_the_earlier_ones)
{
    static const struct row rows[] = {
        {"", NULL, S(1, 2), 0}, {"", NULL, S(3, 1), 0}, {"", NULL, S(1, 4), 0},
        {"", NULL, S(0, 1), 0}, {"", NULL, S(5, 6), 0},
    };
    const uint64_t lines[] = {3, 1, 4, 5};
    struct assay_result got;

    ck_assert_int_eq(table_measure("pairs:x", rows, 5, ASSAY_WANT_SCORES, &arena, &got),
                     ASSAY_OK);
    ck_assert_uint_eq(got.notable_count, 4);
    for (size_t i = 0; i < 4; i++)
        ck_assert_uint_eq(got.notable[i].line, lines[i]);
}
END_TEST

START_TEST(a_margin_just_below_zero_stays_below_it)
{
    static const struct row rows[] = {
        {"", NULL, S(2, 1), 0}, {"", NULL, S(1, 2), 0}, {"", NULL, S(0, 1e-20), 0}};
    struct assay_result got;
    double below = 0.0;

    ck_assert_int_eq(table_measure("pairs:x", rows, 3, ASSAY_WANT_SCORES, &arena, &got),
                     ASSAY_OK);
    ck_assert(assay_str_equal(got.series[1].name, ASSAY_STR("wrong")));
    for (size_t b = 0; b < got.series[1].count; b++)
        below += got.series[1].points[b].x < 0.0 ? got.series[1].points[b].y : 0.0;
    ck_assert_double_eq(below, 2.0);
}
END_TEST

START_TEST(one_prompt_has_no_bootstrap_interval)
{
    static const struct row rows[] = {{"", NULL, S(2, 1), 0}};
    struct assay_result got;

    ck_assert_int_eq(table_measure("pairs:x", rows, 1, ASSAY_WANT_SCORES, &arena, &got),
                     ASSAY_OK);
    ck_assert(got.overall.value.has_wilson && !got.overall.value.has_bootstrap);
}
END_TEST

START_TEST(a_tie_is_half_right_in_the_calibration_curve)
{
    static const struct row rows[] = {{"", NULL, S(1, 1), 0}, {"", NULL, S(2, 2), 0}};
    struct assay_result got;

    ck_assert_int_eq(table_measure("pairs:x", rows, 2, ASSAY_WANT_SCORES, &arena, &got),
                     ASSAY_OK);
    ck_assert_uint_eq(got.series[3].count, 1);
    ck_assert_double_eq(got.series[3].points[0].x, 0.5);
    ck_assert_double_eq(got.series[3].points[0].y, 0.5);
}
END_TEST

START_TEST(only_pairs_are_measured_from_preferences)
{
    static const struct row rows[] = {{"", NULL, {1, 0}, {1}, 2, 1, 0}};
    struct assay_result got;

    ck_assert_int_eq(
        table_measure("rewardmath", rows, 1, ASSAY_WANT_PREFERENCES, &arena, &got),
        ASSAY_EUSAGE);
}
END_TEST

/* Sixty pairs with scores that follow from their number, seventeen of them tied. */
static void made_rows(struct row *rows, bool swapped, double scale, bool reversed)
{
    for (size_t k = 0; k < 60; k++) {
        const size_t i = reversed ? 59 - k : k;
        const double chosen = (double)(i * 37 % 23), rejected = (double)(i * 29 % 19);

        rows[k] = (struct row){.subset = i % 3 ? "a" : "b", .golds = 2, .values = 2};
        rows[k].gold[swapped ? 1 : 0] = 1.0;
        rows[k].value[0] = chosen * chosen * chosen * scale;
        rows[k].value[1] = rejected * rejected * rejected * scale;
    }
}

START_TEST(swapping_scaling_and_order_do_what_they_must)
{
    struct row rows[60];
    struct assay_result plain, swapped, scaled, reversed;

    made_rows(rows, false, 1.0, false);
    ck_assert_int_eq(
        table_measure("pairs:x", rows, 60, ASSAY_WANT_SCORES, &arena, &plain), 0);
    made_rows(rows, true, 1.0, false);
    ck_assert_int_eq(
        table_measure("pairs:x", rows, 60, ASSAY_WANT_SCORES, &arena, &swapped), 0);
    made_rows(rows, false, 0.5, false);
    ck_assert_int_eq(
        table_measure("pairs:x", rows, 60, ASSAY_WANT_SCORES, &arena, &scaled), 0);
    made_rows(rows, false, 1.0, true);
    ck_assert_int_eq(
        table_measure("pairs:x", rows, 60, ASSAY_WANT_SCORES, &arena, &reversed), 0);
    ck_assert_double_eq_tol(plain.overall.rule[ASSAY_TIE_HALF].value,
                            1.0 - swapped.overall.rule[ASSAY_TIE_HALF].value, 1e-15);
    ck_assert_double_eq(plain.overall.value.value, scaled.overall.value.value);
    ck_assert_double_eq(plain.overall.value.value, reversed.overall.value.value);
    ck_assert_double_eq(suite_run_section(&plain, "b")->value.value,
                        suite_run_section(&reversed, "b")->value.value);
    ck_assert_uint_eq(plain.notable_count,
                      swapped.overall.counted - swapped.overall.ties -
                          (swapped.notable_count < 50 ? swapped.notable_count : 50));
}
END_TEST

START_TEST(the_histogram_holds_every_scored_item)
{
    struct row rows[60];
    struct assay_result got;
    double sum = 0.0;
    size_t in_curve = 0;

    made_rows(rows, false, 0.001, false);
    rows[3].state = ASSAY_STATE_REFUSED;
    ck_assert_int_eq(table_measure("pairs:x", rows, 60, ASSAY_WANT_SCORES, &arena, &got),
                     0);
    ck_assert(got.series_count > 4);
    for (size_t k = 0; k < 3; k++)
        for (size_t b = 0; b < got.series[k].count; b++) {
            const struct assay_point *point = &got.series[k].points[b];

            sum += point->y;
            ck_assert(!(k == 0 && point->x < 0.0 && point->y > 0.0));
            ck_assert(!(k == 1 && point->x > 0.0 && point->y > 0.0));
        }
    ck_assert_double_eq(sum, 59.0);
    for (size_t b = 0; b < got.series[3].count; b++) {
        in_curve += got.series[3].points[b].n;
        ck_assert_double_ge(got.series[3].points[b].x, 0.5);
    }
    ck_assert_uint_eq(in_curve, 59);
}
END_TEST

static const struct {
    const char *suite;
    struct assay_str name[2];
    double value[2];
    enum assay_code code;
    bool pooled; /* the overall value is of items, which a table does not count */
} tables[] = {
    {"rewardbench", {{"donotanswer", 11}, {"other", 5}}, {0.123, 0.1}, ASSAY_OK, false},
    {"rewardbench", {{"nothing", 7}, {"other", 5}}, {0.5, 0.1}, ASSAY_EDOMAIN, false},
    {"rewardbench", {{"donotanswer", 11}, {"other", 5}}, {50.0, 0.1}, ASSAY_EDATA, false},
    {"rewardbench2", {{"Ties", 4}, {"Math", 4}}, {1.005, 0.5}, ASSAY_OK, false},
    {"rm-bench",
     {{"safety-refuse", 13}, {"safety-response", 15}},
     {1, 0},
     ASSAY_EDOMAIN,
     false},
    {"judgebench", {{"Math", 4}, {"Coding", 6}}, {1, 0}, ASSAY_OK, true},
};

START_TEST(accuracies_of_subsets_are_enough_where_no_counts_are_needed)
{
    static const struct assay_places places = {NULL, "suites", "data_manifest.txt"};
    const struct assay_measuring measuring = {
        .level = 0.95, .replicates = 500, .seed = 7};
    const struct assay_accuracies accuracies = {tables[_i].name, tables[_i].value, 2};
    struct assay_suite *suite;
    struct assay_result got;
    struct assay_error err;

    ck_assert_int_eq(
        assay_suite_load(&(struct assay_suite_words){.spec = tables[_i].suite}, &places,
                         &arena, &suite, &err),
        ASSAY_OK);
    ck_assert_int_eq(
        assay_suite_measure_subsets(suite, &accuracies, &measuring, &arena, &got, &err),
        tables[_i].code);
    if (tables[_i].code == ASSAY_OK)
        ck_assert(got.overall.value.defined != tables[_i].pooled &&
                  !got.overall.value.has_bootstrap);
}
END_TEST

/* 97 of 100 and 90 of 95 right. Wilson's interval of 97 / 100 and the normal approximation of the
   weighted mean, 1.96 sqrt(sum w^2 p (1 - p) / n) / sum w, worked out in Python. */
START_TEST(accuracies_of_subsets_have_intervals_where_their_rows_are_known)
{
    static const struct assay_places places = {NULL, "suites", "data_manifest.txt"};
    const struct assay_measuring measuring = {
        .level = 0.95, .replicates = 20000, .seed = 7};
    const struct assay_str names[] = {ASSAY_STR("alpacaeval-easy"),
                                      ASSAY_STR("alpacaeval-hard")};
    const double values[] = {0.97, 90.0 / 95.0};
    struct assay_suite *suite;
    struct assay_result got;
    struct assay_error err;
    const struct assay_figure *chat;

    ck_assert_int_eq(assay_suite_load(&(struct assay_suite_words){.spec = "rewardbench"},
                                      &places, &arena, &suite, &err),
                     ASSAY_OK);
    ck_assert_int_eq(
        assay_suite_measure_subsets(suite, &(struct assay_accuracies){names, values, 2},
                                    &measuring, &arena, &got, &err),
        ASSAY_OK);
    chat = &suite_run_section(&got, "Chat")->value;
    ck_assert_double_eq(chat->value, (0.97 * 100 + 90.0 / 95.0 * 95) / 195);
    ck_assert(chat->has_bootstrap && !chat->has_wilson);
    ck_assert_double_eq_tol((chat->bootstrap_hi - chat->bootstrap_lo) / 2, 0.0278, 0.002);
    ck_assert(got.subset[0].value.has_wilson);
    ck_assert_double_eq_tol(got.subset[0].value.wilson_lo, 0.915481, 1e-5);
    ck_assert_double_eq_tol(got.subset[0].value.wilson_hi, 0.989745, 1e-5);
    ck_assert(got.overall.value.has_bootstrap);
    ck_assert_uint_eq(got.overall.clusters, 195);
    ck_assert_uint_eq(got.overall.items, 0);
    ck_assert_uint_eq(got.series_count, 0);
}
END_TEST

Suite *unit_measure(void)
{
    Suite *suite = suite_create("measure");
    TCase *tests = tcase_create("small tables");

    tcase_add_checked_fixture(tests, NULL, drop);
    tcase_add_test(tests, rewardbench_weighs_subsets_not_rows);
    tcase_add_test(tests, unanswered_items_bound_the_value);
    tcase_add_test(tests, nothing_answered_is_undefined);
    tcase_add_test(tests, rewardbench2_mixes_best_of_four_with_ties);
    tcase_add_test(tests, rm_bench_tells_styles_apart);
    tcase_add_test(tests, judgebench_counts_a_game_without_verdict);
    tcase_add_test(tests, dropped_ties_leave_the_count);
    tcase_add_test(tests, only_pairs_are_measured_from_preferences);
    tcase_add_test(tests, what_the_data_lack_is_told_but_for_what_is_optional);
    tcase_add_test(tests, why_an_answer_is_missing_counts_more_than_that_one_is);
    tcase_add_test(tests, answers_without_a_verdict_are_in_the_interval);
    tcase_add_test(tests, the_most_wrong_items_come_first_then_the_earlier_ones);
    tcase_add_test(tests, a_margin_just_below_zero_stays_below_it);
    tcase_add_test(tests, one_prompt_has_no_bootstrap_interval);
    tcase_add_test(tests, a_tie_is_half_right_in_the_calibration_curve);
    tcase_add_test(tests, swapping_scaling_and_order_do_what_they_must);
    tcase_add_test(tests, the_histogram_holds_every_scored_item);
    tcase_add_loop_test(tests,
                        accuracies_of_subsets_are_enough_where_no_counts_are_needed, 0,
                        sizeof(tables) / sizeof(tables[0]));
    tcase_add_test(tests,
                   accuracies_of_subsets_have_intervals_where_their_rows_are_known);
    suite_add_tcase(suite, tests);
    return suite;
}
