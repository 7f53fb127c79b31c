#include "harness/core/rng.h"
#include "metrics/paired.h"
#include "metrics/sequential.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <string.h>

enum {
    ROUNDS = 1000,
    STEPS = 400
};

static struct assay_sequential pairs_seen(size_t won, size_t lost, double prior)
{
    struct assay_sequential test;

    assay_sequential_init_pairs(&test, 0.05, prior);
    for (size_t i = 0; i < won; i++)
        (void)assay_sequential_pair(&test, true);
    for (size_t i = 0; i < lost; i++)
        (void)assay_sequential_pair(&test, false);
    return test;
}

/* The uniform mixture has won! lost! / (n + 1)!: of 9 and 1 2^10 / (11 * 10). scipy 1.10, betaln, for a = 8. */
START_TEST(evidence_of_pairs_has_a_closed_form)
{
    const struct assay_sequential ten = pairs_seen(9, 1, 0.0);
    const struct assay_sequential forty = pairs_seen(30, 10, 8.0);
    const struct assay_sequential turned = pairs_seen(10, 30, 8.0);

    ck_assert_double_eq_tol(exp(ten.log_e), 1024.0 / 110, 1e-11);
    ck_assert_uint_eq(ten.settled, 8); /* 2^8 / 9 is 28.4; 2^7 / 8 was 16 */
    ck_assert_double_eq_tol(assay_sequential_p(&ten), 10.0 / 512,
                            1e-14); /* of nine wins */
    ck_assert_double_eq_tol(exp(forty.log_e), 21.825441718001358, 1e-10);
    ck_assert_double_eq_tol(turned.log_e, forty.log_e, 1e-12);
}
END_TEST

/* Behind 3 wins the bet is 3 / (2 + 3): of a part d the evidence, 2^3 / 4, is multiplied by 1 + 3 d / 5; behind a part
   of 1/2 it is 3.5 / 5.5. */
START_TEST(a_part_of_an_item_is_bet_on_as_a_whole_one)
{
    struct assay_sequential lost = pairs_seen(3, 0, 0.0), won = lost;

    ck_assert(!assay_sequential_part(&lost, -0.5));
    ck_assert(!assay_sequential_part(&won, 0.5));
    ck_assert_double_eq_tol(exp(lost.log_e), 2 * 0.7, 1e-12);
    ck_assert_double_eq_tol(exp(won.log_e), 2 * 1.3, 1e-12);
    ck_assert_uint_eq(won.n, 3);
    ck_assert(!assay_sequential_pair(&won, true));
    ck_assert_double_eq_tol(exp(won.log_e), 2 * 1.3 * 9 / 5.5, 1e-12);
}
END_TEST

/* Halves lost alone: behind k of them the bet is (k / 2) / (2 + k / 2), which a half loses 1/2 of. */
START_TEST(parts_alone_settle_it_too)
{
    struct assay_sequential test;
    double e = 1.0;
    bool settled = false;

    assay_sequential_init_pairs(&test, 0.05, 0.0);
    for (int k = 0; !settled && k < 100; k++) {
        settled = assay_sequential_part(&test, -0.5);
        e *= 1.0 + k / 2.0 / (2.0 + k / 2.0) / 2.0;
        ck_assert_double_eq_tol(exp(test.log_e), e, 1e-9);
        ck_assert(settled == (e >= 20.0));
    }
    ck_assert(settled && test.settled > 0);
}
END_TEST

/* No differences in halves: wins by a half or a whole as often as losses; how often it is settled, whenever one looks. */
START_TEST(parts_raise_no_false_alarms)
{
    struct assay_rng rng = {7};
    size_t settled = 0;

    for (int round = 0; round < ROUNDS; round++) {
        struct assay_sequential test;
        bool is = false;

        assay_sequential_init_pairs(&test, 0.05, 0.0);
        for (int i = 0; !is && i < STEPS; i++) {
            const double u = assay_rng_uniform(&rng);

            if (u < 0.4) /* a whole one lost for two halves won: mean 0, not symmetric */
                is = u < 0.4 / 3 ? assay_sequential_pair(&test, false)
                                 : assay_sequential_part(&test, 0.5);
        }
        settled += is;
    }
    ck_assert_uint_le(settled, ROUNDS / 20);
}
END_TEST

/* scipy 1.10: brentq of betaln(38, 18) - betaln(8, 8) - 30 log q - 10 log(1 - q) - log 20. */
START_TEST(the_interval_of_pairs_ends_where_evidence_does)
{
    const struct assay_sequential test = pairs_seen(30, 10, 8.0);
    const struct assay_sequential all = pairs_seen(12, 0, 0.0);
    const struct assay_sequential_interval got = assay_sequential_interval(&test);
    const struct assay_sequential_interval one = assay_sequential_interval(&all);

    ck_assert_double_eq(got.estimate, 0.5);
    ck_assert_double_eq_tol(got.lo, 0.004386416050582653, 1e-9);
    ck_assert_double_eq_tol(got.hi, 0.8373685828936246, 1e-9);
    ck_assert_double_eq(one.hi, 1.0);
    ck_assert_double_eq_tol(one.lo, 2 * pow(13 * 20.0, -1.0 / 12) - 1, 1e-9);
}
END_TEST

/* Capitals of the paper's formulas, worked out step by step in Python. */
START_TEST(bets_are_those_of_the_paper)
{
    const double d[] = {1, 0, 0.5, -0.25, 1, 1.0 / 3, -1, 0, 0.5, 0.5, 1, 0};
    struct assay_sequential test;
    struct assay_sequential_interval got;

    assay_sequential_init_bounded(&test, 0.05);
    for (size_t i = 0; i < 60; i++) {
        (void)assay_sequential_step(&test, d[i % 12]);
        if (i == 0)
            ck_assert_double_eq_tol(exp(test.log_up), 1.5, 1e-12);
        if (i == 11) {
            ck_assert_double_eq_tol(exp(test.log_up), 3.364562988281249, 1e-11);
            ck_assert_double_eq_tol(exp(test.log_down), 0.07415771484375, 1e-12);
        }
    }
    ck_assert_double_eq_tol(exp(test.log_up), 252.70161500271126, 1e-8);
    ck_assert_double_eq_tol(exp(test.log_down), 1.800897092297828e-05, 1e-14);
    ck_assert_double_eq_tol(test.log_e, log(252.70161500271126 / 2), 1e-10);
    got = assay_sequential_interval(
        &test); /* a scan of means 0.001 apart has these inside */
    ck_assert(got.lo > 0.071 && got.lo <= 0.072);
    ck_assert(got.hi >= 0.505 && got.hi < 0.506);
    ck_assert_double_eq_tol(got.estimate, 3.583333333333333 / 12, 1e-12);
    assay_sequential_release(&test);
    ck_assert_ptr_null(test.x);
}
END_TEST

START_TEST(nothing_seen_says_nothing)
{
    struct assay_sequential test;
    struct assay_sequential_interval got;

    if (_i)
        assay_sequential_init_pairs(&test, 0.1, 0.0);
    else
        assay_sequential_init_bounded(&test, 0.1);
    got = assay_sequential_interval(&test);
    ck_assert_double_eq(assay_sequential_p(&test), 1.0);
    ck_assert_double_eq(got.lo, -1.0);
    ck_assert_double_eq(got.hi, 1.0);
    ck_assert_uint_eq(test.settled, 0);
    assay_sequential_release(&test);
}
END_TEST

/* A cluster of up to three pairs, mean `tilt`: -1, -2/3, ..., 1. */
static double cluster_drawn(struct assay_rng *rng, double tilt)
{
    const uint64_t size = 1 + assay_rng_index(rng, 3);
    double sum = 0;

    for (uint64_t i = 0; i < size; i++) {
        const double u = assay_rng_uniform(rng);

        sum += u < 0.3 + tilt ? 1 : u < 0.6 ? -1 : 0;
    }
    return sum / 3;
}

static size_t settled_at(struct assay_rng *rng, int kind, double tilt)
{
    struct assay_sequential test;
    size_t at;

    if (kind < 2)
        assay_sequential_init_pairs(&test, 0.05, kind == 0 ? 1.0 : 20.0);
    else
        assay_sequential_init_bounded(&test, 0.05);
    for (size_t i = 0; i < STEPS && test.settled == 0; i++) {
        if (kind < 2)
            (void)assay_sequential_pair(&test, assay_rng_uniform(rng) < 0.5 + tilt);
        else
            (void)assay_sequential_step(&test, cluster_drawn(rng, tilt));
    }
    at = test.settled;
    assay_sequential_release(&test);
    return at;
}

/* Looked at after every one of 400 steps: at most alpha of runs without a difference are ever settled. */
START_TEST(false_alarms_stay_within_alpha_however_often_one_looks)
{
    struct assay_rng rng = {31};
    size_t settled = 0;

    for (size_t round = 0; round < ROUNDS; round++)
        settled += settled_at(&rng, _i, 0.0) > 0;
    ck_assert_double_le((double)settled / ROUNDS, 0.05 + 3 * 0.0069);
    ck_assert_uint_gt(settled, 3); /* it does look */
}
END_TEST

static bool ever_below_alpha(struct assay_rng *rng)
{
    unsigned int won = 0;

    for (unsigned int n = 1; n <= STEPS; n++) {
        won += assay_rng_uniform(rng) < 0.5;
        if (assay_paired_mcnemar(won, n - won).midp <= 0.05)
            return true;
    }
    return false;
}

/* The same looks at an ordinary p-value: what this is good for. */
START_TEST(an_ordinary_p_value_cries_wolf)
{
    struct assay_rng rng = {31};
    size_t settled = 0;

    for (size_t round = 0; round < ROUNDS; round++)
        settled += ever_below_alpha(&rng);
    ck_assert_uint_gt(settled, ROUNDS / 4);
}
END_TEST

START_TEST(a_difference_is_settled_early)
{
    const double tilt[] = {0.2, 0.2, 0.15};
    struct assay_rng rng = {37};
    size_t settled = 0;
    size_t steps = 0;

    for (size_t round = 0; round < 200; round++) {
        const size_t at = settled_at(&rng, _i, tilt[_i]);

        settled += at > 0;
        steps += at > 0 ? at : STEPS;
    }
    ck_assert_uint_gt(settled, 190);
    ck_assert_uint_lt(steps / 200, STEPS / 2);
}
END_TEST

/* The truth is in all intervals of a run at once, in at least 1 - alpha of the runs. */
START_TEST(intervals_hold_the_truth_at_all_looks)
{
    const double tilt = 0.1;
    const double truth = _i ? 2 * tilt : 2.0 / 3 * 2 * tilt; /* mean size 2 of 3 */
    struct assay_rng rng = {41};
    size_t missed = 0;

    for (size_t round = 0; round < 200; round++) {
        struct assay_sequential test;
        bool in = true;

        if (_i)
            assay_sequential_init_pairs(&test, 0.1, 0.0);
        else
            assay_sequential_init_bounded(&test, 0.1);
        for (size_t i = 1; i <= 150; i++) {
            struct assay_sequential_interval got;

            if (_i)
                (void)assay_sequential_pair(&test, assay_rng_uniform(&rng) < 0.5 + tilt);
            else
                (void)assay_sequential_step(&test, cluster_drawn(&rng, tilt));
            if (i % 10 != 0)
                continue;
            got = assay_sequential_interval(&test);
            in = in && got.lo <= truth && truth <= got.hi;
            ck_assert(got.lo <= got.estimate && got.estimate <= got.hi);
        }
        missed += !in;
        assay_sequential_release(&test);
    }
    ck_assert_double_le((double)missed / 200, 0.1 + 3 * 0.0212);
}
END_TEST

/* What is settled excludes no difference from its interval of that moment, and the other way round. */
START_TEST(settled_and_interval_are_one_decision)
{
    struct assay_rng rng = {43};

    for (size_t round = 0; round < 20; round++) {
        struct assay_sequential test;

        if (_i)
            assay_sequential_init_pairs(&test, 0.05, 5.0);
        else
            assay_sequential_init_bounded(&test, 0.05);
        for (size_t i = 0; i < 200; i++) {
            struct assay_sequential_interval got;

            if (_i)
                (void)assay_sequential_pair(&test, assay_rng_uniform(&rng) < 0.6);
            else
                (void)assay_sequential_step(&test, cluster_drawn(&rng, 0.1));
            got = assay_sequential_interval(&test);
            ck_assert_int_eq(got.lo > 0 || got.hi < 0, test.log_e >= log(20.0));
        }
        assay_sequential_release(&test);
    }
}
END_TEST

Suite *unit_sequential(void)
{
    Suite *suite = suite_create("sequential");
    TCase *tcase = tcase_create("tests that may be looked at");

    tcase_add_test(tcase, evidence_of_pairs_has_a_closed_form);
    tcase_add_test(tcase, a_part_of_an_item_is_bet_on_as_a_whole_one);
    tcase_add_test(tcase, parts_alone_settle_it_too);
    tcase_add_test(tcase, parts_raise_no_false_alarms);
    tcase_add_test(tcase, the_interval_of_pairs_ends_where_evidence_does);
    tcase_add_test(tcase, bets_are_those_of_the_paper);
    tcase_add_loop_test(tcase, nothing_seen_says_nothing, 0, 2);
    tcase_add_loop_test(tcase, false_alarms_stay_within_alpha_however_often_one_looks, 0,
                        3);
    tcase_add_test(tcase, an_ordinary_p_value_cries_wolf);
    tcase_add_loop_test(tcase, a_difference_is_settled_early, 0, 3);
    tcase_add_loop_test(tcase, intervals_hold_the_truth_at_all_looks, 0, 2);
    tcase_add_loop_test(tcase, settled_and_interval_are_one_decision, 0, 2);
    suite_add_tcase(suite, tcase);
    return suite;
}
