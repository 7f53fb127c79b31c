/* Nights: what a file says, which dates there are, and which night a run is held against. */
#include "harness/run/night.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <string.h>

static struct assay_arena arena;

static void teardown(void)
{
    assay_arena_release(&arena);
}

static const struct {
    const char *text;
    bool is;
    long day; /* since 1970, by date -u -d TEXT +%s / 86400 */
} dates[] = {
    {"1970-01-01", true, 0},     {"1970-02-28", true, 58},    {"1972-02-29", true, 789},
    {"2000-02-29", true, 11016}, {"2000-03-01", true, 11017}, {"2024-02-29", true, 19782},
    {"2026-11-26", true, 20783}, {"2100-03-01", true, 47541}, {"2100-02-29", false, 0},
    {"2026-02-29", false, 0},    {"2026-04-31", false, 0},    {"2026-13-01", false, 0},
    {"2026-00-10", false, 0},    {"2026-1-1", false, 0},      {"1969-12-31", false, 0},
    {"2026-11-26T00", false, 0}, {"2026/11/26", false, 0},    {"", false, 0},
};

START_TEST(a_date_is_a_day_that_there_is)
{
    ck_assert_int_eq(assay_night_is_date(dates[_i].text), dates[_i].is);
    if (dates[_i].is)
        ck_assert_int_eq(assay_night_day(dates[_i].text), dates[_i].day);
}
END_TEST

/* A night of one run, a, with values of two suites. */
static struct assay_night night_of(const char *date, enum assay_night_outcome outcome,
                                   double x, double y)
{
    struct assay_night_value *value = assay_arena_new(&arena, 2, sizeof(*value));
    struct assay_night_run *run = assay_arena_new(&arena, 1, sizeof(*run));

    value[0] = (struct assay_night_value){.defined = true, .value = x};
    value[1] = (struct assay_night_value){.defined = true, .value = y};
    *run = (struct assay_night_run){.name = ASSAY_STR("a"),
                                    .label = ASSAY_STR("a"),
                                    .outcome = outcome,
                                    .value = value,
                                    .values = 2};
    return (struct assay_night){date, run, 1};
}

/* Means 0.5, 0.8, 0.9 (failed), 0.7, 0.6 (missed), 0.8 (undecided). */
static struct assay_nights some_nights(void)
{
    struct assay_nights out = {
        .at = assay_arena_new(&arena, 6, sizeof(struct assay_night)), .count = 6};

    out.at[0] = night_of("2026-01-01", ASSAY_NIGHT_UNJUDGED, 0.5, 0.5);
    out.at[1] = night_of("2026-01-02", ASSAY_NIGHT_GATE_PASSED, 0.7, 0.9);
    out.at[2] = night_of("2026-01-03", ASSAY_NIGHT_FAILED, 0.9, 0.9);
    out.at[3] = night_of("2026-01-04", ASSAY_NIGHT_GATE_PASSED, 0.6, 0.8);
    out.at[4] = night_of("2026-01-05", ASSAY_NIGHT_GATE_MISSED, 0.6, 0.6);
    out.at[5] = night_of("2026-01-06", ASSAY_NIGHT_GATE_UNDECIDED, 0.8, 0.8);
    return out;
}

static const struct {
    enum assay_night_baseline rule;
    size_t window;
    bool median;
    const char *date, *expected; /* NULL: none */
} choices[] = {
    {ASSAY_NIGHT_PREVIOUS, 0, false, "2026-01-07", "2026-01-06"},
    {ASSAY_NIGHT_PREVIOUS, 0, false, "2026-01-06", "2026-01-05"}, /* never itself */
    {ASSAY_NIGHT_PREVIOUS, 0, false, "2026-01-04",
     "2026-01-02"}, /* that of the 3rd failed */
    {ASSAY_NIGHT_PREVIOUS, 0, false, "2026-01-01", NULL},
    {ASSAY_NIGHT_PASSED, 0, false, "2026-01-07", "2026-01-04"},
    {ASSAY_NIGHT_PASSED, 0, false, "2026-01-02",
     "2026-01-01"}, /* there was nothing to pass */
    {ASSAY_NIGHT_BEST, 0, false, "2026-01-06", "2026-01-02"},
    {ASSAY_NIGHT_BEST, 0, false, "2026-01-07",
     "2026-01-06"}, /* of equal ones the later */
    {ASSAY_NIGHT_WINDOW, 2, false, "2026-01-06", "2026-01-04"}, /* 0.7, 0.6 */
    {ASSAY_NIGHT_WINDOW, 3, false, "2026-01-06", "2026-01-02"}, /* 0.8, 0.7, 0.6 */
    {ASSAY_NIGHT_WINDOW, 3, true, "2026-01-06", "2026-01-04"},
    {ASSAY_NIGHT_WINDOW, 9, true, "2026-01-06",
     "2026-01-05"}, /* 0.8, 0.7, 0.6, 0.5: the lower one */
};

START_TEST(a_baseline_is_chosen_by_its_rule)
{
    const struct assay_night_plan plan = {.output = "nights",
                                          .baseline = choices[_i].rule,
                                          .window = choices[_i].window,
                                          .median = choices[_i].median};
    const struct assay_nights nights = some_nights();
    struct assay_night_run run = {.name = ASSAY_STR("a")},
                           other = {.name = ASSAY_STR("b")};
    struct assay_error err;

    ck_assert_int_eq(
        assay_night_find_baseline(&plan, &nights, choices[_i].date, &run, &arena, &err),
        ASSAY_OK);
    ck_assert_int_eq(run.against == NULL, choices[_i].expected == NULL);
    if (choices[_i].expected) {
        ck_assert_str_eq(run.baseline.ptr, choices[_i].expected);
        ck_assert(strstr(run.against, choices[_i].expected) != NULL);
    }
    ck_assert_int_eq(
        assay_night_find_baseline(&plan, &nights, choices[_i].date, &other, &arena, &err),
        ASSAY_OK);
    ck_assert_ptr_null(other.against);
}
END_TEST

START_TEST(what_a_baseline_is_chosen_from_is_needed)
{
    struct assay_night_plan plan = {
        .output = "nights", .baseline = ASSAY_NIGHT_WINDOW, .window = 2};
    const struct assay_nights nights = some_nights();
    struct assay_night tonight =
        night_of("2026-01-07", ASSAY_NIGHT_GATE_PASSED, 0.5, 0.5);

    tonight.run[0].baseline = ASSAY_STR("2026-01-06");
    ck_assert(!assay_night_is_needed(&plan, &nights, &tonight, "2026-01-04"));
    ck_assert(assay_night_is_needed(&plan, &nights, &tonight, "2026-01-05"));
    ck_assert(assay_night_is_needed(&plan, &nights, &tonight, "2026-01-06"));
    ck_assert(assay_night_is_needed(&plan, &nights, &tonight, "2026-01-07"));
    plan.baseline = ASSAY_NIGHT_PREVIOUS;
    ck_assert(!assay_night_is_needed(&plan, &nights, &tonight, "2026-01-05"));
    ck_assert(assay_night_is_needed(&plan, &nights, &tonight, "2026-01-06"));
    plan.baseline = ASSAY_NIGHT_PINNED;
    plan.pinned = "nights/2026-01-02";
    ck_assert(assay_night_is_needed(&plan, &nights, &tonight, "2026-01-02"));
}
END_TEST

/* Tonight failed and is held against nothing; the next night is held against what passed last, or is best. */
START_TEST(what_the_next_night_is_held_against_is_needed_after_one_that_failed)
{
    struct assay_night_plan plan = {.output = "nights", .baseline = ASSAY_NIGHT_PASSED};
    const struct assay_nights nights = some_nights();
    const struct assay_night tonight =
        night_of("2026-01-07", ASSAY_NIGHT_FAILED, 0.5, 0.5);

    for (size_t i = 0; i < nights.count; i++) {
        plan.baseline = ASSAY_NIGHT_PASSED;
        ck_assert(assay_night_is_needed(&plan, &nights, &tonight, nights.at[i].date) ==
                  (i == 3));
        plan.baseline = ASSAY_NIGHT_BEST;
        ck_assert(assay_night_is_needed(&plan, &nights, &tonight, nights.at[i].date) ==
                  (i == 5));
    }
}
END_TEST

START_TEST(a_night_is_as_bad_as_its_worst_run)
{
    struct assay_night_run runs[] = {{.outcome = ASSAY_NIGHT_GATE_PASSED},
                                     {.outcome = ASSAY_NIGHT_GATE_MISSED},
                                     {.outcome = ASSAY_NIGHT_GATE_UNDECIDED}};
    const struct assay_night night = {"2026-01-01", runs, 3};

    ck_assert_int_eq(assay_night_worst(&night), ASSAY_NIGHT_GATE_MISSED);
    runs[2].outcome = ASSAY_NIGHT_FAILED;
    ck_assert_int_eq(assay_night_worst(&night), ASSAY_NIGHT_FAILED);
}
END_TEST

START_TEST(suites_of_the_same_options_and_limit_are_one_run)
{
    static const char text[] = "output: o\n"
                               "limit: 7\n"
                               "models: [{label: m, adapter: linear, target: 'a:b', "
                               "options: {k: 2, on: true}}]\n"
                               "suites:\n"
                               "  - one\n"
                               "  - {suite: two, limit: 9}\n"
                               "  - {suite: three, options: {x: y}}\n"
                               "  - {suite: four, limit: 7}\n"
                               "  - {suite: five, options: {x: y}, limit: 7}\n";
    static const size_t groups[] = {0, 1, 2, 0, 2};
    char dir[SCRATCH_PATH], path[SCRATCH_PATH];
    struct assay_night_plan plan;
    struct assay_error err;

    scratch_make(dir);
    scratch_text(dir, "night.yaml", text, path);
    ck_assert_int_eq(assay_night_plan_read(path, &arena, &plan, &err), ASSAY_OK);
    ck_assert_uint_eq(plan.groups, 3);
    for (size_t i = 0; i < 5; i++)
        ck_assert_uint_eq(plan.suite[i].group, groups[i]);
    ck_assert_str_eq(plan.model[0].model, "linear:a:b");
    ck_assert_str_eq(plan.model[0].words.at[0], "k=2");
    ck_assert_str_eq(plan.model[0].words.at[1], "on=true");
    ck_assert_str_eq(assay_night_run_name(&plan, 0, 0, &arena), "m");
    ck_assert_str_eq(assay_night_run_name(&plan, 0, 2, &arena), "m@3");
    ck_assert(plan.gated);
    ck_assert_double_eq(plan.policy.defaults.max_drop, 0.015);
    scratch_remove(dir);
}
END_TEST

Suite *unit_night(void)
{
    Suite *suite = suite_create("night");
    TCase *nights = tcase_create("nights");

    tcase_add_checked_fixture(nights, NULL, teardown);
    tcase_add_loop_test(nights, a_date_is_a_day_that_there_is, 0,
                        sizeof(dates) / sizeof(dates[0]));
    tcase_add_loop_test(nights, a_baseline_is_chosen_by_its_rule, 0,
                        sizeof(choices) / sizeof(choices[0]));
    tcase_add_test(nights, what_a_baseline_is_chosen_from_is_needed);
    tcase_add_test(nights,
                   what_the_next_night_is_held_against_is_needed_after_one_that_failed);
    tcase_add_test(nights, a_night_is_as_bad_as_its_worst_run);
    tcase_add_test(nights, suites_of_the_same_options_and_limit_are_one_run);
    suite_add_tcase(suite, nights);
    return suite;
}
