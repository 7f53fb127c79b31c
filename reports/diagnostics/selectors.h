/* selectors.h - what the diagnostic of selectors collects. */
#ifndef ASSAY_REPORTS_DIAGNOSTICS_SELECTORS_H
#define ASSAY_REPORTS_DIAGNOSTICS_SELECTORS_H

#include "reports/diagnostics/measured.h"

enum {
    ASSAY_SELECT_RANDOM,
    ASSAY_SELECT_MAJORITY,
    ASSAY_SELECT_PRM,
    ASSAY_SELECT_SELF,
    ASSAY_SELECT_ORACLE,
    ASSAY_SELECTORS,
    ASSAY_SELECTOR_TRACKS = 2,
    ASSAY_SELECTOR_LEVELS = 20, /* difficulties that are told apart one by one */
    ASSAY_SELECTOR_BINS = 10,   /* of about equally many groups, where there are more */
    ASSAY_SELECTOR_SIZES = 17   /* 1, 2, 4, ... samples */
};

struct assay_selector_level {
    double difficulty; /* of a bin the highest */
    size_t groups;
    size_t accepted, right; /* samples, and the right ones of these */
};

struct assay_selectors {
    struct assay_training training;
    const char *track;
    unsigned aggregate; /* enum assay_aggregate */
    double accept, low;
    size_t groups;
    struct assay_measured of[ASSAY_SELECTORS];
    struct assay_measured by_size[ASSAY_SELECTORS]
                                 [ASSAY_SELECTOR_SIZES]; /* of 2^k of the samples */
    struct assay_selector_level *level; /* (levels,) of groups; told of difficulties */
    size_t levels, level_room;
};

/* Samples of a group whose answers are judged, (n,) each. */
struct assay_selector_columns {
    size_t n;
    double *right;      /* 1 or 0 */
    double *prm, *self; /* NaN: no score */
    long *answer;       /* ASSAY_VOTING_NO_ANSWER: none */
};

/* In the view's arena. Errors: those of side files; ASSAY_EDOMAIN for scores that have no aggregate. */
ASSAY_MUST_USE
enum assay_code assay_selector_columns_read(const struct assay_selectors *self,
                                            const struct assay_rollout_view *view,
                                            struct assay_selector_columns *out,
                                            struct assay_error *err);

/* Adds the accuracy of every selector that all samples of the group have a score for. Errors: ASSAY_EDOMAIN. */
ASSAY_MUST_USE
enum assay_code assay_selectors_add(struct assay_selectors *self,
                                    const struct assay_selector_columns *columns,
                                    struct assay_error *err);

/*
 * Accuracy of a selector by samples: points with bands, and values by samples; a line of no points where nothing is known. Sizes that some group is too small for are left out. Errors: ASSAY_EDOMAIN.
 */
ASSAY_MUST_USE
enum assay_code assay_selectors_curve(const struct assay_selectors *self, size_t which,
                                      const struct assay_diagnosis *out,
                                      struct assay_node *values,
                                      struct assay_series *line, struct assay_error *err);

#endif
