/* tool_score.h - how far called tools are those that are right. */
#ifndef ASSAY_ADAPTERS_SIGNALS_TOOL_SCORE_H
#define ASSAY_ADAPTERS_SIGNALS_TOOL_SCORE_H

#include "harness/core/arena.h"
#include "harness/core/tree.h"

#include <stdbool.h>

enum tool_detail {
    TOOL_DETAILED,     /* names, keys and values */
    TOOL_INTERMEDIATE, /* names, and calls that are right as a whole */
    TOOL_COARSE,       /* all or nothing */
};

struct tool_rule {
    unsigned detail; /* enum tool_detail */
    bool strict; /* lists of names and of keys are alike, in order, or count nothing */
};

/* True for a list of maps, each with a name and a map of parameters. */
bool assay_tools_are_calls(const struct assay_node *list);

/*
 * Share of what there was to be had, in [0, 1]:
 *
 *   (J(names) + sum over right calls g of the best of the calls p that have its name and are not taken yet:
 *                 J(keys of g, keys of p) + parameters of g that p has with their values) / (1 + sum_g (1 + |g|))
 *
 * J is the Jaccard index of two lists with repeats, 1 where both are the same list, 0 where one alone is empty. intermediate:
 * a call that is the same as a whole adds 1, and 1 each is what can be had. coarse: 1 where both lists are the same. Two lists
 * that are the same are 1. Values are the same as in Python: 1, 1.0 and true are, keys of maps in any order.
 *
 *   right, called  lists of calls; memory of the rule's work is the arena's
 *
 * Returns false where called is none: a call without name, or without parameters where they are looked at.
 *
 * Source: Qian et al. 2025, ToolRL, arXiv:2504.13958, section 3.3; qiancheng0/ToolRL verl/utils/reward_score/rlla.py
 *         (match_score, compute_tool_call_reward)@8cee13e.
 */
bool assay_tools_score(const struct tool_rule *rule, const struct assay_node *right,
                       const struct assay_node *called, struct assay_arena *arena,
                       double *out);

#endif
