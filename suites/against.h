/* against.h - what kinds that compare a model's answer with a baseline's share. */
#ifndef ASSAY_SUITES_AGAINST_H
#define ASSAY_SUITES_AGAINST_H

#include "suites/kind.h"

/* Refuses an item that has not two completions. */
ASSAY_MUST_USE
enum assay_code assay_against_check(const struct assay_item *item,
                                    struct assay_error *err);

/* What a draw is worth to the model. Its answer is the second completion, so that under `second` it
   wins. */
struct assay_worth assay_against_draw(unsigned rule);

#endif
