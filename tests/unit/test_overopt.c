/* test_overopt.c - rows of logs into curves, and what they say; expected values are worked out by hand. */
#include "harness/run/overopt_study.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static char dir[SCRATCH_PATH];
static struct assay_arena arena;
static struct assay_overopt_curves curves;
static struct assay_error err;

static void make(void)
{
    scratch_make(dir);
}

static void drop(void)
{
    assay_arena_release(&arena);
    scratch_remove_all(dir);
}

static enum assay_code gather(const char *text, enum assay_overopt_unit unit)
{
    const struct assay_overopt_asked asked = {
        .unit = unit, .centre = 0.5, .alone = ASSAY_STR("log")};
    struct assay_trend *trend = assay_arena_new(&arena, 1, sizeof(*trend));
    char path[SCRATCH_PATH];
    const char *paths[1] = {path};
    const struct assay_trend_setting setting = {.path = paths, .paths = 1};

    scratch_text(dir, "log.csv", text, path);
    ck_assert_int_eq(assay_trend_read(&setting, &arena, trend, &err), ASSAY_OK);
    return assay_overopt_gather(trend, &asked, &arena, &curves, &err);
}

static void assert_curve(size_t which, const char *name, enum assay_overopt_unit unit,
                         size_t units)
{
    const struct assay_overopt_curve *curve = &curves.at[which];

    ck_assert_uint_lt(which, curves.count);
    ck_assert_int_eq((int)curve->name.len, (int)strlen(name));
    ck_assert_msg(assay_str_equal(curve->name, assay_str_of(name)), "%.*s",
                  ASSAY_STR_ARG(curve->name));
    ck_assert_int_eq(curve->unit, unit);
    ck_assert_uint_eq(curve->units, units);
}

START_TEST(seeds_of_one_configuration_are_one_curve)
{
    ck_assert_int_eq(gather("rm_size,seed,step,d,gold\n"
                            "3B,1,0,0,5\n3B,1,10,1,6\n3B,1,20,2,7\n"
                            "3B,2,0,0,4\n3B,2,10,1.5,6\n3B,2,20,2,8\n"
                            "125M,1,0,0,5\n125M,1,10,1,5\n",
                            ASSAY_OVEROPT_AUTO),
                     ASSAY_OK);
    ck_assert_uint_eq(curves.count, 2);
    assert_curve(0, "rm_size=3B", ASSAY_OVEROPT_SEED, 2);
    assert_curve(1, "rm_size=125M", ASSAY_OVEROPT_POINT, 2);
    ck_assert_double_eq(curves.at[0].rm_size, 3e9);
    /* each seed is relative to its own start: 1 and 2 at step 10, 2 and 4 at step 20 */
    ck_assert_uint_eq(curves.at[0].places, 3);
    ck_assert_double_eq(curves.at[0].place[1].d, 1.25);
    ck_assert_double_eq(curves.at[0].place[1].gold, 1.5);
    ck_assert_double_eq(curves.at[0].place[2].gold, 3.0);
    /* of two: |2 - 4| / sqrt(2) / sqrt(2) */
    ck_assert_double_eq_tol(curves.at[0].place[2].se, 1.0, 1e-15);
    ck_assert(!curves.at[0].place[2].has_gap_se);
}
END_TEST

/* What the proxy gained beyond gold is told seed by seed, whose luck both share: 8 and 9 at step 20, where gold
 * alone would be 1 apart in its mean. */
START_TEST(the_gap_has_an_error_of_its_own)
{
    ck_assert_int_eq(gather("seed,step,d,gold,proxy\n"
                            "1,0,0,5,1\n1,10,1,6,4\n1,20,2,7,11\n"
                            "2,0,0,4,2\n2,10,1,6,6\n2,20,2,8,15\n",
                            ASSAY_OVEROPT_AUTO),
                     ASSAY_OK);
    ck_assert(curves.at[0].place[2].has_gap_se);
    ck_assert_double_eq_tol(curves.at[0].place[2].proxy - curves.at[0].place[2].gold, 8.5,
                            1e-15);
    ck_assert_double_eq_tol(curves.at[0].place[2].se, 1.0, 1e-15);
    ck_assert_double_eq_tol(curves.at[0].place[2].gap_se, 0.5, 1e-15);
}
END_TEST

/* Runs that differ by nothing but seeds are the seeds; runs of one seed each and the same are not. */
START_TEST(runs_are_seeds_where_no_seed_has_two)
{
    ck_assert_int_eq(gather("run,seed,d,gold\na,1,0,0\na,1,1,1\nb,2,0,0\nb,2,1,2\n",
                            ASSAY_OVEROPT_AUTO),
                     ASSAY_OK);
    ck_assert_uint_eq(curves.count, 1);
    assert_curve(0, "log", ASSAY_OVEROPT_SEED, 2);
    ck_assert_int_eq(gather("run,seed,d,gold\na,1,0,0\na,1,1,1\nb,1,0,0\nb,1,1,2\n",
                            ASSAY_OVEROPT_AUTO),
                     ASSAY_OK);
    ck_assert_uint_eq(curves.count, 2);
    assert_curve(1, "b", ASSAY_OVEROPT_POINT, 2);
}
END_TEST

START_TEST(runs_are_units_when_asked)
{
    const char *rows = "run,d,gold\na,0,0\na,1,1\nb,0,0\nb,1,2\n";

    ck_assert_int_eq(gather(rows, ASSAY_OVEROPT_AUTO), ASSAY_OK);
    ck_assert_uint_eq(curves.count, 2);
    ck_assert_int_eq(gather(rows, ASSAY_OVEROPT_RUN), ASSAY_OK);
    ck_assert_uint_eq(curves.count, 1);
    assert_curve(0, "log", ASSAY_OVEROPT_RUN, 2);
    ck_assert_int_eq(gather(rows, ASSAY_OVEROPT_SEED), ASSAY_EUSAGE);
}
END_TEST

START_TEST(prompts_are_units_of_one_run)
{
    ck_assert_int_eq(gather("prompt,n,gold,proxy\np,1,0,1\np,4,1,3\nq,1,1,1\nq,4,3,2\n",
                            ASSAY_OVEROPT_AUTO),
                     ASSAY_OK);
    assert_curve(0, "log", ASSAY_OVEROPT_PROMPT, 2);
    ck_assert_int_eq(curves.at[0].order, ASSAY_OVEROPT_BY_N);
    ck_assert_double_eq_tol(curves.at[0].place[1].d, sqrt(log(4.0) - 0.75), 1e-15);
    ck_assert_double_eq(curves.at[0].place[1].gold, 1.5);
    ck_assert_double_eq(curves.at[0].place[1].proxy, 1.5);
}
END_TEST

START_TEST(checkpoints_are_curves_where_each_has_one)
{
    ck_assert_int_eq(
        gather("checkpoint,n,gold\n1,1,0\n1,2,1\n1,4,2\n2,1,0\n2,2,2\n2,4,1\n",
               ASSAY_OVEROPT_AUTO),
        ASSAY_OK);
    ck_assert(curves.nightly);
    ck_assert_uint_eq(curves.count, 2);
    ck_assert(assay_str_equal(curves.at[1].checkpoint, ASSAY_STR("2")));
    ck_assert_int_eq(
        gather("checkpoint,d,gold\n1,0,0\n2,1,1\n3,2,2\n", ASSAY_OVEROPT_AUTO), ASSAY_OK);
    ck_assert(!curves.nightly);
    ck_assert_uint_eq(curves.count, 1);
}
END_TEST

/* Penalties are pooled, each being a run. */
START_TEST(win_rates_are_centred)
{
    ck_assert_int_eq(gather("beta,d,win_rate\n0.1,0.5,0.6\n0.1,1,0.7\n0.5,0.5,0.55\n",
                            ASSAY_OVEROPT_AUTO),
                     ASSAY_OK);
    ck_assert_uint_eq(curves.count, 1);
    assert_curve(0, "log", ASSAY_OVEROPT_RUN, 2);
    ck_assert(curves.at[0].direct);
    ck_assert_int_eq(curves.at[0].base, ASSAY_OVEROPT_BASE_GIVEN);
    ck_assert_double_eq_tol(curves.at[0].cell[1].gold, 0.2, 1e-15);
    ck_assert_uint_eq(curves.at[0].cell[2].unit, 1);
}
END_TEST

/* alpha 1, beta 0.2: d* = 2.5, R* = 1.25, and the end of five lies at 0. */
START_TEST(a_planted_form_is_found)
{
    const struct assay_overopt_how how = {
        .level = 0.95, .replicates = 200, .jobs = 1, .form = ASSAY_OVEROPT_FORM_AUTO};
    struct assay_overopt_study study;
    char text[4096];
    size_t at = (size_t)snprintf(text, sizeof(text), "step,d,gold\n");

    for (int i = 0; i <= 25; i++)
        at += (size_t)snprintf(text + at, sizeof(text) - at, "%d,%.17g,%.17g\n", i,
                               0.2 * i, 7.0 + 0.2 * i * (1.0 - 0.04 * i));
    ck_assert_int_eq(gather(text, ASSAY_OVEROPT_AUTO), ASSAY_OK);
    ck_assert_int_eq(assay_overopt_study(&curves.at[0], &how, &arena, &study, &err),
                     ASSAY_OK);
    ck_assert_int_eq(study.told, ASSAY_GAO_BON);
    ck_assert_double_eq_tol(study.form[study.told].gao.fit.alpha, 1.0, 1e-9);
    ck_assert_double_eq_tol(study.form[study.told].gao.fit.beta, 0.2, 1e-9);
    ck_assert_double_eq_tol(study.form[study.told].gao.fit.peak.d, 2.5, 1e-6);
    ck_assert(study.turn.detected);
    ck_assert_double_eq_tol(study.turn.drop, 1.25, 1e-6);
}
END_TEST

/* 1 - exp(-d) never falls; the form bon, which has to, is not believed. */
START_TEST(a_curve_that_saturates_has_not_turned)
{
    const struct assay_overopt_how how = {
        .level = 0.95, .replicates = 200, .jobs = 1, .form = ASSAY_OVEROPT_FORM_BON};
    struct assay_overopt_study study;
    char text[4096];
    size_t at = (size_t)snprintf(text, sizeof(text), "d,gold\n");

    for (int i = 0; i <= 25; i++)
        at += (size_t)snprintf(text + at, sizeof(text) - at, "%.17g,%.17g\n", 0.2 * i,
                               1.0 - exp(-0.2 * i));
    ck_assert_int_eq(gather(text, ASSAY_OVEROPT_AUTO), ASSAY_OK);
    ck_assert_int_eq(assay_overopt_study(&curves.at[0], &how, &arena, &study, &err),
                     ASSAY_OK);
    ck_assert_double_lt(study.form[ASSAY_GAO_BON].gao.fit.peak.d, 5.0);
    ck_assert(!study.turn.detected);
}
END_TEST

Suite *unit_overopt(void)
{
    Suite *suite = suite_create("overopt");
    TCase *tcase = tcase_create("overopt");

    tcase_add_checked_fixture(tcase, make, drop);
    tcase_add_test(tcase, seeds_of_one_configuration_are_one_curve);
    tcase_add_test(tcase, the_gap_has_an_error_of_its_own);
    tcase_add_test(tcase, runs_are_seeds_where_no_seed_has_two);
    tcase_add_test(tcase, runs_are_units_when_asked);
    tcase_add_test(tcase, prompts_are_units_of_one_run);
    tcase_add_test(tcase, checkpoints_are_curves_where_each_has_one);
    tcase_add_test(tcase, win_rates_are_centred);
    tcase_add_test(tcase, a_planted_form_is_found);
    tcase_add_test(tcase, a_curve_that_saturates_has_not_turned);
    suite_add_tcase(suite, tcase);
    return suite;
}
