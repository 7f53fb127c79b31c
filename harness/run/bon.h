/*
 * bon.h - best-of-n curves of every proxy and gold of a set of samples, prompt by prompt.
 *
 * For each prompt and each n of a grid, what is expected of the sample that a proxy puts highest among n of
 * the prompt's N: exactly, over all choices of n (metrics/best_order.h). A curve is the mean over prompts;
 * its bands come from resampling the prompts' contributions, which are kept here.
 */
#ifndef ASSAY_RUN_BON_H
#define ASSAY_RUN_BON_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "suites/sample_set.h"

#include <stdbool.h>
#include <stddef.h>

enum assay_bon_kind {
    ASSAY_BON_GOLD,  /* gold of the proxy's pick */
    ASSAY_BON_WIN,   /* chance that it is better by gold than a draw of the base policy */
    ASSAY_BON_PROXY, /* the proxy's own score of its pick */
    ASSAY_BON_LENGTH, /* characters of its pick; where lengths are known */
    ASSAY_BON_TOKENS, /* tokens of its pick; where they are known */
    ASSAY_BON_KL,     /* exact KL to the policy of this prompt's samples, nats */
    ASSAY_BON_ORACLE, /* gold of the best by gold; of a gold of right and wrong pass@n */
    ASSAY_BON_MAJORITY, /* gold of the answer that most of n samples have; where answers are known */
    ASSAY_BON_WEIGHTED,   /* the same where scores of the proxy are votes */
    ASSAY_BON_BORDA,      /* the same where ranks by the proxy are */
    ASSAY_BON_REGRET,     /* oracle - gold */
    ASSAY_BON_DIFFERENCE, /* gold of the proxy's pick - gold of that of the proxy `other` */
    ASSAY_BON_GAIN,       /* gold of the pick - gold of a draw */
    ASSAY_BON_CLIMB,      /* the proxy's score of its pick - that of a draw */
    ASSAY_BON_KINDS
};

enum {
    ASSAY_BON_PAIRS_MAX =
        4 /* proxies up to which all pairs are compared; else each with the first */
};

/* One curve: a column of contributions for each n. */
struct assay_bon_curve {
    enum assay_bon_kind kind;
    size_t proxy, gold; /* of the set; what the kind has no use for is 0 */
    size_t other;       /* DIFFERENCE: the proxy that is taken away */
    size_t at;          /* its first column */
};

struct assay_bon {
    const struct assay_sample_set *set;
    const size_t *n; /* (ns,) ascending */
    size_t ns;
    struct assay_bon_curve *curve; /* (curves,) */
    size_t curves, columns;        /* columns = curves * ns */
    double *x; /* (prompts, columns) contributions; 0 where n is above the prompt's N */
    double *mean;   /* (prompts, golds) of a draw: n = 1 */
    double *spread; /* (prompts, ns) standard errors of drawn votes; 0: exact */
    double
        drawn; /* largest standard error, over points, of means of votes that were drawn; 0: all exact */
};

/* How curves are made. */
struct assay_bon_making {
    const size_t *n; /* (ns,) ascending, each >= 1 */
    size_t ns;
    size_t jobs;   /* threads; the outcome does not depend on it */
    size_t draws;  /* of votes that have no closed form, >= 2 (metrics/vote_curve.h) */
    double power;  /* of Borda's votes */
    uint64_t seed; /* of the draws */
};

/*
 * Computes. Every proxy and gold of the set is known of every sample (assay_bon_prepare).
 *
 * Errors: ASSAY_EDOMAIN for a grid that begins below 1. Release in any case.
 */
ASSAY_MUST_USE
enum assay_code assay_bon_compute(const struct assay_sample_set *set,
                                  const struct assay_bon_making *making,
                                  struct assay_bon *out, struct assay_error *err);
void assay_bon_release(struct assay_bon *bon);

/* The curve of a kind, or NULL where there is none. */
const struct assay_bon_curve *assay_bon_find(const struct assay_bon *bon,
                                             enum assay_bon_kind kind, size_t proxy,
                                             size_t gold);

/* What becomes of samples without a score. */
enum assay_bon_missing {
    ASSAY_BON_MISSING_DROP, /* their prompt is left out, of all proxies */
    ASSAY_BON_MISSING_LOWEST, /* they are below every score, and worth 0 where they have no gold either,
                                 as prm800k/eval/eval.py has it */
};
extern const char *const assay_bon_missing_words[]; /* "drop", "lowest", NULL */

/* Prompts that were left out, and why. */
struct assay_bon_left {
    size_t unscored, unlabelled;
    size_t lowest; /* samples without a score that stay, below every score */
};

/* Leaves out prompts of which a proxy or a gold is not known of every sample. */
void assay_bon_prepare(struct assay_sample_set *set, enum assay_bon_missing missing,
                       struct assay_bon_left *out);

#endif
