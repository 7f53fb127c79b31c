/*
 * page_grid.h - cells as texts for eyes: what plain text and Markdown set, and HTML in part.
 */
#ifndef ASSAY_REPORTS_PAGE_GRID_H
#define ASSAY_REPORTS_PAGE_GRID_H

#include "reports/grid.h"
#include "reports/page.h"

/*
 * What a cell says, without its interval and marks: "56.49", "+2.71", "3/7", "< 0.001"; an en dash
 * for what is undefined; the last number of a trend. In arena, or borrowed.
 */
struct assay_str assay_cell_say(struct assay_arena *arena, const struct assay_cell *cell);

/* "48.70 – 64.29"; empty where there is no interval. */
struct assay_str assay_cell_say_interval(struct assay_arena *arena,
                                         const struct assay_cell *cell);

/* "", "*", "**" or "***". */
const char *assay_cell_say_marks(const struct assay_cell *cell);

/* A headline or fact in one line: "56.49 % (48.70 – 64.29)". */
struct assay_str assay_cell_say_whole(struct assay_arena *arena,
                                      const struct assay_cell *cell);

/* True if intervals of a column stand in one of their own: it has a header for them and they are. */
bool assay_column_has_interval(const struct assay_page_table *table, size_t column);

/* True if any cell of the table has marks of significance. */
bool assay_table_has_marks(const struct assay_page_table *table);

/*
 * "n = 350 pairs. Intervals: 95 %, bootstrap. Data: JudgeBench 1.0. * p < 0.05", what there is of it:
 * what stands under a table that stands alone. In arena.
 */
struct assay_str assay_table_basis(struct assay_arena *arena,
                                   const struct assay_page_table *table);

/* True if a table has rows and stands no deeper. */
bool assay_block_shows(const struct assay_block *block, enum assay_depth deepest);

/* What a column is called where no header stands above several: "margin B", its group and its header. */
struct assay_str assay_column_name(struct assay_arena *arena,
                                   const struct assay_column *column);

/* The table as texts, intervals in columns of their own. */
struct assay_page_grid_wish {
    bool ascii;   /* a trend is its last number */
    size_t items; /* rows of a table of items at most; 0: all */
};
void assay_page_grid(const struct assay_page_table *table,
                     struct assay_page_grid_wish wish, struct assay_arena *arena,
                     struct assay_grid *grid);

/* "and 980 more"; empty where the grid has all rows. */
struct assay_str assay_page_grid_rest(const struct assay_page_table *table,
                                      const struct assay_grid *grid);

/* The block that facts stand behind: the first table that is no deeper, else the last headline, else
   NULL. */
const struct assay_block *assay_part_lead(const struct assay_page_part *part,
                                          enum assay_depth deepest);

/* True if the section has a fact or block, other than figures, that stands no deeper. */
bool assay_part_shows(const struct assay_page_part *part, enum assay_depth deepest);

#endif
