/*
 * past.h - what the journal of an interrupted run holds.
 */
#ifndef ASSAY_RUN_PAST_H
#define ASSAY_RUN_PAST_H

#include "harness/core/answer.h"
#include "harness/core/error.h"
#include "harness/core/names.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where an item's line is in the journal. */
struct assay_past_line {
    uint64_t offset;
    size_t bytes;    /* without its newline */
    unsigned number; /* from 1 */
};

/* The answered items of one suite. Item n owns answers first[n] .. first[n+1]-1. */
struct assay_past_suite {
    struct assay_names ids;
    size_t items;                 /* ids.count */
    size_t *first;                /* (items + 1,) */
    struct assay_past_line *line; /* (items,) the last of each */
    struct assay_answer *answer;
    size_t answers, answer_cap, first_cap;
};

/* Zero bytes are an empty past. */
struct assay_past {
    struct assay_names suites;
    struct assay_past_suite *at; /* (suites.count,) */
    uint64_t whole;              /* bytes of the journal that count (journal.h) */
};

/*
 * Reads a journal. One that is not there, or whose first line was never finished, is empty.
 *
 *   plan  digest that its first line must name
 *
 * Errors: ASSAY_EDATA "path:line: what" for a line that is whole and not understood, an item
 *         answered twice, another plan or another major version; ASSAY_EIO. Release in any
 *         case.
 */
ASSAY_MUST_USE
enum assay_code assay_past_read(const char *path, const char *plan,
                                struct assay_past *past, struct assay_error *err);

/* The past of a suite, or NULL where none of its items was answered. */
const struct assay_past_suite *assay_past_find(const struct assay_past *past,
                                               struct assay_str suite);

/* The answers of an item and their number, or NULL where it was not answered. */
const struct assay_answer *assay_past_answers(const struct assay_past_suite *suite,
                                              struct assay_str id, size_t *count);

/*
 * True of answers (count,) one of which is missing for a reason that may be gone another time: FAILED
 * or TIMED_OUT. What a model said, that it says nothing or that a text is too long for it stays.
 */
bool assay_past_has_failed(const struct assay_answer *answers, size_t count);

/* Items of which that is true, of all suites. */
size_t assay_past_failures(const struct assay_past *past);

/* True, with its line, for an item that was answered. */
bool assay_past_line(const struct assay_past_suite *suite, struct assay_str id,
                     struct assay_past_line *line);

void assay_past_release(struct assay_past *past);

#endif
