/* token_entropy.h - what a diagnostic of tokens' entropies keeps of a log, and tells of it. */
#ifndef ASSAY_REPORTS_DIAGNOSTICS_TOKEN_ENTROPY_H
#define ASSAY_REPORTS_DIAGNOSTICS_TOKEN_ENTROPY_H

#include "reports/diagnostics/diagnostic.h"

struct entropy_token {
    double entropy, loss; /* loss: minus log-probability, NaN where there is none */
};

struct entropy_response {
    float tokens, right;
};

struct entropy_group {
    double step, difficulty;
};

struct token_entropy {
    const char *track;
    size_t bins, most;

    struct entropy_token *token;
    size_t tokens, token_room;
    size_t stride; /* every stride-th token is kept, once they were too many */
    size_t seen;

    struct entropy_response *response;
    size_t responses, response_room;

    struct entropy_group *group;
    size_t groups, group_room;
};

/* Histogram, inequality, and shares by tenths. Errors: ASSAY_EDOMAIN. */
ASSAY_MUST_USE
enum assay_code assay_token_entropy_tell_tokens(struct token_entropy *all,
                                                struct assay_diagnosis *out,
                                                struct assay_error *err);

/* Accuracy under a budget of tokens. Errors: ASSAY_EDOMAIN. */
ASSAY_MUST_USE
enum assay_code assay_token_entropy_tell_budget(struct token_entropy *all,
                                                struct assay_diagnosis *out,
                                                struct assay_error *err);

/* Whether difficulty rises with steps. Errors: ASSAY_EDOMAIN. */
ASSAY_MUST_USE
enum assay_code assay_token_entropy_tell_order(const struct token_entropy *all,
                                               struct assay_diagnosis *out,
                                               struct assay_error *err);

#endif
