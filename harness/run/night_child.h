/*
 * night_child.h - a command of this program as a process of its own, so that what ends it ends nothing else.
 */
#ifndef ASSAY_RUN_NIGHT_CHILD_H
#define ASSAY_RUN_NIGHT_CHILD_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/str.h"

#include <stdatomic.h>
#include <stdbool.h>

struct assay_night_ended {
    bool well;            /* exit status 0, or of what is no failure of the model's: 6 */
    bool interrupted;     /* a stop was asked for, and handed on */
    struct assay_str why; /* not well: one line, in arena */
};

/* What is run. */
struct assay_night_order {
    char *const *argv; /* NULL-terminated; argv[0] is "assay" */
    const char *
        log; /* its standard error goes there, which is written anew; its standard output goes nowhere */
    double timeout;         /* seconds until it is ended; 0: none */
    const atomic_int *stop; /* set by a signal (stop.h): the child gets the same one */
};

/*
 * Runs `assay argv...` and waits for it. It is in a process group of its own and ends with this process, however
 * that ends. out->why is the last line of the log, or the signal that ended it, or that the time was over.
 *
 * Errors: ASSAY_EIO, the process cannot be made.
 */
ASSAY_MUST_USE
enum assay_code assay_night_child(const struct assay_night_order *order,
                                  struct assay_arena *arena,
                                  struct assay_night_ended *out, struct assay_error *err);

#endif
