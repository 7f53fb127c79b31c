/*
 * result.h - what a measurement found: everything that reports print.
 *
 * One struct assay_result a suite and run. result.json holds it (assay_result_node and
 * assay_result_read are inverse of one another), and reports work from it alone, so every
 * figure can be rebuilt from a stored run. A number that is undefined is not there: .defined
 * is false, .why says so, JSON has null; no NaN ever appears.
 *
 * All memory belongs to the arena that the maker was given.
 */
#ifndef ASSAY_CORE_RESULT_H
#define ASSAY_CORE_RESULT_H

#include "harness/core/answer.h"
#include "harness/core/attr.h"
#include "harness/core/buf.h"
#include "harness/core/error.h"
#include "harness/core/str.h"
#include "harness/core/tree.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_RESULT_MAJOR = 1, /* readers refuse another major version */
    ASSAY_RESULT_MINOR = 3  /* and accept any minor one: fields are only added */
};

/* A number and how sure we are of it. */
struct assay_estimate {
    double value;
    double lo, hi; /* two-sided confidence interval, lo <= value <= hi */
    size_t n;      /* independent items behind the value */
};

/* A number that may be undefined, with up to two intervals. */
struct assay_figure {
    bool defined;
    double value;
    bool has_wilson, has_bootstrap;
    double wilson_lo, wilson_hi;       /* where the value is a share of n items */
    double bootstrap_lo, bootstrap_hi; /* clustered by prompt, stratified by subset */
    struct assay_str why;              /* why undefined, or empty */
};

/* The tie rules that every headline value is told under. */
enum assay_tie_rule {
    ASSAY_TIE_LOSS,  /* a tie at the top is wrong */
    ASSAY_TIE_HALF,  /* a tie at the top counts one half */
    ASSAY_TIE_SHARE, /* 1/k if one of the k tied at the top is right */
    ASSAY_TIE_DROP,  /* items tied at the top leave numerator and denominator */
    ASSAY_TIE_RULES
};

/* "loss", "half", "1/k", "drop", the spelling in files and descriptions. */
const char *assay_tie_rule_name(enum assay_tie_rule rule);

struct assay_section {
    struct assay_str name;
    size_t items;               /* in the data */
    size_t counted;             /* in the denominator of the value */
    size_t count[ASSAY_STATES]; /* items by final state; sums to items */
    size_t ties;                /* items whose top score is shared exactly */
    size_t clusters;            /* prompts: the unit of the bootstrap */
    double weight;              /* in the overall value, as the suite says; 0: none */
    struct assay_figure value;  /* official rule; fraction unless .unit says else */
    struct assay_figure rule[ASSAY_TIE_RULES];
    struct assay_figure worst, best; /* items not fully answered all wrong, all right */
};

/* A further official number: mrr, hard, kappa as printed, ... */
struct assay_measure {
    struct assay_str name;    /* "mrr", "acc_with_ties", "kappa_official", ... */
    struct assay_str section; /* empty: the whole suite */
    struct assay_str unit;    /* "percentage" (of 100, bit for bit as official code
                                 has it), "percent" (a fraction, printed times 100),
                                 "fraction", "count", "" */
    struct assay_str text;    /* official string where one exists, else empty */
    struct assay_figure value;
};

struct assay_point {
    double x, y;
    bool has_band;
    double lo, hi;
    size_t n; /* observations behind it; 0: not told */
};

/* What a series is drawn as; in files the word in quotes, "curve" where there is none. */
enum assay_series_look {
    ASSAY_LOOK_CURVE,  /* "curve": a line through the points, before their bands */
    ASSAY_LOOK_POINTS, /* "points": points alone, bands as bars: what was measured */
    ASSAY_LOOK_FIT,    /* "fit": a line alone, before its bands: a form that was fitted */
    ASSAY_LOOK_REFERENCE, /* "reference": a dashed grey line, what others are held against:
                             an oracle, a random pick, zero */
    ASSAY_LOOK_PEAK, /* "peak": marked points whose bands are intervals in x, not in y */
    ASSAY_LOOK_AREA, /* "area": the bands alone: a gap between two curves */
    ASSAY_LOOK_BEYOND, /* "beyond": hollow points with an arrow up: y or more, for nothing
                             was found as far as y */
    ASSAY_LOOK_CELLS, /* "cells": a matrix of coloured cells, their values printed in them; x is
                         the column, y the row */
    ASSAY_LOOK_MAP, /* "map": named points of a plane whose distances mean something: equal
                         units on both axes */
    ASSAY_LOOK_TREE,   /* "tree": a dendrogram, a point a merge */
    ASSAY_LOOK_WORLD,  /* "world": the cells of a gridworld, coloured by a number */
    ASSAY_LOOK_ARROWS, /* "arrows": directions over the world of the same panel */
    ASSAY_LOOK_BARS,  /* "bars": values of categories with their intervals, a line each */
    ASSAY_LOOK_RIDGE, /* "ridge": a density, one before the other over one axis */
    ASSAY_LOOK_CHANGE, /* "change": an upright line at each x: where something changes */
    ASSAY_LOOKS
};

enum assay_series_scale {
    ASSAY_SCALE_LINEAR, /* "linear", the default */
    ASSAY_SCALE_LOG2,   /* "log2": of x > 0, tics at powers of two */
    ASSAY_SCALE_LOG10,  /* "log10": of x > 0, tics at powers of ten */
    ASSAY_SCALE_DATE, /* "date": of x, seconds since 1970, UTC; tics at days, months, years */
    ASSAY_SCALES
};

/* The words above; a word of a newer version is read as the first one. */
extern const char *const assay_look_name[ASSAY_LOOKS];
extern const char *const assay_scale_name[ASSAY_SCALES];

/*
 * One line, set of bars or set of points of a figure: series of the same .figure are drawn
 * together. Reports draw these figures:
 *
 *   "margins"      series "correct", "wrong" and "tied" over the same bins of equal width:
 *                  x the middle of a bin, y how many items have a margin in it; bins that
 *                  hold nothing are points too
 *   "calibration"  one series: x the mean of sigma(margin) in a bin, y the share observed,
 *                  band its interval, n the pairs in the bin
 *   "ROC"          drawn as its series say, on two axes from 0 to 1, as long as one another
 *   "confusion..." one series a labelled class: x a predicted class, y items
 *
 * A figure of another name is drawn as its series say. From .look on nothing needs to be said,
 * and what is not said has no key in files (since version 1.1):
 *
 *   panels    series of different .panel stand in panels of their own, in the order in which
 *             they come. All have one x axis, and one y axis where all y labels are the same
 *   colours   series with the same .of (.name, where .of is empty) have one colour: the points
 *             of "gold", the form fitted to them and its peak. A name stands once in the legend
 *   axes      scales and categories are those of the first series of the figure, labels those
 *             of the first one of the panel
 *   bands     an end without bound is any number beyond all points (DBL_MAX): bands are cut where
 *             they would flatten what they belong to
 *
 *   dates     (since version 1.3) x of the scale "date" are seconds since 1970, UTC; "change" is an
 *             upright line at each x, whose y says nothing
 *
 * Some looks are pictures of another kind, and stand in a figure of their own (since version 1.2);
 * points of those other than "tree", "bars" and "ridge" are in any order, and x and y of "cells" and "world"
 * are whole numbers below 128 (larger matrices are drawn in part, larger worlds not at all):
 *
 *   "cells"   category names columns and rows, from the left and from the top: cell (x, y) has
 *             .value, whose meaning and unit is .name, and which is band's interval; a cell
 *             without a point is undefined. Series of different .panel stand side by side
 *   "map"     category[i] names point i of its own series: (count,) of them, or none. Points
 *             that matter most come first: where names have no room, the last ones have none.
 *             A series is a colour; one of a lone point beside larger ones is a star (a gold
 *             label)
 *   "tree"    one series: category are the leaves from top to bottom, leaf i at height 0 and
 *             position i; a point is a merge at height x >= 0, ascending, of what stands at
 *             positions lo and hi of its band, and stands itself at y = (lo + hi) / 2
 *   "world"   x the column, y the row, 0 the one at the top, .value what its colour is of; a cell
 *             without a point is a wall. Series of different .panel stand side by side
 *   "arrows"  .value a direction at cell (x, y), in degrees: 0 right, 90 up, 180 left, 270 down,
 *             -1 for staying; several points at a cell are several ways to go
 *   "ridge"   y the density at x (since version 1.3); a series is a row, called .name
 *   "bars"    category i has value y of point x = i, band its interval; several series stand in
 *             one line of a category
 */
struct assay_series {
    struct assay_str figure; /* "margins", "calibration", ...: series that go together */
    struct assay_str name;   /* legend: what it is; empty: not in the legend */
    struct assay_str x_label, y_label; /* with the unit: "KL, nats" */
    enum assay_series_look look;
    enum assay_series_scale x_scale, y_scale;
    struct assay_str panel;           /* title of its panel */
    struct assay_str of;              /* what shares a colour */
    const struct assay_str *category; /* (category_count,) what x = 0, 1, ... stand for */
    size_t category_count;            /* 0: x is a number */
    const struct assay_point *points; /* (count,) ascending x */
    size_t count;
    const double *value; /* (count,) a number of each point that is a colour, a text or a
                            direction, finite; NULL: the look has none */
};

/* An item worth a look: the most confidently wrong ones first. */
struct assay_notable {
    struct assay_str id, subset;
    double margin; /* right minus best wrong, < 0 */
    uint64_t line; /* in the suite's data; 0 unknown */
};

/* A null baseline measured on the same items. */
struct assay_null {
    struct assay_str name; /* "length", "shortest", ... */
    struct assay_figure overall;
    const struct assay_figure *section; /* (section_count,) parallel to result.section */
};

struct assay_result {
    struct assay_str suite, suite_version, part, kind, title, citation;
    struct assay_str model; /* as given: adapter:target */
    struct assay_str label; /* short name for tables and legends */
    struct assay_str rule;  /* the scoring rule in force, in words: tie rule, quirks */
    struct assay_str unit; /* "percent" or "fraction": how to print headline values, which
                               are stored as fractions either way */
    struct assay_str overall_rule; /* "micro", "mean of sections", "weighted 2,2,2,2,1" */
    double level;                  /* of every interval, e.g. 0.95 */
    uint64_t seed;
    size_t replicates;            /* bootstrap */
    struct assay_section overall; /* .name "Overall", "Overall (partial)"; counts over
                                            all items */
    const struct assay_str
        *missing; /* (missing_count,) sections, subsets and files of the
                                            benchmark that the data lack: with any, the overall
                                            value is partial, and so called */
    size_t missing_count;
    const struct assay_section *section; /* (section_count,) in suite order */
    size_t section_count;
    const struct assay_section *subset; /* (subset_count,) where finer than sections */
    size_t subset_count;
    const struct assay_measure *measure; /* (measure_count,) */
    size_t measure_count;
    const struct assay_series *series; /* (series_count,) */
    size_t series_count;
    const struct assay_notable *notable; /* (notable_count,) at most 50 */
    size_t notable_count;
    const struct assay_null *null; /* (null_count,) */
    size_t null_count;
    const struct assay_str *note; /* (note_count,) sentences for the reader */
    size_t note_count;
};

/* Appends "without math, code and 3 more"; nothing where nothing is missing. */
void assay_result_tell_missing(const struct assay_result *result, struct assay_buf *out);

/*
 * The result as a tree, for JSON. Keys are those of the structs above, in that order; text is
 * borrowed from result. A figure is {"value": number or null, "wilson": [lo, hi], "bootstrap":
 * [lo, hi], "why": text}, a point {"x", "y", "band": [lo, hi], "n"}, where what is not there has
 * no key; rule and count are maps by tie rule and by state. Integers beyond int64 are text.
 */
struct assay_node *assay_result_node(const struct assay_result *result,
                                     struct assay_arena *arena);

/*
 * Reads a tree back; texts are borrowed from it. Unknown keys are ignored: newer minor versions
 * add some.
 *
 * Errors: ASSAY_EDATA "path: section[2].items: expected ..." for a missing or ill-typed field.
 */
ASSAY_MUST_USE
enum assay_code assay_result_read(const struct assay_node *node, const char *path,
                                  struct assay_arena *arena, struct assay_result *out,
                                  struct assay_error *err);

/* The document {"format": "assay-result", "version": "1.0", "results": [...]}, n results. */
struct assay_node *assay_results_node(const struct assay_result *const *results, size_t n,
                                      struct assay_arena *arena);

/* Writes that document, whole or not at all. Errors: ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_results_save(const char *path,
                                   const struct assay_result *const *results, size_t n,
                                   struct assay_error *err);

/*
 * Reads that document, of this major version and any minor one.
 *
 * Errors: ASSAY_EDATA, ASSAY_EIO; one line that names path.
 */
ASSAY_MUST_USE
enum assay_code assay_results_load(const char *path, struct assay_arena *arena,
                                   struct assay_result **results, size_t *n,
                                   struct assay_error *err);

#endif
