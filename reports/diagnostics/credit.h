/* credit.h - rewards of steps held against outcomes and labels, a track at a time; credit.c collects, credit_tell.c tells. */
#ifndef ASSAY_REPORTS_DIAGNOSTICS_CREDIT_H
#define ASSAY_REPORTS_DIAGNOSTICS_CREDIT_H

#include "harness/core/names.h"
#include "reports/diagnostics/measured.h"
#include "reports/diagnostics/step_tracks.h"

enum {
    ASSAY_CREDIT_TRACKS = 32 /* the first ones of a log */
};

struct assay_credit_track {
    struct assay_measured residual; /* |sum - outcome| */
    double most;                    /* the largest of them */
    struct assay_measured located; /* whether the first wrong step has the least reward */
    struct assay_measured
        agrees;                 /* whether the sum is above 0 just where the outcome is */
    struct assay_pairs returns; /* sum, outcome */
    struct assay_pairs labelled; /* reward, whether its step is right */
    struct assay_pairs gold;     /* reward, the gold track's */
};

struct assay_credit_of {
    const char *outcome, *gold;
    struct assay_names names;
    struct assay_credit_track track[ASSAY_CREDIT_TRACKS];
    size_t groups;
    /* The response that is being read. */
    const double *label, *golden; /* NULL: none */
    size_t labels, goldens;
    double end; /* NaN: none */
};

ASSAY_MUST_USE
enum assay_code assay_credit_tell(struct assay_credit_of *self,
                                  struct assay_diagnosis *out, struct assay_error *err);

#endif
