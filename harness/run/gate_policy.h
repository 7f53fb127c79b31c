/*
 * gate_policy.h - how far a checkpoint may fall, as a YAML file says.
 *
 *     version: 1
 *     alpha: 0.05                  # chance of a red gate where nothing fell by more than is allowed
 *     adjust: holm                 # over all rules that block: holm or none
 *     defaults: {tier: supporting, max_drop: 0.015}
 *     suites:                      # or benchmarks:
 *       judgebench:
 *         tier: critical           # critical, supporting or advisory
 *         metric: accuracy         # accuracy, margin, loss, brier or ece
 *         max_drop: 0.01           # in units of the metric: 0.01 is one point of accuracy
 *         max_relative_drop: 0.02  # as a share of the baseline's value
 *         guard: 0.2               # of which that holds only where the baseline's value is below this
 *         min_coverage: 0.98
 *         ties: half               # loss, half, 1/k or drop in place of the suite's own rule
 *         sections:
 *           Coding: {tier: advisory, max_drop: 0.03}
 *
 * A suite that is not named has the defaults. A section has its suite's terms but for those it states. A
 * policy of NeMo Evaluator (nel gate) is read as it stands: benchmarks, relative_guard_below (guard),
 * direction, and the metrics mean_reward and pass@1, which are accuracy here.
 */
#ifndef ASSAY_RUN_GATE_POLICY_H
#define ASSAY_RUN_GATE_POLICY_H

#include "harness/run/comparison.h"

enum {
    ASSAY_GATE_RULES_MAX = 4096 /* of a policy */
};

/* What a rule that is missed, or undecided, comes to. */
enum assay_gate_tier {
    ASSAY_GATE_CRITICAL, /* missed and undecided block: it must be shown that nothing was lost */
    ASSAY_GATE_SUPPORTING, /* missed blocks: what cannot be decided is told */
    ASSAY_GATE_ADVISORY,   /* nothing blocks */
    ASSAY_GATE_TIERS
};
extern const char *const assay_gate_tier_name[ASSAY_GATE_TIERS + 1]; /* NULL-terminated */

/* Terms of one rule. */
struct assay_gate_terms {
    enum assay_gate_tier tier;
    enum assay_comparison_metric metric;
    double max_drop; /* >= 0, in units of the metric */
    bool has_relative;
    double max_relative_drop; /* >= 0, of the baseline's value */
    double guard;             /* the relative one holds below this; DBL_MAX: always */
    double alpha;             /* in [1e-6, 0.2] */
    double min_coverage;      /* in [0, 1], of both runs */
    size_t min_items;         /* independent ones: prompts, clusters */
    unsigned ties;            /* 1 + enum assay_tie_rule; 0: the suite's own */
    unsigned line;            /* of the file; 0: of none */
};

struct assay_gate_rule {
    struct assay_str section; /* empty: the overall value */
    struct assay_gate_terms terms;
};

struct assay_gate_suite {
    struct assay_str name; /* SUITE or SUITE:PART */
    const struct assay_gate_rule
        *rule; /* (rules,) the first one is of the overall value */
    size_t rules;
};

struct assay_gate_policy {
    const char *path; /* NULL: none was given */
    double alpha;
    bool adjust; /* by Holm */
    struct assay_gate_terms defaults;
    const struct assay_gate_suite *suite; /* (suites,) in the file's order */
    size_t suites;
};

/* Without a file: every suite is critical, accuracy may fall by 0.015, as by nel's default, alpha 0.05. */
struct assay_gate_policy assay_gate_policy_default(void);

/*
 * Reads a policy; it lives in arena.
 *
 * Errors: ASSAY_EIO; ASSAY_EDATA "file:line: what" for an unknown key, a value outside its range, a direction
 *         that is not the metric's, more than ASSAY_GATE_RULES_MAX rules.
 */
ASSAY_MUST_USE
enum assay_code assay_gate_policy_read(const char *path, struct assay_arena *arena,
                                       struct assay_gate_policy *out,
                                       struct assay_error *err);

/* The same of a map in a file that was read already. Errors: as above. */
ASSAY_MUST_USE
enum assay_code assay_gate_policy_of(const struct assay_node *root, const char *path,
                                     struct assay_arena *arena,
                                     struct assay_gate_policy *out,
                                     struct assay_error *err);

#endif
