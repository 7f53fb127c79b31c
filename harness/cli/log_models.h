/* log_models.h - live models that a log is filled from; for harness/cli/log_*.c only. */
#ifndef ASSAY_CLI_LOG_MODELS_H
#define ASSAY_CLI_LOG_MODELS_H

#include "adapters/inner.h"
#include "harness/cli/log_fill.h"

enum {
    ASSAY_LOG_MODELS = 16 /* at most */
};

struct assay_log_model {
    const char *name; /* "policy": of its track; of its step scores, "prm" */
    const char *model;
    bool steps; /* it scores steps; else it tells of tokens */
    struct assay_inner inner;
    struct assay_tracking tracking;
};

struct assay_log_models {
    struct assay_log_model at[ASSAY_LOG_MODELS];
    size_t count; /* those that tell of tokens first: the first one makes the tokens */
    size_t vocabulary;
    struct assay_arena arena;
};

/* tok.ids, n_tok, tok.lp.NAME; of the policy tok.H, tok.slp, tok.topk and tok.lp.noctx. Errors: as assay_log_models_fill. */
ASSAY_MUST_USE
enum assay_code assay_log_fill_tracks(struct assay_log_models *models,
                                      const struct assay_log_filling *filling,
                                      struct assay_error *err);

/* steps.score.NAME of one model, and steps.text where a response has no steps. Errors: as above. */
ASSAY_MUST_USE
enum assay_code assay_log_fill_steps(const struct assay_log_model *model,
                                     const struct assay_log_filling *filling,
                                     struct assay_error *err);

#endif
