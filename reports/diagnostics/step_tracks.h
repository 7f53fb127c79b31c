/* step_tracks.h - every track of numbers that steps of a response have: what diagnostics of steps walk over. */
#ifndef ASSAY_REPORTS_DIAGNOSTICS_STEP_TRACKS_H
#define ASSAY_REPORTS_DIAGNOSTICS_STEP_TRACKS_H

#include "reports/diagnostics/diagnostic.h"

/* A track: "score.prm" or "reward.hash", its numbers (n,), NaN where one is missing. */
typedef enum assay_code assay_step_track(void *self, struct assay_str name,
                                         const double *x, size_t n,
                                         struct assay_error *err);

/* Shows the tracks under steps.score and steps.reward of the i-th response, in their order. Errors: those of side files and
   of whoever is shown them. */
ASSAY_MUST_USE
enum assay_code assay_step_tracks(const struct assay_rollout_view *view, size_t i,
                                  assay_step_track *show, void *self,
                                  struct assay_error *err);

/* Pairs of numbers, in order. Zero bytes are none; release x and y with free. */
struct assay_pairs {
    double *x, *y; /* (n,) */
    size_t n, room;
};

/* A pair that has a NaN is none. */
void assay_pairs_add(struct assay_pairs *pairs, double x, double y);

void assay_pairs_release(struct assay_pairs *pairs);

#endif
