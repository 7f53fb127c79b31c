/*
 * inner.h - a model inside another: for adapters that are made of models (ensemble, dpo, judge).
 *
 * The outer adapter takes tasks of the run; for each stretch of them it asks its inner models, whose
 * pull sees a queue with just these tasks in it. What an inner model takes together then follows from
 * the plan, as everywhere else.
 */
#ifndef ASSAY_ADAPTERS_INNER_H
#define ASSAY_ADAPTERS_INNER_H

#include "adapters/adapter.h"

#include <stdatomic.h>

enum {
    ASSAY_INNER_TASKS =
        256 /* that outer adapters take at once: a chunk of the engine's queue */
};

/* Zero bytes are one that was never opened. */
struct assay_inner {
    const struct assay_adapter *adapter;
    const char *model; /* ADAPTER:TARGET, as given */
    const char
        *by; /* what stands before an option of it, for messages ("member_option=2:") */
    void *state;
    const char *const *words; /* (word_count,) its options */
    size_t word_count;
    uint64_t seed;
    bool draws; /* by the seed, if it heeds one: not where it writes likeliest texts */
    size_t orders, votes;   /* of the setting */
    const atomic_int *stop; /* once it is set no more tasks are given out; NULL: never */
    struct assay_stage *stage; /* tasks that are answered are added to it; may be NULL */
};

/*
 * Opens a model.
 *
 *   model    ADAPTER[:TARGET]
 *   words    (n,) its options, key=value; what they point to must outlive it
 *   inner    .by may be set before
 *   setting  of the outer one; target and what belongs to it are replaced
 *
 * Errors: ASSAY_EUSAGE, and those of the adapter's open, each with the model's name before it. Close
 *         it in any case.
 */
ASSAY_MUST_USE
enum assay_code assay_inner_open(struct assay_inner *inner, const char *model,
                                 const char *const *words, size_t n,
                                 const struct assay_setting *setting,
                                 struct assay_error *err);

void assay_inner_close(struct assay_inner *inner);

/* What its values mean: adapter->want, or SCORES. */
enum assay_want assay_inner_want(const struct assay_inner *inner);

/*
 * Puts what its answers depend on (identity.h, assay_identity_tell), with the seed, orders and votes
 * that it heeds, under a key of out->map, or says in out->none why that is not known.
 *
 * Errors: those of the adapter's identity.
 */
ASSAY_MUST_USE
enum assay_code assay_inner_identity(const struct assay_inner *inner, const char *key,
                                     const struct assay_hashes *known,
                                     struct assay_arena *arena,
                                     struct assay_identity *out, struct assay_error *err);

/* Puts what the record of a run is to say of it, and its name, under a key of map (adapter.h, facts). */
void assay_inner_facts(const struct assay_inner *inner, const char *key,
                       struct assay_arena *arena, struct assay_node *map);

/* A model that need not be open. */
struct assay_inner_given {
    const char *model;        /* ADAPTER[:TARGET]; one that there is not has no files */
    const char *const *words; /* (word_count,) its options */
    size_t word_count;
};

/*
 * The (*i)-th of the files and folders that a model is made of, its target among them, in arena. NULL
 * past the last; then *i is less by as many as there are.
 */
const char *assay_inner_file(const struct assay_inner_given *given, size_t *i,
                             struct assay_arena *arena);

/* Adds what a load would take of it (adapter.h, estimate). */
void assay_inner_estimate(const struct assay_inner_given *given,
                          const struct assay_load *load, struct assay_arena *arena,
                          struct assay_budget *budget);

/* Where its answers to one task go. */
struct assay_inner_answers {
    struct assay_answer *at; /* (task.wanted,) */
};

/*
 * Asks the model n tasks; what it does not answer is skipped.
 *
 *   out    (n,) the answers, their texts too, in arena
 *
 * Errors: those of the adapter's pull.
 */
ASSAY_MUST_USE
enum assay_code assay_inner_ask(const struct assay_inner *inner,
                                const struct assay_task *tasks, size_t n,
                                struct assay_arena *arena,
                                struct assay_inner_answers *out, struct assay_error *err);

/*
 * Answers a stretch of tasks of the run.
 *
 *   replies  (n,) to be filled, with answers in arena
 *
 * Errors: those of an adapter's pull.
 */
typedef enum assay_code assay_inner_answer(const void *self,
                                           const struct assay_task *tasks, size_t n,
                                           struct assay_arena *arena,
                                           struct assay_reply *replies,
                                           struct assay_error *err);

/* A whole pull of an outer adapter: stretch by stretch. Errors: those of answer, and of giving. */
ASSAY_MUST_USE
enum assay_code assay_inner_pull(const void *self, assay_inner_answer *answer,
                                 struct assay_work *work, struct assay_error *err);

#endif
