/*
 * overlap_index.h - a suite's texts as word n-grams and sketches, to hold a training file against.
 *
 * Texts are normalised (plain.h); equal ones are one text. What a text of the training file is made
 * of is looked up here; nothing of that file is kept, so memory is bounded by the suite.
 */
#ifndef ASSAY_RUN_OVERLAP_INDEX_H
#define ASSAY_RUN_OVERLAP_INDEX_H

#include "harness/core/error.h"
#include "harness/core/names.h"
#include "harness/core/plain.h"
#include "metrics/minhash.h"

#include <stdint.h>

/* Most words of all distinct texts of a suite. */
#define ASSAY_OVERLAP_WORDS (UINT32_C(1) << 30)

enum {
    ASSAY_OVERLAP_NGRAM_MIN = 2,
    ASSAY_OVERLAP_WIDTH_MAX = 256,     /* words of an n-gram or a shingle */
    ASSAY_OVERLAP_SKETCH_MAX = 1 << 16 /* shingles of a sketch */
};

#define ASSAY_OVERLAP_NONE UINT32_MAX

struct assay_overlap_widths {
    size_t ngram;   /* words, ASSAY_OVERLAP_NGRAM_MIN .. ASSAY_OVERLAP_WIDTH_MAX */
    size_t shingle; /* words, 1 .. ASSAY_OVERLAP_WIDTH_MAX */
    size_t sketch;  /* shingles, 1 .. ASSAY_OVERLAP_SKETCH_MAX */
};

/* A shingle in the sketches of several texts: numbers owner[first] .. owner[first + count - 1]. */
struct assay_overlap_shingle {
    uint64_t hash;
    uint32_t first, count; /* count 0: a free slot */
};

/* A bit for a hash: most hashes that are not there end here, in a tenth of the memory. */
struct assay_overlap_filter {
    unsigned char *bits;
    size_t mask; /* a power of two of bits, less one */
};

/*
 * Words are numbered over all texts, position after position: text t has positions first[t] ..
 * first[t + 1] - 1. An n-gram is numbered by content, and its occurrences are a chain.
 */
struct assay_overlap_index {
    struct assay_overlap_widths widths;
    struct assay_names texts;      /* normalised */
    struct assay_names vocabulary; /* words of them */
    size_t *first;                 /* (texts.count + 1,) */
    size_t first_cap;
    uint32_t *word; /* (positions,) in the vocabulary */
    size_t positions, word_cap;

    uint32_t *owner_of; /* (positions,) text */
    uint32_t *gram;     /* (positions,) n-gram that begins there, or NONE */
    uint32_t *next;     /* (positions,) the one before of the same n-gram, or NONE */
    size_t grams;
    uint32_t *head;        /* (grams,) its last position */
    unsigned char *common; /* (grams,) true: of too many prompts to tell of any */
    uint32_t *slot;        /* (slots,) n-gram + 1 by hash of its words; 0: free */
    size_t slots;          /* a power of two */
    struct assay_overlap_filter gram_filter;

    struct assay_sketch *sketch;           /* (texts.count,) */
    uint64_t *hashes;                      /* behind the sketches */
    struct assay_overlap_shingle *shingle; /* (shingles,) open addressing by hash */
    size_t shingles;                       /* a power of two */
    uint32_t *owner;                       /* texts of shingles */
    struct assay_overlap_filter shingle_filter;
    uint64_t *common_shingle; /* (common_shingles,) ascending; in no sketch */
    size_t common_shingles;
};

struct assay_overlap_uses; /* overlap_common.h */

/*
 * Adds a text as its suite has it, and gives it a number; equal ones after normalising have the
 * same. scratch is for the normalised text.
 *
 * Errors: ASSAY_EDATA for more than ASSAY_OVERLAP_WORDS words.
 */
ASSAY_MUST_USE
enum assay_code assay_overlap_index_add(struct assay_overlap_index *index,
                                        const struct assay_plain *plain,
                                        struct assay_str text, struct assay_buf *scratch,
                                        uint32_t *number, struct assay_error *err);

/* After the last text: builds what is looked up. uses: for what is common; NULL: nothing is. */
void assay_overlap_index_build(struct assay_overlap_index *index,
                               struct assay_overlap_uses *uses);

/*
 * The n-gram of these words, or NONE. Words are compared, not only their hash.
 *
 *   word  (ngram,) numbers in the vocabulary
 *   hash  assay_overlap_hash of them
 */
uint32_t assay_overlap_index_gram(const struct assay_overlap_index *index,
                                  const uint32_t *word, uint64_t hash);

/* What holds a shingle, or NULL. */
const struct assay_overlap_shingle *assay_overlap_index_shingle(
    const struct assay_overlap_index *index, uint64_t hash);

/* Hash of a run of word numbers: sum of (word_i + 1) B^(n - 1 - i), so that it rolls. */
uint64_t assay_overlap_hash(const uint32_t *word, size_t n);

#define ASSAY_OVERLAP_BASE UINT64_C(0x5851F42D4C957F2D)

/* Hash of a word's bytes, the same whether the vocabulary has it or not. */
uint64_t assay_overlap_word(struct assay_str word);

void assay_overlap_index_release(struct assay_overlap_index *index);

#endif
