/*
 * linear_features.h - a completion, seen beside its prompt, as a sparse vector.
 *
 * Features are hashed into 2^bits places (Weinberger et al. 2009, "Feature hashing for large
 * scale multitask learning"); every feature has the value 1 but for the last kind:
 *
 *     words      1, 2 and 3 words in a row of the completion
 *     characters 2 to 5 bytes in a row, as written
 *     crossed    each distinct word of the completion with each of the last 32 distinct words,
 *                and each of the last 32 word pairs, of the prompt
 *     counted    each distinct number of the completion with how often a repeated word of the
 *                prompt occurs there
 *     shapes     how words of the completion are written (capital, small, mixed, digits), with
 *                words of the prompt
 *     spans      numbers of words between punctuation, with words of the prompt
 *     copied     whether numbers of the completion are in the prompt, with its first words
 *     retrieved  for words of the completion that stand on one line of the prompt only: the mean
 *                share of the last line's words (the question's) which that line holds too
 *
 * None of them knows a task; what an answer must look like is for training to find.
 */
#ifndef ASSAY_ADAPTERS_LINEAR_FEATURES_H
#define ASSAY_ADAPTERS_LINEAR_FEATURES_H

#include "adapters/linear_tokens.h"

enum {
    ASSAY_LINEAR_FEATURES = 1,    /* version: weights fit one definition of features */
    ASSAY_LINEAR_BYTES = 1 << 16, /* of a completion that are looked at */
    ASSAY_LINEAR_DISTINCT = 256   /* distinct words of it that are crossed */
};

/* Zero bytes are an empty vector; places may come twice and then add up. */
struct assay_linear_vector {
    uint32_t *place; /* (count,) below 2^bits */
    float *value;
    size_t count, cap;
};

/* The vector of a completion. */
void assay_linear_features(const struct assay_linear_prompt *prompt,
                           struct assay_str completion, unsigned bits,
                           struct assay_arena *scratch, struct assay_linear_vector *out);

void assay_linear_vector_release(struct assay_linear_vector *vector);

#endif
