/*
 * figures.h - from results to figures: what is drawn of the runs of a report.
 *
 * A page has them as blocks (run_page.c); for a paper they are files:
 *
 *     struct assay_report_run run = {.result = &result};
 *     const struct assay_report_input input = {.runs = &run, .count = 1, .directory = "figures"};
 *     code = assay_figures_export(&input, &wish, &told, &err);
 */
#ifndef ASSAY_REPORTS_FIGURES_H
#define ASSAY_REPORTS_FIGURES_H

#include "harness/core/arena.h"
#include "reports/figure.h"
#include "reports/group.h"

/* Figures in the order of a page; all in the arena that the maker was given. */
struct assay_figures {
    struct assay_figure_spec *spec; /* (count,) */
    size_t count, room;
};

/* Sections, and subsets where there are any, of all runs of a group. */
void assay_figures_of_sections(const struct assay_group *group, struct assay_arena *arena,
                               struct assay_figures *figures);

/* Of each run its margins and whatever else has series, then the calibration of all runs. */
void assay_figures_of_series(const struct assay_group *group, struct assay_arena *arena,
                             struct assay_figures *figures);

/*
 * Writes the files of every figure for a paper into input->directory, which is made if need be.
 *
 *   told  a line a figure is appended: the path without its ending, and where gnuplot did not
 *         draw it, why: "figures/judgebench-margins", "figures/x: gnuplot: not installed"
 *
 * Errors: ASSAY_EIO; ASSAY_EDATA for series that cannot be drawn.
 */
ASSAY_MUST_USE
enum assay_code assay_figures_export(const struct assay_report_input *input,
                                     const struct assay_figure_wish *wish,
                                     struct assay_buf *told, struct assay_error *err);

/* "svg,pdf,tikz" as bits. Errors: ASSAY_EUSAGE, naming what is no format. */
ASSAY_MUST_USE
enum assay_code assay_figures_formats(const char *list, unsigned *formats,
                                      struct assay_error *err);

/* "column" or "page". Errors: ASSAY_EUSAGE. */
ASSAY_MUST_USE
enum assay_code assay_figures_size(const char *name, enum assay_figure_size *size,
                                   struct assay_error *err);

#endif
