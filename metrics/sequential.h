/*
 * sequential.h - a paired comparison that may be looked at after every answer, and stops when it is settled.
 *
 * An ordinary p-value that is looked at again and again is below 0.05 sooner or later. A test martingale
 * (an e-process) is not: under no difference it ever reaches 1 / alpha with probability at most alpha
 * (Ville), whenever one looks and however one decides to stop. So a judge who costs money is asked until
 * it is settled, and no longer.
 */
#ifndef ASSAY_METRICS_SEQUENTIAL_H
#define ASSAY_METRICS_SEQUENTIAL_H

#include <stdbool.h>
#include <stddef.h>

/* A test under way. Zero bytes are none; read the fields, change none. */
struct assay_sequential {
    double alpha;
    size_t n;         /* steps taken */
    size_t settled;   /* the step at which e reached 1 / alpha first, or 1; 0: not yet */
    double log_e;     /* natural logarithm of the evidence against no difference, now */
    double log_e_max; /* the largest so far */
    /* of discordant pairs */
    bool pairs;
    double prior;               /* a of Beta(a, a) */
    size_t won, lost;           /* by the second model */
    double part_won, part_lost; /* sums of differences that are a part of an item */
    double log_parts;           /* what they add to the evidence */
    /* of bounded differences: all so far, and the bets on them */
    double *x, *bet; /* (n,) x in [0, 1]; bets before they are cut */
    size_t room;
    double sum, square; /* of x; of (x_j - mean_j)^2 */
    double log_up,
        log_down; /* capital of the bets on more and on less than no difference */
};

enum {
    ASSAY_SEQUENTIAL_STEPS = 10000000 /* of one test (assert) */
};

/*
 * Starts a test of discordant pairs: of those that one model alone gets right, the second one gets half.
 *
 *   E_n = 2^n B(a + won, a + lost) / B(a, a),   n = won + lost
 *
 * the likelihood of a mixture over the winning probability, Beta(a, a), by that of 1/2: exact for any n.
 * Concordant pairs tell nothing of the direction, and are no steps.
 *
 *   alpha  in (0, 1)
 *   prior  a > 0; 0: 1, the uniform mixture. Larger ones suit smaller differences: about 1 / (4 (p - 1/2)^2)
 *
 * Source: Robbins (1970), Ann. Math. Stat. 41:1397-1409, section 3; Ville (1939). Checked in
 *         test_sequential.c in closed form and by
 *         simulated rates of false alarms.
 */
void assay_sequential_init_pairs(struct assay_sequential *test, double alpha,
                                 double prior);

/*
 * Starts a test of bounded differences with mean 0 by betting: x = (d + 1) / 2, m = 1/2,
 *
 *   K+ = prod_i (1 + bet_i (x_i - m)),   K- = prod_i (1 - bet_i (x_i - m)),   E_n = max(K+, K-) / 2
 *
 * A bet is known before x_i is (predictable plug-in):
 *
 *   bet_i = min(1, sqrt(2 log(2 / alpha) / (v_i i log(1 + i))))
 *   v_i   = (1/4 + sum_(j<i) (x_j - mean_j)^2) / i,   mean_j = (1/2 + x_1 + ... + x_j) / (j + 1)
 *
 * A step is a cluster: the sum over its pairs of second minus first, divided by the size of the largest one
 * there can be, so that it is in [-1, 1]. Steps must be in an order that does not depend on what they say:
 * shuffle items before asking.
 *
 * Source: Waudby-Smith and Ramdas (2024), JRSS B 86:1-27 (arXiv:2010.09686), section 4.2 (hedged capital),
 *         equation 26
 *         (bets). Checked as above.
 */
void assay_sequential_init_bounded(struct assay_sequential *test, double alpha);

/* A discordant pair, won by the second model or not. True once e has reached 1 / alpha. */
bool assay_sequential_pair(struct assay_sequential *test, bool second_won);

/*
 * A difference d in (-1, 1) (assert), where one of the two models can earn a part of an item, a tie say; not
 * counted among the steps. A discordant pair multiplies E by 1 + d c, d = 1 or -1, where
 *
 *   c = (won - lost) / (2 a + won + lost)
 *
 * is known before. So does a part, which then adds d to won or -d to lost: for this factor has mean 1 wherever d has
 * mean 0. The interval is of whole pairs. True once e has reached 1 / alpha.
 */
bool assay_sequential_part(struct assay_sequential *test, double difference);

/* A difference in [-1, 1] (assert). True once e has reached 1 / alpha. */
bool assay_sequential_step(struct assay_sequential *test, double difference);

/* The p-value that may be read at any time: min(1, 1 / max_i E_i). */
double assay_sequential_p(const struct assay_sequential *test);

struct assay_sequential_interval {
    double estimate; /* the mean so far; 0 without steps */
    double lo, hi;
};

/*
 * The confidence sequence: an interval of level 1 - alpha that holds at all times at once, of the mean
 * difference, in [-1, 1]. For discordant pairs the difference is won - lost over discordant ones; multiply
 * by their share for one in accuracy. It is the set of means m that E_n(m) < 1 / alpha does not reject:
 *
 *   pairs    E_n(q) = B(a + won, a + lost) / (B(a, a) q^won (1 - q)^lost),   m = 2 q - 1
 *   bounded  max(K+(m), K-(m)) / 2, with bets cut at 1/2 / m and 1/2 / (1 - m)
 *
 * of now: intersect those of several looks for a narrower one. Ends by bisection, 1e-9 wide.
 */
struct assay_sequential_interval assay_sequential_interval(
    const struct assay_sequential *test);

/* Gives memory back; zero bytes again. */
void assay_sequential_release(struct assay_sequential *test);

#endif
