/*
 * panel.h - what every format shows of a result, as grids.
 *
 * A panel that has nothing to show has no rows. Grids and their texts are in arena, or
 * borrowed from the result.
 */
#ifndef ASSAY_REPORTS_PANEL_H
#define ASSAY_REPORTS_PANEL_H

#include "reports/grid.h"
#include "reports/group.h"

/* Sections and overall: n, value, intervals; ties, unanswered and best null where there
   are any. */
void assay_panel_sections(const struct assay_result *result, struct assay_arena *arena,
                          struct assay_grid *grid);

/* The same for subsets finer than sections. */
void assay_panel_subsets(const struct assay_result *result, struct assay_arena *arena,
                         struct assay_grid *grid);

/* Values of sections and overall under each tie rule. */
void assay_panel_rules(const struct assay_result *result, struct assay_arena *arena,
                       struct assay_grid *grid);

/* Items by final state, with the bounds that unanswered items leave open. */
void assay_panel_coverage(const struct assay_result *result, struct assay_arena *arena,
                          struct assay_grid *grid);

/* The model and every null baseline: overall and sections. */
void assay_panel_nulls(const struct assay_result *result, struct assay_arena *arena,
                       struct assay_grid *grid);

/* Further official numbers. */
void assay_panel_measures(const struct assay_result *result, struct assay_arena *arena,
                          struct assay_grid *grid);

/*
 * Runs of one suite side by side: sections down, models across with their intervals; of two
 * models also the difference (second minus first). More than wide models: models down,
 * sections across, values only.
 */
void assay_panel_compare(const struct assay_group *group, size_t wide,
                         struct assay_arena *arena, struct assay_grid *grid);

/* Overall values of all runs of all groups, one a line. */
void assay_panel_overview(const struct assay_group *groups, size_t count,
                          struct assay_arena *arena, struct assay_grid *grid);

/* Items without an answer. */
size_t assay_panel_unanswered(const struct assay_section *section);

/* The null baseline that does best in a section (section_count: overall); NULL if none. */
const struct assay_null *assay_panel_best_null(const struct assay_result *result,
                                               size_t section,
                                               struct assay_figure *value);

/* "loss 59.43 · half 59.43 · 1/k 59.43 · dropped 59.43"; empty where nothing is known. */
struct assay_str assay_panel_rule_line(const struct assay_result *result,
                                       struct assay_arena *arena);

/* "without math, code and 3 more", of a value that is partial; empty of a whole one. */
struct assay_str assay_panel_missing_line(const struct assay_result *result,
                                          struct assay_arena *arena);

/* "350 of 350 items answered", or with states and bounds. */
struct assay_str assay_panel_coverage_line(const struct assay_result *result,
                                           struct assay_arena *arena);

/* How intervals were made, in words; empty where there are none. */
struct assay_str assay_panel_interval_line(const struct assay_result *result,
                                           struct assay_arena *arena);

#endif
