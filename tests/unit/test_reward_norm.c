/* test_reward_norm.c - the six norms of every form by plain loops over all numbers, overflow, and where a norm says nothing. */
#include "metrics/return_range.h"
#include "metrics/reward_norm.h"
#include "tests/unit/forms_made.h"
#include "tests/unit/unit.h"

/* Norms of sx x - sy y by their definitions. */
static void plain_norms(const struct made_world *world, const double *x, const double *y,
                        struct assay_norm_scale scale, double out[ASSAY_NORM_PLAIN])
{
    const size_t n = world->mdp.states;

    for (unsigned i = 0; i < ASSAY_NORM_PLAIN; i++)
        out[i] = 0.0;
    for (size_t i = 0; i < made_size(world); i++) {
        const double tau = made_tau(world, i / n, i % n);
        const double z = fabs(scale.x * x[i] - (y ? scale.y * y[i] : 0.0));

        out[ASSAY_NORM_L1] += z;
        out[ASSAY_NORM_L2] += z * z;
        out[ASSAY_NORM_LINF] = fmax(out[ASSAY_NORM_LINF], z);
        out[ASSAY_NORM_W1] += tau * z;
        out[ASSAY_NORM_W2] += tau * z * z;
        out[ASSAY_NORM_WINF] = fmax(out[ASSAY_NORM_WINF], tau * z);
    }
    out[ASSAY_NORM_L2] = sqrt(out[ASSAY_NORM_L2]);
    out[ASSAY_NORM_W2] = sqrt(out[ASSAY_NORM_W2]);
}

static void norms_are_right(const struct made_world *world, unsigned form,
                            const struct made_forms *x, const struct made_forms *y)
{
    const struct assay_norm_scale scale[] = {{1.0, 0.0}, {0.5, 2.0}, {-3.0, 1e-3},
                                             {0.0, 1.0}, {1e8, 1e8}, {1.0, 1.0}};
    enum {
        SCALES = sizeof(scale) / sizeof(scale[0])
    };
    double got[SCALES][ASSAY_NORM_PLAIN], want[ASSAY_NORM_PLAIN];

    assay_canonical_norms(&x->of[form], y ? &y->of[form] : NULL, scale, SCALES, got);
    for (size_t j = 0; j < SCALES; j++) {
        plain_norms(world, x->number[form], y ? y->number[form] : NULL, scale[j], want);
        for (unsigned n = 0; n < ASSAY_NORM_PLAIN; n++)
            ck_assert_msg(fabs(got[j][n] - want[n]) <= 1e-12 * fmax(1.0, want[n]),
                          "seed %llu: %s %s: %.17g, expected %.17g",
                          (unsigned long long)world->seed, assay_canonical_name[form],
                          assay_norm_name[n], got[j][n], want[n]);
    }
}

START_TEST(norms_of_differences_are_their_definitions_by_plain_loops)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct assay_reward reward[2];
        struct made_forms x, y;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        reward[0] = made_reward(&world);
        reward[1] = made_reward(&world);
        made_forms(&world, &reward[0], &x);
        made_forms(&world, &reward[1], &y);
        for (unsigned f = 0; f < ASSAY_CANONICAL_FORMS; f++) {
            norms_are_right(&world, f, &x, &y);
            norms_are_right(&world, f, &y, NULL);
        }
        made_release(&world);
    }
}
END_TEST

/* The squares of 1e200 and 1e-200 are no doubles. */
START_TEST(norms_of_huge_and_of_tiny_rewards_are_those_of_others_times_their_size)
{
    static const double sizes[] = {1e200, 1e-200};

    for (uint64_t seed = 0; seed < 40; seed++) {
        struct made_world world;
        struct assay_reward reward;
        struct made_forms x, scaled;
        const double size = sizes[seed % 2];
        const struct assay_norm_scale one = {1.0, 0.0};
        double got[1][ASSAY_NORM_PLAIN], want[1][ASSAY_NORM_PLAIN];

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        reward = made_reward(&world);
        made_forms(&world, &reward, &x);
        made_forms_of_dense(&world, made_times(&world, size, x.dense), &scaled);
        for (unsigned f = 0; f < ASSAY_CANONICAL_FORMS; f++) {
            assay_canonical_norms(&x.of[f], NULL, &one, 1, want);
            assay_canonical_norms(&scaled.of[f], NULL, &one, 1, got);
            MADE_HOLDS(x.of[f].zero == scaled.of[f].zero, &world);
            for (unsigned n = 0; n < ASSAY_NORM_PLAIN; n++)
                MADE_NEAR(got[0][n] / size, want[0][n], 1e-9 / (1.0 - world.mdp.gamma),
                          &world);
        }
        made_release(&world);
    }
}
END_TEST

/* A reward that is 0 on the support of tau and not elsewhere: no form of STARC sees it, the others have no w-norm. */
START_TEST(norms_under_tau_say_nothing_of_what_is_off_the_support)
{
    size_t seen = 0;

    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct made_forms x;
        const struct assay_norm_scale one = {1.0, 0.0};
        double norm[1][ASSAY_NORM_PLAIN], *dense, most;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        dense = made_doubles(&world, made_size(&world));
        for (size_t i = 0; i < made_size(&world); i++)
            if (made_tau(&world, i / world.mdp.states, i % world.mdp.states) == 0.0)
                dense[i] = made_normal(&world);
        most = made_largest(dense, made_size(&world));
        made_forms_of_dense(&world, dense, &x);
        assay_canonical_norms(&x.of[ASSAY_CANONICAL_NONE], NULL, &one, 1, norm);
        for (unsigned n = 0; n < ASSAY_NORM_PLAIN; n++) {
            const bool weighted =
                n == ASSAY_NORM_W1 || n == ASSAY_NORM_W2 || n == ASSAY_NORM_WINF;

            MADE_HOLDS(assay_norm_is_void(&x.of[ASSAY_CANONICAL_NONE],
                                          (enum assay_reward_norm)n,
                                          norm[0][n]) == (weighted && most > 0.0),
                       &world);
        }
        MADE_HOLDS(assay_norm_is_void(&x.of[ASSAY_CANONICAL_NONE], ASSAY_NORM_JRANGE,
                                      0.0) == (most > 0.0),
                   &world);
        MADE_HOLDS(!assay_norm_is_void(&x.of[ASSAY_CANONICAL_NONE], ASSAY_NORM_NONE, 1.0),
                   &world);
        for (unsigned f = 0; f < ASSAY_CANONICAL_FORMS; f++)
            if (made_form_is_true(f))
                MADE_HOLDS(x.of[f].zero, &world);
        seen += most > 0.0;
        made_release(&world);
    }
    ck_assert_uint_gt(seen, 80);
}
END_TEST

/* The bounds of the contract, from both sides: S A, sqrt(S A), 1 and 2 / (1 - gamma) times 1e-10 of max |c|. */
START_TEST(a_norm_is_void_below_its_bound_and_not_above)
{
    static const enum assay_reward_norm norms[] = {ASSAY_NORM_W1, ASSAY_NORM_W2,
                                                   ASSAY_NORM_WINF, ASSAY_NORM_JRANGE};
    struct made_world world;
    struct assay_canonical of = {.mdp = &world.mdp, .largest = 8.0};
    double bound[4];

    made_world(4, MADE_STATES, MADE_ACTIONS, &world);
    bound[0] = 8e-10 * (double)made_rows(&world);
    bound[1] = 8e-10 * sqrt((double)made_rows(&world));
    bound[2] = 8e-10;
    bound[3] = 16e-10 / (1.0 - world.mdp.gamma);
    for (size_t i = 0; i < 4; i++) {
        of.zero = false;
        ck_assert(assay_norm_is_void(&of, norms[i], bound[i] * (1.0 - 1e-9)));
        ck_assert(!assay_norm_is_void(&of, norms[i], bound[i] * (1.0 + 1e-9)));
        ck_assert(assay_norm_is_void(&of, norms[i], (double)NAN));
        of.zero = true;
        ck_assert(!assay_norm_is_void(&of, norms[i], 0.0));
    }
    made_release(&world);
}
END_TEST

Suite *unit_reward_norm(void)
{
    Suite *suite = suite_create("reward_norm");
    TCase *tests = tcase_create("reward_norm");

    tcase_add_test(tests, norms_of_differences_are_their_definitions_by_plain_loops);
    tcase_add_test(
        tests, norms_of_huge_and_of_tiny_rewards_are_those_of_others_times_their_size);
    tcase_add_test(tests, norms_under_tau_say_nothing_of_what_is_off_the_support);
    tcase_add_test(tests, a_norm_is_void_below_its_bound_and_not_above);
    suite_add_tcase(suite, tests);
    return suite;
}
