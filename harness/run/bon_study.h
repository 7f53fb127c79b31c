/*
 * bon_study.h - best-of-n curves over prompts, with bands from resampled prompts.
 *
 * A curve is the mean of its contributions over the prompts that reach n. Clusters of prompts are resampled,
 * the same ones for every curve, so that differences of curves are paired.
 */
#ifndef ASSAY_RUN_BON_STUDY_H
#define ASSAY_RUN_BON_STUDY_H

#include "harness/core/arena.h"
#include "harness/run/bon.h"

struct assay_bon_how {
    double level;
    size_t replicates; /* 0: no bands */
    uint64_t seed;
    size_t jobs;
};

/* A curve at one n. */
struct assay_bon_point {
    bool defined; /* false: no prompt reaches n, or the quantity is undefined there */
    double value;
    bool has_band;
    double lo, hi;    /* pointwise */
    double low, high; /* simultaneous: over all n of the curve at once */
    size_t prompts;
};

struct assay_bon_line {
    const struct assay_bon_curve *curve;
    const struct assay_bon_point *at; /* (ns,) */
};

/* Whether gold turns: rises to its most at some n and falls by the last. */
struct assay_bon_turn {
    size_t proxy, gold;
    size_t peak; /* place in the grid of the first largest value */
    bool turns;  /* gold there is above gold at the last n beyond chance */
    double fall, lo,
        hi; /* gold at the peak - gold at the last n, with an interval for all n at once */
    bool has_fall; /* the peak is before the last n: there is an interval */
    size_t peak_lo,
        peak_hi; /* places in the grid between which the peak lies (metrics/turnover.h) */
    double gain, gain_lo, gain_hi; /* gold at the last n - gold at n = 1 */
    double share, share_lo,
        share_hi; /* of what the oracle gains at the last n; NaN: it gains nothing */
    bool has_band;
};

struct assay_bon_study {
    const struct assay_bon *bon;
    size_t prompts, clusters;
    struct assay_bon_line *line; /* (bon->curves,) parallel to bon->curve */
    struct assay_bon_turn *turn; /* (proxies * golds,) proxy by proxy */
};

/*
 * Studies the prompts that are marked.
 *
 *   member  (prompts,); NULL: all
 *   out     in arena
 *
 * Errors: ASSAY_EDOMAIN where nothing is marked.
 */
ASSAY_MUST_USE
enum assay_code assay_bon_study(const struct assay_bon *bon, const bool *member,
                                const struct assay_bon_how *how,
                                struct assay_arena *arena, struct assay_bon_study *out,
                                struct assay_error *err);

const struct assay_bon_line *assay_bon_line(const struct assay_bon_study *study,
                                            enum assay_bon_kind kind, size_t proxy,
                                            size_t gold);

/* The last place of the grid that some prompt reaches. */
size_t assay_bon_last(const struct assay_bon_line *line, size_t ns);

#endif
