/* run_session.h - one `assay run` under way, once it is settled what is asked for. */
#ifndef ASSAY_CLI_RUN_SESSION_H
#define ASSAY_CLI_RUN_SESSION_H

#include "harness/cli/results_print.h"
#include "harness/core/log.h"
#include "harness/run/run.h"

/* Zero bytes, and then what the caller settles; release the arena. */
struct assay_session {
    struct assay_arena arena;
    struct assay_run_setting setting; /* without .stop, .watch, .begin, .leave, .self */
    struct assay_log log;
    double min_coverage; /* of every suite, else ASSAY_ECOVERAGE */
    bool json, timings;
    enum assay_colour colour;

    /* its own */
    const char *suite; /* being scored */
    size_t at_start;   /* of its items, answered before */
    bool started;
};

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
