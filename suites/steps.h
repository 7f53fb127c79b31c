/* steps.h - what the files of the kind `steps` share. */
#ifndef ASSAY_SUITES_STEPS_H
#define ASSAY_SUITES_STEPS_H

#include "suites/kind.h"

#include <stdbool.h>

/* What is measured of solutions in steps (`scoring: {measure: ...}`). */
enum assay_steps_measure {
    ASSAY_STEPS_FIRST, /* is the first wrong step found? (ProcessBench) */
    ASSAY_STEPS_EACH,  /* is every step judged right? (PRMBench) */
    ASSAY_STEPS_SETS,  /* is the set of wrong steps found? (DeltaBench) */
};

/* How one item's answers are read: `scoring:`, with defaults. */
struct assay_steps_rule {
    enum assay_steps_measure measure;
    double threshold;  /* a step below it is judged wrong */
    bool at_wrong;     /* so is a step at it */
    bool difference;   /* of a step's score and the one before, from the second step on */
    bool drop_beyond;  /* places above the last wrong step are dropped before counting */
    bool count_silent; /* an answer that could not be read is worth 0, not left out */
};

struct assay_steps_rule assay_steps_rule_of(const struct assay_study *study);

/* Number of the first wrong step, from 0, or ASSAY_STEP_NONE. */
long assay_steps_label(const struct assay_case *item);

/* True, with what is said of step i, where the answers judge it. */
bool assay_steps_judged(const struct assay_case *item,
                        const struct assay_steps_rule *rule, size_t i, bool *wrong);

/*
 * The first step that is said to be wrong, from 0, or ASSAY_STEP_NONE: of scores the first step
 * judged wrong, of verdicts the place that most votes name, the first seen of equally many.
 * False where no vote has a place.
 */
bool assay_steps_first(const struct assay_case *item, const struct assay_steps_rule *rule,
                       long *out);

/* Sections told right, wrongly and not at all; false where the answer could not be read. */
struct assay_overlap_count;
bool assay_steps_overlap(const struct assay_case *item,
                         const struct assay_steps_rule *rule,
                         struct assay_overlap_count *out);

/* steps_value.c: the values of struct assay_kind. */
bool assay_steps_value(const struct assay_study *study, struct assay_members members,
                       double *out, const char **why);
bool assay_steps_spread(const struct assay_study *study, struct assay_members members,
                        double *out, bool *used);

/* steps_tell.c: measures `first`, `each` and `sets`. */
extern const struct assay_extra assay_steps_extras[];

/* Sums over the members: judged steps, and solutions by their first wrong step. */
struct assay_confusion;
struct assay_processbench_count;
void assay_steps_confusion(const struct assay_study *study, struct assay_members members,
                           struct assay_confusion *out, bool *some_wrong);
void assay_steps_count(const struct assay_study *study, struct assay_members members,
                       struct assay_processbench_count *out);

#endif
