/*
 * mdp_floors.h - tau in fewer numbers, where rows are one number, their floor, but for a few entries.
 *
 *     tau(s, a, s') = floor(s, a) + above(s, a, s'),  above 0 for most s'
 *     (P v)(s, a)   = floor(s, a) sum v + sum of above v
 *
 * So are the rows of the study of STARC, whose logits are the same number in all but a few places, and of any process that
 * goes anywhere with a small chance; rows of few entries are so too, with a floor of 0. Products then take what entries
 * above the floor take. It is tau but for rounding: above is the difference in double precision.
 *
 * Checked in test_mdp_floors.c.
 */
#ifndef ASSAY_METRICS_MDP_FLOORS_H
#define ASSAY_METRICS_MDP_FLOORS_H

#include "metrics/mdp.h"

struct assay_mdp_floors {
    const double *floor; /* (states * actions,); NULL: 0 in every row */
    const size_t
        *row; /* (states * actions + 1,) row k is entries row[k] .. row[k + 1] - 1 */
    const uint32_t *next; /* s', ascending in a row */
    const double *above;  /* > 0 */
};

/*
 * Of a process all of whose rows are full, in arena, to be put into mdp->floors; NULL where more than a quarter of its
 * entries are above the least of their row, or rows are not full. A pass over tau.
 */
const struct assay_mdp_floors *assay_mdp_floors_find(const struct assay_mdp *mdp,
                                                     struct assay_arena *arena);

/* What the process has of them: its floors, or its rows as they are where these have few entries; false if neither. */
bool assay_mdp_is_short(const struct assay_mdp *mdp, struct assay_mdp_floors *out);

/* E of v(S') over row k; sum is that of v. */
static inline double assay_floors_expect(const struct assay_mdp_floors *floors, size_t k,
                                         const double *v, double sum)
{
    double out = floors->floor ? floors->floor[k] * sum : 0.0;

    for (size_t i = floors->row[k]; i < floors->row[k + 1]; i++)
        out += floors->above[i] * v[floors->next[i]];
    return out;
}

/* The same of rows first .. first + count - 1 into out (count,), of a process of so many states. */
struct assay_floors_rows {
    size_t first, count, states;
};
void assay_floors_expects(const struct assay_mdp_floors *floors,
                          const struct assay_floors_rows *rows, const double *v,
                          double *out);

/* E of R(s, a, S') of a dense R (states, actions, states) into out (states, actions); gives the sum of |R|. */
double assay_floors_level(const struct assay_mdp *mdp,
                          const struct assay_mdp_floors *floors, const double *reward,
                          double *out);

/* max_s' tau(s, a, s') of row k, of a process that has floors. */
static inline double assay_floors_largest(const struct assay_mdp_floors *floors, size_t k)
{
    double out = 0.0;

    for (size_t i = floors->row[k]; i < floors->row[k + 1]; i++)
        out = floors->above[i] > out ? floors->above[i] : out;
    return floors->floor[k] + out;
}

/* out (states,) += c tau(s, a, .) of row k but for its floor; gives c times that. */
static inline double assay_floors_add(const struct assay_mdp_floors *floors, size_t k,
                                      double c, double *out)
{
    for (size_t i = floors->row[k]; i < floors->row[k + 1]; i++)
        out[floors->next[i]] += c * floors->above[i];
    return floors->floor ? c * floors->floor[k] : 0.0;
}

#endif
