/* log_fill.h - the parts of `assay log fill`: what models and signals say of the responses of a group. */
#ifndef ASSAY_CLI_LOG_FILL_H
#define ASSAY_CLI_LOG_FILL_H

#include "harness/cli/log_action.h"
#include "harness/core/item.h"
#include "harness/core/rollout_walk.h"
#include "harness/core/tally.h"

/* Counts why one response more goes without a value: "policy: no prompt". */
ASSAY_PRINTF(2, 3)
void assay_log_lack(struct assay_tally *lacks, const char *fmt, ...);

/* To stderr, since records may go to stdout: "dpo: no tok.lp.ref: 3 responses without a value". */
void assay_log_lacks_tell(const struct assay_tally *lacks);

/* A group whose responses get values. */
struct assay_log_filling {
    const struct assay_rollout_view *view;
    const struct assay_node **response; /* (view->count,) as they are so far */
    struct assay_tally *lacks;
};

/* The prompt of a group as messages, in the view's arena; NULL, and n is 0: it has none, or not of texts alone. */
const struct assay_message *assay_log_prompt(const struct assay_rollout_view *view,
                                             size_t *n);

/*
 * Puts a value into a response, or counts what hinders that: another one stands there.
 *
 *   who  gives it: "policy"
 *
 * Errors: ASSAY_EUSAGE for a path that no table has.
 */
ASSAY_MUST_USE
enum assay_code assay_log_put(const struct assay_log_filling *filling, size_t i,
                              const char *who, const char *path, struct assay_node value,
                              struct assay_error *err);

/* The models of --policy, --ref, --track and --prm. */
struct assay_log_models;

/* *out is NULL where none is named. Errors: ASSAY_EUSAGE, those of opening models; ASSAY_EMODEL for vocabularies that differ. */
ASSAY_MUST_USE
enum assay_code assay_log_models_open(const struct assay_log_options *options,
                                      struct assay_log_models **out,
                                      struct assay_error *err);

void assay_log_models_close(struct assay_log_models *models); /* NULL is allowed */

/* Tokens of the models whose tracks are wanted; 0: there are none, or they do not tell. */
size_t assay_log_models_vocabulary(const struct assay_log_models *models);

/* Puts tracks and scores of steps. Errors: ASSAY_EMODEL, ASSAY_EIO, ASSAY_EDATA of side files. */
ASSAY_MUST_USE
enum assay_code assay_log_models_fill(struct assay_log_models *models,
                                      const struct assay_log_filling *filling,
                                      struct assay_error *err);

#endif
