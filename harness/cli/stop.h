/* stop.h - what the user's signals ask of a command that works for long. */
#ifndef ASSAY_CLI_STOP_H
#define ASSAY_CLI_STOP_H

#include <signal.h>

/*
 * From now on SIGINT and SIGTERM set the flag that is returned, once: the second one ends the process
 * as if there were no handler. SIGXFSZ is ignored: a limit on file size is told like a full disk.
 */
const volatile sig_atomic_t *assay_cli_stop(void);

#endif
