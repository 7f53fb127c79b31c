/* run_settle.h - what is asked for, from the options of `assay run`, or from those that a run stored. */
#ifndef ASSAY_CLI_RUN_SETTLE_H
#define ASSAY_CLI_RUN_SETTLE_H

#include "harness/cli/run_session.h"

/* Of commands whose work can be divided: two texts, at these offsets. */
#define ASSAY_SHARD_OPTIONS(shard_offset, publish_offset)                                \
    {.name = "shard",                                                                    \
     .help = "ask the I-th of N parts; auto: as the variables of an array job say",      \
     .type = ASSAY_OPTION_TEXT,                                                          \
     .offset = (shard_offset),                                                           \
     .value = "I/N",                                                                     \
     .optional = true,                                                                   \
     .later = true},                                                                     \
    {                                                                                    \
        .name = "publish", .help = "once it is complete, move the run here, whole",      \
        .type = ASSAY_OPTION_TEXT, .offset = (publish_offset), .value = "DIR",           \
        .optional = true, .later = true                                                  \
    }

/* Of commands that ask servers: a size_t at this offset. */
#define ASSAY_BUDGET_OPTION(budget_offset)                                               \
    {                                                                                    \
        .name = "budget-tokens",                                                         \
        .help = "ask no more once servers counted so many tokens, read and written; 0: " \
                "no limit",                                                              \
        .type = ASSAY_OPTION_SIZE, .offset = (budget_offset), .initial = "0", .hi = 1e15 \
    }

/*
 * Settles a session from the options that a stored run of `assay run` keeps; those that say where it
 * goes are left to the caller.
 *
 * Errors: ASSAY_EUSAGE where no run is there; ASSAY_EDATA; those of a command line.
 */
ASSAY_MUST_USE
enum assay_code assay_run_settle_stored(const char *directory,
                                        struct assay_session *session,
                                        struct assay_error *err);

/* The same for `assay sample`. */
ASSAY_MUST_USE
enum assay_code assay_sample_settle_stored(const char *directory,
                                           struct assay_session *session,
                                           struct assay_error *err);

/*
 * Settles the shard that word names (shard.h), and makes word what it is (I/N), as it is kept: a run that
 * goes on may do so elsewhere. NULL: none.
 *
 * Errors: ASSAY_EUSAGE.
 */
ASSAY_MUST_USE
enum assay_code assay_shard_settle(const char **word, struct assay_session *session,
                                   struct assay_error *err);

#endif
