/*
 * figures_forest.h - the paired-difference forest plot of a comparison: a row a section, its
 * difference with interval and verdict, zero and the band within which nothing has changed.
 *
 *     const struct assay_forest forest = {.name = ASSAY_STR("compare-judgebench"), ...};
 *     struct assay_figure_spec spec;
 *
 *     assay_figures_forest(&forest, &arena, &spec);
 *     code = assay_figure_draw(&spec, directory, &drawn, &err);
 */
#ifndef ASSAY_REPORTS_FIGURES_FOREST_H
#define ASSAY_REPORTS_FIGURES_FOREST_H

#include "harness/core/arena.h"
#include "reports/figure.h"

/* What a row is marked with. */
enum assay_forest_verdict {
    ASSAY_FOREST_UNJUDGED,
    ASSAY_FOREST_BETTER,
    ASSAY_FOREST_WORSE,
    ASSAY_FOREST_SAME,
    ASSAY_FOREST_UNDECIDED,
    ASSAY_FOREST_VERDICTS
};

struct assay_forest_row {
    struct assay_str name;
    bool defined; /* else the row has its name and no mark */
    double difference;
    bool has_interval; /* [lo, hi]; an end without bound is +-DBL_MAX */
    double lo, hi;
    bool has_p;
    double p; /* adjusted */
    enum assay_forest_verdict verdict;
};

struct assay_forest {
    struct assay_str name;          /* of the files, a slug */
    struct assay_str title;         /* "" : "SECOND minus FIRST" */
    struct assay_str first, second; /* differences are second minus first */
    struct assay_str what;          /* "accuracy" */
    struct assay_str unit;          /* "percent": fractions, told times 100 (result.h) */
    const struct assay_forest_row *row; /* (count,) sections, then totals */
    size_t count;                       /* 1 .. ASSAY_FOREST_ROWS */
    size_t totals;                      /* the last ones: a line before them */
    bool has_margin;                    /* differences within +-margin are no change */
    double margin;
    bool adjusted; /* p is adjusted for the number of rows */
    double level;  /* of the intervals; 0: not told */
};

enum {
    ASSAY_FOREST_ROWS = 400
};

/* The figure, in the arena; texts are borrowed. A comparison of no row that is defined can be
   drawn, too: names beside an empty axis. */
void assay_figures_forest(const struct assay_forest *forest, struct assay_arena *arena,
                          struct assay_figure_spec *out);

#endif
