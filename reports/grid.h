/*
 * grid.h - a table of text cells, written as a terminal or Markdown wants it.
 *
 * How it looks is decided here: what a report says is put into tables of pages (page.h), and
 * becomes grids on its way to text (page_grid.h). Cells hold text as it is in the data; escaping is
 * the writers' work.
 */
#ifndef ASSAY_REPORTS_GRID_H
#define ASSAY_REPORTS_GRID_H

#include "harness/core/arena.h"
#include "harness/core/buf.h"
#include "harness/core/str.h"
#include "reports/tone.h"

#include <stdbool.h>
#include <stddef.h>

struct assay_grid_column {
    const char *header;    /* plain text; "" for none */
    struct assay_str name; /* header from data, used where header is NULL */
    bool number;           /* set flush right */
    enum assay_tone tone;  /* of its cells */
    unsigned drop; /* 0: stays; else columns leave a narrow terminal, highest first */
};

struct assay_grid_row {
    struct assay_str *cell; /* (columns,) empty views at first */
    enum assay_tone *tone;  /* (columns,) PLAIN: that of the column; NULL: all are */
    struct assay_str *href; /* (columns,) where Markdown links to; NULL: nowhere */
    bool apart;             /* a line above: totals */
    bool strong;            /* all of it */
    bool warn;              /* its first column asks for attention */
};

struct assay_grid {
    struct assay_str caption; /* for browsers; may be empty */
    struct assay_grid_column *column;
    size_t columns;
    struct assay_grid_row *row;
    size_t rows, capacity;
    struct assay_arena *arena;
};

/* An empty grid for at most capacity rows, in arena; columns are the caller's to fill in. */
void assay_grid_init(struct assay_grid *grid, struct assay_arena *arena, size_t columns,
                     size_t capacity);

/* The next row, empty. */
struct assay_grid_row *assay_grid_add(struct assay_grid *grid);

struct assay_str assay_grid_header(const struct assay_grid *grid, size_t column);

/* How a terminal wants its text. */
struct assay_grid_look {
    bool colour; /* escape sequences allowed */
    bool ascii;
    size_t width; /* columns; 0: unlimited */
};

/*
 * Aligned text. Where it does not fit the width, columns leave by their drop number, then the
 * first column is cut; numbers are never cut.
 */
void assay_grid_text(const struct assay_grid *grid, const struct assay_grid_look *look,
                     struct assay_buf *out);

/* Text from data or from us in a tone, escaped. */
void assay_grid_paint(struct assay_str text, enum assay_tone tone,
                      const struct assay_grid_look *look, struct assay_buf *out);

void assay_grid_markdown(const struct assay_grid *grid, struct assay_buf *out);

#endif
