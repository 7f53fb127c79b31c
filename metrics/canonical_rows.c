/* epic and minpot_l2: what is added to R. */
#include "harness/core/memory.h"
#include "metrics/canonical_parts.h"
#include "metrics/row_loops.h"

#include <math.h>
#include <stdlib.h>

static double *doubles(const struct assay_canonical_making *making, size_t n)
{
    return assay_arena_new(making->arena, n, sizeof(double));
}

double assay_share_at(const double *share, size_t count, size_t i)
{
    return share ? share[i] : 1.0 / (double)count;
}

double assay_canonical_shape_by(const struct assay_canonical_making *making,
                                const double *p)
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
    return assay_canonical_shape_by(making, p);
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
    return assay_canonical_shape_by(making, phi);
}
