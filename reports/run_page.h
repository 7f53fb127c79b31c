/*
 * run_page.h - pages of runs: what was measured, what came out, and how sure that is.
 */
#ifndef ASSAY_REPORTS_RUN_PAGE_H
#define ASSAY_REPORTS_RUN_PAGE_H

#include "reports/page_writer.h"
#include "reports/report.h"

/* A page of all runs, suite by suite; texts are borrowed from input or in arena. */
void assay_run_page(const struct assay_report_input *input, struct assay_arena *arena,
                    struct assay_page *page);

/* The same as one table, a row a run and section. */
void assay_run_page_rows(const struct assay_report_input *input,
                         struct assay_arena *arena, struct assay_page *page);

/*
 * The page that a format is to write: for CSV the one table of assay_run_page_rows, and for JSON with what it
 * was made of:
 *
 *     {"version": "1.0", "runs": [{"result": as in result.json, "run": as in run.json or null}, ...]}
 */
void assay_run_page_for(const struct assay_page_writer *writer,
                        const struct assay_report_input *input, struct assay_arena *arena,
                        struct assay_page *page);

/*
 * Writes the page for a format, and its figures into input->directory where the format has files beside it, which
 * is made if need be.
 *
 * Errors: as of the writer; ASSAY_EIO for a directory that cannot be made.
 */
ASSAY_MUST_USE
enum assay_code assay_run_page_write(const struct assay_page_writer *writer,
                                     const struct assay_report_input *input,
                                     struct assay_buf *out, struct assay_error *err);

/* Adds what a run was made from: the command that measures it again, run.json leaf by leaf. */
void assay_run_provenance(struct assay_page *page, const struct assay_report_run *run);

#endif
