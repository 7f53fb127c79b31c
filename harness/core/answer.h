/*
 * answer.h - what a model said of a completion, or why it said nothing.
 *
 * A failure is never turned into a score: it has a state of its own, the states are counted,
 * and the counts stand beside every headline number.
 */
#ifndef ASSAY_CORE_ANSWER_H
#define ASSAY_CORE_ANSWER_H

#include "harness/core/str.h"

#include <stdbool.h>

enum assay_state {
    ASSAY_STATE_SKIPPED = 0, /* nobody asked, or no stored answer under its key */
    ASSAY_STATE_SCORED,
    ASSAY_STATE_TIED,       /* items only: scored, and the top score is shared */
    ASSAY_STATE_NAN,        /* the model answered not-a-number or an infinity */
    ASSAY_STATE_UNPARSABLE, /* text came back in which no verdict was found */
    ASSAY_STATE_TIMED_OUT,
    ASSAY_STATE_REFUSED,
    ASSAY_STATE_TRUNCATED, /* input did not fit and was not cut silently */
    ASSAY_STATE_FAILED,
    ASSAY_STATES
};

/* "skipped", "scored", "tied", "not-a-number", ...; the spelling in files and tables. */
const char *assay_state_name(enum assay_state state);

/* The state with that name; false if there is none. */
bool assay_state_parse(struct assay_str name, enum assay_state *state);

/* What the values of a task's answers mean. */
enum assay_want {
    ASSAY_WANT_SCORES,      /* one per completion; any scale, higher is better */
    ASSAY_WANT_PREFERENCES, /* one per presentation order of a pair, both told in the
                               order of the item: 1 first completion, -1 second, 0 tie */
    ASSAY_WANT_VERDICTS, /* on the item as a whole: as many votes as the suite has, order
                               by order, or dimension by dimension where the item is rated
                               for several; what a number means says the kind */
    ASSAY_WANT_VECTORS, /* what the model holds of the item's text: the numbers of one hidden
                           state, as many as it is wide, all with one state */
    ASSAY_WANT_TEXTS, /* completions of the prompt that the model writes */
    ASSAY_WANTS
};

/* "scores", "preferences", "verdicts", "vectors", "texts"; the spelling in messages and descriptions. */
const char *assay_want_name(enum assay_want want);

struct assay_answer {
    enum assay_state state; /* SCORED where value counts */
    double value;           /* finite if SCORED */
    struct assay_str note;  /* why nothing came, one line; may be empty; borrowed */
    struct assay_str text;  /* what was written, where that is wanted; borrowed */
    const double
        *log_p; /* (log_p_count,) of a text: log-probabilities in nats of the words of
                               the sampling as its first token, -inf: not among those that are
                               told; borrowed */
    size_t log_p_count; /* 0: nothing is told of them */
};

#endif
