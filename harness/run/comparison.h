/*
 * comparison.h - runs of one suite held against each other on the items that both answered.
 *
 * Everything is *second minus first*: a pair of runs has a first and a second one, in the order of the
 * command line, and whoever tells a difference names both. A suite is told line by line: the overall value and
 * every section, by each metric asked for. All statistics are of the items that both runs have a value of (the
 * pair's common items), so that no line mixes a change of the model with one of coverage; what only one has
 * is counted beside it.
 *
 * A value of accuracy is the suite's own: its rule for ties, its weights, its way from subsets to sections and
 * from them to the overall value (suites/outline.h). As that is linear in what items earn, so is a difference:
 *
 *   D = sum_i c_i (second_i - first_i)        c_i what the item's subset weighs (fixed by the suite's rule and
 *                                             how many items are common)
 *
 * Its interval is the percentile interval of the cluster bootstrap (metrics/bootstrap.h), clusters drawn whole
 * inside their subsets; its p is McNemar's where D is a plain mean of items that are right or wrong and alone
 * in their clusters, else that of sign flips of the clusters' sums (metrics/paired.h).
 */
#ifndef ASSAY_RUN_COMPARISON_H
#define ASSAY_RUN_COMPARISON_H

#include "harness/core/result.h"
#include "harness/run/store.h"
#include "metrics/change_verdict.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct assay_places; /* suites/suite.h */

enum {
    ASSAY_COMPARISON_RUNS_MAX = 64,
    ASSAY_COMPARISON_LINES_MAX = 1 << 16 /* of all pairs and suites */
};

/* What is compared. Words in quotes are those of --metric and of files. */
enum assay_comparison_metric {
    ASSAY_COMPARE_ACCURACY, /* "accuracy": the suite's own value; more is better */
    ASSAY_COMPARE_MARGIN, /* "margin": mean of right minus best wrong score, in the models' units; more is better */
    ASSAY_COMPARE_LOSS, /* "loss": Bradley-Terry, mean of log(1 + exp(-margin)), nats; less is better */
    ASSAY_COMPARE_BRIER, /* "brier": mean of (1 - sigma(margin))^2; less is better */
    ASSAY_COMPARE_ECE, /* "ece": expected calibration error of max(p, 1 - p), p = sigma(margin), 10 bins of
                          equal width, over all items of the section alike; less is better */
    ASSAY_COMPARE_METRICS
};
extern const char *const assay_compare_metric_name[ASSAY_COMPARE_METRICS];

static inline bool assay_compare_more_is_better(enum assay_comparison_metric metric)
{
    return metric <= ASSAY_COMPARE_MARGIN;
}

/* Where a p-value is from. */
enum assay_comparison_test {
    ASSAY_COMPARE_UNTESTED,
    ASSAY_COMPARE_MCNEMAR,      /* "mcnemar": exact */
    ASSAY_COMPARE_MCNEMAR_MIDP, /* "mcnemar-midp" */
    ASSAY_COMPARE_SIGN_FLIP,    /* "sign-flip": of sums of clusters */
    ASSAY_COMPARE_BOOTSTRAP, /* "bootstrap": from the replicates (ece), which no sum has */
    ASSAY_COMPARE_TESTS
};
extern const char *const assay_compare_test_name[ASSAY_COMPARE_TESTS];

/* How p-values of many lines are adjusted. */
enum assay_comparison_adjust {
    ASSAY_COMPARE_HOLM,
    ASSAY_COMPARE_BH,
    ASSAY_COMPARE_UNADJUSTED
};
extern const char *const assay_compare_adjust_name[]; /* NULL-terminated */

/* Facts of runs that should be the same, of which a user may say that they need not be (--allow). */
enum assay_comparison_fact {
    /* of the suite: a comparison is refused where they differ */
    ASSAY_COMPARE_FACT_PART,    /* "part" */
    ASSAY_COMPARE_FACT_VERSION, /* "version" of the suite's description */
    ASSAY_COMPARE_FACT_DATA,    /* "data": digests of what items were read from */
    ASSAY_COMPARE_FACT_OPTIONS, /* "options" of the suite */
    ASSAY_COMPARE_FACT_RULE, /* "rule": ties, weights, what an unread answer is worth */
    ASSAY_COMPARE_FACT_ANSWERS, /* "answers": scores, preferences, verdicts */
    ASSAY_COMPARE_SUITE_FACTS,
    /* of the model and how it was asked: told as warnings, refused under .strict */
    ASSAY_COMPARE_FACT_LIMIT = ASSAY_COMPARE_SUITE_FACTS, /* "limit": the first N items */
    ASSAY_COMPARE_FACT_TEMPLATE,                          /* "template" */
    ASSAY_COMPARE_FACT_LENGTH,                            /* "max-length" */
    ASSAY_COMPARE_FACT_PRECISION,                         /* "precision" */
    ASSAY_COMPARE_FACT_DTYPE,                             /* "dtype" */
    ASSAY_COMPARE_FACT_ENGINE,                            /* "engine", and its version */
    ASSAY_COMPARE_FACT_ADAPTER,                           /* "adapter" */
    ASSAY_COMPARE_FACT_MODEL_OPTIONS, /* "model-options" that can change an answer */
    ASSAY_COMPARE_FACT_ASSAY,         /* "assay": its version */
    ASSAY_COMPARE_FACTS
};
extern const char *const assay_compare_fact_name[ASSAY_COMPARE_FACTS];

struct assay_comparison_how {
    double
        alpha; /* of verdicts: the chance of a difference where there is none, in (0, 1/2); intervals are of
                     level 1 - alpha */
    double margin; /* what counts as no change, in units of the value, > 0; 0: nothing is
                              ever called the same. Of accuracy; other metrics have none */
    double power;  /* of the smallest difference that is told to be detectable */
    size_t replicates; /* of the bootstrap; below 2: no intervals */
    size_t flips;      /* random sets of signs of a sign-flip test */
    uint64_t seed;
    unsigned metrics; /* bits 1 << metric */
    enum assay_comparison_adjust adjust;
    bool midp;       /* McNemar's mid-p in place of the exact p */
    bool every_pair; /* every two runs; false: every later run against the first */
    bool each_alone; /* p is adjusted within each pair of a suite, not over all of them */
    bool strict;     /* warnings are faults */
    bool sequential; /* what a test that may stop at any item would have done */
    unsigned allow;  /* bits 1 << fact: no fault */
    unsigned
        ties; /* 1 + enum assay_tie_rule, in place of the suites' own; 0: their own */
    const char *suite;   /* NAME or NAME:PART; NULL: every suite that two runs have */
    const char *section; /* only this one's lines (and "overall"); NULL: all */
    const struct assay_places *places; /* where suites and data are now */
    size_t jobs;                       /* threads; changes nothing else */
};

/* What verdicts are made of: the classic defaults (alpha 0.05, power 0.8, 10,000 replicates and flips, Holm, accuracy). */
struct assay_comparison_how assay_comparison_defaults(void);

struct assay_comparison_run {
    struct assay_str name; /* label, or its directory where labels are not distinct */
    const struct assay_stored *stored;
};

/* A fact that two runs do not have in common. */
struct assay_comparison_unlike {
    enum assay_comparison_fact fact;
    struct assay_str
        what; /* the fact in words, a field's name included: "option aggregate" */
    struct assay_str first, second; /* what each has; "none" where it has nothing */
    bool fault;                     /* refused; else a warning */
};

/* How many items of a line each run has a value of. */
struct assay_comparison_coverage {
    size_t items;    /* in the run */
    size_t answered; /* of them: with a value */
};

/* What a test that may stop at any time does with the line's items in the order of the plan. */
struct assay_comparison_sequential {
    bool settled;
    size_t at;    /* common items seen when it settled, else all */
    size_t saved; /* common items that it would not have asked for */
    double p;     /* always valid, at its end */
};

/* One section, or the overall value, by one metric. */
struct assay_comparison_line {
    struct assay_str section; /* "Overall" for the overall value */
    bool overall, aside;
    enum assay_comparison_metric metric;
    struct assay_str unit;  /* "percent" (a fraction, printed times 100) or "" */
    size_t items, clusters; /* common ones, and what of them is independent */
    struct assay_figure first, second; /* on the common items */
    struct assay_figure difference;    /* second minus first, with its interval */
    double
        se; /* standard error of the difference: standard deviation of replicates; 0: none */
    enum assay_comparison_test test;
    double p, adjusted; /* in [0, 1]; 1 where untested */
    bool has_equivalence;
    double equivalence; /* p of two one-sided tests of |difference| >= margin */
    bool has_detectable;
    double detectable; /* smallest difference that a test at alpha finds with how.power */
    size_t lost, gained; /* common items on which the second earned less, more */
    struct assay_change_verdict verdict;
    struct assay_str
        reason; /* of it, a sentence without its full stop, as change_verdict.h tells it */
    size_t
        needed; /* clusters like these that would settle what is undecided; 0: not known */
    struct assay_comparison_coverage coverage[2]; /* first's, second's */
    const struct assay_section
        *official[2]; /* of result.json: values of all that each answered */
    struct assay_comparison_sequential sequential; /* where it was asked for */
};

/* A common item on which one earned more than the other. */
struct assay_comparison_flip {
    struct assay_str id;
    struct assay_str subset;
    uint64_t line;    /* in the suite's data; 0 unknown */
    double earned[2]; /* first's, second's */
    bool has_margin;
    double margin[2];
};

/* What became of an item in a run. */
enum assay_comparison_worth {
    ASSAY_WORTH_RIGHT, /* "right": earned all that there was */
    ASSAY_WORTH_PART,  /* "part": a tie, or some of it */
    ASSAY_WORTH_WRONG, /* "wrong": nothing */
    ASSAY_WORTHS
};
extern const char *const assay_comparison_worth_name[ASSAY_WORTHS];

/* Two runs on one suite. */
struct assay_comparison_pair {
    size_t first, second;             /* of comparison.run */
    const struct assay_result *of[2]; /* their results */
    const struct assay_comparison_unlike *unlike;
    size_t unlike_count;
    struct assay_str
        absent; /* why there are no lines: no items, nothing in common, ...; empty: there are */
    size_t common;  /* items with a value in both */
    size_t only[2]; /* with a value in the first alone, in the second alone */
    struct assay_comparison_line
        *line; /* (lines,) overall and sections in the suite's order, each by
                                                 every metric */
    size_t lines;
    const struct assay_comparison_flip *lost,
        *gained; /* the second earned less; more. Those whose margins
                                                          (else worths) moved most first */
    size_t lost_count, gained_count;
    size_t became[ASSAY_WORTHS]
                 [ASSAY_WORTHS]; /* common items, [in the first][in the second] */
    struct assay_figure agreement,
        kappa; /* of choices; run/shared.h and assay agree have their intervals */
    const struct assay_str *
        note; /* (notes,) sentences: metrics that there is nothing to tell of, scales that differ */
    size_t notes;
};

struct assay_comparison_suite {
    struct assay_str name;              /* SUITE[:PART] */
    struct assay_str title;             /* of its description */
    struct assay_comparison_pair *pair; /* (pairs,) */
    size_t pairs;
};

struct assay_comparison {
    struct assay_comparison_how how;
    const struct assay_comparison_run *run; /* (runs,) in the order given */
    size_t runs;
    const struct assay_comparison_suite *suite; /* (suites,) in order of first sight */
    size_t suites;
    const struct assay_str
        *alone; /* (alone_count,) sentences: suites that only one run has */
    size_t alone_count;
    size_t faults, warnings; /* of all pairs: what they do not have in common */
    size_t family
        [2]; /* lines of a metric that were adjusted together: overall values; sections */
};

/*
 * Compares stored runs. p-values are adjusted in two families a metric, over all suites and pairs: overall
 * values, and sections; so what is said of a headline does not depend on how many sections a suite has.
 * A comparison with faults has no statistics: lines of a pair with one are not computed, and .absent says so.
 *
 *   stored  (n,) 2 <= n <= ASSAY_COMPARISON_RUNS_MAX, whole runs; they live as long as out
 *   how     copied
 *   out     in arena
 *
 * Errors: ASSAY_EUSAGE for runs that are not over, no suite that two of them have, a section that no suite
 *         has, too many runs or lines. What is wrong with a pair's data is its .absent.
 */
ASSAY_MUST_USE
enum assay_code assay_comparison_make(const struct assay_stored *stored, size_t n,
                                      const struct assay_comparison_how *how,
                                      struct assay_arena *arena,
                                      struct assay_comparison *out,
                                      struct assay_error *err);

/*
 * What runs do not have in common and must, as an error that names the first fault and counts the others.
 * Errors: ASSAY_EDATA "SUITE: A and B differ in data: X against Y; --allow data goes on all the same".
 */
ASSAY_MUST_USE
enum assay_code assay_comparison_check(const struct assay_comparison *comparison,
                                       struct assay_error *err);

/* The pair's line of a section by a metric, or NULL. section: NULL for the overall value. */
const struct assay_comparison_line *assay_comparison_find(
    const struct assay_comparison_pair *pair, const char *section,
    enum assay_comparison_metric metric);

/* The whole comparison as a tree, format assay-comparison 1.0, for --json; items: flips a side at most. */
struct assay_node *assay_comparison_node(const struct assay_comparison *comparison,
                                         size_t items, struct assay_arena *arena);

#endif
