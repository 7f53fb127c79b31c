#include "harness/core/rng.h"
#include "metrics/vote_curve.h"
#include "metrics/voting.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum {
    FEW = 9,
    MANY = 400,
    NONE = ASSAY_VOTING_NO_ANSWER
};

static const double worthless = -0.25; /* of no vote at all */

/* Samples of one prompt, with sizes 1 ... count. */
struct prompt {
    long answer[MANY];
    double value[MANY], proxy[MANY];
    size_t n[MANY], count;
};

/* Answers of a few kinds, also none; proxies of a few levels, gold of any value. */
static void prompt_drawn(struct prompt *prompt, uint64_t seed, size_t count, size_t kinds)
{
    struct assay_rng rng = {seed};

    prompt->count = count;
    for (size_t i = 0; i < count; i++) {
        prompt->answer[i] = (long)assay_rng_index(&rng, kinds + 1) * 7 - 7;
        if (prompt->answer[i] < 0)
            prompt->answer[i] = NONE;
        prompt->value[i] = assay_rng_uniform(&rng) - 0.3;
        prompt->proxy[i] = (double)assay_rng_index(&rng, 4) / 4.0 - 0.25;
        prompt->n[i] = i + 1;
    }
}

static void curve(const struct prompt *prompt, enum assay_vote how, size_t draws,
                  struct assay_vote_point *out)
{
    const struct assay_vote_samples samples = {prompt->answer, prompt->value,
                                               prompt->proxy, prompt->count};
    const struct assay_vote_rule rule = {how, 0.5, worthless, draws, 11};
    struct assay_error err;

    ck_assert_int_eq(
        assay_vote_curve(&samples, &rule, prompt->n, prompt->count, out, &err), ASSAY_OK);
}

static double mean_of(const struct prompt *prompt, long answer)
{
    double sum = 0.0, count = 0.0;

    for (size_t i = 0; i < prompt->count; i++) {
        if (prompt->answer[i] == answer) {
            sum += prompt->value[i];
            count += 1.0;
        }
    }
    return sum / count;
}

/* Votes that a member of a set casts. */
static double votes_of(const struct prompt *prompt, enum assay_vote how, unsigned set,
                       size_t i)
{
    size_t size = 0, before = 0;

    for (size_t k = 0; k < prompt->count; k++) {
        if (!(set >> k & 1U))
            continue;
        size++;
        before += prompt->proxy[k] > prompt->proxy[i] ||
                  (k < i && prompt->proxy[k] == prompt->proxy[i]);
    }
    return how == ASSAY_VOTE_MAJORITY   ? 1.0
           : how == ASSAY_VOTE_WEIGHTED ? prompt->proxy[i]
                                        : sqrt((double)(size - before));
}

static double total_of(const struct prompt *prompt, enum assay_vote how, unsigned set,
                       long answer)
{
    double total = 0.0;

    for (size_t i = 0; i < prompt->count; i++)
        if (set >> i & 1U && prompt->answer[i] == answer)
            total += votes_of(prompt, how, set, i);
    return total;
}

/* What a set of samples is worth. Each answer is seen once, at its first member. */
static double voted(const struct prompt *prompt, enum assay_vote how, unsigned set)
{
    double most = -HUGE_VAL, sum = 0.0, winners = 0.0;

    for (size_t i = 0; i < prompt->count; i++) {
        bool first = set >> i & 1U && prompt->answer[i] != NONE;
        double total;

        for (size_t k = 0; k < i; k++)
            first = first && !(set >> k & 1U && prompt->answer[k] == prompt->answer[i]);
        if (!first)
            continue;
        total = total_of(prompt, how, set, prompt->answer[i]);
        if (total > most + 1e-12) {
            most = total;
            sum = winners = 0.0;
        }
        if (total >= most - 1e-12) {
            sum += mean_of(prompt, prompt->answer[i]);
            winners += 1.0;
        }
    }
    return winners > 0.0 ? sum / winners : worthless;
}

/* Means over all sets of each size. */
static void enumerate(const struct prompt *prompt, enum assay_vote how, double *out)
{
    double sets[FEW] = {0.0};

    memset(out, 0, FEW * sizeof(*out));
    for (unsigned set = 1; set < 1U << prompt->count; set++) {
        size_t size = 0;

        for (size_t i = 0; i < prompt->count; i++)
            size += set >> i & 1U;
        out[size - 1] += voted(prompt, how, set);
        sets[size - 1] += 1.0;
    }
    for (size_t k = 0; k < prompt->count; k++)
        out[k] /= sets[k];
}

START_TEST(the_majority_is_that_of_all_subsets)
{
    for (size_t kinds = 1; kinds < 9; kinds++) {
        struct prompt prompt;
        struct assay_vote_point got[FEW];
        double want[FEW];

        prompt_drawn(&prompt, (uint64_t)_i, 1 + (size_t)_i % FEW, kinds);
        enumerate(&prompt, ASSAY_VOTE_MAJORITY, want);
        curve(&prompt, ASSAY_VOTE_MAJORITY, 2, got);
        for (size_t k = 0; k < prompt.count; k++) {
            ck_assert_double_eq_tol(got[k].value, want[k], 1e-13);
            ck_assert_double_eq(got[k].se, 0.0);
        }
    }
}
END_TEST

/* _i: 1 weighted, 2 Borda. At 5 standard errors; the ends are exact. */
START_TEST(drawn_votes_tend_to_those_of_all_subsets)
{
    size_t spread = 0;

    for (uint64_t seed = 0; seed < 6; seed++) {
        struct prompt prompt;
        struct assay_vote_point got[FEW];
        double want[FEW];

        prompt_drawn(&prompt, seed, FEW, 2 + seed % 3);
        enumerate(&prompt, (enum assay_vote)_i, want);
        curve(&prompt, (enum assay_vote)_i, 4000, got);
        ck_assert_double_eq_tol(got[0].value, want[0], 1e-14);
        ck_assert_double_eq_tol(got[FEW - 1].value, want[FEW - 1], 1e-14);
        ck_assert_double_eq(got[0].se, 0.0);
        ck_assert_double_eq(got[FEW - 1].se, 0.0);
        for (size_t k = 1; k + 1 < FEW; k++) {
            spread += got[k].se > 0.0;
            ck_assert_double_lt(got[k].se, 0.02);
            ck_assert_double_eq_tol(got[k].value, want[k], 5.0 * got[k].se + 1e-12);
        }
    }
    ck_assert_uint_gt(spread, 30); /* of 42 */
}
END_TEST

/* 1,001 samples are too many for the exact form; the same votes with one sample less are not. */
START_TEST(the_drawn_majority_agrees_with_the_exact_one)
{
    static long answer[1001];
    static double value[1001];
    static const size_t n[] = {1, 5, 40, 300, 1000, 1001, 1002};
    const struct assay_vote_rule rule = {ASSAY_VOTE_MAJORITY, 0.0, 0.0, 2000, 1};
    struct assay_vote_point exact[7], drawn[7];
    struct assay_error err;

    for (size_t i = 0; i < 1001; i++) {
        answer[i] = i % 10 < 4 ? 1 : i % 10 < 7 ? 2 : NONE;
        value[i] = answer[i] == 1;
    }
    ck_assert_int_eq(
        assay_vote_curve(&(struct assay_vote_samples){answer, value, NULL, 1000}, &rule,
                         n, 7, exact, &err),
        ASSAY_OK);
    ck_assert_int_eq(
        assay_vote_curve(&(struct assay_vote_samples){answer, value, NULL, 1001}, &rule,
                         n, 7, drawn, &err),
        ASSAY_OK);
    for (size_t k = 1; k < 4; k++) {
        ck_assert_double_eq(exact[k].se, 0.0);
        ck_assert_double_gt(drawn[k].se, 0.0);
        ck_assert_double_eq_tol(drawn[k].value, exact[k].value, 5.0 * drawn[k].se + 1e-3);
    }
    ck_assert_double_eq_tol(exact[4].value, 1.0, 1e-12);
    ck_assert_double_eq(exact[5].value, 0.0); /* more than there are */
    ck_assert_double_eq(drawn[5].value, 1.0);
    ck_assert_double_eq(drawn[5].se, 0.0);
    ck_assert_double_eq(drawn[6].value, 0.0);
}
END_TEST

/* Every answer once: all who vote are equal, whatever n; many answers share one vote. */
START_TEST(answers_all_different_share_equally)
{
    static struct prompt prompt;
    static struct assay_vote_point got[MANY];
    double mean = 0.0;

    prompt_drawn(&prompt, 3, 70, 1);
    for (size_t i = 0; i < prompt.count; i++) {
        prompt.answer[i] = (long)i;
        mean += prompt.value[i] / 70.0;
    }
    curve(&prompt, ASSAY_VOTE_MAJORITY, 2, got);
    for (size_t k = 0; k < prompt.count; k++)
        ck_assert_double_eq_tol(got[k].value, mean, 1e-13);
}
END_TEST

/* Two answers of 230 and 170 samples: sums of hypergeometric chances. */
START_TEST(two_answers_are_hypergeometric)
{
    static struct prompt prompt;
    static struct assay_vote_point got[MANY];

    prompt_drawn(&prompt, 1, MANY, 1);
    for (size_t i = 0; i < MANY; i++) {
        prompt.answer[i] = i < 230;
        prompt.value[i] = i < 230 ? 1.0 : 0.0;
    }
    curve(&prompt, ASSAY_VOTE_MAJORITY, 2, got);
    for (size_t n = 1; n <= MANY; n += 13) {
        double want = 0.0;

        for (size_t k = n > 170 ? n - 170 : 0; k <= n && k <= 230; k++) {
            const double chance =
                exp(lgamma(231) - lgamma((double)k + 1) - lgamma(231.0 - (double)k) +
                    lgamma(171) - lgamma((double)(n - k) + 1) -
                    lgamma(171.0 - (double)(n - k)) - lgamma(401) +
                    lgamma((double)n + 1) + lgamma(401.0 - (double)n));

            want += 2 * k > n ? chance : 2 * k == n ? chance / 2 : 0.0;
        }
        ck_assert_double_eq_tol(got[n - 1].value, want, 1e-10);
    }
}
END_TEST

START_TEST(who_says_nothing_never_wins)
{
    static const long answer[] = {NONE, NONE, NONE, 4};
    static const double value[] = {1, 1, 1, 0.5}, proxy[] = {9, 9, 9, -HUGE_VAL};
    static const size_t n[] = {4, 1, 2};
    const struct assay_vote_samples samples = {answer, value, proxy, 4};
    struct assay_vote_rule rule = {ASSAY_VOTE_MAJORITY, 1.0, 0.0, 2, 1};
    struct assay_vote_point got[3];
    struct assay_error err;

    ck_assert_int_eq(assay_vote_curve(&samples, &rule, n, 3, got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got[0].value, 0.5, 1e-15);
    ck_assert_double_eq_tol(got[1].value, 0.125, 1e-15);
    ck_assert_double_eq_tol(got[2].value, 0.25, 1e-15);
    rule.how = ASSAY_VOTE_WEIGHTED; /* no weight, no vote */
    ck_assert_int_eq(assay_vote_curve(&samples, &rule, n, 3, got, &err), ASSAY_OK);
    ck_assert_double_eq(got[0].value, 0.0);
    rule.how = ASSAY_VOTE_BORDA;
    ck_assert_int_eq(assay_vote_curve(&samples, &rule, n, 3, got, &err), ASSAY_OK);
    ck_assert_double_eq(got[0].value, 0.5);
}
END_TEST

START_TEST(a_seed_decides_the_draws)
{
    static struct prompt prompt;
    struct assay_vote_point one[40], other[40];

    prompt_drawn(&prompt, 8, 40, 5);
    curve(&prompt, ASSAY_VOTE_BORDA, 50, one);
    curve(&prompt, ASSAY_VOTE_BORDA, 50, other);
    ck_assert_mem_eq(one, other, sizeof(one));
}
END_TEST

START_TEST(votes_that_are_none_are_refused)
{
    static const long answer[] = {1};
    static const double value[] = {1};
    static const size_t n[] = {1}, none[] = {0};
    const struct assay_vote_rule rule = {ASSAY_VOTE_MAJORITY, 0.0, 0.0, 2, 1};
    const struct assay_vote_rule few = {ASSAY_VOTE_MAJORITY, 0.0, 0.0, 1, 1};
    const struct assay_vote_samples samples = {answer, value, NULL, 1};
    const struct assay_vote_samples nobody = {answer, value, NULL, 0};
    struct assay_vote_point got;
    struct assay_error err;

    ck_assert_int_eq(assay_vote_curve(&nobody, &rule, n, 1, &got, &err), ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "a vote of 0 samples");
    ck_assert_int_eq(assay_vote_curve(&samples, &rule, none, 1, &got, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_vote_curve(&samples, &few, n, 1, &got, &err), ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "a vote by 1 draws, power 0");
}
END_TEST

Suite *unit_vote_curve(void)
{
    Suite *suite = suite_create("vote_curve");
    TCase *tests = tcase_create("votes");

    tcase_add_loop_test(tests, the_majority_is_that_of_all_subsets, 0, 27);
    tcase_add_loop_test(tests, drawn_votes_tend_to_those_of_all_subsets, 1, 3);
    tcase_add_test(tests, the_drawn_majority_agrees_with_the_exact_one);
    tcase_add_test(tests, answers_all_different_share_equally);
    tcase_add_test(tests, two_answers_are_hypergeometric);
    tcase_add_test(tests, who_says_nothing_never_wins);
    tcase_add_test(tests, a_seed_decides_the_draws);
    tcase_add_test(tests, votes_that_are_none_are_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
