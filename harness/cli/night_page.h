/* night_page.h - a night as pages: one of all of it, and one a run, held against its baseline. */
#ifndef ASSAY_CLI_NIGHT_PAGE_H
#define ASSAY_CLI_NIGHT_PAGE_H

#include "harness/run/night.h"
#include "reports/page.h"

#define ASSAY_NIGHT_REPORT "report" /* in a run's directory: the folder of its page */

struct assay_night_telling {
    const char *date;
    const struct assay_stored *stored;
    const struct assay_gate
        *gate;  /* NULL: there is no baseline, and stored is told alone */
    bool gated; /* the gate is told, and not its comparison alone */
};

/* What a run came to, as a page: gate and comparison where there is a baseline, else its results. */
void assay_night_run_page(const struct assay_night_run *run,
                          const struct assay_night_telling *told, const char *ending,
                          struct assay_arena *arena, struct assay_page *page);

/*
 * The night: leaderboards, gates, what changed, failures with reason and log. It has links to the pages of runs,
 * NAME/report/index.ENDING, and up to the page of all nights.
 *
 *   ending  of the files of pages in this format
 */
void assay_night_page(const struct assay_night *night, const char *ending,
                      struct assay_arena *arena, struct assay_page *page);

/* "2 passed, 1 missed, 1 failed". */
struct assay_str assay_night_tally(const struct assay_night *night,
                                   struct assay_arena *arena);

/* One line of a run for stdout, with its newline: "candidate: missed: judgebench 61.00 (-4.00 against 2026-11-25); REASON". */
struct assay_str assay_night_line(const struct assay_night_run *run,
                                  struct assay_arena *arena);

/* The writer's own tone for an outcome, and its word as a cell. */
struct assay_cell assay_night_cell(enum assay_night_outcome outcome);

#endif
