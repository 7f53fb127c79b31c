/*
 * sampling.h - how a policy writes: which next token, how long, from which seed.
 *
 * Source: softmax with temperature; top-k (Fan et al. 2018, arXiv:1805.04833), nucleus or top-p
 * sampling (Holtzman et al. 2020, arXiv:1904.09751): as in the generation of transformers and vLLM,
 * temperature first, then top-k, then top-p.
 */
#ifndef ASSAY_CORE_SAMPLING_H
#define ASSAY_CORE_SAMPLING_H

#include "harness/core/str.h"

#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_SAMPLING_STOPS = 16, /* words that end a text, at most */
    ASSAY_SAMPLING_WORDS = 16
};

struct assay_sampling {
    double temperature; /* >= 0; 0: the likeliest token (greedy) */
    double top_p;       /* 0 < p <= 1; 1: all */
    size_t top_k;       /* 0: all */
    size_t max_tokens;  /* >= 1, of one text */
    uint64_t seed;
    struct assay_str
        stop[ASSAY_SAMPLING_STOPS]; /* (stop_count,) end a text, left out of it */
    size_t stop_count;
    struct assay_str word
        [ASSAY_SAMPLING_WORDS]; /* (word_count,) how likely each is as the first token is
                                       told of a text (answer.h, log_p) */
    size_t word_count;
};

/*
 * The seed of the i-th text of an item: it follows from the seed, the item's id and i alone, so that
 * neither order nor interruptions change what is written. Below 2^63, as JSON is read elsewhere.
 */
uint64_t assay_sampling_seed(const struct assay_sampling *sampling, struct assay_str id,
                             size_t i);

#endif
