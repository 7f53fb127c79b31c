/*
 * mdp_chain.h - the Markov chain that a policy makes of a decision process, as iterations multiply by it.
 *
 * P(s, s') = sum_a pi(a | s) tau(s, a, s'). Where that has clearly fewer entries than tau, it is stored:
 * 8 bytes an entry, in single precision. Else products are made of tau's rows. It is for corrections
 * alone; what decides how sure an answer is, comes from tau in double precision.
 *
 * States are cut into blocks of a fixed size, over which threads share the work, and sums are added
 * block by block: outcomes are the same for any number of threads. Vectors of the chain have
 * assay_chain_width numbers, those behind the last state 0.
 */
#ifndef ASSAY_METRICS_MDP_CHAIN_H
#define ASSAY_METRICS_MDP_CHAIN_H

#include "metrics/mdp.h"

enum {
    ASSAY_CHAIN_BLOCK = 4096, /* states */
    ASSAY_CHAIN_GROUPS = 4    /* of blocks, which each scatter into room of their own */
};

/*
 * A = I - gamma P = D (I - N): D(s) = 1 - gamma P(s, s), N = gamma (P - diagonal) / D.
 */
struct assay_chain {
    const struct assay_mdp *mdp;
    const double *policy; /* NULL: uniform */
    size_t blocks, jobs;
    size_t *begin; /* (blocks,) of chains of actions: where a block's entries begin */
    uint32_t *
        row; /* of stored chains: block b, state i: row[b (BLOCK + 1) + i] .. [... + i + 1] - 1 */
    uint32_t *next;
    float *value;   /* N */
    float *inverse; /* (width,) 1 / D */
};

/* Blocks of a process; and numbers of a vector, a multiple of ASSAY_CHAIN_BLOCK. */
size_t assay_chain_blocks(const struct assay_mdp *mdp);
size_t assay_chain_width(const struct assay_mdp *mdp);

/* How many threads are worth their start. */
size_t assay_chain_jobs(const struct assay_mdp *mdp, size_t jobs);

/*
 * The chain of a policy (states, actions), NULL: uniform; release with assay_chain_release. The process
 * and the policy are borrowed.
 */
void assay_chain_init(struct assay_chain *chain, const struct assay_mdp *mdp,
                      const double *policy, size_t jobs);

/* Room for the chain of any one action a state, and such a chain in it; action (states,). */
void assay_chain_init_actions(struct assay_chain *chain, const struct assay_mdp *mdp,
                              size_t jobs);
void assay_chain_set_action(struct assay_chain *chain, const uint32_t *action);

void assay_chain_release(struct assay_chain *chain);

/* N x of the states of block b, into out (ASSAY_CHAIN_BLOCK,), some 0 behind the last state. */
void assay_chain_multiply(const struct assay_chain *chain, size_t b, const float *x,
                          float *out);

/* N' x of the states of group g, added into out (states,) in the order of rows. */
void assay_chain_scatter(const struct assay_chain *chain, size_t g, const float *x,
                         double *out);

/*
 * out = M^-1 x of the states of block b, M = (I - L)(I - U) or its like for N', where L and U are the parts
 * of N within the block below and above the diagonal.
 */
void assay_chain_smooth(const struct assay_chain *chain, size_t b, bool transposed,
                        const float *x, float *out);

#endif
