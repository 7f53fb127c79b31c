/*
 * spans.h - parts of spans.c, the engine of sums over spans of log-probability tracks.
 *
 * spans.c is the computation, spans_read.c what it reads of a response, spans_presets.c the papers.
 */
#ifndef ASSAY_ADAPTERS_SIGNALS_SPANS_H
#define ASSAY_ADAPTERS_SIGNALS_SPANS_H

#include "adapters/signals/signal.h"
#include "metrics/span_sum.h"

enum {
    SPANS_TERMS = 8 /* tracks of a combination, at most */
};

enum spans_span {
    SPANS_RESPONSE,
    SPANS_LAST,
    SPANS_ANSWER,
    SPANS_FOLLOW
};

enum spans_per {
    SPANS_PER_TOKEN,
    SPANS_PER_STEP,
    SPANS_PER_RESPONSE
};

enum spans_form {
    SPANS_LINEAR,
    SPANS_PERPLEXITY,
    SPANS_DROP,
    SPANS_SIGMOID
};

struct spans_name {
    const char *path; /* "tok.lp.policy"; of follow-ups the name alone */
    double weight;
};

struct spans {
    const char *plus, *minus;
    unsigned span, pool, form, per, squash, unanswered;
    double beta, offset, clip, limit, epsilon, factor, outcome;

    /* made of them */
    struct spans_name name[SPANS_TERMS];
    size_t names, added; /* the first ones are of plus */
    struct assay_arena arena;
};

/* Tracks of a response, as long as one another. */
struct spans_tracks {
    struct assay_span_term term[SPANS_TERMS];
    size_t n;
    bool there; /* false: the value says what it lacks */
};

ASSAY_MUST_USE
enum assay_code assay_spans_begin(struct spans *spans, struct assay_error *err);

ASSAY_MUST_USE
enum assay_code assay_spans_read(const struct spans *spans,
                                 const struct assay_rollout_view *view, size_t i,
                                 struct assay_signal_value *value,
                                 struct spans_tracks *out, struct assay_error *err);

/* Of follow-ups: beta times the mean over dimensions of sum_m c_m pool(track_m); NaN where the value lacks something. */
ASSAY_MUST_USE
enum assay_code assay_spans_follow(const struct spans *spans,
                                   const struct assay_rollout_view *view, size_t i,
                                   struct assay_signal_value *value, double *out,
                                   struct assay_error *err);

extern const struct assay_signal_preset assay_spans_presets[];

#endif
