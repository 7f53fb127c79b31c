/* length_control.h - the win rate that a model would have if its answers were as long as the baseline's. */
#ifndef ASSAY_METRICS_LENGTH_CONTROL_H
#define ASSAY_METRICS_LENGTH_CONTROL_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    ASSAY_LENGTH_CONTROL_FEATURES = 3,
    ASSAY_LENGTH_CONTROL_FOLDS = 5,
    ASSAY_LENGTH_CONTROL_STRENGTHS = 10
};

/* Rows of the model that is measured, one an instruction. */
struct assay_length_control_rows {
    const double *share; /* (n,) preferences as shares of a win, in [0, 1] */
    const bool *given;   /* (n,) false: the annotator gave no preference */
    const double *
        excess; /* (n,) characters that the baseline's answer has more than the model's */
    const double *difficulty; /* (n,) of the instructions; NULL: no such term */
    size_t n;
};

/* Rows of the baseline told to be verbose, and to be concise, whose own terms are left out. */
struct assay_length_control_gamed {
    const double *share;      /* (n,) in [0, 1] */
    const double *excess;     /* (n,) in standard deviations */
    const double *difficulty; /* (n,) */
    size_t n;                 /* 0: none */
};

struct assay_length_control {
    double win_rate;       /* 100 * mean of the predicted preferences */
    double standard_error; /* 100 * s / sqrt(n) of them, s with n - 1 */
    double weight
        [ASSAY_LENGTH_CONTROL_FEATURES]; /* w below; the difficulty's is 0 without it */
    double strength;                     /* C that was chosen */
};

/*
 * Fits the logistic model of the published length-controlled win rate and predicts with the length
 * left out:
 *
 *   p_i = sigma(w_1 tanh(d_i) + w_2 difficulty_i + w_3 own_i)
 *   d_i = excess_i / s, s their standard deviation over all n rows, n - 1 in its denominator
 *   win rate = 100 * mean over all n rows of sigma(w_2 difficulty_i + w_3)
 *
 * own is 1 in rows of the model, which weigh u_i = 1, and 0 in gamed ones, which weigh 0.1. Rows
 * without a preference count in s and in the mean, not in the fit. w minimises
 *
 *   f(w) = |w_1| + |w_2| + |w_3| - C sum_i u_i [share_i log p_i + (1 - share_i) log(1 - p_i)]
 *
 * with the C of ten from 1e-4 to 1e4, equally spaced in their logarithm, for which the sum over
 * five folds of the mean of u_i [share_i log p_i + (1 - share_i) log(1 - p_i)] over the fold's rows,
 * under the weights of the other four, is largest; of equals the least. Gamed rows come first.
 * The k-th row from the end of the order in which NumPy's introsort leaves equal keys is in fold k
 * mod 5, as scikit-learn's GroupKFold has it there (with AVX-512, NumPy leaves another order).
 *
 * Where all answers differ as much in length from the baseline's and all preferences are draws, the
 * model is the baseline: 50, without error or weights.
 *
 * The official solver, liblinear, stops at a relative tolerance of 1e-4; here f is minimised to the
 * last digits, by Newton's method with the penalty kept in its quadratic model.
 *
 * Errors: ASSAY_EDOMAIN where fewer than five rows have a preference, or all answers differ as
 *         much in length from the baseline's.
 * Source: Dubois et al. 2024, Length-Controlled AlpacaEval, arXiv:2404.04475, equations 1 and 2;
 *         tatsu-lab/alpaca_eval src/alpaca_eval/metrics/glm_winrate.py
 *         get_length_controlled_winrate, fit_LogisticRegressionCV. Checked in
 *         test_length_control.c.
 */
ASSAY_MUST_USE
enum assay_code assay_length_control_fit(const struct assay_length_control_rows *rows,
                                         const struct assay_length_control_gamed *gamed,
                                         struct assay_length_control *out,
                                         struct assay_error *err);

/*
 * The same for one C (strength > 0) instead of the one that folds choose, as the official code has
 * it with n_splits = 0.
 */
ASSAY_MUST_USE
enum assay_code assay_length_control_fit_at(
    const struct assay_length_control_rows *rows,
    const struct assay_length_control_gamed *gamed, double strength,
    struct assay_length_control *out, struct assay_error *err);

/* The fold of each of n rows: fold (n,), below ASSAY_LENGTH_CONTROL_FOLDS. */
void assay_length_control_folds(size_t n, unsigned char *fold);

#endif
