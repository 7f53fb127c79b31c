/*
 * overopt_extras.h - what else is told of curves: onset, gap, drift of what is logged, runs of direct alignment;
 * and of several together: how the peak moves from checkpoint to checkpoint, and with the reward model's size.
 */
#ifndef ASSAY_RUN_OVEROPT_EXTRAS_H
#define ASSAY_RUN_OVEROPT_EXTRAS_H

#include "harness/run/overopt_result.h"

enum {
    ASSAY_OVEROPT_PREDICT_MAX = 16
};

/* What is wanted of it. */
struct assay_overopt_wish {
    double false_alarm;    /* chance of an onset told in a run without one */
    size_t warm;           /* first places that are believed; 0: a quarter, at least 5 */
    const double *predict; /* (predictions,) sizes whose peak is to be told */
    const char *const *predict_word; /* as the user has them */
    size_t predictions;
};

/* Since which step gold no longer follows the proxy (metrics/onset.h); of curves by step that have both. */
ASSAY_MUST_USE
enum assay_code assay_overopt_onset(const struct assay_overopt_study *study,
                                    const struct assay_overopt_how *how,
                                    const struct assay_overopt_wish *wish,
                                    struct assay_findings *out, struct assay_error *err);

/* Drift of lengths, repetition and format along the run (metrics/drift.h), where they are logged. */
void assay_overopt_drift(const struct assay_overopt_study *study,
                         const struct assay_trend *trend,
                         const struct assay_overopt_how *how, struct assay_findings *out);

/*
 * Where single samples of the initial policy are known: the Goodhart gap in their spreads, what regression alone
 * explains of it (metrics/goodhart.h), and the tail of the proxy's error (metrics/tail_index.h).
 */
void assay_overopt_draws(const struct assay_overopt_study *study,
                         const struct assay_overopt_how *how, struct assay_findings *out);

/* Runs of direct alignment: early peaks, and whether implicit rewards noticed (metrics/direct_alignment.h). */
void assay_overopt_direct(const struct assay_overopt_study *study,
                          struct assay_findings *out);

/*
 * The peak from checkpoint to checkpoint of each series, by the form that describes all of them best, and whether
 * it moved: intervals of differences of independent estimates (metrics/range.h).
 */
void assay_overopt_history(const struct assay_overopt_told *told,
                           struct assay_findings *out);

/*
 * alpha and beta against the size of the reward model or of its data, where three sizes or more of curves alike in
 * all else are there (metrics/gao_scaling.h), and the peaks of sizes that are asked for. A size among those that
 * are there is held out.
 *
 * Errors: ASSAY_EUSAGE for a prediction without three sizes.
 */
ASSAY_MUST_USE
enum assay_code assay_overopt_scaling(const struct assay_overopt_told *told,
                                      const struct assay_overopt_wish *wish,
                                      struct assay_findings *out,
                                      struct assay_error *err);

/* The form of curves that are to be compared: of best of n bon, else by the sum of leave-one-out errors. */
enum assay_gao_form assay_overopt_common_form(
    const struct assay_overopt_study *const *study, size_t count);

#endif
