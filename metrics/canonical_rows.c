/* epic, dard and minpot_l2: what is added to R. */
#include "harness/core/memory.h"
#include "metrics/canonical_parts.h"

#include <gsl/gsl_blas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static double *doubles(const struct assay_canonical_making *making, size_t n)
{
    return assay_arena_new(making->arena, n, sizeof(double));
}

static double share_of(const double *share, size_t count, size_t i)
{
    return share ? share[i] : 1.0 / (double)count;
}

/* Takes p as the potential: before p, after gamma p; gives max |p|. */
static double shape_by(const struct assay_canonical_making *making, const double *p)
{
    const struct assay_mdp *mdp = making->of->mdp;
    double *after = doubles(making, mdp->states);
    double largest = 0.0;

    for (size_t s = 0; s < mdp->states; s++) {
        after[s] = mdp->gamma * p[s];
        largest = fmax(largest, fabs(p[s]));
    }
    making->out->before = p;
    making->out->after = after;
    return largest;
}

/* sum_s' share(s') R(s, a, s') of row k. */
static double mean_of_row(const struct assay_canonical_making *making, size_t k,
                          double *row)
{
    const struct assay_mdp *mdp = making->of->mdp;
    const double *share = making->of->choice.state_share;
    double sum = 0.0;

    assay_reward_row(mdp, making->out->reward, k, row);
    if (!share) {
        for (size_t t = 0; t < mdp->states; t++)
            sum += row[t];
        return sum / (double)mdp->states;
    }
    return cblas_ddot((int)mdp->states, row, 1, share, 1);
}

double assay_canonical_epic(const struct assay_canonical_making *making)
{
    const struct assay_mdp *mdp = making->of->mdp;
    const struct assay_canonical_choice *choice = &making->of->choice;
    double *p = doubles(making, mdp->states);
    double *row = assay_memory_new(mdp->states, sizeof(*row));
    double mean = 0.0;

    for (size_t s = 0; s < mdp->states; s++) {
        for (size_t a = 0; a < mdp->actions; a++)
            p[s] += share_of(choice->action_share, mdp->actions, a) *
                    mean_of_row(making, s * mdp->actions + a, row);
        mean += share_of(choice->state_share, mdp->states, s) * p[s];
    }
    free(row);
    making->out->constant = mdp->gamma * mean;
    return shape_by(making, p);
}

/* Matrices of one action, (states, states) each. */
struct action {
    double *r, *tau, *product;
};

/* K += weight P_a R_a P_a' by matrices. */
static void add_dense(size_t n, double weight, const struct action *of, double *k)
{
    const gsl_matrix_const_view r = gsl_matrix_const_view_array(of->r, n, n);
    const gsl_matrix_const_view tau = gsl_matrix_const_view_array(of->tau, n, n);
    gsl_matrix_view product = gsl_matrix_view_array(of->product, n, n);
    gsl_matrix_view out = gsl_matrix_view_array(k, n, n);

    gsl_blas_dgemm(CblasNoTrans, CblasTrans, 1.0, &r.matrix, &tau.matrix, 0.0,
                   &product.matrix);
    gsl_blas_dgemm(CblasNoTrans, CblasNoTrans, weight, &tau.matrix, &product.matrix, 1.0,
                   &out.matrix);
}

/* The same by the entries of tau: first R_a P_a', a row of R at a time, then P_a times it. */
static void add_sparse(const struct assay_mdp *mdp, size_t a, double weight,
                       const struct action *of, double *k)
{
    const size_t n = mdp->states;

    for (size_t s = 0; s < n; s++)
        for (size_t t = 0; t < n; t++)
            of->product[s * n + t] =
                assay_mdp_expect(mdp, t * mdp->actions + a, of->r + s * n);
    for (size_t s = 0; s < n; s++) {
        const size_t row = s * mdp->actions + a;

        for (size_t i = mdp->row[row]; i < mdp->row[row + 1]; i++)
            cblas_daxpy((int)n, weight * mdp->chance[i],
                        of->product + (size_t)mdp->next[i] * n, 1, k + s * n, 1);
    }
}

static void pairs_made(const struct assay_canonical_making *making, double *k)
{
    const struct assay_mdp *mdp = making->of->mdp;
    const size_t n = mdp->states;
    const bool dense = assay_mdp_entries(mdp) > n * n * mdp->actions / 8;
    struct action of = {assay_memory_new(n * n, sizeof(double)),
                        assay_memory_new(n * n, sizeof(double)),
                        assay_memory_new(n * n, sizeof(double))};

    for (size_t a = 0; a < mdp->actions; a++) {
        const double weight =
            mdp->gamma * share_of(making->of->choice.action_share, mdp->actions, a);

        for (size_t s = 0; s < n; s++) {
            assay_reward_row(mdp, making->out->reward, s * mdp->actions + a,
                             of.r + s * n);
            if (dense)
                assay_mdp_row(mdp, s * mdp->actions + a, of.tau + s * n);
        }
        if (dense)
            add_dense(n, weight, &of, k);
        else
            add_sparse(mdp, a, weight, &of, k);
    }
    free(of.r);
    free(of.tau);
    free(of.product);
}

double assay_canonical_dard(const struct assay_canonical_making *making)
{
    const struct assay_mdp *mdp = making->of->mdp;
    double *p = doubles(making, mdp->states);
    double *pair = doubles(making, mdp->states * mdp->states);

    for (size_t s = 0; s < mdp->states; s++)
        for (size_t a = 0; a < mdp->actions; a++)
            p[s] += share_of(making->of->choice.action_share, mdp->actions, a) *
                    making->level[s * mdp->actions + a];
    pairs_made(making, pair);
    making->out->pair = pair;
    return shape_by(making, p);
}

/*
 * Phi where sum (R + gamma Phi(s') - Phi(s))^2 is least: with b(k) = sum_{a,s'} R(k,a,s') -
 * gamma sum_{s,a} R(s,a,k), al = A S (1 + gamma^2), be = 2 gamma A,
 *
 *   Phi = b / al + be sum(b) / (al (al - be S))
 */
double assay_canonical_minpot(const struct assay_canonical_making *making)
{
    const struct assay_mdp *mdp = making->of->mdp;
    const double gamma = mdp->gamma, states = (double)mdp->states;
    const double al = (double)mdp->actions * states * (1.0 + gamma * gamma);
    const double be = 2.0 * gamma * (double)mdp->actions;
    double *phi = doubles(making, mdp->states);
    double *row = assay_memory_new(mdp->states, sizeof(*row));
    double total = 0.0;

    for (size_t k = 0; k < mdp->states * mdp->actions; k++) {
        double sum = 0.0;

        assay_reward_row(mdp, making->out->reward, k, row);
        for (size_t t = 0; t < mdp->states; t++) {
            sum += row[t];
            phi[t] -= gamma * row[t];
        }
        phi[k / mdp->actions] += sum;
    }
    for (size_t s = 0; s < mdp->states; s++)
        total += phi[s];
    for (size_t s = 0; s < mdp->states; s++)
        phi[s] = phi[s] / al + be * total / (al * (al - be * states));
    free(row);
    return shape_by(making, phi);
}
