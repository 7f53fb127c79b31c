/* test_random_mdp.c - random processes and rewards: what their description says of shares and moments, and streams. */
#include "harness/core/memory.h"
#include "metrics/random_mdp.h"
#include "tests/unit/unit.h"

#include <gsl/gsl_cdf.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    STATES = 32,
    ACTIONS = 4,
    CELLS = STATES * ACTIONS * STATES,
    MANY = 400 /* reward functions */
};

static struct assay_arena arena;
static double reward[CELLS], other[CELLS];

static void drop(void)
{
    assay_arena_release(&arena);
}

static struct assay_random_setting setting_of(size_t states, enum assay_random_tail tail)
{
    return (struct assay_random_setting){.states = states,
                                         .actions = ACTIONS,
                                         .gamma = 0.95,
                                         .tail = tail,
                                         .chances = assay_random_paper,
                                         .seed = 7};
}

/* The share of a normal beyond a cut, and four standard errors of it among n. */
static void share_is_near(size_t hits, size_t n, double cut)
{
    const double p = gsl_cdf_ugaussian_Q(cut);

    ck_assert_double_eq_tol((double)hits / (double)n, p,
                            4.0 * sqrt(p * (1.0 - p) / (double)n));
}

static const struct {
    size_t states;
    double cut;
} sizes[] = {{32, 1.0}, {49, 1.0}, {50, 1.5}, {99, 1.5}, {100, 1.8}};

/* Entries of a row that are likely; 0 where all are alike, of which none was above the cut. */
static size_t likely_in(const struct assay_mdp *mdp, size_t k)
{
    size_t n = 0;
    bool alike = true;

    for (size_t i = mdp->row[k]; i < mdp->row[k + 1]; i++) {
        n += mdp->chance[i] > 1e-6;
        alike = alike && fabs(mdp->chance[i] * (double)mdp->states - 1.0) < 1e-12;
    }
    return alike ? 0 : n;
}

START_TEST(as_many_successors_are_likely_as_normals_are_above_the_cut)
{
    const size_t states = sizes[_i].states;
    size_t likely[2] = {0, 0};
    struct assay_mdp mdp[2];
    struct assay_error err;

    for (unsigned tail = 0; tail < 2; tail++) {
        const struct assay_random_setting setting =
            setting_of(states, (enum assay_random_tail)tail);

        assay_random_mdp(&setting, &arena, &mdp[tail]);
        ck_assert_int_eq(assay_mdp_check(&mdp[tail], "random", &err), ASSAY_OK);
        for (size_t k = 0; k < states * ACTIONS; k++)
            likely[tail] += likely_in(&mdp[tail], k);
        for (size_t s = 0; s < states; s++)
            ck_assert_double_eq(mdp[tail].start[s], 1.0 / (double)states);
    }
    ck_assert_uint_eq(assay_mdp_entries(&mdp[0]), states * states * ACTIONS);
    ck_assert_uint_le(likely[1], assay_mdp_entries(&mdp[1]));
    ck_assert_uint_eq(likely[0], likely[1]); /* the same draws */
    share_is_near(likely[1], states * states * ACTIONS, sizes[_i].cut);
}
END_TEST

/* Logits above the cut are those of a normal: log of a ratio of two chances is their difference. */
START_TEST(chances_are_softmaxes_of_truncated_normals)
{
    struct assay_random_setting setting = setting_of(STATES, ASSAY_RANDOM_SOFT);
    double lowest = (double)INFINITY, sum = 0.0;
    size_t count = 0;

    for (; setting.environment < 20; setting.environment++) {
        struct assay_mdp mdp;

        assay_random_mdp(&setting, &arena, &mdp);
        for (size_t i = 0; i < assay_mdp_entries(&mdp); i++) {
            /* an entry that was cut has exp(-20) / sum: the row's sum is known by it */
            const size_t k = i / STATES;
            double tail = (double)INFINITY, logit;

            for (size_t j = mdp.row[k]; j < mdp.row[k + 1]; j++)
                tail = fmin(tail, mdp.chance[j]);
            logit = log(mdp.chance[i] / tail) - 20.0;
            if (mdp.chance[i] < 1e-6 || likely_in(&mdp, k) == 0)
                continue;
            lowest = fmin(lowest, logit);
            sum += logit;
            count++;
        }
    }
    ck_assert_double_ge(lowest, 1.0);
    ck_assert_double_le(lowest, 1.01);
    /* E(Z | Z > 1) = phi(1) / Q(1) = 1.525135276, its variance 1 + 1.525 - 1.525^2 = 0.19910 */
    ck_assert_double_eq_tol(sum / (double)count, 1.525135276,
                            4.0 * sqrt(0.1991 / (double)count));
}
END_TEST

START_TEST(a_row_without_likely_successors_is_uniform)
{
    struct assay_random_setting setting = setting_of(2, ASSAY_RANDOM_ZERO);
    size_t uniform = 0;

    for (; setting.environment < 50; setting.environment++) {
        struct assay_mdp mdp;

        assay_random_mdp(&setting, &arena, &mdp);
        for (size_t k = 0; k < 2 * (size_t)ACTIONS; k++)
            uniform += mdp.row[k + 1] - mdp.row[k] == 2 &&
                       fabs(mdp.chance[mdp.row[k]] - 0.5) < 1e-15;
    }
    /* both below 1: 0.841345^2 = 0.70786 of 400 rows, standard error 9.1 */
    ck_assert_uint_ge(uniform, 283 - 37);
    ck_assert_uint_le(uniform, 283 + 37);
}
END_TEST

static void draw(const struct assay_random_chances *chances, uint64_t environment,
                 double *out)
{
    struct assay_random_setting setting = setting_of(STATES, ASSAY_RANDOM_SOFT);

    setting.chances = *chances;
    setting.environment = environment;
    assay_random_reward(&setting, 3, out);
}

static double mean_of(const double *x, double *variance)
{
    double sum = 0.0, squares = 0.0;

    for (size_t i = 0; i < CELLS; i++)
        sum += x[i] / CELLS;
    for (size_t i = 0; i < CELLS; i++)
        squares += (x[i] - sum) * (x[i] - sum) / CELLS;
    *variance = squares;
    return sum;
}

START_TEST(a_plain_reward_is_standard_normal)
{
    double variance, kurtosis = 0.0;

    draw(&(struct assay_random_chances){0}, 0, reward);
    ck_assert_double_eq_tol(mean_of(reward, &variance), 0.0, 4.0 / sqrt(CELLS));
    ck_assert_double_eq_tol(variance, 1.0, 4.0 * sqrt(2.0 / CELLS));
    for (size_t i = 0; i < CELLS; i++)
        kurtosis += pow(reward[i], 4.0) / CELLS;
    ck_assert_double_eq_tol(kurtosis, 3.0, 4.0 * sqrt(96.0 / CELLS));
}
END_TEST

START_TEST(a_sparse_reward_keeps_what_is_above_three)
{
    size_t hits = 0, wrong = 0;

    for (size_t e = 0; e < MANY; e++) {
        draw(&(struct assay_random_chances){.sparse = 1.0}, e, reward);
        draw(&(struct assay_random_chances){0}, e, other);
        for (size_t i = 0; i < CELLS; i++) {
            other[i] = other[i] > 3.0 ? other[i] : 0.0;
            wrong += reward[i] < other[i] || reward[i] > other[i];
            hits += reward[i] > 0.0;
        }
    }
    ck_assert_uint_eq(wrong, 0);
    share_is_near(hits, (size_t)MANY * CELLS, 3.0);
}
END_TEST

/* The factor, or what is added, is 10 u: mean 5, variance 100 / 12. */
START_TEST(factors_and_offsets_are_uniform_up_to_ten)
{
    double scaled = 0.0, moved = 0.0;

    for (size_t e = 0; e < MANY; e++) {
        draw(&(struct assay_random_chances){0}, e, other);
        draw(&(struct assay_random_chances){.scaled = 1.0}, e, reward);
        ck_assert_double_eq_tol(reward[1] / other[1], reward[0] / other[0], 1e-9);
        ck_assert(reward[0] / other[0] >= 0.0 && reward[0] / other[0] < 10.0);
        scaled += reward[0] / other[0] / MANY;
        draw(&(struct assay_random_chances){.offset = 1.0}, e, reward);
        ck_assert_double_eq_tol(reward[1] - other[1], reward[0] - other[0], 1e-9);
        moved += (reward[0] - other[0]) / MANY;
    }
    ck_assert_double_eq_tol(scaled, 5.0, 4.0 * sqrt(100.0 / 12.0 / MANY));
    ck_assert_double_eq_tol(moved, 5.0, 4.0 * sqrt(100.0 / 12.0 / MANY));
}
END_TEST

/* R - R' = gamma Phi(s') - Phi(s): Phi is told by entries of state 0 up to a constant, and must fit all others. */
START_TEST(shaping_is_by_a_potential)
{
    double potential[STATES], first, sum = 0.0;

    draw(&(struct assay_random_chances){0}, 5, other);
    draw(&(struct assay_random_chances){.shaped = 1.0}, 5, reward);
    first = (reward[0] - other[0]) / (0.95 - 1.0); /* s = s' = 0 */
    for (size_t s = 0; s < STATES; s++) {
        potential[s] = (reward[s] - other[s] + first) / 0.95;
        sum += fabs(potential[s]);
    }
    ck_assert_double_gt(sum, 0.1);
    for (size_t i = 0; i < CELLS; i++)
        ck_assert_double_eq_tol(
            reward[i] - other[i],
            0.95 * potential[i % STATES] - potential[i / STATES / ACTIONS], 1e-9);
}
END_TEST

/* Each of the four happens as often as it should, by what it leaves behind. */
START_TEST(chances_are_those_of_the_paper)
{
    size_t sparse = 0, shaped = 0;

    for (size_t e = 0; e < MANY; e++) {
        size_t same = 0;

        draw(&(struct assay_random_chances){.sparse = 0.2}, e, reward);
        for (size_t i = 0; i < CELLS; i++)
            same += !(reward[i] < 0.0 || reward[i] > 0.0);
        sparse += same > CELLS / 2;
        draw(&(struct assay_random_chances){.shaped = 0.5}, e, reward);
        draw(&(struct assay_random_chances){0}, e, other);
        shaped += fabs(reward[1] - other[1]) > 1e-9;
    }
    ck_assert_double_eq_tol((double)sparse / MANY, 0.2, 4.0 * sqrt(0.16 / MANY));
    ck_assert_double_eq_tol((double)shaped / MANY, 0.5, 4.0 * sqrt(0.25 / MANY));
    ck_assert_double_eq(assay_random_paper.sparse, 0.2);
    ck_assert_double_eq(assay_random_paper.scaled, 0.7);
    ck_assert_double_eq(assay_random_paper.offset, 0.3);
    ck_assert_double_eq(assay_random_paper.shaped, 0.5);
}
END_TEST

START_TEST(everything_is_a_function_of_seed_environment_and_number)
{
    struct assay_random_setting setting = setting_of(STATES, ASSAY_RANDOM_SOFT);
    struct assay_mdp mdp, again;

    assay_random_mdp(&setting, &arena, &mdp);
    assay_random_reward(&setting, 9, other);
    assay_random_mdp(&setting, &arena, &again);
    assay_random_reward(&setting, 9, reward);
    ck_assert_mem_eq(mdp.chance, again.chance, CELLS * sizeof(double));
    ck_assert_mem_eq(reward, other, sizeof(reward));
    assay_random_reward(&setting, 8, reward);
    ck_assert_mem_ne(reward, other, sizeof(reward));
    setting.environment = 1;
    assay_random_mdp(&setting, &arena, &again);
    ck_assert_mem_ne(mdp.chance, again.chance, CELLS * sizeof(double));
    assay_random_reward(&setting, 9, reward);
    ck_assert_mem_ne(reward, other, sizeof(reward));
    setting = setting_of(STATES, ASSAY_RANDOM_SOFT);
    setting.seed = 8;
    assay_random_reward(&setting, 9, reward);
    ck_assert_mem_ne(reward, other, sizeof(reward));
}
END_TEST

START_TEST(steps_between_two_rewards_are_even)
{
    static const double first[] = {1.0, -2.0, 0.1}, second[] = {5.0, 6.0, 0.3};
    double out[3];

    assay_reward_between(first, second, 3, 4, 16, out);
    ck_assert_double_eq(out[0], 2.0);
    ck_assert_double_eq(out[1], 0.0);
    ck_assert_double_eq_tol(out[2], 0.15, 1e-15);
    assay_reward_between(first, second, 3, 16, 16, out);
    ck_assert_mem_eq(out, second, sizeof(second));
    assay_reward_between(first, second, 3, 0, 16, out);
    ck_assert_mem_eq(out, first, sizeof(first));
}
END_TEST

Suite *unit_random_mdp(void)
{
    Suite *suite = suite_create("random_mdp");
    TCase *all = tcase_create("draws");

    tcase_add_checked_fixture(all, NULL, drop);
    tcase_add_loop_test(all, as_many_successors_are_likely_as_normals_are_above_the_cut,
                        0, sizeof(sizes) / sizeof(sizes[0]));
    tcase_add_test(all, chances_are_softmaxes_of_truncated_normals);
    tcase_add_test(all, a_row_without_likely_successors_is_uniform);
    tcase_add_test(all, a_plain_reward_is_standard_normal);
    tcase_add_test(all, a_sparse_reward_keeps_what_is_above_three);
    tcase_add_test(all, factors_and_offsets_are_uniform_up_to_ten);
    tcase_add_test(all, shaping_is_by_a_potential);
    tcase_add_test(all, chances_are_those_of_the_paper);
    tcase_add_test(all, everything_is_a_function_of_seed_environment_and_number);
    tcase_add_test(all, steps_between_two_rewards_are_even);
    suite_add_tcase(suite, all);
    return suite;
}
