/*
 * figures_history.h - a metric over time: values with intervals by date, the level between two
 * change points, a line at each of these, and the band that the gate accepts.
 */
#ifndef ASSAY_REPORTS_FIGURES_HISTORY_H
#define ASSAY_REPORTS_FIGURES_HISTORY_H

#include "harness/core/arena.h"
#include "reports/figure.h"

#include <stdint.h>

struct assay_history_point {
    int64_t at; /* seconds since 1970, UTC */
    double value;
    bool has_interval;
    double lo, hi;
    size_t n;
};

/* A level: the mean of points first .. last. Levels of one line ascend and do not overlap; every
   level but the first one begins with a change point. */
struct assay_history_level {
    size_t first, last; /* points */
    double value;
};

struct assay_history_line {
    struct assay_str name; /* model or section */
    struct assay_str
        panel; /* lines of different panels stand below one another; "": one */
    const struct assay_history_point *point; /* (count,) ascending in time */
    size_t count;
    const struct assay_history_level *level; /* (level_count,) */
    size_t level_count;                      /* 0: change points were not looked for */
    bool has_gate; /* [gate_lo, gate_hi] passes; no bound: +-DBL_MAX */
    double gate_lo, gate_hi;
};

struct assay_history_figure {
    struct assay_str name; /* of the files, a slug */
    struct assay_str title;
    struct assay_str what; /* "accuracy" */
    struct assay_str unit; /* "percent": fractions, told times 100 (result.h) */
    const struct assay_history_line *line; /* (count,) */
    size_t count; /* 1 .. ASSAY_HISTORY_LINES, one with a point */
    double level; /* of the intervals; 0: not told */
};

enum {
    ASSAY_HISTORY_LINES = 12
};

/* The figure, in the arena; texts are borrowed. Lines without points are left out. */
void assay_figures_history(const struct assay_history_figure *history,
                           struct assay_arena *arena, struct assay_figure_spec *out);

#endif
