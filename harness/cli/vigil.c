#include "harness/cli/vigil.h"

#include "harness/core/child.h"
#include "harness/core/error.h"
#include "harness/run/stop.h"

#include <stdio.h>
#include <unistd.h>

/* On the lookout's thread, with others at work: nothing is released, nothing is waited for. */
static void leave(void *self)
{
    struct assay_vigil *vigil = self;

    assay_log_clear(&vigil->log);
    (void)fprintf(stderr, "assay %s: interrupted\n", vigil->command);
    (void)fflush(stderr);
    assay_child_kill_last();
    _exit(assay_exit_status(ASSAY_EINTERRUPTED));
}

void assay_vigil_start(struct assay_vigil *vigil, const char *command, const char *what,
                       struct assay_log log)
{
    vigil->command = command;
    vigil->log = log;
    assay_waiting_init(&vigil->waiting, &vigil->log, what);
    vigil->lookout =
        (struct assay_lookout){.stop = assay_stop_watch(),
                               .leaving = {leave, vigil},
                               .watch = {assay_waiting_tell, NULL, &vigil->waiting}};
    assay_lookout_start(&vigil->lookout);
}

void assay_vigil_end(struct assay_vigil *vigil)
{
    assay_lookout_end(&vigil->lookout);
    assay_stop_unwatch();
    if (*vigil->lookout.stop)
        leave(vigil);
    assay_log_clear(&vigil->log);
    assay_waiting_release(&vigil->waiting);
}
