/*
 * log.h - what a person is told while work is under way: notes and one line of progress.
 *
 * All of it goes to stderr, so that stdout carries results only. On a terminal the progress
 * line is rewritten in place, elsewhere a plain line comes after half a second and then every ten. One thread at a time.
 * Results never depend on a log, and its errors are nobody's: a closed stderr stops nothing.
 */
#ifndef ASSAY_CORE_LOG_H
#define ASSAY_CORE_LOG_H

#include "harness/core/attr.h"
#include "harness/core/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct assay_log {
    FILE *out;      /* stderr, or a test's file */
    bool quiet;     /* neither notes nor progress */
    bool progress;  /* false: --no-progress */
    bool terminal;  /* rewrite the line */
    bool open;      /* a progress line stands on the terminal */
    double told;    /* when the last one was written, seconds */
    double began;   /* when the first one was asked for; < 0: none yet */
    size_t done;    /* as it was then told, */
    double changed; /* and when it last became more */
};

/* How far something has got. Another thing has a line of its own: set the log's began to -1. */
struct assay_progress {
    const char *what;   /* "judgebench"; control characters are shown as '?' */
    size_t done, total; /* total 0: not known yet */
    size_t at_start;    /* part of done that was there before: counts for no rate */
    bool bytes;         /* what is counted, and is told in MB */
    const char *more;   /* told behind it: what else is under way; may be NULL */
    double now;         /* seconds of a clock that never goes back */
};

/* A log on stderr; finds out whether that is a terminal. ASSAY_NO_PROGRESS in the environment: no progress. */
struct assay_log assay_log_stderr(bool quiet, bool progress);

/* A line of its own, unless quiet. The text has no newline; control characters become '?'. */
ASSAY_PRINTF(2, 3)
void assay_log_note(struct assay_log *log, const char *fmt, ...);

/*
 * Shows progress; cheap to call for every item: most calls write nothing. The rate is of the time up to
 * the last item done, not up to now: answers that come sixteen at a time would else look slow just
 * before the next sixteen. What stands still for longer than it worked gets slower all the same.
 */
void assay_log_progress(struct assay_log *log, const struct assay_progress *progress);

/* Takes the progress line away, for whatever is written next. */
void assay_log_clear(struct assay_log *log);

/*
 * The line itself: "judgebench 120/350 34 % 61.2/s, 0:04 left", "hhh 1.2/5.0 MB 24 % 0.6 MB/s ...", "opening the
 * model" where nothing is counted.
 *
 *   seconds  since the first call; rate and time left are told once they mean something
 *   stands   since the last item was done: the next ones are under way, and what is left is that much less
 */
void assay_log_line(const struct assay_progress *progress, double seconds, double stands,
                    struct assay_buf *out);

#endif
