#include "harness/run/tick.h"

#include <time.h>

enum {
    TICK_NANOSECONDS = 50000000
};

void assay_tick_init(pthread_cond_t *change)
{
    pthread_condattr_t attributes;

    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(change, &attributes);
    (void)pthread_condattr_destroy(&attributes);
}

void assay_tick_wait(pthread_cond_t *change, pthread_mutex_t *lock)
{
    struct timespec until;

    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += TICK_NANOSECONDS;
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    (void)pthread_cond_timedwait(change, lock, &until);
}
