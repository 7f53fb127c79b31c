/*
 * stop.h - what signals ask of a process that works for long.
 *
 * SIGINT, a person's: finish what is in flight, save, end with "interrupted". SIGTERM and SIGUSR1, a
 * scheduler's, which kills soon: save what was answered and end at once. A second signal of a kind ends
 * the process as if there were no handler: what was journalled is safe all the same.
 */
#ifndef ASSAY_RUN_STOP_H
#define ASSAY_RUN_STOP_H

#include <signal.h>
#include <stdatomic.h>

enum {
    ASSAY_STOP_SOON = 1, /* after what is in flight */
    ASSAY_STOP_NOW = 2   /* whatever is in flight */
};

/*
 * From now on the signals set the flag that is returned: 0 before any, then one of the above.
 * SIGXFSZ is ignored: a limit on file size is told like a full disk.
 */
const atomic_int *assay_stop_watch(void);

/* From now on SIGINT, SIGTERM and SIGUSR1 end the process, as if nobody had watched. */
void assay_stop_unwatch(void);

#endif
