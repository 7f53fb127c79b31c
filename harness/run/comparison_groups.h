/*
 * comparison_groups.h - configurations of several runs each (seeds, checkpoints) held against each other.
 *
 * Two runs differ by what the models are and by luck of the seed; a comparison of runs (comparison.h) knows
 * the luck of the items alone. Here each configuration is a group of runs, and the doubt about its mean, and
 * about a difference of two, is split into what other items and what other seeds would bring
 * (metrics/seed_variance.h). All numbers are of the items that every run of every group has a value of.
 *
 * A line's value is linear in what items add, value_s = sum_i w_i x_is for run s, w_i by the suite's weights
 * (suites/outline.h). What cluster c adds under run s is
 *
 *   earned_cs = sum over i in c of w_i (x_is - mean of i's subset over items and the group's runs)
 *               + items_c mean,          items_c = sum over i in c of w_i / sum of all w
 *
 * so that, as where replicates are drawn inside subsets, differences between subsets are no spread of the data.
 * Checked by the golden case compare_groups, whose script in numpy works out the same.
 */
#ifndef ASSAY_RUN_COMPARISON_GROUPS_H
#define ASSAY_RUN_COMPARISON_GROUPS_H

#include "harness/run/comparison.h"
#include "metrics/seed_variance.h"

/* Runs of one configuration: seeds or checkpoints. */
struct assay_group_runs {
    struct assay_str name;
    size_t first, count; /* of the runs given, one behind the other; count >= 2 */
};

/* What is compared; it lives as long as the outcome. */
struct assay_grouped {
    const struct assay_stored *stored; /* those of the groups, in their order */
    const struct assay_group_runs *group;
    size_t groups; /* >= 1 */
};

/* A later group against the first one. */
struct assay_group_change {
    struct assay_seed_difference got; /* the later minus the first */
    double adjusted;                  /* p, for there being many */
    bool has_equivalence;
    double
        equivalence; /* p of two one-sided tests of |difference| >= margin, Student's t */
    struct assay_change_verdict verdict;
    struct assay_str reason; /* of it, a sentence without its full stop */
};

/* One section, or the overall value, by one metric. */
struct assay_group_line {
    struct assay_str section; /* "Overall" for the overall value */
    bool overall, aside;
    enum assay_comparison_metric metric;
    struct assay_str unit;             /* "percent" (a fraction) or "" */
    struct assay_str why;              /* why there is no value; empty: there is */
    size_t items, clusters;            /* common ones */
    double *value;                     /* (runs,) of each run on them */
    struct assay_seed_variance *group; /* (groups,) */
    struct assay_group_change *change; /* (groups - 1,) */
};

struct assay_group_suite {
    struct assay_str name, title; /* as in comparison.h */
    struct assay_str absent;      /* why there are no lines; empty: there are */
    size_t common;                /* items with a value in every run */
    struct assay_group_line *line;
    size_t lines;
    const struct assay_str *note; /* (notes,) sentences */
    size_t notes;
};

struct assay_comparison_groups {
    struct assay_comparison
        facts; /* every run against the first one: what they have not in common; no lines */
    const struct assay_group_runs *group; /* (groups,) */
    size_t groups;
    const struct assay_group_suite *suite; /* (suites,) those that all runs have */
    size_t suites;
    size_t family[2]; /* of one metric, adjusted together: overall values; sections */
};

/*
 * Compares groups: all of them with the first. p-values are adjusted as those of comparison.h, in two families
 * a metric.
 *
 *   grouped  runs are as for assay_comparison_make
 *   how      .midp, .power, .replicates, .flips, .every_pair, .sequential and .seed are not used
 *   out      in arena; .facts is for assay_comparison_check, without whose consent there are no lines
 *
 * Errors: ASSAY_EUSAGE as for assay_comparison_make, for a group of one run, for ece (which is no sum over
 *         items), and where no suite is one of all runs.
 */
ASSAY_MUST_USE
enum assay_code assay_comparison_groups_make(const struct assay_grouped *grouped,
                                             const struct assay_comparison_how *how,
                                             struct assay_arena *arena,
                                             struct assay_comparison_groups *out,
                                             struct assay_error *err);

/* All of it as a tree, format assay-comparison-groups 1.0, for --json. */
struct assay_node *assay_comparison_groups_node(
    const struct assay_comparison_groups *groups, struct assay_arena *arena);

#endif
