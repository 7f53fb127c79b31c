/*
 * distance_study.h - distances between the models of several runs over the same scored completions.
 *
 * Runs of one suite, joined as samples (sample_runs.h), are reward functions on the prompts that all of them scored
 * wholly; the suite's labels are one more, called "gold". Prompts that some model did not score wholly are left
 * out for all (listwise), so that every distance is of the same prompts and the triangle inequality holds.
 */
#ifndef ASSAY_RUN_DISTANCE_STUDY_H
#define ASSAY_RUN_DISTANCE_STUDY_H

#include "harness/core/arena.h"
#include "metrics/bandit_distance.h"
#include "metrics/bandit_regret.h"
#include "metrics/classical_scaling.h"
#include "metrics/linkage.h"
#include "suites/sample_set.h"

/* What a prompt weighs. */
enum assay_distance_weigh {
    ASSAY_DISTANCE_PROMPTS,  /* all the same */
    ASSAY_DISTANCE_SECTIONS, /* the prompts of a section as much as those of another */
};
extern const char *const assay_distance_weigh_words[]; /* "prompts", "sections", NULL */

struct assay_distance_models_how {
    struct assay_bandit_metric metric; /* beside d_J */
    enum assay_distance_weigh weigh;
    bool no_gold;
    const char *const *section; /* (sections,) those that count; none: all */
    size_t sections;
    double level;
    size_t replicates, jobs;
    uint64_t seed;
};

/* Prompts that do not count. */
struct assay_distance_left {
    size_t unscored; /* some model lacks a score */
    size_t unlabelled;
    size_t elsewhere; /* in sections that do not count */
    size_t *lacking; /* (models,) of the unscored: those that this one lacks a score of */
};

/* A number with its interval. */
struct assay_distance_value {
    double value, lo, hi;
    bool has_band;
};

/* What was found. Matrices are (models, models) row-major; all in the arena. */
struct assay_distance_models {
    const struct assay_distance_models_how *how;
    struct assay_distance_left left;
    struct assay_str *name; /* (models,) */
    size_t models;
    size_t gold; /* which of them, the last one; models: there is none */
    size_t prompts, completions, clusters;
    double *range; /* (models,) Range_J of the scores as they are */
    bool *trivial; /* (models,) */
    struct assay_distance_value *headline; /* d_J */
    struct assay_distance_value *metric;   /* how->metric; NULL where that is d_J */
    struct assay_distance_value *worst;    /* row a, column b: WR(a|b) */
    double *price; /* lambda where f of WR(a|b) is least (bandit_regret.h) */
    struct assay_distance_value *lo, *hi; /* regret of a under b's pick */
    double uncertain; /* most that a worst-case regret may be below what is told */
    struct assay_linkage_merge *merge; /* (models - 1,) average linkage of d_J */
    size_t *order;                     /* (models,) leaves of that tree */
    double *place;                     /* (models, 2) classical scaling of d_J */
    struct assay_classical_scaling scaling;
};

/*
 * Leaves prompts out and measures what is left. Releases set, whose scores are not needed twice.
 *
 *   how  borrowed
 *
 * Errors: ASSAY_EUSAGE for a section that is not there, fewer than two models with gold; ASSAY_EDATA where no
 * prompt is left.
 */
ASSAY_MUST_USE
enum assay_code assay_distance_models(struct assay_sample_set *set,
                                      const struct assay_distance_models_how *how,
                                      struct assay_arena *arena,
                                      struct assay_distance_models *out,
                                      struct assay_error *err);

/* "picking with B what A would pick loses 3.21 % of the range of A; at most 12.30 % is lost by any choice that B finds
   as good": a, b. In arena. */
const char *assay_distance_models_words(const struct assay_distance_models *found,
                                        size_t a, size_t b, struct assay_arena *arena);

#endif
