/*
 * prompts.h - the prompts of a suite, each of them once: what a policy is asked to write behind.
 *
 * A prompt comes as an item without texts of its own, under the id of the first item that has it.
 * What it is told apart by is what a model is shown (same.h).
 */
#ifndef ASSAY_RUN_PROMPTS_H
#define ASSAY_RUN_PROMPTS_H

#include "harness/run/same.h"
#include "suites/suite.h"

/* Zero bytes, and then the items; release it. */
struct assay_prompts {
    struct assay_items *items; /* borrowed */
    struct assay_arena arena;  /* of the item in hand */
    struct assay_same same;
    size_t count;    /* prompts so far */
    size_t repeated; /* items passed over, whose prompt an earlier one has */
};

/*
 * The next prompt, or NULL at the end: a source of a queue (source.h).
 * Errors: those of the items; ASSAY_EDATA for one without a prompt.
 */
ASSAY_MUST_USE
enum assay_code assay_prompts_next(void *prompts, struct assay_arena *arena,
                                   const struct assay_item **out,
                                   struct assay_error *err);

void assay_prompts_release(struct assay_prompts *prompts);

#endif
