/* history_filter.h - which runs and results of a history are meant. */
#ifndef ASSAY_RUN_HISTORY_FILTER_H
#define ASSAY_RUN_HISTORY_FILTER_H

#include "harness/core/clock.h"
#include "harness/core/option.h"
#include "harness/run/history.h"

/*
 * Patterns are those of file names in a shell (fnmatch): any one of a list is enough, and none is all.
 *
 *   label   of the model, "ckpt-*"
 *   model   ADAPTER:TARGET
 *   suite   "rewardbench", "judgebench:gpt", "rm*"; SUITE alone means all of its parts
 *   status  of the run, a word
 */
struct assay_history_filter {
    const struct assay_option_list *label, *model, *suite; /* NULL: all */
    const char *status;                                    /* NULL: all */
    char since[ASSAY_CLOCK_TEXT]; /* runs started before it are not meant; "": all are */
};

/*
 * A date ("2026-11-01", "2026-11-01T06:00:00Z") or how long ago ("12h", "7d", "2w").
 *
 *   now  UTC (clock.h)
 *   out  as a text of that clock
 *
 * Errors: ASSAY_EUSAGE.
 */
ASSAY_MUST_USE
enum assay_code assay_history_since(const char *text, const char *now,
                                    char out[ASSAY_CLOCK_TEXT], struct assay_error *err);

/* Seconds from 1970 of a text of that clock; below 0 where it is none. */
double assay_history_seconds(struct assay_str time);

/* True for a run that is meant, whatever suites it has results of. */
bool assay_history_wants_run(const struct assay_history_filter *filter,
                             const struct assay_history_run *run);

bool assay_history_wants_result(const struct assay_history_filter *filter,
                                const struct assay_history_result *result);

/* True where one of the suites that were asked for is meant, of a run without results. */
bool assay_history_wants_asked(const struct assay_history_filter *filter,
                               const struct assay_history_run *run);

/* True if text is like one of the patterns, or there is none. */
bool assay_history_is_like(const struct assay_option_list *patterns,
                           struct assay_str text);

#endif
