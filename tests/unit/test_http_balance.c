/* Times are told, so nothing here waits. */
#include "adapters/http_balance.h"
#include "tests/unit/unit.h"

#include <math.h>

static struct assay_http_balance make(size_t count, size_t most)
{
    struct assay_http_balance balance;

    assay_http_balance_init(&balance, count, most, 0.25, (struct assay_rng){7});
    return balance;
}

/* Gives a request to server i at `begun` and ends it. */
static void ask(struct assay_http_balance *balance, size_t i, enum assay_http_fate fate,
                double begun, double now)
{
    const struct assay_http_ending ending = {.fate = fate, .begun = begun, .now = now};

    assay_http_balance_begin(balance, i);
    assay_http_balance_end(balance, i, &ending);
}

START_TEST(the_server_with_the_least_to_do_is_asked_and_equals_take_turns)
{
    struct assay_http_balance balance = make(3, 64);
    size_t seen[3] = {0};

    for (size_t k = 0; k < 30; k++) {
        const size_t i = assay_http_balance_choose(&balance, 0.0);

        ck_assert_uint_lt(i, 3);
        assay_http_balance_begin(&balance, i);
        seen[i]++;
    }
    for (size_t i = 0; i < 3; i++)
        ck_assert_uint_eq(seen[i], 10);
    balance.at[1].load = 2;
    ck_assert_uint_eq(assay_http_balance_choose(&balance, 0.0), 1);
}
END_TEST

START_TEST(a_server_gets_no_more_than_its_limit)
{
    struct assay_http_balance balance = make(1, 2);

    for (size_t k = 0; k < 2; k++)
        assay_http_balance_begin(&balance, assay_http_balance_choose(&balance, 0.0));
    ck_assert_uint_eq(assay_http_balance_choose(&balance, 0.0), 1);
}
END_TEST

/* 16, plus one an answer until the first setback, half of it then, plus 1/limit an answer after. */
START_TEST(the_limit_grows_by_addition_and_shrinks_by_multiplication)
{
    struct assay_http_balance balance = make(1, 1000);

    for (size_t k = 0; k < 24; k++)
        ask(&balance, 0, ASSAY_HTTP_WELL, 1.0, 2.0);
    ck_assert_double_eq(balance.at[0].limit, 40.0);
    ask(&balance, 0, ASSAY_HTTP_BUSY, 3.0, 4.0);
    ck_assert_double_eq(balance.at[0].limit, 20.0);
    ask(&balance, 0, ASSAY_HTTP_BUSY, 3.5, 5.0); /* was under way then */
    ck_assert_double_eq(balance.at[0].limit, 20.0);
    ask(&balance, 0, ASSAY_HTTP_WELL, 5.0, 6.0);
    ck_assert_double_eq_tol(balance.at[0].limit, 20.05, 1e-12);
    ask(&balance, 0, ASSAY_HTTP_BUSY, 7.0, 8.0);
    ck_assert_double_eq_tol(balance.at[0].limit, 10.025, 1e-12);
    for (size_t k = 0; k < 10; k++)
        ask(&balance, 0, ASSAY_HTTP_BUSY, 10.0 + 2.0 * (double)k, 11.0 + 2.0 * (double)k);
    ck_assert_double_eq(balance.at[0].limit, 1.0);
}
END_TEST

START_TEST(a_round_eight_times_slower_than_the_fastest_is_a_setback)
{
    struct assay_http_balance balance = make(1, 16);

    for (size_t k = 0; k < 16; k++)
        ask(&balance, 0, ASSAY_HTTP_WELL, 0.0, 1.0);
    ck_assert_double_eq(balance.at[0].limit, 16.0);
    for (size_t k = 0; k < 16; k++)
        ask(&balance, 0, ASSAY_HTTP_WELL, 1.0, 9.0);
    ck_assert_double_eq(balance.at[0].limit, 16.0);
    for (size_t k = 0; k < 16; k++)
        ask(&balance, 0, ASSAY_HTTP_WELL, 10.0, 18.5);
    ck_assert_double_eq_tol(balance.at[0].limit, 12.8, 1e-12);
}
END_TEST

START_TEST(a_server_that_fails_three_times_is_left_alone_and_tried_again)
{
    struct assay_http_balance balance = make(2, 64);
    double back;

    ask(&balance, 0, ASSAY_HTTP_SICK, 0.0, 1.0);
    ask(&balance, 0, ASSAY_HTTP_SICK, 0.0, 1.0);
    ck_assert_double_eq(balance.at[0].held, 0.0);
    ask(&balance, 0, ASSAY_HTTP_SICK, 0.0, 1.0);
    back = assay_http_balance_wake(&balance, 1.0);
    ck_assert(back >= 1.125 && back < 1.25);
    for (size_t k = 0; k < 4; k++)
        ck_assert_uint_eq(assay_http_balance_choose(&balance, 1.1), 1);
    ck_assert_double_eq(assay_http_balance_outage(&balance, 1.1), 0.0);

    /* On trial: one alone. It fails, so it is left alone for twice as long; then it is back. */
    balance.at[1].load = 60;
    ck_assert_uint_eq(assay_http_balance_choose(&balance, back), 0);
    assay_http_balance_begin(&balance, 0);
    ck_assert_uint_eq(assay_http_balance_choose(&balance, back), 2);
    assay_http_balance_end(&balance, 0,
                           &(struct assay_http_ending){ASSAY_HTTP_SICK, back, back, 0.0});
    ck_assert(balance.at[0].held >= back + 0.25 && balance.at[0].held < back + 0.5);
    ask(&balance, 0, ASSAY_HTTP_WELL, 5.0, 6.0);
    assay_http_balance_begin(&balance, 0);
    ck_assert_uint_eq(assay_http_balance_choose(&balance, 6.0), 0);
    ck_assert_uint_eq(balance.at[0].ejections, 0);
}
END_TEST

START_TEST(one_that_cannot_be_reached_is_left_alone_at_once_and_ejected_once)
{
    struct assay_http_balance balance = make(1, 64);
    double held;

    assay_http_balance_begin(&balance, 0);
    ask(&balance, 0, ASSAY_HTTP_GONE, 0.0, 1.0);
    held = balance.at[0].held;
    ck_assert(held > 1.0);
    assay_http_balance_end(&balance, 0,
                           &(struct assay_http_ending){ASSAY_HTTP_GONE, 0.0, 1.0, 0.0});
    ck_assert_double_eq(balance.at[0].held, held);
    ck_assert_uint_eq(assay_http_balance_choose(&balance, 1.0), 1);
    ck_assert_double_eq(assay_http_balance_outage(&balance, 31.0), 30.0);
    ask(&balance, 0, ASSAY_HTTP_WELL, 31.0, 32.0);
    ck_assert_double_eq(assay_http_balance_outage(&balance, 33.0), 0.0);
}
END_TEST

START_TEST(one_that_is_there_is_never_left_alone_for_long)
{
    struct assay_http_balance balance = make(1, 64);

    for (size_t k = 0; k < 40; k++) {
        const double now = 100.0 * (double)k;

        ask(&balance, 0, ASSAY_HTTP_SICK, now, now);
        ck_assert_double_le(balance.at[0].held, now + 16 * 0.25);
        ck_assert_double_eq(assay_http_balance_outage(&balance, now + 99.0), 0.0);
    }
    ck_assert_uint_gt(balance.at[0].ejections, 30);
}
END_TEST

START_TEST(one_that_lets_requests_wait_gets_fewer_and_is_not_ejected)
{
    struct assay_http_balance balance = make(1, 64);

    for (size_t k = 0; k < 16; k++)
        ask(&balance, 0, ASSAY_HTTP_HUNG, 0.0, 10.0);
    ck_assert_double_eq(balance.at[0].limit, 8.0);
    ck_assert_double_eq(balance.at[0].held, 0.0);
    ck_assert_uint_eq(assay_http_balance_choose(&balance, 10.0), 0);
    /* Alone after it was gone, it is not believed to be back by letting that one wait. */
    ask(&balance, 0, ASSAY_HTTP_GONE, 11.0, 12.0);
    ask(&balance, 0, ASSAY_HTTP_HUNG, 20.0, 30.0);
    ck_assert_double_gt(balance.at[0].held, 30.0);
    ck_assert(balance.at[0].on_trial);
}
END_TEST

START_TEST(retry_after_holds_a_server_that_says_it_twice)
{
    struct assay_http_balance balance = make(1, 64);
    const struct assay_http_ending busy = {ASSAY_HTTP_BUSY, 0.0, 1.0, 5.0};
    const struct assay_http_ending longer = {ASSAY_HTTP_BUSY, 0.0, 1.0, 1e6};

    for (size_t k = 0; k < 3; k++)
        assay_http_balance_begin(&balance, 0);
    assay_http_balance_end(&balance, 0, &busy);
    ck_assert_uint_eq(assay_http_balance_choose(&balance, 1.0), 0);
    assay_http_balance_end(&balance, 0, &busy);
    ck_assert_uint_eq(assay_http_balance_choose(&balance, 5.9), 1);
    ck_assert_double_eq(assay_http_balance_wake(&balance, 5.9), 6.0);
    ck_assert_uint_eq(assay_http_balance_choose(&balance, 6.0), 0);
    assay_http_balance_end(&balance, 0, &longer);
    ck_assert_double_eq(assay_http_balance_wake(&balance, 6.0), 601.0);
    ck_assert(isinf(assay_http_balance_wake(&balance, 602.0)));
}
END_TEST

START_TEST(waits_double_up_to_half_a_minute_and_follow_from_the_seed)
{
    struct assay_http_balance a = make(1, 1), b = make(1, 1);

    for (unsigned tries = 1; tries < 40; tries++) {
        const double whole = fmin(30.0, 0.25 * pow(2.0, tries - 1.0));
        const double wait = assay_http_balance_backoff(&a, tries);

        ck_assert(wait >= 0.5 * whole && wait < whole);
        ck_assert_double_eq(wait, assay_http_balance_backoff(&b, tries));
    }
}
END_TEST

Suite *unit_http_balance(void)
{
    Suite *suite = suite_create("http_balance");
    TCase *all = tcase_create("http_balance");

    tcase_add_test(all, the_server_with_the_least_to_do_is_asked_and_equals_take_turns);
    tcase_add_test(all, a_server_gets_no_more_than_its_limit);
    tcase_add_test(all, the_limit_grows_by_addition_and_shrinks_by_multiplication);
    tcase_add_test(all, a_round_eight_times_slower_than_the_fastest_is_a_setback);
    tcase_add_test(all, a_server_that_fails_three_times_is_left_alone_and_tried_again);
    tcase_add_test(all,
                   one_that_cannot_be_reached_is_left_alone_at_once_and_ejected_once);
    tcase_add_test(all, one_that_is_there_is_never_left_alone_for_long);
    tcase_add_test(all, one_that_lets_requests_wait_gets_fewer_and_is_not_ejected);
    tcase_add_test(all, retry_after_holds_a_server_that_says_it_twice);
    tcase_add_test(all, waits_double_up_to_half_a_minute_and_follow_from_the_seed);
    suite_add_tcase(suite, all);
    return suite;
}
