/*
 * waiting.h - a person is told what is under way before there are items: files that are hashed, a model that
 * is loaded (harness/core/stage.h). For threads that look out (harness/run/lookout.h).
 */
#ifndef ASSAY_CLI_WAITING_H
#define ASSAY_CLI_WAITING_H

#include "harness/core/log.h"
#include "harness/core/stage.h"
#include "harness/run/lookout.h"

struct assay_waiting {
    struct assay_log *log;
    struct assay_stage stage; /* that work tells */
    const char *what;         /* told while no stage is under way */
    unsigned number;          /* of the stage told last */
};

void assay_waiting_init(struct assay_waiting *waiting, struct assay_log *log,
                        const char *what);
void assay_waiting_release(struct assay_waiting *waiting);

/* A line of progress, if it is time for one; self is a struct assay_waiting. */
void assay_waiting_tell(void *self);

/* Another thing is told from now on, whose rate begins anew. */
void assay_waiting_turn(struct assay_waiting *waiting, const char *what);

#endif
