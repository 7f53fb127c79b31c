/* measuring.h - options that commands which measure have in common, said once. */
#ifndef ASSAY_CLI_MEASURING_H
#define ASSAY_CLI_MEASURING_H

#include "harness/cli/runs_read.h"
#include "harness/core/option.h"
#include "harness/core/parallel.h"

/* clang-format off */
/* at: the offset of a uint64_t. */
#define ASSAY_SEED_OPTION(at)                                                            \
    {.name = "seed",                                                                     \
     .help = "seed of every random choice",                                              \
     .type = ASSAY_OPTION_SEED,                                                          \
     .offset = (at),                                                                     \
     .initial = "0"}

/* at: the offset of a double. */
#define ASSAY_LEVEL_OPTION(at)                                                           \
    {.name = "level",                                                                    \
     .help = "level of the intervals",                                                   \
     .type = ASSAY_OPTION_DOUBLE,                                                        \
     .offset = (at),                                                                     \
     .initial = "0.95",                                                                  \
     .lo = 0.5,                                                                          \
     .hi = 0.9999}

/* Threads of what is worked out here, not of a model; at: the offset of a size_t. */
#define ASSAY_THREADS_OPTION(at)                                                         \
    {.name = "jobs",                                                                     \
     .help = "threads; 0: one a processor. The outcome is the same",                     \
     .type = ASSAY_OPTION_SIZE,                                                          \
     .offset = (at),                                                                     \
     .initial = "0",                                                                     \
     .lo = 0,                                                                            \
     .hi = ASSAY_PARALLEL_JOBS_MAX,                                                      \
     .value = "N"}

/* --format and --json; the offsets of an unsigned and of a bool. */
#define ASSAY_TABLES_OPTIONS(format_at, json_at)                                         \
    {.name = "format",                                                                   \
     .help = "how tables are written",                                                   \
     .type = ASSAY_OPTION_CHOICE,                                                        \
     .offset = (format_at),                                                              \
     .initial = "table",                                                                 \
     .choices = assay_runs_formats},                                                     \
    {.name = "json",                                                                     \
     .help = "print all of it as JSON",                                                  \
     .type = ASSAY_OPTION_FLAG,                                                          \
     .offset = (json_at)}
/* clang-format on */

#endif
