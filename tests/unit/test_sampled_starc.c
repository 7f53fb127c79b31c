/* test_sampled_starc.c - distances from transitions, against exact worlds, enumeration and what must not change them. */
#include "harness/core/arena.h"
#include "metrics/quantile.h"
#include "metrics/sampled_starc.h"
#include "tests/unit/sampled_world.h"
#include "tests/unit/unit.h"

#include <math.h>

enum {
    STATES = 5,
    SETS = 60,
    SLOPE_SETS = 24
};

static void study_of(const struct assay_transitions *set,
                     const struct assay_sampled_how *how, struct assay_arena *arena,
                     struct assay_sampled_study *out)
{
    struct assay_error err;

    ck_assert_msg(!assay_sampled_starc(set, how, arena, out, &err), "%s", err.text);
}

static void drawn(size_t trajectories, uint64_t seed, bool ends,
                  struct assay_arena *arena, struct sampled_world *world,
                  struct assay_transitions *set)
{
    struct assay_error err;

    ck_assert(!sampled_world_make(world, STATES, seed, ends, arena, &err));
    sampled_transitions(world, trajectories, seed, arena, set);
}

/* ---- moments ---- */

/* What the definitions speak of. */
struct definition {
    const struct assay_transitions *set;
    const double *c[2];
    size_t k, l;
    double t[400]; /* of rows */
};

static double c_of(const struct definition *d, size_t sample, size_t row, size_t reward)
{
    return d->c[sample][row * d->set->rewards + reward];
}

/* By rows alone: two next states, or each by itself. */
static double by_rows(const struct definition *d, bool two)
{
    double sum = 0.0, total = 0.0;

    for (size_t i = 0; i < d->set->rows; i++) {
        const double xk = c_of(d, 0, i, d->k), xl = c_of(d, 0, i, d->l),
                     yk = c_of(d, 1, i, d->k), yl = c_of(d, 1, i, d->l);

        sum += d->t[i] * 0.5 * (two ? xk * yl + yk * xl : xk * xl + yk * yl);
        total += d->t[i];
    }
    return sum / total;
}

/* Products of every two rows of one pair. */
static double of_pair(const struct definition *d, size_t p, double *rows)
{
    double products = 0.0, count = 0.0;

    *rows = 0.0;
    for (size_t i = 0; i < d->set->rows; i++) {
        if (d->set->pair[i] != p)
            continue;
        *rows += d->t[i];
        for (size_t j = 0; j < d->set->rows; j++) {
            const double both = i != j && d->set->pair[j] == p ? d->t[i] * d->t[j] : 0.0;

            products += both * c_of(d, 0, i, d->k) * c_of(d, 0, j, d->l);
            count += both;
        }
    }
    *rows = count > 0.0 ? *rows : 0.0;
    return count > 0.0 ? products / count : 0.0;
}

static double by_pairs(const struct definition *d)
{
    double sum = 0.0, total = 0.0, rows;

    for (size_t p = 0; p < d->set->pairs; p++) {
        const double mean = of_pair(d, p, &rows);

        sum += rows * mean;
        total += rows;
    }
    return sum / total;
}

START_TEST(moments_are_sums_over_all_that_may_be_multiplied)
{
    const enum assay_moments_by by = (enum assay_moments_by)_i;
    struct assay_arena arena = {0};
    struct sampled_world world;
    struct assay_transitions set;
    struct assay_lstd *lstd;
    struct assay_error err;
    struct definition d = {.set = &set};
    double got[SAMPLED_REWARDS * SAMPLED_REWARDS], *c[2], scale[SAMPLED_REWARDS];
    uint32_t times[12] = {1, 0, 2, 1, 3, 0, 0, 1, 1, 0, 0, 1};

    drawn(12, 21, false, &arena, &world, &set);
    set.samples = by == ASSAY_MOMENTS_PAIRS ? 1 : 2;
    ck_assert(!assay_lstd_new(&set, 0.0, &lstd, &err));
    for (size_t j = 0; j < 2; j++) {
        c[j] = assay_arena_new(&arena, set.rows * SAMPLED_REWARDS, sizeof(double));
        if (j < set.samples)
            assay_lstd_advantage(lstd, assay_lstd_weights(lstd), j,
                                 (const size_t[]){0, set.rows}, c[j]);
    }
    for (size_t k = 0; k < SAMPLED_REWARDS; k++)
        scale[k] = (double)(k + 1);
    ck_assert_uint_gt(assay_moments(&(struct assay_moments_of){&set, lstd, scale}, by,
                                    assay_lstd_weights(lstd), times, got),
                      0);
    for (size_t m = 0; m < set.clusters; m++)
        for (size_t i = set.first[m]; i < set.first[m + 1]; i++)
            d.t[i] = times[m];
    d.c[0] = c[0];
    d.c[1] = c[1];
    for (d.k = 0; d.k < SAMPLED_REWARDS; d.k++)
        for (d.l = 0; d.l < SAMPLED_REWARDS; d.l++)
            ck_assert_double_eq_tol(
                got[d.k * SAMPLED_REWARDS + d.l] * scale[d.k] * scale[d.l],
                by == ASSAY_MOMENTS_PAIRS ? by_pairs(&d)
                                          : by_rows(&d, by == ASSAY_MOMENTS_DOUBLE),
                1e-9);
    assay_lstd_free(lstd);
    assay_arena_release(&arena);
}
END_TEST

/* ---- what is exact ---- */

START_TEST(shaping_and_scale_change_no_distance)
{
    const enum assay_moments_by by = (enum assay_moments_by)(_i % 3);
    const struct assay_sampled_how how = {by, 0.0, 0.95, 40, 1, 1};
    struct assay_arena arena = {0};
    struct sampled_world world;
    struct assay_transitions set;
    struct assay_sampled_study found;

    drawn(200, 909, _i >= 3, &arena, &world, &set);
    set.samples = by == ASSAY_MOMENTS_DOUBLE ? 2 : 1;
    study_of(&set, &how, &arena, &found);
    for (size_t l = 1; l < SAMPLED_REWARDS; l++) {
        const struct assay_sampled_distance *a = &found.distance[l],
                                            *b = &found.distance[SAMPLED_REWARDS + l];

        ck_assert_int_eq(a->why, ASSAY_SAMPLED_DEFINED);
        if (l == SAMPLED_SHAPED) {
            ck_assert_double_le(fabs(a->squared), 1e-13);
            ck_assert_double_le(a->hi, 1e-6);
            continue;
        }
        ck_assert_double_eq_tol(a->squared, b->squared, 1e-9);
        ck_assert_double_eq_tol(a->squared_lo, b->squared_lo, 1e-9);
        ck_assert_double_eq_tol(a->squared_hi, b->squared_hi, 1e-9);
        if (l != SAMPLED_REDISTRIBUTED) /* whose root magnifies rounding near 0 */
            ck_assert_double_eq_tol(a->value, b->value, 1e-9);
    }
    ck_assert_double_eq_tol(found.distance[SAMPLED_OPPOSITE].value, 2.0, 1e-9);
    assay_arena_release(&arena);
}
END_TEST

START_TEST(any_number_of_threads_gives_the_same_bytes)
{
    struct assay_sampled_how how = {ASSAY_MOMENTS_PAIRS, 0.0, 0.9, 60, 9, 1};
    struct assay_arena arena = {0};
    struct sampled_world world;
    struct assay_transitions set;
    struct assay_sampled_study one, four;

    drawn(40, 8, true, &arena, &world, &set);
    set.samples = 1;
    study_of(&set, &how, &arena, &one);
    how.jobs = 4;
    study_of(&set, &how, &arena, &four);
    ck_assert_mem_eq(one.distance, four.distance,
                     SAMPLED_REWARDS * SAMPLED_REWARDS * sizeof(*one.distance));
    assay_arena_release(&arena);
}
END_TEST

/* 1e90 or 1e-90 times as large: the same distances, and norms as many times as large. */
START_TEST(the_size_of_rewards_does_not_matter)
{
    static const double sizes[] = {1e90, 1e-90, 1e-200};
    const struct assay_sampled_how how = {ASSAY_MOMENTS_PAIRS, 0.0, 0.95, 30, 1, 1};
    struct assay_arena arena = {0};
    struct sampled_world world;
    struct assay_transitions set;
    struct assay_sampled_study want, got;
    double *reward;

    drawn(100, 909, true, &arena, &world, &set);
    set.samples = 1;
    study_of(&set, &how, &arena, &want);
    reward = assay_arena_new(&arena, set.rows * SAMPLED_REWARDS, sizeof(*reward));
    for (size_t i = 0; i < set.rows * SAMPLED_REWARDS; i++)
        reward[i] = set.next[0].reward[i] *
                    (i % SAMPLED_REWARDS == SAMPLED_OTHER ? sizes[_i] : 1.0);
    set.next[0].reward = reward;
    study_of(&set, &how, &arena, &got);
    ck_assert_int_eq(got.distance[SAMPLED_OTHER].why, ASSAY_SAMPLED_DEFINED);
    ck_assert_double_eq_tol(got.distance[SAMPLED_OTHER].value,
                            want.distance[SAMPLED_OTHER].value, 1e-9);
    ck_assert_double_eq_tol(got.distance[SAMPLED_OTHER].hi,
                            want.distance[SAMPLED_OTHER].hi, 1e-9);
    ck_assert_double_eq_tol(got.reward[SAMPLED_OTHER].norm / sizes[_i],
                            want.reward[SAMPLED_OTHER].norm, 1e-9);
    ck_assert_double_eq_tol(pow(want.reward[SAMPLED_OTHER].norm, 2.0),
                            want.reward[SAMPLED_OTHER].squared, 1e-9);
    assay_arena_release(&arena);
}
END_TEST

/* The same constant in every step is shaping, by a potential that is the same everywhere, where the end pays it, too. */
START_TEST(a_constant_is_shaping_if_the_end_pays_it_too)
{
    const struct assay_sampled_how how = {ASSAY_MOMENTS_PAIRS, 0.0, 0.95, 30, 1, 1};
    double absorbing[SAMPLED_REWARDS] = {0};
    struct assay_arena arena = {0};
    struct sampled_world world;
    struct assay_transitions set;
    struct assay_sampled_study found;
    double *reward;

    drawn(100, 909, true, &arena, &world, &set);
    set.samples = 1;
    reward = assay_arena_new(&arena, set.rows * SAMPLED_REWARDS, sizeof(*reward));
    memcpy(reward, set.next[0].reward, set.rows * SAMPLED_REWARDS * sizeof(*reward));
    for (size_t i = 0; i < set.rows; i++)
        reward[i * SAMPLED_REWARDS + SAMPLED_SHAPED] =
            reward[i * SAMPLED_REWARDS + SAMPLED_PLAIN] + 3.0;
    set.next[0].reward = reward;
    study_of(&set, &how, &arena, &found);
    ck_assert_double_gt(found.distance[SAMPLED_SHAPED].value, 0.1);
    absorbing[SAMPLED_SHAPED] = 3.0;
    set.absorbing = absorbing;
    study_of(&set, &how, &arena, &found);
    ck_assert_double_lt(fabs(found.distance[SAMPLED_SHAPED].squared), 1e-12);
    assay_arena_release(&arena);
}
END_TEST

/* ---- resampling ---- */

/* d^2 of rewards 0 and other in every replicate, by what the header says of them. */
static void replicates_of(const struct assay_transitions *set,
                          const struct assay_sampled_how *how, size_t other, double *out)
{
    double w[STATES * SAMPLED_REWARDS], m[SAMPLED_REWARDS * SAMPLED_REWARDS];
    const double scale[SAMPLED_REWARDS] = {1, 1, 1, 1, 1};
    struct assay_lstd *lstd;
    struct assay_error err;

    ck_assert(!assay_lstd_new(set, how->ridge, &lstd, &err));
    for (size_t r = 0; r < how->replicates; r++) {
        struct assay_rng rng = assay_rng_stream(how->seed, r);
        uint32_t times[64] = {0};

        for (size_t c = 0; c < set->clusters; c++)
            times[assay_rng_index(&rng, set->clusters)]++;
        ck_assert(!assay_lstd_fit(lstd, times, w, &err));
        ck_assert_uint_gt(assay_moments(&(struct assay_moments_of){set, lstd, scale},
                                        how->by, w, times, m),
                          0);
        out[r] = 2.0 - 2.0 * m[other] / sqrt(m[0] * m[other * SAMPLED_REWARDS + other]);
    }
    assay_lstd_free(lstd);
}

START_TEST(bias_and_interval_are_those_of_the_replicates)
{
    enum {
        R = 101
    };
    const struct assay_sampled_how how = {ASSAY_MOMENTS_PLAIN, 0.2, 0.9, R, 17, 2};
    struct assay_arena arena = {0};
    struct sampled_world world;
    struct assay_transitions set;
    struct assay_sampled_study found;
    double value[R], mean = 0.0, squares = 0.0;

    drawn(30, 909, true, &arena, &world, &set);
    study_of(&set, &how, &arena, &found);
    replicates_of(&set, &how, SAMPLED_OTHER, value);
    for (size_t r = 0; r < R; r++)
        mean += value[r] / R;
    for (size_t r = 0; r < R; r++)
        squares += pow(value[r] - mean, 2.0);
    assay_quantile_sort(value, R);
    const struct assay_sampled_distance *d = &found.distance[SAMPLED_OTHER];
    const double bias = mean - d->raw;

    ck_assert_double_gt(fabs(bias), 1e-3);
    ck_assert_double_eq_tol(d->squared, d->raw - bias, 1e-9);
    ck_assert_double_eq_tol(d->value, sqrt(d->squared), 1e-12);
    ck_assert_double_eq_tol(d->se, sqrt(squares / (R - 1)), 1e-9);
    ck_assert_double_eq_tol(d->squared_lo, value[5] - 2.0 * bias, 1e-9); /* 0.05 * 100 */
    ck_assert_double_eq_tol(d->squared_hi, value[95] - 2.0 * bias, 1e-9);
    ck_assert_double_eq_tol(d->hi, sqrt(d->squared_hi), 1e-12);
    assay_arena_release(&arena);
}
END_TEST

/* ---- what holds with the chance that is told ---- */

/* 95 % intervals of d to a redistributed and to another reward: of 60 sets, fewer than 51 hold with a chance of 1e-3 alone. */
START_TEST(intervals_hold_the_exact_distance_of_the_world)
{
    static const size_t other[] = {SAMPLED_REDISTRIBUTED, SAMPLED_OTHER};
    const enum assay_moments_by by = (enum assay_moments_by)(_i / 2);
    size_t told[2] = {0}, holds[2] = {0};

    for (uint64_t i = 0; i < SETS; i++) {
        const struct assay_sampled_how how = {by, 0.0, 0.95, 100, i, 2};
        struct assay_arena arena = {0};
        struct sampled_world world;
        struct assay_transitions set;
        struct assay_sampled_study found;

        drawn(100, 500 + i, _i % 2, &arena, &world, &set);
        set.samples = by == ASSAY_MOMENTS_DOUBLE ? 2 : 1;
        study_of(&set, &how, &arena, &found);
        for (size_t p = 0; p < 2; p++) {
            const struct assay_sampled_distance *d = &found.distance[other[p]];
            const double exact = world.distance[0][other[p]];

            told[p] += !d->why;
            holds[p] += !d->why && d->lo <= exact + 1e-9 && exact <= d->hi;
            ck_assert(d->why || (d->lo <= d->value && d->value <= d->hi));
        }
        assay_arena_release(&arena);
    }
    for (size_t p = 0; p < 2; p++) {
        ck_assert_uint_gt(told[p], SETS / 2);
        ck_assert_msg((double)holds[p] > 0.85 * (double)told[p], "%zu of %zu", holds[p],
                      told[p]);
    }
}
END_TEST

/* Root mean square of d^2 between a reward and one redistributed, which are 0 apart. */
static double noise_of(enum assay_moments_by by, size_t trajectories)
{
    double sum = 0.0;
    size_t n = 0;

    for (uint64_t i = 0; i < SLOPE_SETS; i++) {
        const struct assay_sampled_how how = {by, 0.0, 0.95, 20, i, 2};
        struct assay_arena arena = {0};
        struct sampled_world world;
        struct assay_transitions set;
        struct assay_sampled_study found;

        drawn(trajectories, 909, false, &arena, &world, &set);
        sampled_transitions(&world, trajectories, 7000 + i, &arena, &set);
        set.samples = by == ASSAY_MOMENTS_DOUBLE ? 2 : 1;
        study_of(&set, &how, &arena, &found);
        if (!found.distance[SAMPLED_REDISTRIBUTED].why) {
            sum += pow(found.distance[SAMPLED_REDISTRIBUTED].raw, 2.0);
            n++;
        }
        assay_arena_release(&arena);
    }
    ck_assert_uint_ge(n, SLOPE_SETS - 4);
    return sqrt(sum / (double)n);
}

/* 16 times the rows: a slope of -1/2 is a fourth, of -1 a sixteenth, of a bias that stays one. */
START_TEST(an_equivalent_pair_comes_to_zero_as_rows_become_more)
{
    const double two =
        log(noise_of(ASSAY_MOMENTS_DOUBLE, 800) / noise_of(ASSAY_MOMENTS_DOUBLE, 50)) /
        log(16.0);
    const double pairs =
        log(noise_of(ASSAY_MOMENTS_PAIRS, 800) / noise_of(ASSAY_MOMENTS_PAIRS, 50)) /
        log(16.0);
    const double plain =
        log(noise_of(ASSAY_MOMENTS_PLAIN, 800) / noise_of(ASSAY_MOMENTS_PLAIN, 50)) /
        log(16.0);

    ck_assert_msg(two > -0.75 && two < -0.35, "two next states: %g", two);
    ck_assert_msg(pairs > -1.3 && pairs < -0.75, "pairs of rows: %g", pairs);
    ck_assert_msg(fabs(plain) < 0.05, "plain: %g", plain);
}
END_TEST

/* d and norms are those of the exact world, in which the absorbing state is a state. */
START_TEST(rows_that_are_done_lead_to_the_absorbing_state)
{
    const struct assay_sampled_how how = {ASSAY_MOMENTS_PAIRS, 0.0, 0.95, 20, 3, 2};
    struct assay_arena arena = {0};
    struct sampled_world world;
    struct assay_transitions set;
    struct assay_sampled_study found;
    double exact;

    drawn(20000, 77, true, &arena, &world, &set);
    set.samples = 1;
    study_of(&set, &how, &arena, &found);
    exact = sampled_product(&world, world.advantage[0], world.advantage[0]);
    ck_assert_double_eq_tol(found.reward[0].squared / exact, 1.0, 0.03);
    ck_assert_double_eq_tol(found.distance[SAMPLED_OTHER].value,
                            world.distance[0][SAMPLED_OTHER], 0.02);
    ck_assert_double_lt(found.distance[SAMPLED_REDISTRIBUTED].value, 0.1);
    assay_arena_release(&arena);
}
END_TEST

START_TEST(noise_has_no_distance_and_what_is_trivial_is_one_away)
{
    const struct assay_sampled_how how = {ASSAY_MOMENTS_DOUBLE, 0.0, 0.95, 100, 4, 2};
    struct assay_arena arena = {0};
    struct sampled_world world;
    struct assay_transitions set;
    struct assay_sampled_study found;

    drawn(60, 41, false, &arena, &world, &set);
    for (size_t j = 0; j < 2; j++) {
        double *reward =
            assay_arena_new(&arena, set.rows * SAMPLED_REWARDS, sizeof(*reward));

        memcpy(reward, set.next[j].reward, set.rows * SAMPLED_REWARDS * sizeof(*reward));
        set.next[j].reward = reward;
        for (size_t i = 0; i < set.rows; i++) {
            double *r = reward + i * SAMPLED_REWARDS;

            r[SAMPLED_REDISTRIBUTED] -= r[SAMPLED_PLAIN]; /* X alone: E X = 0 */
            r[SAMPLED_OPPOSITE] = 3.0;                    /* the same for all */
            r[SAMPLED_SHAPED] = -1e6;
        }
    }
    study_of(&set, &how, &arena, &found);
    ck_assert_int_eq(found.reward[SAMPLED_REDISTRIBUTED].why, ASSAY_SAMPLED_NOISE);
    ck_assert_int_eq(found.distance[SAMPLED_REDISTRIBUTED].why, ASSAY_SAMPLED_NOISE);
    ck_assert(found.reward[SAMPLED_OPPOSITE].zero && found.reward[SAMPLED_SHAPED].zero);
    ck_assert_double_eq(found.distance[SAMPLED_OPPOSITE].value, 1.0);
    ck_assert_double_eq(
        found.distance[SAMPLED_OPPOSITE * SAMPLED_REWARDS + SAMPLED_SHAPED].value, 0.0);
    ck_assert_int_eq(
        found.distance[SAMPLED_OPPOSITE * SAMPLED_REWARDS + SAMPLED_REDISTRIBUTED].why,
        ASSAY_SAMPLED_NOISE);
    assay_arena_release(&arena);
}
END_TEST

START_TEST(one_trajectory_or_no_pair_of_rows_is_told)
{
    static const uint32_t state[] = {0, 1}, pair[] = {0, 1};
    static const uint32_t next[] = {1, 0};
    static const unsigned char done[] = {0, 0};
    static const double reward[] = {1, 2, 5, 3};
    static const size_t one[] = {0, 2}, two[] = {0, 1, 2};
    struct assay_transitions set = {.rows = 2,
                                    .features = 2,
                                    .rewards = 2,
                                    .gamma = 0.5,
                                    .state = state,
                                    .next = {{next, NULL, done, reward}},
                                    .samples = 1,
                                    .pair = pair,
                                    .pairs = 2,
                                    .first = one,
                                    .clusters = 1};
    struct assay_sampled_how how = {ASSAY_MOMENTS_PAIRS, 0.1, 0.95, 10, 0, 1};
    struct assay_arena arena = {0};
    struct assay_sampled_study found;

    study_of(&set, &how, &arena, &found);
    ck_assert_int_eq(found.distance[1].why, ASSAY_SAMPLED_NO_PAIRS);
    how.by = ASSAY_MOMENTS_PLAIN;
    study_of(&set, &how, &arena, &found);
    ck_assert_int_eq(found.distance[1].why, ASSAY_SAMPLED_ALONE);
    set.first = two;
    set.clusters = 2;
    study_of(&set, &how, &arena, &found);
    ck_assert_int_ne(found.distance[1].why, ASSAY_SAMPLED_ALONE);
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_sampled_starc(void)
{
    Suite *suite = suite_create("sampled_starc");
    TCase *tests = tcase_create("distances from transitions");

    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, moments_are_sums_over_all_that_may_be_multiplied, 0, 3);
    tcase_add_loop_test(tests, shaping_and_scale_change_no_distance, 0, 6);
    tcase_add_loop_test(tests, the_size_of_rewards_does_not_matter, 0, 3);
    tcase_add_test(tests, a_constant_is_shaping_if_the_end_pays_it_too);
    tcase_add_test(tests, any_number_of_threads_gives_the_same_bytes);
    tcase_add_test(tests, bias_and_interval_are_those_of_the_replicates);
    tcase_add_loop_test(tests, intervals_hold_the_exact_distance_of_the_world, 0, 4);
    tcase_add_test(tests, an_equivalent_pair_comes_to_zero_as_rows_become_more);
    tcase_add_test(tests, rows_that_are_done_lead_to_the_absorbing_state);
    tcase_add_test(tests, noise_has_no_distance_and_what_is_trivial_is_one_away);
    tcase_add_test(tests, one_trajectory_or_no_pair_of_rows_is_told);
    suite_add_tcase(suite, tests);
    return suite;
}
