/*
 * transition.h - transitions of a decision process as somebody saw them: states, rewards and next states.
 *
 * Rows stand by trajectory, which is what is independent of one another. Of a state its features are known, or, where
 * the states are few, its number, which stands for features that are 1 at this number and 0 elsewhere.
 *
 * Where a row is done, its next state is one further state, the absorbing one, from which nothing leads and
 * under which every reward function pays the same for ever, 0 unless it is told otherwise. So
 *
 *   V_k(absorbing) = absorbing_k / (1 - gamma)
 *
 * exactly, whatever the features: as a further feature that is 1 there alone, with its own row of the system, the
 * absorbing state's row is (1 - gamma) w = absorbing_k and shares no entry with the others. A trajectory that ends in
 * a row that is not done was cut short: its last next state has a value as any other.
 */
#ifndef ASSAY_METRICS_TRANSITION_H
#define ASSAY_METRICS_TRANSITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_TRANSITION_SAMPLES =
        2 /* next states of a row: one, or two drawn independently */
};

/* A next state of every row, and what each reward function pays on the way to it. */
struct assay_transition_next {
    const uint32_t
        *state; /* (rows,) below features; of rows that are done anything. NULL: phi */
    const double *phi; /* (rows, features); of rows that are done anything. NULL: state */
    const unsigned char *done; /* (rows,) not 0: it is the absorbing state */
    const double *reward;      /* (rows, rewards) */
};

struct assay_transitions {
    size_t rows, features, rewards; /* each at least 1 */
    double gamma;                   /* in [0, 1) */
    const uint32_t *state;          /* (rows,) below features, or NULL */
    const double *phi; /* (rows, features), or NULL: one of the two is there */
    struct assay_transition_next next[ASSAY_TRANSITION_SAMPLES];
    size_t samples; /* 1 or 2 of them */
    const uint32_t
        *pair; /* (rows,) below pairs: which state and action it is; NULL: not known */
    size_t pairs;
    const size_t
        *first; /* (clusters + 1,) trajectory i is rows first[i] .. first[i + 1] - 1 */
    size_t clusters;         /* trajectories, none without rows */
    const double *absorbing; /* (rewards,) a step in the absorbing state; NULL: 0 */
};

#endif
