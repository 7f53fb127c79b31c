/*
 * figures_leaderboard.h - the leaderboard as a figure: a row a model, best first, a dot with its
 * interval, and upright lines where the null baselines stand.
 */
#ifndef ASSAY_REPORTS_FIGURES_LEADERBOARD_H
#define ASSAY_REPORTS_FIGURES_LEADERBOARD_H

#include "harness/core/arena.h"
#include "reports/figure.h"

struct assay_leader {
    struct assay_str name;
    bool defined; /* else it stands last, without a dot */
    double value;
    bool has_interval;
    double lo, hi;
};

struct assay_leaderboard {
    struct assay_str name;  /* of the files, a slug */
    struct assay_str title; /* "JudgeBench" */
    struct assay_str what;  /* "accuracy" */
    struct assay_str unit;  /* "percent": fractions, told times 100 (result.h) */
    const struct assay_leader *model; /* (count,) in any order */
    size_t count;                     /* 1 .. ASSAY_FOREST_ROWS */
    const struct assay_leader *null;  /* (null_count,) */
    size_t null_count;                /* 0 .. ASSAY_LEADERBOARD_NULLS */
    double level;                     /* of the intervals; 0: not told */
};

enum {
    ASSAY_LEADERBOARD_NULLS = 6
};

/* The figure, in the arena; texts are borrowed. Equal values stand in the order of names. */
void assay_figures_leaderboard(const struct assay_leaderboard *board,
                               struct assay_arena *arena, struct assay_figure_spec *out);

#endif
