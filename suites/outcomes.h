/* outcomes.h - what became of every item, for comparing models item by item. */
#ifndef ASSAY_SUITES_OUTCOMES_H
#define ASSAY_SUITES_OUTCOMES_H

#include "suites/suite.h"

enum {
    ASSAY_CHOICE_NONE = -1, /* no choice: not answered, or no verdict found */
    ASSAY_OUTCOME_TIE = 1 << 20
};

struct assay_measurement;

struct assay_outcomes {
    double *earned; /* (items,) official worth in [0, 1]; below 0: none, or left out */
    int *choice;    /* (items,) the completion or class it was put into, TIE or NONE */
    bool
        credits; /* the kind's answers name no choice: .choice is what was earned, in thousandths */
    const unsigned char *state; /* (items,) enum assay_state of the item */
    double *margin;   /* (items,) right minus best wrong score; 0 where there is none */
    bool *has_margin; /* (items,) scored, and of a kind that has margins */
    const struct assay_measurement *measurement; /* that they come from */
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

/*
 * The same of any kind whose items have an answer of their own: also of composites, whose value is no mean
 * of what items earn. Errors: ASSAY_EUSAGE for items that are rated for dimensions; as above.
 */
ASSAY_MUST_USE
enum assay_code assay_suite_outcomes_any(const struct assay_suite *suite,
                                         const struct assay_table *table,
                                         struct assay_arena *arena,
                                         struct assay_outcomes *out,
                                         struct assay_error *err);

/* What each item adds to its subset's value. In arena. */
struct assay_credits {
    double *credit; /* (items,) */
    bool *used;     /* (items,) */
    bool *left_out; /* (subset_count,) the value has no such form (kind.h, resamples) */
};

/*
 * Credits of some items alone: the mean of a subset's credits over its used items is the value that the
 * subset has on those. Where items weigh differently (worths of different .of) with value R = W / O, W the
 * sum of what they won, O of what they weigh, n items, item i has
 *
 *   credit = R + (won - R of) n / O
 *
 * whose mean is R, and whose resamples are those of the quotient to first order.
 *
 *   outcomes  of the table; suite and table still live
 *   keep      (items,) items that count; NULL: all
 *
 * Source: Davison and Hinkley (1997), section 2.7 (influence values of a ratio). Checked in
 * test_comparison.c where items weigh the same, and by the golden case compare_duels where they do not.
 */
void assay_outcomes_credits(const struct assay_outcomes *outcomes, const bool *keep,
                            struct assay_arena *arena, struct assay_credits *out);

#endif
