/*
 * overopt.h - gold and proxy against d = sqrt(KL), curve by curve, out of what training runs logged.
 *
 * A curve is one configuration: rows alike in all that tells rows apart but seed, prompt and, where it names runs
 * of one configuration, run. A checkpoint is a curve of its own where it has three rows of one seed or prompt or
 * more (a nightly series), else it is a point of one. What is independent of one another is the curve's unit: seeds,
 * runs or prompts, whose points share their luck, or single points, where nothing else is known. Of win rates
 * a curve has all KL penalties, as Rafailov et al. 2024 (arXiv:2406.02900) draw it: each is a way to other d.
 */
#ifndef ASSAY_RUN_OVEROPT_H
#define ASSAY_RUN_OVEROPT_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "suites/trend.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_OVEROPT_CURVES_MAX = 1024,
    ASSAY_OVEROPT_PLACES_MAX = 64 /* of a grid; neighbours of longer ones are averaged */
};

enum assay_overopt_unit {
    ASSAY_OVEROPT_AUTO, /* seeds or runs where there are several, else prompts, else points */
    ASSAY_OVEROPT_SEED,
    ASSAY_OVEROPT_RUN,
    ASSAY_OVEROPT_PROMPT,
    ASSAY_OVEROPT_POINT,
    ASSAY_OVEROPT_UNITS
};

/* "auto", "seed", "run", "prompt", "point", NULL. */
extern const char *const assay_overopt_unit_words[];

/* What orders the points of a curve. */
enum assay_overopt_order {
    ASSAY_OVEROPT_BY_STEP,
    ASSAY_OVEROPT_BY_N,
    ASSAY_OVEROPT_BY_D
};

/* Where gold begins: what R is relative to. */
enum assay_overopt_base {
    ASSAY_OVEROPT_BASE_NONE, /* no row at d = 0: gold is taken as it is */
    ASSAY_OVEROPT_BASE_ROWS, /* each unit's own rows there, else the mean of the others' */
    ASSAY_OVEROPT_BASE_GIVEN, /* a number */
};

/* Rows of one unit at one step, n or d: their mean. */
struct assay_overopt_cell {
    double x; /* step, n or d */
    double d;
    double gold;     /* relative to the base */
    double proxy;    /* likewise; NaN: none */
    double implicit; /* margin or accuracy of implicit rewards; NaN: none */
    double weight;   /* 1 / variance, or rows behind it; 1 where neither is known */
    uint32_t unit;
    bool base; /* the initial policy: not fitted */
};

/* Where all units have a cell. */
struct assay_overopt_place {
    double x, d, gold, proxy; /* means over units */
    bool has_se, has_gap_se;
    double se;     /* of gold */
    double gap_se; /* of proxy - gold: over units, who have both */
};

/* By what a turnover was looked for. */
enum assay_overopt_test {
    ASSAY_OVEROPT_TEST_NONE,
    ASSAY_OVEROPT_TEST_UNITS,  /* whole curves of seeds, runs or prompts */
    ASSAY_OVEROPT_TEST_ERRORS, /* standard errors of the points, taken for independent */
    ASSAY_OVEROPT_TEST_FORM,   /* the form told: R(d*) - R(last d) of the fit */
    ASSAY_OVEROPT_TEST_STORED  /* what `assay bon` found, from its prompts */
};

/* Whether gold turns: rises to its most and has fallen by the end. */
struct assay_overopt_turn {
    enum assay_overopt_test test;
    bool detected;                           /* the interval of drop lies above 0 */
    double peak_d, peak_x, peak_lo, peak_hi; /* where gold is highest; interval of d */
    double end_d;                            /* where gold ends */
    bool has_peak_range;
    double gain; /* gold there, relative to the base */
    double drop; /* gold there less gold at the end */
    bool has_drop_range;
    double drop_lo, drop_hi;
    bool has_proxy;
    double proxy_rise; /* proxy at the end less proxy there */
};

/* Single samples of the initial policy, as they are: what chance alone moves. */
struct assay_overopt_draws {
    const double *proxy, *gold; /* (n,) */
    const uint32_t *prompt;     /* (n,) below prompts */
    size_t n, prompts;
};

struct assay_overopt_curve {
    struct assay_str name; /* "rm_size=3B algorithm=ppo", a run's name, "all runs" */
    struct assay_str gold; /* its column */
    struct assay_str checkpoint; /* of a nightly series; else empty */
    struct assay_str series;     /* name without the checkpoint */
    struct assay_str
        family[2]; /* name without the size of the reward model, of its data */
    double rm_size, data_size; /* NaN: not told, or not one number */
    enum assay_overopt_unit unit;
    enum assay_overopt_order order;
    enum assay_overopt_base base;
    bool weighted, has_proxy, has_se;
    bool direct; /* gold is a win rate: penalties are pooled, a unit is a run of one */
    size_t units;
    const struct assay_overopt_cell *cell; /* (cells,) by unit, then x */
    size_t cells;
    const struct assay_overopt_place *place; /* (places,) by x, at most PLACES_MAX */
    const double *matrix; /* (units, places) gold; of places as they are one row */
    size_t places;
    bool binned;                      /* a place is a mean of several steps */
    size_t incomplete;                /* rows without d or gold */
    struct assay_overopt_draws draws; /* n = 0: not known */
    const uint32_t *row, *row_unit;   /* (rows,) of the trend, and the unit of each */
    size_t rows;
    const struct assay_overopt_turn
        *found; /* known already, of a stored run; else NULL */
    struct assay_str
        same; /* curves with the same text have the same units, one by one; empty: not known */
};

/* What of a trend is wanted. */
struct assay_overopt_asked {
    enum assay_overopt_unit unit;
    bool has_base; /* of gold */
    double base;
    double centre;          /* of win rates; NaN: their rows at d = 0 */
    const char *se;         /* column of gold's standard error, or NULL */
    const char *weight;     /* column of how many samples gold is a mean of, or NULL */
    struct assay_str alone; /* what a curve is called that nothing tells from others */
};

struct assay_overopt_curves {
    const struct assay_overopt_curve *at; /* (count,) */
    size_t count;
    bool nightly; /* checkpoints are curves */
};

/*
 * Groups rows into curves, for every gold, or where there is none every win rate.
 *
 *   trend  with d
 *
 * A row is of the initial policy where d = 0, or step = 0, or n = 1. Weights are 1 / se^2 or the number of
 * samples, where a column is named for either.
 *
 * Errors: ASSAY_EUSAGE for a column that is not there or units that rows do not tell; ASSAY_EDATA without d, gold
 * or a row that has both, for standard errors that are not above 0, for win rates without rows at d = 0 where these
 * are their centre, or for more than ASSAY_OVEROPT_CURVES_MAX curves.
 */
ASSAY_MUST_USE
enum assay_code assay_overopt_gather(const struct assay_trend *trend,
                                     const struct assay_overopt_asked *asked,
                                     struct assay_arena *arena,
                                     struct assay_overopt_curves *out,
                                     struct assay_error *err);

/*
 * Puts cells (by unit, then x) on a grid: place and matrix, from what all units have. Points, and win rates, whose
 * units have a d of their own at a step, are places as they are, without a unit in the matrix. In arena.
 */
void assay_overopt_grid(struct assay_overopt_curve *curve, struct assay_arena *arena);

#endif
