/*
 * tail_index.h - how heavy is the upper tail of the proxy's error?
 *
 * Optimisation looks for high proxies, so it finds the largest errors. If the error's tail is light
 * and independent of gold, gold goes on rising as the KL budget grows; if it is heavy, proxies can
 * grow without end at a vanishing KL while gold is that of the initial policy: catastrophic
 * Goodhart. The tail index says which.
 *
 * Source: Kwa, Thomas and Garriga-Alonso 2024, "Catastrophic Goodhart: regularizing RLHF with KL
 *         divergence does not mitigate heavy-tailed reward misspecification", arXiv:2407.14503.
 */
#ifndef ASSAY_METRICS_TAIL_INDEX_H
#define ASSAY_METRICS_TAIL_INDEX_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "metrics/range.h"

#include <stddef.h>
#include <stdint.h>

/*
 * The proxy's error: residuals of least squares of the proxy on (1, gold).
 *
 *   proxy, gold  (n,) finite, n >= 3
 *   out          (n,)
 *
 * Errors: ASSAY_EDOMAIN if n < 3, gold is constant or a value not finite.
 */
ASSAY_MUST_USE
enum assay_code assay_tail_residuals(const double *proxy, const double *gold, size_t n,
                                     double *out, struct assay_error *err);

struct assay_tail_sample {
    const double *error;     /* (n,) finite; the upper tail is looked at */
    const uint32_t *cluster; /* (n,) below clusters, drawn together; NULL: each its own */
    size_t n, clusters;      /* clusters is ignored where cluster is NULL */
    size_t k;                /* largest that count; 0: the rule below */
    size_t replicates;       /* of the bootstrap, >= 2 */
    uint64_t seed;
    double level; /* in (0, 1) */
};

enum assay_tail_kind {
    ASSAY_TAIL_HEAVY,     /* xi is told to be above 0 */
    ASSAY_TAIL_NOT_HEAVY, /* xi may be 0 or less and is told to be below 1/4 */
    ASSAY_TAIL_UNDECIDED
};

struct assay_tail {
    size_t k;
    double threshold; /* the (k+1)-th largest */
    double hill;      /* xi by Hill: 1 / index */
    double index;     /* alpha: P(error > x) ~ x^-alpha; small is heavy */
    struct assay_range index_asymptotic; /* index (1 -+ z / sqrt(k)) */
    struct assay_range index_bootstrap;  /* percentiles of clusters resampled, k fixed */
    double xi; /* by moments: > 0 a power law, 0 exponential or normal, < 0 an end */
    struct assay_range xi_range; /* xi -+ z sqrt((1 + xi^2) / k) */
    enum assay_tail_kind kind;
};

/*
 * With x_(1) >= x_(2) >= ... and l_i = log x_(i) - log x_(k+1),
 *
 *   hill   1/k sum_{i<=k} l_i
 *   xi     M1 + 1 - 1/2 / (1 - M1^2 / M2),    M1 = hill, M2 = 1/k sum l_i^2
 *
 * Hill's estimate is above 0 whatever the tail: it measures how heavy a tail is that is known to be
 * a power law. Whether it is one is judged by xi of Dekkers, Einmahl and de Haan, which can be 0 or
 * less: heavy if xi_range lies above 0, not heavy if it reaches down to 0 and lies below 1/4, else
 * undecided. A log-normal error is heavy in the sense of the paper above and yet has xi = 0: not
 * heavy says that no power law is seen among k errors, not that there is none.
 *
 *   k  rule: n^(2/3) / log log n, rounded down, at most the errors above 0 less one
 *
 * The errors are not centred: residuals are already. Ties at the threshold are as they are sorted.
 *
 * Errors: ASSAY_EDOMAIN if fewer than ASSAY_TAIL_LEAST of the k largest are above the threshold
 *         or the threshold not above 0, k >= n, a value is not finite or an argument outside its range.
 * Source: Hill (1975), Annals of Statistics 3:1163-1174; Dekkers, Einmahl and de Haan (1989), Annals
 *         of Statistics 17:1833-1855; Loretan and Phillips (1994), J. Empirical Finance 1:211-248
 *         (k). Checked in test_tail_index.c.
 */
enum {
    ASSAY_TAIL_LEAST = 10
};

ASSAY_MUST_USE
enum assay_code assay_tail_index(const struct assay_tail_sample *sample,
                                 struct assay_tail *out, struct assay_error *err);

/* What it predicts, in one sentence; static. */
const char *assay_tail_words(enum assay_tail_kind kind);

#endif
