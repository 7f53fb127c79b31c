/* What the votes of a judge decide: by hand. */
#include "adapters/judge.h"
#include "tests/unit/unit.h"

#include <math.h>

enum {
    VOTES = 4
};

static struct assay_judge_rule rule_of(const char *const *words, size_t n)
{
    struct assay_judge_rule rule = {.keep = 0};
    struct assay_error err;

    ck_assert_int_eq(assay_judge_words(words, n, &rule, &err), ASSAY_OK);
    return rule;
}

static struct assay_answer told(const double *log_p, size_t n)
{
    return (struct assay_answer){
        .state = ASSAY_STATE_SCORED, .log_p = log_p, .log_p_count = n};
}

START_TEST(words_are_weighed_by_their_probabilities)
{
    static const char *const pair[] = {"m", "M"}, *const numbers[] = {"1", "2", "5"};
    const double none = -(double)INFINITY;
    const double likely[2] = {-0.1, -0.2}, less[2] = {-4, none}, even[2] = {-1, -1},
                 nothing[2] = {none, none};
    /* probabilities 0.2, 0.1, 0.2: (0.2 + 0.2 + 1) / 0.5 */
    const double rating[3] = {log(0.2), log(0.1), log(0.2)};
    const struct assay_judge_rule compare = rule_of(pair, 2), rate = rule_of(numbers, 3);
    struct assay_answer vote = told(likely, 2), answer;

    ck_assert(!compare.rates && rate.rates);
    ck_assert_double_eq(assay_judge_decide(&compare, &vote, NULL, 1).value, 1);
    vote = told(less, 2);
    ck_assert_double_eq(assay_judge_decide(&compare, &vote, NULL, 1).value, 1);
    vote = told(even, 2);
    ck_assert_double_eq(assay_judge_decide(&compare, &vote, NULL, 1).value, 0);
    vote = told(nothing, 2);
    ck_assert_int_eq(assay_judge_decide(&compare, &vote, NULL, 1).state,
                     ASSAY_STATE_UNPARSABLE);
    vote = told(rating, 3);
    answer = assay_judge_decide(&rate, &vote, NULL, 1);
    ck_assert_double_eq_tol(answer.value, 2.8, 1e-12);
}
END_TEST

/* The votes say B, A, A, nothing; the model that scores them likes the third most, then the first. */
START_TEST(the_votes_that_are_worth_most_count)
{
    static const struct {
        size_t keep;
        double value;
    } table[] = {{0, 1}, {1, 1}, {2, 0}, {3, 1}, {4, 1}};
    const struct assay_answer votes[VOTES] = {
        {.state = ASSAY_STATE_SCORED, .text = ASSAY_STR("[[B]]")},
        {.state = ASSAY_STATE_SCORED, .text = ASSAY_STR("[[A]]")},
        {.state = ASSAY_STATE_SCORED, .text = ASSAY_STR("[[A]]")},
        {.state = ASSAY_STATE_TIMED_OUT}};
    const struct assay_answer worth[VOTES] = {{.state = ASSAY_STATE_SCORED, .value = 0.5},
                                              {.state = ASSAY_STATE_SCORED, .value = 0.5},
                                              {.state = ASSAY_STATE_SCORED, .value = 0.9},
                                              {.state = ASSAY_STATE_FAILED}};
    const struct assay_judge_rule rule = {
        .parser = assay_verdict_find(ASSAY_STR("rewardbench")), .keep = table[_i].keep};
    const struct assay_answer answer = assay_judge_decide(&rule, votes, worth, VOTES);

    ck_assert_int_eq(answer.state, ASSAY_STATE_SCORED);
    ck_assert_double_eq(answer.value, table[_i].value);
    ck_assert_double_eq(assay_judge_decide(&rule, votes, NULL, VOTES).value, 1);
}
END_TEST

#define SAID(number)                                                                     \
    {                                                                                    \
        .state = ASSAY_STATE_SCORED, .value = (number)                                   \
    }
#define NONE                                                                             \
    {                                                                                    \
        .state = ASSAY_STATE_UNPARSABLE                                                  \
    }
#define LATE                                                                             \
    {                                                                                    \
        .state = ASSAY_STATE_TIMED_OUT                                                   \
    }

START_TEST(answers_to_both_orders_are_one)
{
    static const struct {
        struct assay_answer said[2], both;
    } table[] = {{{SAID(1), SAID(1)}, SAID(1)},
                 {{SAID(1), SAID(-1)}, SAID(0)},
                 {{SAID(0), SAID(-1)}, SAID(-1)},
                 {{SAID(0), SAID(0)}, SAID(0)},
                 {{NONE, SAID(-1)}, SAID(-1)},
                 {{SAID(1), NONE}, SAID(1)},
                 {{NONE, NONE}, NONE},
                 {{LATE, SAID(1)}, LATE},
                 {{SAID(1), LATE}, LATE},
                 {{NONE, LATE}, LATE},
                 {{LATE, NONE}, LATE}};

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        const struct assay_answer answer = assay_judge_both(table[i].said);

        ck_assert_int_eq(answer.state, table[i].both.state);
        ck_assert_double_eq(answer.value, table[i].both.value);
    }
}
END_TEST

START_TEST(words_that_decide_nothing_are_refused)
{
    static const char *const words[] = {"A", "B", "C"}, *const mixed[] = {"1", "B", "3"};
    struct assay_judge_rule rule = {.keep = 0};
    struct assay_error err;

    ck_assert_int_eq(assay_judge_words(words, 1, &rule, &err), ASSAY_EUSAGE);
    ck_assert_int_eq(assay_judge_words(words, 3, &rule, &err), ASSAY_EUSAGE);
    ck_assert_int_eq(assay_judge_words(mixed, 3, &rule, &err), ASSAY_EUSAGE);
    ck_assert_int_eq(assay_judge_words(words, 2, &rule, &err), ASSAY_OK);
}
END_TEST

Suite *unit_judge(void)
{
    Suite *suite = suite_create("judge");
    TCase *all = tcase_create("all");

    tcase_add_test(all, words_are_weighed_by_their_probabilities);
    tcase_add_loop_test(all, the_votes_that_are_worth_most_count, 0, 5);
    tcase_add_test(all, answers_to_both_orders_are_one);
    tcase_add_test(all, words_that_decide_nothing_are_refused);
    suite_add_tcase(suite, all);
    return suite;
}
