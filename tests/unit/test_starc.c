/*
 * test_starc.c - ranges, regret, worst-case regret and d_J held against all deterministic policies and against linear
 * programmes over occupancies, and what must hold of them whatever the world.
 */
#include "metrics/starc.h"
#include "tests/unit/plain_lp.h"
#include "tests/unit/unit.h"
#include "tests/unit/world_made.h"

#include <string.h>

static const struct assay_mdp_how how = {.method = ASSAY_MDP_DENSE};

/* One reward as measured. */
struct measured {
    const double *level;
    struct assay_starc_reward of;
};

static void measure(struct made_world *world, const double *dense, struct measured *out)
{
    const struct assay_process process = {&world->mdp, &how};
    const struct assay_canonical_choice choice = {
        .policy = world->policy, .forms = 1U << ASSAY_CANONICAL_VAL, .how = how};
    struct assay_reward *reward = assay_arena_new(&world->arena, 1, sizeof(*reward));
    struct assay_canonicaliser *canonicaliser;
    struct assay_canonical val;
    struct assay_canonical_subject subject = {.reward = reward,
                                              .level = made_level(world, dense)};
    struct assay_error err;

    *reward = made_of(dense);
    out->level = subject.level;
    ck_assert_int_eq(assay_canonicaliser_new(&world->mdp, &choice, &canonicaliser, &err),
                     ASSAY_OK);
    ck_assert_int_eq(assay_canonicalise(canonicaliser, ASSAY_CANONICAL_VAL, &subject,
                                        &world->arena, &val, &err),
                     ASSAY_OK);
    ck_assert_int_eq(
        assay_starc_reward(&process, subject.level, &val, &world->arena, &out->of, &err),
        ASSAY_OK);
    assay_canonicaliser_free(canonicaliser);
}

static double *random_dense(struct made_world *world)
{
    const struct assay_reward reward = made_reward(world);

    return made_dense(world, &reward);
}

/* What two rewards are to one another. */
struct found {
    double starc_j;
    struct assay_worst_case worst;
    struct assay_regret_span regret;
};

static struct found find(const struct made_world *world, const struct measured *x,
                         const struct measured *y)
{
    const struct assay_process process = {&world->mdp, &how};
    struct found out;
    struct assay_error err;

    ck_assert_int_eq(assay_starc_j(&process, &x->of, &y->of, &out.starc_j, &err),
                     ASSAY_OK);
    ck_assert_int_eq(assay_worst_case_regret(&process, &x->of, &y->of, &out.worst, &err),
                     ASSAY_OK);
    ck_assert_int_eq(assay_regret(&process, &x->of, &y->of, &out.regret, &err), ASSAY_OK);
    return out;
}

/* V of a deterministic policy by sweeps of its equation. */
static void value_of(const struct made_world *world, const double *level,
                     const size_t *action, double *v)
{
    const struct assay_mdp *mdp = &world->mdp;

    memset(v, 0, mdp->states * sizeof(*v));
    for (unsigned sweep = 0; sweep < 4000; sweep++) {
        double largest = 0.0;

        for (size_t s = 0; s < mdp->states; s++) {
            const size_t k = s * mdp->actions + action[s];
            double next = 0.0;

            for (size_t i = mdp->row[k]; i < mdp->row[k + 1]; i++)
                next += mdp->chance[i] * v[mdp->next[i]];
            next = level[k] + mdp->gamma * next;
            largest = fmax(largest, fabs(next - v[s]));
            v[s] = next;
        }
        if (largest < 1e-14)
            break;
    }
}

static bool next_policy(const struct made_world *world, size_t *action)
{
    for (size_t s = 0; s < world->mdp.states; s++) {
        if (++action[s] < world->mdp.actions)
            return true;
        action[s] = 0;
    }
    return false;
}

static double start_mean(const struct made_world *world, const double *v)
{
    double sum = 0.0;

    for (size_t s = 0; s < world->mdp.states; s++)
        sum += world->mdp.start[s] * v[s];
    return sum;
}

/* All that enumeration tells of one reward. */
struct enumerated {
    double most, least;
    double v[4]; /* V*, state by state */
};

static struct enumerated enumerate(const struct made_world *world, const double *level)
{
    struct enumerated out = {-(double)INFINITY, (double)INFINITY, {0.0}};
    size_t action[4] = {0};
    double v[4];

    for (size_t s = 0; s < 4; s++)
        out.v[s] = -(double)INFINITY;
    do {
        value_of(world, level, action, v);
        out.most = fmax(out.most, start_mean(world, v));
        out.least = fmin(out.least, start_mean(world, v));
        for (size_t s = 0; s < world->mdp.states; s++)
            out.v[s] = fmax(out.v[s], v[s]);
    } while (next_policy(world, action));
    return out;
}

static double scale_of(const struct made_world *world, const double *level)
{
    return made_largest(level, made_rows(world)) / (1.0 - world->mdp.gamma);
}

/* An action is optimal where its Q* is the greatest: by V* of the enumeration. */
static void sets_are_right(const struct made_world *world, const struct measured *x,
                           const struct enumerated *of)
{
    const struct assay_mdp *mdp = &world->mdp;

    for (size_t k = 0; k < made_rows(world); k++) {
        double q = 0.0;

        for (size_t i = mdp->row[k]; i < mdp->row[k + 1]; i++)
            q += mdp->gamma * mdp->chance[i] * of->v[mdp->next[i]];
        q += x->level[k];
        MADE_HOLDS(x->of.optimal[k] ==
                       (q >= of->v[k / mdp->actions] - 1e-9 * scale_of(world, x->level)),
                   world);
    }
}

START_TEST(most_least_and_optimal_actions_are_those_of_all_deterministic_policies)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct measured x;
        struct enumerated all;

        made_world(seed, 4, 3, &world);
        measure(&world, random_dense(&world), &x);
        all = enumerate(&world, x.level);
        MADE_NEAR(x.of.range.most, all.most, 1e-10, &world);
        MADE_NEAR(x.of.range.least, all.least, 1e-10, &world);
        sets_are_right(&world, &x, &all);
        made_release(&world);
    }
}
END_TEST

/* Is every action of a policy among those that are best? */
static bool is_optimal(const struct made_world *world, const struct measured *y,
                       const size_t *action)
{
    for (size_t s = 0; s < world->mdp.states; s++)
        if (!y->of.optimal[s * world->mdp.actions + action[s]])
            return false;
    return true;
}

/* Rewards of a few whole numbers, so that many policies tie. */
static double *tied_dense(struct made_world *world)
{
    double *out = made_doubles(world, made_size(world));

    for (size_t k = 0; k < made_rows(world); k++) {
        const double value = (double)assay_rng_index(&world->rng, 2);

        for (size_t t = 0; t < world->mdp.states; t++)
            out[k * world->mdp.states + t] = value;
    }
    return out;
}

START_TEST(regret_is_between_the_best_and_the_worst_of_the_policies_that_tie)
{
    size_t wide = 0;

    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct measured x, y;
        struct found found;
        double most = -(double)INFINITY, least = (double)INFINITY, v[4];
        size_t action[4] = {0};

        made_world(seed, 4, 3, &world);
        measure(&world, random_dense(&world), &x);
        measure(&world, seed % 4 ? tied_dense(&world) : random_dense(&world), &y);
        found = find(&world, &x, &y);
        do {
            if (!is_optimal(&world, &y, action))
                continue;
            value_of(&world, x.level, action, v);
            most = fmax(most, start_mean(&world, v));
            least = fmin(least, start_mean(&world, v));
        } while (next_policy(&world, action));
        if (!x.of.range.trivial && !y.of.range.trivial) {
            MADE_NEAR(found.regret.lo, (x.of.range.most - most) / x.of.range.range, 1e-9,
                      &world);
            MADE_NEAR(found.regret.hi, (x.of.range.most - least) / x.of.range.range, 1e-9,
                      &world);
            wide += found.regret.hi > found.regret.lo + 1e-6;
        } else {
            MADE_HOLDS(found.regret.lo == 0.0, &world);
            MADE_HOLDS(found.regret.hi == (x.of.range.trivial ? 0.0 : 1.0), &world);
        }
        made_release(&world);
    }
    ck_assert_uint_gt(wide, 10);
}
END_TEST

/* Occupancies: sum_a x(s, a) - gamma sum tau(k, s) x(k) = mu0(s), columns from `from` on. */
static void put_occupancy(const struct made_world *world, struct plain_lp *lp,
                          size_t from)
{
    for (size_t s = 0; s < world->mdp.states; s++) {
        double *row = plain_lp_row(lp, '=', world->mdp.start[s]);

        for (size_t k = 0; k < made_rows(world); k++)
            row[from + k] = (k / world->mdp.actions == s ? 1.0 : 0.0) -
                            world->mdp.gamma * made_tau(world, k, s);
    }
}

static double most_by_programme(const struct made_world *world, const double *level,
                                double sign)
{
    struct plain_lp lp = {.columns = made_rows(world)};

    put_occupancy(world, &lp, 0);
    for (size_t k = 0; k < made_rows(world); k++)
        lp.gain[k] = sign * level[k];
    return sign * plain_lp_most(&lp);
}

/* max J1(p1) - J1(p2) over pairs of occupancies with J2(p2) >= J2(p1), of rewards of order 1. */
static double worst_by_programme(const struct made_world *world, const double *one,
                                 const double *two)
{
    const size_t rows = made_rows(world);
    struct plain_lp lp = {.columns = 2 * rows};
    double *order;

    put_occupancy(world, &lp, 0);
    put_occupancy(world, &lp, rows);
    order = plain_lp_row(&lp, '>', 0.0);
    for (size_t k = 0; k < rows; k++) {
        lp.gain[k] = one[k];
        lp.gain[rows + k] = -one[k];
        order[k] = -two[k];
        order[rows + k] = two[k];
    }
    return plain_lp_most(&lp);
}

START_TEST(most_least_and_worst_case_are_those_of_linear_programmes)
{
    size_t mixed = 0;

    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct measured x, y;
        struct found found;

        made_world(seed, 6, 4, &world);
        measure(&world, random_dense(&world), &x);
        measure(&world, random_dense(&world), &y);
        MADE_NEAR(x.of.range.most, most_by_programme(&world, x.level, 1.0), 1e-8, &world);
        MADE_NEAR(x.of.range.least, most_by_programme(&world, x.level, -1.0), 1e-8,
                  &world);
        found = find(&world, &x, &y);
        if (!x.of.range.trivial && !y.of.range.trivial) {
            MADE_NEAR(found.worst.regret,
                      worst_by_programme(&world, x.of.unit, y.of.unit), 1e-7, &world);
            mixed += found.worst.regret > found.regret.hi + 1e-6;
        }
        made_release(&world);
    }
    ck_assert_uint_gt(mixed, 80);
}
END_TEST

/* d_J as the range of the difference of unit rewards, by programmes too. */
START_TEST(d_j_is_the_range_of_the_difference_of_unit_rewards)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct measured x, y;
        struct found found;
        double *z;

        made_world(seed, 6, 4, &world);
        measure(&world, random_dense(&world), &x);
        measure(&world, random_dense(&world), &y);
        found = find(&world, &x, &y);
        z = made_doubles(&world, made_rows(&world));
        for (size_t k = 0; k < made_rows(&world); k++) {
            if (!x.of.range.trivial)
                z[k] += x.level[k] / x.of.range.range;
            if (!y.of.range.trivial)
                z[k] -= y.level[k] / y.of.range.range;
        }
        MADE_NEAR(found.starc_j,
                  most_by_programme(&world, z, 1.0) - most_by_programme(&world, z, -1.0),
                  1e-7, &world);
        made_release(&world);
    }
}
END_TEST

START_TEST(the_chain_holds_and_d_j_is_a_pseudometric)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct measured of[3];
        struct found found[3][3];

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        for (size_t i = 0; i < 3; i++)
            measure(&world,
                    i && seed % 5 == 0 ? tied_dense(&world) : random_dense(&world),
                    &of[i]);
        for (size_t i = 0; i < 9; i++)
            found[i / 3][i % 3] = find(&world, &of[i / 3], &of[i % 3]);
        for (size_t i = 0; i < 9; i++) {
            const size_t x = i / 3, y = i % 3;
            const struct found *at = &found[x][y];

            MADE_HOLDS(at->regret.lo <= at->regret.hi + 1e-12, &world);
            MADE_HOLDS(at->regret.hi <= at->worst.regret + 1e-9, &world);
            MADE_HOLDS(at->worst.regret <= at->starc_j + 1e-9, &world);
            MADE_HOLDS(of[x].of.range.trivial ||
                           at->starc_j <= 2.0 * at->worst.regret + 1e-9,
                       &world);
            MADE_HOLDS(at->worst.evaluations <= 20, &world);
            MADE_NEAR(at->starc_j, found[y][x].starc_j, 1e-11, &world);
            for (size_t z = 0; z < 3; z++)
                MADE_HOLDS(at->starc_j <=
                               found[x][z].starc_j + found[z][y].starc_j + 1e-10,
                           &world);
            if (x == y)
                MADE_NEAR(at->starc_j, 0.0, 1e-11, &world);
            if (x == y)
                MADE_NEAR(at->worst.regret, 0.0, 1e-9, &world);
        }
        made_release(&world);
    }
}
END_TEST

START_TEST(a_reward_is_as_far_as_can_be_from_its_opposite)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct measured x, y;
        struct found found;
        double *dense;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        dense = random_dense(&world);
        measure(&world, dense, &x);
        measure(&world, made_times(&world, -7.0, dense), &y);
        found = find(&world, &x, &y);
        if (x.of.range.trivial) {
            MADE_HOLDS(y.of.range.trivial && found.starc_j == 0.0, &world);
        } else {
            MADE_NEAR(found.starc_j, 2.0, 1e-10, &world);
            MADE_NEAR(found.worst.regret, 1.0, 1e-10, &world);
            MADE_NEAR(found.regret.hi, 1.0, 1e-9, &world);
        }
        made_release(&world);
    }
}
END_TEST

static void are_alike(const struct made_world *world, const struct found *got,
                      const struct found *want)
{
    MADE_NEAR(got->starc_j, want->starc_j, 1e-8, world);
    MADE_NEAR(got->worst.regret, want->worst.regret, 1e-8, world);
    MADE_NEAR(got->regret.lo, want->regret.lo, 1e-8, world);
    MADE_NEAR(got->regret.hi, want->regret.hi, 1e-8, world);
}

/* Shaping, redistribution and scale of either reward, sizes of 1e6 and 1e-6 among them. */
START_TEST(equivalent_rewards_have_the_same_regret_worst_case_and_distance)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct measured before[2], after[2];
        struct found found[3];
        double *dense[2];

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        for (size_t i = 0; i < 2; i++) {
            dense[i] = random_dense(&world);
            measure(&world, dense[i], &before[i]);
            made_shape(&world, 2.0, dense[i]);
            made_redistribute(&world, 2.0, dense[i]);
            measure(&world, made_times(&world, i ? 1e6 : 1e-6, dense[i]), &after[i]);
            MADE_HOLDS(before[i].of.range.trivial == after[i].of.range.trivial, &world);
        }
        found[0] = find(&world, &before[0], &before[1]);
        found[1] = find(&world, &after[0], &after[1]);
        are_alike(&world, &found[1], &found[0]);
        found[2] = find(&world, &before[0], &after[0]);
        MADE_NEAR(found[2].starc_j, 0.0, 1e-10, &world);
        made_release(&world);
    }
}
END_TEST

/* Potentials of 1e6 over rewards of 1: four digits are left at gamma .99, and nothing more is asked. */
START_TEST(potentials_of_a_million_change_no_distance)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct measured x, y, shaped;
        double *dense;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        dense = made_doubles(&world, made_size(&world));
        for (size_t i = 0; i < made_size(&world); i++)
            dense[i] = made_normal(&world);
        measure(&world, dense, &x);
        measure(&world, random_dense(&world), &y);
        made_shape(&world, 1e6, dense);
        measure(&world, dense, &shaped);
        MADE_HOLDS(x.of.range.trivial == shaped.of.range.trivial, &world);
        MADE_NEAR(find(&world, &shaped, &y).starc_j, find(&world, &x, &y).starc_j, 1e-5,
                  &world);
        made_release(&world);
    }
}
END_TEST

START_TEST(names_and_a_second_copy_of_an_action_do_not_matter)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world, other[2];
        struct made_names names;
        struct measured before[2], after[2][2];
        struct found found[3];

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        names = made_names(&world);
        made_renamed(&world, &names, &other[0]);
        made_with_twin(&world, &other[1]);
        for (size_t i = 0; i < 2; i++) {
            const double *dense = random_dense(&world);

            measure(&world, dense, &before[i]);
            measure(&other[0], made_dense_renamed(&world, &names, dense), &after[0][i]);
            measure(&other[1], made_dense_with_twin(&world, dense), &after[1][i]);
        }
        found[2] = find(&world, &before[0], &before[1]);
        for (size_t i = 0; i < 2; i++) {
            found[i] = find(&other[i], &after[i][0], &after[i][1]);
            are_alike(&world, &found[i], &found[2]);
            made_release(&other[i]);
        }
        made_release(&world);
    }
}
END_TEST

/* One that orders no policies: made of potentials of 1e6 and of redistribution. */
START_TEST(a_reward_that_orders_nothing_is_one_from_others_and_nothing_from_itself)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct measured nothing, again, x;
        double *dense;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        dense = made_doubles(&world, made_size(&world));
        measure(&world, dense, &again);
        made_shape(&world, 1e6, dense);
        made_redistribute(&world, 1.0, dense);
        measure(&world, dense, &nothing);
        measure(&world, random_dense(&world), &x);
        MADE_HOLDS(nothing.of.range.trivial && nothing.of.range.range == 0.0, &world);
        MADE_HOLDS(find(&world, &nothing, &again).starc_j == 0.0, &world);
        MADE_HOLDS(find(&world, &nothing, &x).worst.regret == 0.0, &world);
        if (!x.of.range.trivial) {
            MADE_HOLDS(find(&world, &x, &nothing).starc_j == 1.0, &world);
            MADE_HOLDS(find(&world, &x, &nothing).worst.regret == 1.0, &world);
        }
        made_release(&world);
    }
}
END_TEST

Suite *unit_starc(void)
{
    Suite *suite = suite_create("starc");
    TCase *tests = tcase_create("starc");

    tcase_add_test(
        tests, most_least_and_optimal_actions_are_those_of_all_deterministic_policies);
    tcase_add_test(tests,
                   regret_is_between_the_best_and_the_worst_of_the_policies_that_tie);
    tcase_add_test(tests, most_least_and_worst_case_are_those_of_linear_programmes);
    tcase_add_test(tests, d_j_is_the_range_of_the_difference_of_unit_rewards);
    tcase_add_test(tests, the_chain_holds_and_d_j_is_a_pseudometric);
    tcase_add_test(tests, a_reward_is_as_far_as_can_be_from_its_opposite);
    tcase_add_test(tests,
                   equivalent_rewards_have_the_same_regret_worst_case_and_distance);
    tcase_add_test(tests, potentials_of_a_million_change_no_distance);
    tcase_add_test(tests, names_and_a_second_copy_of_an_action_do_not_matter);
    tcase_add_test(
        tests, a_reward_that_orders_nothing_is_one_from_others_and_nothing_from_itself);
    suite_add_tcase(suite, tests);
    return suite;
}
