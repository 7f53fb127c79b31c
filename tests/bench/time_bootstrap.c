/*
 * time_bootstrap.c - how long 10,000 replicates over 12,000 items take, in milliseconds.
 *
 *     time_bootstrap
 *
 * One line a shape of the data: resampling by counts, resampling one by one, the interval.
 */
#include "harness/core/memory.h"
#include "metrics/bootstrap.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
    ITEMS = 12000,
    REPLICATES = 10000,
    SUBSETS = 23
};

static double now(void)
{
    struct timespec at;

    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec * 1e3 + (double)at.tv_nsec * 1e-6;
}

static double time_draw(const struct assay_sample *sample, bool one_by_one, double *sum,
                        double *count)
{
    const struct assay_resampling how = {REPLICATES, 1, one_by_one};
    struct assay_error err;
    const double start = now();

    if (assay_bootstrap_draw(sample, &how, sum, count, &err)) {
        (void)fprintf(stderr, "%s\n", err.text);
        exit(EXIT_FAILURE);
    }
    return now() - start;
}

static void time_shape(const char *name, const struct assay_sample *sample)
{
    const size_t size = REPLICATES * sample->cells;
    double *sum = assay_memory_new(size, sizeof(*sum));
    double *count = assay_memory_new(size, sizeof(*count));
    const double one_by_one = time_draw(sample, true, sum, count);
    const double counts = time_draw(sample, false, sum, count);
    struct assay_percentile interval;
    struct assay_error err;
    double start;

    for (size_t r = 0; r < REPLICATES; r++)
        sum[r] = sum[r * sample->cells] / count[r * sample->cells];
    start = now();
    if (assay_bootstrap_percentile(sum, REPLICATES, 0.95, &interval, &err))
        (void)fprintf(stderr, "%s\n", err.text);
    printf("%-24s counts %8.2f  one by one %8.2f  interval %6.2f\n", name, counts,
           one_by_one, now() - start);
    free(sum);
    free(count);
}

int main(void)
{
    static double right[ITEMS];
    static double shared[ITEMS];
    static uint32_t subset[ITEMS];
    static uint32_t prompt[ITEMS];

    for (size_t i = 0; i < ITEMS; i++) {
        right[i] = i * 7 % 10 < 7 ? 1.0 : 0.0;
        shared[i] = i * 7 % 5 < 4 ? 1.0 / (double)(1 + i * 7 % 5) : 0.0;
        subset[i] = (uint32_t)(i * SUBSETS / ITEMS);
        prompt[i] = (uint32_t)(i / 4);
    }
    time_shape("pairs", &(struct assay_sample){right, NULL, NULL, ITEMS, 1});
    time_shape("pairs in 23 subsets",
               &(struct assay_sample){right, subset, NULL, ITEMS, SUBSETS});
    time_shape("four pairs a prompt",
               &(struct assay_sample){right, NULL, prompt, ITEMS, 1});
    time_shape("best of n with ties",
               &(struct assay_sample){shared, NULL, NULL, ITEMS, 1});
    return EXIT_SUCCESS;
}
