/*
 * transition_reward.h - reward functions on transitions: columns of the data, expressions and tables.
 *
 * An expression (expression.h) and a table can be asked for R(s, a, s') of any s, a and s', seen together or not; a
 * column only for what was seen. Names of an expression: s, a, next (labels that are numbers), done, gamma, the
 * features, and next_ before each of them. A table is an array R[s][a][s'], R[s][a] or R[s], by labels that are 0, 1,
 * ...
 */
#ifndef ASSAY_RUN_TRANSITION_REWARD_H
#define ASSAY_RUN_TRANSITION_REWARD_H

#include "harness/core/expression.h"
#include "harness/core/option.h"
#include "harness/core/tensor.h"
#include "suites/transitions.h"

/* One that can be asked. */
struct assay_transition_formula {
    struct assay_str name;
    const char *text;
    const struct assay_expression *expression; /* NULL: a table */
    struct assay_tensors table;
};

struct assay_transition_rewards {
    const struct assay_transition_table *table;
    double gamma;
    struct assay_transition_formula *formula; /* (formulas,) the last of the rewards */
    size_t formulas;
    const struct assay_str *name;                  /* (rewards,) columns first */
    const double *value[ASSAY_TRANSITION_SAMPLES]; /* (rows, rewards) */
    size_t rewards;
};

/*
 *   words  "NAME=EXPRESSION" or "NAME=@FILE" of an npy
 *
 * In arena, but for what assay_transition_rewards_release gives back, after a failure too.
 * Errors: ASSAY_EUSAGE for words, a name that is taken; ASSAY_EDATA for what has no value in a row.
 */
ASSAY_MUST_USE
enum assay_code assay_transition_rewards_make(const struct assay_transition_table *table,
                                              double gamma,
                                              const struct assay_option_list *words,
                                              struct assay_arena *arena,
                                              struct assay_transition_rewards *out,
                                              struct assay_error *err);

/* What is asked: R of the state of row s, the action of row a and the next state of row next. */
struct assay_transition_query {
    size_t s, a, next, sample; /* sample: which next state of that row */
    bool from_next;            /* the state is the (first) next state of row s */
};

/* Errors: ASSAY_EDATA "reward NAME: what". */
ASSAY_MUST_USE
enum assay_code assay_transition_ask(const struct assay_transition_rewards *rewards,
                                     size_t formula,
                                     const struct assay_transition_query *query,
                                     double *out, struct assay_error *err);

void assay_transition_rewards_release(struct assay_transition_rewards *rewards);

#endif
