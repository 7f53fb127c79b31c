/*
 * transition_result.h - distances from transitions as a result: what is stored and reported.
 *
 * Its value is the mean of d over the pairs that have one. Its measures are of each reward function the norm of its
 * advantage and the share of noise in the plain one, of each pair d, d^2, what plain products would make of d, and
 * EPIC where it was asked for; its figures the matrices.
 */
#ifndef ASSAY_RUN_TRANSITION_RESULT_H
#define ASSAY_RUN_TRANSITION_RESULT_H

#include "harness/core/result.h"
#include "harness/run/transition_study.h"

/* All in arena. target: the first file, as given. */
void assay_transition_result(const struct assay_transition_study *study,
                             struct assay_str target, struct assay_arena *arena,
                             struct assay_result *out);

/* The same for --json. */
struct assay_node *assay_transition_node(const struct assay_transition_study *study,
                                         struct assay_arena *arena);

/* d of a pair, and EPIC: a number with its interval, or why there is none. */
struct assay_figure assay_transition_figure(const struct assay_transition_study *study,
                                            size_t a, size_t b);
struct assay_figure assay_transition_epic_figure(
    const struct assay_transition_study *study, size_t a, size_t b);

/* || A_k ||_D, or why it is not known; share of noise in the plain square of it, where more than that
   is known. */
struct assay_figure assay_transition_norm(const struct assay_transition_study *study,
                                          size_t k);
struct assay_figure assay_transition_noise(const struct assay_transition_study *study,
                                           size_t k);

/* "2,000 transitions of 100 trajectories, ...": what it stands on. In arena. */
const char *assay_transition_words(const struct assay_transition_study *study,
                                   struct assay_arena *arena);

/* Sentences on what holds of the numbers; *count of them. In arena. */
const struct assay_str *assay_transition_notes(const struct assay_transition_study *study,
                                               struct assay_arena *arena, size_t *count);

#endif
