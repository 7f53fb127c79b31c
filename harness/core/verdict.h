/*
 * verdict.h - what a judge's text says: the parsers of the benchmarks' own programs, by name.
 *
 * Each is a rule of an official program, with its quirks, so that the texts that a judge wrote
 * score as they did there. In a description: {field: text, verdict: NAME} (field.h). What a
 * parser finds is a number whose meaning its sense states; nothing found is no verdict, which
 * becomes an unparsable answer and never a number. `assay ls verdicts` lists them.
 *
 * Checked against the official Python on the cases of tests/unit/test_verdict.c.
 */
#ifndef ASSAY_CORE_VERDICT_H
#define ASSAY_CORE_VERDICT_H

#include "harness/core/str.h"

#include <stdbool.h>
#include <stddef.h>

enum assay_verdict_sense {
    ASSAY_SENSE_PAIR,   /* 1: the first one shown is better, -1: the second, 0: neither */
    ASSAY_SENSE_DEGREE, /* the same, 2 and -2 where one is much better */
    ASSAY_SENSE_PLACE,  /* which of those shown is best, from 0 */
    ASSAY_SENSE_RATING, /* of the one answer shown */
};

/* "pair", "degree", "place", "rating". */
const char *assay_verdict_sense_name(enum assay_verdict_sense sense);

struct assay_verdict_parser {
    const char *name;
    const char *source; /* repository, path and function of the official rule */
    enum assay_verdict_sense sense;
    bool (*parse)(struct assay_str text, double *value); /* false: no verdict in it */
};

/* The parser with that name, or NULL. */
const struct assay_verdict_parser *assay_verdict_find(struct assay_str name);

/* The parsers by name, in order; NULL past the last. */
const struct assay_verdict_parser *assay_verdict_at(size_t i);

/* The name nearest to one that is not there, or NULL. */
const char *assay_verdict_nearest(const char *name);

/*
 * The mark that Con-J writes as JSON, "better answer: 1 or 2", or else as it may stand in the
 * text. A JSON object with a repeated key or a NaN is not read as JSON here.
 */
bool assay_verdict_con_j(struct assay_str text, double *value);

/* Behind "Overall Judgment" or "Therefore" the last "Answer N is better"; 0: N is neither 1 nor 2. */
bool assay_verdict_vl_rewardbench(struct assay_str text, double *value);

#endif
