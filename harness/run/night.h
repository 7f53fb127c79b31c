/*
 * night.h - what a night came to, run by run: DATE/night.json, format assay-night 1.0.
 *
 * It is made of run directories, which are the truth, and has nothing of times and machines. It is written
 * last, so that where it is the night is whole: every run has ended, well or not.
 */
#ifndef ASSAY_RUN_NIGHT_H
#define ASSAY_RUN_NIGHT_H

#include "harness/run/gate.h"
#include "harness/run/night_folder.h"
#include "harness/run/night_plan.h"
#include "harness/run/store.h"

/* What a run came to against its baseline. */
enum assay_night_outcome {
    ASSAY_NIGHT_UNJUDGED, /* "none": there is no baseline, or no gate */
    ASSAY_NIGHT_GATE_PASSED,
    ASSAY_NIGHT_GATE_UNDECIDED,
    ASSAY_NIGHT_GATE_MISSED,
    ASSAY_NIGHT_FAILED, /* the run did not end well */
    ASSAY_NIGHT_OUTCOMES
};
extern const char *const assay_night_outcome_name[ASSAY_NIGHT_OUTCOMES];

/* The overall value of a suite. */
struct assay_night_value {
    struct assay_str suite, unit;
    bool defined, ranged;
    double value, lo, hi;
    size_t items, answered;
    bool changed;                        /* there is a difference from the baseline */
    double change, change_lo, change_hi; /* on the items that both answered */
    struct assay_str verdict;            /* better, worse, same, undecided */
    bool gated;
    double
        floor; /* what the gate let the value fall to: the baseline's less what it allowed */
};

/* One run of the night. */
struct assay_night_run {
    size_t model, group; /* of the plan; 0 of a night that was read */
    struct assay_str name, label;
    enum assay_night_outcome outcome;
    struct assay_str reason;   /* of the outcome; may be empty */
    struct assay_str baseline; /* "2026-11-25", or a directory; empty: none */
    const char
        *against; /* directory of the baseline; NULL: none, or a night that was read */
    const struct assay_night_value *value; /* (values,) in the order of suites */
    size_t values;
};

struct assay_night {
    const char *date;
    struct assay_night_run *run; /* (runs,) */
    size_t runs;
};

/* The worst one of a night. */
enum assay_night_outcome assay_night_worst(const struct assay_night *night);

struct assay_node *assay_night_node(const struct assay_night *night,
                                    struct assay_arena *arena);

/* Reads OUTPUT/DATE/night.json. *whole: it is there. Errors: ASSAY_EDATA, ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_night_read(const char *output, const char *date,
                                 struct assay_arena *arena, struct assay_night *out,
                                 bool *whole, struct assay_error *err);

/* The whole nights of a folder, ascending. */
struct assay_nights {
    struct assay_night *at; /* (count,) */
    size_t count;
    const char **
        unread; /* (unread_count,) why a night is left out: its document cannot be read */
    size_t unread_count;
};

/* Errors: those of night_folder.h. */
ASSAY_MUST_USE
enum assay_code assay_nights_read(const char *output, struct assay_arena *arena,
                                  struct assay_nights *out, struct assay_error *err);

/*
 * Finds the baseline of a run: run->against, NULL where there is none yet, and how it is told, run->baseline.
 * Nights before the run's date count, in which the run of the same name ended well.
 *
 * Errors: ASSAY_EDATA "file: baseline ...": a pinned one that is not there.
 */
ASSAY_MUST_USE
enum assay_code assay_night_find_baseline(const struct assay_night_plan *plan,
                                          const struct assay_nights *nights,
                                          const char *date, struct assay_night_run *run,
                                          struct assay_arena *arena,
                                          struct assay_error *err);

/* True where a pinned baseline is a label of the file. */
bool assay_night_is_label(const struct assay_night_plan *plan);

/* True for a night that a baseline is, or is chosen, from: it is not to be taken away. */
bool assay_night_is_needed(const struct assay_night_plan *plan,
                           const struct assay_nights *nights,
                           const struct assay_night *tonight, const char *date);

/* Fills values in from the results of a run. */
void assay_night_take_values(const struct assay_stored *stored, struct assay_arena *arena,
                             struct assay_night_run *run);

/* Fills changes in, and, where the plan has gates, outcome and reason. */
void assay_night_take_gate(const struct assay_night_plan *plan,
                           const struct assay_gate *gate, struct assay_arena *arena,
                           struct assay_night_run *run);

#endif
