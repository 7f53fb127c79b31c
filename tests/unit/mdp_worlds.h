/* mdp_worlds.h - decision processes of many shapes for tests, and exact solutions of small ones. */
#ifndef ASSAY_TESTS_UNIT_MDP_WORLDS_H
#define ASSAY_TESTS_UNIT_MDP_WORLDS_H

#include "harness/core/rng.h"
#include "metrics/mdp_solve.h"

enum mdp_world_kind {
    MDP_WORLD_RANDOM, /* five successors a row */
    MDP_WORLD_CHAIN,  /* to the left or to the right, with slip */
    MDP_WORLD_GRID,   /* square, slippery */
    MDP_WORLD_RING,   /* one successor, for certain: the next, or the one after it, ... */
    MDP_WORLD_FULL,   /* every state a successor */
    MDP_WORLD_ENDING, /* random, a third of the states absorbing */
    MDP_WORLD_KINDS
};

struct mdp_world {
    struct assay_mdp mdp;
    struct assay_arena arena;
    double *r;      /* (states, actions) */
    double *policy; /* (states, actions) a random one: mixed, or one action a state */
};

/*
 * Everything follows from the seed. The last state of worlds of more than three is reached from itself
 * alone. Release the arena.
 */
void mdp_world_drawn(struct mdp_world *world, enum mdp_world_kind kind, size_t states,
                     size_t actions, double gamma, uint64_t seed);

/*
 * V that solves (I - gamma P_pi) V = r_pi, or d that solves its transpose for mu0, by LU and refinement in
 * long double; out (states,).
 */
void mdp_world_solved(const struct mdp_world *world, const double *policy,
                      bool transposed, double *out);

#endif
