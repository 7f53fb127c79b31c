#include "metrics/bandit_draws.h"
#include "metrics/quantile.h"
#include "metrics/resample.h"
#include "tests/unit/bandit_parts.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <string.h>

enum {
    MODELS = 4,
    CELLS = MODELS * MODELS,
    PROMPTS = 13,
    CLUSTERS = 6,
    REPLICATES = 60
};

/* Prompts in clusters of one to four, which are in two sections that share none. */
struct drawn {
    struct made_scores made;
    uint32_t cluster[PROMPTS], cell[PROMPTS];
    struct assay_bandit_drawing how;
    struct assay_bandit bandit;
    struct assay_bandit_draws *draws;
};

static void draw(int seed, bool tied, size_t jobs, struct drawn *out)
{
    static const uint32_t cluster[PROMPTS] = {0, 1, 1, 2, 5, 5, 5, 3, 4, 4, 5, 0, 2};
    struct assay_error err;

    made_scores((uint64_t)seed, MODELS, PROMPTS, 5, tied, &out->made);
    for (size_t i = 0; i < PROMPTS; i++) {
        out->cluster[i] = cluster[i];
        out->cell[i] = cluster[i] >= 4;
    }
    made_pack(&out->made, &out->bandit);
    out->how = (struct assay_bandit_drawing){REPLICATES,   (uint64_t)seed, 0.9,      jobs,
                                             out->cluster, out->cell,      CLUSTERS, 2};
    ck_assert_int_eq(assay_bandit_draws_new(&out->bandit, &out->how, &out->draws, &err),
                     ASSAY_OK);
}

static void release(struct drawn *drawn)
{
    assay_bandit_draws_free(drawn->draws);
    assay_bandit_release(&drawn->bandit);
}

/* The prompts of a replicate, each as often as its cluster was drawn. */
static void repeat(const struct drawn *drawn, const uint32_t *times,
                   struct made_scores *out)
{
    const struct made_scores *made = &drawn->made;

    *out = (struct made_scores){.models = MODELS};
    for (size_t i = 0; i < PROMPTS; i++)
        for (uint32_t t = 0; t < times[drawn->cluster[i]]; t++) {
            const size_t n = made->first[i + 1] - made->first[i], to = out->prompts++;

            ck_assert_uint_lt(to, MADE_PROMPTS);
            out->first[to + 1] = out->first[to] + n;
            out->weight[to] = made->weight[i];
            for (size_t m = 0; m < MODELS; m++)
                memcpy(out->score[m] + out->first[to], made->score[m] + made->first[i],
                       n * sizeof(double));
        }
}

/* What a matrix is worked out by. */
enum what {
    DISTANCE,
    WORST,
    LO,
    HI
};

static void matrix_of(const struct made_scores *made, enum what what,
                      const struct assay_bandit_metric *metric, double *out)
{
    struct assay_bandit_worst worst[CELLS];
    struct assay_bandit_range regret[CELLS];
    struct assay_bandit bandit;

    made_pack(made, &bandit);
    assay_bandit_distances(&bandit, metric, 1, out);
    assay_bandit_worsts(&bandit, 1, worst);
    assay_bandit_regrets(&bandit, 1, regret);
    for (size_t k = 0; what != DISTANCE && k < CELLS; k++)
        out[k] = what == WORST ? worst[k].value
                 : what == LO  ? regret[k].lo
                               : regret[k].hi;
    assay_bandit_release(&bandit);
}

/* Intervals from replicates that are worked out from the repeated prompts. */
static void plain_bands(const struct drawn *drawn, enum what what,
                        const struct assay_bandit_metric *metric,
                        struct assay_bandit_range *out)
{
    const struct assay_resample_items items = {drawn->cell, drawn->cluster, PROMPTS, 2,
                                               CLUSTERS};
    struct assay_resample *resample = assay_resample_new(&items, drawn->how.seed);
    static double value[CELLS][REPLICATES];
    struct made_scores made;
    double matrix[CELLS];
    uint32_t times[CLUSTERS];

    for (size_t r = 0; r < REPLICATES; r++) {
        assay_resample_next(resample, times);
        repeat(drawn, times, &made);
        matrix_of(&made, what, metric, matrix);
        for (size_t k = 0; k < CELLS; k++)
            value[k][r] = matrix[k];
    }
    for (size_t k = 0; k < CELLS; k++) {
        assay_quantile_sort(value[k], REPLICATES);
        out[k].lo = assay_quantile(value[k], REPLICATES, 0.05);
        out[k].hi = assay_quantile(value[k], REPLICATES, 0.95);
    }
    assay_resample_free(resample);
}

/* Root of rounding where a square is near 0. */
static void same(const struct assay_bandit_range *got,
                 const struct assay_bandit_range *want, double tolerance,
                 const char *what, int seed)
{
    for (size_t k = 0; k < CELLS; k++)
        if (k / MODELS != k % MODELS)
            ck_assert_msg(
                fabs(got[k].lo - want[k].lo) <= tolerance &&
                    fabs(got[k].hi - want[k].hi) <= tolerance,
                "%s, seed %d, cell %zu: [%.12g, %.12g], expected [%.12g, %.12g]", what,
                seed, k, got[k].lo, got[k].hi, want[k].lo, want[k].hi);
}

START_TEST(distances_are_those_of_repeated_prompts)
{
    struct assay_bandit_range got[CELLS], want[CELLS];
    struct drawn drawn;

    draw(_i, _i % 2 == 1, 1, &drawn);
    for (unsigned n = 0; n < ASSAY_BANDIT_NORMS; n++)
        for (unsigned m = 1; m < ASSAY_BANDIT_NORMS; m++) {
            const struct assay_bandit_metric metric = {
                ASSAY_BANDIT_STARC, (enum assay_bandit_norm)n, (enum assay_bandit_norm)m};

            assay_bandit_draws_distances(drawn.draws, &metric, got);
            plain_bands(&drawn, DISTANCE, &metric, want);
            same(got, want, 1e-9, assay_bandit_norm_words[m], _i);
        }
    release(&drawn);
}
END_TEST

START_TEST(pearson_forms_are_those_of_repeated_prompts)
{
    struct assay_bandit_range got[CELLS], want[CELLS];
    struct drawn drawn;

    draw(_i, false, 1, &drawn);
    for (unsigned kind = ASSAY_BANDIT_EPIC; kind <= ASSAY_BANDIT_DIRECT; kind++) {
        const struct assay_bandit_metric metric = {(enum assay_bandit_kind)kind,
                                                   ASSAY_BANDIT_L2, ASSAY_BANDIT_L2};

        assay_bandit_draws_distances(drawn.draws, &metric, got);
        plain_bands(&drawn, DISTANCE, &metric, want);
        same(got, want, 1e-9, "Pearson", _i);
    }
    release(&drawn);
}
END_TEST

START_TEST(worst_cases_are_those_of_repeated_prompts)
{
    struct assay_bandit_range got[CELLS], want[CELLS];
    struct assay_bandit_worst worst[CELLS];
    struct drawn drawn;

    draw(_i, _i % 3 == 1, 1, &drawn);
    assay_bandit_worsts(&drawn.bandit, 1, worst);
    assay_bandit_draws_worsts(drawn.draws, worst, got);
    plain_bands(&drawn, WORST, &assay_bandit_headline, want);
    same(got, want, 1e-9, "worst case", _i);
    release(&drawn);
}
END_TEST

START_TEST(regrets_are_those_of_repeated_prompts)
{
    struct assay_bandit_range lo[CELLS], hi[CELLS], want[CELLS];
    struct drawn drawn;

    draw(_i, _i % 3 > 0, 1, &drawn);
    assay_bandit_draws_regrets(drawn.draws, lo, hi);
    plain_bands(&drawn, LO, &assay_bandit_headline, want);
    same(lo, want, 1e-9, "regret, lower end", _i);
    plain_bands(&drawn, HI, &assay_bandit_headline, want);
    same(hi, want, 1e-9, "regret, upper end", _i);
    release(&drawn);
}
END_TEST

/* Model 0 is trivial in all replicates, model 1 in those without the first cluster. */
START_TEST(models_that_are_trivial_in_a_replicate_are_so_there)
{
    struct assay_bandit_range got[CELLS], lo[CELLS], want[CELLS];
    struct assay_bandit_worst worst[CELLS];
    struct drawn drawn;
    struct assay_error err;

    draw(_i, false, 1, &drawn);
    release(&drawn);
    for (size_t i = 0; i < PROMPTS; i++)
        for (size_t j = drawn.made.first[i]; j < drawn.made.first[i + 1]; j++) {
            drawn.made.score[0][j] = (double)i;
            if (drawn.cluster[i] != 0)
                drawn.made.score[1][j] = 0.5;
        }
    made_pack(&drawn.made, &drawn.bandit);
    ck_assert_int_eq(
        assay_bandit_draws_new(&drawn.bandit, &drawn.how, &drawn.draws, &err), ASSAY_OK);
    assay_bandit_draws_distances(drawn.draws, &assay_bandit_headline, got);
    plain_bands(&drawn, DISTANCE, &assay_bandit_headline, want);
    same(got, want, 1e-9, "d_J", _i);
    assay_bandit_worsts(&drawn.bandit, 1, worst);
    assay_bandit_draws_worsts(drawn.draws, worst, got);
    plain_bands(&drawn, WORST, &assay_bandit_headline, want);
    same(got, want, 1e-9, "worst case", _i);
    assay_bandit_draws_regrets(drawn.draws, lo, got);
    plain_bands(&drawn, HI, &assay_bandit_headline, want);
    same(got, want, 1e-9, "regret", _i);
    release(&drawn);
}
END_TEST

START_TEST(threads_change_no_bit_of_the_intervals)
{
    struct assay_bandit_range one[CELLS], three[CELLS];
    struct assay_bandit_worst worst[CELLS];
    struct drawn a, b;

    draw(5, false, 1, &a);
    draw(5, false, 3, &b);
    assay_bandit_worsts(&a.bandit, 1, worst);
    assay_bandit_draws_worsts(a.draws, worst, one);
    assay_bandit_draws_worsts(b.draws, worst, three);
    ck_assert_mem_eq(one, three, sizeof(one));
    assay_bandit_draws_distances(a.draws, &assay_bandit_headline, one);
    assay_bandit_draws_distances(b.draws, &assay_bandit_headline, three);
    ck_assert_mem_eq(one, three, sizeof(one));
    release(&a);
    release(&b);
}
END_TEST

START_TEST(what_cannot_be_drawn_is_refused)
{
    struct assay_bandit_drawing how;
    struct assay_bandit_draws *draws;
    struct assay_error err;
    struct drawn drawn;

    draw(1, false, 1, &drawn);
    how = drawn.how;
    how.replicates = 1;
    ck_assert_int_eq(assay_bandit_draws_new(&drawn.bandit, &how, &draws, &err),
                     ASSAY_EDOMAIN);
    how.replicates = (size_t)1 << 28;
    ck_assert_int_eq(assay_bandit_draws_new(&drawn.bandit, &how, &draws, &err),
                     ASSAY_EDOMAIN);
    how = drawn.how;
    how.level = 1.0;
    ck_assert_int_eq(assay_bandit_draws_new(&drawn.bandit, &how, &draws, &err),
                     ASSAY_EDOMAIN);
    release(&drawn);
}
END_TEST

Suite *unit_bandit_draws(void)
{
    Suite *suite = suite_create("bandit_draws");
    TCase *tests = tcase_create("bandit_draws");

    tcase_add_loop_test(tests, distances_are_those_of_repeated_prompts, 0, 4);
    tcase_add_loop_test(tests, pearson_forms_are_those_of_repeated_prompts, 0, 4);
    tcase_add_loop_test(tests, worst_cases_are_those_of_repeated_prompts, 0, 20);
    tcase_add_loop_test(tests, regrets_are_those_of_repeated_prompts, 0, 20);
    tcase_add_loop_test(tests, models_that_are_trivial_in_a_replicate_are_so_there, 0, 4);
    tcase_add_test(tests, threads_change_no_bit_of_the_intervals);
    tcase_add_test(tests, what_cannot_be_drawn_is_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
