/* standing.h - what assay leaderboard tells: models by suites, their means and strengths. */
#ifndef ASSAY_CLI_STANDING_H
#define ASSAY_CLI_STANDING_H

#include "harness/run/board.h"
#include "metrics/standings.h"
#include "suites/suite.h"

#include <stdbool.h>

/* Two suites over the models that have both. */
struct assay_standing_pair {
    size_t a, b; /* columns */
    size_t models;
    struct assay_standings_pair of;
};

/* Everything that is told. */
struct assay_standing {
    struct assay_standings_draws draws;
    struct assay_board board;
    bool *in_mean;                    /* (columns,) */
    size_t common;                    /* of them */
    struct assay_str unit;            /* of the mean */
    struct assay_figure *mean;        /* (models,) */
    size_t *whole;                    /* (models,) suites with a value of all of it */
    size_t *order;                    /* (models,) the best first */
    struct assay_standing_pair *pair; /* (pairs,) every two columns; NULL: not asked */
    size_t pairs;
    struct assay_standings_model *model; /* (models,) NULL: not asked */
    size_t items, used;       /* behind the strengths: shared items, replicates */
    struct assay_node *notes; /* sentences, a list */
    struct assay_arena *arena;
};

/*
 * The value of a model on a suite, or NULL where it has none that can be held against the others': one
 * of a part of the benchmark can where all models have the same part.
 */
const struct assay_figure *assay_standing_value(const struct assay_standing *s,
                                                size_t column, size_t model);

/* The unit of a suite's values. */
struct assay_str assay_standing_unit(const struct assay_standing *s, size_t column);

/* True if every model has such a value on the suite. */
bool assay_standing_is_common(const struct assay_standing *s, size_t column);

/*
 * Means and the order of models, the best mean first; of equal ones the one with more whole
 * values, and then in the order given. The mean is that
 * of the suites that all models have: those in percent, or where there are none those in the first
 * one's unit, for a share and a correlation have no mean.
 */
void assay_standing_rank(struct assay_standing *s);

/* Correlates every two suites. */
void assay_standing_correlate(struct assay_standing *s);

/* Strengths from the items of all suites; what has none becomes a note. */
void assay_standing_compare(struct assay_standing *s, const struct assay_places *places);

#endif
