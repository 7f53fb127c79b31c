#include "harness/cli/stop.h"

#include <stddef.h>

/* Set by a handler, which has nothing else that it may touch. */
static volatile sig_atomic_t stop_asked;

static void ask_to_stop(int signal_number)
{
    (void)signal_number;
    stop_asked = 1;
}

const volatile sig_atomic_t *assay_cli_stop(void)
{
    struct sigaction action = {.sa_handler = ask_to_stop};

    action.sa_flags = (int)SA_RESETHAND;
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    (void)signal(SIGXFSZ, SIG_IGN);
    return &stop_asked;
}
