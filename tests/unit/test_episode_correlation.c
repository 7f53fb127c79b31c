/* test_episode_correlation.c - exact correlations of returns, by second moments worked out otherwise and by episodes. */
#include "metrics/episode_correlation.h"
#include "tests/unit/unit.h"
#include "tests/unit/world_made.h"

#include <string.h>

enum {
    SIMULATED = 40, /* worlds */
    EPISODES = 3000
};

static const struct assay_mdp_how how = {.method = ASSAY_MDP_DENSE};

/* Two rewards, and what is told of them. */
struct subject {
    struct assay_reward reward[2];
    double *dense[2], *level[2];
    struct assay_episode_correlation found;
};

static void find(struct made_world *world, struct subject *subject)
{
    const struct assay_reward *const reward[2] = {&subject->reward[0],
                                                  &subject->reward[1]};
    const double *const level[2] = {subject->level[0], subject->level[1]};
    struct assay_episodes *episodes;
    struct assay_error err;

    ck_assert_int_eq(
        assay_episodes_new(&world->mdp, world->policy, &how, &episodes, &err), ASSAY_OK);
    ck_assert_int_eq(
        assay_episode_correlation(episodes, reward, level, &subject->found, &err),
        ASSAY_OK);
    assay_episodes_free(episodes);
}

static void put(struct made_world *world, size_t i, struct assay_reward reward,
                struct subject *out)
{
    out->reward[i] = reward;
    out->dense[i] = made_dense(world, &reward);
    out->level[i] = made_level(world, out->dense[i]);
}

static void put_dense(struct made_world *world, size_t i, const double *dense,
                      struct subject *out)
{
    put(world, i, made_of(dense), out);
}

static void random_subject(struct made_world *world, struct subject *out)
{
    put(world, 0, made_reward(world), out);
    put(world, 1, made_reward(world), out);
    find(world, out);
}

static double start_mean(const struct made_world *world, const double *x)
{
    double sum = 0.0;

    for (size_t s = 0; s < world->mdp.states; s++)
        sum += world->mdp.start[s] * x[s];
    return sum;
}

/* E G_i G_j = E of R_i R_j + gamma R_i V_j(s') + gamma V_i(s') R_j + gamma^2 E G_i G_j from s'. */
static double covariance_by_moments(struct made_world *world,
                                    const struct subject *subject, size_t i, size_t j)
{
    const size_t n = world->mdp.states;
    const double gamma = world->mdp.gamma, *a = subject->dense[i], *b = subject->dense[j];
    const double *v = made_solved(world, a, gamma), *w = made_solved(world, b, gamma);
    double *one = made_doubles(world, made_size(world));

    for (size_t k = 0; k < made_size(world); k++)
        one[k] = a[k] * b[k] + gamma * a[k] * w[k % n] + gamma * v[k % n] * b[k];
    return start_mean(world, made_solved(world, one, gamma * gamma)) -
           start_mean(world, v) * start_mean(world, w);
}

START_TEST(covariances_are_those_of_second_moments)
{
    size_t defined = 0;

    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct subject subject;
        double cov[2][2], scale;

        made_world(seed, 8, 3, &world);
        random_subject(&world, &subject);
        scale = pow(4.0 / (1.0 - world.mdp.gamma), 2.0);
        for (size_t k = 0; k < 4; k++) {
            cov[k / 2][k % 2] = covariance_by_moments(&world, &subject, k / 2, k % 2);
            MADE_NEAR(subject.found.cov[k / 2][k % 2], cov[k / 2][k % 2], 1e-12 * scale,
                      &world);
        }
        if (subject.found.defined) {
            const double rho = cov[0][1] / sqrt(cov[0][0] * cov[1][1]);

            MADE_NEAR(subject.found.rho, rho, 1e-7, &world);
            MADE_NEAR(pow(subject.found.distance, 2.0), (1.0 - rho) / 2.0, 1e-7, &world);
            defined++;
        } else {
            MADE_HOLDS(cov[0][0] < 1e-12 * scale || cov[1][1] < 1e-12 * scale, &world);
            MADE_HOLDS(subject.found.distance == 0.0 || subject.found.distance == 0.5,
                       &world);
        }
        made_release(&world);
    }
    ck_assert_uint_gt(defined, 100);
}
END_TEST

static size_t drawn(struct made_world *world, const double *share, size_t n)
{
    double left = made_uniform(world);
    size_t i = 0;

    while (i + 1 < n && (left -= share[i]) >= 0.0)
        i++;
    while (share[i] == 0.0) /* what rounding left over */
        i--;
    return i;
}

/* Returns of one episode, to where gamma^t is 1e-7. */
static void episode(struct made_world *world, const struct subject *subject,
                    double out[2])
{
    const struct assay_mdp *mdp = &world->mdp;
    double discount = 1.0;
    size_t s = drawn(world, mdp->start, mdp->states);

    out[0] = out[1] = 0.0;
    while (discount > 1e-7) {
        const size_t k = s * mdp->actions +
                         drawn(world, world->policy + s * mdp->actions, mdp->actions);

        s = mdp->next[mdp->row[k] + drawn(world, mdp->chance + mdp->row[k],
                                          mdp->row[k + 1] - mdp->row[k])];
        for (size_t i = 0; i < 2; i++)
            out[i] += discount * subject->dense[i][k * mdp->states + s];
        discount *= mdp->gamma;
    }
}

/* Sums of one quantity over episodes. */
struct tally {
    double sum, square;
};

static void add(struct tally *tally, double x)
{
    tally->sum += x;
    tally->square += x * x;
}

static void agrees(const struct made_world *world, const struct tally *tally,
                   double exact)
{
    const double mean = tally->sum / EPISODES;
    const double error =
        sqrt(fmax(0.0, tally->square / EPISODES - mean * mean) / EPISODES);

    ck_assert_msg(fabs(mean - exact) <= 4.0 * error + 1e-5,
                  "seed %llu: %g of episodes, standard error %g, expected %g",
                  (unsigned long long)world->seed, mean, error, exact);
}

START_TEST(means_and_covariances_are_those_of_simulated_episodes)
{
    for (uint64_t seed = 0; seed < SIMULATED; seed++) {
        struct made_world world;
        struct subject subject;
        struct tally mean[2] = {{0}}, cov[4] = {{0}};

        made_world(seed, 8, 3, &world);
        world.mdp.gamma = fmin(world.mdp.gamma, 0.9);
        random_subject(&world, &subject);
        for (size_t n = 0; n < EPISODES; n++) {
            double returned[2];

            episode(&world, &subject, returned);
            for (size_t k = 0; k < 4; k++)
                add(&cov[k], (returned[k / 2] - subject.found.mean[k / 2]) *
                                 (returned[k % 2] - subject.found.mean[k % 2]));
            add(&mean[0], returned[0]);
            add(&mean[1], returned[1]);
        }
        for (size_t k = 0; k < 4; k++)
            agrees(&world, &cov[k], subject.found.cov[k / 2][k % 2]);
        agrees(&world, &mean[0], subject.found.mean[0]);
        agrees(&world, &mean[1], subject.found.mean[1]);
        made_release(&world);
    }
}
END_TEST

/* The opposite is 1 away, a multiple 0; shaping matters unless all episodes start in one state. */
START_TEST(scale_does_not_matter_and_shaping_does_unless_the_start_is_one_state)
{
    size_t moved = 0;

    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct subject subject, scaled, shaped;
        double *dense;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        random_subject(&world, &subject);
        put_dense(&world, 0, made_times(&world, 1e6, subject.dense[0]), &scaled);
        put_dense(&world, 1, made_times(&world, -1e-6, subject.dense[0]), &scaled);
        find(&world, &scaled);
        if (scaled.found.defined)
            MADE_NEAR(scaled.found.distance, 1.0, 1e-9, &world);
        else
            MADE_HOLDS(scaled.found.distance == 0.0, &world);
        put_dense(&world, 1, made_times(&world, 1e-6, subject.dense[0]), &scaled);
        find(&world, &scaled);
        MADE_NEAR(scaled.found.distance, 0.0, 1e-9, &world);
        dense = made_times(&world, 1.0, subject.dense[0]);
        made_shape(&world, 2.0, dense);
        shaped = subject;
        put_dense(&world, 0, dense, &shaped);
        find(&world, &shaped);
        if (made_largest(world.mdp.start, world.mdp.states) == 1.0 &&
            subject.found.defined && subject.found.cov[0][0] > 1e-6 &&
            shaped.found.defined)
            MADE_NEAR(shaped.found.distance, subject.found.distance, 1e-6, &world);
        moved += fabs(shaped.found.distance - subject.found.distance) > 1e-3;
        made_release(&world);
    }
    ck_assert_uint_gt(moved, 50);
}
END_TEST

Suite *unit_episode_correlation(void)
{
    Suite *suite = suite_create("episode_correlation");
    TCase *tests = tcase_create("episode_correlation");

    tcase_add_test(tests, covariances_are_those_of_second_moments);
    tcase_add_test(tests, means_and_covariances_are_those_of_simulated_episodes);
    tcase_add_test(tests,
                   scale_does_not_matter_and_shaping_does_unless_the_start_is_one_state);
    suite_add_tcase(suite, tests);
    return suite;
}
