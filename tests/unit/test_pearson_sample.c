/* test_pearson_sample.c - Pearson distances over rows, against those of whole worlds. */
#include "harness/core/arena.h"
#include "metrics/pearson_distance.h"
#include "metrics/pearson_sample.h"
#include "tests/unit/sampled_world.h"
#include "tests/unit/unit.h"

#include <math.h>

#define STATES ((size_t)4)
#define ROWS   (STATES * 2 * STATES)

/* Canonical values of all s, a, s' once: (ROWS, SAMPLED_REWARDS), and the distances of the world. */
static void canonical_rows(double *value, double *want)
{
    const struct assay_canonical_choice choice = {.forms = 1U << ASSAY_CANONICAL_EPIC};
    struct assay_canonical form[SAMPLED_REWARDS];
    struct assay_pearson_moments moments[SAMPLED_REWARDS];
    struct assay_reward reward[SAMPLED_REWARDS];
    struct assay_canonicaliser *canonicaliser = NULL;
    struct assay_arena arena = {0};
    struct sampled_world world;
    struct assay_coverage coverage;
    struct assay_error err;
    double row[STATES], level[STATES * 2];

    ck_assert(!sampled_world_make(&world, STATES, 3, false, &arena, &err));
    ck_assert(!assay_canonicaliser_new(&world.mdp, &choice, &canonicaliser, &err));
    coverage = assay_pearson_coverage(ASSAY_PEARSON_EPIC, &choice);
    for (size_t k = 0; k < SAMPLED_REWARDS; k++) {
        reward[k] =
            (struct assay_reward){ASSAY_REWARD_DENSE, world.reward[k], NULL, NULL};
        (void)assay_reward_level(&world.mdp, &reward[k], level);
        ck_assert(!assay_canonicalise(
            canonicaliser, ASSAY_CANONICAL_EPIC,
            &(struct assay_canonical_subject){.reward = &reward[k], .level = level},
            &arena, &form[k], &err));
        moments[k] = assay_pearson_moments(&form[k], &coverage);
        for (size_t i = 0; i < STATES * 2; i++) {
            assay_canonical_row(&form[k], i, row);
            for (size_t n = 0; n < STATES; n++)
                value[(i * STATES + n) * SAMPLED_REWARDS + k] = row[n];
        }
    }
    for (size_t k = 0; k < SAMPLED_REWARDS; k++)
        for (size_t l = 0; l < SAMPLED_REWARDS; l++)
            want[k * SAMPLED_REWARDS + l] = assay_pearson_distance(
                &form[k], &moments[k], &form[l], &moments[l], &coverage);
    assay_canonicaliser_free(canonicaliser);
    assay_arena_release(&arena);
}

static const size_t first[] = {0, 3, 3, 10, 11, 20, 27, ROWS};

START_TEST(rows_of_all_transitions_give_the_distance_of_the_world)
{
    double value[ROWS * SAMPLED_REWARDS], want[SAMPLED_REWARDS * SAMPLED_REWARDS];
    struct assay_pearson_found got[SAMPLED_REWARDS * SAMPLED_REWARDS];
    const struct assay_pearson_rows rows = {value, ROWS, SAMPLED_REWARDS, first, 7};

    canonical_rows(value, want);
    for (size_t i = 0; i < ROWS; i++) /* a constant changes nothing */
        value[i * SAMPLED_REWARDS] += 17.0;
    assay_pearson_sample(&rows, &(struct assay_pearson_how){0.95, 0, 0, 1}, got);
    for (size_t k = 0; k < SAMPLED_REWARDS * SAMPLED_REWARDS; k++) {
        ck_assert_double_eq_tol(got[k].value, want[k], 1e-9);
        ck_assert(!got[k].has_band);
    }
    ck_assert_double_eq_tol(got[SAMPLED_OPPOSITE].value, 1.0, 1e-12);
    ck_assert_double_gt(got[SAMPLED_REDISTRIBUTED].value, 0.01); /* which EPIC keeps */
}
END_TEST

/* Replicates by drawing rows again and measuring them as the headline is. */
START_TEST(intervals_are_percentiles_of_the_distance_of_rows_drawn_again)
{
    enum {
        R = 41
    };
    double value[ROWS * SAMPLED_REWARDS], want[SAMPLED_REWARDS * SAMPLED_REWARDS];
    static double drawn[7 * ROWS * SAMPLED_REWARDS];
    struct assay_pearson_found got[SAMPLED_REWARDS * SAMPLED_REWARDS],
        one[SAMPLED_REWARDS * SAMPLED_REWARDS];
    const struct assay_pearson_rows rows = {value, ROWS, SAMPLED_REWARDS, first, 7};
    const struct assay_pearson_how how = {0.9, R, 5, 3};
    size_t below = 0, above = 0;

    canonical_rows(value, want);
    assay_pearson_sample(&rows, &how, got);
    for (size_t r = 0; r < R; r++) {
        struct assay_rng rng = assay_rng_stream(5, r);
        size_t n = 0;

        for (size_t c = 0; c < 7; c++) {
            const size_t of = assay_rng_index(&rng, 7), count = first[of + 1] - first[of];

            memcpy(drawn + n * SAMPLED_REWARDS, value + first[of] * SAMPLED_REWARDS,
                   count * SAMPLED_REWARDS * sizeof(double));
            n += count;
        }
        assay_pearson_sample(&(struct assay_pearson_rows){drawn, n, SAMPLED_REWARDS,
                                                          (const size_t[]){0, n}, 1},
                             &(struct assay_pearson_how){0.9, 0, 0, 1}, one);
        below += one[SAMPLED_OTHER].value < got[SAMPLED_OTHER].lo - 1e-9;
        above += one[SAMPLED_OTHER].value > got[SAMPLED_OTHER].hi + 1e-9;
    }
    ck_assert_uint_eq(below, 2); /* 0.05 of 40 steps: the third is the end */
    ck_assert_uint_eq(above, 2);
}
END_TEST

START_TEST(constants_have_their_rule_and_size_does_not_matter)
{
    double value[ROWS * 4];
    struct assay_pearson_found got[16], three[16];
    const struct assay_pearson_rows rows = {value, ROWS, 4, first, 7};

    for (size_t i = 0; i < ROWS; i++) {
        value[i * 4] = (double)(i * i % 7);
        value[i * 4 + 1] = 1e300 * (double)(i * i % 7);
        value[i * 4 + 2] = 5.0;
        value[i * 4 + 3] = -1e-300;
    }
    assay_pearson_sample(&rows, &(struct assay_pearson_how){0.95, 50, 1, 1}, got);
    assay_pearson_sample(&rows, &(struct assay_pearson_how){0.95, 50, 1, 3}, three);
    ck_assert_double_lt(got[1].value, 1e-12);
    ck_assert_double_eq(got[2].value, 0.5);
    ck_assert_double_eq(got[7].value, 0.5);
    ck_assert_double_eq(got[11].value, 0.0);
    for (size_t k = 0; k < 16; k++) {
        ck_assert(three[k].lo == got[k].lo && three[k].hi == got[k].hi);
        ck_assert(got[k].lo <= got[k].value && got[k].value <= got[k].hi);
    }
}
END_TEST

Suite *unit_pearson_sample(void)
{
    Suite *suite = suite_create("pearson_sample");
    TCase *tests = tcase_create("Pearson distances of rows");

    tcase_add_test(tests, rows_of_all_transitions_give_the_distance_of_the_world);
    tcase_add_test(tests, intervals_are_percentiles_of_the_distance_of_rows_drawn_again);
    tcase_add_test(tests, constants_have_their_rule_and_size_does_not_matter);
    suite_add_tcase(suite, tests);
    return suite;
}
