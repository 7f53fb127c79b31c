/* signal_judge.h - a score of a response that is a reward in the log, or what a judge said of it. */
#ifndef ASSAY_ADAPTERS_SIGNALS_SIGNAL_JUDGE_H
#define ASSAY_ADAPTERS_SIGNALS_SIGNAL_JUDGE_H

#include "adapters/signals/signal.h"

/*
 * reward.NAME of a response or, where judge is not NULL, the mean score of that judge's verdicts on it (judges[].j, kind
 * point). False, and the value lacks it, where there is none.
 */
bool assay_signal_scored(const struct assay_rollout_view *view, size_t i,
                         const char *name, const char *judge,
                         struct assay_signal_value *value, double *out);

#endif
