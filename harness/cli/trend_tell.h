/* trend_tell.h - what assay trend prints and draws of a number over time. */
#ifndef ASSAY_CLI_TREND_TELL_H
#define ASSAY_CLI_TREND_TELL_H

#include "harness/core/buf.h"
#include "harness/run/history_course.h"
#include "reports/figure.h"

/* Everything that is told. */
struct assay_trend_told {
    const char *section; /* NULL: the headline */
    struct assay_courses courses;
    struct assay_course_study *study; /* (courses.count,) */
    struct assay_str
        *suite; /* (courses.count,) SUITE[:PART], and #2, ... on another basis */
    struct assay_course_how how;
    struct assay_arena *arena;
};

/* Names of suites, by basis: fills .suite. */
void assay_trend_name(struct assay_trend_told *told);

/* Appends a table a course with its changes and its trend in words. format is of runs_read.h. */
void assay_trend_table(const struct assay_trend_told *told, unsigned format,
                       struct assay_buf *out);

/* The same as a document. */
const struct assay_node *assay_trend_node(const struct assay_trend_told *told);

/*
 * Draws a figure a suite and basis into directory, which is made.
 *
 *   wish  files for a paper beside it; no formats: none
 *   lines  a line a figure, where it is, or why it was not drawn
 *
 * Errors: ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_trend_draw(const struct assay_trend_told *told,
                                 const char *directory,
                                 const struct assay_figure_wish *wish,
                                 struct assay_buf *lines, struct assay_error *err);

#endif
