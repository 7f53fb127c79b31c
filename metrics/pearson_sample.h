/*
 * pearson_sample.h - Pearson distances between reward functions of which values at a sample of transitions are known.
 *
 *   D(k, l) = sqrt((1 - rho_kl) / 2) = || z_k - z_l || / 2,   rho over rows, z standardised over them      in [0, 1]
 *
 * which of canonical values is EPIC, sampled: with a batch of transitions from a coverage and one shared sample of m
 * pairs (A, S'), C(R)(s,a,s') = R(s,a,s') + gamma mean_i R(s',A_i,S'_i) - mean_i R(s,A_i,S'_i), without the last term
 * of EPIC, a constant that rho does not see. A column that is constant within 1e-10 of its greatest number has z = 0:
 * two such are 0 apart, one is 1/2 from anything else.
 *
 * Intervals are percentiles over resampled trajectories; columns are not worked out anew, so that they say nothing
 * of the m pairs.
 *
 * Source: Gleave et al. 2020, "Quantifying Differences in Reward Functions", arXiv:2006.13900, definitions 4.1 to 4.6
 *         and appendix A.1.1 (sample-based approximation). Checked in test_pearson_sample.c against pearson_distance.h.
 */
#ifndef ASSAY_METRICS_PEARSON_SAMPLE_H
#define ASSAY_METRICS_PEARSON_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct assay_pearson_rows {
    const double *value; /* (rows, rewards) finite */
    size_t rows, rewards;
    const size_t
        *first; /* (clusters + 1,) trajectory i is rows first[i] .. first[i + 1] - 1 */
    size_t clusters; /* those without rows count, too */
};

struct assay_pearson_how {
    double level;
    size_t replicates; /* 0: no intervals */
    uint64_t seed;     /* replicate r draws from its stream r */
    size_t jobs;       /* threads, which change no bit */
};

struct assay_pearson_found {
    double value, lo, hi;
    bool has_band;
};

/* out (rewards, rewards). Without replicates, or with fewer than two clusters, there are no bands. */
void assay_pearson_sample(const struct assay_pearson_rows *rows,
                          const struct assay_pearson_how *how,
                          struct assay_pearson_found *out);

#endif
