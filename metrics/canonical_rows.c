/* epic, dard and minpot_l2: what is added to R. */
#include "harness/core/memory.h"
#include "metrics/canonical_parts.h"
#include "metrics/row_loops.h"

#include <gsl/gsl_blas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    AT_ONCE = 1 << 16 /* numbers of products of matrices */
};

static double *doubles(const struct assay_canonical_making *making, size_t n)
{
    return assay_arena_new(making->arena, n, sizeof(double));
}

double assay_share_at(const double *share, size_t count, size_t i)
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
        largest = fabs(p[s]) > largest ? fabs(p[s]) : largest;
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
    const double *x = assay_reward_row_at(mdp, making->out->reward, k, row);

    return share ? assay_row_dot(x, share, mdp->states)
                 : assay_row_sum(x, mdp->states) / (double)mdp->states;
}

/* p(s) = E_{A ~ D_A, S' ~ D_S} R(s, A, S'); row is scratch. */
static double mean_of_state(const struct assay_canonical_making *making, size_t s,
                            double *row)
{
    const struct assay_mdp *mdp = making->of->mdp;
    const struct assay_canonical_choice *choice = &making->of->choice;
    const size_t first = s * mdp->actions, count = mdp->actions * mdp->states;
    double sum = 0.0;

    if (making->out->reward->shape == ASSAY_REWARD_DENSE && !choice->state_share &&
        !choice->action_share)
        return assay_row_sum(making->out->reward->value + first * mdp->states, count) /
               (double)count;
    for (size_t a = 0; a < mdp->actions; a++)
        sum += assay_share_at(choice->action_share, mdp->actions, a) *
               mean_of_row(making, first + a, row);
    return sum;
}

double assay_canonical_epic(const struct assay_canonical_making *making)
{
    const struct assay_mdp *mdp = making->of->mdp;
    const struct assay_canonical_choice *choice = &making->of->choice;
    double *p = doubles(making, mdp->states);
    double *row = assay_memory_new(mdp->states, sizeof(*row));
    double mean = 0.0;

    for (size_t s = 0; s < mdp->states; s++) {
        p[s] = mean_of_state(making, s, row);
        mean += assay_share_at(choice->state_share, mdp->states, s) * p[s];
    }
    free(row);
    making->out->constant = mdp->gamma * mean;
    return shape_by(making, p);
}

/* One action's rows of R or of tau, (states, states), each `apart` numbers behind the last. */
struct rows {
    const double *first;
    size_t apart;
};

/* The rows of R of action a, where they lie or in to. */
static struct rows reward_rows(const struct assay_canonical_making *making, size_t a,
                               double *to)
{
    const struct assay_mdp *mdp = making->of->mdp;
    const struct assay_reward *reward = making->out->reward;
    const size_t n = mdp->states;

    if (reward->shape == ASSAY_REWARD_DENSE)
        return (struct rows){reward->value + a * n, mdp->actions * n};
    for (size_t s = 0; s < n; s++)
        assay_reward_row(mdp, reward, s * mdp->actions + a, to + s * n);
    return (struct rows){to, n};
}

/* Actions from .. from + count - 1. */
struct span {
    size_t from, count;
};

/* tau of these actions as one matrix (states, count x states), where it lies or in to. */
static struct rows chance_rows(const struct assay_mdp *mdp, struct span actions,
                               double *to)
{
    const size_t n = mdp->states, apart = actions.count * n;

    if (assay_mdp_entries(mdp) == n * n * mdp->actions)
        return (struct rows){mdp->chance + actions.from * n, mdp->actions * n};
    for (size_t s = 0; s < n; s++)
        for (size_t a = 0; a < actions.count; a++)
            assay_mdp_row(mdp, s * mdp->actions + actions.from + a,
                          to + s * apart + a * n);
    return (struct rows){to, apart};
}

/* What products go through: numbers of tau, of M and of R. */
struct places {
    double *tau, *m, *r;
};

/* K += by matrices: M_a = gamma D(a) R_a P_a' one below the other, and [P_a P_a+1 ...] times them. */
static void add_dense(const struct assay_canonical_making *making, struct span actions,
                      const struct places *places, double *k)
{
    const struct assay_mdp *mdp = making->of->mdp;
    const size_t n = mdp->states;
    const struct rows tau = chance_rows(mdp, actions, places->tau);
    const gsl_matrix_const_view side =
        gsl_matrix_const_view_array_with_tda(tau.first, n, actions.count * n, tau.apart);
    const gsl_matrix_const_view below =
        gsl_matrix_const_view_array(places->m, actions.count * n, n);
    gsl_matrix_view out = gsl_matrix_view_array(k, n, n);

    for (size_t a = 0; a < actions.count; a++) {
        const double weight = mdp->gamma * assay_share_at(making->of->choice.action_share,
                                                          mdp->actions, actions.from + a);
        const struct rows rows = reward_rows(making, actions.from + a, places->r);
        const gsl_matrix_const_view r =
            gsl_matrix_const_view_array_with_tda(rows.first, n, n, rows.apart);
        const gsl_matrix_const_view p =
            gsl_matrix_const_view_array_with_tda(tau.first + a * n, n, n, tau.apart);
        gsl_matrix_view product = gsl_matrix_view_array(places->m + a * n * n, n, n);

        gsl_blas_dgemm(CblasNoTrans, CblasTrans, weight, &r.matrix, &p.matrix, 0.0,
                       &product.matrix);
    }
    gsl_blas_dgemm(CblasNoTrans, CblasNoTrans, 1.0, &side.matrix, &below.matrix, 1.0,
                   &out.matrix);
}

/* As many actions at once as keep M within a cache. */
static void pairs_dense(const struct assay_canonical_making *making, double *k)
{
    const struct assay_mdp *mdp = making->of->mdp;
    const size_t square = mdp->states * mdp->states;
    const size_t fit = square > 0 && square < AT_ONCE ? AT_ONCE / square : 1;
    const size_t count = fit < mdp->actions ? fit : mdp->actions;
    double *all = assay_memory_resize(NULL, (2 * count + 1) * square, sizeof(*all));
    const struct places places = {all, all + count * square, all + 2 * count * square};

    for (size_t a = 0; a < mdp->actions; a += count) {
        const size_t left = mdp->actions - a;

        add_dense(making, (struct span){a, left < count ? left : count}, &places, k);
    }
    free(all);
}

/* The same by the entries of tau: first R_a P_a', a row of R at a time, then P_a times it. */
static void add_sparse(const struct assay_canonical_making *making, size_t a,
                       double *scratch, double *k)
{
    const struct assay_mdp *mdp = making->of->mdp;
    const size_t n = mdp->states;
    const double weight =
        mdp->gamma * assay_share_at(making->of->choice.action_share, mdp->actions, a);
    const struct rows rows = reward_rows(making, a, scratch);
    double *product = scratch + n * n;

    for (size_t s = 0; s < n; s++)
        for (size_t t = 0; t < n; t++)
            product[s * n + t] =
                assay_mdp_expect(mdp, t * mdp->actions + a, rows.first + s * rows.apart);
    for (size_t s = 0; s < n; s++) {
        const size_t row = s * mdp->actions + a;

        for (size_t i = mdp->row[row]; i < mdp->row[row + 1]; i++)
            assay_row_add(weight * mdp->chance[i], product + (size_t)mdp->next[i] * n,
                          k + s * n, n);
    }
}

static void pairs_made(const struct assay_canonical_making *making, double *k)
{
    const struct assay_mdp *mdp = making->of->mdp;
    const size_t n = mdp->states;
    double *scratch;

    if (assay_mdp_entries(mdp) > n * n * mdp->actions / 8) {
        pairs_dense(making, k);
        return;
    }
    scratch = assay_memory_new(2 * n * n, sizeof(*scratch));
    for (size_t a = 0; a < mdp->actions; a++)
        add_sparse(making, a, scratch, k);
    free(scratch);
}

double assay_canonical_dard(const struct assay_canonical_making *making)
{
    const struct assay_mdp *mdp = making->of->mdp;
    double *p = doubles(making, mdp->states);
    double *pair = doubles(making, mdp->states * mdp->states);

    for (size_t s = 0; s < mdp->states; s++)
        for (size_t a = 0; a < mdp->actions; a++)
            p[s] += assay_share_at(making->of->choice.action_share, mdp->actions, a) *
                    making->level[s * mdp->actions + a];
    pairs_made(making, pair);
    making->out->pair = pair;
    return shape_by(making, p);
}

/* The sum of the rows of R of s, of which gamma times each is taken off phi; row is scratch. */
static double sum_of_state(const struct assay_canonical_making *making, size_t s,
                           double *row, double *phi)
{
    const struct assay_mdp *mdp = making->of->mdp;
    const struct assay_reward *reward = making->out->reward;
    const size_t first = s * mdp->actions;
    double sum = 0.0;

    if (reward->shape == ASSAY_REWARD_DENSE)
        return assay_rows_sum_add(-mdp->gamma, reward->value + first * mdp->states,
                                  mdp->actions, phi, mdp->states);
    for (size_t k = first; k < first + mdp->actions; k++) {
        assay_reward_row(mdp, reward, k, row);
        sum += assay_rows_sum_add(-mdp->gamma, row, 1, phi, mdp->states);
    }
    return sum;
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

    for (size_t s = 0; s < mdp->states; s++) {
        const double sum = sum_of_state(making, s, row, phi);

        phi[s] += sum;
    }
    for (size_t s = 0; s < mdp->states; s++)
        total += phi[s];
    for (size_t s = 0; s < mdp->states; s++)
        phi[s] = phi[s] / al + be * total / (al * (al - be * states));
    free(row);
    return shape_by(making, phi);
}
