/*
 * audit.h - does a model give an item the same numbers whatever it is asked with, and another time?
 *
 * The first items of a suite are asked four times: as a run asks them; so again; from the last item to
 * the first; and each by itself. The first time is what the others are held against:
 *
 *     difference  |a - b| of a value that was a the first time and is b now
 *     beyond      values with |a - b| > tolerance max(1, |a|)
 *     flips       pairs of completions of an item that are in another order now (a tie is an order);
 *                 of preferences and verdicts, values that are others
 *     margin      |a_i - a_j| of a pair the first time, above 0
 *     at risk     pairs whose margin is below twice the largest difference: each of two scores may move
 *                 by that much, and the verdict on them with it
 *
 * Pairs are those of completions with different gold values, of scores. Vectors have none.
 *
 * Items that are longer than what a model takes at once go through by themselves any time: then the audit says
 * nothing of batches, and that is told (assay_audit_shares_none).
 *
 * Where a value has a number one time and none another, or another reason for none, the audit fails as
 * for a value beyond the tolerance.
 */
#ifndef ASSAY_RUN_AUDIT_H
#define ASSAY_RUN_AUDIT_H

#include "adapters/adapter.h"
#include "harness/run/plan.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

enum {
    ASSAY_AUDIT_ITEMS = 64 /* that are asked where nothing else is said */
};

#define ASSAY_AUDIT_TOLERANCE "1e-5"

enum assay_audit_time {
    ASSAY_AUDIT_AGAIN,
    ASSAY_AUDIT_REVERSED,
    ASSAY_AUDIT_ALONE,
    ASSAY_AUDIT_TIMES
};

/* "again", "reversed", "alone". */
const char *assay_audit_time_name(enum assay_audit_time time);

/* What came of asking another time. */
struct assay_audit_count {
    double most;   /* largest difference */
    size_t others; /* values that differ at all */
    size_t beyond; /* the tolerance */
    size_t states; /* values with another state */
    size_t flips;
};

struct assay_audit {
    size_t items, values, scored; /* scored: values with a number the first time */
    size_t pairs, at_risk;
    size_t
        together; /* items that are asked at once in any case; 0: as the adapter likes */
    bool
        tells_shared; /* the adapter tells which texts went through beside other items' */
    size_t shared;    /* how many did, of all times */
    double tolerance;
    double most;   /* of all times */
    double margin; /* the smallest one; 0 where pairs is 0, or all are ties */
    struct assay_audit_count count[ASSAY_AUDIT_TIMES];
};

struct assay_auditing {
    size_t items;           /* at most */
    double tolerance;       /* >= 0; ASSAY_AUDIT_TOLERANCE where nothing else is said */
    const atomic_int *stop; /* as of stop.h, looked at between questions; NULL: never */
    struct assay_stage *stage; /* told how far it got; may be NULL */
    bool pairs; /* of each item of several completions the shortest right one and the
                   shortest wrong one alone: short items share a batch */
};

struct assay_model;

/*
 * Asks an open model tasks (n,), in their order and otherwise.
 *
 * Errors: those of the adapter's pull; ASSAY_EINTERRUPTED.
 */
ASSAY_MUST_USE
enum assay_code assay_audit_ask(const struct assay_model *model,
                                const struct assay_task *tasks, size_t n,
                                const struct assay_auditing *how, struct assay_audit *out,
                                struct assay_error *err);

/*
 * The same with the first items of a suite of the plan, whose part is chosen, as a run asks them.
 * Errors: those of reading the items, and of assay_audit_ask.
 */
ASSAY_MUST_USE
enum assay_code assay_audit_suite(const struct assay_plan *plan, size_t number,
                                  const struct assay_model *model,
                                  const struct assay_auditing *how,
                                  struct assay_audit *out, struct assay_error *err);

/*
 * What it comes to. Errors: ASSAY_EMODEL "numbers follow from ...", ASSAY_ECOVERAGE where no item had
 * a number.
 */
ASSAY_MUST_USE
enum assay_code assay_audit_judge(const struct assay_audit *audit,
                                  struct assay_error *err);

/* The most flips of any time, of an audit as it stands in run.json. */
size_t assay_audit_flips(const struct assay_node *audit);

/* True where items would share a batch, and no two did. */
bool assay_audit_shares_none(const struct assay_audit *audit);

/* As it stands in run.json (docs/man/assay-run.5). */
struct assay_node *assay_audit_node(const struct assay_audit *audit,
                                    struct assay_arena *arena);

#endif
