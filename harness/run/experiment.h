/*
 * experiment.h - how well does a distance between reward functions foretell regret? Random worlds, pairs
 * of reward functions and steps between the two of a pair; every distance of the first to each step is
 * held against the regret of optimising the one under the other.
 *
 * Source: Skalse et al. 2023, "STARC: A General Framework For Quantifying Differences Between Reward
 *         Functions", arXiv:2309.15257, section 4 and figure 1. Returns are exact here, theirs are Monte
 *         Carlo. Worst-case regret and d_J beside it are assay's own.
 */
#ifndef ASSAY_RUN_EXPERIMENT_H
#define ASSAY_RUN_EXPERIMENT_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/result.h"
#include "harness/core/tree.h"
#include "harness/run/world_study.h"
#include "metrics/random_mdp.h"

#include <stdatomic.h>

enum {
    ASSAY_EXPERIMENT_METRICS_MAX = 64,
    ASSAY_EXPERIMENT_COMPARISONS_MAX = 1 << 20 /* of all environments together */
};

/* A distance that is measured. */
enum assay_experiment_family {
    ASSAY_EXPERIMENT_STARC,   /* canonical form, normaliser, metric */
    ASSAY_EXPERIMENT_PEARSON, /* epic, dard, ... as published */
    ASSAY_EXPERIMENT_ERC,     /* under uniform actions */
    ASSAY_EXPERIMENT_D_J
};

struct assay_experiment_metric {
    enum assay_experiment_family family;
    struct assay_starc_kind kind;    /* of STARC */
    enum assay_pearson_form pearson; /* of PEARSON */
    const char *name;                /* "val-l2-l2", "epic", "erc", "d_J" */
};

/* What a YAML file asks for (docs/examples/starc-experiment.yaml). */
struct assay_experiment {
    const char *path;
    struct assay_str title;
    struct assay_random_setting world; /* .environment is the run's own */
    size_t environments, pairs, steps;
    const struct assay_experiment_metric *metric; /* (metrics,) */
    size_t metrics;
    double level;
    size_t replicates;
};

/* Errors: ASSAY_EDATA "path:line: what". All in arena. */
ASSAY_MUST_USE
enum assay_code assay_experiment_read(const char *path, struct assay_arena *arena,
                                      struct assay_experiment *out,
                                      struct assay_error *err);

/* Outcomes, comparison by comparison: environment by environment, pair by pair, step by step. */
struct assay_experiment_data {
    size_t comparisons; /* of one environment: pairs x steps */
    size_t columns;     /* metrics, then regret, then worst-case regret */
    double *value;      /* (environments, comparisons, columns); NAN: not defined */
    bool *there;        /* (environments,) worked out */
};

/* Regret is the mean of both ways, hi where ties leave it open; so is worst-case regret. */
enum {
    ASSAY_EXPERIMENT_EXTRA = 2
};

/* Room for all of it, in arena. */
void assay_experiment_data_init(const struct assay_experiment *of,
                                struct assay_arena *arena,
                                struct assay_experiment_data *out);

/*
 * One environment into its place: a function of the setting and its number alone.
 *
 * Errors: as assay_world_study.
 */
ASSAY_MUST_USE
enum assay_code assay_experiment_environment(const struct assay_experiment *of,
                                             size_t number,
                                             struct assay_experiment_data *data,
                                             struct assay_error *err);

/* A correlation with its interval by resampling whole environments. */
struct assay_experiment_estimate {
    bool defined;
    double value, lo, hi;
};

struct assay_experiment_finding {
    struct assay_experiment_estimate regret, worst; /* Pearson's r with each */
    double rank;                                    /* Spearman's rho with regret */
    size_t undefined; /* comparisons in which the distance is not defined: left out */
};

/* (metrics,) in arena, of all environments that are there. */
void assay_experiment_findings(const struct assay_experiment *of,
                               const struct assay_experiment_data *data,
                               struct assay_arena *arena,
                               struct assay_experiment_finding **out);

/* All in arena. */
void assay_experiment_result(const struct assay_experiment *of,
                             const struct assay_experiment_data *data,
                             const struct assay_experiment_finding *finding,
                             struct assay_arena *arena, struct assay_result *out);

#endif
