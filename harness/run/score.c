#include "harness/run/score.h"

#include "harness/core/clock.h"
#include "harness/core/memory.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

struct worker {
    pthread_t thread;
    const struct assay_scorer *scorer;
    struct assay_queue *queue;
};

static void *pull(void *data)
{
    const struct worker *worker = data;
    struct assay_error err = {0};
    enum assay_code code = worker->scorer->adapter->pull(
        worker->scorer->state, assay_queue_work(worker->queue), &err);

    assay_queue_done(worker->queue, code, &err);
    return NULL;
}

/* Starts the workers with signals blocked, so that the main thread is the one to see them. */
static size_t start(struct worker *workers, size_t n, int *why)
{
    sigset_t all, before;
    size_t started = 0;

    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    *why = 0;
    while (started < n && *why == 0) {
        *why = pthread_create(&workers[started].thread, NULL, pull, &workers[started]);
        started += *why == 0;
    }
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

enum assay_code assay_score(const struct assay_scorer *scorer,
                            const struct assay_queue_setting *setting,
                            struct assay_book *book, struct assay_scored *scored,
                            struct assay_error *err)
{
    const double from = assay_clock();
    struct assay_queue *queue = assay_queue_new(setting, book, scorer->jobs);
    struct worker *workers = assay_memory_new(scorer->jobs, sizeof(*workers));
    struct assay_error why = {0};
    enum assay_code code;
    size_t started;
    int refused;

    for (size_t i = 0; i < scorer->jobs; i++)
        workers[i] = (struct worker){.scorer = scorer, .queue = queue};
    started = start(workers, scorer->jobs, &refused);
    if (refused)
        (void)assay_fail(&why, ASSAY_EIO, "thread %zu of %zu: %s", started + 1,
                         scorer->jobs, strerror(refused));
    for (size_t i = started; i < scorer->jobs; i++)
        assay_queue_done(queue, why.code, &why);
    code = assay_queue_load(queue, err);
    for (size_t i = 0; i < started; i++)
        (void)pthread_join(workers[i].thread, NULL);
    *scored = (struct assay_scored){
        .ledger = assay_queue_ledger(queue),
        .read_seconds = assay_queue_seconds(queue),
        .all_seconds = assay_clock() - from,
    };
    assay_queue_free(queue);
    free(workers);
    return code;
}
