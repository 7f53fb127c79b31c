/* spent.h - seconds, and seconds of a processor, as programs of benchmarks count them. */
#ifndef ASSAY_TESTS_BENCH_SPENT_H
#define ASSAY_TESTS_BENCH_SPENT_H

#include <sys/resource.h>
#include <time.h>

struct spent {
    double seconds, processor;
};

static inline double spent_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

/* Up to now; what something took is the difference of two. */
static inline struct spent spent_now(void)
{
    struct timespec at;
    struct rusage usage;

    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    (void)getrusage(RUSAGE_SELF, &usage);
    return (struct spent){(double)at.tv_sec + (double)at.tv_nsec * 1e-9,
                          spent_of(usage.ru_utime) + spent_of(usage.ru_stime)};
}

#endif
