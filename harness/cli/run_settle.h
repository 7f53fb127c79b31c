/* run_settle.h - what is asked for, from the options of `assay run`, or from those that a run stored. */
#ifndef ASSAY_CLI_RUN_SETTLE_H
#define ASSAY_CLI_RUN_SETTLE_H

#include "harness/cli/run_session.h"

/*
 * Settles a session from the options that a stored run keeps; those that say where it goes are left
 * to the caller.
 *
 * Errors: ASSAY_EUSAGE where no run is there; ASSAY_EDATA; those of a command line.
 */
ASSAY_MUST_USE
enum assay_code assay_run_settle_stored(const char *directory,
                                        struct assay_session *session,
                                        struct assay_error *err);

#endif
