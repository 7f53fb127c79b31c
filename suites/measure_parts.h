/* measure_parts.h - what the files measure*.c share. */
#ifndef ASSAY_SUITES_MEASURE_PARTS_H
#define ASSAY_SUITES_MEASURE_PARTS_H

#include "harness/core/mersenne.h"
#include "suites/suite_parts.h"

/* Sums over the items of a subset. */
struct assay_tally {
    size_t items, counted, ties, clusters;
    size_t unanswered;        /* items that have no value */
    size_t open;              /* items not fully answered, with a value or without */
    double open_weight;       /* of these */
    struct assay_worth given; /* what these have in the official sums all the same */
    size_t count[ASSAY_STATES];
    struct assay_worth official;
    struct assay_worth rule[ASSAY_TIE_RULES];
    const struct assay_kind *kind;
    bool value_defined; /* where the kind has a value of its own */
    double value;
    const char *why;
};

/* One section with the subsets of the table that are in it. */
struct assay_band {
    const struct assay_suite_section *section; /* as the suite says */
    const uint32_t *subset;                    /* (subset_count,) in order of summing */
    size_t subset_count;                       /* those that the table has */
    const double *weight;                      /* (subset_count,) under WEIGHTED */
    const struct assay_band *part;             /* (section->part_count,) under PARTS */
};

/* Which of the values of a tally. */
enum assay_view {
    ASSAY_VIEW_LOSS = ASSAY_TIE_LOSS, /* the first ones are the tie rules */
    ASSAY_VIEW_OFFICIAL = ASSAY_TIE_RULES,
    ASSAY_VIEW_WORST, /* items not fully answered are wrong */
    ASSAY_VIEW_BEST,  /* items not fully answered are right */
    ASSAY_VIEWS
};

struct assay_measurement {
    const struct assay_suite *suite;
    const struct assay_table *table;
    const struct assay_measuring *measuring;
    struct assay_arena *arena;
    struct assay_study study;
    struct assay_mersenne coin; /* for unparsable answers that one decides */
    unsigned char *state;       /* (items,) enum assay_state of the item */
    double *earned; /* (items,) official worth; below 0: dropped by the tie rule */
    struct assay_tally *tally; /* (subset_count,) */
    struct assay_band *band;   /* (band_count,) the sections */
    size_t band_count;
    const void *found;     /* by the kind, where it finds */
    struct assay_band all; /* every subset, every item alike */
    size_t clusters;       /* of all items */
    size_t rated;          /* items that have become a row a dimension; 0: none have */
};

/* measure_items.c: what is known of a table before its items are measured. */
struct assay_study assay_measure_study(const struct assay_measurement *m);

/* measure_items.c: states, worths and sums of every item. Errors: ASSAY_EDATA. */
ASSAY_MUST_USE
enum assay_code assay_measure_items(struct assay_measurement *m, struct assay_error *err);

/* measure_sections.c: the sections of the suite, and all of it, as bands of subsets. */
void assay_measure_bands(struct assay_measurement *m);

/* The value of a section, or of one subset (band of one), in a view; false: undefined. */
bool assay_measure_band(const struct assay_measurement *m, const struct assay_band *band,
                        enum assay_view view, double *out);

/* The overall value in a view. */
bool assay_measure_overall(const struct assay_measurement *m, enum assay_view view,
                           double *out);

/* measure_missing.c: what of the benchmark is not in the data, for out->missing. */
void assay_measure_missing(const struct assay_measurement *m, struct assay_result *out);

/* True if the table lacks the k-th subset that a section with items declares. A subset named like its
   section is what data without finer groups have: then nothing lacks. */
bool assay_measure_lacks(const struct assay_measurement *m, const struct assay_band *band,
                         size_t k);

/* The same two from given subset sums (bootstrap replicates): (subset_count,) each. */
bool assay_measure_replicate(const struct assay_band *band, const double *sum,
                             const double *count, double *out);
bool assay_measure_replicate_overall(const struct assay_measurement *m, const double *sum,
                                     const double *count, double *out);

/* measure_intervals.c: bootstrap intervals of every section, subset and the overall value. */
ASSAY_MUST_USE
enum assay_code assay_measure_bootstrap(const struct assay_measurement *m,
                                        struct assay_section *section,
                                        struct assay_section *subset,
                                        struct assay_section *overall,
                                        struct assay_error *err);

/*
 * What each item adds: the mean over a subset's items that are used is the subset's value.
 *
 *   credit, used  (items,) used: false at first
 *   left_out      (subset_count,) true: its value has no such form
 */
void assay_measure_credits(const struct assay_measurement *m, double *credit, bool *used,
                           bool *left_out);

/* Sorts replicates (n,) of a figure into its interval. */
void assay_measure_interval(const struct assay_measurement *m, double *value, size_t n,
                            struct assay_figure *figure);

/*
 * measure_resample.c: intervals of values and measures of kinds that are measured anew on every
 * resample, into section, subset (NULL: none), out->overall and out->measure.
 */
void assay_measure_resample(const struct assay_measurement *m,
                            struct assay_section *section, struct assay_section *subset,
                            struct assay_result *out);

/*
 * measure_given.c: intervals of the values of a table of accuracies, into section, subset (NULL:
 * none) and out->overall. False where no rows are known, so that there are none.
 *
 *   values  (m->table->subset_count,) accuracies, fractions
 */
bool assay_measure_given(const struct assay_measurement *m, const double *values,
                         struct assay_section *section, struct assay_section *subset,
                         struct assay_result *out);

/*
 * measure_reference.c: the reference's values in every section and overall, beside those of result;
 * of random draws the mean, and measures in list that say how far draws lie apart, how many do as
 * well as the result, and how often chance does (metrics/probing.h, assay_probe_stand).
 * Errors: ASSAY_EDATA.
 */
ASSAY_MUST_USE
enum assay_code assay_measure_reference(const struct assay_measurement *m,
                                        const struct assay_reference *reference,
                                        const struct assay_result *result,
                                        struct assay_measures *list,
                                        struct assay_null *out, struct assay_error *err);

/* measure_series.c: the margin of an item; false where it has none. */
bool assay_measure_margin(const struct assay_measurement *m, size_t i, double *margin);

/* Bins of equal width over [-reach, reach], an even number: none holds margins of both signs. */
struct assay_margin_bins {
    size_t count;
    double reach; /* > 0; margins beyond it are in the outermost bins */
};
size_t assay_measure_bin(const struct assay_margin_bins *bins, double margin);

/*
 * measure_shapes.c: ROC curves (metrics/roc.h) of the scored completions of items whose
 * completions are right or wrong, of all items and of sections, with their areas in their names;
 * nothing where no completion is right or none is wrong. Scores of different prompts are held
 * against one threshold, unlike in margins.
 */
void assay_measure_roc(const struct assay_measurement *m, struct assay_serieses *out);

/* measure_shapes.c: densities of the margins of sections and of all items, over the same bins;
   nothing where there are no two sections. */
void assay_measure_ridges(const struct assay_measurement *m,
                          const struct assay_margin_bins *bins,
                          struct assay_serieses *out);

/* measure_series.c: margins, calibration and the items that are most confidently wrong. */
ASSAY_MUST_USE
enum assay_code assay_measure_series(const struct assay_measurement *m,
                                     struct assay_result *out, struct assay_error *err);

#endif
