/*
 * paired_difference.h - intervals of differences of two models, of any statistic that follows from sums.
 *
 * Both models answered the same items, so both are resampled by the same draw, and so are all sections, all
 * statistics and all models asked about at once. What each item adds is a row of columns:
 *
 *   accuracy               a column a model: 1 right, 0 wrong, a share for ties
 *   mean margin            a column a model: the margin
 *   Bradley-Terry loss     a column a model: log(1 + exp(-margin))
 *   Brier score            a column a model: (p - y)^2
 *   calibration error      B columns a model, one a bin: y - p in the bin of p, 0 in the others
 *
 * A *figure* is a number that follows from the sums of columns over cells; a *contrast* is a sum of
 * figures with factors: second minus first, or the difference of two differences.
 */
#ifndef ASSAY_METRICS_PAIRED_DIFFERENCE_H
#define ASSAY_METRICS_PAIRED_DIFFERENCE_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Items by the labels of bootstrap.h. */
struct assay_paired_sample {
    const double *credit;    /* (n, columns) row-major, finite */
    const uint32_t *cell;    /* (n,) below cells; NULL: all in cell 0 */
    const uint32_t *cluster; /* (n,) below n; NULL: every item is its own cluster */
    size_t n;                /* >= 1, below 2^32 */
    size_t cells;            /* >= 1 */
    size_t columns;          /* >= 1 */
};

/* What one sample, drawn or given, comes to. */
struct assay_paired_sums {
    const double *sum;   /* (cells, columns) */
    const double *count; /* (cells,) items */
    size_t cells, columns;
};

struct assay_paired_figure {
    /* The number, or false where it is undefined: one of those below, or the caller's. */
    bool (*of)(const struct assay_paired_figure *figure,
               const struct assay_paired_sums *sums, double *out);
    size_t column;        /* the first that it reads */
    size_t columns;       /* how many, where it reads several: bins */
    const uint32_t *cell; /* (cells,) that it is about; NULL: all */
    size_t cells;         /* ignored where cell is NULL */
    const double *weight; /* (cells,) >= 0, of cells; NULL: all 1 */
    const void *state;    /* the caller's */
};

/* Sum over cells by count over cells: a mean over items. Undefined where no item is counted. */
bool assay_paired_mean(const struct assay_paired_figure *figure,
                       const struct assay_paired_sums *sums, double *out);

/*
 * Mean of cells with fixed weights, sum_c w_c (sum_c / count_c) / sum_c w_c, in the order of cell. Cells that
 * nothing was drawn of leave numerator and denominator; undefined where none is left.
 */
bool assay_paired_mean_of_cells(const struct assay_paired_figure *figure,
                                const struct assay_paired_sums *sums, double *out);

/*
 * Expected calibration error, sum_b |sum_b (y - p)| / n over the bins [column, column + columns), over all
 * items of the cells: sum_b n_b / n |accuracy_b - confidence_b| (calibration.h).
 */
bool assay_paired_calibration_error(const struct assay_paired_figure *figure,
                                    const struct assay_paired_sums *sums, double *out);

/*
 * Writes what one pair adds to bins of the calibration error: confidence sigma(|m|) against whether m > 0
 * (a tie is right by half).
 *
 *   row  (bins,) of credit, written whole
 */
void assay_paired_bin(double margin, size_t bins, double *row);

enum {
    ASSAY_PAIRED_TERMS = 4
};

/* sum_k times_k figure_k over terms; {1, b}, {-1, a}: b minus a. */
struct assay_paired_contrast {
    size_t terms; /* 1 .. ASSAY_PAIRED_TERMS */
    struct {
        double times;
        size_t figure;
    } term[ASSAY_PAIRED_TERMS];
};

/* What is asked of a sample. */
struct assay_paired_question {
    const struct assay_paired_figure *figure;
    size_t figures;
    const struct assay_paired_contrast *contrast;
    size_t contrasts;
};

struct assay_paired_draws {
    size_t replicates; /* >= 2 */
    uint64_t seed;
    double level;    /* of intervals, in (0, 1) */
    bool one_by_one; /* draw every cluster, the reference */
    double *
        draw; /* (contrasts, replicates) or NULL: where to leave the replicates; the first `used` of a
                        contrast are written */
};

struct assay_paired_answer {
    bool defined;  /* false: undefined in the sample, or in all replicates but one */
    double value;  /* in the sample */
    double lo, hi; /* percentile interval */
    double se;     /* standard deviation of the replicates, used - 1 in the denominator */
    double
        p; /* of 0, two-sided: min(1, 2 min(1 + #{d* <= 0}, 1 + #{d* >= 0}) / (1 + used)) */
    size_t used; /* replicates in which it is defined */
};

/*
 * All contrasts of a question, from one draw. Draws, strata and the way of counting are those of
 * bootstrap.h: with one_by_one set, a column has the sums of assay_bootstrap_draw with the same seed.
 * Replicates are worked on in blocks, so that memory is contrasts x replicates and no more.
 *
 *   out  (contrasts,)
 *
 * Errors: ASSAY_EDOMAIN if n, cells, columns, replicates or level is outside its range or a credit is not
 *         finite.
 * Source: Efron and Tibshirani (1993), "An Introduction to the Bootstrap", chapters 8, 13, 15; Davison and
 *         Hinkley (1997),
 *         section 3.2 (strata). Checked in test_paired_difference.c against exact variances and bootstrap.h.
 */
ASSAY_MUST_USE
enum assay_code assay_paired_difference(const struct assay_paired_sample *sample,
                                        const struct assay_paired_question *question,
                                        const struct assay_paired_draws *how,
                                        struct assay_paired_answer *out,
                                        struct assay_error *err);

#endif
