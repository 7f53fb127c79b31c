/* signal_board_parts.h - what reading a log for all signals and measuring them share. */
#ifndef ASSAY_RUN_SIGNAL_BOARD_PARTS_H
#define ASSAY_RUN_SIGNAL_BOARD_PARTS_H

#include "harness/core/names.h"
#include "harness/run/signal_board.h"

/* What the log says is right, response by response, and how responses are grouped. */
struct signal_truth {
    double *correct, *gold; /* (responses,) NaN where it is not said */
    size_t *first;          /* (groups + 1,) */
    uint32_t *prompt;       /* (groups,) number of the group's id */
    struct assay_names prompts;
    size_t responses, groups, room, group_room;
    bool scored;
};

void assay_signal_truth_release(struct signal_truth *truth);

/* Reads truth and all values; lines are in the order of the tables. */
ASSAY_MUST_USE
enum assay_code assay_signal_board_read(const struct assay_signal_board_how *how,
                                        struct assay_arena *arena,
                                        struct signal_truth *truth,
                                        struct assay_signal_board *out,
                                        struct assay_error *err);

/* Fills the figures of a line. */
ASSAY_MUST_USE
enum assay_code assay_signal_line_measure(const struct assay_signal_board_how *how,
                                          const struct signal_truth *truth,
                                          struct assay_signal_line *line,
                                          struct assay_arena *arena,
                                          struct assay_error *err);

/* d_J of two lines; NaN where there is none. */
ASSAY_MUST_USE
enum assay_code assay_signal_lines_distance(const struct signal_truth *truth,
                                            const struct assay_signal_line *a,
                                            const struct assay_signal_line *b,
                                            double *out, struct assay_error *err);

#endif
