/* Votes, consistency, shaped rewards and boxed answers where they are undefined or tied. */
#include "harness/core/boxed.h"
#include "metrics/consistency.h"
#include "metrics/deltabench.h"
#include "metrics/prmbench.h"
#include "metrics/processbench.h"
#include "metrics/shaping.h"
#include "metrics/voting.h"
#include "tests/unit/unit.h"

/* Rank 0 has 3 votes, rank 1 two, rank 2 one: 3 for answer 7, 2 + 1 for answer 8: the first seen. */
START_TEST(borda_ties_go_to_the_answer_seen_first)
{
    const double confidence[] = {0.9, 0.5, 0.1};
    const long answer[] = {7, 8, 8}, none[] = {-1, -1, -1};
    struct assay_voting_answers answers = {confidence, answer, 3};
    double votes[3];
    size_t winner;
    struct assay_error err;

    ck_assert_int_eq(assay_voting_borda(&answers, 1.0, votes, &winner, &err), ASSAY_OK);
    ck_assert_uint_eq(winner, 0);
    ck_assert_double_eq(votes[0], 3.0);
    ck_assert_double_eq(votes[1], 3.0);
    ck_assert_double_eq(votes[2], 0.0);
    answers.answer = none;
    ck_assert_int_eq(assay_voting_borda(&answers, 1.0, votes, &winner, &err),
                     ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "none of 3 samples has an answer");
}
END_TEST

START_TEST(of_equal_meta_scores_the_earlier_sample_counts)
{
    const double score[] = {1, 2, 5, 0, 0, 9}, meta[] = {0.5, 0.7, 0.5};
    double total[2];
    size_t winner;
    struct assay_error err;
    struct assay_voting_samples samples = {score, 3, 2, meta, 2};

    ck_assert_int_eq(assay_voting_sum(&samples, total, &winner, &err), ASSAY_OK);
    ck_assert_double_eq(total[0], 6.0); /* samples 0 and 1 */
    ck_assert_double_eq(total[1], 2.0);
    ck_assert_uint_eq(winner, 0);
    samples.samples = 0;
    ck_assert_int_eq(assay_voting_sum(&samples, total, &winner, &err), ASSAY_EDOMAIN);
}
END_TEST

START_TEST(what_there_is_nothing_of_is_undefined)
{
    const double one[] = {1.0};
    double scratch[2], out;
    struct assay_error err;
    struct assay_processbench scores;
    struct assay_processbench_count count = {0};

    ck_assert_int_eq(assay_consistency_cream(one, one, 1, scratch, &out, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_shaping_par(0.0, NULL, 0, 1.0, &out, &err), ASSAY_EDOMAIN);
    /* steepness 2, one unit above the reference: 1 / (1 + exp(-2)) */
    ck_assert_int_eq(assay_shaping_par(1.0, (const double[]){0.0}, 1, 2.0, &out, &err),
                     ASSAY_OK);
    ck_assert_double_eq_tol(out, 0.88079707797788244, 1e-15);
    ck_assert_int_eq(assay_shaping_self_certainty(one, 0, 5, &out, &err), ASSAY_EDOMAIN);
    assay_processbench_add(&count, 3, 3, true);
    ck_assert_int_eq(assay_processbench_scores(&count, &scores, &err), ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "no solutions without a wrong step");
    count = (struct assay_processbench_count){0};
    assay_processbench_add(&count, 3, 2,
                           true); /* one accuracy of 0 alone has a mean: 0 */
    assay_processbench_add(&count, ASSAY_STEP_NONE, ASSAY_STEP_NONE, true);
    ck_assert_int_eq(assay_processbench_scores(&count, &scores, &err), ASSAY_OK);
    ck_assert_double_eq(scores.f1, 0.0);
}
END_TEST

/* Two of three valid steps kept, the error rejected: p = 1, r = 2/3; negative p = 1/2, r = 1. */
START_TEST(prmscore_is_the_mean_of_both_classes)
{
    struct assay_confusion confusion = {0};
    struct assay_prmbench scores;

    assay_confusion_add(&confusion, true, true);
    assay_confusion_add(&confusion, true, true);
    assay_confusion_add(&confusion, true, false);
    assay_confusion_add(&confusion, false, false);
    scores = assay_prmbench_scores(&confusion);
    ck_assert_double_eq_tol(scores.f1, 0.8, 1e-15);
    ck_assert_double_eq_tol(scores.negative_f1, 2.0 / 3.0, 1e-15);
    ck_assert_double_eq_tol(scores.score, 11.0 / 15.0, 1e-15);
}
END_TEST

/* Said 2, 2, 9 where 2 and 3 are wrong: 9 is beyond the last wrong one and dropped, or counts. */
START_TEST(sections_beyond_the_last_wrong_one_are_dropped_as_officially)
{
    const long said[] = {2, 2, 9}, gold[] = {3, 2};
    struct assay_overlap_count count = assay_deltabench_count(said, 3, gold, 2, true);

    ck_assert_uint_eq(count.tp, 1);
    ck_assert_uint_eq(count.fp, 0);
    ck_assert_uint_eq(count.fn, 1);
    count = assay_deltabench_count(said, 3, gold, 2, false);
    ck_assert_uint_eq(count.fp, 1);
    ck_assert_double_eq(assay_deltabench_critique(&count).precision, 0.5);
    count = assay_deltabench_count(said, 0, (const long[]){5, 5, 4}, 3, true);
    ck_assert_uint_eq(count.fn, 2); /* sections are sets: 5 is missed once */
}
END_TEST

static const struct {
    const char *text[3];
    bool found;
    long value;
} boxes[] = {
    {{"\\boxed{1} then \\boxed{ 2 }"}, true, 2},
    {{"\\boxed{3", "\\boxed{4}"}, true, 4},
    {{"\\boxed{5}", "\\boxed{6}", "\\boxed{6}"}, true, 6},
    {{"\\boxed{5}", "\\boxed{6}"}, true, 5},
    {{"\\boxed{1_000}"}, true, 1000},
    {{"\\boxed{-7}"}, true, -7},
    {{"\\boxed{_7}"}, false, 0},
    {{"\\boxed{7_}"}, false, 0},
    {{"\\boxed{}"}, false, 0},
    {{"\\boxed{7.0}"}, false, 0},
    {{"\\boxed{99999999999999999999}"}, false, 0},
};

START_TEST(the_boxed_answer_is_read_as_python_reads_it)
{
    struct assay_str texts[3];
    size_t n = 0;
    long value = 0;

    for (; n < 3 && boxes[_i].text[n]; n++)
        texts[n] = assay_str_of(boxes[_i].text[n]);
    ck_assert(assay_boxed_vote(texts, n, &value) == boxes[_i].found);
    if (boxes[_i].found)
        ck_assert_int_eq(value, boxes[_i].value);
}
END_TEST

/* 5 has 1.5 from two samples, 7 the same from one and is seen later; 9 has less than nothing. */
START_TEST(weights_of_equal_answers_add_up)
{
    static const long answer[] = {ASSAY_VOTING_NO_ANSWER, 5, 7, 5, 9};
    static const double weight[] = {100.0, 0.5, 1.5, 1.0, -1.0};
    static const double low[] = {0.0, -3.0, -2.0, -3.0, -7.0};
    double votes[5];
    struct assay_error err;
    size_t winner = 0;

    ck_assert_int_eq(assay_voting_weighted(answer, weight, 5, votes, &winner, &err),
                     ASSAY_OK);
    ck_assert_uint_eq(winner, 1);
    ck_assert_double_eq(votes[0], 0.0);
    ck_assert_double_eq(votes[1], 1.5);
    ck_assert_double_eq(votes[3], 0.0);
    ck_assert_double_eq(votes[4], -1.0);
    /* all below 0: who does not vote does not win */
    ck_assert_int_eq(assay_voting_weighted(answer, low, 5, votes, &winner, &err),
                     ASSAY_OK);
    ck_assert_uint_eq(winner, 2);
    ck_assert_int_eq(assay_voting_weighted(answer, NULL, 1, votes, &winner, &err),
                     ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_voting(void)
{
    Suite *suite = suite_create("voting");
    TCase *tests = tcase_create("votes");

    tcase_add_test(tests, borda_ties_go_to_the_answer_seen_first);
    tcase_add_test(tests, weights_of_equal_answers_add_up);
    tcase_add_test(tests, of_equal_meta_scores_the_earlier_sample_counts);
    tcase_add_test(tests, what_there_is_nothing_of_is_undefined);
    tcase_add_test(tests, prmscore_is_the_mean_of_both_classes);
    tcase_add_test(tests, sections_beyond_the_last_wrong_one_are_dropped_as_officially);
    tcase_add_loop_test(tests, the_boxed_answer_is_read_as_python_reads_it, 0,
                        (int)(sizeof(boxes) / sizeof(boxes[0])));
    suite_add_tcase(suite, tests);
    return suite;
}
