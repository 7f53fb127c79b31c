#include "harness/core/rng.h"
#include "metrics/gao_move.h"
#include "metrics/quantile.h"
#include "tests/unit/unit.h"

#include <gsl/gsl_cdf.h>

#include <math.h>

enum {
    UNITS = 40,
    EACH = 7,
    POINTS = UNITS * EACH,
    SETS = 200,
    REPLICATES = 200
};

struct curves {
    double d[UNITS * EACH], r[UNITS * EACH];
    uint32_t unit[UNITS * EACH];
};

static double normal(struct assay_rng *rng)
{
    return gsl_cdf_ugaussian_Pinv(assay_rng_uniform(rng) + 0x1p-54);
}

/* The same prompts twice: their own alpha both times, beta of the policy, and noise. */
static void curves_drawn(enum assay_gao_form form, const double beta[2], double noise,
                         struct assay_rng *rng, struct curves out[2])
{
    for (size_t u = 0; u < UNITS; u++) {
        const double alpha = 1.0 + (noise > 0.0 ? 0.3 * normal(rng) : 0.0);

        for (size_t k = 0; k < EACH; k++)
            for (size_t side = 0; side < 2; side++) {
                const size_t i = u * EACH + k;
                const double d = 0.4 + 0.4 * (double)k;

                out[side].d[i] = d;
                out[side].r[i] = assay_gao_value(form, alpha, beta[side], d) +
                                 (noise > 0.0 ? noise * normal(rng) : 0.0);
                out[side].unit[i] = (uint32_t)u;
            }
    }
}

static struct assay_gao_side side_of(const struct curves *curves)
{
    return (struct assay_gao_side){
        .points = {.d = curves->d, .r = curves->r, .n = POINTS}, .unit = curves->unit};
}

static struct assay_gao_resampling usual(uint64_t seed)
{
    return (struct assay_gao_resampling){ASSAY_GAO_BON, UNITS, REPLICATES, seed, 0.95};
}

START_TEST(without_noise_the_move_is_the_planted_one)
{
    static const double beta[] = {0.2, 0.25};
    static struct curves curves[2];

    for (int form = ASSAY_GAO_BON; form <= ASSAY_GAO_RL; form++) {
        struct assay_gao_resampling how = usual(1);
        struct assay_rng rng = {1};
        struct assay_gao_side a, b;
        struct assay_range range;
        struct assay_error err;
        const double truth =
            form == ASSAY_GAO_BON ? 2.0 - 2.5 : exp(1 / 0.25 - 1) - exp(1 / 0.2 - 1);
        double move;

        how.form = (enum assay_gao_form)form;
        curves_drawn(how.form, beta, 0.0, &rng, curves);
        a = side_of(&curves[0]);
        b = side_of(&curves[1]);
        ck_assert_int_eq(assay_gao_move(&a, &b, &how, &move, &range, &err), ASSAY_OK);
        ck_assert_double_eq_tol(move, truth, 1e-9);
        ck_assert(range.has_lo && range.has_hi);
        ck_assert_double_eq_tol(range.lo, truth, 1e-9);
        ck_assert_double_eq_tol(range.hi, truth, 1e-9);
    }
}
END_TEST

/* One replicate's points, drawn as the header says, fitted anew. */
static double move_again(const struct curves curves[2], struct assay_rng *rng)
{
    static struct curves drawn[2];
    double peak[2];

    for (size_t i = 0; i < UNITS; i++) {
        const size_t unit = (size_t)assay_rng_index(rng, UNITS);

        for (size_t k = 0; k < EACH; k++)
            for (size_t side = 0; side < 2; side++) {
                drawn[side].d[i * EACH + k] = curves[side].d[unit * EACH + k];
                drawn[side].r[i * EACH + k] = curves[side].r[unit * EACH + k];
            }
    }
    for (size_t side = 0; side < 2; side++) {
        const struct assay_gao_points points = side_of(&drawn[side]).points;
        struct assay_gao_fit fit;
        struct assay_error err;

        ck_assert(assay_gao_fit(&points, ASSAY_GAO_BON, NULL, &fit, &err) == ASSAY_OK);
        ck_assert(fit.peak.exists);
        peak[side] = fit.peak.d;
    }
    return peak[1] - peak[0];
}

START_TEST(replicates_are_fits_made_anew_to_the_same_prompts)
{
    static const double beta[] = {0.25, 0.3};
    static struct curves curves[2];
    static double again[REPLICATES];
    const struct assay_gao_resampling how = usual(5);
    struct assay_rng rng = {2}, draws = {5};
    struct assay_gao_side a, b;
    struct assay_range range;
    struct assay_error err;
    double move;

    curves_drawn(ASSAY_GAO_BON, beta, 0.1, &rng, curves);
    a = side_of(&curves[0]);
    b = side_of(&curves[1]);
    for (size_t r = 0; r < REPLICATES; r++)
        again[r] = move_again(curves, &draws);
    assay_quantile_sort(again, REPLICATES);
    ck_assert_int_eq(assay_gao_move(&a, &b, &how, &move, &range, &err), ASSAY_OK);
    ck_assert_double_eq_tol(range.lo, again[4], 1e-9);   /* floor(0.025 * 199) */
    ck_assert_double_eq_tol(range.hi, again[195], 1e-9); /* ceil(0.975 * 199) */
}
END_TEST

/* Intervals cover the truth, and are far narrower than those of other prompts for each policy. */
START_TEST(intervals_cover_and_what_prompts_share_is_gone)
{
    static const double beta[] = {0.25, 0.27};
    static struct curves curves[2], others[2];
    struct assay_rng rng = {3};
    double width = 0.0, apart = 0.0;
    size_t covered = 0;

    for (size_t set = 0; set < SETS; set++) {
        const struct assay_gao_resampling how = usual(set);
        struct assay_gao_side a, b, c;
        struct assay_range range, wide;
        struct assay_error err;
        double move;

        curves_drawn(ASSAY_GAO_BON, beta, 0.1, &rng, curves);
        curves_drawn(ASSAY_GAO_BON, beta, 0.1, &rng, others);
        a = side_of(&curves[0]);
        b = side_of(&curves[1]);
        c = side_of(&others[1]);
        ck_assert(assay_gao_move(&a, &b, &how, &move, &range, &err) == ASSAY_OK);
        ck_assert(assay_gao_move(&a, &c, &how, &move, &wide, &err) == ASSAY_OK);
        ck_assert(range.has_lo && range.has_hi && wide.has_lo && wide.has_hi);
        covered +=
            range.lo <= 0.5 / 0.27 - 0.5 / 0.25 && range.hi >= 0.5 / 0.27 - 0.5 / 0.25;
        width += (range.hi - range.lo) / SETS;
        apart += (wide.hi - wide.lo) / SETS;
    }
    ck_assert_uint_ge(covered, SETS * 89 / 100); /* 95 % and 4 standard deviations */
    ck_assert_uint_lt(covered, SETS);
    ck_assert_double_lt(width, 0.6 * apart);
}
END_TEST

START_TEST(gold_that_hardly_turns_leaves_an_end_open)
{
    static const double beta[] = {0.3, 0.002};
    static struct curves curves[2];
    const struct assay_gao_resampling how = usual(1);
    struct assay_rng rng = {4};
    struct assay_gao_side a, b;
    struct assay_range range;
    struct assay_error err;
    double move;

    curves_drawn(ASSAY_GAO_BON, beta, 0.0, &rng, curves);
    for (size_t i = 0; i < POINTS; i++) /* half the units never turn */
        curves[1].r[i] +=
            (curves[1].unit[i] % 2 ? 0.02 : -0.02) * curves[1].d[i] * curves[1].d[i];
    a = side_of(&curves[0]);
    b = side_of(&curves[1]);
    ck_assert_int_eq(assay_gao_move(&a, &b, &how, &move, &range, &err), ASSAY_OK);
    ck_assert(range.has_lo && !range.has_hi && range.why);
    ck_assert_int_eq(assay_gao_move(&b, &a, &how, &move, &range, &err), ASSAY_OK);
    ck_assert(!range.has_lo && range.has_hi);
}
END_TEST

START_TEST(what_cannot_be_compared_is_refused)
{
    static const double beta[] = {0.3, -0.1};
    static struct curves curves[2];
    struct assay_gao_resampling how = usual(1);
    struct assay_rng rng = {4};
    struct assay_gao_side a, b;
    struct assay_range range;
    struct assay_error err;
    double move;

    curves_drawn(ASSAY_GAO_BON, beta, 0.0, &rng, curves);
    a = side_of(&curves[0]);
    b = side_of(&curves[1]);
    ck_assert(assay_gao_move(&a, &b, &how, &move, &range, &err) == ASSAY_EDOMAIN);
    ck_assert(assay_gao_move(&a, &a, &how, &move, &range, &err) == ASSAY_OK);
    ck_assert_double_eq(move, 0.0);
    how.units = UNITS - 1;
    ck_assert(assay_gao_move(&a, &a, &how, &move, &range, &err) == ASSAY_EDOMAIN);
    how.units = 29;
    ck_assert(assay_gao_move(&a, &a, &how, &move, &range, &err) == ASSAY_EDOMAIN);
    how = usual(1);
    how.level = 1.0;
    ck_assert(assay_gao_move(&a, &a, &how, &move, &range, &err) == ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_gao_move(void)
{
    Suite *suite = suite_create("gao_move");
    TCase *tests = tcase_create("how far the peak moved");

    tcase_add_test(tests, without_noise_the_move_is_the_planted_one);
    tcase_add_test(tests, replicates_are_fits_made_anew_to_the_same_prompts);
    tcase_add_test(tests, intervals_cover_and_what_prompts_share_is_gone);
    tcase_add_test(tests, gold_that_hardly_turns_leaves_an_end_open);
    tcase_add_test(tests, what_cannot_be_compared_is_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
