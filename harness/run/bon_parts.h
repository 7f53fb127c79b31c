/* bon_parts.h - some of the prompts: sections, and quantiles of difficulty and length. */
#ifndef ASSAY_RUN_BON_PARTS_H
#define ASSAY_RUN_BON_PARTS_H

#include "harness/run/bon_result.h"

enum assay_bon_by {
    ASSAY_BON_BY_NOTHING,
    ASSAY_BON_BY_SECTION,
    ASSAY_BON_BY_DIFFICULTY, /* what the data say, else 1 - the mean of the first gold */
    ASSAY_BON_BY_LENGTH,     /* mean characters of a prompt's samples */
};
extern const char *const assay_bon_by_words[]; /* "nothing", "section", ..., NULL */

/*
 * Studies each part: told->part. Quantiles split the prompts, in the order of the number, into as many parts
 * as even as can be; prompts of equal number stay together, in the part of the first of them.
 *
 *   quantiles  2 .. ASSAY_BON_PARTS_MAX
 *
 * Errors: ASSAY_EUSAGE for more sections than ASSAY_BON_PARTS_MAX; ASSAY_EDATA where the number is not known
 * of some prompt.
 */
ASSAY_MUST_USE
enum assay_code assay_bon_split(const struct assay_bon *bon, enum assay_bon_by by,
                                size_t quantiles, struct assay_bon_told *told,
                                struct assay_arena *arena, struct assay_error *err);

#endif
