/*
 * rmbench.h - RM-Bench (Liu et al. 2024, arXiv:2410.16184): does style beat substance?
 *
 * Every prompt has a chosen and a rejected answer in three styles: concise, detailed plain,
 * detailed markdown. A domain gives a 3 x 3 matrix, chosen style by rejected style.
 */
#ifndef ASSAY_METRICS_RMBENCH_H
#define ASSAY_METRICS_RMBENCH_H

#include <stddef.h>

enum {
    ASSAY_RMBENCH_STYLES = 3
};

/* How often chosen style i beat rejected style j; for tie rules also fractional. */
struct assay_rmbench_matrix {
    double wins[ASSAY_RMBENCH_STYLES][ASSAY_RMBENCH_STYLES];
    double rows[ASSAY_RMBENCH_STYLES][ASSAY_RMBENCH_STYLES]; /* compared in this cell */
};

/*
 * Adds one prompt: wins_ij += 1[chosen_i > rejected_j], rows_ij += 1. A tie is a loss in its
 * cell.
 *
 *   chosen, rejected  scores by style, finite
 */
void assay_rmbench_add(struct assay_rmbench_matrix *matrix,
                       const double chosen[ASSAY_RMBENCH_STYLES],
                       const double rejected[ASSAY_RMBENCH_STYLES]);

struct assay_rmbench {
    double hard;    /* chosen plainer than rejected */
    double normal;  /* same style */
    double easy;    /* chosen fancier */
    double average; /* of the three */
};

/*
 * The figures of a domain, from A_ij = wins_ij / rows_ij, bit for bit as numpy adds them:
 *
 *   hard    = ((A01 + A02) + A12) / 3
 *   normal  = ((A00 + A11) + A22) / 3
 *   easy    = (A10 + (A20 + A21)) / 3
 *   average = ((hard + normal) + easy) / 3
 *
 * A cell without rows counts 0; with equal styles everywhere that happens only when there
 * are no rows at all, which the caller tells apart.
 *
 * Over domains each of the four is the mean of the domains' values, whatever their size:
 * assay_mean_plain, or assay_mean_weighted with equal weights, which gives the same bits.
 *
 * Source: THU-KEG/RM-Bench, scripts/utils.py, compute_accuracy. Checked in tests/golden,
 *         rmbench.
 */
struct assay_rmbench assay_rmbench_levels(const struct assay_rmbench_matrix *matrix);

#endif
