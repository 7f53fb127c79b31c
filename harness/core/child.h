/*
 * child.h - a program of the user's that is talked to over its standard input and output.
 *
 * It runs in a process group of its own, so that an interruption at the terminal reaches assay alone,
 * which ends it when it is done, and so that what it started is ended with it, however it ended.
 */
#ifndef ASSAY_CORE_CHILD_H
#define ASSAY_CORE_CHILD_H

#include "harness/core/attr.h"
#include "harness/core/buf.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    ASSAY_CHILD_TAIL = 400 /* bytes of its standard error that messages show */
};

/* Limits of the system's on the program; 0: none. */
struct assay_child_limits {
    uint64_t memory; /* bytes of address space */
    uint64_t cpu;    /* seconds of processor time */
};

/* Zero bytes are one that does not run. */
struct assay_child {
    pid_t pid;   /* > 0 while it runs */
    int in, out; /* to its standard input, from its standard output; not blocking */
    int err;     /* a file that holds its standard error */
};

/*
 * Starts a command line by /bin/sh.
 *
 *   log  its standard error is appended there; NULL: to a file that goes away with it, under
 *        TMPDIR or /tmp
 *
 * Errors: ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_child_start(struct assay_child *child, const char *command,
                                  const struct assay_child_limits *limits,
                                  const char *log, struct assay_error *err);

/*
 * Appends how it ended, and the end of what it wrote to its standard error: "ended with status 1:
 * ValueError: ..."; "does not end" where it still runs a second later. One line.
 */
void assay_child_tell(struct assay_child *child, struct assay_buf *out);

/* Closes its input: a program that reads lines ends. */
void assay_child_hush(struct assay_child *child);

/* Closes its input, waits up to so many seconds for it to end by itself, then kills its group. */
void assay_child_stop(struct assay_child *child, double seconds);

/*
 * Kills all that this process started and that still runs, with its groups, on Linux. The count of those
 * that were there.
 */
size_t assay_child_kill_all(void);

/*
 * The same for a process that ends at once with threads at work, of which one may hold a child: a thread
 * that would start another in place of one that was killed waits for the end.
 */
void assay_child_kill_last(void);

#endif
