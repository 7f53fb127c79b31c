/*
 * signal_board.h - every signal that a rollout log can serve, held against what is right: one line each.
 *
 * Signals are the papers' presets and the computations that are preset by none, with their defaults. Per signal, over the
 * responses that it has a value for, all means over prompts' groups:
 *
 *   accuracy  share of pairs of a right and a wrong response to one prompt that it orders right, a tie 1/2;
 *             groups with such a pair
 *   gain      expected gold of its pick, 1/m of m on top, less the mean gold: best-of-N with all N responses; groups
 *             with two responses or more
 *   tau       Kendall's tau-b with gold; groups where neither is constant
 *   AUC       over all responses at once, right against wrong: whether values mean the same in every prompt
 *
 * Gold is gold.score of a response; where a log has none of it, whether it is correct. Intervals resample prompts
 * (groups with one id), the same ones for every signal; AUC has none.
 *
 * Distances of every two signals are d_J (metrics/bandit_distance.h) over the groups in which both have every response.
 */
#ifndef ASSAY_RUN_SIGNAL_BOARD_H
#define ASSAY_RUN_SIGNAL_BOARD_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_SIGNAL_BOARD_MAX = 256,          /* signals */
    ASSAY_SIGNAL_BOARD_RESPONSES = 1 << 26 /* responses times signals */
};

struct assay_signal_line {
    const char *name, *needs, *parameters;
    unsigned row;          /* of the catalogue; 0: none */
    size_t served, groups; /* responses with a value; groups that accuracy is of */
    size_t
        passes; /* readings by models other than the one that wrote: tracks of log-probabilities, ... */
    bool
        knows; /* it needs what says whether a response is right: a verifier, or an advantage; no judge of itself */
    const char *lacks; /* what most of the others lack; NULL: none lacks anything */
    struct assay_figure accuracy, gain, tau, auc;
    const double *value; /* (responses,) NaN where there is none */
};

struct assay_signal_board {
    struct assay_signal_line
        *line;            /* (count,) the most accurate first, behind them those that know
                                       what is right, those that serve nothing last */
    size_t count, served; /* lines, and of them those with a value */
    size_t responses, groups;
    bool scored; /* gold is gold.score; false: correct */
    double *
        distance; /* (served, served) of lines by number; NaN: no group in common, or a signal that is constant */
};

struct assay_signal_board_how {
    const char *path;
    size_t replicates; /* 0: no intervals */
    uint64_t seed;
    double level;
};

/* Everything in arena. Errors: those of reading; ASSAY_EDATA for a log that says of no response whether it is right. */
ASSAY_MUST_USE
enum assay_code assay_signal_board_make(const struct assay_signal_board_how *how,
                                        struct assay_arena *arena,
                                        struct assay_signal_board *out,
                                        struct assay_error *err);

#endif
