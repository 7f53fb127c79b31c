/*
 * test_comparison.c - stored runs held against each other: values by hand, p of the binomial distribution, what is
 * refused, and that neither order nor jobs decide anything.
 */
#include "harness/core/json.h"
#include "harness/run/comparison.h"
#include "tests/unit/run_fixture.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    RUNS = 3
};

static struct assay_stored stored[RUNS];

static void set_up(void)
{
    runs_set_up();
    memset(stored, 0, sizeof(stored));
}

/* Pairs 0 .. n-1 of sections s0, s1, ...; each of them `shared` to a prompt. */
static void write_pairs(size_t n, size_t sections)
{
    struct assay_buf text = {0};

    for (size_t i = 0; i < n; i++)
        assay_buf_printf(&text,
                         "{\"id\":\"i%zu\",\"prompt\":\"q%zu\",\"chosen\":\"yes\","
                         "\"rejected\":\"no\",\"subset\":\"s%zu\"}\n",
                         i, i, i % sections);
    runs_write(&text);
    assay_buf_release(&text);
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

    write_pairs(40, 1);
    run_patterns();
    got = compare(2, &how);
    ck_assert_uint_eq(got.suites, 1);
    ck_assert_uint_eq(got.suite[0].pairs, 1);
    ck_assert_uint_eq(got.suite[0].pair[0].lost_count, 9);
    ck_assert_uint_eq(got.suite[0].pair[0].gained_count, 2);
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

Suite *unit_comparison(void)
{
    Suite *suite = suite_create("comparison");
    TCase *tests = tcase_create("runs held against each other");

    tcase_add_checked_fixture(tests, set_up, runs_tear_down);
    tcase_add_test(tests, a_difference_is_second_minus_first_and_p_is_of_the_binomial);
    suite_add_tcase(suite, tests);
    return suite;
}
