/* test_quotient_norm.c - quotient norms against the primal programmes of GLPK, and what they are blind to. */
#include "metrics/quotient_norm.h"
#include "tests/unit/forms_made.h"
#include "tests/unit/plain_lp.h"
#include "tests/unit/unit.h"

static const enum assay_reward_norm norms[] = {ASSAY_NORM_L1, ASSAY_NORM_LINF,
                                               ASSAY_NORM_W1};

/* What sum |t| counts for in a row: 1 / max tau for l1, where the residual is put on the likeliest successor. */
static double weight_of(const struct made_world *world, enum assay_reward_norm norm,
                        size_t k)
{
    double most = 0.0;

    for (size_t t = 0; t < world->mdp.states; t++)
        most = fmax(most, made_tau(world, k, t));
    return norm == ASSAY_NORM_L1 ? 1.0 / most : 1.0;
}

/* Rows t >= r - B Phi and t >= B Phi - r, t of column `bound`. */
static void put_bounds(const struct made_world *world, struct plain_lp *lp,
                       const double *level, size_t k, size_t bound)
{
    for (int sign = -1; sign <= 1; sign += 2) {
        double *row = plain_lp_row(lp, '>', sign * level[k]);

        for (size_t t = 0; t < world->mdp.states; t++)
            row[t] = sign * ((k / world->mdp.actions == t ? 1.0 : 0.0) -
                             world->mdp.gamma * made_tau(world, k, t));
        row[bound] = 1.0;
    }
}

/* min over Phi, t of sum w t (or one t for all rows). */
static double by_programme(const struct made_world *world, enum assay_reward_norm norm,
                           const double *level)
{
    const size_t n = world->mdp.states, rows = made_rows(world);
    struct plain_lp lp = {.columns = n + (norm == ASSAY_NORM_LINF ? 1 : rows)};

    for (size_t t = 0; t < n; t++)
        lp.unbounded[t] = true;
    for (size_t k = 0; k < rows; k++) {
        const size_t bound = norm == ASSAY_NORM_LINF ? n : n + k;

        put_bounds(world, &lp, level, k, bound);
        lp.gain[bound] = norm == ASSAY_NORM_LINF ? -1.0 : -weight_of(world, norm, k);
    }
    return -plain_lp_most(&lp);
}

static double quotient(const struct made_world *world, enum assay_reward_norm norm,
                       const double *level)
{
    struct assay_error err;
    double out;

    ck_assert_int_eq(assay_quotient_norm(&world->mdp, norm, level, &out, &err), ASSAY_OK);
    return out;
}

START_TEST(quotients_are_the_least_of_their_primal_programmes)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct assay_reward reward;
        double *level;

        made_world(seed, 8, 4, &world);
        reward = made_reward(&world);
        level = made_level(&world, made_dense(&world, &reward));
        for (size_t i = 0; i < 3; i++)
            MADE_NEAR(quotient(&world, norms[i], level),
                      by_programme(&world, norms[i], level), 1e-7, &world);
        made_release(&world);
    }
}
END_TEST

START_TEST(quotients_are_blind_to_shaping_and_redistribution_and_grow_with_scale)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct assay_reward reward;
        double *dense, *level;

        made_world(seed, 8, 4, &world);
        reward = made_reward(&world);
        dense = made_dense(&world, &reward);
        level = made_level(&world, dense);
        made_shape(&world, 3.0, dense);
        made_redistribute(&world, 3.0, dense);
        for (size_t i = 0; i < 3; i++) {
            const double q = quotient(&world, norms[i], level);

            MADE_NEAR(quotient(&world, norms[i],
                               made_level(&world, made_times(&world, -4.0, dense))),
                      4.0 * q, 1e-7, &world);
            MADE_NEAR(1e12 *
                          quotient(&world, norms[i],
                                   made_level(&world, made_times(&world, 1e-12, dense))),
                      q, 1e-7, &world);
        }
        made_release(&world);
    }
}
END_TEST

/* Any equivalent reward is at least as large, in the norm over all numbers: here those of the canonical forms. */
START_TEST(no_equivalent_reward_is_smaller_than_the_quotient)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct assay_reward reward;
        struct made_forms forms;
        const struct assay_norm_scale one = {1.0, 0.0};
        double norm[1][ASSAY_NORM_PLAIN];

        made_world(seed, 8, 4, &world);
        reward = made_reward(&world);
        made_forms(&world, &reward, &forms);
        for (unsigned f = 0; f < ASSAY_CANONICAL_FORMS; f++) {
            if (f == ASSAY_CANONICAL_DARD) /* takes away what orders policies */
                continue;
            assay_canonical_norms(&forms.of[f], NULL, &one, 1, norm);
            for (size_t i = 0; i < 3; i++)
                MADE_HOLDS(quotient(&world, norms[i], made_level(&world, forms.dense)) <=
                               norm[0][norms[i]] + 1e-7,
                           &world);
        }
        made_release(&world);
    }
}
END_TEST

Suite *unit_quotient_norm(void)
{
    Suite *suite = suite_create("quotient_norm");
    TCase *tests = tcase_create("quotient_norm");

    tcase_add_test(tests, quotients_are_the_least_of_their_primal_programmes);
    tcase_add_test(tests,
                   quotients_are_blind_to_shaping_and_redistribution_and_grow_with_scale);
    tcase_add_test(tests, no_equivalent_reward_is_smaller_than_the_quotient);
    suite_add_tcase(suite, tests);
    return suite;
}
