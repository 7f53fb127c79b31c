/* test_expression.c - expressions: what they are worth, what is refused, and where. */
#include "harness/core/buf.h"
#include "harness/core/expression.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <string.h>

static struct assay_arena arena;
static struct assay_error err;
static const char *const names[] = {"s", "x", "goal", "next_x"};
static const double values[] = {3.0, -2.0, 1.0, 0.5};
static const struct assay_expression_setting setting = {"w", names, 4};

static void drop(void)
{
    assay_arena_release(&arena);
}

static bool value_of(const struct assay_expression *expression, double *out,
                     struct assay_expression_fault *fault)
{
    const uint32_t *used;
    const size_t n = assay_expression_names(expression, &used);
    double at[4];

    for (size_t i = 0; i < n; i++)
        at[i] = values[used[i]];
    return assay_expression_value(expression, at, out, fault);
}

static const struct {
    const char *text;
    double value;
} good[] = {
    {"1", 1.0},
    {" 2.5e-1 ", 0.25},
    {".5", 0.5},
    {"s", 3.0},
    {"1 + 2 * 3", 7.0},
    {"(1 + 2) * 3", 9.0},
    {"10 - 4 - 3", 3.0},
    {"12 / 4 / 3", 1.0},
    {"2 ^ 3 ^ 2", 512.0},
    {"-2 ^ 2", -4.0},
    {"(-2) ^ 2", 4.0},
    {"2 ^ -1", 0.5},
    {"2 * -3", -6.0},
    {"- -3", 3.0},
    {"+3", 3.0},
    {"!0 + !5", 1.0},
    {"x * x - s", 1.0},
    {"1 < 2", 1.0},
    {"2 < 1", 0.0},
    {"1 <= 1", 1.0},
    {"1 < 1", 0.0},
    {"1 >= 2", 0.0},
    {"2 > 1", 1.0},
    {"s == 3", 1.0},
    {"s != 3", 0.0},
    {"1 + 1 == 2", 1.0},
    {"1 == 2 || 2 == 2", 1.0},
    {"0 || 0", 0.0},
    {"5 || 1 / 0", 1.0},
    {"0 && 1 / 0", 0.0},
    {"7 && -2", 1.0},
    {"1 && 0", 0.0},
    {"0 && 1 || 1", 1.0},
    {"1 || 0 && 0", 1.0},
    {"goal ? 10 : -1", 10.0},
    {"goal - 1 ? 10 : -1", -1.0},
    {"0 ? 1 : 0 ? 2 : 3", 3.0},
    {"1 ? 0 ? 4 : 5 : 6", 5.0},
    {"x == 0 ? 0 : 1 / x", -0.5},
    {"x == -2 ? 7 : log(x)", 7.0},
    {"if(goal, s, 1 / 0)", 3.0},
    {"if(!goal, sqrt(-1), s + 1)", 4.0},
    {"min(3, 1, 2)", 1.0},
    {"max(3, 1, 2)", 3.0},
    {"max(x, -5)", -2.0},
    {"abs(x)", 2.0},
    {"floor(-0.5)", -1.0},
    {"sqrt(16) + exp(0) + log(1)", 5.0},
    {"abs ( min ( x , 1 ) )", 2.0},
    {"next_x*2", 1.0},
    {"0.9 * next_x - x", 2.45},
    {"(-8) ^ 3", -512.0},
    {"0 ^ 0", 1.0},
};

START_TEST(an_expression_is_worth_what_arithmetic_says)
{
    struct assay_expression *expression;
    struct assay_expression_fault fault;
    double got;
    const enum assay_code code = assay_expression_compile(
        &setting, assay_str_of(good[_i].text), &arena, &expression, &err);

    ck_assert_msg(code == ASSAY_OK, "%s: %s", good[_i].text, code ? err.text : "");
    ck_assert_msg(value_of(expression, &got, &fault), "%s: %s", good[_i].text,
                  fault.what);
    ck_assert_msg(fabs(got - good[_i].value) <= 1e-15, "%s: %.17g", good[_i].text, got);
}
END_TEST

static const struct {
    const char *text, *what;
} bad[] = {
    {"", "w: column 1: it ends too early"},
    {"1 +", "w: column 4: it ends too early"},
    {"1 2", "w: column 3: expected an operator"},
    {"(1", "w: column 3: expected \")\""},
    {"1)", "w: column 2: expected an operator"},
    {"1..2", "w: column 1: no number"},
    {"1e", "w: column 1: no number"},
    {"1e999", "w: column 1: no number"},
    {"0x10", "w: column 2: expected an operator"},
    {"s + gaol", "w: column 5: nothing is called \"gaol\"; nearest is \"goal\""},
    {"system(1)", "w: column 1: there is no such function"},
    {"s(1)", "w: column 1: there is no such function"},
    {"abs", "w: column 1: a function without \"(\""},
    {"abs()", "w: column 5: expected a number, a name or \"(\""},
    {"abs(1, 2)", "w: column 1: too many arguments"},
    {"min(1)", "w: column 1: too few arguments"},
    {"if(1)", "w: column 1: too few arguments"},
    {"if(1, 2)", "w: column 8: expected \",\""},
    {"if(1, 2, 3, 4)", "w: column 1: too many arguments"},
    {"max(1, 2", "w: column 9: expected \")\""},
    {"1 ? 2", "w: column 6: expected \":\""},
    {"1 < 2 < 3", "w: column 3: a comparison of a comparison: use && or ()"},
    {"1 = 2", "w: column 3: expected an operator"},
    {"1 & 2", "w: column 3: expected an operator"},
    {"1 % 2", "w: column 3: expected an operator"},
    {"s; 1", "w: column 2: expected an operator"},
    {"\"x\"", "w: column 1: expected a number, a name or \"(\""},
    {"s\nx", "w: column 2: expected an operator"},
};

START_TEST(what_cannot_be_read_is_told_with_its_column)
{
    struct assay_expression *expression;

    ck_assert_int_eq(assay_expression_compile(&setting, assay_str_of(bad[_i].text),
                                              &arena, &expression, &err),
                     ASSAY_EDATA);
    ck_assert_str_eq(err.text, bad[_i].what);
}
END_TEST

static const struct {
    const char *text, *what;
    size_t column;
} faults[] = {
    {"1 / (s - 3)", "division by zero", 3},
    {"1 + log(0)", "log of what is not above zero", 5},
    {"log(x)", "log of what is not above zero", 1},
    {"sqrt(x)", "sqrt of a negative number", 1},
    {"0 ^ -1", "a negative power of zero", 3},
    {"x ^ 0.5", "a broken power of a negative number", 3},
    {"exp(1000)", "too large a number", 1},
    {"1e308 * 10", "too large a number", 7},
    {"10 ^ 400", "too large a number", 4},
};

START_TEST(what_has_no_value_is_a_fault_with_its_column)
{
    struct assay_expression *expression;
    struct assay_expression_fault fault;
    double got;

    ck_assert_int_eq(assay_expression_compile(&setting, assay_str_of(faults[_i].text),
                                              &arena, &expression, &err),
                     ASSAY_OK);
    ck_assert(!value_of(expression, &got, &fault));
    ck_assert_str_eq(fault.what, faults[_i].what);
    ck_assert_uint_eq(fault.column, faults[_i].column);
}
END_TEST

START_TEST(names_are_told_once_each)
{
    struct assay_expression *expression;
    const uint32_t *used;

    ck_assert_int_eq(assay_expression_compile(&setting, ASSAY_STR("next_x - s * next_x"),
                                              &arena, &expression, &err),
                     ASSAY_OK);
    ck_assert_uint_eq(assay_expression_names(expression, &used), 2);
    ck_assert_uint_eq(used[0], 3);
    ck_assert_uint_eq(used[1], 0);
    ck_assert(assay_expression_is_name(ASSAY_STR("next_x2")));
    ck_assert(!assay_expression_is_name(ASSAY_STR("2x")));
    ck_assert(!assay_expression_is_name(ASSAY_STR("a-b")));
    ck_assert(!assay_expression_is_name(ASSAY_STR("log")));
    ck_assert(!assay_expression_is_name(ASSAY_STR("")));
}
END_TEST

/* A text of n times a word, then a tail. */
static struct assay_str repeated(const char *word, size_t n, const char *tail)
{
    struct assay_buf text = {0};
    struct assay_str out;

    for (size_t i = 0; i < n; i++)
        assay_buf_puts(&text, word);
    assay_buf_puts(&text, tail);
    out = assay_arena_copy(&arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return out;
}

START_TEST(length_and_depth_have_limits)
{
    static const char *const deep[] = {"(",       "-",    "abs(",  "2^",
                                       "1+2*3^(", "0?1:", "min(1,"};
    struct assay_expression *expression;

    ck_assert_int_eq(assay_expression_compile(&setting, repeated("1+", 2047, "1"), &arena,
                                              &expression, &err),
                     ASSAY_OK);
    ck_assert_int_eq(assay_expression_compile(&setting, repeated("1+", 2048, "1"), &arena,
                                              &expression, &err),
                     ASSAY_EDATA);
    ck_assert_str_eq(err.text, "w: longer than 4096 bytes");
    for (size_t i = 0; i < sizeof(deep) / sizeof(deep[0]); i++) {
        ck_assert_int_eq(assay_expression_compile(&setting, repeated(deep[i], 500, "1"),
                                                  &arena, &expression, &err),
                         ASSAY_EDATA);
        ck_assert_ptr_nonnull(strstr(err.text, "too many parts within one another"));
    }
}
END_TEST

/* ---- bounds ---- */

/* s in [1, 3], x in [-2, 2], goal anything, next_x above. */
static const struct assay_expression_range ranges[] = {
    {1.0, 3.0}, {-2.0, 2.0}, {-HUGE_VAL, HUGE_VAL}, {0.0, HUGE_VAL}};

static bool bounds_of(const struct assay_expression *expression,
                      struct assay_expression_range *out,
                      struct assay_expression_fault *fault)
{
    const uint32_t *used;
    const size_t n = assay_expression_names(expression, &used);
    struct assay_expression_range at[4];

    for (size_t i = 0; i < n; i++)
        at[i] = ranges[used[i]];
    return assay_expression_bounds(expression, at, out, fault);
}

/* By hand. */
static const struct {
    const char *text;
    double lo, hi;
} bounded[] = {
    {"2", 2.0, 2.0},
    {"s + x", -1.0, 5.0},
    {"s - x", -1.0, 5.0},
    {"s * x", -6.0, 6.0},
    {"x / s", -2.0, 2.0},
    {"-x * 3", -6.0, 6.0},
    {"x ^ 2", 0.0, 4.0},
    {"x ^ 3", -8.0, 8.0},
    {"s ^ -1", 1.0 / 3.0, 1.0},
    {"s ^ 0.5 * 1", 1.0, 1.7320508075688772},
    {"s ^ x", 1.0 / 9.0, 9.0},
    {"x ^ 0", 1.0, 1.0},
    {"abs(x)", 0.0, 2.0},
    {"floor(x / 1.5)", -2.0, 1.0},
    {"exp(x - 2)", 0.018315638888734179, 1.0},
    {"log(s)", 0.0, 1.0986122886681098},
    {"sqrt(s + 1)", 1.4142135623730951, 2.0},
    {"min(max(goal, -1), 1)", -1.0, 1.0},
    {"exp(-next_x)", 0.0, 1.0},
    {"s > 0", 1.0, 1.0},
    {"s < x", 0.0, 1.0},
    {"x == 5", 0.0, 0.0},
    {"!(x > 0) + !s", 0.0, 1.0},
    {"x > 0 && s < 4", 0.0, 1.0},
    {"x > 9 || s > 0", 1.0, 1.0},
    {"x > 1 ? 1 / x : 0", 0.0, 1.0},
    {"x >= 1 ? x : -x", -1.0, 2.0},
    {"x <= -1 ? 1 / x : 4", -1.0, 4.0},
    {"x != 1 ? 7 : 1 / x", 1.0, 7.0},
    {"s > 9 ? goal : 2", 2.0, 2.0},
    {"if(x < 1, if(x < 0, 0, x), 1)", 0.0, 1.0},
    {"next_x < 2 ? next_x : 2", 0.0, 2.0},
};

START_TEST(an_expression_lies_within_its_bounds)
{
    struct assay_expression *expression;
    struct assay_expression_range got;
    struct assay_expression_fault fault;

    ck_assert_int_eq(assay_expression_compile(&setting, assay_str_of(bounded[_i].text),
                                              &arena, &expression, &err),
                     ASSAY_OK);
    ck_assert_msg(bounds_of(expression, &got, &fault), "%s: %s", bounded[_i].text,
                  fault.what);
    ck_assert_double_eq_tol(got.lo, bounded[_i].lo, 1e-12);
    ck_assert_double_eq_tol(got.hi, bounded[_i].hi, 1e-12);
}
END_TEST

static const struct {
    const char *text, *what;
    size_t column;
} unbounded[] = {
    {"goal", "no bound", 1},
    {"1 + goal * s", "no bound", 5},
    {"s + (x > 0 ? goal : 1)", "no bound", 14},
    {"exp(s * 1000)", "no bound", 1},
    {"1 / x", "division by what may be zero", 3},
    {"s / (x - 2)", "division by what may be zero", 3},
    {"x > 0 ? 1 / x : 0", "no bound", 11},
    {"x ^ -1", "a negative power of what may be zero", 3},
    {"x ^ 0.5", "a power of what may be negative", 3},
    {"(x + 2) ^ -0.5", "a negative power of what may be zero", 9},
    {"log(x + 2)", "log of what may not be above zero", 1},
    {"1 + sqrt(x)", "sqrt of what may be negative", 5},
    {"s > 0 ? 1 / x : 0", "division by what may be zero", 11},
};

START_TEST(what_may_have_no_value_or_no_bound_is_told_with_its_column)
{
    struct assay_expression *expression;
    struct assay_expression_range got;
    struct assay_expression_fault fault = {0};

    ck_assert_int_eq(assay_expression_compile(&setting, assay_str_of(unbounded[_i].text),
                                              &arena, &expression, &err),
                     ASSAY_OK);
    ck_assert(!bounds_of(expression, &got, &fault));
    ck_assert_str_eq(fault.what, unbounded[_i].what);
    ck_assert_uint_eq(fault.column, unbounded[_i].column);
}
END_TEST

Suite *unit_expression(void)
{
    Suite *suite = suite_create("expression");
    TCase *all = tcase_create("formulas");

    tcase_add_checked_fixture(all, NULL, drop);
    tcase_add_loop_test(all, an_expression_is_worth_what_arithmetic_says, 0,
                        sizeof(good) / sizeof(good[0]));
    tcase_add_loop_test(all, what_cannot_be_read_is_told_with_its_column, 0,
                        sizeof(bad) / sizeof(bad[0]));
    tcase_add_loop_test(all, what_has_no_value_is_a_fault_with_its_column, 0,
                        sizeof(faults) / sizeof(faults[0]));
    tcase_add_test(all, names_are_told_once_each);
    tcase_add_test(all, length_and_depth_have_limits);
    tcase_add_loop_test(all, an_expression_lies_within_its_bounds, 0,
                        sizeof(bounded) / sizeof(bounded[0]));
    tcase_add_loop_test(all, what_may_have_no_value_or_no_bound_is_told_with_its_column,
                        0, sizeof(unbounded) / sizeof(unbounded[0]));
    suite_add_tcase(suite, all);
    return suite;
}
