/*
 * prefix_tree.h - what every prefix of sampled sequences is worth, read off where the sequences lead.
 *
 * Sequences to one prompt that begin alike are one path of a tree until they part; the mean outcome of those that share a
 * prefix estimates its value, with no value model.
 */
#ifndef ASSAY_METRICS_PREFIX_TREE_H
#define ASSAY_METRICS_PREFIX_TREE_H

#include <stddef.h>

struct assay_prefix_sequence {
    const double *token; /* (length,) whole numbers */
    size_t length;
    double outcome; /* finite */
};

/*
 * Values of prefixes.
 *
 *   V(s_0) = mean outcome of all,  V(s_t) = mean outcome of the sequences that begin with s_t, t = 1 .. length
 *   TD_t   = V(s_t) - V(s_(t-1)),  0 wherever no sequence parts; sum_t TD_t = V(whole sequence) - V(s_0)
 *
 * A whole sequence that is no other's and no other's beginning has its own outcome as value. Means add outcomes in the
 * order of the sequences' tokens, so that they do not depend on the order in which sequences are given.
 *
 *   sequence  (n,), n >= 1
 *   value     (n,) of arrays (length,): V(s_1) .. V(s_length)
 *   support   (n,) of arrays (length,): how many sequences each is a mean of; NULL: not wanted
 *
 * Returns V(s_0).
 * Source: TEMPO, Exploiting Tree Structure for Credit Assignment in RL Training of LLMs, arXiv:2509.18314, section 4 (values
 *         of the prefix tree); Lee et al. 2024, Token-Supervised Value Models, arXiv:2407.12863 (targets of tokens). Checked
 *         in tests/golden, prefix_values.
 */
double assay_prefix_tree_values(const struct assay_prefix_sequence *sequence, size_t n,
                                double *const *value, size_t *const *support);

/* td (length,) of a sequence with values (length,) below a root. */
void assay_prefix_tree_differences(const double *value, size_t length, double root,
                                   double *td);

#endif
