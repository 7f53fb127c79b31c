/* bon_first.h - the first n samples of every prompt, as QwenLM/Qwen2.5-Math evaluation/rm_maj_eval.py has it. */
#ifndef ASSAY_RUN_BON_FIRST_H
#define ASSAY_RUN_BON_FIRST_H

#include "harness/core/arena.h"
#include "harness/run/bon.h"
#include "metrics/first_n.h"

/*
 * Means over the prompts that have n samples, for each n of the grid. Figures without scores or answers are 0.
 *
 *   out  (ns,) in arena; all 0 where no prompt reaches n
 *
 * Errors: those of first_n.h.
 */
ASSAY_MUST_USE
enum assay_code assay_bon_first(const struct assay_bon *bon, size_t proxy, size_t gold,
                                struct assay_arena *arena, const struct assay_first **out,
                                struct assay_error *err);

#endif
