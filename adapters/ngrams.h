/*
 * ngrams.h - a text as the sorted hashes of its word n-grams.
 *
 * A word is a maximal run of ASCII letters and digits and of bytes from 0x80 (so of all
 * characters beyond ASCII), ASCII letters in lower case. An n-gram is n words in a row.
 */
#ifndef ASSAY_ADAPTERS_NGRAMS_H
#define ASSAY_ADAPTERS_NGRAMS_H

#include "harness/core/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The next word of a text from *at, which moves behind it, and its hash; false at the end. */
bool assay_ngrams_word(struct assay_str text, size_t *at, struct assay_str *word,
                       uint64_t *hash);

/* Zero bytes are an empty bag. */
struct assay_ngrams {
    uint64_t *hash; /* (count,) */
    size_t count, cap;
};

/* Adds all n-grams of a text, n >= 1; they do not reach into texts added before. */
void assay_ngrams_add(struct assay_ngrams *bag, struct assay_str text, size_t n);

/* Sorts; wanted before assay_ngrams_common. */
void assay_ngrams_sort(struct assay_ngrams *bag);

/* The size of the intersection of two sorted bags, as bags: the sum of min(count, count). */
size_t assay_ngrams_common(const struct assay_ngrams *a, const struct assay_ngrams *b);

void assay_ngrams_release(struct assay_ngrams *bag);

#endif
