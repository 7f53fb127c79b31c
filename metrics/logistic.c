#include "metrics/logistic.h"

#include "harness/core/memory.h"

#include <gsl/gsl_blas.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    STEPS_MAX = 200,
    HALVINGS_MAX = 40
};

static const double tolerance = 1e-10;
static const double armijo =
    1e-4; /* share of the promised descent that a step must bring */
static const double rounding = 1e-15; /* of f, which may hide a descent */

/* A point in the space of weights (outputs, width) and biases (outputs,), one behind the other. */
struct problem {
    gsl_matrix_const_view x;
    const uint32_t *target; /* (n,) output of a row; two classes: 0 or 1 */
    size_t n, width, outputs, size;
    double l2;
    double *p; /* (n, outputs) probabilities at the point at hand */
    double *a; /* (n, outputs) scratch */
};

static bool is_binary(const struct problem *problem)
{
    return problem->outputs == 1;
}

/* z (n, outputs) = X W' + b for a point. */
static void apply(const struct problem *problem, const double *point, double *z)
{
    const size_t o = problem->outputs;
    const double *bias = point + o * problem->width;
    const gsl_matrix_const_view w = gsl_matrix_const_view_array(point, o, problem->width);
    gsl_matrix_view out = gsl_matrix_view_array(z, problem->n, o);

    for (size_t i = 0; i < problem->n; i++)
        memcpy(z + i * o, bias, o * sizeof(*z));
    gsl_blas_dgemm(CblasNoTrans, CblasTrans, 1.0, &problem->x.matrix, &w.matrix, 1.0,
                   &out.matrix);
}

/* out = S' X / n + l2 W, and column means of S for the biases; s is (n, outputs). */
static void gather(const struct problem *problem, const double *s, const double *point,
                   double *out)
{
    const size_t o = problem->outputs, weights = o * problem->width;
    const double n = (double)problem->n;
    const gsl_matrix_const_view from = gsl_matrix_const_view_array(s, problem->n, o);
    gsl_matrix_view to = gsl_matrix_view_array(out, o, problem->width);

    memcpy(out, point, weights * sizeof(*out));
    gsl_blas_dgemm(CblasTrans, CblasNoTrans, 1.0 / n, &from.matrix, &problem->x.matrix,
                   problem->l2, &to.matrix);
    for (size_t k = 0; k < o; k++) {
        double sum = 0.0;

        for (size_t i = 0; i < problem->n; i++)
            sum += s[i * o + k];
        out[weights + k] = sum / n;
    }
}

/* log(1 + exp(z)) - t z, and sigma(z), without overflow. */
static double binary_loss(double z, double t, double *p)
{
    const double e = exp(-fabs(z));

    *p = z >= 0.0 ? 1.0 / (1.0 + e) : e / (1.0 + e);
    return log1p(e) + (z > 0.0 ? z : 0.0) - t * z;
}

/* log sum exp(z) - z[t], and the softmax of z in its place. */
static double softmax_loss(double *z, size_t o, size_t t)
{
    const double chosen = z[t];
    double top = z[0], sum = 0.0;

    for (size_t k = 1; k < o; k++)
        top = z[k] > top ? z[k] : top;
    for (size_t k = 0; k < o; k++) {
        z[k] = exp(z[k] - top);
        sum += z[k];
    }
    for (size_t k = 0; k < o; k++)
        z[k] /= sum;
    return top + log(fmax(sum, 1.0)) - chosen; /* the greatest is exp(0) */
}

/* f at a point; p becomes the probabilities there. */
static double loss_at(const struct problem *problem, const double *point)
{
    const size_t o = problem->outputs;
    double sum = 0.0, penalty = 0.0;

    apply(problem, point, problem->p);
    for (size_t i = 0; i < problem->n; i++) {
        double *z = problem->p + i * o;

        sum += is_binary(problem) ? binary_loss(z[0], (double)problem->target[i], z)
                                  : softmax_loss(z, o, problem->target[i]);
    }
    for (size_t j = 0; j < o * problem->width; j++)
        penalty += point[j] * point[j];
    return sum / (double)problem->n + problem->l2 / 2.0 * penalty;
}

/* The gradient where p was computed. */
static void gradient_at(const struct problem *problem, const double *point, double *out)
{
    const size_t o = problem->outputs;

    memcpy(problem->a, problem->p, problem->n * o * sizeof(*problem->a));
    for (size_t i = 0; i < problem->n; i++) {
        if (is_binary(problem))
            problem->a[i] -= (double)problem->target[i];
        else
            problem->a[i * o + problem->target[i]] -= 1.0;
    }
    gather(problem, problem->a, point, out);
}

/* out = H v, where p was computed. */
static void curve_at(const struct problem *problem, const double *v, double *out)
{
    const size_t o = problem->outputs;

    apply(problem, v, problem->a);
    for (size_t i = 0; i < problem->n; i++) {
        double *a = problem->a + i * o;
        const double *p = problem->p + i * o;
        double mean = 0.0;

        for (size_t k = 0; k < o; k++)
            mean += p[k] * a[k];
        for (size_t k = 0; k < o; k++)
            a[k] = p[k] * (a[k] - mean);
    }
    gather(problem, problem->a, v, out);
}

static double dot(const double *x, const double *y, size_t n)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += x[i] * y[i];
    return sum;
}

static double largest(const double *x, size_t n)
{
    double out = 0.0;

    for (size_t i = 0; i < n; i++)
        out = fabs(x[i]) > out ? fabs(x[i]) : out;
    return out;
}

/* Vectors of the search, (size,) each. */
struct search {
    double *at, *next, *gradient, *step, *residual, *way, *curved;
};

/* step approximates -H^-1 gradient: conjugate gradients until the residual is small beside it. */
static void solve(const struct problem *problem, struct search *s)
{
    const size_t n = problem->size;
    const double norm = sqrt(dot(s->gradient, s->gradient, n));
    const double goal = norm * fmin(0.5, sqrt(norm));
    double rr = norm * norm;

    memset(s->step, 0, n * sizeof(*s->step));
    for (size_t i = 0; i < n; i++)
        s->way[i] = s->residual[i] = -s->gradient[i];
    for (size_t turn = 0; turn < n + n && sqrt(rr) > goal; turn++) {
        double curvature, length, before = rr;

        curve_at(problem, s->way, s->curved);
        curvature = dot(s->way, s->curved, n);
        if (!(curvature > 0.0))
            return;
        length = rr / curvature;
        for (size_t i = 0; i < n; i++) {
            s->step[i] += length * s->way[i];
            s->residual[i] -= length * s->curved[i];
        }
        rr = dot(s->residual, s->residual, n);
        for (size_t i = 0; i < n; i++)
            s->way[i] = s->residual[i] + rr / before * s->way[i];
    }
}

/* Goes along step as far as f falls enough; false where it does not. */
static bool descend(const struct problem *problem, struct search *s, double *loss)
{
    const double slope = dot(s->gradient, s->step, problem->size);
    double length = 1.0;

    for (unsigned i = 0; i < HALVINGS_MAX; i++, length /= 2.0) {
        double next;

        for (size_t k = 0; k < problem->size; k++)
            s->next[k] = s->at[k] + length * s->step[k];
        next = loss_at(problem, s->next);
        if (next <= *loss + armijo * length * slope + rounding * fabs(*loss)) {
            double *old = s->at;

            s->at = s->next;
            s->next = old;
            *loss = next;
            return true;
        }
    }
    return false;
}

static void minimise(const struct problem *problem, struct search *s,
                     struct assay_logistic *out)
{
    const size_t weights = problem->outputs * problem->width;
    double loss = loss_at(problem, s->at);

    gradient_at(problem, s->at, s->gradient);
    for (; out->iterations < STEPS_MAX; out->iterations++) {
        if (largest(s->gradient, problem->size) <= tolerance)
            break;
        solve(problem, s);
        if (!descend(problem, s, &loss))
            break;
        gradient_at(problem, s->at, s->gradient);
    }
    memcpy(out->weight, s->at, weights * sizeof(*out->weight));
    memcpy(out->bias, s->at + weights, problem->outputs * sizeof(*out->bias));
    out->loss = loss;
    out->gradient = largest(s->gradient, problem->size);
}

static void run(struct problem *problem, struct assay_logistic *out)
{
    enum {
        VECTORS = 7
    };
    double *all = assay_memory_new(VECTORS * problem->size, sizeof(*all));
    struct search s = {all,
                       all + problem->size,
                       all + 2 * problem->size,
                       all + 3 * problem->size,
                       all + 4 * problem->size,
                       all + 5 * problem->size,
                       all + 6 * problem->size};

    problem->p = assay_memory_new(problem->n * problem->outputs, sizeof(*problem->p));
    problem->a = assay_memory_new(problem->n * problem->outputs, sizeof(*problem->a));
    minimise(problem, &s, out);
    free(problem->p);
    free(problem->a);
    free(all);
}

/* Numbers the classes that occur; target (n,) is their number in each row. Returns how many. */
static size_t number_classes(const struct assay_logistic_data *data, uint32_t *target,
                             uint32_t class_of[ASSAY_LOGISTIC_CLASSES])
{
    bool occurs[ASSAY_LOGISTIC_CLASSES] = {false};
    uint32_t number[ASSAY_LOGISTIC_CLASSES] = {0}, n = 0;

    for (size_t i = 0; i < data->n; i++)
        occurs[data->label[i]] = true;
    for (uint32_t k = 0; k < data->classes; k++)
        if (occurs[k]) {
            class_of[n] = k;
            number[k] = n++;
        }
    for (size_t i = 0; i < data->n; i++)
        target[i] = number[data->label[i]];
    return n;
}

enum assay_code assay_logistic_fit(const struct assay_logistic_data *data, double l2,
                                   struct assay_logistic *out, struct assay_error *err)
{
    uint32_t *target;
    size_t classes;

    *out = (struct assay_logistic){.width = data->width};
    if (!(l2 > 0.0))
        return assay_fail(err, ASSAY_EDOMAIN, "l2 %g: must be above 0", l2);
    target = assay_memory_new(data->n + 1, sizeof(*target));
    classes = number_classes(data, target, out->class_of);
    if (classes < 2 || data->width == 0) {
        free(target);
        return assay_fail(err, ASSAY_EDOMAIN,
                          classes < 2 ? "fewer than two classes among %zu rows"
                                      : "no columns in %zu rows",
                          data->n);
    }
    out->outputs = classes == 2 ? 1 : classes;
    out->weight = assay_memory_new(out->outputs * data->width, sizeof(*out->weight));
    out->bias = assay_memory_new(out->outputs, sizeof(*out->bias));
    run(&(struct problem){.x = gsl_matrix_const_view_array(data->x, data->n, data->width),
                          .target = target,
                          .n = data->n,
                          .width = data->width,
                          .outputs = out->outputs,
                          .size = out->outputs * (data->width + 1),
                          .l2 = l2},
        out);
    free(target);
    return ASSAY_OK;
}

uint32_t assay_logistic_class(const struct assay_logistic *model, const double *x)
{
    size_t best = 0;
    double top = 0.0;

    for (size_t k = 0; k < model->outputs; k++) {
        const double z =
            dot(model->weight + k * model->width, x, model->width) + model->bias[k];

        if (model->outputs == 1)
            return model->class_of[z > 0.0];
        if (k == 0 || z > top) {
            top = z;
            best = k;
        }
    }
    return model->class_of[best];
}

void assay_logistic_release(struct assay_logistic *model)
{
    free(model->weight);
    free(model->bias);
    *model = (struct assay_logistic){0};
}
