/*
 * comparison_graph.h - what a graph of comparisons says of how well differences of rewards are known.
 *
 * Things are compared in pairs, pair e of them n_e times. With L the Laplacian whose conductances are n_e and L+ its
 * pseudo-inverse, the effective resistance between two things of one component is
 *
 *   R_ab = L+_aa + L+_bb - 2 L+_ab
 *
 * Comparisons of things of equal strength carry an information of n_e / 4 on their difference (Bradley and Terry's
 * sigma'(0) = 1/4), so that 4 R_ab is the variance that is left of the difference of a and b.
 */
#ifndef ASSAY_METRICS_COMPARISON_GRAPH_H
#define ASSAY_METRICS_COMPARISON_GRAPH_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_GRAPH_NODES = 2048 /* at most: time grows with the cube */
};

struct assay_graph_edge {
    uint32_t a, b; /* things */
    double n;      /* comparisons, > 0; edges of one pair add up */
};

struct assay_graph {
    size_t components; /* things that nothing is compared with are components */
    size_t alone;      /* such things */
    double largest;    /* effective resistance; 0 where no two things are connected */
    double mean;       /* of all connected pairs; 0 without one */
    size_t pairs;      /* connected ones */
};

/*
 * Finds them.
 *
 *   nodes  1 .. ASSAY_GRAPH_NODES
 *   edge   (edges,) a and b below nodes and not the same
 *
 * Errors: ASSAY_EDOMAIN for too many things.
 * Source: Klein and Randic (1993), J. Math. Chem. 12:81 (resistance distance); Bradley and Terry (1952), Biometrika 39:324
 *         (the model). Checked in tests/cases, row 68: a chain of four has 3 from end to end, a star of four 2 between leaves.
 */
ASSAY_MUST_USE
enum assay_code assay_graph_measure(const struct assay_graph_edge *edge, size_t edges,
                                    size_t nodes, struct assay_graph *out,
                                    struct assay_error *err);

#endif
