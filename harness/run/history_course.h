/*
 * history_course.h - one number of stored runs over time: its points, the levels between which it changed, and
 * its trend.
 *
 * A course has points of one suite and part that were measured on the same (board.h), of one model by its label,
 * or of all models whose label is like one pattern: the checkpoints of a training run.
 */
#ifndef ASSAY_RUN_HISTORY_COURSE_H
#define ASSAY_RUN_HISTORY_COURSE_H

#include "harness/run/history_list.h"
#include "metrics/change_points.h"
#include "metrics/linear_trend.h"

enum {
    ASSAY_COURSES_MAX = 1000
};

struct assay_course_point {
    struct assay_str run, label, started;
    double seconds; /* from 1970 */
    struct assay_figure figure;
    size_t counted, items, answered; /* counted: behind the value; 0 of measures */
};

struct assay_course {
    struct assay_str suite; /* SUITE[:PART] */
    struct assay_str name;  /* the label, or the pattern */
    struct assay_str basis;
    struct assay_str unit;
    double level;                     /* of the points' intervals */
    struct assay_course_point *point; /* (count,) by time, then by name of the run */
    size_t count, room;
};

struct assay_courses {
    struct assay_course *
        at; /* (count,) by suite, then the basis whose last point is the latest first, then
                                name */
    size_t count, room;
    size_t partial;        /* results left out: of a part of the benchmark */
    size_t undefined;      /* the number has no value */
    size_t lacking;        /* there is no such section or measure */
    struct assay_str like; /* a name near to that in the first of them; empty: none is */
};

/* What is asked for. */
struct assay_course_wish {
    const struct assay_history_filter *filter;
    const char *
        section; /* name of a section, subset or measure, SECTION:MEASURE; NULL: the headline */
};

/* Errors: those of assay_history_read; ASSAY_EDATA for more than ASSAY_COURSES_MAX. */
ASSAY_MUST_USE
enum assay_code assay_courses_read(const struct assay_history_setting *setting,
                                   const struct assay_course_wish *wish,
                                   struct assay_arena *arena, struct assay_courses *out,
                                   struct assay_history_told *told,
                                   struct assay_error *err);

/* How levels and trend are found. */
struct assay_course_how {
    double
        per_year; /* false changes of a line that are put up with in a year of so many nights */
    size_t nights;
    double level; /* of the intervals of changes and slopes */
    bool by_run;  /* the slope is per run, and every run a night; else per day */
};

/* What became of a number over time. */
struct assay_course_study {
    double
        noise; /* from run to run: median of differences of neighbours (change_points.h); 0: not told */
    double
        se; /* that a run's value is taken with: the noise, and half an item at least */
    double
        penalty; /* of a change, for as many nights as there are; 0: fewer than 3, none was looked for */
    const struct assay_change_segment *segment; /* (segments,) */
    size_t segments;
    const struct assay_change_point *change; /* (segments - 1,) */
    bool has_trend;
    struct assay_linear_trend trend; /* from the first point on */
    struct assay_str why;            /* no trend; empty: there is one */
};

/*
 * Levels, changes and trend of every course. Standard errors are of runs, not of items: these are the same in every
 * run. They are told by how much runs differ from those next to them, which few runs tell badly: the penalty of
 * a change is found for as many nights as a course has (change_points.h, estimated; above 20 for the next smaller of
 * numbers that are 15 % apart). What a deterministic model answers again is the same number, so that the noise may
 * be 0: then half an item is taken as known (of values that no items are told of, an eighth of the range), and a change
 * that stays is one.
 *
 *   out  (courses->count,)
 *
 * Errors: those of change_points.h.
 */
ASSAY_MUST_USE
enum assay_code assay_courses_study(const struct assay_courses *courses,
                                    const struct assay_course_how *how,
                                    struct assay_arena *arena,
                                    struct assay_course_study *out,
                                    struct assay_error *err);

#endif
