/*
 * model.h - an adapter's state: made, opened and closed.
 */
#ifndef ASSAY_RUN_MODEL_H
#define ASSAY_RUN_MODEL_H

#include "adapters/adapter.h"
#include "harness/run/plan.h"
#include "suites/suite.h"

enum {
    ASSAY_MODEL_FILES = 4096 /* beside the target, at most */
};

/* Options of an adapter, key=value. */
struct assay_model_words {
    const char *const *at; /* (count,) */
    size_t count;
};

struct assay_model {
    const struct assay_adapter *adapter;
    void *state;
};

/*
 * Parses words (n,) into a new state and opens it.
 *
 * Errors: those of the options and of adapter->open. Close it in either case.
 */
ASSAY_MUST_USE
enum assay_code assay_model_open(struct assay_model *model,
                                 const struct assay_adapter *adapter,
                                 const char *const *words, size_t n,
                                 const struct assay_setting *setting,
                                 struct assay_error *err);

void assay_model_close(struct assay_model *model);

/* Adds what a load would take of the model of a request, before it is opened (adapter.h, estimate).
   Errors: ASSAY_EUSAGE. */
ASSAY_MUST_USE
enum assay_code assay_model_estimate(const struct assay_request *request,
                                     const struct assay_load *load,
                                     struct assay_budget *budget,
                                     struct assay_error *err);

/* Appends lines on a budget; none where nothing is told. */
void assay_budget_tell(const struct assay_budget *budget, struct assay_buf *out);

/* Files and folders beside the target, by their paths. */
struct assay_files {
    const char **at; /* (count,) */
    size_t count;    /* <= ASSAY_MODEL_FILES */
};

/* Those that answers depend on under the options of words (n,) (adapter->file), in arena.
   Errors: ASSAY_EUSAGE, also where they are too many. */
ASSAY_MUST_USE
enum assay_code assay_model_files(const struct assay_adapter *adapter, const char *target,
                                  const struct assay_model_words *words,
                                  struct assay_arena *arena, struct assay_files *out,
                                  struct assay_error *err);

/* What the values mean: adapter->want, or SCORES. */
enum assay_want assay_model_want(const struct assay_model *model);

/* Values that answer an item where want is not SCORES: what the suite wants, or the model's width. */
size_t assay_model_values(const struct assay_model *model,
                          const struct assay_suite *suite);

#endif
