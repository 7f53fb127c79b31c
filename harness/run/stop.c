#include "harness/run/stop.h"

#include <assert.h>
#include <stddef.h>

/* Set by a handler, which has nothing else that it may touch, and read by other threads. */
static atomic_int stop_asked;
static_assert(ATOMIC_INT_LOCK_FREE == 2, "a handler takes no lock");

static void ask_to_stop(int signal_number)
{
    const int asked = signal_number == SIGINT ? ASSAY_STOP_SOON : ASSAY_STOP_NOW;

    if (asked > stop_asked)
        stop_asked = asked;
}

static const int signals[] = {SIGINT, SIGTERM, SIGUSR1};

const atomic_int *assay_stop_watch(void)
{
    struct sigaction action = {.sa_handler = ask_to_stop};

    action.sa_flags = (int)SA_RESETHAND;
    (void)sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
        (void)sigaction(signals[i], &action, NULL);
    (void)signal(SIGXFSZ, SIG_IGN);
    return &stop_asked;
}

void assay_stop_unwatch(void)
{
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
        (void)signal(signals[i], SIG_DFL);
}
