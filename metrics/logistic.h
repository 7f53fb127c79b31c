/*
 * logistic.h - linear classifiers: logistic regression with an L2 penalty, over all rows at once.
 *
 * The same data give the same bits: no order of batches, no random start, no step size to choose.
 */
#ifndef ASSAY_METRICS_LOGISTIC_H
#define ASSAY_METRICS_LOGISTIC_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_LOGISTIC_CLASSES = 64,   /* most classes */
    ASSAY_LOGISTIC_WIDTH = 1 << 16 /* most columns */
};

struct assay_logistic_data {
    const double *x;       /* (n, width) finite, row by row */
    const uint32_t *label; /* (n,) below classes */
    size_t n, width, classes;
};

/* A fitted classifier. Classes that no row has are never predicted. */
struct assay_logistic {
    size_t width,
        outputs;    /* 1 for two classes that occur, else one a class that occurs */
    double *weight; /* (outputs, width) */
    double *bias;   /* (outputs,) */
    uint32_t class_of
        [ASSAY_LOGISTIC_CLASSES]; /* of an output; of two classes, the second is 1 */
    double loss;                  /* f below, where it ended */
    double gradient;              /* largest absolute component of its gradient there */
    size_t iterations;            /* Newton steps */
};

/*
 * Minimises, for K classes that occur,
 *
 *   K = 2   f = 1/n sum_i [log(1 + exp(z_i)) - t_i z_i]               + l2/2 |w|^2
 *             z_i = w.x_i + b,  t_i = 1 for the class with the greater number
 *   K > 2   f = 1/n sum_i [log sum_k exp(z_ik) - z_ik(i)]             + l2/2 sum_k |w_k|^2
 *             z_ik = w_k.x_i + b_k,  k(i) the class of row i
 *
 * from zero by Newton's method, whose linear systems conjugate gradients solve without forming the
 * Hessian, with a line search by halving. Biases carry no penalty. f is strictly convex in the
 * weights, so separable data converge too. It ends where no component of the gradient is above
 * 1e-10, or after 200 steps, or where rounding allows no descent: .gradient tells how it went.
 *
 *   l2   > 0; scikit-learn's C is 1 / (n l2)
 *   out  to be released, also after an error
 *
 * Errors: ASSAY_EDOMAIN where fewer than two classes occur or l2 is not above 0.
 * Source: Nocedal and Wright (2006), Numerical Optimization, 2nd ed., algorithm 7.1 (line search
 *         Newton-CG); Hastie, Tibshirani and Friedman (2009), section 4.4. Checked in
 *         test_logistic.c against closed forms and GSL's BFGS.
 */
ASSAY_MUST_USE
enum assay_code assay_logistic_fit(const struct assay_logistic_data *data, double l2,
                                   struct assay_logistic *out, struct assay_error *err);

/*
 * The class of a row (width,): of two classes the second where z > 0 (sigma(z) > 0.5), else the
 * first; of several the one with the greatest z, the first of equals.
 * Source: wangclnlp/MRMBench src/task1_discriminant_rm_deepspeed_cate_{2,3}.py,
 *         evaluation_accuracy.
 */
uint32_t assay_logistic_class(const struct assay_logistic *model, const double *x);

void assay_logistic_release(struct assay_logistic *model);

#endif
