/*
 * test_comparison.c - stored runs held against each other: values by hand, p of the binomial distribution, what is
 * refused, and that neither order nor jobs decide anything.
 */
#include "harness/core/json.h"
#include "harness/core/rng.h"
#include "harness/run/comparison.h"
#include "metrics/power.h"
#include "tests/unit/run_fixture.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    PAIRS = 2985, /* of RewardBench */
    NIGHTS = 16,
    RUNS = NIGHTS + 1
};

static struct assay_stored stored[RUNS];

static void set_up(void)
{
    runs_set_up();
    memset(stored, 0, sizeof(stored));
}

/* Pairs 0 .. n-1 of sections s0, s1, ... by turns; `each` of them to a prompt, one after the other. */
static void write_pairs(size_t n, size_t sections, size_t each)
{
    struct assay_buf text = {0};

    for (size_t i = 0; i < n; i++)
        assay_buf_printf(&text,
                         "{\"id\":\"i%zu\",\"prompt\":\"q%zu\",\"chosen\":\"yes\","
                         "\"rejected\":\"no\",\"subset\":\"s%zu\"}\n",
                         i, i / each, i % sections);
    runs_write(&text);
    assay_buf_release(&text);
}

/* A suite of the same data whose overall value is the mean of sections that weigh 1, 2, 3, ... */
static void weigh_sections(size_t sections)
{
    struct assay_buf text = {0};
    char path[SCRATCH_PATH];

    assay_buf_puts(&text, "name: mine\nversion: \"1\"\nkind: pairs\ntitle: Mine\n"
                          "data: {files: [{path: data.jsonl}]}\n"
                          "fields: {id: id, prompt: prompt, subset: subset, "
                          "completions: [chosen, rejected]}\nsections:\n");
    for (size_t i = 0; i < sections; i++)
        assay_buf_printf(&text, "  - {name: s%zu, weight: %zu}\n", i, i + 1);
    assay_buf_puts(&text, "overall: sections\nties: half\n");
    scratch_write(runs_folder, "mine.yaml", text.data, text.len, path);
    assay_buf_release(&text);
    (void)snprintf(runs_spec, sizeof(runs_spec), "%s", path);
}

/* A run whose margin of item i is margin[i]; NAN: not answered. */
static void run_margins(size_t k, const char *label, const double *margin, size_t n)
{
    struct assay_buf text = {0};
    struct assay_run_setting setting;
    char path[SCRATCH_PATH];
    struct assay_error err = {0};

    for (size_t i = 0; i < n; i++)
        if (!isnan(margin[i]))
            assay_buf_printf(&text, "{\"id\":\"i%zu\",\"scores\":[%.17g,0]}\n", i,
                             margin[i]);
    scratch_write(runs_folder, assay_arena_printf(&runs_arena, "%s.scores", label),
                  text.data, text.len, path);
    assay_buf_release(&text);
    setting = runs_setting(assay_adapter_find("replay"), label);
    setting.request.target = assay_arena_copy(&runs_arena, assay_str_of(path)).ptr;
    setting.request.label = label;
    ck_assert_msg(runs_execute(&setting, &err) == ASSAY_OK, "%s", err.text);
    ck_assert_int_eq(assay_stored_read(setting.directory, &runs_arena, &stored[k], &err),
                     ASSAY_OK);
}

static struct assay_comparison compare(size_t n, const struct assay_comparison_how *how)
{
    const struct assay_places places = runs_setting(NULL, "").request.places;
    struct assay_comparison_how with = *how;
    struct assay_comparison out;
    struct assay_error err = {0};

    with.places = &places;
    ck_assert_msg(assay_comparison_make(stored, n, &with, &runs_arena, &out, &err) ==
                      ASSAY_OK,
                  "%s", err.text);
    return out;
}

/* Right or wrong by a pattern: of 40 items both right 20, first alone 9, second alone 2, neither 9. */
static void run_patterns(void)
{
    double first[40], second[40];

    for (size_t i = 0; i < 40; i++) {
        first[i] = i < 29 ? 1.0 : -1.0;
        second[i] = i < 20 || (i >= 29 && i < 31) ? 2.0 : -0.5;
    }
    run_margins(0, "old", first, 40);
    run_margins(1, "new", second, 40);
}

START_TEST(a_difference_is_second_minus_first_and_p_is_of_the_binomial)
{
    struct assay_comparison_how how = assay_comparison_defaults();
    const struct assay_comparison_line *line;
    struct assay_comparison got;

    write_pairs(40, 1, 1);
    run_patterns();
    got = compare(2, &how);
    ck_assert_uint_eq(got.suites, 1);
    ck_assert_uint_eq(got.suite[0].pairs, 1);
    ck_assert_uint_eq(got.suite[0].pair[0].lost_count, 9);
    ck_assert_uint_eq(got.suite[0].pair[0].gained_count, 2);
    ck_assert_uint_eq(got.suite[0].pair[0].became[ASSAY_WORTH_RIGHT][ASSAY_WORTH_RIGHT],
                      20);
    ck_assert_uint_eq(got.suite[0].pair[0].became[ASSAY_WORTH_RIGHT][ASSAY_WORTH_WRONG],
                      9);
    ck_assert_uint_eq(got.suite[0].pair[0].became[ASSAY_WORTH_WRONG][ASSAY_WORTH_RIGHT],
                      2);
    ck_assert_uint_eq(got.suite[0].pair[0].became[ASSAY_WORTH_WRONG][ASSAY_WORTH_WRONG],
                      9);
    line = assay_comparison_find(&got.suite[0].pair[0], NULL, ASSAY_COMPARE_ACCURACY);
    ck_assert_ptr_nonnull(line);
    ck_assert_double_eq_tol(line->first.value, 29.0 / 40, 1e-15);
    ck_assert_double_eq_tol(line->second.value, 22.0 / 40, 1e-15);
    ck_assert_double_eq_tol(line->difference.value, -7.0 / 40, 1e-15);
    ck_assert_int_eq(line->test, ASSAY_COMPARE_MCNEMAR);
    /* 2 (C(11,0) + C(11,1) + C(11,2)) / 2^11 = 134 / 2048 */
    ck_assert_double_eq_tol(line->p, 134.0 / 2048, 1e-12);
    /* sd of a mean of 40 differences: sqrt((11/40 - (7/40)^2) / 40) = 0.07816 */
    ck_assert_double_eq_tol(line->se, 0.07816, 0.002);
    ck_assert(line->difference.has_bootstrap);
    ck_assert_double_eq_tol(line->difference.bootstrap_lo, -0.325, 0.02);
    ck_assert_double_eq_tol(line->difference.bootstrap_hi, -0.025, 0.02);
}
END_TEST

START_TEST(turned_round_every_sign_changes_and_nothing_else)
{
    struct assay_comparison_how how = assay_comparison_defaults();
    const struct assay_comparison_line *there, *back;
    struct assay_comparison got, turned;
    struct assay_stored first;

    write_pairs(40, 3, 1);
    run_patterns();
    got = compare(2, &how);
    first = stored[0];
    stored[0] = stored[1];
    stored[1] = first;
    turned = compare(2, &how);
    ck_assert_uint_eq(got.suite[0].pair[0].lines, turned.suite[0].pair[0].lines);
    for (size_t k = 0; k < got.suite[0].pair[0].lines; k++) {
        there = &got.suite[0].pair[0].line[k];
        back = &turned.suite[0].pair[0].line[k];
        ck_assert_double_eq(there->difference.value, -back->difference.value);
        ck_assert_double_eq(there->first.value, back->second.value);
        ck_assert_double_eq(there->p, back->p);
        ck_assert_double_eq(there->adjusted, back->adjusted);
        ck_assert_uint_eq(there->lost, back->gained);
    }
    ck_assert(assay_str_equal(got.run[0].name, ASSAY_STR("old")));
    ck_assert(assay_str_equal(turned.run[0].name, ASSAY_STR("new")));
}
END_TEST

/* Four prompts of two pairs; sums of the second minus the first are -2, -1, -1, 0. */
START_TEST(items_of_one_prompt_change_sign_together)
{
    const double first[] = {1, 1, 1, 1, 1, -1, 1, -1},
                 second[] = {-1, -1, 1, -1, -1, -1, 1, -1};
    struct assay_comparison_how how = assay_comparison_defaults();
    const struct assay_comparison_line *line;
    struct assay_comparison got;

    write_pairs(8, 1, 2);
    run_margins(0, "old", first, 8);
    run_margins(1, "new", second, 8);
    got = compare(2, &how);
    line = assay_comparison_find(&got.suite[0].pair[0], NULL, ASSAY_COMPARE_ACCURACY);
    ck_assert_int_eq(line->test, ASSAY_COMPARE_SIGN_FLIP);
    ck_assert_uint_eq(line->items, 8);
    ck_assert_uint_eq(line->clusters, 4);
    ck_assert_double_eq(line->difference.value, -0.5);
    /* +-2 +-1 +-1 is 4 or -4 in 2 of 8 ways */
    ck_assert_double_eq_tol(line->p, 0.25, 1e-12);
}
END_TEST

/* Sections of 2 and 3 items that weigh 1 and 2: a mean of items would say something else. */
START_TEST(the_overall_value_is_by_the_weights_of_the_suite)
{
    const double first[] = {1, 1, -1, -1, 1}, second[] = {-1, 1, 1, 1, 0};
    struct assay_comparison_how how = assay_comparison_defaults();
    const struct assay_comparison_line *line;
    struct assay_comparison got;

    write_pairs(5, 2, 1); /* s0: 0, 2, 4; s1: 1, 3 */
    weigh_sections(2);
    run_margins(0, "old", first, 5);
    run_margins(1, "new", second, 5);
    got = compare(2, &how);
    line = assay_comparison_find(&got.suite[0].pair[0], "s0", ASSAY_COMPARE_ACCURACY);
    ck_assert_double_eq_tol(line->first.value, 2.0 / 3, 1e-15);
    ck_assert_double_eq_tol(line->second.value, 1.5 / 3, 1e-15); /* a tie is one half */
    line = assay_comparison_find(&got.suite[0].pair[0], NULL, ASSAY_COMPARE_ACCURACY);
    ck_assert_double_eq_tol(line->first.value, (2.0 / 3 + 2 * 0.5) / 3, 1e-15);
    ck_assert_double_eq_tol(line->second.value, (0.5 + 2 * 1.0) / 3, 1e-15);
    ck_assert_int_eq(line->test, ASSAY_COMPARE_SIGN_FLIP);
    /* contributions in 18ths: -2, 2, -1 of s0 and 0, 6 of s1; |T| >= 5 where the first three come to
       -1 or more beside +6, which 6 of their 8 sets of signs do, and the same with -6 */
    ck_assert_double_eq_tol(line->p, 12.0 / 16, 1e-12);
    ck_assert_double_eq(line->official[0]->value.value, line->first.value);
    ck_assert_double_eq(line->official[1]->value.value, line->second.value);
}
END_TEST

START_TEST(only_items_that_both_have_a_value_of_count)
{
    const double first[] = {1, 1, NAN, -1, 1}, second[] = {-1, NAN, 1, 1, 1};
    struct assay_comparison_how how = assay_comparison_defaults();
    const struct assay_comparison_pair *pair;
    struct assay_comparison got;

    write_pairs(5, 1, 1);
    run_margins(0, "old", first, 5);
    run_margins(1, "new", second, 5);
    got = compare(2, &how);
    pair = &got.suite[0].pair[0];
    ck_assert_uint_eq(pair->common, 3);
    ck_assert_uint_eq(pair->only[0], 1);
    ck_assert_uint_eq(pair->only[1], 1);
    ck_assert_double_eq_tol(pair->line[0].first.value, 2.0 / 3, 1e-15);
    ck_assert_double_eq_tol(pair->line[0].second.value, 2.0 / 3, 1e-15);
    ck_assert_uint_eq(pair->line[0].coverage[0].items, 5);
    ck_assert_uint_eq(pair->line[0].coverage[0].answered, 4);
}
END_TEST

/* Margins of a fixed rule, of both signs. */
static void made_margins(double *margin, size_t n, double scale, unsigned step)
{
    for (size_t i = 0; i < n; i++)
        margin[i] = scale * ((double)(i * step % 23) - 9.5);
}

START_TEST(metrics_of_margins_are_those_of_their_formulas)
{
    struct assay_comparison_how how = assay_comparison_defaults();
    const struct assay_comparison_pair *pair;
    struct assay_comparison got;
    double m[2][60], right = 0.0, loss = 0.0, brier = 0.0, bin[10] = {0}, ece = 0.0;

    made_margins(m[0], 60, 0.1, 7);
    made_margins(m[1], 60, 0.25, 5);
    write_pairs(60, 1, 1);
    run_margins(0, "old", m[0], 60);
    run_margins(1, "new", m[1], 60);
    how.metrics = (1U << ASSAY_COMPARE_METRICS) - 1;
    got = compare(2, &how);
    pair = &got.suite[0].pair[0];
    for (size_t i = 0; i < 60; i++) {
        const double p = 1.0 / (1.0 + exp(-m[1][i]));
        const double sure = p > 0.5 ? p : 1.0 - p;

        right += m[1][i];
        loss += -log(p);
        brier += (1.0 - p) * (1.0 - p);
        bin[(size_t)(10.0 * sure) < 9 ? (size_t)(10.0 * sure) : 9] += (p > 0.5) - sure;
    }
    for (size_t b = 0; b < 10; b++)
        ece += fabs(bin[b]) / 60;
    ck_assert_double_eq_tol(
        assay_comparison_find(pair, NULL, ASSAY_COMPARE_MARGIN)->second.value, right / 60,
        1e-12);
    ck_assert_double_eq_tol(
        assay_comparison_find(pair, NULL, ASSAY_COMPARE_LOSS)->second.value, loss / 60,
        1e-12);
    ck_assert_double_eq_tol(
        assay_comparison_find(pair, NULL, ASSAY_COMPARE_BRIER)->second.value, brier / 60,
        1e-12);
    ck_assert_double_eq_tol(
        assay_comparison_find(pair, NULL, ASSAY_COMPARE_ECE)->second.value, ece, 1e-12);
    ck_assert_int_eq(assay_comparison_find(pair, NULL, ASSAY_COMPARE_ECE)->test,
                     ASSAY_COMPARE_BOOTSTRAP);
}
END_TEST

START_TEST(a_loss_that_rises_is_worse)
{
    struct assay_comparison_how how = assay_comparison_defaults();
    struct assay_comparison got;
    double first[60], second[60];

    for (size_t i = 0; i < 60; i++) {
        first[i] = 2.0 + 0.01 * (double)i;
        second[i] = 1.0 + 0.01 * (double)i;
    }
    write_pairs(60, 1, 1);
    run_margins(0, "old", first, 60);
    run_margins(1, "new", second, 60);
    how.metrics = 1U << ASSAY_COMPARE_LOSS;
    got = compare(2, &how);
    ck_assert_int_eq(got.suite[0].pair[0].line[0].verdict.change, ASSAY_CHANGE_WORSE);
    how.metrics =
        1U << ASSAY_COMPARE_ACCURACY; /* nothing flipped, and nothing is found the same */
    how.margin = 0.02;
    got = compare(2, &how);
    ck_assert_int_eq(got.suite[0].pair[0].line[0].verdict.change, ASSAY_CHANGE_SAME);
    how.margin = 0.0;
    got = compare(2, &how);
    ck_assert_int_eq(got.suite[0].pair[0].line[0].verdict.change, ASSAY_CHANGE_UNDECIDED);
}
END_TEST

START_TEST(flips_that_moved_most_come_first)
{
    const double first[] = {1, 3, 2, -1, 1}, second[] = {-1, -3, -1, 2, 1};
    struct assay_comparison_how how = assay_comparison_defaults();
    const struct assay_comparison_pair *pair;
    struct assay_comparison got;

    write_pairs(5, 1, 1);
    run_margins(0, "old", first, 5);
    run_margins(1, "new", second, 5);
    got = compare(2, &how);
    pair = &got.suite[0].pair[0];
    ck_assert_uint_eq(pair->lost_count, 3);
    ck_assert(assay_str_equal(pair->lost[0].id, ASSAY_STR("i1")));
    ck_assert(assay_str_equal(pair->lost[1].id, ASSAY_STR("i2")));
    ck_assert(assay_str_equal(pair->lost[2].id, ASSAY_STR("i0")));
    ck_assert(assay_str_equal(pair->gained[0].id, ASSAY_STR("i3")));
    ck_assert_double_eq(pair->lost[0].margin[0], 3.0);
    ck_assert_double_eq(pair->lost[0].margin[1], -3.0);
}
END_TEST

/* Three runs, two sections: families of 2 overall values and 4 sections. */
START_TEST(p_is_adjusted_over_models_and_sections)
{
    struct assay_comparison_how how = assay_comparison_defaults();
    struct assay_comparison got;
    const struct assay_comparison_line *line;
    double margin[40], least = 1.0, adjusted = 1.0;

    write_pairs(40, 2, 1);
    run_patterns();
    for (size_t i = 0; i < 40; i++)
        margin[i] = i % 2 ? 1.0 : -1.0;
    run_margins(2, "third", margin, 40);
    got = compare(3, &how);
    ck_assert_uint_eq(got.suite[0].pairs, 2);
    ck_assert_uint_eq(got.family[0], 2);
    ck_assert_uint_eq(got.family[1], 4);
    for (size_t p = 0; p < 2; p++)
        for (size_t k = 0; k < 3; k++) {
            line = &got.suite[0].pair[p].line[k];
            if (line->overall || line->p >= least)
                continue;
            least = line->p;
            adjusted = line->adjusted;
        }
    ck_assert_double_eq_tol(adjusted, 4 * least < 1 ? 4 * least : 1, 1e-12);
    how.every_pair = true;
    got = compare(3, &how);
    ck_assert_uint_eq(got.suite[0].pairs, 3);
    ck_assert_uint_eq(got.suite[0].pair[2].first, 1);
    ck_assert_uint_eq(got.suite[0].pair[2].second, 2);
}
END_TEST

/*
 * A night's margins: of the baseline's 80 % right, `lost` are wrong, and `gained` of all pairs that were wrong are
 * right, as shares of all pairs.
 */
static void night_margins(struct assay_rng *rng, double lost, double gained,
                          double *margin)
{
    for (size_t i = 0; i < PAIRS; i++) {
        const bool right = i % 5 != 0;
        const double flips = right ? lost / 0.8 : gained / 0.2;

        margin[i] = (assay_rng_uniform(rng) < flips) == right ? -1.0 : 1.0;
    }
}

/* Nights on which the overall value is found to be worse, of NIGHTS. */
static size_t nights_worse(double lost, double gained, uint64_t seed)
{
    static double margin[PAIRS];
    struct assay_comparison_how how = assay_comparison_defaults();
    struct assay_rng rng = {seed};
    struct assay_comparison got;
    size_t worse = 0;

    how.adjust = ASSAY_COMPARE_UNADJUSTED; /* every night by itself */
    how.replicates = 400;
    write_pairs(PAIRS, 1, 1);
    for (size_t k = 0; k < RUNS; k++) {
        night_margins(&rng, k ? lost : 0.0, k ? gained : 0.0, margin);
        run_margins(k, assay_arena_printf(&runs_arena, "night %zu", k), margin, PAIRS);
    }
    got = compare(RUNS, &how);
    ck_assert_uint_eq(got.suite[0].pairs, NIGHTS);
    for (size_t p = 0; p < NIGHTS; p++)
        worse += got.suite[0].pair[p].line[0].verdict.change == ASSAY_CHANGE_WORSE;
    return worse;
}

/* Flips of 10 % and a drop of 2 points: the test finds it with the power that metrics/power.h states. */
START_TEST(a_planted_drop_is_found_as_often_as_its_power_says)
{
    const struct assay_power_design design = {
        .pairs = PAIRS, .discordance = 0.10, .design_effect = 1.0, .alpha = 0.05};
    struct assay_error err;
    double power, sd;

    ck_assert_int_eq(assay_power_mcnemar(&design, 0.02, &power, &err), ASSAY_OK);
    ck_assert_double_gt(power, 0.9);
    sd = sqrt(NIGHTS * power * (1.0 - power));
    ck_assert_double_ge((double)nights_worse(0.06, 0.04, 7), NIGHTS * power - 3.0 * sd);
}
END_TEST

/* No change, and flips both ways all the same: false alarms on one side have a chance of 2.5 %, mean 0.4 of 16. */
START_TEST(without_a_change_alarms_stay_within_their_level)
{
    ck_assert_uint_le(nights_worse(0.05, 0.05, 11), 3); /* P(more) < 0.1 % */
}
END_TEST

Suite *unit_comparison(void)
{
    Suite *suite = suite_create("comparison");
    TCase *tests = tcase_create("runs held against each other");

    tcase_add_checked_fixture(tests, set_up, runs_tear_down);
    tcase_add_test(tests, a_difference_is_second_minus_first_and_p_is_of_the_binomial);
    tcase_add_test(tests, turned_round_every_sign_changes_and_nothing_else);
    tcase_add_test(tests, items_of_one_prompt_change_sign_together);
    tcase_add_test(tests, the_overall_value_is_by_the_weights_of_the_suite);
    tcase_add_test(tests, only_items_that_both_have_a_value_of_count);
    tcase_add_test(tests, metrics_of_margins_are_those_of_their_formulas);
    tcase_add_test(tests, a_loss_that_rises_is_worse);
    tcase_add_test(tests, flips_that_moved_most_come_first);
    tcase_add_test(tests, p_is_adjusted_over_models_and_sections);
    tcase_add_test(tests, a_planted_drop_is_found_as_often_as_its_power_says);
    tcase_add_test(tests, without_a_change_alarms_stay_within_their_level);
    tcase_set_timeout(tests, 60);
    suite_add_tcase(suite, tests);
    return suite;
}
