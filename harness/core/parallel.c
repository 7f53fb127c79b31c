/* parallel.c - the same work on many things at once. */
#include "harness/core/parallel.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

/* What all threads share. */
struct crew {
    void (*work)(void *state, size_t worker, size_t i);
    void *state;
    size_t count;
    atomic_size_t next;
};

struct hand {
    struct crew *crew;
    size_t worker;
    pthread_t thread;
};

size_t assay_parallel_processors(void)
{
    const long n = sysconf(_SC_NPROCESSORS_ONLN);

    return n < 1 ? 1 : n > ASSAY_PARALLEL_JOBS_MAX ? ASSAY_PARALLEL_JOBS_MAX : (size_t)n;
}

size_t assay_parallel_jobs(size_t asked, size_t count)
{
    size_t jobs = asked < count ? asked : count;

    jobs = jobs > ASSAY_PARALLEL_JOBS_MAX ? ASSAY_PARALLEL_JOBS_MAX : jobs;
    return jobs < 1 ? 1 : jobs;
}

static void *take_and_do(void *self)
{
    const struct hand *hand = self;
    struct crew *crew = hand->crew;

    for (size_t i = atomic_fetch_add(&crew->next, 1); i < crew->count;
         i = atomic_fetch_add(&crew->next, 1))
        crew->work(crew->state, hand->worker, i);
    return NULL;
}

void assay_parallel(size_t jobs, size_t count,
                    void (*work)(void *state, size_t worker, size_t i), void *state)
{
    struct crew crew = {.work = work, .state = state, .count = count};
    struct hand hand[ASSAY_PARALLEL_JOBS_MAX];
    size_t started = 1;

    assert(jobs >= 1 && jobs <= ASSAY_PARALLEL_JOBS_MAX);
    atomic_init(&crew.next, 0);
    hand[0] = (struct hand){.crew = &crew};
    while (started < jobs && started < count) {
        hand[started] = (struct hand){.crew = &crew, .worker = started};
        if (pthread_create(&hand[started].thread, NULL, take_and_do, &hand[started]))
            break;
        started++;
    }
    (void)take_and_do(&hand[0]);
    for (size_t i = 1; i < started; i++)
        (void)pthread_join(hand[i].thread, NULL);
}
