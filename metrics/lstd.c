#include "metrics/lstd.h"

#include "harness/core/memory.h"
#include "metrics/dense_lu.h"

#include <assert.h>
#include <gsl/gsl_cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double singular = 1e-12;

struct assay_lstd {
    const struct assay_transitions *set;
    double ridge;
    double
        *step; /* (rows, features) phi - gamma mean phi'; NULL where states are numbers */
    double *
        reward; /* (rows, rewards) mean of next states, with what the absorbing state is worth */
    double *end;     /* (rewards,) gamma V(absorbing) */
    double *sums;    /* (clusters, width) A, b and squares of each; NULL: too many */
    size_t width;    /* features (features + rewards + 1) */
    double *weights; /* (features, rewards) of all */
};

/* A (features, features), b (features, rewards) and squares (features,), one behind the other. */
static double *b_of(const struct assay_lstd *lstd, double *sums)
{
    return sums + lstd->set->features * lstd->set->features;
}

static double *squares_of(const struct assay_lstd *lstd, double *sums)
{
    return b_of(lstd, sums) + lstd->set->features * lstd->set->rewards;
}

static void add_numbered(const struct assay_lstd *lstd, size_t i, double times,
                         double *sums)
{
    const struct assay_transitions *set = lstd->set;
    const size_t s = set->state[i];
    const double step = times * set->gamma / (double)set->samples;
    double *row = sums + s * set->features, *b = b_of(lstd, sums) + s * set->rewards;

    row[s] += times;
    for (size_t j = 0; j < set->samples; j++)
        if (!set->next[j].done[i])
            row[set->next[j].state[i]] -= step;
    for (size_t k = 0; k < set->rewards; k++)
        b[k] += times * lstd->reward[i * set->rewards + k];
    squares_of(lstd, sums)[s] += times;
}

static void add_features(const struct assay_lstd *lstd, size_t cluster, double times,
                         double *sums)
{
    const struct assay_transitions *set = lstd->set;
    const size_t first = set->first[cluster];
    const int n = (int)(set->first[cluster + 1] - first), d = (int)set->features,
              k = (int)set->rewards;
    const double *phi = set->phi + first * set->features;
    double *squares = squares_of(lstd, sums);

    cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, d, d, n, times, phi, d,
                lstd->step + first * set->features, d, 1.0, sums, d);
    cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, d, k, n, times, phi, d,
                lstd->reward + first * set->rewards, k, 1.0, b_of(lstd, sums), k);
    for (size_t i = 0; i < (size_t)n; i++)
        for (size_t f = 0; f < set->features; f++) {
            const double x = phi[i * set->features + f];

            squares[f] += times * x * x;
        }
}

/* Adds the sums of one trajectory, so many times. */
static void add_cluster(const struct assay_lstd *lstd, size_t cluster, double times,
                        double *sums)
{
    const struct assay_transitions *set = lstd->set;

    if (lstd->sums)
        cblas_daxpy((int)lstd->width, times, lstd->sums + cluster * lstd->width, 1, sums,
                    1);
    else if (set->phi)
        add_features(lstd, cluster, times, sums);
    else
        for (size_t i = set->first[cluster]; i < set->first[cluster + 1]; i++)
            add_numbered(lstd, i, times, sums);
}

/* So that what each feature is measured in does not matter; features that are nowhere keep w. */
static void balance(const struct assay_lstd *lstd, double *sums, double *scale,
                    double *matrix)
{
    const size_t d = lstd->set->features, rewards = lstd->set->rewards;
    const double *squares = squares_of(lstd, sums);
    double *b = b_of(lstd, sums);

    for (size_t f = 0; f < d; f++)
        scale[f] = squares[f] > 0.0 ? 1.0 / sqrt(squares[f]) : 1.0;
    for (size_t f = 0; f < d; f++) {
        for (size_t g = 0; g < d; g++)
            matrix[f * d + g] = sums[f * d + g] * scale[f] * scale[g];
        matrix[f * d + f] += squares[f] > 0.0 ? lstd->ridge : 1.0;
        for (size_t k = 0; k < rewards; k++) {
            double *at = &b[f * rewards + k];

            if (squares[f] > 0.0)
                *at *= scale[f];
            else
                *at = lstd->weights ? lstd->weights[f * rewards + k] : 0.0;
        }
    }
}

/* Factorised in its place, is the diagonal of U within what is needed? */
static bool is_regular(struct assay_dense_lu *lu, size_t d)
{
    const double *u = assay_dense_lu_matrix(lu);
    double least = fabs(u[0]), most = least;

    for (size_t f = 1; f < d; f++) {
        least = fmin(least, fabs(u[f * (d + 1)]));
        most = fmax(most, fabs(u[f * (d + 1)]));
    }
    return least > singular * most;
}

static enum assay_code solve(const struct assay_lstd *lstd, double *sums, double *out,
                             struct assay_error *err)
{
    const size_t d = lstd->set->features, rewards = lstd->set->rewards;
    struct assay_dense_lu *lu = assay_dense_lu_new(d);
    double *scale = assay_memory_new(d, sizeof(*scale));
    double *x = assay_memory_new(d, sizeof(*x));
    const double *b = b_of(lstd, sums);
    enum assay_code code;

    balance(lstd, sums, scale, assay_dense_lu_matrix(lu));
    code = assay_dense_lu_factorise(lu, err);
    if (!code && !is_regular(lu, d))
        code = assay_fail(err, ASSAY_EDOMAIN, "a singular matrix");
    for (size_t k = 0; !code && k < rewards; k++) {
        for (size_t f = 0; f < d; f++)
            x[f] = b[f * rewards + k];
        assay_dense_lu_solve(lu, x);
        for (size_t f = 0; f < d; f++)
            out[f * rewards + k] = x[f] * scale[f];
    }
    free(x);
    free(scale);
    assay_dense_lu_free(lu);
    return code;
}

enum assay_code assay_lstd_fit(const struct assay_lstd *lstd, const uint32_t *times,
                               double *out, struct assay_error *err)
{
    double *sums = assay_memory_new(lstd->width, sizeof(*sums));
    enum assay_code code;

    for (size_t c = 0; c < lstd->set->clusters; c++)
        if (!times || times[c] > 0)
            add_cluster(lstd, c, times ? (double)times[c] : 1.0, sums);
    code = solve(lstd, sums, out, err);
    free(sums);
    return code;
}

/* ---- what all choices share ---- */

static void put_rewards(struct assay_lstd *lstd)
{
    const struct assay_transitions *set = lstd->set;

    for (size_t k = 0; k < set->rewards; k++)
        lstd->end[k] =
            set->absorbing ? set->gamma * set->absorbing[k] / (1.0 - set->gamma) : 0.0;
    for (size_t i = 0; i < set->rows; i++)
        for (size_t k = 0; k < set->rewards; k++) {
            const size_t at = i * set->rewards + k;
            double sum = 0.0;

            for (size_t j = 0; j < set->samples; j++)
                sum +=
                    set->next[j].reward[at] + (set->next[j].done[i] ? lstd->end[k] : 0.0);
            lstd->reward[at] = sum / (double)set->samples;
        }
}

static void put_steps(struct assay_lstd *lstd)
{
    const struct assay_transitions *set = lstd->set;
    const double share = set->gamma / (double)set->samples;

    lstd->step = assay_memory_new(set->rows * set->features, sizeof(*lstd->step));
    memcpy(lstd->step, set->phi, set->rows * set->features * sizeof(*lstd->step));
    for (size_t j = 0; j < set->samples; j++)
        for (size_t i = 0; i < set->rows; i++)
            for (size_t f = 0; !set->next[j].done[i] && f < set->features; f++)
                lstd->step[i * set->features + f] -=
                    share * set->next[j].phi[i * set->features + f];
}

/* Sums of trajectories pay where they are fewer numbers than rows, or can be kept at all. */
static void put_sums(struct assay_lstd *lstd)
{
    const struct assay_transitions *set = lstd->set;
    double *sums;

    if (!set->phi || set->clusters > ASSAY_LSTD_SUMS_MAX / lstd->width)
        return;
    sums = assay_memory_new(set->clusters * lstd->width, sizeof(*sums));
    for (size_t c = 0; c < set->clusters; c++)
        add_cluster(lstd, c, 1.0, sums + c * lstd->width);
    lstd->sums = sums;
}

enum assay_code assay_lstd_new(const struct assay_transitions *set, double ridge,
                               struct assay_lstd **out, struct assay_error *err)
{
    struct assay_lstd *lstd = assay_memory_new(1, sizeof(*lstd));
    double *weights = assay_memory_new(set->features * set->rewards, sizeof(*weights));
    enum assay_code code;

    assert(set->features >= 1 && set->features <= ASSAY_LSTD_FEATURES_MAX);
    *lstd = (struct assay_lstd){
        .set = set,
        .ridge = ridge,
        .width = set->features * (set->features + set->rewards + 1),
        .end = assay_memory_new(set->rewards, sizeof(*lstd->end)),
        .reward = assay_memory_new(set->rows * set->rewards, sizeof(*lstd->reward))};
    put_rewards(lstd);
    if (set->phi)
        put_steps(lstd);
    put_sums(lstd);
    code = assay_lstd_fit(lstd, NULL, weights, err);
    lstd->weights = weights;
    *out = lstd;
    if (code) {
        assay_lstd_free(lstd);
        *out = NULL;
    }
    return code;
}

const double *assay_lstd_weights(const struct assay_lstd *lstd)
{
    return lstd->weights;
}

void assay_lstd_free(struct assay_lstd *lstd)
{
    if (!lstd)
        return;
    free(lstd->step);
    free(lstd->reward);
    free(lstd->end);
    free(lstd->sums);
    free(lstd->weights);
    free(lstd);
}

/* ---- rows ---- */

void assay_lstd_value(const struct assay_lstd *lstd, const double *weights,
                      const size_t span[2], double *out)
{
    const struct assay_transitions *set = lstd->set;
    const size_t count = span[1] - span[0], rewards = set->rewards;

    if (set->phi) {
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)count, (int)rewards,
                    (int)set->features, 1.0, set->phi + span[0] * set->features,
                    (int)set->features, weights, (int)rewards, 0.0, out, (int)rewards);
        return;
    }
    for (size_t i = 0; i < count; i++)
        memcpy(out + i * rewards, weights + set->state[span[0] + i] * rewards,
               rewards * sizeof(*out));
}

/* gamma V(s') - V(s) of features, next states of rows that are done being 0. */
static void put_moves(const struct assay_lstd *lstd, const double *weights,
                      const struct assay_transition_next *next, const size_t span[2],
                      double *out)
{
    const struct assay_transitions *set = lstd->set;
    const int count = (int)(span[1] - span[0]), rewards = (int)set->rewards,
              d = (int)set->features;

    if (set->samples == 1) {
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, count, rewards, d, -1.0,
                    lstd->step + span[0] * set->features, d, weights, rewards, 0.0, out,
                    rewards);
        return;
    }
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, count, rewards, d, set->gamma,
                next->phi + span[0] * set->features, d, weights, rewards, 0.0, out,
                rewards);
    for (size_t i = 0; i < (size_t)count; i++)
        for (size_t k = 0; next->done[span[0] + i] && k < set->rewards; k++)
            out[i * set->rewards + k] = 0.0;
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, count, rewards, d, -1.0,
                set->phi + span[0] * set->features, d, weights, rewards, 1.0, out,
                rewards);
}

void assay_lstd_advantage(const struct assay_lstd *lstd, const double *weights,
                          size_t sample, const size_t span[2], double *out)
{
    const struct assay_transitions *set = lstd->set;
    const struct assay_transition_next *next = &set->next[sample];
    const size_t rewards = set->rewards;

    if (set->phi)
        put_moves(lstd, weights, next, span, out);
    for (size_t i = span[0]; i < span[1]; i++) {
        double *c = out + (i - span[0]) * rewards;

        for (size_t k = 0; k < rewards; k++) {
            const double end = next->done[i] ? lstd->end[k] : 0.0;

            if (!set->phi)
                c[k] =
                    (next->done[i] ? 0.0
                                   : set->gamma * weights[next->state[i] * rewards + k]) -
                    weights[set->state[i] * rewards + k];
            c[k] += next->reward[i * rewards + k] + end;
        }
    }
}
