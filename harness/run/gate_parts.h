/* gate_parts.h - what gate.c and gate_line.c share. */
#ifndef ASSAY_RUN_GATE_PARTS_H
#define ASSAY_RUN_GATE_PARTS_H

#include "harness/run/gate.h"

/* What the rules of a policy are held against. */
struct assay_gate_judging {
    const struct assay_gate_policy *policy;
    const struct assay_comparison
        *comparison[1 + ASSAY_TIE_RULES]; /* by terms.ties; NULL: no rule asks */
    struct assay_arena *arena;
};

/*
 * gate_line.c: the line of a rule over a pair: its drop and p, or what is in the way of them.
 * Errors: ASSAY_EDATA for a section that the suite does not have.
 */
ASSAY_MUST_USE
enum assay_code assay_gate_line_measure(const struct assay_gate_judging *judging,
                                        const struct assay_comparison_pair *pair,
                                        struct assay_gate_line *line,
                                        struct assay_error *err);

/* What a line comes to, once p is adjusted over `tests` of them, and why. */
void assay_gate_line_decide(const struct assay_gate_judging *judging, size_t tests,
                            struct assay_gate_line *line);

/* A line that is not tested. */
void assay_gate_line_leave(const struct assay_gate_judging *judging,
                           struct assay_gate_line *line, const char *why);

#endif
