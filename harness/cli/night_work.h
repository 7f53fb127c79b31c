/* night_work.h - the runs of a night, made one after the other by processes of their own. */
#ifndef ASSAY_CLI_NIGHT_WORK_H
#define ASSAY_CLI_NIGHT_WORK_H

#include "harness/core/log.h"
#include "harness/run/night.h"

#include <stdatomic.h>

struct assay_night_work {
    const struct assay_night_plan *plan;
    const char *date;
    struct assay_arena *arena;
    struct assay_log *log;
    const atomic_int *stop;
};

/* What is there of a run before it is worked on. */
enum assay_night_state {
    ASSAY_NIGHT_ABSENT,   /* nothing that can be gone on with */
    ASSAY_NIGHT_BEGUN,    /* cut, interrupted or failed: is gone on with */
    ASSAY_NIGHT_COMPLETE, /* as its run.json says */
};

/* OUTPUT/DATE/NAME of a run, and OUTPUT/DATE/logs/NAME.log. In arena. */
const char *assay_night_directory(const struct assay_night_work *work,
                                  const struct assay_night_run *run);
const char *assay_night_log(const struct assay_night_work *work,
                            const struct assay_night_run *run);

enum assay_night_state assay_night_look(const struct assay_night_work *work,
                                        const struct assay_night_run *run);

/* The runs that a plan asks for, not worked on yet, in arena. */
void assay_night_list(const struct assay_night_work *work, struct assay_night *out);

/*
 * Makes what is missing of all runs, each in a process of its own. One that does not end well is FAILED, with the
 * reason; the others go on.
 *
 * Errors: ASSAY_EINTERRUPTED; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_night_make(const struct assay_night_work *work,
                                 struct assay_night *night, struct assay_error *err);

#endif
