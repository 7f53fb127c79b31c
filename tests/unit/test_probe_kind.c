/* Kind probe: tables of vectors measured as `assay run` and `assay probe` do. */
#include "harness/core/place.h"
#include "suites/suite.h"
#include "tests/unit/suite_run.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <string.h>

enum {
    ITEMS = 8,
    WIDTH = 1
};

/*
 * Dimension "a": trained on -1 (0) and 1 (1), tested on -2 (0), 2 (0), 3 (1): two of three right.
 * Dimension "b" has the same vectors: trained on both as class 1, it has no probe.
 */
static const struct assay_str ids[ITEMS] = {{"a0", 2}, {"a1", 2}, {"a2", 2}, {"a3", 2},
                                            {"a4", 2}, {"b0", 2}, {"b1", 2}, {"b2", 2}};
static const struct assay_str dimensions[] = {{"a", 1}, {"b", 1}};
static const struct assay_str parts[] = {{"test", 4}, {"train", 5}};
static const uint32_t subset[ITEMS] = {0, 0, 0, 0, 0, 1, 1, 1};
static const uint32_t part[ITEMS] = {1, 1, 0, 0, 0, 1, 1, 0};
static const uint32_t cluster[ITEMS] = {0, 1, 2, 3, 4, 0, 1, 2};
static const uint64_t line[ITEMS] = {1, 2, 3, 4, 5, 1, 2, 3};
static const double gold[ITEMS] = {0, 1, 0, 0, 1, 1, 1, 1};
static const size_t gold_first[ITEMS + 1] = {0, 1, 2, 3, 4, 5, 6, 7, 8};
/* vectors of "b" are those of "a" */
static const size_t first[ITEMS + 1] = {0, 1, 2, 3, 4, 0, 1, 2, 5};
static const double value[] = {-1, 1, -2, 2, 3};

static struct assay_table table_of(const unsigned char *state)
{
    return (struct assay_table){
        .want = ASSAY_WANT_VECTORS,
        .items = ITEMS,
        .width = WIDTH,
        .subset_count = 2,
        .subset_name = dimensions,
        .id = ids,
        .subset = subset,
        .cluster = cluster,
        .group = part,
        .line = line,
        .group_count = 2,
        .group_name = parts,
        .gold_first = gold_first,
        .gold = gold,
        .first = first,
        .value = value,
        .state = state,
    };
}

static enum assay_code measure(const unsigned char *state, struct assay_arena *arena,
                               struct assay_result *out, struct assay_error *err)
{
    const struct assay_places places = {.suites_dir = assay_place_suites(arena)};
    const struct assay_suite_words words = {.spec = "probe:unread.jsonl"};
    const struct assay_measuring measuring = {
        .level = 0.95, .replicates = 100, .seed = 1};
    const struct assay_table table = table_of(state);
    struct assay_suite *suite;

    ck_assert_msg(assay_suite_load(&words, &places, arena, &suite, err) == ASSAY_OK, "%s",
                  err->text);
    return assay_suite_measure(suite, &table, &measuring, arena, out, err);
}

START_TEST(test_items_are_the_items_and_a_dimension_without_a_probe_has_no_value)
{
    unsigned char state[5];
    struct assay_arena arena = {0};
    const struct assay_section *a, *b;
    struct assay_result result;
    struct assay_error err;

    memset(state, ASSAY_STATE_SCORED, sizeof(state));
    ck_assert_msg(measure(state, &arena, &result, &err) == ASSAY_OK, "%s", err.text);
    a = suite_run_section(&result, "a");
    b = suite_run_section(&result, "b");
    ck_assert_uint_eq(a->items, 3);
    ck_assert_double_eq_tol(a->value.value, 2.0 / 3.0, 1e-12);
    ck_assert(a->value.has_wilson);
    ck_assert_uint_eq(b->items, 1);
    ck_assert(!b->value.defined);
    ck_assert_uint_eq(b->count[ASSAY_STATE_SKIPPED], 1);
    ck_assert_uint_eq(result.null_count, 2);
    /* the majority is class 0, the first of equals: two of three test items */
    ck_assert_double_eq_tol(result.null[0].section[0].value, 2.0 / 3.0, 1e-12);
    ck_assert_double_eq_tol(
        suite_run_measure(&result, "nearest centroid", "a")->value.value, 2.0 / 3.0,
        1e-12);
    /* centroids at -1 and 1, which standardising leaves: distances 1, 1 and 2 */
    ck_assert_double_eq_tol(
        suite_run_measure(&result, "distance to centroid", "a")->value.value, 4.0 / 3.0,
        1e-12);
    assay_arena_release(&arena);
}
END_TEST

/* Two rows to train on: a shuffle leaves them (2/3 of the test items right) or swaps them (1/3). */
START_TEST(shuffles_are_told_by_mean_and_standing)
{
    unsigned char state[5];
    struct assay_arena arena = {0};
    struct assay_result result;
    struct assay_error err;
    double left;

    memset(state, ASSAY_STATE_SCORED, sizeof(state));
    ck_assert_int_eq(measure(state, &arena, &result, &err), ASSAY_OK);
    left = suite_run_measure(&result, "shuffled labels: of 20 draws as good", "a")
               ->value.value;
    ck_assert_double_gt(left, 0.0);
    ck_assert_double_lt(left, 20.0);
    ck_assert_double_eq_tol(result.null[1].section[0].value, (20.0 + left) / 60.0, 1e-12);
    ck_assert_double_eq_tol(result.null[1].overall.value, (20.0 + left) / 60.0, 1e-12);
    ck_assert_double_eq_tol(
        suite_run_measure(&result, "shuffled labels: mean of draws", "a")->value.value,
        (20.0 + left) / 60.0, 1e-12);
    ck_assert_double_eq_tol(
        suite_run_measure(&result, "shuffled labels: sd of draws", "a")->value.value,
        sqrt(left * (20.0 - left) / 20.0 / 19.0) / 3.0, 1e-12);
    ck_assert_double_eq_tol(
        suite_run_measure(&result, "shuffled labels: p", "a")->value.value,
        (1.0 + left) / 21.0, 1e-12);
    ck_assert_double_eq_tol(
        suite_run_measure(&result, "shuffled labels: p", "")->value.value,
        (1.0 + left) / 21.0, 1e-12);
    assay_arena_release(&arena);
}
END_TEST

/* Rows: labelled 0 predicted 0, 1; labelled 1 predicted 1. Kept: two at distance 1 (one right),
   then all three (two right). */
START_TEST(figures_are_told_of_what_was_found)
{
    unsigned char state[5];
    struct assay_arena arena = {0};
    struct assay_result result;
    struct assay_error err;

    memset(state, ASSAY_STATE_SCORED, sizeof(state));
    ck_assert_int_eq(measure(state, &arena, &result, &err), ASSAY_OK);
    ck_assert_uint_eq(result.series_count, 4);
    ck_assert(assay_str_equal(result.series[0].figure, ASSAY_STR("learning curve")));
    ck_assert(
        assay_str_equal(result.series[1].figure, ASSAY_STR("rejection by distance")));
    ck_assert_uint_eq(result.series[1].count, 2);
    ck_assert_double_eq_tol(result.series[1].points[0].x, 2.0 / 3.0, 1e-12);
    ck_assert_double_eq_tol(result.series[1].points[0].y, 0.5, 1e-12);
    ck_assert_double_eq_tol(result.series[1].points[1].y, 2.0 / 3.0, 1e-12);
    ck_assert(assay_str_equal(result.series[2].figure, ASSAY_STR("confusion in a")));
    ck_assert_double_eq(result.series[2].points[0].y, 1.0);
    ck_assert_double_eq(result.series[2].points[1].y, 1.0);
    ck_assert_double_eq(result.series[3].points[0].y, 0.0);
    ck_assert_double_eq(result.series[3].points[1].y, 1.0);
    assay_arena_release(&arena);
}
END_TEST

/* Without a vector of class 0 in training there is no probe at all. */
START_TEST(what_has_no_vector_takes_no_part)
{
    unsigned char state[5];
    struct assay_arena arena = {0};
    struct assay_result result;
    struct assay_error err;

    memset(state, ASSAY_STATE_SCORED, sizeof(state));
    state[3] = ASSAY_STATE_TRUNCATED; /* the wrong one of three */
    ck_assert_int_eq(measure(state, &arena, &result, &err), ASSAY_OK);
    ck_assert_double_eq(suite_run_section(&result, "a")->value.value, 1.0);
    ck_assert_uint_eq(suite_run_section(&result, "a")->count[ASSAY_STATE_TRUNCATED], 1);
    state[0] = ASSAY_STATE_REFUSED;
    ck_assert_int_eq(measure(state, &arena, &result, &err), ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text,
                     "no probe of any dimension: fewer than two classes among 1 rows");
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_probe_kind(void)
{
    Suite *suite = suite_create("probe_kind");
    TCase *all = tcase_create("all");

    tcase_add_test(all,
                   test_items_are_the_items_and_a_dimension_without_a_probe_has_no_value);
    tcase_add_test(all, shuffles_are_told_by_mean_and_standing);
    tcase_add_test(all, figures_are_told_of_what_was_found);
    tcase_add_test(all, what_has_no_vector_takes_no_part);
    suite_add_tcase(suite, all);
    return suite;
}
