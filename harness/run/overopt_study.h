/*
 * overopt_study.h - what a curve of gold against d says: fits, whether it turns and where, how sure that is.
 */
#ifndef ASSAY_RUN_OVEROPT_STUDY_H
#define ASSAY_RUN_OVEROPT_STUDY_H

#include "harness/run/overopt.h"
#include "metrics/curve_fit.h"
#include "metrics/gao_interval.h"
#include "metrics/turnover.h"

enum {
    ASSAY_OVEROPT_POINTS_LEAST = 4, /* different d > 0 below which nothing is fitted */
    ASSAY_OVEROPT_FORMS = 2         /* of enum assay_gao_form */
};

/* Which form of Gao et al. is told; both are fitted. */
enum assay_overopt_form {
    ASSAY_OVEROPT_FORM_AUTO, /* of best of n bon; else that with the smaller leave-one-out error */
    ASSAY_OVEROPT_FORM_BON,
    ASSAY_OVEROPT_FORM_RL
};

/* "auto", "bon", "rl", NULL. */
extern const char *const assay_overopt_form_words[];

struct assay_overopt_how {
    double level;
    size_t replicates;
    uint64_t seed;
    size_t jobs;
    enum assay_overopt_form form;
};

/* A form of Gao et al. on the curve. */
struct assay_overopt_fitted {
    bool fitted;
    bool has_ranges;
    const char *why; /* what is missing, and for what reason; static or in arena */
    struct assay_gao_intervals gao;
};

struct assay_overopt_study {
    const struct assay_overopt_curve *curve;
    size_t points;   /* with d > 0 that are fitted, cells or places */
    size_t distinct; /* different d > 0 */
    bool fitted;     /* else too few points */
    bool of_means;   /* quality and choice are of means over units, else of cells */
    double d_least, d_most;
    struct assay_overopt_fitted form[ASSAY_OVEROPT_FORMS]; /* by assay_gao_form */
    struct assay_curve_fit fit[ASSAY_CURVES];
    struct assay_curve_choice choice;
    enum assay_gao_form told;
    struct assay_overopt_turn turn;
};

/* Points that are fitted, in arena. */
struct assay_overopt_points {
    double *d, *r, *weight;
    uint32_t *unit;
    size_t n;
};

/* The cells of a curve that are fitted: with d > 0, not of the base. In arena. */
struct assay_overopt_points assay_overopt_points_of(
    const struct assay_overopt_curve *curve, struct assay_arena *arena);

/* Errors: none that data can have; those of metrics where an argument of how is outside its range. */
ASSAY_MUST_USE
enum assay_code assay_overopt_study(const struct assay_overopt_curve *curve,
                                    const struct assay_overopt_how *how,
                                    struct assay_arena *arena,
                                    struct assay_overopt_study *out,
                                    struct assay_error *err);

/* The part of it that looks for a turnover. */
ASSAY_MUST_USE
enum assay_code assay_overopt_turn(const struct assay_overopt_how *how,
                                   struct assay_arena *arena,
                                   struct assay_overopt_study *study,
                                   struct assay_error *err);

/* R of the form told at d, relative to the base. */
double assay_overopt_value(const struct assay_overopt_study *study, double d);

#endif
