/*
 * gate.h - a candidate held against a baseline by a policy.
 *
 * Every rule of the policy is a line: the drop of one value from the baseline to the candidate, how far it
 * may fall, and what that comes to. Values, intervals, standard errors and p are those of a comparison
 * (comparison.h) of the two runs; the one-sided test of a drop is metrics/allowed_drop.h.
 *
 *   missed     it fell by more than it may: the interval of the drop lies beyond, and its p, adjusted over all
 *              rules that block (Holm), is at most alpha. So the chance that a gate is missed though nothing
 *              fell by more is at most alpha
 *   passed     the interval of the drop lies within what is allowed; where nothing is (max_drop 0), no drop
 *              was found
 *   undecided  neither, or too few items, too low a coverage, no result at all
 *
 * Intervals of drops are of level 1 - 2 alpha, whose ends are bounds of level 1 - alpha each.
 */
#ifndef ASSAY_RUN_GATE_H
#define ASSAY_RUN_GATE_H

#include "harness/run/gate_policy.h"

enum assay_gate_outcome {
    ASSAY_GATE_PASSED,
    ASSAY_GATE_MISSED,
    ASSAY_GATE_UNDECIDED,
    ASSAY_GATE_OUTCOMES
};
extern const char *const assay_gate_outcome_name[ASSAY_GATE_OUTCOMES];

struct assay_gate_line {
    struct assay_str suite;
    struct assay_str section; /* "Overall" for the overall value */
    const struct assay_gate_terms *terms;
    const struct assay_comparison_line
        *line;           /* NULL: there is none, and reason says why */
    bool relative;       /* the limit is the relative one */
    double limit;        /* that it may fall by, in units of the metric */
    bool tested;         /* the following are there */
    double drop, lo, hi; /* how far it fell; where less is better, how far it rose */
    double p, adjusted;  /* of "it fell by at most limit" */
    double
        coverage; /* the lower one of both runs, of the items of the one that was asked more */
    enum assay_gate_outcome outcome;
    struct assay_str reason; /* a sentence without its full stop */
};

struct assay_gate {
    const struct assay_gate_policy *policy;
    const struct assay_comparison *comparison; /* by the suites' own rules for ties */
    struct assay_str baseline, candidate;
    struct assay_gate_line
        *line; /* (lines,) suites in the runs' order, then those that are missing */
    size_t lines;
    size_t count[ASSAY_GATE_TIERS][ASSAY_GATE_OUTCOMES];
    size_t tests; /* rules that p was adjusted over */
    enum assay_gate_outcome outcome;
    struct assay_str
        reason; /* "2 of 14 rules missed: judgebench, rm-bench Chat", of those that block */
};

/*
 * Judges two stored runs, the baseline first.
 *
 *   how  replicates, flips, seed, places, jobs, allow, strict; the policy says the rest
 *   out  in arena, with the comparison; policy and stored live as long
 *
 * Errors: those of assay_comparison_make and assay_comparison_check; ASSAY_EDATA "file:line: what" for a section
 *         that the suite does not have.
 */
ASSAY_MUST_USE
enum assay_code assay_gate_judge(const struct assay_stored *stored,
                                 const struct assay_gate_policy *policy,
                                 const struct assay_comparison_how *how,
                                 struct assay_arena *arena, struct assay_gate *out,
                                 struct assay_error *err);

/* The gate as a tree, format assay-gate 1.0, without the comparison. */
struct assay_node *assay_gate_node(const struct assay_gate *gate,
                                   struct assay_arena *arena);

#endif
