/* world_made.h - random worlds of all sorts, small enough for brute force, and what is done to rewards on them. */
#ifndef ASSAY_TESTS_UNIT_WORLD_MADE_H
#define ASSAY_TESTS_UNIT_WORLD_MADE_H

#include "harness/core/rng.h"
#include "metrics/mdp.h"

#include <math.h>
#include <stdint.h>

enum {
    MADE_WORLDS = 200, /* that a property is held against */
    MADE_STATES = 12,
    MADE_ACTIONS = 4
};

struct made_world {
    uint64_t seed;
    struct assay_arena arena;
    struct assay_rng rng;
    struct assay_mdp mdp;
    bool all_reached;
    double *policy;       /* (states, actions) some zero */
    double *state_share;  /* (states,) */
    double *action_share; /* (actions,) */
};

/*
 * A world of 1 to states states and 1 to actions actions: gamma 0, .5, .9 or .99; rows of tau dense, with a few
 * successors, with one, or mixed; mu0 with zeros or one state alone; in every third states that are not reached.
 */
void made_world(uint64_t seed, size_t states, size_t actions, struct made_world *out);

void made_release(struct made_world *world);

/* Rows (s, a), and numbers of a dense reward. */
size_t made_rows(const struct made_world *world);
size_t made_size(const struct made_world *world);

/* s, and s', of number i of a dense reward. */
size_t made_state(const struct made_world *world, size_t i);
size_t made_successor(const struct made_world *world, size_t i);

/* Zeroed, in the world's arena. */
double *made_doubles(struct made_world *world, size_t n);

/* A normal deviate, and a uniform one. */
double made_normal(struct made_world *world);
double made_uniform(struct made_world *world);

/* A reward of any shape: dense, level or sparse, at times a few numbers alone. */
struct assay_reward made_reward(struct made_world *world);

/* A dense one of these numbers. */
struct assay_reward made_of(const double *dense);

/* Its numbers as a new dense array (states, actions, states). */
double *made_dense(struct made_world *world, const struct assay_reward *reward);

/* Its level, by plain loops over tau's own entries. */
double *made_level(struct made_world *world, const double *dense);

/* Adds gamma Phi(s') - Phi(s) of a random Phi of that size. */
void made_shape(struct made_world *world, double size, double *dense);

/* Adds X with E X(s, a, S') = 0 of that size. */
void made_redistribute(struct made_world *world, double size, double *dense);

/* A new array: c times x. */
double *made_times(struct made_world *world, double c, const double *dense);

/* tau(s, a, t), 0 where there is no entry. */
double made_tau(const struct made_world *world, size_t k, size_t t);

/*
 * x(s) = sum over a, s' of pi(a | s) tau(s, a, s') (one(s, a, s') + by x(s')), by sweeps over its own equation: V^pi of a
 * dense reward where `by` is gamma.
 */
double *made_solved(struct made_world *world, const double *one, double by);

/* States and actions called by other names: state_to[s] is what s is called then. */
struct made_names {
    size_t state_to[MADE_STATES], action_to[MADE_ACTIONS];
};
struct made_names made_names(struct made_world *world);

/* The world by these names, with an arena of its own. */
void made_renamed(struct made_world *world, const struct made_names *names,
                  struct made_world *out);
double *made_dense_renamed(struct made_world *world, const struct made_names *names,
                           const double *dense);

/* The world, and a reward on it, with the last action a second time. */
void made_with_twin(struct made_world *world, struct made_world *out);
double *made_dense_with_twin(struct made_world *world, const double *dense);

double made_largest(const double *x, size_t n);

#define MADE_NEAR(got, want, tolerance, world)                                           \
    ck_assert_msg(fabs((got) - (want)) <= (tolerance)*fmax(1.0, fabs(want)),             \
                  "seed %llu: %s is %.17g, expected %.17g",                              \
                  (unsigned long long)(world)->seed, #got, (double)(got),                \
                  (double)(want))

#define MADE_HOLDS(what, world)                                                          \
    ck_assert_msg((what), "seed %llu: %s", (unsigned long long)(world)->seed, #what)

#endif
