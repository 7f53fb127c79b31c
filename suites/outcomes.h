/* outcomes.h - what became of every item, for comparing models item by item. */
#ifndef ASSAY_SUITES_OUTCOMES_H
#define ASSAY_SUITES_OUTCOMES_H

#include "suites/suite.h"

enum {
    ASSAY_OUTCOME_NONE = -1, /* no choice: not answered, or no verdict found */
    ASSAY_OUTCOME_TIE = 1 << 20
};

struct assay_outcomes {
    double *earned; /* (items,) official worth in [0, 1]; below 0: none, or left out */
    int *choice;    /* (items,) the completion or class it was put into, TIE or NONE */
    bool
        credits; /* the kind's answers name no choice: .choice is what was earned, in thousandths */
};

/*
 * Outcomes of a finished table, in arena. The choice is
 *
 *   scores       the completion with the highest score, TIE where several share it
 *   preferences  the completion that more presentation orders prefer, else TIE
 *   verdicts     the class that most votes of an order name, the orders put together as the
 *                suite's `games:` says; the first order where it averages them
 *
 * Errors: ASSAY_EUSAGE for kinds whose items earn nothing by themselves (ratings, composites);
 * those of assay_suite_measure.
 */
ASSAY_MUST_USE
enum assay_code assay_suite_outcomes(const struct assay_suite *suite,
                                     const struct assay_table *table,
                                     struct assay_arena *arena,
                                     struct assay_outcomes *out, struct assay_error *err);

#endif
