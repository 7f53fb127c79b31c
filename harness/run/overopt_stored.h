/* overopt_stored.h - best-of-n curves that `assay bon` stored, as curves of gold against d. */
#ifndef ASSAY_RUN_OVEROPT_STORED_H
#define ASSAY_RUN_OVEROPT_STORED_H

#include "harness/core/result.h"
#include "harness/run/bon_prompts.h"
#include "harness/run/overopt.h"

/*
 * Gold and proxy at d = sqrt(log n - (n - 1) / n), relative to n = 1, in arena. Units are prompts, or their
 * clusters, where the run has kept what each of them adds. Else points are, and the turnover is the one found from the
 * prompts when the run was made.
 *
 *   kept  what it has kept of the result
 *   path  for messages
 *
 * Errors: ASSAY_EUSAGE for a result without a best-of-n curve from n = 1 on.
 */
ASSAY_MUST_USE
enum assay_code assay_overopt_of_bon(const struct assay_result *result,
                                     const struct assay_bon_prompts_of *kept,
                                     const char *path, struct assay_arena *arena,
                                     struct assay_overopt_curve *out,
                                     struct assay_error *err);

#endif
