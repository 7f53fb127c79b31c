#include "metrics/ranking.h"

#include "harness/core/memory.h"
#include "metrics/calibration.h"

#include <gsl/gsl_linalg.h>

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    STEPS_MOST = 10000, /* minorise-maximise */
    NEWTON_MOST = 50
};

static const double near_enough = 1e-4; /* of a minorise-maximise step, to begin Newton */
static const double still = 1e-13;      /* of a Newton step, to end */

/* True if every player is reached from player 0 along wins (or losses, where back). */
static bool reaches_all(const double *wins, size_t n, bool back)
{
    size_t *queue = assay_memory_new(n, sizeof(*queue));
    bool *seen = assay_memory_new(n, sizeof(*seen));
    size_t count = 1;

    seen[0] = true;
    for (size_t head = 0; head < count; head++) {
        for (size_t j = 0; j < n; j++) {
            const size_t i = queue[head];

            if (seen[j] || !(wins[back ? j * n + i : i * n + j] > 0.0))
                continue;
            seen[j] = true;
            queue[count++] = j;
        }
    }
    free(queue);
    free(seen);
    return count == n;
}

static void centre(double *theta, size_t n)
{
    double mean = 0.0;

    for (size_t i = 0; i < n; i++)
        mean += theta[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        theta[i] -= mean;
}

/* One step of Hunter's algorithm; the largest change of a theta. */
static double step_maximise(const double *wins, size_t n, double *theta, double *next)
{
    double change = 0.0;

    for (size_t i = 0; i < n; i++) {
        double won = 0.0;
        double rate = 0.0;

        for (size_t j = 0; j < n; j++) {
            if (j == i)
                continue;
            won += wins[i * n + j];
            rate += (wins[i * n + j] + wins[j * n + i]) / (exp(theta[i]) + exp(theta[j]));
        }
        next[i] = log(won / rate);
    }
    centre(next, n);
    for (size_t i = 0; i < n; i++)
        change = fmax(change, fabs(next[i] - theta[i]));
    memcpy(theta, next, n * sizeof(*theta));
    return change;
}

/* Gradient and negated Hessian of the log-likelihood, theta of the last player held. */
static void likelihood_slopes(const double *wins, size_t n, const double *theta,
                              gsl_vector *gradient, gsl_matrix *curvature)
{
    gsl_vector_set_zero(gradient);
    gsl_matrix_set_zero(curvature);
    for (size_t i = 0; i + 1 < n; i++) {
        for (size_t j = 0; j < n; j++) {
            const double p = assay_calibration_sigmoid(theta[i] - theta[j]);
            const double games = wins[i * n + j] + wins[j * n + i];

            if (j == i)
                continue;
            *gsl_vector_ptr(gradient, i) += wins[i * n + j] - games * p;
            *gsl_matrix_ptr(curvature, i, i) += games * p * (1.0 - p);
            if (j + 1 < n)
                *gsl_matrix_ptr(curvature, i, j) -= games * p * (1.0 - p);
        }
    }
}

static bool newton_settles(const double *wins, size_t n, double *theta)
{
    gsl_vector *gradient = gsl_vector_alloc(n - 1);
    gsl_matrix *curvature = gsl_matrix_alloc(n - 1, n - 1);
    double change = HUGE_VAL;
    bool solved = gradient && curvature;

    for (size_t k = 0; solved && change > still && k < NEWTON_MOST; k++) {
        likelihood_slopes(wins, n, theta, gradient, curvature);
        solved = !gsl_linalg_cholesky_decomp1(curvature) &&
                 !gsl_linalg_cholesky_svx(curvature, gradient);
        change = 0.0;
        for (size_t i = 0; solved && i + 1 < n; i++) {
            theta[i] += gsl_vector_get(gradient, i);
            change = fmax(change, fabs(gsl_vector_get(gradient, i)));
        }
    }
    gsl_vector_free(gradient);
    gsl_matrix_free(curvature);
    return solved && change <= still;
}

enum assay_code assay_ranking_bradley_terry(const double *wins, size_t n, double *theta,
                                            struct assay_error *err)
{
    double change = HUGE_VAL;
    double *next;

    if (n < 2)
        return assay_fail(err, ASSAY_EDOMAIN, "strengths of %zu models", n);
    if (!reaches_all(wins, n, false) || !reaches_all(wins, n, true))
        return assay_fail(
            err, ASSAY_EDOMAIN,
            "strengths are not identified: some models never lost to others");
    next = assay_memory_new(n, sizeof(*next));
    for (size_t i = 0; i < n; i++)
        theta[i] = 0.0;
    for (size_t k = 0; change > near_enough && k < STEPS_MOST; k++)
        change = step_maximise(wins, n, theta, next);
    free(next);
    if (!newton_settles(wins, n, theta))
        return assay_fail(err, ASSAY_EDOMAIN, "strengths of %zu models do not settle", n);
    centre(theta, n);
    return ASSAY_OK;
}

void assay_ranking_elo(const struct assay_game *game, size_t count, size_t n,
                       double *rating)
{
    const double k = 4.0;

    for (size_t i = 0; i < n; i++)
        rating[i] = 1000.0;
    for (size_t i = 0; i < count; i++) {
        const double a = rating[game[i].a];
        const double b = rating[game[i].b];
        const double expect_a = 1.0 / (1.0 + pow(10.0, (b - a) / 400.0));
        const double expect_b = 1.0 / (1.0 + pow(10.0, (a - b) / 400.0));

        rating[game[i].a] += k * (game[i].score - expect_a);
        rating[game[i].b] += k * (1.0 - game[i].score - expect_b);
    }
}

/* How the edges of a triple point: 1 round in a circle, 0 not, -1 an edge is even. */
static int triple_turns(double ij, double jk, double ki)
{
    if (ij == 0.5 || jk == 0.5 || ki == 0.5)
        return -1;
    return (ij > 0.5) == (jk > 0.5) && (jk > 0.5) == (ki > 0.5);
}

/* Counts the triples whose lowest member is i. */
static void triples_count(const double *p, size_t n, size_t i, size_t *triples,
                          size_t *cycles)
{
    for (size_t j = i + 1; j < n; j++) {
        for (size_t k = j + 1; k < n; k++) {
            const int turns = triple_turns(p[i * n + j], p[j * n + k], p[k * n + i]);

            *triples += turns >= 0;
            *cycles += turns > 0;
        }
    }
}

enum assay_code assay_ranking_cycle_rate(const double *p, size_t n, double *out,
                                         struct assay_error *err)
{
    size_t triples = 0;
    size_t cycles = 0;

    for (size_t i = 0; i < n; i++)
        triples_count(p, n, i, &triples, &cycles);
    if (triples == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "no triple with three majorities");
    *out = (double)cycles / (double)triples;
    return ASSAY_OK;
}
