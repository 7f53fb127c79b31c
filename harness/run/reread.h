/*
 * reread.h - the items of a stored run, read again from its suite's data, with what was answered.
 *
 * Runs keep no texts. Whoever needs them reads the data once more, from where run.json says they
 * were, and uses them only where their digests are still the same.
 */
#ifndef ASSAY_RUN_REREAD_H
#define ASSAY_RUN_REREAD_H

#include "harness/run/past.h"
#include "harness/run/store.h"
#include "suites/suite.h"

struct assay_reread {
    const struct assay_stored *stored;
    const struct assay_result *result;
    const struct assay_node *leg; /* of run.json, suites[] */
    struct assay_suite *suite;
    struct assay_past past;
    const struct assay_past_suite *answers; /* NULL: nothing was answered */
    struct assay_items *items;
    struct assay_arena *arena;
};

/*
 * Opens the suite of a result and its journal. Close in any case.
 *
 *   stored  the run; result is one of its results
 *   places  where suites and data are now
 *
 * Errors: those of past.h and suite.h.
 */
ASSAY_MUST_USE
enum assay_code assay_reread_open(const struct assay_stored *stored,
                                  const struct assay_result *result,
                                  const struct assay_places *places,
                                  struct assay_arena *arena, struct assay_reread *out,
                                  struct assay_error *err);

/* The next item of the suite, in arena; NULL at the end. */
ASSAY_MUST_USE
enum assay_code assay_reread_next(struct assay_reread *reread, struct assay_arena *arena,
                                  const struct assay_item **out, struct assay_error *err);

/* Its answers and their number, or NULL where it was not answered. */
const struct assay_answer *assay_reread_answers(const struct assay_reread *reread,
                                                const struct assay_item *item,
                                                size_t *count);

/* What the answers are: run.json says so; one of an earlier assay leaves it to the kind. */
enum assay_want assay_reread_want(const struct assay_reread *reread);

/* Items that the run asked at most, the first ones; 0: all. */
uint64_t assay_reread_limit(const struct assay_reread *reread);

/* After the last item. Errors: ASSAY_EDATA "PATH changed since the run". */
ASSAY_MUST_USE
enum assay_code assay_reread_check(struct assay_reread *reread, struct assay_error *err);

void assay_reread_close(struct assay_reread *reread);

#endif
