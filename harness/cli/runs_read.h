/* runs_read.h - the stored runs that a command line names. */
#ifndef ASSAY_CLI_RUNS_READ_H
#define ASSAY_CLI_RUNS_READ_H

#include "harness/core/option.h"
#include "harness/run/board.h"
#include "reports/grid.h"

/* How tables are written: choices of an option. */
enum assay_runs_format {
    ASSAY_RUNS_TABLE,
    ASSAY_RUNS_MARKDOWN
};
extern const char *const assay_runs_formats[]; /* "table", "markdown", NULL */

void assay_runs_grid(const struct assay_grid *grid, unsigned format,
                     struct assay_buf *out);

/* The runs as a board. Errors: those of assay_stored_read and assay_board_make. */
ASSAY_MUST_USE
enum assay_code assay_runs_read(const struct assay_words *directories,
                                struct assay_arena *arena, struct assay_board *out,
                                struct assay_error *err);

/* Prints a document as JSON. Errors: ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_runs_print_json(const struct assay_node *document,
                                      struct assay_error *err);

/* A figure as in result.json: {"value", "bootstrap", "why"}. */
struct assay_node assay_runs_figure(const struct assay_figure *figure,
                                    struct assay_arena *arena);

/* "0.5000 [0.1000, 0.9000]", or "undefined: WHY"; unit as in number.h. */
struct assay_str assay_runs_text(const struct assay_figure *figure, struct assay_str unit,
                                 struct assay_arena *arena);

#endif
