/* run_session.h - one `assay run` under way, once it is settled what is asked for. */
#ifndef ASSAY_CLI_RUN_SESSION_H
#define ASSAY_CLI_RUN_SESSION_H

#include "harness/cli/results_print.h"
#include "harness/cli/waiting.h"
#include "harness/core/log.h"
#include "harness/run/run.h"

/* What is told, and how: the options of commands that work on runs. */
struct assay_telling {
    bool json, quiet, no_progress;
    unsigned colour;
};

/* Their rows in an option table; at is where the struct lies in the command's own. */
/* clang-format off */
#define ASSAY_QUIET_OPTIONS(at)                                                          \
    {.name = "quiet",                                                                    \
     .help = "no progress and no notes on standard error",                               \
     .type = ASSAY_OPTION_FLAG,                                                          \
     .offset = (at) + offsetof(struct assay_telling, quiet)},                            \
    {.name = "no-progress",                                                              \
     .help = "no progress on standard error",                                            \
     .type = ASSAY_OPTION_FLAG,                                                          \
     .offset = (at) + offsetof(struct assay_telling, no_progress)}
#define ASSAY_TELLING_OPTIONS(at)                                                        \
    {.name = "json",                                                                     \
     .help = "print all of the results as JSON",                                         \
     .type = ASSAY_OPTION_FLAG,                                                          \
     .offset = (at) + offsetof(struct assay_telling, json)},                             \
    ASSAY_QUIET_OPTIONS(at),                                                             \
    {.name = "color",                                                                    \
     .help = "colour in tables",                                                         \
     .type = ASSAY_OPTION_CHOICE,                                                        \
     .offset = (at) + offsetof(struct assay_telling, colour),                            \
     .initial = "auto",                                                                  \
     .choices = assay_colour_names}
/* clang-format on */

/* Zero bytes, and then what the caller settles; release the arena. */
struct assay_session {
    struct assay_arena arena;
    struct assay_run_setting setting; /* without .stop, .watch, .begin, .leave, .self */
    struct assay_log log;
    struct assay_telling telling;
    double min_coverage; /* of every suite, else ASSAY_ECOVERAGE */
    bool timings;
    size_t budget; /* tokens that servers may count; 0: no limit */

    /* its own */
    struct assay_spending spending;
    struct assay_waiting waiting; /* .what: the suite that is scored */
    size_t at_start;              /* of its items, answered before */
    bool started;
};

/* Settles what is told, and the log. */
void assay_session_tell(struct assay_session *session,
                        const struct assay_telling *telling);

/* Runs, prints the results and tells where they are. Errors: those of assay_run_execute. */
ASSAY_MUST_USE
enum assay_code assay_session_execute(struct assay_session *session,
                                      struct assay_error *err);

/* Prints the results of a run that was over before. Errors: ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_session_print_stored(struct assay_session *session,
                                           const struct assay_stored *stored,
                                           struct assay_error *err);

/* Prints what would be asked; asks and writes nothing. Errors: those of plan.h and survey.h. */
ASSAY_MUST_USE
enum assay_code assay_session_rehearse(struct assay_session *session,
                                       struct assay_error *err);

#endif
