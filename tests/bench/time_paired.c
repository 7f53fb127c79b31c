/*
 * time_paired.c - how long intervals of paired differences take.
 *
 *     time_paired REPLICATES
 *
 * 11,943 items, the pairs of RM-Bench, of which two models get 70 and 72 % right. A line a shape: seconds,
 * value, both ends and the standard error.
 */
#include "metrics/paired_difference.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
    ITEMS = 11943,
    SUBSETS = 23,
    BINS = 10,
    COLUMNS = 2 * (2 + BINS)
};

static double credit[ITEMS * COLUMNS];
static uint32_t subset[ITEMS];
static uint32_t prompt[ITEMS];

static double now(void)
{
    struct timespec at;

    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec * 1e-9;
}

static void time_shape(const char *name, const struct assay_paired_sample *sample,
                       const struct assay_paired_question *question,
                       const struct assay_paired_draws *how)
{
    struct assay_paired_answer out[8];
    struct assay_error err;
    const double start = now();

    if (assay_paired_difference(sample, question, how, out, &err)) {
        (void)fprintf(stderr, "%s\n", err.text);
        exit(EXIT_FAILURE);
    }
    printf("%s\t%.6f\t%.17g\t%.17g\t%.17g\t%.17g\n", name, now() - start, out[0].value,
           out[0].lo, out[0].hi, out[0].se);
    (void)fflush(stdout);
}

/* Whether model k gets item i right: as the loop in paired.sh has it. */
static double right(size_t i, size_t k)
{
    return i * 7919 % 1000 < 700 + 20 * k ? 1.0 : 0.0;
}

static void accuracies(size_t replicates)
{
    const struct assay_paired_figure figure[] = {{.of = assay_paired_mean},
                                                 {.of = assay_paired_mean, .column = 1}};
    const struct assay_paired_contrast one = {1, {{1, 0}}};
    const struct assay_paired_contrast both = {2, {{1, 1}, {-1, 0}}};
    const struct assay_paired_draws how = {replicates, 1, 0.95, false, NULL};
    const struct assay_paired_draws slow = {replicates, 1, 0.95, true, NULL};
    struct assay_paired_sample sample = {credit, NULL, NULL, ITEMS, 1, 1};

    for (size_t i = 0; i < ITEMS; i++)
        credit[i] = right(i, 0);
    time_shape("accuracy", &sample, &(struct assay_paired_question){figure, 1, &one, 1},
               &how);
    time_shape("accuracy, one by one", &sample,
               &(struct assay_paired_question){figure, 1, &one, 1}, &slow);
    for (size_t i = 0; i < 2 * (size_t)ITEMS; i++)
        credit[i] = right(i / 2, i % 2);
    sample.columns = 2;
    time_shape("difference", &sample,
               &(struct assay_paired_question){figure, 2, &both, 1}, &how);
    sample.cell = subset;
    sample.cells = SUBSETS;
    time_shape("difference, 23 subsets", &sample,
               &(struct assay_paired_question){figure, 2, &both, 1}, &how);
    sample.cell = NULL;
    sample.cells = 1;
    sample.cluster = prompt;
    time_shape("difference, prompts of three", &sample,
               &(struct assay_paired_question){figure, 2, &both, 1}, &how);
}

/* Accuracy, loss and calibration error at once: no two items are alike. */
static void everything(size_t replicates)
{
    struct assay_paired_figure figure[6];
    struct assay_paired_contrast contrast[3];
    const struct assay_paired_sample sample = {credit, subset,  prompt,
                                               ITEMS,  SUBSETS, COLUMNS};
    const struct assay_paired_draws how = {replicates, 1, 0.95, false, NULL};

    for (size_t i = 0; i < 2 * (size_t)ITEMS; i++) {
        double *row = credit + i * (2 + BINS);
        const double margin =
            (right(i / 2, i % 2) - 0.5) * (0.1 + (double)(i % 977) / 100.0);

        row[0] = right(i / 2, i % 2);
        row[1] = log1p(exp(-margin));
        assay_paired_bin(margin, BINS, row + 2);
    }
    for (size_t k = 0; k < 2; k++) {
        figure[k] = (struct assay_paired_figure){.of = assay_paired_mean,
                                                 .column = k * (2 + BINS)};
        figure[2 + k] = (struct assay_paired_figure){.of = assay_paired_mean,
                                                     .column = k * (2 + BINS) + 1};
        figure[4 + k] = (struct assay_paired_figure){.of = assay_paired_calibration_error,
                                                     .column = k * (2 + BINS) + 2,
                                                     .columns = BINS};
    }
    for (size_t i = 0; i < 3; i++)
        contrast[i] = (struct assay_paired_contrast){2, {{1, 2 * i + 1}, {-1, 2 * i}}};
    time_shape("accuracy, loss, calibration", &sample,
               &(struct assay_paired_question){figure, 6, contrast, 3}, &how);
}

int main(int argc, char **argv)
{
    const size_t replicates = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;

    for (size_t i = 0; i < ITEMS; i++) {
        subset[i] = (uint32_t)(i * SUBSETS / ITEMS);
        prompt[i] = (uint32_t)(i / 3);
    }
    accuracies(replicates);
    everything(replicates / 10);
    return EXIT_SUCCESS;
}
