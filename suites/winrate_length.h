/* winrate_length.h - the length-controlled win rate of a study of kind winrate; for winrate.c alone. */
#ifndef ASSAY_SUITES_WINRATE_LENGTH_H
#define ASSAY_SUITES_WINRATE_LENGTH_H

#include "metrics/length_control.h"
#include "suites/kind.h"

/* "v1", "noreg", "minimal": the official models by name (length_controlled_v1, ...). */
extern const char *const assay_winrate_models[];

/*
 * Fits the model that `scoring: {length_control: ...}` names to the items of the members, counted or
 * not. An item's covariates are the lengths of the baseline's and the model's answer in
 * characters, and the number of its instruction in the difficulty file.
 *
 * Returns false, with why in arena, where it is undefined.
 */
bool assay_winrate_length(const struct assay_study *study, struct assay_members members,
                          struct assay_arena *arena, struct assay_length_control *out,
                          struct assay_str *why);

/* The same without the fit: true if there is all that it needs. */
bool assay_winrate_length_needs(const struct assay_study *study,
                                struct assay_arena *arena, struct assay_str *why);

#endif
