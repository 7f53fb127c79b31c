/*
 * probing.h - what a linear probe finds in stored representations, and what it would find in none.
 *
 * Representations are frozen: a probe is fitted to the training rows and asked for the classes of
 * the test rows. Beside it stand what must be known to believe it: the most frequent class, the same
 * probe on shuffled labels, a learning curve; and, without any fitting, the nearest centroid.
 */
#ifndef ASSAY_METRICS_PROBING_H
#define ASSAY_METRICS_PROBING_H

#include "metrics/logistic.h"

#include <stdbool.h>

enum {
    ASSAY_PROBE_CURVE = 6, /* most points of the learning curve */
    ASSAY_PROBE_KEPT = 20, /* points of a rejection curve */
    ASSAY_PROBE_SHUFFLES_MAX = 1000
};

/* Rows of one part; x is changed where columns are standardised. */
struct assay_probe_rows {
    double *x;             /* (n, width) finite */
    const uint32_t *label; /* (n,) below classes */
    size_t n;
};

struct assay_probe_setting {
    size_t width, classes; /* 1 .. ASSAY_LOGISTIC_WIDTH, 2 .. ASSAY_LOGISTIC_CLASSES */
    double l2;             /* > 0, of assay_logistic_fit */
    uint64_t seed;         /* of the shuffles */
    size_t shuffles;       /* 0 .. ASSAY_PROBE_SHUFFLES_MAX */
    bool standardize;
};

struct assay_probe_share {
    size_t rows;  /* trained on */
    size_t right; /* of the test rows */
};

/* What became of the test rows, (n,) each, and of the fit. */
struct assay_probe {
    uint32_t *predicted; /* by the probe */
    uint32_t *shuffled;  /* (shuffles, n) by probes that were fitted to shuffled labels */
    uint32_t *nearest;   /* class of the nearest centroid */
    double *distance;    /* to it */
    uint32_t frequent;   /* class of most training rows, the first of equals */
    struct assay_probe_share curve[ASSAY_PROBE_CURVE]; /* (curve_count,) ascending rows */
    size_t curve_count;
    double loss, gradient; /* of the fit (assay_logistic) */
    size_t iterations;
};

/*
 * Fits and asks.
 *
 *   standardize  every column of both parts: minus the mean, over the standard deviation
 *                (divided by n) of the training rows; a constant column becomes 0
 *   predicted    assay_logistic_fit on all training rows
 *   shuffled     the same on the training labels in a random order, shuffle r in that of Fisher-
 *                Yates under stream 1 + r of the seed: what it finds where nothing is to be found;
 *                labels of as many rows are put into the same order under one seed
 *   nearest      the class whose mean of (standardised) training rows is nearest, the first of
 *                equals; distance is Euclidean
 *   curve        assay_logistic_fit on the first n/32, n/16, ..., n/2 rows of a random order (stream
 *                0 of the seed), rounded up, and on all n; sizes at which one class alone is there
 *                are left out
 *
 *   out  to be released, also after an error
 *
 * Errors: ASSAY_EDOMAIN where no test rows are there, or fewer than two classes in training.
 * Source: frozen features and a linear head: MRMBench (Wang et al. 2025, arXiv:2511.12464); the
 *         shuffled-label control: Hewitt and Liang (2019), EMNLP. Checked in test_probing.c.
 */
ASSAY_MUST_USE
enum assay_code assay_probe_run(const struct assay_probe_setting *setting,
                                const struct assay_probe_rows *train,
                                const struct assay_probe_rows *test,
                                struct assay_probe *out, struct assay_error *err);

void assay_probe_release(struct assay_probe *probe);

struct assay_probe_kept {
    size_t rows, right; /* those that are not rejected */
    double distance;    /* rows farther away than this are */
};

/*
 * Rejection: the rows whose distance is at most the k-th smallest, for k = ceil(n j / 20), j = 1 ..
 * 20; rows at the same distance are kept together.
 *
 *   distance, right  (n,)  right is 0 or 1
 *   out              (ASSAY_PROBE_KEPT,); the last one keeps all. n 0: all zero
 *
 * Source: inference-time probing rejects what is far from every centroid (MRMBench, section 5).
 */
void assay_probe_reject(const double *distance, const unsigned char *right, size_t n,
                        struct assay_probe_kept *out);

/* Where a value stands among those of random draws. */
struct assay_probe_standing {
    double mean, sd; /* of the draws; sd over n - 1, 0 for one */
    size_t as_good;  /* draws that are as good as the value, or better */
    double p;        /* (1 + as_good) / (1 + n): how often chance does as well */
};

/*
 *   draw  (n,) finite, n >= 1. A draw is as good from value - 1e-12 on
 *
 * Source: Ojala and Garriga (2010), Permutation Tests for Studying Classifier Performance, JMLR 11,
 *         definition 1. Checked in test_probing.c.
 */
struct assay_probe_standing assay_probe_stand(double value, const double *draw, size_t n);

/* Counts (classes, classes), gold by predicted, of (n,) test rows. */
void assay_probe_confusion(const uint32_t *gold, const uint32_t *predicted, size_t n,
                           size_t classes, size_t *out);

#endif
