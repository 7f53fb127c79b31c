/*
 * distance.h - what the modes of assay distance share: options, and how one is chosen.
 *
 * A mode is a file distance_NAME.c and a line in distance_modes.def. The first in that order which takes the operands
 * runs: stored runs are directories, worlds files, an experiment is named by its word.
 */
#ifndef ASSAY_CLI_DISTANCE_H
#define ASSAY_CLI_DISTANCE_H

#include "harness/cli/figure_files.h"
#include "harness/core/error.h"
#include "harness/core/option.h"

/* Options of all modes. One that has no meaning in a mode is refused there. */
struct assay_distance_words {
    const char *data_dir, *suite, *output;
    struct assay_option_list sections, starc, quotient, rewards, policies, columns;
    struct assay_option_list absorbing;
    unsigned metric, normalise, weigh, format;
    unsigned solver, products, coverage;
    bool no_regret, no_gold, json, reachable, epic, sweeps;
    const char *blend;
    double level, gamma, ridge;
    size_t replicates, jobs, means;
    uint64_t seed;
    struct assay_figure_words figures;
};

/* A command line on its way. */
struct assay_distance_call {
    const struct assay_distance_words *words;
    const struct assay_words *operands;
    struct assay_node config;      /* options in effect, for run.json */
    const char *started;           /* clock.h */
    struct assay_figure_wish wish; /* --figures, which --output was given with */
    size_t jobs;                   /* threads, at least 1 */
    struct assay_arena *arena;
};

/* jobs, format, json, output, figures, size and data-dir mean the same in all modes. */
struct assay_distance_mode {
    const char *what; /* operands, in words, for the message where no mode takes them */
    const char *const *options; /* its own, NULL-terminated: any other one is refused */
    bool (*takes)(const struct assay_distance_call
                      *call); /* operands may be none, where there is --suite */
    ASSAY_MUST_USE enum assay_code (*run)(const struct assay_distance_call *call,
                                          struct assay_error *err);
};

#define MODE(symbol) extern const struct assay_distance_mode symbol;
#include "harness/cli/distance_modes.def"
#undef MODE

#endif
