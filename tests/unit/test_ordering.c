#include "metrics/ordering.h"
#include "tests/unit/unit.h"

#include <math.h>

/* Ranks 1 2 5 2 as gold: of six pairs one is tied in gold. */
START_TEST(pairs_are_those_that_people_order)
{
    const double gold[] = {-1, -2, -5, -2};
    const double score[] = {2, 1, -1, 2};
    const struct assay_ordering all = assay_ordering_pairs(score, gold, 4, 0.0);
    const struct assay_ordering far = assay_ordering_pairs(score, gold, 4, 3.0);

    ck_assert_uint_eq(all.pairs, 5); /* all but (1, 3); (0, 3) is tied in score */
    ck_assert_uint_eq(all.right, 4);
    ck_assert_uint_eq(all.tied, 1);
    ck_assert_uint_eq(far.pairs, 3); /* those with the completion of rank 5 */
    ck_assert_uint_eq(far.right, 3);
    ck_assert_uint_eq(assay_ordering_pairs(score, gold, 1, 0.0).pairs, 0);
    ck_assert_uint_eq(
        assay_ordering_pairs((double[]){1, 1}, (double[]){-2, -1}, 2, 0.0).right, 0);
}
END_TEST

/* scikit-learn's examples of ndcg_score: 0.69..., 0.49...; the sums written out. */
static const struct {
    double gold[5], score[5], dcg;
} examples[] = {
    /* by score 5 1 0 0 10 */
    {{10, 0, 0, 1, 5}, {.1, .2, .3, 4, 70}, 5.0},
    /* by score 0 0 1 10 5 */
    {{10, 0, 0, 1, 5}, {.05, 1.1, 1., .5, .0}, 0.0},
};

START_TEST(ndcg_is_that_of_scikit_learn)
{
    const double best = 10 + 5 / log2(3) + 1 / log2(4);
    const double rest[] = {1 / log2(3) + 10 / log2(6),
                           1 / log2(4) + 10 / log2(5) + 5 / log2(6)};
    struct assay_error err;
    double got;

    ck_assert_int_eq(
        assay_ordering_ndcg(examples[_i].score, examples[_i].gold, 5, &got, &err),
        ASSAY_OK);
    ck_assert_double_eq_tol(got, (examples[_i].dcg + rest[_i]) / best, 1e-12);
    ck_assert_double_eq_tol(got, _i == 0 ? 0.69 : 0.49, 0.01);
}
END_TEST

START_TEST(equal_scores_share_their_gains)
{
    const double gold[] = {-1, -2, -3}, score[] = {0.5, 0.5, 1};
    const double same[] = {4, 4};
    struct assay_error err;
    double got;

    /* gains 2 1 0: the worst one first, then 1.5 each at places 2 and 3 */
    ck_assert_int_eq(assay_ordering_ndcg(score, gold, 3, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got, 1.5 * (1 / log2(3) + 1 / log2(4)) / (2 + 1 / log2(3)),
                            1e-12);
    ck_assert_int_eq(assay_ordering_ndcg(score, same, 2, &got, &err), ASSAY_EDOMAIN);
}
END_TEST

START_TEST(the_top_is_right_if_only_the_best_are_there)
{
    const double gold[] = {3, 3, 1};

    ck_assert(assay_ordering_top((double[]){2, 1, 0}, gold, 3));
    ck_assert(assay_ordering_top((double[]){2, 2, 0}, gold, 3));
    ck_assert(!assay_ordering_top((double[]){2, 1, 2}, gold, 3));
}
END_TEST

Suite *unit_ordering(void)
{
    Suite *suite = suite_create("ordering");
    TCase *all = tcase_create("ordering");

    tcase_add_test(all, pairs_are_those_that_people_order);
    tcase_add_loop_test(all, ndcg_is_that_of_scikit_learn, 0,
                        sizeof(examples) / sizeof(examples[0]));
    tcase_add_test(all, equal_scores_share_their_gains);
    tcase_add_test(all, the_top_is_right_if_only_the_best_are_there);
    suite_add_tcase(suite, all);
    return suite;
}
