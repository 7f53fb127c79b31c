/*
 * vigil.h - a command whose answer takes long and is no run: somebody tells what is under way, and hears
 * signals. Nothing is kept of it, so the first signal ends the process, with "interrupted" (7).
 */
#ifndef ASSAY_CLI_VIGIL_H
#define ASSAY_CLI_VIGIL_H

#include "harness/cli/waiting.h"

/* From start to end; what it is told with is waiting.stage. */
struct assay_vigil {
    const char *command; /* "doctor" */
    struct assay_log log;
    struct assay_waiting waiting;
    struct assay_lookout lookout;
};

/* what: told while no stage is under way. */
void assay_vigil_start(struct assay_vigil *vigil, const char *command, const char *what,
                       struct assay_log log);

/* Before anything is printed; from then on signals end the process as any other. */
void assay_vigil_end(struct assay_vigil *vigil);

#endif
