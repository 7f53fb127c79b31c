/* paired.h - is one model better than another on the same items, or was it luck? */
#ifndef ASSAY_METRICS_PAIRED_H
#define ASSAY_METRICS_PAIRED_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>
#include <stdint.h>

struct assay_mcnemar {
    double exact; /* two-sided p */
    double midp;
    double chi2; /* with continuity correction */
    double p_chi2;
};

/*
 * McNemar's test from the discordant counts, n = b + c, X ~ Binomial(n, 1/2):
 *
 *   exact  min(1, 2 P(X <= min(b, c)))
 *   midp   min(1, 2 P(X <= min(b, c)) - P(X = min(b, c)))
 *   chi2   max(|b - c| - 1, 0)^2 / n,   p = erfc(sqrt(chi2 / 2))
 *
 *   b, c  items that only the first, only the second got right; below 2^31
 *
 * No discordant item: chi2 is 0 and all p are 1. b = c: exact and midp are 1.
 * Source: McNemar (1947), Psychometrika 12:153; Fagerland, Lydersen and Laake (2013), BMC Med.
 *         Res. Methodol. 13:91. Checked in test_paired.c and tests/golden, mcnemar.
 */
struct assay_mcnemar assay_paired_mcnemar(unsigned int b, unsigned int c);

enum {
    ASSAY_SIGN_FLIP_EXACT = 16 /* clusters up to which all 2^n signs are tried */
};

/*
 * Sign-flip permutation test, two-sided: T = sum d_i against T* = sum +-d_i.
 *
 *   n <= 16  p = #{|T*| >= |T|} / 2^n over all signs
 *   else     p = (1 + #{|T*| >= |T|}) / (1 + B), B random sets of signs
 *
 * |T*| >= |T| has a slack of 1e-12 max(1, |T|), for rounding. A set of signs takes words of
 * SplitMix64 seeded with seed: bit i mod 64, from the lowest, of word i / 64 set means -d_i;
 * every set starts a new word.
 *
 *   difference  (n,) finite, one a cluster: items of a prompt are added up first
 *   replicates  B >= 1; not used for n <= 16
 *
 * Errors: ASSAY_EDOMAIN if n is 0, or B is 0 where it is needed.
 * Source: Fisher (1935), "The Design of Experiments", section 21; Phipson and Smyth (2010),
 *         Stat. Appl. Genet. Mol. Biol. 9:39 (the added ones). Checked in test_paired.c and
 *         tests/golden, sign_flip.
 */
ASSAY_MUST_USE
enum assay_code assay_paired_sign_flip(const double *difference, size_t n,
                                       size_t replicates, uint64_t seed, double *out,
                                       struct assay_error *err);

#endif
