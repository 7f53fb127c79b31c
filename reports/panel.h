/*
 * panel.h - what a report shows of a result, as tables of a page (page.h) and as sentences.
 *
 * Tables are added to the section under way, and stay without rows where there is nothing to show.
 */
#ifndef ASSAY_REPORTS_PANEL_H
#define ASSAY_REPORTS_PANEL_H

#include "reports/group.h"
#include "reports/page.h"

/* Sections and overall: n, value, intervals; ties, unanswered and best null where there are any. A
   row has passed if its items were all answered and its value is defined. */
struct assay_page_table *assay_panel_sections(struct assay_page *page,
                                              const struct assay_result *result);

/* The same for subsets finer than sections. */
struct assay_page_table *assay_panel_subsets(struct assay_page *page,
                                             const struct assay_result *result);

/* Values of sections and overall under each tie rule. */
struct assay_page_table *assay_panel_rules(struct assay_page *page,
                                           const struct assay_result *result);

/* Items by final state, with the bounds that unanswered items leave open. */
struct assay_page_table *assay_panel_coverage(struct assay_page *page,
                                              const struct assay_result *result);

/* The model and every null baseline: overall and sections. */
struct assay_page_table *assay_panel_nulls(struct assay_page *page,
                                           const struct assay_result *result);

/* Further official numbers. */
struct assay_page_table *assay_panel_measures(struct assay_page *page,
                                              const struct assay_result *result);

/*
 * Runs of one suite side by side: sections down, models across with their intervals; of two
 * models also the difference (second minus first). More than wide models: models down,
 * sections across, values only.
 */
struct assay_page_table *assay_panel_compare(struct assay_page *page,
                                             const struct assay_group *group,
                                             size_t wide);

/* Overall values of all runs of all groups, one a line. */
struct assay_page_table *assay_panel_overview(struct assay_page *page,
                                              const struct assay_group *groups,
                                              size_t count);

/* Everything in one table, a row a run and section, for data frames. */
struct assay_page_table *assay_panel_rows(struct assay_page *page,
                                          const struct assay_report_input *input);

/* Items without an answer. */
size_t assay_panel_unanswered(const struct assay_section *section);

/* The null baseline that does best in a section (section_count: overall); NULL if none. */
const struct assay_null *assay_panel_best_null(const struct assay_result *result,
                                               size_t section,
                                               struct assay_figure *value);

/* "95 % interval" */
struct assay_str assay_panel_level(const struct assay_result *result,
                                   struct assay_arena *arena);

/* "judgebench:gpt-4o, version 1.0, kind pairs" */
struct assay_str assay_panel_suite_line(const struct assay_result *result,
                                        struct assay_arena *arena);

/* "loss 59.43 · half 59.43 · 1/k 59.43 · dropped 59.43"; empty where nothing is known. */
struct assay_str assay_panel_rule_line(const struct assay_result *result,
                                       struct assay_arena *arena);

/* "350 of 350 items answered", or with states and bounds. */
struct assay_str assay_panel_coverage_line(const struct assay_result *result,
                                           struct assay_arena *arena);

/* How intervals were made, in words; empty where there are none. */
struct assay_str assay_panel_interval_line(const struct assay_result *result,
                                           struct assay_arena *arena);

#endif
