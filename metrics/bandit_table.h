/*
 * bandit_table.h - sizes of x - lambda y at chosen lambdas, for thousands of resamples of the prompts.
 *
 * A resample counts prompts differently, and what a prompt adds to it is the same function of lambda in all of
 * them: convex and piecewise linear. Between two nodes at which a prompt has the same slope it is a line, and
 * only the others have to be looked at again. So a resample costs two sums over prompts and a few blocks, to
 * the same value as if it were worked out anew.
 */
#ifndef ASSAY_METRICS_BANDIT_TABLE_H
#define ASSAY_METRICS_BANDIT_TABLE_H

#include "metrics/bandit_block.h"

#include <stdint.h>

struct assay_bandit_table {
    const struct assay_bandit *bandit;
    size_t x, y;                 /* models */
    enum assay_bandit_size size; /* RANGE, ABS or PEAK */
    const double *times;         /* (blocks * LANES,) multipliers of prompts */
    size_t nodes, room;
    double *node;          /* (nodes,) ascending */
    double *value, *slope; /* (nodes, blocks * LANES), multipliers included */
    bool *settled; /* (nodes - 1, blocks): the block is a line between node and next */
    double *whole; /* (nodes,) slopes of all prompts once */
};

/* Room for so many nodes of prompts of a bandit; release afterwards. */
void assay_bandit_table_init(struct assay_bandit_table *table,
                             const struct assay_bandit *bandit, size_t room);
void assay_bandit_table_release(struct assay_bandit_table *table);

/* Works the nodes out, of which the caller has set .nodes and .node, for .x, .y, .size and .times. */
void assay_bandit_table_fill(struct assay_bandit_table *table);

/*
 * sum_i count_i size_i(lambda), or for PEAK the greatest of the prompts that count.
 *
 *   count   (blocks * LANES,) how often each prompt was drawn
 *   lambda  within the nodes
 */
double assay_bandit_table_at(const struct assay_bandit_table *table, const uint8_t *count,
                             double lambda);

/*
 * The least of that sum over lambda within the nodes, to 1e-12 of its value at the first node.
 *
 *   start  the node to begin with, near where the least is expected
 */
double assay_bandit_table_least(const struct assay_bandit_table *table,
                                const uint8_t *count, size_t start);

#endif
