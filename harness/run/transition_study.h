/*
 * transition_study.h - distances between reward functions from transitions, with what they stand on.
 *
 * States known by number are their own features (V in a table); a transition to a state that no row leaves says
 * nothing of the value there and is left out, until none is left. Features have a constant beside them where that can
 * be told from them.
 */
#ifndef ASSAY_RUN_TRANSITION_STUDY_H
#define ASSAY_RUN_TRANSITION_STUDY_H

#include "harness/run/transition_reward.h"
#include "metrics/pearson_sample.h"
#include "metrics/sampled_starc.h"

/* How the noise of next states is kept out: as enum assay_moments_by behind AUTO. */
enum assay_transition_products {
    ASSAY_PRODUCTS_AUTO, /* double where there are second next states; else pairs where state and action
                            are labels and two rows have the same; else plain */
    ASSAY_PRODUCTS_DOUBLE,
    ASSAY_PRODUCTS_PAIRS,
    ASSAY_PRODUCTS_PLAIN
};
extern const char
    *const assay_transition_products[]; /* "auto", "double", "pairs", "plain", NULL */

/* What transitions of EPIC are drawn from. */
enum assay_transition_coverage {
    ASSAY_COVERAGE_ROWS, /* they are the rows */
    ASSAY_COVERAGE_PRODUCT /* s, a and s' each of a row of its own: D_S x D_A x D_S of the data */
};
extern const char *const assay_transition_coverages[]; /* "rows", "product", NULL */

enum {
    ASSAY_TRANSITION_EPIC_ROWS =
        1 << 14, /* transitions that EPIC is worked out of at most */
    ASSAY_TRANSITION_EPIC_MEANS = 1 << 16 /* pairs behind a mean reward at most */
};

struct assay_transition_how {
    double gamma, ridge, level;
    enum assay_transition_products products;
    const char *const *
        absorbing; /* (absorbings,) "NAME=VALUE": what a step at the end pays; others 0 */
    size_t absorbings;
    bool epic;
    enum assay_transition_coverage coverage;
    size_t means; /* pairs behind EPIC's mean rewards */
    size_t replicates, jobs;
    uint64_t seed;
};

/* What was found, in arena. */
struct assay_transition_study {
    const struct assay_transition_table *table;
    const struct assay_transition_how *how;
    const struct assay_transition_rewards *rewards;
    enum assay_moments_by by;
    size_t features;           /* of V: states, or features with the constant */
    bool constant;             /* that is beside the features */
    size_t left_out;           /* rows to states that no row leaves */
    size_t rows, trajectories; /* that count */
    struct assay_sampled_study found;
    struct assay_pearson_found *epic; /* (formulas, formulas); NULL: not asked for */
    size_t epic_rows;
};

/*
 *   table, rewards, how  borrowed
 *
 * Errors: ASSAY_EUSAGE for products that the data cannot have, EPIC of fewer than two rewards that can be asked, a
 * bad word of absorbing; ASSAY_EDOMAIN for features that depend on each other; ASSAY_EDATA for too many states, no
 * row left.
 */
ASSAY_MUST_USE
enum assay_code assay_transition_study(const struct assay_transition_rewards *rewards,
                                       const struct assay_transition_how *how,
                                       struct assay_arena *arena,
                                       struct assay_transition_study *out,
                                       struct assay_error *err);

/*
 * EPIC of the formulas alone, by canonical values of at most ASSAY_TRANSITION_EPIC_ROWS transitions.
 * Errors: as above.
 */
ASSAY_MUST_USE
enum assay_code assay_transition_epic(const struct assay_transition_rewards *rewards,
                                      const struct assay_transition_how *how,
                                      struct assay_arena *arena,
                                      struct assay_transition_study *out,
                                      struct assay_error *err);

#endif
