/*
 * error.h - how a function says that it failed, and why.
 *
 * A function that can fail returns an enum assay_code (0 is success) and takes, as its
 * last parameter, a struct assay_error that it fills in when it fails. The struct is
 * plain storage on the caller's stack: no allocation, no global, nothing to release.
 * After a failure the output parameters hold nothing to rely on.
 */
#ifndef ASSAY_CORE_ERROR_H
#define ASSAY_CORE_ERROR_H

#include "harness/core/attr.h"

#include <stddef.h>

/* Codes are for the program, which branches on them; the text is for the reader. */
enum assay_code {
    ASSAY_OK = 0,
    ASSAY_EUSAGE,    /* asked for something that does not exist or cannot be combined */
    ASSAY_EIO,       /* the system refused: a file, a pipe, a child process */
    ASSAY_EDATA,     /* input is malformed, or larger than a stated limit */
    ASSAY_EDOMAIN,   /* the quantity asked for is undefined for this input */
    ASSAY_EMODEL,    /* the model behind an adapter failed to answer */
    ASSAY_ECOVERAGE, /* too few items were answered to say anything */
    ASSAY_EGATE,     /* a threshold that the user set was missed */
    ASSAY_EINTERRUPTED, /* a signal asked to stop; what was answered is journalled */
};

struct assay_error {
    enum assay_code code;
    char text[1024]; /* one line, no trailing newline or full stop; cut, never overrun */
    int status; /* of the program, where the user said another one than that of code; else 0 */
};

/*
 * Records a failure and returns its code, so that failing is one statement:
 *
 *     return assay_fail(err, ASSAY_EDATA, "%s:%zu: no \"chosen\" field", path, line);
 *
 * Say what is wrong and where; do not say "error" or "failed". A caller that passes an
 * error upward leaves it as it is. Control characters that came with data are shown as
 * '?', so that a message is one line and cannot drive a terminal.
 */
ASSAY_PRINTF(3, 4)
enum assay_code assay_fail(struct assay_error *err, enum assay_code code, const char *fmt,
                           ...);

/* Where a fault of data is. */
struct assay_spot {
    const char *path;
    size_t line; /* from 1; 0 where the layout cannot tell lines: then the record does */
    size_t row;  /* of the record, from 0 */
};

/* As assay_fail, ASSAY_EDATA, with "path:line: " or "path: record N: " in front. */
ASSAY_PRINTF(3, 4)
enum assay_code assay_fail_at(struct assay_error *err, struct assay_spot spot,
                              const char *fmt, ...);

/* The exit status of the program for a code, 0 to 7 (man assay, EXIT STATUS). */
int assay_exit_status(enum assay_code code);

#endif
