/* test_canonical_blind.c - what canonical forms are blind to, what they are least of, and that they are linear. */
#include "metrics/return_range.h"
#include "tests/unit/forms_made.h"
#include "tests/unit/unit.h"

static const struct assay_mdp_how how = {.method = ASSAY_MDP_DENSE};

START_TEST(val_averages_to_nothing_under_its_policy)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct assay_reward reward;
        struct made_forms got;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        reward = made_reward(&world);
        made_forms(&world, &reward, &got);
        for (size_t s = 0; s < world.mdp.states; s++) {
            double sum = 0.0;

            for (size_t k = s * world.mdp.actions; k < (s + 1) * world.mdp.actions; k++)
                sum += world.policy[k] *
                       got.number[ASSAY_CANONICAL_VAL][k * world.mdp.states];
            MADE_NEAR(sum, 0.0, 1e-12 * made_scale(&world, got.dense), &world);
        }
        made_release(&world);
    }
}
END_TEST

START_TEST(every_form_is_linear_and_true_forms_are_those_of_themselves)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct assay_reward reward[2];
        struct made_forms one, two, both, again;
        double *sum;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        reward[0] = made_reward(&world);
        reward[1] = made_reward(&world);
        made_forms(&world, &reward[0], &one);
        made_forms(&world, &reward[1], &two);
        sum = made_times(&world, 2.5, one.dense);
        for (size_t i = 0; i < made_size(&world); i++)
            sum[i] -= 0.75 * two.dense[i];
        made_forms_of_dense(&world, sum, &both);
        for (unsigned f = 0; f < ASSAY_CANONICAL_FORMS; f++) {
            double *want = made_times(&world, 2.5, one.number[f]);

            for (size_t i = 0; i < made_size(&world); i++)
                want[i] -= 0.75 * two.number[f][i];
            made_forms_near(&world, f, both.number[f], want, made_scale(&world, sum));
            if (!made_form_is_true(f))
                continue;
            made_forms_of_dense(&world, one.number[f], &again);
            made_forms_near(&world, f, again.number[f], one.number[f],
                            made_scale(&world, one.number[f]));
        }
        made_release(&world);
    }
}
END_TEST

START_TEST(shaping_changes_no_form_but_none)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct assay_reward reward;
        struct made_forms before, after;
        double *shaped;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        reward = made_reward(&world);
        made_forms(&world, &reward, &before);
        shaped = made_times(&world, 1.0, before.dense);
        made_shape(&world, 3.0, shaped);
        made_forms_of_dense(&world, shaped, &after);
        for (unsigned f = ASSAY_CANONICAL_NONE + 1; f < ASSAY_CANONICAL_FORMS; f++)
            made_forms_near(&world, f, after.number[f], before.number[f],
                            made_scale(&world, shaped));
        made_forms_near(&world, ASSAY_CANONICAL_NONE, after.number[ASSAY_CANONICAL_NONE],
                        shaped, 1e-3);
        made_release(&world);
    }
}
END_TEST

START_TEST(redistribution_changes_all_forms_but_the_true_ones)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct assay_reward reward;
        struct made_forms before, after;
        double *moved;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        reward = made_reward(&world);
        made_forms(&world, &reward, &before);
        moved = made_times(&world, 1.0, before.dense);
        made_redistribute(&world, 1.0, moved);
        made_forms_of_dense(&world, moved, &after);
        for (unsigned f = 0; f < ASSAY_CANONICAL_FORMS; f++) {
            double most = 0.0;

            for (size_t i = 0; i < made_size(&world); i++)
                most = fmax(most, fabs(after.number[f][i] - before.number[f][i]));
            if (made_form_is_true(f))
                made_forms_near(&world, f, after.number[f], before.number[f],
                                made_scale(&world, moved));
            else if (world.mdp.states > 2 && world.mdp.actions > 1)
                ck_assert_msg(most > 1e-3, "seed %llu: %s is blind to redistribution",
                              (unsigned long long)seed, assay_canonical_name[f]);
        }
        made_release(&world);
    }
}
END_TEST

/* Range_J by the level of numbers. */
static struct assay_return_range range_of(struct made_world *world, const double *dense)
{
    const struct assay_process process = {&world->mdp, &how};
    struct assay_return_search search;
    struct assay_return_range out;
    struct assay_error err;

    assay_return_search_init(&search, world->mdp.states, &world->arena);
    ck_assert_int_eq(
        assay_return_range(&process, made_level(world, dense), &search, &out, &err),
        ASSAY_OK);
    return out;
}

START_TEST(what_a_form_takes_away_orders_no_policies)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct assay_reward reward;
        struct made_forms got;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        reward = made_reward(&world);
        made_forms(&world, &reward, &got);
        for (unsigned f = 0; f < ASSAY_CANONICAL_FORMS; f++) {
            double *taken = made_times(&world, -1.0, got.number[f]);
            struct assay_return_range range;

            for (size_t i = 0; i < made_size(&world); i++)
                taken[i] += got.dense[i];
            range = range_of(&world, taken);
            if (f != ASSAY_CANONICAL_DARD)
                ck_assert_msg(range.most - range.least <=
                                  1e-9 * made_scale(&world, got.dense),
                              "seed %llu: %s takes %g", (unsigned long long)seed,
                              assay_canonical_name[f], range.most - range.least);
        }
        made_release(&world);
    }
}
END_TEST

/* 0 made of potentials and redistribution, of size 1e6 and 1; and what orders policies, which is not 0. */
START_TEST(true_forms_are_zero_exactly_where_all_policies_earn_the_same)
{
    size_t zeros = 0, others = 0;

    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct assay_reward reward;
        struct made_forms nothing, something;
        double *dense;
        bool trivial;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        dense = made_doubles(&world, made_size(&world));
        made_shape(&world, 1e6, dense);
        made_redistribute(&world, 1.0, dense);
        made_forms_of_dense(&world, dense, &nothing);
        reward = made_reward(&world);
        made_forms(&world, &reward, &something);
        trivial = range_of(&world, something.dense).trivial;
        for (unsigned f = 0; f < ASSAY_CANONICAL_FORMS; f++) {
            if (!made_form_is_true(f))
                continue;
            MADE_HOLDS(nothing.of[f].zero, &world);
            MADE_HOLDS(made_largest(nothing.number[f], made_size(&world)) == 0.0, &world);
            if (world.all_reached)
                MADE_HOLDS(something.of[f].zero == trivial, &world);
            else
                MADE_HOLDS(trivial || !something.of[f].zero, &world);
            zeros += something.of[f].zero;
            others += !something.of[f].zero;
        }
        made_release(&world);
    }
    ck_assert_uint_gt(zeros, 50);
    ck_assert_uint_gt(others, 300);
}
END_TEST

static double plain_l2(const struct made_world *world, const double *x)
{
    double sum = 0.0;

    for (size_t i = 0; i < made_size(world); i++)
        sum += x[i] * x[i];
    return sqrt(sum);
}

static double weighted_l2(const struct made_world *world, const double *x)
{
    double sum = 0.0;

    for (size_t i = 0; i < made_size(world); i++)
        sum +=
            made_tau(world, i / world->mdp.states, i % world->mdp.states) * x[i] * x[i];
    return sqrt(sum);
}

/* No random equivalent is smaller, far away or near. */
static void is_least(struct made_world *world, const struct made_forms *of)
{
    const double tight = 1.0 - 1e-9;

    for (unsigned turn = 0; turn < 6; turn++) {
        const double size = turn % 2 ? 1.0 : 1e-3;
        double *shaped = made_times(world, 1.0, of->number[ASSAY_CANONICAL_MINPOT_L2]);
        double *moved = made_times(world, 1.0, of->number[ASSAY_CANONICAL_MIN_L2]);
        double *weighted = made_times(world, 1.0, of->number[ASSAY_CANONICAL_MIN_W2]);

        made_shape(world, size, shaped);
        made_shape(world, size, moved);
        made_shape(world, size, weighted);
        made_redistribute(world, size, moved);
        made_redistribute(world, size, weighted);
        MADE_HOLDS(plain_l2(world, shaped) >=
                       tight * plain_l2(world, of->number[ASSAY_CANONICAL_MINPOT_L2]),
                   world);
        MADE_HOLDS(plain_l2(world, moved) >=
                       tight * plain_l2(world, of->number[ASSAY_CANONICAL_MIN_L2]),
                   world);
        MADE_HOLDS(weighted_l2(world, weighted) >=
                       tight * weighted_l2(world, of->number[ASSAY_CANONICAL_MIN_W2]),
                   world);
    }
}

START_TEST(least_forms_are_smaller_than_random_equivalents)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct assay_reward reward;
        struct made_forms got;
        double least;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        reward = made_reward(&world);
        made_forms(&world, &reward, &got);
        is_least(&world, &got);
        least = (1.0 - 1e-9) * plain_l2(&world, got.number[ASSAY_CANONICAL_MIN_L2]);
        for (unsigned f = 0; f < ASSAY_CANONICAL_FORMS; f++)
            if (f != ASSAY_CANONICAL_DARD)
                MADE_HOLDS(plain_l2(&world, got.number[f]) >= least, &world);
        made_release(&world);
    }
}
END_TEST

START_TEST(names_of_states_and_actions_do_not_matter)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world, renamed;
        struct made_names names;
        struct assay_reward reward;
        struct made_forms before, after;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        reward = made_reward(&world);
        made_forms(&world, &reward, &before);
        names = made_names(&world);
        made_renamed(&world, &names, &renamed);
        made_forms_of_dense(&renamed, made_dense_renamed(&world, &names, before.dense),
                            &after);
        for (unsigned f = 0; f < ASSAY_CANONICAL_FORMS; f++)
            made_forms_near(&world, f, after.number[f],
                            made_dense_renamed(&world, &names, before.number[f]),
                            made_scale(&world, before.dense));
        made_release(&world);
        made_release(&renamed);
    }
}
END_TEST

Suite *unit_canonical_blind(void)
{
    Suite *suite = suite_create("canonical_blind");
    TCase *tests = tcase_create("canonical_blind");

    tcase_add_test(tests, val_averages_to_nothing_under_its_policy);
    tcase_add_test(tests, every_form_is_linear_and_true_forms_are_those_of_themselves);
    tcase_add_test(tests, shaping_changes_no_form_but_none);
    tcase_add_test(tests, redistribution_changes_all_forms_but_the_true_ones);
    tcase_add_test(tests, what_a_form_takes_away_orders_no_policies);
    tcase_add_test(tests, true_forms_are_zero_exactly_where_all_policies_earn_the_same);
    tcase_add_test(tests, least_forms_are_smaller_than_random_equivalents);
    tcase_add_test(tests, names_of_states_and_actions_do_not_matter);
    suite_add_tcase(suite, tests);
    return suite;
}
