/* tick.h - waiting for a change, but not for long: whoever waits looks around now and then. */
#ifndef ASSAY_RUN_TICK_H
#define ASSAY_RUN_TICK_H

#include <pthread.h>

/* A condition that assay_tick_wait can wait for. */
void assay_tick_init(pthread_cond_t *change);

/* Waits for a change, or a twentieth of a second. The lock is held. */
void assay_tick_wait(pthread_cond_t *change, pthread_mutex_t *lock);

#endif
