/*
 * settling.h - a run under way held against a stored one, item by item, until it is settled which is better.
 *
 * A judge who costs money is asked no longer than it takes: items are shown in the order of the plan, each once all
 * before it are answered, so that where it settles depends on neither threads nor interruptions. The test may be
 * looked at after every item (metrics/sequential.h). Where the stored run's items are right or wrong, alone in
 * their clusters and weigh the same, steps are the items on which the two differ; else a step is a cluster, taken
 * when its last item was shown, as in `assay compare --sequential` (comparison_sequential.c).
 */
#ifndef ASSAY_RUN_SETTLING_H
#define ASSAY_RUN_SETTLING_H

#include "harness/core/answer.h"
#include "harness/run/book.h"

struct assay_plan; /* plan.h */

/* What was asked for. */
struct assay_until {
    const char *directory; /* of the stored run */
    double alpha;          /* in (0, 1) */
};

enum assay_settled_verdict {
    ASSAY_SETTLED_UNDECIDED, /* "undecided" */
    ASSAY_SETTLED_BETTER,    /* "better" than the stored run */
    ASSAY_SETTLED_WORSE      /* "worse" */
};

/* What it came to. */
struct assay_settled {
    size_t at;    /* items that count, the first ones; where undecided all */
    size_t of;    /* items of the suite, up to the limit */
    size_t saved; /* of those that do not count, the ones without an answer */
    double p;     /* always valid */
    enum assay_settled_verdict verdict;
};

const char *assay_settled_name(enum assay_settled_verdict verdict);

/* The test of a suite of a plan that has .until. */
struct assay_settling;

/*
 * Reads the stored run's items, and those of the suite once to know what they are.
 *
 *   want   what the model answers with
 *   arena  outlives it
 *
 * Errors: ASSAY_EUSAGE for a run that is not over, or a suite whose items earn nothing by themselves; ASSAY_EDATA
 *         "SUITE: DIR and this run differ in data: X against Y", or where they have no item in common; those of
 *         reading the items.
 */
ASSAY_MUST_USE
enum assay_code assay_settling_open(const struct assay_plan *plan, size_t number,
                                    enum assay_want want, struct assay_arena *arena,
                                    struct assay_settling **out, struct assay_error *err);

/* Shows the next item of the book, answered; items come in order, from 0. True once it is settled; no more is
   shown then. */
bool assay_settling_see(struct assay_settling *settling, const struct assay_book *book,
                        size_t item);

/* What it came to so far, with .saved 0. */
struct assay_settled assay_settling_told(const struct assay_settling *settling);

/* The stored run's label. */
struct assay_str assay_settling_against(const struct assay_settling *settling);

/* NULL is closed. */
void assay_settling_close(struct assay_settling *settling);

#endif
