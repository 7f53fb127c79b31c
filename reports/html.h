/*
 * html.h - pieces of the page that report_html.c puts together.
 *
 * The page is one file: its style and its figures are inside, it needs no network and no
 * script, reads in light and dark, prints, and is heard well (captions, scopes, titles).
 */
#ifndef ASSAY_REPORTS_HTML_H
#define ASSAY_REPORTS_HTML_H

#include "harness/core/arena.h"
#include "reports/grid.h"
#include "reports/group.h"

/* A page being written. */
struct assay_html {
    struct assay_buf *out;
    struct assay_arena *arena;
    const char *directory;
};

/* From <!doctype> to <main>; from </main> to the end. */
void assay_html_begin(struct assay_html *page, struct assay_str title);
void assay_html_end(struct assay_html *page);

/* <TAG CLASS>text</TAG>, escaped; class may be NULL; nothing where text is empty. */
void assay_html_put(struct assay_html *page, const char *tag, const char *class_name,
                    struct assay_str text);

/* <dt>key</dt><dd>text</dd>; nothing where text is empty. */
void assay_html_fact(struct assay_html *page, const char *key, struct assay_str text);

/* The grid, if it has rows; folded behind its caption where folded is true. */
void assay_html_grid(struct assay_html *page, const struct assay_grid *grid, bool folded);

/* The figures of a group: sections, then series (figures.h). */
ASSAY_MUST_USE
enum assay_code assay_html_figures(struct assay_html *page,
                                   const struct assay_group *group,
                                   struct assay_error *err);

/* The most confidently wrong items of a run, with excerpts where the run has them. */
void assay_html_notable(struct assay_html *page, const struct assay_report_run *run);

/* What a run was made from: run.json, and how to make it again. */
void assay_html_provenance(struct assay_html *page, const struct assay_report_run *run);

/* The day a run was made, as its run.json says; empty where it does not. */
struct assay_str assay_html_date(const struct assay_report_run *run);

#endif
