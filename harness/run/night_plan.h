/*
 * night_plan.h - what a night does, as a YAML file says.
 *
 *     version: 1
 *     output: nights               # folder of the nights
 *     models:
 *       - {label: candidate, adapter: gguf, target: candidate.gguf, options: {context: 4096}, timeout: 7200}
 *     suites:
 *       - judgebench
 *       - {suite: rm-bench, options: {aggregate: macro}, limit: 500}
 *     baseline: previous           # previous, passed, best, {window: 7, take: median} or {pinned: DIR or label}
 *     gates: gate.yaml             # or a policy as it stands in such a file (gate_policy.h), or none
 *     reports: [html, markdown]
 *     retention: {nights: 30, days: 60, pinned: [2026-11-01]}
 *     limit: 0                     # and jobs, seed, max_length, replicates, nulls, data_dir, cache
 *
 * Suites of the same options and limit are one run of a model, so that its gate knows of all of them. Paths
 * are from the folder that the file is in.
 */
#ifndef ASSAY_RUN_NIGHT_PLAN_H
#define ASSAY_RUN_NIGHT_PLAN_H

#include "harness/core/option.h"
#include "harness/run/gate_policy.h"

enum {
    ASSAY_NIGHT_MODELS_MAX = 256,
    ASSAY_NIGHT_SUITES_MAX = 64,
    ASSAY_NIGHT_OPTIONS_MAX = 64, /* of a model or a suite */
    ASSAY_NIGHT_REPORTS_MAX = 8,
    ASSAY_NIGHT_PINNED_MAX = 1000,
    ASSAY_NIGHT_LABEL_MAX = 64 /* bytes of a label, which names folders and files */
};

/* Words KEY=VALUE, sorted as in the file. */
struct assay_night_words {
    const char *const *at; /* (count,) */
    size_t count;
};

struct assay_night_model {
    const char *label;              /* letters, digits, '.', '-', '_', '+' */
    const char *model;              /* ADAPTER[:TARGET] */
    struct assay_night_words words; /* of the adapter */
    double timeout;                 /* seconds of a run of it; 0: none */
    unsigned line;
};

struct assay_night_suite {
    const char *spec;
    struct assay_night_words words;
    size_t limit;
    size_t group; /* that asks it */
    unsigned line;
};

enum assay_night_baseline {
    ASSAY_NIGHT_PREVIOUS, /* the night before, of those that have a result of the model */
    ASSAY_NIGHT_PASSED,   /* the last one whose gate was not missed or undecided */
    ASSAY_NIGHT_BEST,     /* the one of the highest mean over suites */
    ASSAY_NIGHT_WINDOW,   /* of the last .window ones the best or the median one */
    ASSAY_NIGHT_PINNED    /* always the same one */
};

struct assay_night_retention {
    size_t nights; /* the newest so many stay; 0: no matter */
    size_t days;   /* those younger stay; 0: no matter */
    const char *const *pinned;
    size_t pinned_count;
};

struct assay_night_plan {
    const char *path;   /* the file */
    const char *output; /* folder of nights */
    const struct assay_night_model *model;
    size_t models;
    const struct assay_night_suite *suite;
    size_t suites;
    size_t groups; /* runs a model: sets of suites of the same options and limit */
    enum assay_night_baseline baseline;
    size_t window;
    bool median;        /* of the window, else the best */
    const char *pinned; /* a directory of a run, or a night's, or a label */
    bool gated;         /* false: gates: none */
    struct assay_gate_policy policy;
    const char *const *report; /* (reports,) names of page writers */
    size_t reports;
    struct assay_night_retention retention; /* both 0: everything stays */
    size_t jobs, max_length, replicates;
    uint64_t seed;
    bool nulls, cache;
    const char *data_dir; /* NULL: as for any run */
};

/*
 * Reads the file, and the policy that it names from the folder that it is in. All of it lives in arena.
 *
 * Errors: ASSAY_EIO; ASSAY_EDATA "file:line: what".
 */
ASSAY_MUST_USE
enum assay_code assay_night_plan_read(const char *path, struct assay_arena *arena,
                                      struct assay_night_plan *out,
                                      struct assay_error *err);

/* Name of the run of a model and a group, in files: "candidate", "candidate@2". */
const char *assay_night_run_name(const struct assay_night_plan *plan, size_t model,
                                 size_t group, struct assay_arena *arena);

#endif
