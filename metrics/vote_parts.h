/* vote_parts.h - answers of a prompt as groups, and the two ways to a curve: exact and drawn. */
#ifndef ASSAY_METRICS_VOTE_PARTS_H
#define ASSAY_METRICS_VOTE_PARTS_H

#include "metrics/vote_curve.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Samples of one answer. */
struct assay_vote_group {
    size_t size;
    double value; /* mean over its samples */
};

/* What was voted on. */
struct assay_votes {
    size_t count;                   /* N */
    struct assay_vote_group *group; /* (groups,) in the order in which answers are seen */
    size_t groups;
    uint32_t *of;        /* (count,) group of a sample; groups: it does not vote */
    size_t silent;       /* samples that do not vote */
    const double *proxy; /* (count,) */
};

/* Multiplications that the exact majority takes for subsets of up to n; HUGE_VAL where N is too large. */
double assay_vote_exact_cost(const struct assay_votes *votes, size_t n);

/*
 * The majority's curve, exactly.
 *
 *   none   what no vote is worth
 *   value  (n + 1,) out: of subsets of 0 ... n, n <= count
 */
void assay_vote_exact(const struct assay_votes *votes, double none, size_t n,
                      double *value);

/* Points of ns sizes from rule->draws random orders; n (ns,) ascending, each in [1, count]. */
void assay_vote_drawn(const struct assay_votes *votes, const struct assay_vote_rule *rule,
                      const size_t *n, size_t ns, struct assay_vote_point *out);

#endif
