/*
 * Expected values are of another program than the one tested: accelerated proximal gradient (FISTA
 * with restarts) in Python, on the same objective and folds, run until no weight moves by 1e-16.
 */
#include "metrics/length_control.h"

#include "tests/unit/unit.h"

#include <check.h>
#include <math.h>

enum {
    N = 12
};

static const double shares[N] = {1.0,  0.5, 0.25, 0.0, 0.9, 0.6,
                                 0.75, 0.1, 0.35, 0.8, 0.0, 0.45};
static const bool given[N] = {true, true, true, true, true,  true,
                              true, true, true, true, false, true};
static const double excess[N] = {-120, 30, 200, 410, -300, 15, -60, 90, 220, -10, 50, 75};
static const double difficulty[N] = {0.0,   -0.5, 1.25, -1.0, 2.0, 0.25,
                                     -0.75, 0.5,  -1.5, 1.0,  0.1, -0.2};
static const double gamed_share[] = {0.7, 0.4, 0.2, 0.9, 0.55, 0.3};
static const double gamed_excess[] = {-1.5, 0.5, 1.25, -0.75, 0.1, 2.0};
static const struct assay_length_control_rows rows = {shares, given, excess, difficulty,
                                                      N};
static const struct assay_length_control_rows bare = {shares, given, excess, NULL, N};
static const struct assay_length_control_gamed gamed = {gamed_share, gamed_excess,
                                                        difficulty, 6};
static const struct assay_length_control_gamed none = {NULL, NULL, NULL, 0};

static const struct {
    const struct assay_length_control_rows *rows;
    const struct assay_length_control_gamed *gamed;
    double strength; /* 0: chosen by folds */
    double chosen, weight[3], win_rate, standard_error;
} fits[] = {
    {&rows,
     &gamed,
     100.0,
     100.0,
     {-2.506632872, -0.044671177, 0.577300413},
     63.94018103,
     0.29607817},
    {&rows,
     &gamed,
     2.7825594022071245,
     2.7825594022071245,
     {-1.696852583, 0.0, 0.235178372},
     55.85250951,
     0.0},
    {&rows, &gamed, 0.3, 0.3, {0.0, 0.0, 0.0}, 50.0, 0.0},
    {&rows,
     &none,
     100.0,
     100.0,
     {-2.670853827, -0.095448894, 0.617984535},
     64.74011413,
     0.62696871},
    {&bare, &none, 100.0, 100.0, {-2.618803612, 0.0, 0.602793352}, 64.62951208, 0.0},
    {&rows,
     &gamed,
     0.0,
     21.54434690031882,
     {-2.386877542, -0.003725277, 0.529047023},
     62.91771485,
     0.02495334},
    {&rows,
     &none,
     0.0,
     21.54434690031882,
     {-2.524572626, -0.042453279, 0.562397602},
     63.60147166,
     0.28248954},
    {&bare,
     &none,
     0.0,
     21.54434690031882,
     {-2.502038999, 0.0, 0.555765436},
     63.54721788,
     0.0},
};

START_TEST(a_fit_is_what_another_program_finds)
{
    struct assay_length_control got;
    struct assay_error err;
    const double strength = fits[_i].strength;
    const enum assay_code code =
        strength > 0.0
            ? assay_length_control_fit_at(fits[_i].rows, fits[_i].gamed, strength, &got,
                                          &err)
            : assay_length_control_fit(fits[_i].rows, fits[_i].gamed, &got, &err);

    ck_assert_int_eq(code, ASSAY_OK);
    ck_assert_double_eq_tol(got.strength, fits[_i].chosen, 1e-9 * fits[_i].chosen);
    for (size_t j = 0; j < 3; j++)
        ck_assert_double_eq_tol(got.weight[j], fits[_i].weight[j], 2e-9);
    ck_assert_double_eq_tol(got.win_rate, fits[_i].win_rate, 2e-8);
    ck_assert_double_eq_tol(got.standard_error, fits[_i].standard_error, 2e-8);
}
END_TEST

/* What a recursive form of NumPy's partition of equal keys gives; up to 17 of them stay in place. */
START_TEST(folds_are_those_of_equal_keys_in_introsort)
{
    static const unsigned char few[17] = {1, 0, 4, 3, 2, 1, 0, 4, 3,
                                          2, 1, 0, 4, 3, 2, 1, 0};
    static const unsigned char many[40] = {4, 3, 2, 1, 0, 4, 3, 2, 1, 0, 4, 3, 2, 1,
                                           0, 4, 3, 2, 4, 0, 1, 1, 3, 2, 1, 0, 4, 3,
                                           2, 0, 2, 4, 3, 2, 1, 0, 4, 3, 1, 0};
    unsigned char fold[40];

    assay_length_control_folds(17, fold);
    ck_assert_mem_eq(fold, few, sizeof(few));
    assay_length_control_folds(40, fold);
    ck_assert_mem_eq(fold, many, sizeof(many));
    assay_length_control_folds(0, fold);
}
END_TEST

START_TEST(the_baseline_itself_wins_half)
{
    static const double half[] = {0.5, 0.5}, level[] = {3.0, 3.0};
    static const bool both[] = {true, true};
    const struct assay_length_control_rows same = {half, both, level, NULL, 2};
    struct assay_length_control got;
    struct assay_error err;

    ck_assert_int_eq(assay_length_control_fit(&same, &none, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got.win_rate, 50.0);
    ck_assert_double_eq(got.standard_error, 0.0);
}
END_TEST

START_TEST(what_cannot_be_fitted_is_undefined)
{
    static const double level[N] = {0};
    const struct assay_length_control_rows flat = {shares, given, level, NULL, N};
    const struct assay_length_control_rows few = {shares, given, excess, NULL, 4};
    struct assay_length_control got;
    struct assay_error err;

    ck_assert_int_eq(assay_length_control_fit(&flat, &none, &got, &err), ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text,
                     "all answers differ as much in length from the baseline's");
    ck_assert_int_eq(assay_length_control_fit(&few, &none, &got, &err), ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "fewer than 5 preferences");
}
END_TEST

Suite *unit_length_control(void)
{
    Suite *suite = suite_create("length_control");
    TCase *all = tcase_create("length_control");

    tcase_add_loop_test(all, a_fit_is_what_another_program_finds, 0,
                        sizeof(fits) / sizeof(fits[0]));
    tcase_add_test(all, folds_are_those_of_equal_keys_in_introsort);
    tcase_add_test(all, the_baseline_itself_wins_half);
    tcase_add_test(all, what_cannot_be_fitted_is_undefined);
    suite_add_tcase(suite, all);
    return suite;
}
