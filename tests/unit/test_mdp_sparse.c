#include "harness/core/memory.h"
#include "metrics/mdp_sparse.h"
#include "tests/unit/mdp_worlds.h"
#include "tests/unit/unit.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    STATES_MOST = 150,
    ACTIONS_MOST = 4,
    SEEDS = 40,
    PARALLEL_STATES = 17000, /* more than one thread is worth */
    FEW_STATES = 4,
    FEW_ACTIONS = 3
};

static const double gammas[] = {0.0, 0.5, 0.95, 0.99, 0.9999};

enum {
    GAMMAS = sizeof(gammas) / sizeof(gammas[0])
};

/* A world of a kind; sizes, gamma and all else by the seed. */
static void small_drawn(struct mdp_world *world, int kind, uint64_t seed)
{
    static const size_t states[] = {1, 2, 7, 40, STATES_MOST};

    mdp_world_drawn(world, (enum mdp_world_kind)kind, states[seed % 5],
                    1 + seed / 5 % ACTIONS_MOST, gammas[seed / 3 % GAMMAS], seed);
}

static double largest(const double *x, size_t n)
{
    double most = 0.0;

    for (size_t i = 0; i < n; i++)
        most = fmax(most, fabs(x[i]));
    return most;
}

/* max |r| / (1 - gamma). */
static double scale_of(const struct mdp_world *world)
{
    return largest(world->r, world->mdp.states * world->mdp.actions) /
           (1.0 - world->mdp.gamma);
}

static void assert_close(const double *got, const double *want, size_t n, double within,
                         const char *what, uint64_t seed)
{
    for (size_t i = 0; i < n; i++)
        ck_assert_msg(fabs(got[i] - want[i]) <= within,
                      "%s, seed %llu: state %zu: %.17g, not %.17g, within %g", what,
                      (unsigned long long)seed, i, got[i], want[i], within);
}

static void value_of(const struct mdp_world *world, const double *policy, size_t jobs,
                     double *v, double *width)
{
    const struct assay_mdp_how how = {.jobs = jobs};
    double *r = assay_memory_new(world->mdp.states, sizeof(*r));
    struct assay_mdp_sparse *system;
    struct assay_error err;

    assay_mdp_average(&world->mdp, policy, world->r, r);
    ck_assert_int_eq(assay_mdp_sparse_new(&world->mdp, policy, &how, &system, &err),
                     ASSAY_OK);
    ck_assert_msg(assay_mdp_sparse_value(system, r, v, width, &err) == ASSAY_OK, "%s",
                  err.text);
    assay_mdp_sparse_free(system);
    free(r);
}

static void visits_of(const struct mdp_world *world, const double *policy, size_t jobs,
                      double *d)
{
    const struct assay_mdp_how how = {.jobs = jobs};
    struct assay_mdp_sparse *system;
    struct assay_error err;

    ck_assert_int_eq(assay_mdp_sparse_new(&world->mdp, policy, &how, &system, &err),
                     ASSAY_OK);
    ck_assert_msg(assay_mdp_sparse_visits(system, d, &err) == ASSAY_OK, "%s", err.text);
    assay_mdp_sparse_free(system);
}

static struct assay_optimum optimum_new(size_t states)
{
    return (struct assay_optimum){.v = assay_memory_new(states, sizeof(double)),
                                  .action = assay_memory_new(states, sizeof(uint32_t))};
}

static void optimum_free(struct assay_optimum *out)
{
    free(out->v);
    free(out->action);
}

static void optimum_of(const struct mdp_world *world, const bool *allowed, size_t jobs,
                       struct assay_optimum *out)
{
    const struct assay_mdp_how how = {.jobs = jobs};
    struct assay_error err;

    ck_assert_msg(assay_mdp_sparse_optimum(&world->mdp, world->r, allowed, &how, out,
                                           &err) == ASSAY_OK,
                  "%s", err.text);
}

/* The width is for r_pi as it is given, which has been rounded too. */
START_TEST(values_are_those_of_lu)
{
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        double v[STATES_MOST], want[STATES_MOST], width;
        struct mdp_world world;

        small_drawn(&world, _i, seed);
        for (int uniform = 0; uniform < 2; uniform++) {
            const double *policy = uniform ? NULL : world.policy;

            mdp_world_solved(&world, policy, false, want);
            value_of(&world, policy, 1, v, &width);
            assert_close(v, want, world.mdp.states,
                         width + 4.0 * DBL_EPSILON * scale_of(&world), "width", seed);
            ck_assert_msg(width <= 1e-9 * scale_of(&world), "seed %llu: width %g",
                          (unsigned long long)seed, width);
        }
        assay_arena_release(&world.arena);
    }
}
END_TEST

START_TEST(visits_are_those_of_lu)
{
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        double d[STATES_MOST], want[STATES_MOST], sum = 0.0;
        struct mdp_world world;

        small_drawn(&world, _i, seed);
        for (int uniform = 0; uniform < 2; uniform++) {
            const double *policy = uniform ? NULL : world.policy;
            const double most = 1.0 / (1.0 - world.mdp.gamma);

            mdp_world_solved(&world, policy, true, want);
            visits_of(&world, policy, 1, d);
            assert_close(d, want, world.mdp.states, 1e-9 * most, "visits", seed);
            sum = 0.0;
            for (size_t s = 0; s < world.mdp.states; s++)
                sum += d[s];
            ck_assert_double_le(fabs(sum - most), 1e-9 * most);
        }
        assay_arena_release(&world.arena);
    }
}
END_TEST

/* Large and small rewards are the same values, larger and smaller; no rewards are no values. */
START_TEST(values_scale_with_rewards)
{
    static const double factors[] = {1e6, 1e-6, 0.0, -1.0};
    double v[STATES_MOST], got[STATES_MOST], width;
    struct mdp_world world;

    mdp_world_drawn(&world, (enum mdp_world_kind)_i, 40, 3, 0.99, 3);
    value_of(&world, NULL, 1, v, &width);
    for (size_t f = 0; f < 4; f++) {
        struct mdp_world scaled = world;
        double r[40 * 3];

        for (size_t k = 0; k < sizeof(r) / sizeof(*r); k++)
            r[k] = factors[f] * world.r[k];
        scaled.r = r;
        value_of(&scaled, NULL, 1, got, &width);
        for (size_t s = 0; s < 40; s++)
            ck_assert_double_le(fabs(got[s] - factors[f] * v[s]),
                                3e-12 * fabs(factors[f]) * scale_of(&world));
    }
    assay_arena_release(&world.arena);
}
END_TEST

/* Values by two policies, visits, optimum and widths, one behind the other. */
static void all_answers(const struct mdp_world *world, size_t jobs, double *answer)
{
    const size_t states = world->mdp.states;
    struct assay_optimum out = {.v = answer + 3 * states};

    out.action = assay_memory_new(states, sizeof(*out.action));
    value_of(world, NULL, jobs, answer, answer + 5 * states);
    value_of(world, world->policy, jobs, answer + states, answer + 5 * states + 1);
    visits_of(world, NULL, jobs, answer + 2 * states);
    optimum_of(world, NULL, jobs, &out);
    for (size_t s = 0; s < states; s++)
        answer[4 * states + s] = out.action[s];
    answer[5 * states + 2] = out.width;
    free(out.action);
}

START_TEST(threads_change_no_bit)
{
    static const size_t jobs[] = {2, 3, 7};
    const size_t size = (size_t)5 * PARALLEL_STATES + 3;
    double *one = assay_memory_new(size, sizeof(*one));
    double *got = assay_memory_new(size, sizeof(*got));
    struct mdp_world world;

    mdp_world_drawn(&world, (enum mdp_world_kind)_i, PARALLEL_STATES, 3, 0.9, 2);
    all_answers(&world, 1, one);
    for (size_t j = 0; j < 3; j++) {
        all_answers(&world, jobs[j], got);
        ck_assert_mem_eq(got, one, size * sizeof(*one));
    }
    free(one);
    free(got);
    assay_arena_release(&world.arena);
}
END_TEST

/* Half of the actions, at least one a state. */
static void allowed_drawn(const struct assay_mdp *mdp, uint64_t seed, bool *allowed)
{
    struct assay_rng rng = {seed + 1000};

    for (size_t k = 0; k < mdp->states * mdp->actions; k++)
        allowed[k] = assay_rng_index(&rng, 2) == 1;
    for (size_t s = 0; s < mdp->states; s++)
        allowed[s * mdp->actions + assay_rng_index(&rng, mdp->actions)] = true;
}

/* The policy of number n among the deterministic ones; false if it takes what is not allowed. */
static bool policy_of(const struct assay_mdp *mdp, size_t n, const bool *allowed,
                      double *policy)
{
    bool fine = true;

    memset(policy, 0, mdp->states * mdp->actions * sizeof(*policy));
    for (size_t s = 0; s < mdp->states; s++) {
        const size_t k = s * mdp->actions + n % mdp->actions;

        policy[k] = 1.0;
        fine = fine && (!allowed || allowed[k]);
        n /= mdp->actions;
    }
    return fine;
}

/* The best value of each state over all deterministic policies. */
static void enumerated(const struct mdp_world *world, const bool *allowed, double *best)
{
    const struct assay_mdp *mdp = &world->mdp;
    const size_t policies =
        (size_t)lround(pow((double)mdp->actions, (double)mdp->states));
    double policy[FEW_STATES * FEW_ACTIONS], v[FEW_STATES];

    for (size_t s = 0; s < mdp->states; s++)
        best[s] = -(double)INFINITY;
    for (size_t n = 0; n < policies; n++) {
        if (!policy_of(mdp, n, allowed, policy))
            continue;
        mdp_world_solved(world, policy, false, v);
        for (size_t s = 0; s < mdp->states; s++)
            best[s] = fmax(best[s], v[s]);
    }
}

START_TEST(the_optimum_is_the_best_of_all_policies)
{
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        bool allowed[FEW_STATES * FEW_ACTIONS];
        struct assay_optimum out = optimum_new(FEW_STATES);
        double best[FEW_STATES];
        struct mdp_world world;

        mdp_world_drawn(&world, (enum mdp_world_kind)_i, 1 + seed % FEW_STATES,
                        1 + seed / 4 % FEW_ACTIONS, gammas[seed % GAMMAS], seed);
        allowed_drawn(&world.mdp, seed, allowed);
        for (int turn = 0; turn < 4; turn++) {
            const bool *which = turn % 2 ? allowed : NULL;

            enumerated(&world, which, best);
            optimum_of(&world, which, 1, &out);
            assert_close(out.v, best, world.mdp.states, out.width, "optimum", seed);
            ck_assert_double_le(out.width, 1e-9 * scale_of(&world));
            for (size_t k = 0; turn == 1 && k < world.mdp.states * world.mdp.actions; k++)
                world.r[k] = -world.r[k];
        }
        optimum_free(&out);
        assay_arena_release(&world.arena);
    }
}
END_TEST

static void policy_taken(const struct assay_mdp *mdp, const uint32_t *action,
                         double *policy)
{
    memset(policy, 0, mdp->states * mdp->actions * sizeof(*policy));
    for (size_t s = 0; s < mdp->states; s++)
        policy[s * mdp->actions + action[s]] = 1.0;
}

/* V = T V: no allowed action is better than what the policy found does, whose value is by LU. */
START_TEST(the_optimum_is_as_good_as_any_action)
{
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        bool allowed[STATES_MOST * ACTIONS_MOST];
        double policy[STATES_MOST * ACTIONS_MOST], v[STATES_MOST];
        struct assay_optimum out = optimum_new(STATES_MOST);
        struct mdp_world world;
        double within;

        small_drawn(&world, _i, seed);
        allowed_drawn(&world.mdp, seed, allowed);
        optimum_of(&world, seed % 2 ? allowed : NULL, 1, &out);
        policy_taken(&world.mdp, out.action, policy);
        mdp_world_solved(&world, policy, false, v);
        within = 1e-9 * scale_of(&world);
        ck_assert_double_le(out.width, within);
        assert_close(out.v, v, world.mdp.states, within, "policy", seed);
        for (size_t k = 0; k < world.mdp.states * world.mdp.actions; k++) {
            const double q =
                world.r[k] + world.mdp.gamma * assay_mdp_expect(&world.mdp, k, v);

            if (seed % 2 && !allowed[k])
                ck_assert_double_eq(policy[k], 0.0);
            else
                ck_assert_msg(q <= v[k / world.mdp.actions] + within,
                              "seed %llu: row %zu is better by %g",
                              (unsigned long long)seed, k, q - v[k / world.mdp.actions]);
        }
        optimum_free(&out);
        assay_arena_release(&world.arena);
    }
}
END_TEST

START_TEST(a_good_start_takes_few_rounds)
{
    struct assay_optimum cold = optimum_new(900), warm = optimum_new(900);
    struct mdp_world world;

    mdp_world_drawn(&world, (enum mdp_world_kind)_i, 900, 4, 0.99, 4);
    optimum_of(&world, NULL, 1, &cold);
    memcpy(warm.action, cold.action, 900 * sizeof(uint32_t));
    optimum_of(&world, NULL, 1, &warm);
    assert_close(warm.v, cold.v, 900, warm.width + cold.width, "warm start", 4);
    ck_assert_uint_le(warm.rounds, cold.rounds);
    ck_assert_uint_le(warm.rounds, 10);
    optimum_free(&cold);
    optimum_free(&warm);
    assay_arena_release(&world.arena);
}
END_TEST

/* A looser tolerance is met, and said as it is. */
START_TEST(the_tolerance_is_kept)
{
    const struct assay_mdp_how how = {.tolerance = 1e-4, .jobs = 1};
    double want[STATES_MOST], policy[STATES_MOST * 4];
    struct assay_optimum exact = optimum_new(STATES_MOST);
    struct assay_optimum out = optimum_new(STATES_MOST);
    struct mdp_world world;
    struct assay_error err;

    mdp_world_drawn(&world, (enum mdp_world_kind)_i, STATES_MOST, 4, 0.99, 6);
    optimum_of(&world, NULL, 1, &exact);
    policy_taken(&world.mdp, exact.action, policy);
    mdp_world_solved(&world, policy, false, want);
    ck_assert_int_eq(
        assay_mdp_sparse_optimum(&world.mdp, world.r, NULL, &how, &out, &err), ASSAY_OK);
    ck_assert_double_le(out.width, 1.001e-4 * scale_of(&world));
    assert_close(out.v, want, STATES_MOST, out.width + exact.width, "tolerance", 6);
    ck_assert_uint_le(out.rounds, exact.rounds);
    optimum_free(&exact);
    optimum_free(&out);
    assay_arena_release(&world.arena);
}
END_TEST

Suite *unit_mdp_sparse(void)
{
    Suite *suite = suite_create("mdp_sparse");
    TCase *all = tcase_create("mdp_sparse");

    tcase_set_timeout(all, 120);
    tcase_add_loop_test(all, values_are_those_of_lu, 0, MDP_WORLD_KINDS);
    tcase_add_loop_test(all, visits_are_those_of_lu, 0, MDP_WORLD_KINDS);
    tcase_add_loop_test(all, values_scale_with_rewards, 0, MDP_WORLD_KINDS);
    tcase_add_loop_test(all, threads_change_no_bit, 0, MDP_WORLD_FULL);
    tcase_add_loop_test(all, the_optimum_is_the_best_of_all_policies, 0, MDP_WORLD_KINDS);
    tcase_add_loop_test(all, the_optimum_is_as_good_as_any_action, 0, MDP_WORLD_KINDS);
    tcase_add_loop_test(all, a_good_start_takes_few_rounds, 0, MDP_WORLD_KINDS);
    tcase_add_loop_test(all, the_tolerance_is_kept, 0, MDP_WORLD_KINDS);
    suite_add_tcase(suite, all);
    return suite;
}
