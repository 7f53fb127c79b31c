/*
 * paper_asked.h - what makers of pages for a paper read from entries of its file.
 *
 * A maker is a file paper_of_NAME.c and a line of paper_makers.def.
 */
#ifndef ASSAY_CLI_PAPER_ASKED_H
#define ASSAY_CLI_PAPER_ASKED_H

#include "harness/cli/paper.h"
#include "harness/run/board.h"
#include "harness/run/comparison.h"
#include "metrics/standings.h"

/* The runs of an entry, (entry->runs,). In the paper's arena. */
const struct assay_stored *assay_paper_stored(const struct assay_paper *paper,
                                              const struct assay_paper_entry *entry);

/* How a comparison is made: suite, metrics, alpha, margin, seed, replicates. Errors: ASSAY_EDATA "file:line: what". */
ASSAY_MUST_USE
enum assay_code assay_paper_how(const struct assay_paper *paper,
                                const struct assay_paper_entry *entry,
                                struct assay_comparison_how *how,
                                struct assay_error *err);

/* The runs as a board, of one column where the entry names a suite, and how intervals are drawn: alpha, seed,
   replicates. Errors: ASSAY_EDATA "file:line: what"; those of assay_board_make. */
ASSAY_MUST_USE
enum assay_code assay_paper_board(const struct assay_paper *paper,
                                  const struct assay_paper_entry *entry,
                                  struct assay_board *board,
                                  struct assay_standings_draws *draws,
                                  struct assay_error *err);

#endif
