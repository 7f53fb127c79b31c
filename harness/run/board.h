/*
 * board.h - stored runs as a table of models and suites.
 *
 * Two results stand in one column if they were measured on the same: suite, part, version of the
 * description, its options, the data (by digest) and how many items were asked. Of them a model may
 * have answered a part, which its value is then of.
 */
#ifndef ASSAY_RUN_BOARD_H
#define ASSAY_RUN_BOARD_H

#include "harness/run/store.h"

#include <stdbool.h>

enum {
    ASSAY_BOARD_RESULTS_MAX = 4096 /* over all runs */
};

/* A result and the run that it is of; both NULL where the model lacks the suite. */
struct assay_board_cell {
    const struct assay_stored *stored;
    const struct assay_result *result;
};

struct assay_board_column {
    struct assay_str name; /* SUITE[:PART], and #2, #3, ... where columns share it */
    struct assay_str says; /* what tells it from such a column; else empty */
    struct assay_str key;  /* all that must be the same */
    size_t models;         /* that have it */
    bool
        mixed; /* what values lack of the benchmark (missing) is not the same for all models */
};

struct assay_board {
    struct assay_str *model; /* (models,) labels, in the order given */
    size_t models;
    struct assay_board_column *column; /* (columns,) in order of first sight */
    size_t columns;
    struct assay_board_cell *cell; /* (columns, models) row-major */
};

/* What makes a result comparable to others of its suite and part, in words: version of the description, options,
   limit, data by digest. */
struct assay_str assay_board_says(const struct assay_stored *stored,
                                  const struct assay_result *result,
                                  struct assay_arena *arena);

/*
 * Errors: ASSAY_EUSAGE for runs that are not over, more than ASSAY_BOARD_RESULTS_MAX results, and two
 * results of one label in one column (name them with `assay run --label`).
 */
ASSAY_MUST_USE
enum assay_code assay_board_make(const struct assay_stored *stored, size_t n,
                                 struct assay_arena *arena, struct assay_board *out,
                                 struct assay_error *err);

/* True of a file that items were read from where it is the model's own: then it is no sign of the suite. */
bool assay_board_is_models(const struct assay_node *plan, const struct assay_node *suite,
                           struct assay_str path);

static inline const struct assay_board_cell *assay_board_cell(
    const struct assay_board *board, size_t column, size_t model)
{
    return &board->cell[column * board->models + model];
}

#endif
