#include "harness/run/lookout.h"

#include "harness/run/tick.h"

static void look(const struct assay_lookout *lookout)
{
    if (lookout->watch.wait)
        lookout->watch.wait(lookout->watch.self);
    if (lookout->stop && *lookout->stop && lookout->leaving.now)
        lookout->leaving.now(lookout->leaving.self);
}

static void *look_out(void *data)
{
    struct assay_lookout *lookout = data;

    (void)pthread_mutex_lock(&lookout->lock);
    while (!lookout->over) {
        look(lookout);
        assay_tick_wait(&lookout->change, &lookout->lock);
    }
    (void)pthread_mutex_unlock(&lookout->lock);
    return NULL;
}

void assay_lookout_start(struct assay_lookout *lookout)
{
    lookout->over = false;
    (void)pthread_mutex_init(&lookout->lock, NULL);
    assay_tick_init(&lookout->change);
    lookout->runs = pthread_create(&lookout->thread, NULL, look_out, lookout) == 0;
}

void assay_lookout_end(struct assay_lookout *lookout)
{
    (void)pthread_mutex_lock(&lookout->lock);
    lookout->over = true;
    (void)pthread_cond_signal(&lookout->change);
    (void)pthread_mutex_unlock(&lookout->lock);
    if (lookout->runs)
        (void)pthread_join(lookout->thread, NULL);
    (void)pthread_cond_destroy(&lookout->change);
    (void)pthread_mutex_destroy(&lookout->lock);
}
