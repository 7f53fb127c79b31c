/* allowed_drop.h - did a checkpoint fall by more than it may, or is it shown that it did not? */
#ifndef ASSAY_METRICS_ALLOWED_DROP_H
#define ASSAY_METRICS_ALLOWED_DROP_H

#include <stdbool.h>
#include <stddef.h>

/* What is known of how far it fell. */
struct assay_drop {
    double drop;   /* baseline minus candidate, where more is better; finite */
    double lo, hi; /* its interval of level 1 - 2 alpha */
    double se;     /* standard error, >= 0 */
    bool exact;    /* two_sided is of a test that needs no standard error */
    double two_sided;
    double limit; /* that it may fall by, >= 0 */
    double alpha; /* of each side, in (0, 1/2) */
};

/*
 * One-sided p of "it fell by at most limit":
 *
 *   limit = 0, exact   two_sided / 2 where drop > 0, 1 - two_sided / 2 where drop < 0, 1 at drop = 0
 *   else               1 - Phi((drop - limit) / se);  0 or 1 where se is 0 (1 at drop = limit)
 *
 * Source: tests of non-inferiority, e.g. Wellek (2010), "Testing Statistical Hypotheses of Equivalence and
 *         Noninferiority", chapter 2. Checked in test_allowed_drop.c.
 */
double assay_drop_p(const struct assay_drop *drop);

/* True if it is found to have fallen by more: lo > limit, and the p above, adjusted as the caller does, is at
   most alpha. */
bool assay_drop_exceeds(const struct assay_drop *drop, double adjusted_p);

/* True if it is found to have fallen by no more: hi <= limit. Where nothing may be lost (limit 0) nobody asks for
   that proof: then it is true unless the drop exceeds. */
bool assay_drop_within(const struct assay_drop *drop, double adjusted_p);

/* Half of the interval of level 1 - 2 alpha that a standard error makes: z_{1-alpha} se. */
double assay_drop_reach(double alpha, double se);

/*
 * Times as many independent items as there are that would settle it with this power, if the drop stays
 * what it is: ((z_{1-alpha} + z_power) se / (limit - drop))^2; 0 where drop equals limit.
 */
double assay_drop_more_items(const struct assay_drop *drop, double power);

#endif
