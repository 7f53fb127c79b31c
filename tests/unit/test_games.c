#include "metrics/agreement.h"
#include "metrics/classes.h"
#include "metrics/games.h"
#include "tests/unit/unit.h"

#define NONE ASSAY_GAMES_NONE
#define OPEN ASSAY_GAMES_UNDECIDED

enum {
    FIRST,
    SECOND,
    TIE
};

static const struct {
    int vote[5];
    size_t n;
    int most;
} pluralities[] = {
    {{FIRST, SECOND, SECOND}, 3, SECOND},
    {{SECOND, FIRST}, 2, SECOND},            /* as many: the first seen */
    {{TIE, FIRST, SECOND, FIRST}, 4, FIRST}, /* not merely the first */
    {{NONE, NONE, SECOND}, 3, SECOND},       /* what says nothing is outvoted */
    {{NONE, NONE}, 2, NONE},                 /* unless nothing else is there */
    {{OPEN, FIRST, OPEN}, 3, OPEN},
    {{FIRST}, 0, NONE},
};

START_TEST(most_votes_win_and_the_first_seen_of_as_many)
{
    ck_assert_int_eq(assay_games_plurality(pluralities[_i].vote, pluralities[_i].n),
                     pluralities[_i].most);
}
END_TEST

static const struct {
    int said[2];
    size_t n;
    int sum, both, first; /* with a class that means a tie */
} decisions[] = {
    {{FIRST, FIRST}, 2, FIRST, FIRST, FIRST}, {{FIRST, TIE}, 2, FIRST, NONE, FIRST},
    {{FIRST, NONE}, 2, FIRST, NONE, FIRST},   {{FIRST, SECOND}, 2, TIE, NONE, FIRST},
    {{TIE, SECOND}, 2, SECOND, NONE, TIE},    {{TIE, TIE}, 2, TIE, TIE, TIE},
    {{NONE, NONE}, 2, TIE, NONE, NONE},       {{SECOND}, 1, SECOND, SECOND, SECOND},
    {{SECOND}, 0, NONE, NONE, NONE},
};

START_TEST(orders_become_one_verdict)
{
    const int *said = decisions[_i].said;
    const size_t n = decisions[_i].n;

    ck_assert_int_eq(assay_games_decide(said, n, ASSAY_GAMES_SUM, TIE),
                     decisions[_i].sum);
    ck_assert_int_eq(assay_games_decide(said, n, ASSAY_GAMES_BOTH, TIE),
                     decisions[_i].both);
    ck_assert_int_eq(assay_games_decide(said, n, ASSAY_GAMES_FIRST, TIE),
                     decisions[_i].first);
}
END_TEST

START_TEST(orders_that_differ_are_undecided_where_no_class_is_a_tie)
{
    const int said[] = {FIRST, SECOND};

    ck_assert_int_eq(assay_games_decide(said, 2, ASSAY_GAMES_SUM, OPEN), OPEN);
}
END_TEST

/*
 * Gold 0 0 1 2, said 0 1 1 1: precision 1, 1/3, 0 (never said); recall 1/2, 1, 0; F1 2/3, 1/2, 0.
 * With 2 said of the third by nobody, class 2 counts all the same, as gold has it.
 */
START_TEST(classes_weigh_the_same)
{
    const int gold[] = {0, 0, 1, 2};
    const int said[] = {0, 1, 1, 1};
    struct assay_classes_score got;
    struct assay_error err;

    ck_assert_int_eq(assay_classes_score(gold, said, 4, &got, &err), ASSAY_OK);
    ck_assert_uint_eq(got.classes, 3);
    ck_assert_double_eq(got.accuracy, 0.5);
    ck_assert_double_eq_tol(got.precision, 4.0 / 9.0, 1e-15);
    ck_assert_double_eq_tol(got.recall, 0.5, 1e-15);
    ck_assert_double_eq_tol(got.f1, 7.0 / 18.0, 1e-15);
}
END_TEST

/* Gold 0 1, said 0 and nothing: class 1 is missed, and nothing is no class: 1/2 all over. As a class of
   its own (2) it makes three: 1/3. */
START_TEST(saying_nothing_is_a_miss_and_no_class)
{
    const int gold[] = {0, 1};
    const int nothing[] = {0, NONE};
    const int other[] = {0, 2};
    struct assay_classes_score got;
    struct assay_error err;

    ck_assert_int_eq(assay_classes_score(gold, nothing, 2, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got.f1, 0.5);
    ck_assert_double_eq(got.accuracy, 0.5);
    ck_assert_int_eq(assay_classes_score(gold, other, 2, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got.f1, 1.0 / 3.0, 1e-15);
    ck_assert_int_eq(assay_classes_score(gold, other, 0, &got, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_classes_score(other, (const int[]){-2, 0}, 2, &got, &err),
                     ASSAY_EDOMAIN);
}
END_TEST

/* Fleiss (1971), as statsmodels' tests and textbooks have it: 10 subjects, 14 raters, 5 classes; 0.210. */
START_TEST(fleiss_kappa_of_the_worked_example)
{
    static const size_t count[] = {0, 0, 0, 0, 14, 0, 2, 6, 4, 2, 0, 0, 3, 5, 6, 0, 3,
                                   9, 2, 0, 2, 2,  8, 1, 1, 7, 7, 0, 0, 0, 3, 2, 6, 3,
                                   0, 2, 5, 3, 2,  2, 6, 5, 2, 1, 0, 0, 2, 2, 3, 7};
    struct assay_error err;
    double got;

    ck_assert_int_eq(assay_agreement_fleiss(count, 10, 5, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got, 0.210, 5e-4);
}
END_TEST

/* Two raters, classes 0 0, 1 1, 0 1: P = 2/3, p = 1/2 each: Pe = 1/2, kappa 1/3. */
START_TEST(fleiss_kappa_by_hand_and_where_it_is_undefined)
{
    static const size_t count[] = {2, 0, 0, 2, 1, 1};
    static const size_t uneven[] = {2, 0, 1, 0};
    static const size_t same[] = {2, 0, 2, 0};
    struct assay_error err;
    double got;

    ck_assert_int_eq(assay_agreement_fleiss(count, 3, 2, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got, 1.0 / 3.0, 1e-15);
    ck_assert_int_eq(assay_agreement_fleiss(uneven, 2, 2, &got, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_agreement_fleiss(same, 2, 2, &got, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_agreement_fleiss(same, 0, 2, &got, &err), ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_games(void)
{
    Suite *suite = suite_create("games");
    TCase *tcase = tcase_create("verdicts");

    tcase_add_loop_test(tcase, most_votes_win_and_the_first_seen_of_as_many, 0,
                        sizeof(pluralities) / sizeof(pluralities[0]));
    tcase_add_loop_test(tcase, orders_become_one_verdict, 0,
                        sizeof(decisions) / sizeof(decisions[0]));
    tcase_add_test(tcase, orders_that_differ_are_undecided_where_no_class_is_a_tie);
    tcase_add_test(tcase, classes_weigh_the_same);
    tcase_add_test(tcase, saying_nothing_is_a_miss_and_no_class);
    tcase_add_test(tcase, fleiss_kappa_of_the_worked_example);
    tcase_add_test(tcase, fleiss_kappa_by_hand_and_where_it_is_undefined);
    suite_add_tcase(suite, tcase);
    return suite;
}
