/*
 * overlap_common.h - what a suite puts around many of its questions tells nothing of any.
 *
 * Items of one prompt are a group. N-grams and shingles of more than `most` groups are common: they are
 * left out, in the suite and in the training file.
 */
#ifndef ASSAY_RUN_OVERLAP_COMMON_H
#define ASSAY_RUN_OVERLAP_COMMON_H

#include "harness/run/overlap_index.h"

/* A text of an item of a group. */
struct assay_overlap_use {
    uint32_t group, text;
};

struct assay_overlap_uses {
    struct assay_overlap_use *at; /* (count,) any order; sorted by what reads them */
    size_t count;
    size_t most; /* 0: nothing is common */
};

/* Marks n-grams: index->common. After they were numbered. */
void assay_overlap_common_grams(struct assay_overlap_index *index,
                                struct assay_overlap_uses *uses);

/* Finds shingles: index->common_shingle. */
void assay_overlap_common_shingles(struct assay_overlap_index *index,
                                   struct assay_overlap_uses *uses);

/* Takes common ones out of n shingles. Returns how many stay. */
size_t assay_overlap_uncommon(const struct assay_overlap_index *index, uint64_t *hash,
                              size_t n);

#endif
