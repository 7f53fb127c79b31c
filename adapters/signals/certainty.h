/* certainty.h - self-certainty of one response, for the signals that reward it or vote by it. */
#ifndef ASSAY_ADAPTERS_SIGNALS_CERTAINTY_H
#define ASSAY_ADAPTERS_SIGNALS_CERTAINTY_H

#include "adapters/signals/signal.h"

struct certainty {
    size_t vocabulary;   /* 0: what the meta record says */
    bool late;           /* leave the first token's distribution out */
    unsigned unanswered; /* enum unanswered */
    unsigned per;        /* enum per: what is told beside the mean */
};

enum per {
    PER_RESPONSE,
    PER_TOKEN,
};

enum unanswered {
    UNANSWERED_KEPT,   /* an answer is not asked for */
    UNANSWERED_LOWEST, /* a response without one has a value below all others */
};

/* Options of a state that begins with a struct certainty, but for what is done without an answer. */
#define CERTAINTY_OPTIONS(offset_of_certainty)                                           \
    {.name = "vocabulary",                                                               \
     .help = "tokens of the vocabulary; 0: as the meta record says",                     \
     .type = ASSAY_OPTION_SIZE,                                                          \
     .offset = (offset_of_certainty) + offsetof(struct certainty, vocabulary),           \
     .initial = "0",                                                                     \
     .lo = 0,                                                                            \
     .hi = 1e9,                                                                          \
     .value = "N"},                                                                      \
    {                                                                                    \
        .name = "late",                                                                  \
        .help = "leave out the first token's distribution, as the official code does",   \
        .type = ASSAY_OPTION_FLAG,                                                       \
        .offset = (offset_of_certainty) + offsetof(struct certainty, late)               \
    }

/*
 * Distance of each distribution from the uniform one, and its mean over the response:
 *
 *   c_t = -1/V sum_v log p_t(v) - log V = KL(uniform || p_t),    C = 1/T sum_t c_t
 *
 *   tokens  (n_tok,) in the view's arena, where late is set with 0 for the first; NULL, and the value lacks a
 *           field, where there is none
 *   mean    of the tokens that count
 *
 * Errors: those of side files.
 * Source: Kang et al. 2025, arXiv:2502.18581, equation 6.
 */
ASSAY_MUST_USE
enum assay_code assay_signal_certainty_of(const struct certainty *how,
                                          const struct assay_rollout_view *view, size_t i,
                                          struct assay_signal_value *value, double *mean,
                                          struct assay_error *err);

#endif
