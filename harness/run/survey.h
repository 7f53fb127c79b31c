/*
 * survey.h - what a suite holds, without asking anybody: for `assay run --dry-run`.
 */
#ifndef ASSAY_RUN_SURVEY_H
#define ASSAY_RUN_SURVEY_H

#include "harness/run/plan.h"

struct assay_survey {
    size_t items, completions, subsets;
    bool texts;
    struct assay_load load;    /* of it, within the limit, to be scored: .texts is 0 */
    struct assay_node sources; /* list of {path, sha256, ...} */
};

/*
 * Reads the data of a suite of the plan. Where it has parts and none was named: of the part
 * that was chosen before, or the first.
 *
 * Errors: those of the data.
 */
ASSAY_MUST_USE
enum assay_code assay_survey_take(const struct assay_plan *plan, size_t number,
                                  struct assay_arena *arena, struct assay_survey *out,
                                  struct assay_error *err);

#endif
