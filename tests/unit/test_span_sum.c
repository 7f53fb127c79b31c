/* test_span_sum.c - what holds of every reward that is a sum over spans of tracks. */
#include "harness/core/rng.h"
#include "metrics/span_sum.h"
#include "metrics/token_reward.h"
#include "tests/unit/unit.h"

#include <math.h>

enum {
    TOKENS = 200,
    STEPS = 7,
    SEEDS = 20
};

struct tracks {
    double a[TOKENS], b[TOKENS], c[TOKENS], end[STEPS];
};

static struct tracks drawn(int seed)
{
    struct assay_rng rng = assay_rng_stream((uint64_t)seed, 0);
    struct tracks out;

    for (size_t t = 0; t < TOKENS; t++) {
        out.a[t] = -6.0 * assay_rng_uniform(&rng);
        out.b[t] = -6.0 * assay_rng_uniform(&rng);
        out.c[t] = -6.0 * assay_rng_uniform(&rng);
    }
    for (size_t k = 0; k < STEPS; k++)
        out.end[k] = k + 1 == STEPS ? TOKENS : (double)(k * 28 + 1 + (size_t)seed);
    return out;
}

/* Every shape that a token may be given. */
static const struct assay_span_shape shapes[] = {
    {.beta = 1.0},
    {.beta = 0.1, .clip = 0.05},
    {.beta = 2.0, .squash = ASSAY_SQUASH_SIGMOID},
    {.beta = 0.5, .squash = ASSAY_SQUASH_TANH, .clip = 0.3},
};

enum {
    SHAPES = sizeof(shapes) / sizeof(shapes[0])
};

START_TEST(steps_sum_to_the_sequence)
{
    const struct tracks tracks = drawn(_i);
    const struct assay_span_term term[] = {{tracks.a, 1.0}, {tracks.b, -1.0}};

    for (size_t s = 0; s < SHAPES; s++) {
        double x[TOKENS], step[STEPS];

        assay_span_tokens(term, 2, TOKENS, &shapes[s], x);
        assay_span_steps(x, tracks.end, STEPS, false, step);
        ck_assert_double_eq_tol(assay_span_pool(step, STEPS, false),
                                assay_span_pool(x, TOKENS, false), 1e-12);
    }
}
END_TEST

START_TEST(equal_tracks_are_nothing)
{
    const struct tracks tracks = drawn(_i);
    const struct assay_span_term term[] = {{tracks.a, 0.7}, {tracks.a, -0.7}};

    for (size_t s = 0; s < SHAPES; s++) {
        double x[TOKENS];

        assay_span_tokens(term, 2, TOKENS, &shapes[s], x);
        for (size_t t = 0; t < TOKENS; t++)
            ck_assert_double_eq(x[t], 0.0);
    }
}
END_TEST

START_TEST(swapped_tracks_turn_every_sign)
{
    const struct tracks tracks = drawn(_i);
    const struct assay_span_term one[] = {{tracks.a, 1.0}, {tracks.b, -1.0}};
    const struct assay_span_term other[] = {{tracks.b, 1.0}, {tracks.a, -1.0}};

    for (size_t s = 0; s < SHAPES; s++) {
        double x[TOKENS], y[TOKENS];

        assay_span_tokens(one, 2, TOKENS, &shapes[s], x);
        assay_span_tokens(other, 2, TOKENS, &shapes[s], y);
        for (size_t t = 0; t < TOKENS; t++)
            ck_assert_double_eq(x[t], -y[t]);
    }
}
END_TEST

START_TEST(a_clip_touches_only_what_is_beyond)
{
    const struct tracks tracks = drawn(_i);
    const struct assay_span_term term[] = {{tracks.a, 1.0}, {tracks.b, -1.0}};
    const struct assay_span_shape free = {.beta = 0.1};
    const struct assay_span_shape clipped = {.beta = 0.1, .clip = 0.05};
    double x[TOKENS], y[TOKENS];

    assay_span_tokens(term, 2, TOKENS, &free, x);
    assay_span_tokens(term, 2, TOKENS, &clipped, y);
    for (size_t t = 0; t < TOKENS; t++)
        ck_assert_double_eq(y[t], fabs(x[t]) <= 0.05 ? x[t] : copysign(0.05, x[t]));
}
END_TEST

START_TEST(a_sum_of_implicit_rewards_without_penalty_is_the_log_ratio_and_the_end)
{
    const struct tracks tracks = drawn(_i);
    const struct assay_end_reward setting = {
        .beta = 0.05, .end = 12.5, .end_limit = 10.0};
    double x[TOKENS], ratio = 0.0;

    assay_token_reward_end(tracks.a, tracks.c, tracks.b, TOKENS, &setting, x);
    for (size_t t = 0; t < TOKENS; t++)
        ratio += tracks.a[t] - tracks.b[t];
    ck_assert_double_eq_tol(assay_span_pool(x, TOKENS, false), 0.05 * ratio + 10.0,
                            1e-12);
}
END_TEST

START_TEST(guidance_of_nothing_is_the_log_ratio)
{
    const struct tracks tracks = drawn(_i);
    const struct assay_guidance setting = {.alpha = 0.0, .beta = 0.1, .side = -1.0};
    double x[TOKENS];

    assay_token_reward_guided(tracks.a, tracks.b, tracks.c, TOKENS, &setting, x);
    for (size_t t = 0; t < TOKENS; t++)
        ck_assert_double_eq_tol(x[t], 0.1 * (tracks.a[t] - tracks.b[t]), 1e-15);
}
END_TEST

START_TEST(a_drop_is_at_most_one_and_at_least_its_floor)
{
    ck_assert_double_eq_tol(assay_span_drop(-log(5.0), -log(20.0), 0.0, -1.0), 0.75,
                            1e-15);
    ck_assert_double_eq(assay_span_drop(-log(100.0), -log(20.0), 0.0, -1.0), -1.0);
    ck_assert_double_eq_tol(assay_span_drop(-log(100.0), -log(20.0), 0.0, -HUGE_VAL),
                            -4.0, 1e-14);
    ck_assert_double_le(assay_span_drop(0.0, -700.0, 0.0, -1.0), 1.0);
}
END_TEST

Suite *unit_span_sum(void)
{
    Suite *suite = suite_create("span_sum");
    TCase *tests = tcase_create("sums over spans of tracks");

    tcase_add_loop_test(tests, steps_sum_to_the_sequence, 0, SEEDS);
    tcase_add_loop_test(tests, equal_tracks_are_nothing, 0, SEEDS);
    tcase_add_loop_test(tests, swapped_tracks_turn_every_sign, 0, SEEDS);
    tcase_add_loop_test(tests, a_clip_touches_only_what_is_beyond, 0, SEEDS);
    tcase_add_loop_test(
        tests, a_sum_of_implicit_rewards_without_penalty_is_the_log_ratio_and_the_end, 0,
        SEEDS);
    tcase_add_loop_test(tests, guidance_of_nothing_is_the_log_ratio, 0, SEEDS);
    tcase_add_test(tests, a_drop_is_at_most_one_and_at_least_its_floor);
    suite_add_tcase(suite, tests);
    return suite;
}
