/*
 * history.h - what is known of the runs in a folder, run by run.
 *
 * Runs are directories (store.h) in a folder, assay-runs/ where nobody says another, or in folders of it:
 * a night is one. FOLDER/history.sqlite is an index of them. It is made from run directories, can always be
 * made again, and nothing needs it: a run of which it says nothing, or of whose documents it knows another
 * state, is read from its directory, and what is told has the same bytes.
 */
#ifndef ASSAY_RUN_HISTORY_H
#define ASSAY_RUN_HISTORY_H

#include "harness/core/answer.h"
#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/result.h"

#include <stdbool.h>
#include <stddef.h>

#define ASSAY_HISTORY_RUNS "assay-runs" /* where `assay run` puts what nobody named */
#define ASSAY_HISTORY_FILE "history.sqlite"

enum {
    ASSAY_HISTORY_RUNS_MAX = 100000,  /* in a folder */
    ASSAY_HISTORY_RESULTS_MAX = 4096, /* of a run; what is beyond is left out */
    ASSAY_HISTORY_VALUES_MAX = 4096,  /* of a result, beside the headline */
    ASSAY_HISTORY_DEPTH = 3           /* FOLDER/A/B/RUN is found, what is deeper is not */
};

/* One number of a result. */
struct assay_history_value {
    struct assay_str place;   /* "overall", "section", "subset" or "measure" */
    struct assay_str name;    /* of that */
    struct assay_str section; /* that a measure is of; else empty */
    struct assay_str unit;    /* as number.h takes it */
    struct assay_figure figure;
    size_t items, counted, clusters; /* 0 of measures */
};

struct assay_history_result {
    struct assay_str suite, part, version, kind, label, model;
    struct assay_str
        basis;      /* what must be the same for two values to be held against each
                               other, in words: version, options, limit, digests of data */
    double level;   /* of the intervals */
    size_t missing; /* sections or files of the benchmark that the data lack */
    size_t count[ASSAY_STATES]; /* items by state */
    size_t ties;
    struct assay_history_value overall;
    const struct assay_history_value *value; /* (values,) sections, subsets, measures */
    size_t values;
};

struct assay_history_run {
    struct assay_str name;    /* its directory, from the folder: "a", "night/b" */
    struct assay_str command; /* "run", "sample", "bon", ... */
    struct assay_str
        status; /* "complete", "failed", "interrupted"; "running" while a process has its
                                 lock and "cut" where none has: it was killed; "broken" where its documents
                                 cannot be read */
    struct assay_str label;  /* of the model */
    struct assay_str model;  /* ADAPTER:TARGET */
    struct assay_str sha256; /* of the model's file; empty: not known */
    struct assay_str asked;  /* suites as they were asked for, with commas between */
    struct assay_str started, ended;           /* UTC, ISO 8601; empty: not told */
    struct assay_str assay, program;           /* version, and digest of the program */
    struct assay_str why;                      /* "broken": one line */
    const struct assay_history_result *result; /* (results,) */
    size_t results;
};

/* Where runs are and how they are read. */
struct assay_history_setting {
    const char *folder;
    bool no_index; /* it is not looked at */
};

/* How it went, for who wants to know. */
struct assay_history_told {
    size_t runs, indexed;  /* found; of them taken from the index */
    size_t added, removed; /* by update and rebuild */
    struct assay_error
        fault; /* .code not 0: what is wrong with the index; it was done without */
    struct assay_error
        note; /* .code not 0: what one should know of it, and nothing is wrong */
};

/* Sees every run; what it is given is there for this call alone. */
struct assay_history_visitor {
    void *self;
    enum assay_code (*visit)(void *self, const struct assay_history_run *run,
                             struct assay_error *err);
};

/*
 * Shows every run in the folder, by name in the order of bytes, one at a time.
 *
 * Errors: ASSAY_EUSAGE where the folder is not there or is a run itself; ASSAY_EDATA, more than
 *         ASSAY_HISTORY_RUNS_MAX; ASSAY_EIO; those of visit. A run that cannot be read is none, and an index
 *         that cannot be read neither.
 */
ASSAY_MUST_USE
enum assay_code assay_history_read(const struct assay_history_setting *setting,
                                   const struct assay_history_visitor *visitor,
                                   struct assay_history_told *told,
                                   struct assay_error *err);

/*
 * Brings the index up to date: only directories whose documents changed (size, time, number of the file) are
 * read. Other writers are waited for. An index that is damaged, or of another version of assay, is left as
 * it is, and told->fault says so.
 *
 * Errors: as above.
 */
ASSAY_MUST_USE
enum assay_code assay_history_update(const struct assay_history_setting *setting,
                                     struct assay_history_told *told,
                                     struct assay_error *err);

/* Makes the index anew, whatever was there. Errors: as above; ASSAY_EUSAGE where the file is a database of
   another program; ASSAY_EIO where it cannot be written. */
ASSAY_MUST_USE
enum assay_code assay_history_rebuild(const struct assay_history_setting *setting,
                                      struct assay_history_told *told,
                                      struct assay_error *err);

#endif
