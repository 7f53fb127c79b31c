#include "metrics/value_sweeps.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>

/* The largest value of a state's actions, and whether all that have it, within tie, are best. */
static double greedy(const double *q, const bool *optimal, size_t actions, double tie,
                     bool *right)
{
    double most = q[0];

    for (size_t a = 1; a < actions; a++)
        most = fmax(most, q[a]);
    for (size_t a = 0; a < actions; a++)
        if (q[a] >= most - tie && !optimal[a])
            *right = false;
    return most;
}

/* Least distance of a best action to one that is not, by V*. */
static double gap_of(const double *q, const bool *optimal, size_t states, size_t actions)
{
    double gap = HUGE_VAL;

    for (size_t s = 0; s < states; s++) {
        double best = -HUGE_VAL, other = -HUGE_VAL;

        for (size_t a = 0; a < actions; a++)
            if (optimal[s * actions + a])
                best = fmax(best, q[s * actions + a]);
            else
                other = fmax(other, q[s * actions + a]);
        gap = fmin(gap, best - other);
    }
    return gap;
}

/* q = r + gamma P v */
static void back_up(const struct assay_mdp *mdp, const double *r, const double *v,
                    double *q)
{
    const size_t rows = mdp->states * mdp->actions;

    assay_mdp_expects(mdp, 0, rows, v, q);
    for (size_t k = 0; k < rows; k++)
        q[k] = r[k] + mdp->gamma * q[k];
}

struct assay_value_sweeps assay_value_sweeps_of(const struct assay_mdp *mdp,
                                                const double *r, const double *v,
                                                const bool *optimal, double tie,
                                                size_t most)
{
    const size_t actions = mdp->actions;
    double *q = assay_memory_new(mdp->states * actions, sizeof(*q));
    double *now = assay_memory_new(mdp->states, sizeof(*now));
    struct assay_value_sweeps out = {0, false};
    double gap;

    back_up(mdp, r, v, q);
    gap = gap_of(q, optimal, mdp->states, actions);
    for (size_t k = 0; k <= most && !out.known; k++) {
        bool right = true;
        double off = 0.0;

        for (size_t s = 0; s < mdp->states; s++)
            off = fmax(off, fabs(now[s] - v[s]));
        out.known = 2.0 * mdp->gamma * off + tie < gap;
        back_up(mdp, r, now, q);
        for (size_t s = 0; s < mdp->states; s++)
            now[s] = greedy(q + s * actions, optimal + s * actions, actions, tie, &right);
        out.sweeps = right ? out.sweeps : k + 1;
    }
    free(q);
    free(now);
    return out;
}

size_t assay_reward_nonzero(const struct assay_mdp *mdp,
                            const struct assay_reward *reward)
{
    double *scratch = assay_memory_new(mdp->states, sizeof(*scratch));
    size_t count = 0;

    for (size_t k = 0; k < mdp->states * mdp->actions; k++) {
        const double *row = assay_reward_row_at(mdp, reward, k, scratch);

        for (size_t i = mdp->row[k]; i < mdp->row[k + 1]; i++)
            count += row[mdp->next[i]] < 0.0 || row[mdp->next[i]] > 0.0;
    }
    free(scratch);
    return count;
}
