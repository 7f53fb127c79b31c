/*
 * plan.h - what a run will do, settled and checked before any work.
 */
#ifndef ASSAY_RUN_PLAN_H
#define ASSAY_RUN_PLAN_H

#include "adapters/adapter.h"
#include "harness/core/digest.h"
#include "harness/run/settling.h"
#include "suites/suite.h"

#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_PLAN_SUITES = 64
};

/* Texts that are asked for in place of numbers. */
struct assay_sample {
    struct assay_sampling sampling;
    size_t texts; /* behind each prompt, 1 .. ASSAY_ITEM_COMPLETIONS_MAX */
};

/* What was asked for. All of it is borrowed and outlives the run. */
struct assay_request {
    const struct assay_adapter *adapter;
    const char *target;             /* "" where none was given */
    const char *const *model_words; /* (model_word_count,) key=value */
    size_t model_word_count;
    const char *label; /* NULL: from the target */
    const struct assay_node
        *model_node; /* as a stored plan has the model, which need not be here any
                                             more; NULL: it is looked at */

    const char *const *suites;      /* (suite_count,) as assay_suite_load reads them */
    size_t suite_count;             /* 1 .. ASSAY_PLAN_SUITES */
    const char *const *suite_words; /* (suite_word_count,) key=value, for every suite */
    size_t suite_word_count;
    struct assay_places places;

    const struct assay_sample
        *sample; /* of one suite prompts alone, each once; NULL: items are scored */
    const struct assay_until
        *until; /* of one suite, scored whole: no more is asked once it is settled against
                     a stored run; NULL: all is asked */
    size_t limit; /* items a suite; 0: all */
    uint64_t seed;
    size_t max_length; /* tokens; 0: the model's own */
    double level;      /* of intervals */
    size_t replicates; /* bootstrap */
    bool nulls;        /* measure null baselines too */
    bool
        allow_changed; /* data that are not as their SHA-256 says are taken all the same */
    struct assay_spending
        *spending;             /* told what answers took; NULL: nobody wants to know */
    struct assay_stage *stage; /* told what is under way; NULL: nobody wants to know */
};

struct assay_plan_suite {
    const char *spec;  /* as given */
    const char *label; /* NAME or NAME:PART, unique in the plan: names it in files */
    struct assay_suite *suite;
};

struct assay_plan {
    const struct assay_request *request;
    const char *model; /* ADAPTER or ADAPTER:TARGET */
    const char *label; /* short */
    const char *stem;  /* for a directory's name: SUITES-LABEL, safe characters only */
    struct assay_plan_suite *suite; /* (request->suite_count,) */
    struct assay_node
        *node; /* all that determines answers: model with options and digest,
                                suites with versions and options, limit, seed */
    struct assay_hashes hashes;    /* of the model's files */
    char digest[ASSAY_DIGEST_HEX]; /* of node */
    double begun;                  /* when it was made (assay_clock) */
};

/* The command that a request is one of: "run", or "sample". */
const char *assay_plan_command(const struct assay_request *request);

/*
 * Loads the suites, tries the model's options and settles names. Unfit combinations are
 * refused here.
 *
 * Errors: ASSAY_EUSAGE, ASSAY_EDATA, ASSAY_EIO (a target that cannot be read).
 */
ASSAY_MUST_USE
enum assay_code assay_plan_make(const struct assay_request *request,
                                struct assay_arena *arena, struct assay_plan *plan,
                                struct assay_error *err);

/* What an adapter is told that is opened for a suite of the plan. */
struct assay_setting assay_plan_setting(const struct assay_plan *plan, size_t number,
                                        struct assay_arena *arena);

/*
 * Compares a stored plan with this one, in all that can change an answer.
 *
 *   path  of the file that holds it
 *
 * Errors: ASSAY_EUSAGE "path: suites[0].version: "1" there, "2" now".
 */
ASSAY_MUST_USE
enum assay_code assay_plan_compare(const struct assay_plan *plan,
                                   const struct assay_node *stored, const char *path,
                                   struct assay_error *err);

/* The rest: a list of {field, there, now} of the model's target and options that differ. */
struct assay_node *assay_plan_changes(const struct assay_plan *plan,
                                      const struct assay_node *stored,
                                      struct assay_arena *arena);

#endif
