/*
 * leg.h - one suite of a run, from its data to its result.
 */
#ifndef ASSAY_RUN_LEG_H
#define ASSAY_RUN_LEG_H

#include "harness/run/audit.h"
#include "harness/run/plan.h"
#include "harness/run/score.h"

/* What shards of a run say of a suite: nobody is asked any more. */
struct assay_leg_given {
    enum assay_want want;
    size_t values;           /* as assay_model_values says */
    const char *part;        /* NULL: the suite has none */
    const char *part_note;   /* why that part; NULL: none */
    struct assay_node notes; /* of the adapter: a list */
};

/* What a leg is done with. Borrowed. */
struct assay_leg_setting {
    const struct assay_plan *plan;
    size_t number; /* of the suite in the plan */
    size_t jobs;
    struct assay_shard shard; /* .count not 0: its items are asked, nothing is measured */
    const struct assay_leg_given *given; /* NULL: the model is asked */
    struct assay_journal *journal;       /* NULL: none */
    const char *journal_path;            /* where there is one */
    struct assay_cache_setting cache;    /* .folder NULL: none */
    const struct assay_auditing *audit;  /* asked for before the first item; NULL: none */
    const struct assay_past_suite *past; /* NULL: none */
    const atomic_int *stop;              /* may be NULL */
    struct assay_leaving leaving;

    /* Told before the first item is asked, with leg->sources as the files are now; may be NULL. */
    enum assay_code (*opened)(void *self, size_t number, struct assay_error *err);
    void *self;
    struct assay_watch watch;
    struct assay_arena *arena; /* of the run: the result is there */
};

enum assay_leg_status {
    ASSAY_LEG_PENDING,
    ASSAY_LEG_COMPLETE,
    ASSAY_LEG_FAILED,
    ASSAY_LEG_INTERRUPTED,
};

/* How it went. Times are seconds. Release the arena. */
struct assay_leg {
    struct assay_arena opened; /* what the model keeps; the result may point into it */
    enum assay_leg_status status;
    struct assay_error err; /* where FAILED or INTERRUPTED */
    struct assay_result result;
    struct assay_ledger ledger;
    size_t count[ASSAY_STATES];
    const char *
        first_fault; /* "item ID: why" of the first that this attempt got no number of and knows
                           why; NULL: none */
    enum assay_want want;      /* what its answers are, where items were asked */
    size_t values;             /* assay_model_values */
    const char *part_note;     /* why the part was chosen; NULL: it was named */
    struct assay_node notes;   /* of the adapter, where the leg is of a shard: a list */
    struct assay_node sources; /* a list (assay_items_sources) */
    struct assay_node changed; /* a list (assay_suite_verify) */
    const char *part;          /* chosen or named; NULL: the suite has none */
    struct assay_node
        facts; /* a map: what the adapter tells of the model; may be empty */
    struct assay_node cache; /* a map (run_document.h); NULL node: nothing was asked */
    bool held;               /* against a stored run, until it was settled */
    struct assay_settled settled; /* where held */
    bool audited;
    struct assay_audit audit; /* where audited */
    double read, score, measure, nulls;
};

/* Scores and measures the suite. err is also kept in the leg. */
enum assay_code assay_leg_run(const struct assay_leg_setting *setting,
                              struct assay_leg *leg, struct assay_error *err);

/* The keys of the suite's items are asked of the model; see leg_part.c. */
struct assay_model;

/*
 * Settles which part of a suite is meant, where it has parts and none was named: the one with
 * most items that the model covers, else the first.
 *
 *   note  says what was chosen and why, in arena; NULL where nothing was chosen
 *
 * Errors: ASSAY_EDATA if no key of any part is covered; those of reading the data.
 */
ASSAY_MUST_USE
enum assay_code assay_leg_choose_part(const struct assay_leg_setting *setting,
                                      const struct assay_model *model, const char **note,
                                      struct assay_error *err);

/*
 * Whether a file of answers that holds its items (path; NULL: none) is of the chosen part: true
 * unless the part's own data are here, keys of both can be held against each other, and not one
 * key is of both.
 */
ASSAY_MUST_USE
enum assay_code assay_leg_belongs(const struct assay_suite *suite, const char *path,
                                  bool *belongs, struct assay_error *err);

/* Refuses (ASSAY_EDATA) a file that is not of the chosen part, and names the part it is of. */
ASSAY_MUST_USE
enum assay_code assay_leg_check_part(struct assay_suite *suite, const char *path,
                                     struct assay_error *err);

/* The path that a suite reads items from, where they stand in the file of stored answers. */
const char *assay_leg_model_path(const struct assay_plan *plan);

#endif
