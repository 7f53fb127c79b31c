/* overopt_stored.h - best-of-n curves that `assay bon` stored, as curves of gold against d. */
#ifndef ASSAY_RUN_OVEROPT_STORED_H
#define ASSAY_RUN_OVEROPT_STORED_H

#include "harness/core/result.h"
#include "harness/run/overopt.h"

/*
 * Gold and proxy at d = sqrt(log n - (n - 1) / n), relative to n = 1, in arena. Replicates are not stored, so that
 * points are the unit of fits; the turnover is the one found from the prompts when the run was made.
 *
 *   path  for messages
 *
 * Errors: ASSAY_EUSAGE for a result without a best-of-n curve from n = 1 on.
 */
ASSAY_MUST_USE
enum assay_code assay_overopt_of_bon(const struct assay_result *result, const char *path,
                                     struct assay_arena *arena,
                                     struct assay_overopt_curve *out,
                                     struct assay_error *err);

#endif
