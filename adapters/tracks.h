/*
 * tracks.h - what a policy says of each token of completions: an adapter's .tracks (adapter.h), for rollout logs.
 *
 * A completion is a row of tokens behind the tokens of its prompt. They are given, where a log has them, or they are the
 * model's own: those that prompt and completion have as one text behind the prompt's, where it has them so, else those of the
 * completion by itself. All logarithms are natural.
 */
#ifndef ASSAY_ADAPTERS_TRACKS_H
#define ASSAY_ADAPTERS_TRACKS_H

#include "harness/core/item.h"
#include "harness/core/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is to be told beside log p. */
struct assay_tracking {
    bool spread; /* entropies, and sums of log p over the vocabulary */
    size_t top;  /* likeliest tokens of each place; 0: none */
    bool bare;   /* log p without the prompt, behind a begin of text alone */
};

/* The tokens of a completion. */
struct assay_track_ids {
    const int64_t *at; /* (count,); NULL: the model's own */
    size_t count;
};

struct assay_track_wish {
    const struct assay_item *item;     /* its prompt, and its completions, of which those
                                          whose tokens are given may have no text */
    const struct assay_track_ids *ids; /* (item->completion_count,) */
};

/* What is told of one completion. */
struct assay_track {
    const char *fault; /* why nothing is; NULL: it is */
    size_t count;      /* tokens, >= 1 */
    const int64_t *ids;
    const double *log_p;     /* (count,) of each token */
    const double *bare;      /* (count,) the same without the prompt; NULL: not asked */
    const double *entropy;   /* (count,) -sum p log p; NULL: not asked */
    const double *sum;       /* (count,) sum log p; NULL: not asked */
    const double *likeliest; /* (count, top, 2) token and log p, falling */
    size_t top;
    struct assay_str said; /* the text that the tokens stand for, special ones for none;
                              ptr NULL: not known */
};

#endif
