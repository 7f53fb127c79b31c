/*
 * change_verdict.h - is the second of two models better, worse or the same, and why is that said?
 *
 * A verdict is made of numbers that others worked out: a difference, its interval, a p-value of no
 * difference and one of a difference as large as the margin (equivalence.h). `same` is never the absence of a
 * finding: it is a test passed.
 */
#ifndef ASSAY_METRICS_CHANGE_VERDICT_H
#define ASSAY_METRICS_CHANGE_VERDICT_H

#include "harness/core/buf.h"

#include <stdbool.h>
#include <stddef.h>

enum assay_change {
    ASSAY_CHANGE_NONE,      /* there is nothing to compare */
    ASSAY_CHANGE_BETTER,    /* the second one, by a finding */
    ASSAY_CHANGE_WORSE,     /* the second one, by a finding */
    ASSAY_CHANGE_SAME,      /* within the margin, by a finding */
    ASSAY_CHANGE_UNDECIDED, /* the data allow more than one of these */
    ASSAY_CHANGES
};

/* "none", "better", "worse", "same", "undecided": the spelling in files. */
const char *assay_change_name(enum assay_change change);

/* How p was adjusted for several comparisons (multiplicity.h). */
enum assay_change_adjusted {
    ASSAY_CHANGE_UNADJUSTED,
    ASSAY_CHANGE_HOLM,
    ASSAY_CHANGE_BH
};

/* What is known of one difference. */
struct assay_change_evidence {
    bool defined;      /* false: there is no difference, by .why */
    const char *why;   /* or NULL; words without a full stop */
    double difference; /* second minus first, finite */
    double lo, hi;     /* its interval of level 1 - alpha, lo <= hi, finite */
    double p;          /* of no difference, two-sided, adjusted; in [0, 1] */
    double alpha;      /* in (0, 1) */
    enum assay_change_adjusted adjusted;
    size_t comparisons;   /* that p was adjusted over */
    bool lower_is_better; /* a loss, a calibration error */
    double margin; /* > 0: differences within +-margin count as none; 0: none was set */
    double p_same; /* of two one-sided tests against margin, where there is one */
    size_t units;  /* independent pairs or clusters behind it */
    size_t needed; /* of these that would settle it (power.h); 0: not known */
    double
        drop; /* > 0: the drop that matters, told where the interval holds it; 0: none */
};

/* Why a verdict is what it is. */
enum assay_change_reason {
    ASSAY_REASON_UNDEFINED, /* none: .why of the evidence */
    ASSAY_REASON_ALONE, /* undecided: fewer than two independent units, which have no spread */
    ASSAY_REASON_FOUND, /* better, worse: p <= alpha, and the interval excludes 0 on the same side */
    ASSAY_REASON_WITHIN, /* same: p_same <= alpha */
    ASSAY_REASON_FOUND_WITHIN, /* same: the difference is found, and found to be smaller than the margin */
    ASSAY_REASON_HOLDS_ZERO, /* undecided: the interval holds 0 */
    ASSAY_REASON_ADJUSTED, /* undecided: the interval excludes 0, and p > alpha: among so many
                                comparisons one like it is no wonder, or test and interval disagree */
};

struct assay_change_verdict {
    enum assay_change change;
    enum assay_change_reason reason;
};

/*
 * The verdict, by the first rule that holds:
 *
 *   none       the difference is not defined, or there are no units
 *   undecided  units < 2
 *   same       margin > 0 and p_same <= alpha
 *   better     p <= alpha, and 0 is not in [lo, hi], and the difference is on the better side
 *   worse      likewise, on the worse side
 *   undecided
 *
 * `same` comes before the others: a margin says what is too small to matter, however surely it is there.
 *
 * Broken contracts (a number that is not finite, lo > hi, p or alpha outside its range) are asserted.
 * Source: Schuirmann (1987), J. Pharmacokinet. Biopharm. 15:657-680; Lakens, Scheel and Isager (2018), Adv.
 *         Methods Pract. Psychol. Sci. 1:259-269, figure 1 (the four outcomes of both tests). Checked in
 *         test_change_verdict.c.
 */
struct assay_change_verdict assay_change_verdict_of(
    const struct assay_change_evidence *evidence);

/* How numbers are told. */
struct assay_change_words {
    double
        scale; /* numbers are multiplied by it: 100 where fractions are told as points */
    const char *unit;  /* behind the difference: "points"; empty: none */
    const char *units; /* what the units are: "pairs", "prompts" */
    const char *among; /* what p was adjusted over: "sections" */
};

/*
 * Appends the verdict and its reason, one sentence without a full stop:
 *
 *   worse: 2.10 points lower, 95 % interval [-3.20, -1.00], p = .0004 after Holm over 5 sections
 *   same: within 1.00 points either way (two one-sided tests, p = .010)
 *   undecided: the 95 % interval [-0.90, 1.60] holds both 0 and a drop of 0.50; about 3,100
 *   pairs would settle it
 *
 * Numbers have two decimals where scale is 100, else four significant digits; p has no leading zero, and four
 * decimals below .001, three below .1, else two. Needed units are rounded up to two significant digits.
 */
void assay_change_verdict_tell(const struct assay_change_verdict *verdict,
                               const struct assay_change_evidence *evidence,
                               const struct assay_change_words *words,
                               struct assay_buf *out);

#endif
