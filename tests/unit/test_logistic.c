#include "harness/core/rng.h"
#include "metrics/logistic.h"
#include "tests/unit/unit.h"

#include <gsl/gsl_multimin.h>
#include <math.h>
#include <string.h>

enum {
    ROWS = 40,
    WIDTH = 3,
    CLASSES = 3,
    SIZE = CLASSES * (WIDTH + 1)
};

static struct assay_logistic fit(const struct assay_logistic_data *data, double l2)
{
    struct assay_logistic model;
    struct assay_error err;

    ck_assert_msg(assay_logistic_fit(data, l2, &model, &err) == ASSAY_OK, "%s", err.text);
    ck_assert_double_le(model.gradient, 1e-10);
    return model;
}

/*
 * Rows x = 1 and x = -1 of classes 1 and 0: b = 0 by symmetry, and f'(w) = -1 / (1 + e^w) + l2 w
 * = 0 at w = 1 where l2 = 1 / (1 + e). Separable, and it converges.
 */
START_TEST(two_rows_have_the_weight_that_the_formula_gives)
{
    static const double x[] = {1.0, -1.0};
    static const uint32_t label[] = {1, 0};
    const double l2 = 1.0 / (1.0 + exp(1.0));
    struct assay_logistic model =
        fit(&(struct assay_logistic_data){x, label, 2, 1, 2}, l2);

    ck_assert_uint_eq(model.outputs, 1);
    ck_assert_double_eq_tol(model.weight[0], 1.0, 1e-9);
    ck_assert_double_eq_tol(model.bias[0], 0.0, 1e-9);
    /* log(1 + exp(-1)) + l2 / 2 */
    ck_assert_double_eq_tol(model.loss, log1p(exp(-1.0)) + l2 / 2.0, 1e-12);
    ck_assert_uint_eq(assay_logistic_class(&model, &x[0]), 1);
    ck_assert_uint_eq(assay_logistic_class(&model, &x[1]), 0);
    assay_logistic_release(&model);
}
END_TEST

/*
 * One row e_k a class k of three: by symmetry W has one value a on its diagonal and c elsewhere,
 * biases 0. With p the probability of the right class, (1-p)/3 = l2 a and (1-p)/6 = -l2 c. For
 * p = 1/2 the others have 1/4 each, so a - c = log 2, which l2 = 1 / (4 log 2) gives:
 * a = 2/3 log 2, c = -1/3 log 2. Label 2 is called 3 here, and 2 occurs nowhere.
 */
START_TEST(three_classes_have_the_weights_that_symmetry_gives)
{
    static const double x[] = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    static const uint32_t label[] = {0, 1, 3};
    struct assay_logistic model =
        fit(&(struct assay_logistic_data){x, label, 3, 3, 5}, 0.25 / log(2.0));

    ck_assert_uint_eq(model.outputs, 3);
    for (size_t k = 0; k < 3; k++) {
        ck_assert_double_eq_tol(model.bias[k], 0.0, 1e-9);
        ck_assert_uint_eq(assay_logistic_class(&model, x + 3 * k), label[k]);
        for (size_t j = 0; j < 3; j++)
            ck_assert_double_eq_tol(model.weight[3 * k + j],
                                    (j == k ? 2.0 : -1.0) / 3.0 * log(2.0), 1e-9);
    }
    assay_logistic_release(&model);
}
END_TEST

/* scikit-learn 1.2.1, LogisticRegression(C=1/(6*0.05), solver="newton-cg", tol=1e-14). */
START_TEST(weights_are_those_of_scikit_learn)
{
    static const double x[] = {0.5,  1.0,  1.5, -0.5, -1.0, 0.25,
                               -0.5, -1.5, 2.0, 0.75, 0.0,  2.0};
    static const uint32_t two[] = {1, 0, 0, 1, 1, 0}, three[] = {0, 1, 2, 0, 1, 2};
    static const double weight[] = {0.4398265700514945, -0.4067474057476348};
    static const double weights[] = {-0.17751462331965756, -0.35486403336351346,
                                     1.6795608439365504,   -0.5030882195658071,
                                     -1.5020462206168934,  0.857952252929321};
    static const double biases[] = {0.7611251725015006, -0.7556068582083614,
                                    -0.00551831429313882};
    struct assay_logistic model =
        fit(&(struct assay_logistic_data){x, two, 6, 2, 2}, 0.05);

    for (size_t j = 0; j < 2; j++)
        ck_assert_double_eq_tol(model.weight[j], weight[j], 1e-7);
    ck_assert_double_eq_tol(model.bias[0], -0.04941671436137473, 1e-7);
    assay_logistic_release(&model);
    model = fit(&(struct assay_logistic_data){x, three, 6, 2, 3}, 0.05);
    for (size_t j = 0; j < 6; j++)
        ck_assert_double_eq_tol(model.weight[j], weights[j], 1e-7);
    for (size_t k = 0; k < 3; k++)
        ck_assert_double_eq_tol(model.bias[k], biases[k], 1e-7);
    assay_logistic_release(&model);
}
END_TEST

/* Rows of three overlapping classes, made from a seed. */
static void make_rows(double x[ROWS * WIDTH], uint32_t label[ROWS])
{
    struct assay_rng rng = {7};

    for (size_t i = 0; i < ROWS; i++) {
        label[i] = (uint32_t)(i % CLASSES);
        for (size_t j = 0; j < WIDTH; j++)
            x[i * WIDTH + j] = 4.0 * assay_rng_uniform(&rng) - 2.0 + (j == label[i]);
    }
}

struct softmax {
    const double *x;
    const uint32_t *label;
    double l2;
};

/* The objective as the header writes it, and its gradient, for GSL. */
static double objective(const gsl_vector *at, void *self, gsl_vector *gradient)
{
    const struct softmax *data = self;
    double f = 0.0;

    gsl_vector_set_zero(gradient);
    for (size_t i = 0; i < ROWS; i++) {
        double z[CLASSES], sum = 0.0;

        for (size_t k = 0; k < CLASSES; k++) {
            z[k] = gsl_vector_get(at, SIZE - CLASSES + k);
            for (size_t j = 0; j < WIDTH; j++)
                z[k] += gsl_vector_get(at, k * WIDTH + j) * data->x[i * WIDTH + j];
            sum += exp(z[k]);
        }
        f += (log(sum) - z[data->label[i]]) / ROWS;
        for (size_t k = 0; k < CLASSES; k++) {
            const double d = (exp(z[k]) / sum - (k == data->label[i])) / ROWS;

            *gsl_vector_ptr(gradient, SIZE - CLASSES + k) += d;
            for (size_t j = 0; j < WIDTH; j++)
                *gsl_vector_ptr(gradient, k * WIDTH + j) += d * data->x[i * WIDTH + j];
        }
    }
    for (size_t j = 0; j < SIZE - CLASSES; j++) {
        const double w = gsl_vector_get(at, j);

        f += data->l2 / 2.0 * w * w;
        *gsl_vector_ptr(gradient, j) += data->l2 * w;
    }
    return f;
}

static double value_only(const gsl_vector *at, void *self)
{
    gsl_vector *gradient = gsl_vector_alloc(SIZE);
    const double f = objective(at, self, gradient);

    gsl_vector_free(gradient);
    return f;
}

static void gradient_only(const gsl_vector *at, void *self, gsl_vector *gradient)
{
    (void)objective(at, self, gradient);
}

static void both(const gsl_vector *at, void *self, double *f, gsl_vector *gradient)
{
    *f = objective(at, self, gradient);
}

/* The point at which GSL's BFGS stops. */
static void minimise(struct softmax *data, double out[SIZE])
{
    gsl_multimin_function_fdf function = {value_only, gradient_only, both, SIZE, data};
    gsl_multimin_fdfminimizer *search =
        gsl_multimin_fdfminimizer_alloc(gsl_multimin_fdfminimizer_vector_bfgs2, SIZE);
    gsl_vector *at = gsl_vector_calloc(SIZE);

    gsl_multimin_fdfminimizer_set(search, &function, at, 0.1, 0.1);
    for (int i = 0; i < 10000; i++)
        if (gsl_multimin_fdfminimizer_iterate(search) ||
            gsl_multimin_test_gradient(search->gradient, 1e-9) == GSL_SUCCESS)
            break;
    for (size_t i = 0; i < SIZE; i++)
        out[i] = gsl_vector_get(search->x, i);
    gsl_vector_free(at);
    gsl_multimin_fdfminimizer_free(search);
}

START_TEST(the_gradient_is_zero_there_and_bfgs_ends_there_too)
{
    double x[ROWS * WIDTH], other[SIZE], point[SIZE];
    uint32_t label[ROWS];
    struct softmax data = {x, label, 0.02};
    gsl_vector_view at = gsl_vector_view_array(point, SIZE);
    gsl_vector *gradient = gsl_vector_alloc(SIZE);
    struct assay_logistic model;

    make_rows(x, label);
    model = fit(&(struct assay_logistic_data){x, label, ROWS, WIDTH, CLASSES}, data.l2);
    memcpy(point, model.weight, (SIZE - CLASSES) * sizeof(*point));
    memcpy(point + SIZE - CLASSES, model.bias, CLASSES * sizeof(*point));
    ck_assert_double_eq_tol(objective(&at.vector, &data, gradient), model.loss, 1e-12);
    for (size_t i = 0; i < SIZE; i++)
        ck_assert_double_eq_tol(gsl_vector_get(gradient, i), 0.0, 1e-9);
    minimise(&data, other);
    for (size_t i = 0; i < SIZE; i++)
        ck_assert_double_eq_tol(point[i], other[i], 1e-5);
    gsl_vector_free(gradient);
    assay_logistic_release(&model);
}
END_TEST

/* More columns than rows, tiny penalty: separable in many ways, still one minimum. */
START_TEST(separable_rows_converge_whatever_the_penalty)
{
    double x[ROWS * 100];
    uint32_t label[ROWS];
    struct assay_rng rng = {3};
    struct assay_logistic model;

    for (size_t i = 0; i < (size_t)ROWS * 100; i++)
        x[i] = assay_rng_uniform(&rng) - 0.5;
    for (size_t i = 0; i < ROWS; i++)
        label[i] = (uint32_t)assay_rng_index(&rng, 3);
    model = fit(&(struct assay_logistic_data){x, label, ROWS, 100, 3}, 1e-6);
    for (size_t i = 0; i < ROWS; i++)
        ck_assert_uint_eq(assay_logistic_class(&model, x + i * 100), label[i]);
    assay_logistic_release(&model);
}
END_TEST

/* Of equal scores the first class is predicted, and of two classes the first where z is 0. */
START_TEST(ties_go_to_the_first_class)
{
    double weight[] = {1.0, 2.0, 2.0}, bias[] = {0.0, 0.0, 0.0};
    const double one = 1.0, zero = 0.0;
    const struct assay_logistic three = {1, 3, weight, bias, {4, 5, 6}, 0.0, 0.0, 0};
    const struct assay_logistic two = {1, 1, weight, bias, {4, 5}, 0.0, 0.0, 0};

    ck_assert_uint_eq(assay_logistic_class(&three, &one), 5);
    ck_assert_uint_eq(assay_logistic_class(&two, &zero), 4);
    ck_assert_uint_eq(assay_logistic_class(&two, &one), 5);
}
END_TEST

START_TEST(what_has_one_class_or_no_penalty_is_undefined)
{
    static const double x[] = {1.0, 2.0};
    static const uint32_t one[] = {1, 1}, two[] = {0, 1};
    struct assay_logistic model;
    struct assay_error err;

    ck_assert_int_eq(assay_logistic_fit(&(struct assay_logistic_data){x, one, 2, 1, 2},
                                        1.0, &model, &err),
                     ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "fewer than two classes among 2 rows");
    assay_logistic_release(&model);
    ck_assert_int_eq(assay_logistic_fit(&(struct assay_logistic_data){x, two, 2, 1, 2},
                                        0.0, &model, &err),
                     ASSAY_EDOMAIN);
    assay_logistic_release(&model);
}
END_TEST

Suite *unit_logistic(void)
{
    Suite *suite = suite_create("logistic");
    TCase *all = tcase_create("all");

    tcase_add_test(all, two_rows_have_the_weight_that_the_formula_gives);
    tcase_add_test(all, three_classes_have_the_weights_that_symmetry_gives);
    tcase_add_test(all, weights_are_those_of_scikit_learn);
    tcase_add_test(all, the_gradient_is_zero_there_and_bfgs_ends_there_too);
    tcase_add_test(all, separable_rows_converge_whatever_the_penalty);
    tcase_add_test(all, ties_go_to_the_first_class);
    tcase_add_test(all, what_has_one_class_or_no_penalty_is_undefined);
    suite_add_tcase(suite, all);
    return suite;
}
