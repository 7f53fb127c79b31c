/* overopt_samples.h - best-of-n curves of a set of samples as curves of gold against d, prompt by prompt. */
#ifndef ASSAY_RUN_OVEROPT_SAMPLES_H
#define ASSAY_RUN_OVEROPT_SAMPLES_H

#include "harness/run/bon.h"
#include "harness/run/overopt.h"

/*
 * Gold and proxy of the pick above those of a draw, of each prompt at the n of the grid that it has samples for,
 * exactly; d = sqrt(log n - (n - 1) / n). Units are prompts, or clusters where the data name them, of which cells are
 * means then. The samples themselves are its draws.
 *
 *   bon  computed over a grid that begins at 1; its set outlives the curve
 *   out  in arena
 */
void assay_overopt_of_samples(const struct assay_bon *bon, size_t proxy, size_t gold,
                              struct assay_arena *arena, struct assay_overopt_curve *out);

#endif
