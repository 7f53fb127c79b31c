#include "harness/core/memory.h"
#include "harness/core/rng.h"
#include "metrics/bootstrap.h"
#include "metrics/calibration.h"
#include "metrics/paired_difference.h"
#include "metrics/quantile.h"
#include "metrics/resample.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    REPLICATES = 4000,
    BINS = 10,
    ROW = 2 * (BINS + 1) /* of two models */
};

static const struct assay_paired_contrast second_minus_first = {2, {{1, 1}, {-1, 0}}};

static struct assay_paired_answer ask(const struct assay_paired_sample *sample,
                                      const struct assay_paired_figure *figure,
                                      const struct assay_paired_contrast *contrast,
                                      bool one_by_one)
{
    const struct assay_paired_question question = {figure, 4, contrast, 1};
    const struct assay_paired_draws how = {REPLICATES, 2026, 0.95, one_by_one, NULL};
    struct assay_paired_answer out;
    struct assay_error err;

    ck_assert_int_eq(assay_paired_difference(sample, &question, &how, &out, &err),
                     ASSAY_OK);
    return out;
}

/* The relative standard error of a standard deviation over B replicates is about 1 / sqrt(2 B) = 1.1 %. */
static void check_answer(const struct assay_paired_answer *got, double value,
                         double variance)
{
    ck_assert(got->defined);
    ck_assert_uint_eq(got->used, REPLICATES);
    ck_assert_double_eq_tol(got->value, value, 1e-12);
    ck_assert_double_eq_tol(got->se / sqrt(variance), 1.0, 0.06);
    ck_assert_double_eq_tol(got->hi - got->lo, 2 * 1.96 * sqrt(variance),
                            0.2 * sqrt(variance));
}

/* Of 400 pairs 240 right for both, 56 for the second alone, 32 for the first alone. */
static void pairs_made(double *credit)
{
    for (size_t i = 0; i < 400; i++) {
        const size_t k = i * 7 % 400;

        credit[2 * i] = k < 272 ? 1.0 : 0.0;
        credit[2 * i + 1] = k < 240 || (k >= 272 && k < 328) ? 1.0 : 0.0;
    }
}

static const struct assay_paired_figure accuracy[4] = {
    {.of = assay_paired_mean},
    {.of = assay_paired_mean, .column = 1},
    {.of = assay_paired_mean},
    {.of = assay_paired_mean}};

/* Var = (discordance - delta^2) / n = (88 - 24^2 / 400) / 400^2. */
START_TEST(a_difference_of_shares_varies_as_its_discordance)
{
    double credit[800];
    const struct assay_paired_sample sample = {credit, NULL, NULL, 400, 1, 2};
    struct assay_paired_answer got;

    pairs_made(credit);
    got = ask(&sample, accuracy, &second_minus_first, _i);
    check_answer(&got, 24.0 / 400, (88 - 24 * 24.0 / 400) / 400 / 400);
    ck_assert(got.p > 0.002 && got.p < 0.03); /* normal: z = 2.58, p = 0.0099 */
}
END_TEST

/* Four equal pairs a prompt: as 100 pairs. */
START_TEST(clusters_are_drawn_whole)
{
    double credit[800];
    uint32_t cluster[400];
    const struct assay_paired_sample sample = {credit, NULL, cluster, 400, 1, 2};
    struct assay_paired_answer got;

    for (size_t i = 0; i < 400; i++) {
        cluster[i] = (uint32_t)(i % 100);
        credit[2 * i] = cluster[i] < 20 ? 1.0 : 0.0;
        credit[2 * i + 1] = cluster[i] >= 10 && cluster[i] < 45 ? 1.0 : 0.0;
    }
    got = ask(&sample, accuracy, &second_minus_first, _i);
    check_answer(&got, 0.15, (0.35 - 0.15 * 0.15) / 100);
}
END_TEST

/* Two strata of 100 and 300 with weights 3 and 1: Var = sum (w / 4)^2 Var_c / n_c. */
START_TEST(weights_of_sections_stay_fixed)
{
    const double weight[] = {3.0, 1.0};
    const struct assay_paired_figure figure[4] = {
        {.of = assay_paired_mean_of_cells, .weight = weight},
        {.of = assay_paired_mean_of_cells, .weight = weight, .column = 1},
        accuracy[0],
        accuracy[1]};
    double credit[800];
    uint32_t cell[400];
    const struct assay_paired_sample sample = {credit, cell, NULL, 400, 2, 2};
    struct assay_paired_answer got;

    for (size_t i = 0; i < 400; i++) {
        cell[i] = i < 100 ? 0 : 1;
        credit[2 * i] = i % 10 < 5 ? 1.0 : 0.0;
        credit[2 * i + 1] = i % 10 < (i < 100 ? 7 : 4) ? 1.0 : 0.0; /* +0.2 and -0.1 */
    }
    got = ask(&sample, figure, &second_minus_first, _i);
    check_answer(&got, 0.75 * 0.2 - 0.25 * 0.1,
                 0.5625 * (0.2 - 0.04) / 100 + 0.0625 * (0.1 - 0.01) / 300);
}
END_TEST

/* (b - a) - (d - c), of independent columns: variances add up. */
START_TEST(a_difference_of_differences_is_one_contrast)
{
    const struct assay_paired_contrast both = {4, {{1, 1}, {-1, 0}, {-1, 3}, {1, 2}}};
    struct assay_paired_figure figure[4];
    double credit[1600];
    const struct assay_paired_sample sample = {credit, NULL, NULL, 400, 1, 4};
    struct assay_paired_answer got;

    for (size_t k = 0; k < 4; k++)
        figure[k] = (struct assay_paired_figure){.of = assay_paired_mean, .column = k};
    for (size_t i = 0; i < 400; i++)
        for (size_t k = 0; k < 4;
             k++) /* all 16 kinds equally often: independent, share 1/2 */
            credit[4 * i + k] = (double)(i >> k & 1);
    got = ask(&sample, figure, &both, _i);
    check_answer(&got, 0.0, 4 * 0.25 / 400);
    ck_assert(got.p > 0.9);
}
END_TEST

START_TEST(a_model_does_not_differ_from_itself)
{
    const struct assay_paired_contrast itself = {2, {{1, 0}, {-1, 2}}};
    double credit[800];
    const struct assay_paired_sample sample = {credit, NULL, NULL, 400, 1, 2};
    struct assay_paired_answer got;

    pairs_made(credit);
    got = ask(&sample, accuracy, &itself, _i);
    ck_assert_double_eq(got.lo, 0.0);
    ck_assert_double_eq(got.hi, 0.0);
    ck_assert_double_eq(got.se, 0.0);
    ck_assert_double_eq(got.p, 1.0);
}
END_TEST

START_TEST(order_decides_the_sign_alone)
{
    const struct assay_paired_contrast contrast[] = {{2, {{1, 1}, {-1, 0}}},
                                                     {2, {{1, 0}, {-1, 1}}}};
    const struct assay_paired_question question = {accuracy, 4, contrast, 2};
    const struct assay_paired_draws how = {500, 3, 0.9, _i, NULL};
    double credit[800];
    const struct assay_paired_sample sample = {credit, NULL, NULL, 400, 1, 2};
    struct assay_paired_answer out[2];
    struct assay_error err;

    pairs_made(credit);
    ck_assert_int_eq(assay_paired_difference(&sample, &question, &how, out, &err),
                     ASSAY_OK);
    ck_assert_double_eq(out[0].value, -out[1].value);
    ck_assert_double_eq_tol(out[0].lo, -out[1].hi, 1e-12);
    ck_assert_double_eq_tol(out[0].hi, -out[1].lo, 1e-12);
    ck_assert_double_eq(out[0].p, out[1].p);
}
END_TEST

/* Prompts of one to three pairs in two subsets, some prompts in both; margins of two models. */
struct world {
    double margin[2][120];
    uint32_t cell[120], cluster[120];
    double credit[120 * ROW];
    struct assay_paired_sample sample;
};

static void world_made(struct world *w)
{
    struct assay_rng rng = {5};

    w->sample = (struct assay_paired_sample){w->credit, w->cell, w->cluster, 120, 2, ROW};
    for (size_t i = 0; i < 120; i++) {
        w->cell[i] = i % 3 == 0;
        w->cluster[i] = (uint32_t)(assay_rng_index(&rng, 60));
        for (size_t k = 0; k < 2; k++) {
            double *row = w->credit + (2 * i + k) * (BINS + 1);

            w->margin[k][i] = 6.0 * assay_rng_uniform(&rng) - 2.0 - (double)k;
            row[0] = log1p(exp(-w->margin[k][i]));
            assay_paired_bin(w->margin[k][i], BINS, row + 1);
        }
    }
}

/* From the items of one replicate: the mean loss, and the calibration error over its bins. */
static void by_items(const struct world *w, size_t model, const uint32_t *times,
                     double out[2])
{
    double gap[BINS] = {0};
    double n = 0;

    out[0] = out[1] = 0;
    for (size_t i = 0; i < 120; i++) {
        const double m = w->margin[model][i];
        const double p = assay_calibration_sigmoid(fabs(m));
        const double t = times[w->cluster[i]];

        n += t;
        out[0] += t * log1p(exp(-m));
        gap[(size_t)fmin(floor(p * BINS), BINS - 1)] += t * ((m > 0.0) - p);
    }
    out[0] /= n;
    for (size_t b = 0; b < BINS; b++)
        out[1] += fabs(gap[b]) / n;
}

static const struct assay_paired_figure loss_and_error[4] = {
    {.of = assay_paired_mean},
    {.of = assay_paired_mean, .column = BINS + 1},
    {.of = assay_paired_calibration_error, .column = 1, .columns = BINS},
    {.of = assay_paired_calibration_error, .column = BINS + 2, .columns = BINS}};

START_TEST(replicates_are_those_of_resampled_items)
{
    const struct assay_paired_contrast contrast[] = {{2, {{1, 1}, {-1, 0}}},
                                                     {2, {{1, 3}, {-1, 2}}}};
    const struct assay_paired_question question = {loss_and_error, 4, contrast, 2};
    double draw[2 * 300];
    const struct assay_paired_draws how = {300, 17, 0.95, true, draw};
    double expected[2][300];
    struct world w;
    struct assay_paired_answer out[2];
    struct assay_resample *resample;
    struct assay_error err;

    world_made(&w);
    ck_assert_int_eq(assay_paired_difference(&w.sample, &question, &how, out, &err),
                     ASSAY_OK);
    resample = assay_resample_new(
        &(struct assay_resample_items){w.cell, w.cluster, 120, 2, 120}, 17);
    for (size_t r = 0; r < 300; r++) {
        uint32_t times[120];
        double of[2][2];

        assay_resample_next(resample, times);
        by_items(&w, 0, times, of[0]);
        by_items(&w, 1, times, of[1]);
        expected[0][r] = of[1][0] - of[0][0];
        expected[1][r] = of[1][1] - of[0][1];
    }
    assay_resample_free(resample);
    for (size_t k = 0; k < 2; k++) {
        assay_quantile_sort(expected[k], 300);
        for (size_t r = 0; r < 300; r++)
            ck_assert_double_eq_tol(draw[300 * k + r], expected[k][r], 1e-12);
    }
}
END_TEST

START_TEST(calibration_error_is_that_of_the_curve)
{
    const struct assay_paired_contrast one = {1, {{1, 2}}};
    struct assay_calibration_bin bin[BINS];
    double p[120];
    double y[120];
    struct world w;
    struct assay_paired_answer got;
    struct assay_error err;

    world_made(&w);
    w.margin[0][3] = 0.0; /* a tie is right by half */
    assay_paired_bin(0.0, BINS, &w.credit[3 * ROW + 1]);
    w.margin[0][4] = -900.0; /* p is 1: the last bin */
    assay_paired_bin(-900.0, BINS, &w.credit[4 * ROW + 1]);
    for (size_t i = 0; i < 120; i++) {
        p[i] = assay_calibration_sigmoid(fabs(w.margin[0][i]));
        y[i] = i == 3 ? 0.5 : w.margin[0][i] > 0.0 ? 1.0 : 0.0;
    }
    ck_assert_int_eq(assay_calibration_curve(p, y, 120, BINS, bin, &err), ASSAY_OK);
    got = ask(&w.sample, loss_and_error, &one, _i);
    ck_assert_double_eq_tol(got.value, assay_calibration_ece(bin, BINS), 1e-12);
    ck_assert_double_gt(got.se, 0.0);
}
END_TEST

START_TEST(replicates_do_not_depend_on_blocks_or_company)
{
    double alone[2000];
    double company[2000];
    double *credit = assay_memory_new(1600, sizeof(*credit));
    const struct assay_paired_contrast contrast[] = {second_minus_first, {1, {{1, 1}}}};
    struct assay_paired_question question = {accuracy, 4, contrast, 1};
    struct assay_paired_draws how = {1000, 9, 0.95, true, alone};
    struct assay_paired_sample sample = {credit, NULL, NULL, 400, 1, 2};
    struct assay_paired_answer out[2];
    struct assay_error err;

    pairs_made(credit);
    ck_assert_int_eq(assay_paired_difference(&sample, &question, &how, out, &err),
                     ASSAY_OK);
    for (size_t i = 400; i-- > 0;) { /* two columns more, which nobody reads */
        credit[4 * i + 1] = credit[2 * i + 1];
        credit[4 * i] = credit[2 * i];
        credit[4 * i + 2] = (double)i;
    }
    sample.columns = 4;
    question.contrasts = 2;
    how.draw = company;
    ck_assert_int_eq(assay_paired_difference(&sample, &question, &how, out, &err),
                     ASSAY_OK);
    ck_assert_mem_eq(alone, company, 1000 * sizeof(*alone));
    free(credit);
}
END_TEST

/* Cell 1 has no items; cell 2 one cluster of three, which is drawn in 1 - (2/3)^3 of replicates. */
START_TEST(what_is_undefined_is_left_out)
{
    const double credit[] = {1, 0, 1, 0, 1, 1, 0, 1};
    const uint32_t cell[] = {0, 0, 0, 2};
    const uint32_t cluster[] = {0, 1, 2, 2};
    const uint32_t empty = 1;
    const uint32_t rare = 2;
    const struct assay_paired_figure figure[4] = {
        {.of = assay_paired_mean, .cell = &empty, .cells = 1},
        {.of = assay_paired_mean, .cell = &rare, .cells = 1, .column = 1},
        {.of = assay_paired_mean_of_cells, .cell = &empty, .cells = 1},
        {.of = assay_paired_mean_of_cells}};
    const struct assay_paired_sample sample = {credit, cell, cluster, 4, 3, 2};
    struct assay_paired_answer got =
        ask(&sample, figure, &(struct assay_paired_contrast){1, {{1, 0}}}, _i);

    ck_assert(!got.defined);
    ck_assert_double_eq(got.value, 0.0);
    got = ask(&sample, figure, &(struct assay_paired_contrast){1, {{1, 2}}}, _i);
    ck_assert(!got.defined);
    got = ask(&sample, figure, &second_minus_first, _i); /* one of two is undefined */
    ck_assert(!got.defined);
    got = ask(&sample, figure, &(struct assay_paired_contrast){1, {{1, 1}}}, _i);
    ck_assert(got.defined);
    ck_assert_double_eq(got.value, 1.0);
    ck_assert_double_eq_tol((double)got.used / REPLICATES, 19.0 / 27, 0.036);
    got = ask(&sample, figure, &(struct assay_paired_contrast){1, {{1, 3}}}, _i);
    ck_assert_double_eq(got.value, 0.5); /* of 1 in cell 0 and 0 in cell 2 */
    ck_assert_uint_eq(got.used, REPLICATES);
}
END_TEST

START_TEST(nonsense_is_refused)
{
    const double credit[] = {1, 0, 1, NAN};
    const struct assay_paired_question question = {accuracy, 2, &second_minus_first, 1};
    struct assay_paired_sample sample = {credit, NULL, NULL, 2, 1, 2};
    struct assay_paired_draws how = {10, 1, 0.95, false, NULL};
    struct assay_paired_answer out;
    struct assay_error err;

    ck_assert_int_eq(assay_paired_difference(&sample, &question, &how, &out, &err),
                     ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "credit 1 is not finite");
    sample.n = 1;
    ck_assert_int_eq(assay_paired_difference(&sample, &question, &how, &out, &err),
                     ASSAY_OK);
    how.replicates = 1;
    ck_assert_int_eq(assay_paired_difference(&sample, &question, &how, &out, &err),
                     ASSAY_EDOMAIN);
    how.replicates = 10;
    how.level = 1.0;
    ck_assert_int_eq(assay_paired_difference(&sample, &question, &how, &out, &err),
                     ASSAY_EDOMAIN);
    how.level = 0.5;
    sample.columns = 0;
    ck_assert_int_eq(assay_paired_difference(&sample, &question, &how, &out, &err),
                     ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_paired_difference(void)
{
    Suite *suite = suite_create("paired_difference");
    TCase *tcase = tcase_create("resampling both models at once");

    /* _i: by counts, and one by one */
    tcase_add_loop_test(tcase, a_difference_of_shares_varies_as_its_discordance, 0, 2);
    tcase_add_loop_test(tcase, clusters_are_drawn_whole, 0, 2);
    tcase_add_loop_test(tcase, weights_of_sections_stay_fixed, 0, 2);
    tcase_add_loop_test(tcase, a_difference_of_differences_is_one_contrast, 0, 2);
    tcase_add_loop_test(tcase, a_model_does_not_differ_from_itself, 0, 2);
    tcase_add_loop_test(tcase, order_decides_the_sign_alone, 0, 2);
    tcase_add_test(tcase, replicates_are_those_of_resampled_items);
    tcase_add_loop_test(tcase, calibration_error_is_that_of_the_curve, 0, 2);
    tcase_add_test(tcase, replicates_do_not_depend_on_blocks_or_company);
    tcase_add_loop_test(tcase, what_is_undefined_is_left_out, 0, 2);
    tcase_add_test(tcase, nonsense_is_refused);
    suite_add_tcase(suite, tcase);
    return suite;
}
