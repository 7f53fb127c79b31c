/* test_pearson_distance.c - EPIC, DARD and the rest as correlations by plain loops. */
#include "metrics/pearson_distance.h"
#include "tests/unit/forms_made.h"
#include "tests/unit/unit.h"

/* D(s) D(a) D(s' | s, a) of number i. */
static double weight_at(const struct made_world *world, bool by_tau, size_t i)
{
    const size_t n = world->mdp.states, k = i / n, t = i % n;

    return world->state_share[k / world->mdp.actions] *
           world->action_share[k % world->mdp.actions] *
           (by_tau ? made_tau(world, k, t) : world->state_share[t]);
}

/* Moments under D, by loops. */
struct moments {
    double mean[2], var[2], cov;
};

static struct moments moments_of(const struct made_world *world, bool by_tau,
                                 const double *x, const double *y)
{
    const double *const of[] = {x, y};
    struct moments out = {0};

    for (size_t i = 0; i < made_size(world); i++)
        for (size_t j = 0; j < 2; j++)
            out.mean[j] += weight_at(world, by_tau, i) * of[j][i];
    for (size_t i = 0; i < made_size(world); i++) {
        const double w = weight_at(world, by_tau, i);
        const double a = x[i] - out.mean[0], b = y[i] - out.mean[1];

        out.var[0] += w * a * a;
        out.var[1] += w * b * b;
        out.cov += w * a * b;
    }
    return out;
}

static struct assay_coverage coverage_of(const struct made_world *world, unsigned form)
{
    const struct assay_canonical_choice choice = {.state_share = world->state_share,
                                                  .action_share = world->action_share};

    return assay_pearson_coverage((enum assay_pearson_form)form, &choice);
}

static double distance_of(const struct made_world *world, unsigned form,
                          const struct made_forms *x, const struct made_forms *y)
{
    const struct assay_coverage coverage = coverage_of(world, form);
    const unsigned of = assay_pearson_canonical((enum assay_pearson_form)form);
    const struct assay_pearson_moments of_x =
        assay_pearson_moments(&x->of[of], &coverage);
    const struct assay_pearson_moments of_y =
        assay_pearson_moments(&y->of[of], &coverage);

    return assay_pearson_distance(&x->of[of], &of_x, &y->of[of], &of_y, &coverage);
}

static bool is_by_tau(unsigned form)
{
    return form != ASSAY_PEARSON_EPIC && form != ASSAY_PEARSON_DIRECT;
}

static void random_forms(struct made_world *world, struct made_forms *out)
{
    const struct assay_reward reward = made_reward(world);

    made_forms(world, &reward, out);
}

/* Squared, for the root of 1 - rho loses half of the digits near 0; gives whether both vary. */
static bool is_by_correlation(const struct made_world *world, unsigned form,
                              const struct made_forms *x, const struct made_forms *y)
{
    const unsigned of = assay_pearson_canonical((enum assay_pearson_form)form);
    const struct moments m =
        moments_of(world, is_by_tau(form), x->number[of], y->number[of]);
    const double got = distance_of(world, form, x, y);
    const bool varies[] = {sqrt(m.var[0]) > 1e-9, sqrt(m.var[1]) > 1e-9};

    if (!varies[0] || !varies[1]) {
        MADE_HOLDS(got == (varies[0] || varies[1] ? 0.5 : 0.0), world);
        return false;
    }
    MADE_NEAR(got * got, (1.0 - m.cov / sqrt(m.var[0]) / sqrt(m.var[1])) / 2.0, 1e-10,
              world);
    return true;
}

START_TEST(distances_are_roots_of_half_of_what_correlations_lack_to_one)
{
    size_t correlated = 0;

    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct made_forms x, y;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        random_forms(&world, &x);
        random_forms(&world, &y);
        for (unsigned p = 0; p < ASSAY_PEARSON_FORMS; p++)
            correlated += is_by_correlation(&world, p, &x, &y);
        made_release(&world);
    }
    ck_assert_uint_gt(correlated, 600);
}
END_TEST

/* EPIC's form has mean 0 under its coverage: half the distance of forms normalised by L2(D). */
START_TEST(epic_is_half_the_distance_of_normalised_forms)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct made_forms x, y;
        const double *one, *two;
        double norm[3] = {0.0};

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        random_forms(&world, &x);
        random_forms(&world, &y);
        one = x.number[ASSAY_CANONICAL_EPIC];
        two = y.number[ASSAY_CANONICAL_EPIC];
        for (size_t i = 0; i < made_size(&world); i++) {
            const double w = weight_at(&world, false, i);

            norm[0] += w * one[i] * one[i];
            norm[1] += w * two[i] * two[i];
        }
        for (size_t i = 0; i < made_size(&world); i++) {
            const double z = (norm[0] > 1e-18 ? one[i] / sqrt(norm[0]) : 0.0) -
                             (norm[1] > 1e-18 ? two[i] / sqrt(norm[1]) : 0.0);

            norm[2] += weight_at(&world, false, i) * z * z;
        }
        MADE_NEAR(distance_of(&world, ASSAY_PEARSON_EPIC, &x, &y), 0.5 * sqrt(norm[2]),
                  1e-10, &world);
        made_release(&world);
    }
}
END_TEST

START_TEST(scale_and_shaping_change_nothing_and_the_opposite_is_one_away)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct made_forms x, y, other, turned;
        double *dense;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        random_forms(&world, &x);
        random_forms(&world, &y);
        dense = made_times(&world, 1.0, x.dense);
        made_shape(&world, 2.0, dense);
        made_forms_of_dense(&world, made_times(&world, 1e6, dense), &other);
        made_forms_of_dense(&world, made_times(&world, -1e-6, x.dense), &turned);
        for (unsigned p = 0; p < ASSAY_PEARSON_FORMS; p++) {
            const double itself = distance_of(&world, p, &x, &x);
            const double opposite = distance_of(&world, p, &x, &turned);

            MADE_HOLDS(itself == 0.0, &world);
            MADE_HOLDS(opposite == 0.0 || fabs(opposite - 1.0) < 1e-10, &world);
            MADE_NEAR(distance_of(&world, p, &y, &x), distance_of(&world, p, &x, &y),
                      1e-12, &world);
            if (p == ASSAY_PEARSON_DIRECT)
                continue;
            MADE_NEAR(distance_of(&world, p, &x, &other), 0.0, 1e-8, &world);
            MADE_NEAR(distance_of(&world, p, &other, &y), distance_of(&world, p, &x, &y),
                      1e-8, &world);
        }
        made_release(&world);
    }
}
END_TEST

Suite *unit_pearson_distance(void)
{
    Suite *suite = suite_create("pearson_distance");
    TCase *tests = tcase_create("pearson_distance");

    tcase_add_test(tests, distances_are_roots_of_half_of_what_correlations_lack_to_one);
    tcase_add_test(tests, epic_is_half_the_distance_of_normalised_forms);
    tcase_add_test(tests, scale_and_shaping_change_nothing_and_the_opposite_is_one_away);
    suite_add_tcase(suite, tests);
    return suite;
}
