#include "metrics/change_verdict.h"
#include "tests/unit/unit.h"

static const struct assay_change_words points = {100.0, "points", "pairs", "sections"};

/* A clear drop of 2.1 points; tests change what they are about. */
static struct assay_change_evidence drop_of_two(void)
{
    return (struct assay_change_evidence){.defined = true,
                                          .difference = -0.021,
                                          .lo = -0.032,
                                          .hi = -0.010,
                                          .p = 0.0004,
                                          .alpha = 0.05,
                                          .adjusted = ASSAY_CHANGE_HOLM,
                                          .comparisons = 5,
                                          .units = 2985};
}

static void check_told(const struct assay_change_evidence *evidence,
                       const struct assay_change_words *words, const char *expected)
{
    const struct assay_change_verdict verdict = assay_change_verdict_of(evidence);
    struct assay_buf buf = {0};

    assay_change_verdict_tell(&verdict, evidence, words, &buf);
    ck_assert_str_eq(buf.data, expected);
    assay_buf_release(&buf);
}

START_TEST(a_finding_needs_test_and_interval)
{
    struct assay_change_evidence e = drop_of_two();

    ck_assert_int_eq(assay_change_verdict_of(&e).change, ASSAY_CHANGE_WORSE);
    e.p = 0.05; /* at alpha is found */
    ck_assert_int_eq(assay_change_verdict_of(&e).change, ASSAY_CHANGE_WORSE);
    e.p = 0.051;
    ck_assert_int_eq(assay_change_verdict_of(&e).change, ASSAY_CHANGE_UNDECIDED);
    ck_assert_int_eq(assay_change_verdict_of(&e).reason, ASSAY_REASON_ADJUSTED);
    e = drop_of_two();
    e.hi = 0.0; /* 0 is in the interval */
    ck_assert_int_eq(assay_change_verdict_of(&e).reason, ASSAY_REASON_HOLDS_ZERO);
    e.hi = 0.001;
    ck_assert_int_eq(assay_change_verdict_of(&e).change, ASSAY_CHANGE_UNDECIDED);
}
END_TEST

START_TEST(sides_follow_what_is_better)
{
    struct assay_change_evidence e = drop_of_two();

    e.lower_is_better = true;
    ck_assert_int_eq(assay_change_verdict_of(&e).change, ASSAY_CHANGE_BETTER);
    e.difference = 0.021;
    e.lo = 0.010;
    e.hi = 0.032;
    ck_assert_int_eq(assay_change_verdict_of(&e).change, ASSAY_CHANGE_WORSE);
    e.lower_is_better = false;
    ck_assert_int_eq(assay_change_verdict_of(&e).change, ASSAY_CHANGE_BETTER);
    e.difference = -0.001; /* an estimate outside its own interval finds nothing */
    ck_assert_int_eq(assay_change_verdict_of(&e).change, ASSAY_CHANGE_UNDECIDED);
}
END_TEST

/* Lakens, Scheel and Isager (2018), figure 1: both tests pass or fail in four ways. */
START_TEST(sameness_is_a_test_passed)
{
    struct assay_change_evidence e = drop_of_two();
    const bool found[] = {false, true, false, true};
    const bool within[] = {false, false, true, true};
    const enum assay_change change[] = {ASSAY_CHANGE_UNDECIDED, ASSAY_CHANGE_WORSE,
                                        ASSAY_CHANGE_SAME, ASSAY_CHANGE_SAME};
    const enum assay_change_reason reason[] = {ASSAY_REASON_HOLDS_ZERO,
                                               ASSAY_REASON_FOUND, ASSAY_REASON_WITHIN,
                                               ASSAY_REASON_FOUND_WITHIN};

    e.p = found[_i] ? 0.01 : 0.2;
    e.hi = found[_i] ? -0.01 : 0.01;
    e.margin = 0.05;
    e.p_same = within[_i] ? 0.04 : 0.06;
    ck_assert_int_eq(assay_change_verdict_of(&e).change, change[_i]);
    ck_assert_int_eq(assay_change_verdict_of(&e).reason, reason[_i]);
}
END_TEST

START_TEST(without_a_margin_nothing_is_the_same)
{
    struct assay_change_evidence e = drop_of_two();

    e.difference = e.lo = e.hi = 0.0;
    e.p = 1.0;
    e.p_same = 0.0;
    ck_assert_int_eq(assay_change_verdict_of(&e).change, ASSAY_CHANGE_UNDECIDED);
}
END_TEST

START_TEST(nothing_and_one_are_no_evidence)
{
    struct assay_change_evidence e = drop_of_two();

    e.units = 1;
    ck_assert_int_eq(assay_change_verdict_of(&e).change, ASSAY_CHANGE_UNDECIDED);
    check_told(&e, &points, "undecided: fewer than two pairs have no spread");
    e.units = 0;
    ck_assert_int_eq(assay_change_verdict_of(&e).change, ASSAY_CHANGE_NONE);
    check_told(&e, &points, "none: nothing to compare");
    e = (struct assay_change_evidence){.why = "no item was answered by both"};
    check_told(&e, &points, "none: no item was answered by both");
}
END_TEST

START_TEST(findings_are_told_in_a_sentence)
{
    struct assay_change_evidence e = drop_of_two();

    check_told(&e, &points,
               "worse: 2.10 points lower, 95 % interval [-3.20, -1.00], p = .0004 after "
               "Holm over 5 sections");
    e.adjusted = ASSAY_CHANGE_BH;
    e.p = 0.00001;
    check_told(&e, &points,
               "worse: 2.10 points lower, 95 % interval [-3.20, -1.00], p < .0001 after "
               "Benjamini and Hochberg over 5 sections");
    e.adjusted = ASSAY_CHANGE_UNADJUSTED;
    e.lower_is_better = true;
    e.p = 0.034;
    check_told(&e, &(struct assay_change_words){1.0, "", "prompts", "sections"},
               "better: 0.021 lower, 95 % interval [-0.032, -0.01], p = .034");
    e.margin = 0.04;
    e.p_same = 0.0101;
    check_told(&e, &points,
               "same: 2.10 points lower, 95 % interval [-3.20, -1.00], p = .034, and yet "
               "within 4.00 points either way (two one-sided tests, p = .010)");
}
END_TEST

START_TEST(doubts_are_told_with_what_would_end_them)
{
    struct assay_change_evidence e = drop_of_two();

    e.p = 0.31;
    e.difference = 0.004;
    e.lo = -0.009;
    e.hi = 0.016;
    e.drop = 0.005;
    e.needed = 3087;
    check_told(&e, &points,
               "undecided: the 95 % interval [-0.90, 1.60] holds both 0 and a drop "
               "of 0.50; about 3,100 pairs would settle it");
    e.needed = 1234567;
    e.lower_is_better = true;
    e.drop = 0.02; /* beyond the interval */
    e.margin = 0.016;
    e.p_same = 0.3;
    check_told(&e, &points,
               "undecided: the 95 % interval [-0.90, 1.60] holds both 0 and a change of "
               "1.60; about 1,300,000 pairs would settle it");
    e.margin = 0.02;
    e.needed = 0;
    e.lo = -0.00001; /* no -0.00 */
    check_told(&e, &points, "undecided: the 95 % interval [0.00, 1.60] holds 0");
    e.drop = 0.016; /* a loss rises where it is worse */
    check_told(&e, &points,
               "undecided: the 95 % interval [0.00, 1.60] holds both 0 and a rise "
               "of 1.60");
    e = drop_of_two();
    e.p = 1.0;
    e.needed = 99;
    check_told(
        &e, &points,
        "undecided: 2.10 points lower, 95 % interval [-3.20, -1.00], but p = 1.00 after "
        "Holm over 5 sections; about 99 pairs would settle it");
}
END_TEST

Suite *unit_change_verdict(void)
{
    Suite *suite = suite_create("change_verdict");
    TCase *tcase = tcase_create("verdicts");

    tcase_add_test(tcase, a_finding_needs_test_and_interval);
    tcase_add_test(tcase, sides_follow_what_is_better);
    tcase_add_loop_test(tcase, sameness_is_a_test_passed, 0, 4);
    tcase_add_test(tcase, without_a_margin_nothing_is_the_same);
    tcase_add_test(tcase, nothing_and_one_are_no_evidence);
    tcase_add_test(tcase, findings_are_told_in_a_sentence);
    tcase_add_test(tcase, doubts_are_told_with_what_would_end_them);
    suite_add_tcase(suite, tcase);
    return suite;
}
