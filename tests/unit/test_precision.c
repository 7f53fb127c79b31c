#include "metrics/precision.h"
#include "tests/unit/unit.h"

#include <math.h>

enum {
    VALUES = 64
};

/* Non-integers with `digits` bits of significand: 1.xxx1, times 2^exponent. */
static struct assay_precision with_digits(int digits, int exponent)
{
    double x[VALUES];

    for (int i = 0; i < VALUES; i++)
        x[i] = ldexp(1.0 + ldexp((double)(2 * i + 1), 1 - digits), exponent);
    return assay_precision_of(x, VALUES);
}

START_TEST(the_narrowest_type_is_named)
{
    ck_assert_int_eq(with_digits(8, -3).type, ASSAY_PRECISION_BF16);
    ck_assert_int_eq(with_digits(9, -3).type, ASSAY_PRECISION_FP16);
    ck_assert_int_eq(with_digits(11, -3).type, ASSAY_PRECISION_FP16);
    ck_assert_int_eq(with_digits(12, -3).type, ASSAY_PRECISION_FP32);
    ck_assert_int_eq(with_digits(24, -3).type, ASSAY_PRECISION_FP32);
    ck_assert_int_eq(with_digits(25, -3).type, ASSAY_PRECISION_FP64);
    ck_assert_str_eq(assay_precision_name(ASSAY_PRECISION_BF16), "bf16");
}
END_TEST

START_TEST(exponents_count_as_digits_do)
{
    ck_assert_int_eq(with_digits(9, -100).type, ASSAY_PRECISION_FP32);
    ck_assert_uint_eq(with_digits(8, -130).bf16, 0); /* subnormal: four digits lost */
    ck_assert_uint_eq(with_digits(11, -16).fp16, 0); /* subnormal: two digits lost */
    ck_assert_int_eq(with_digits(9, -16).type, ASSAY_PRECISION_FP16);
}
END_TEST

START_TEST(little_evidence_says_nothing)
{
    double x[40];
    struct assay_precision got;

    for (size_t i = 0; i < 40; i++)
        x[i] = (double)(i % 19) + 0.5; /* ratings in halves */
    got = assay_precision_of(x, 40);
    ck_assert_uint_eq(got.distinct, 19);
    ck_assert_uint_eq(got.bf16, 19);
    ck_assert_int_eq(got.type, ASSAY_PRECISION_UNKNOWN);
    x[0] = 100.5;
    ck_assert_int_eq(assay_precision_of(x, 40).type, ASSAY_PRECISION_BF16);
    for (size_t i = 0; i < 40; i++)
        x[i] = (double)i;
    ck_assert_uint_eq(assay_precision_of(x, 40).distinct, 0);
    ck_assert_int_eq(assay_precision_of(NULL, 0).type, ASSAY_PRECISION_UNKNOWN);
}
END_TEST

START_TEST(one_value_too_fine_is_enough_to_rule_out_half_precision)
{
    double x[] = {1.5, 3.0, 0x1.02p0, 0x1.004p0, 70000.0};

    ck_assert(assay_precision_is_half(x, 5));
    x[0] = 0x1.001p0; /* 13 digits */
    ck_assert(!assay_precision_is_half(x, 5));
    x[0] = 0x1.02p-100; /* bf16 only, where 0x1.004p0 is fp16 only */
    ck_assert(!assay_precision_is_half(x, 5));
    ck_assert(assay_precision_is_half(x, 3));
    ck_assert(assay_precision_is_half(NULL, 0));
}
END_TEST

START_TEST(numbers_out_of_range_do_not_fit)
{
    const double x[] = {65504.5, 1e39 + 0.5, (double)0.1F, 0.1};
    const struct assay_precision got = assay_precision_of(x, 4);

    ck_assert_uint_eq(got.distinct, 3); /* 1e39 is an integer */
    ck_assert_uint_eq(got.fp16, 0);
    ck_assert_uint_eq(got.fp32, 2);
}
END_TEST

/* Below 2^-14 a half has steps of 2^-24: an eleventh digit of 2^-15 is too fine, a tenth is not. */
START_TEST(subnormal_numbers_have_fewer_digits)
{
    const double fine = ldexp(1.0 + ldexp(1.0, -10), -15);
    const double coarse = ldexp(1.0 + ldexp(1.0, -9), -15);
    const double normal = ldexp(1.0 + ldexp(1.0, -10), -14);

    ck_assert(!assay_precision_is_half(&fine, 1));
    ck_assert(assay_precision_is_half(&coarse, 1));
    ck_assert(assay_precision_is_half(&normal, 1));
}
END_TEST

Suite *unit_precision(void)
{
    Suite *suite = suite_create("precision");
    TCase *tcase = tcase_create("bit patterns");

    tcase_add_test(tcase, the_narrowest_type_is_named);
    tcase_add_test(tcase, exponents_count_as_digits_do);
    tcase_add_test(tcase, little_evidence_says_nothing);
    tcase_add_test(tcase, numbers_out_of_range_do_not_fit);
    tcase_add_test(tcase, subnormal_numbers_have_fewer_digits);
    tcase_add_test(tcase, one_value_too_fine_is_enough_to_rule_out_half_precision);
    suite_add_tcase(suite, tcase);
    return suite;
}
