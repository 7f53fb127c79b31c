/*
 * overlap_check.h - do a suite's texts stand in a training file?
 *
 * Two measures, text by text of the suite, its prompts and its completions told apart:
 *
 *   n-grams     share of the word n-grams of the normalised text (plain.h) that occur in some text
 *               of the file, position by position; n is 13 by default. A text that shares any
 *               overlaps. Hash hits are confirmed word by word. N-grams of more than so many
 *               different prompts, with their completions, are what a suite puts around its
 *               questions: they are told apart, and make no text overlap.
 *   similarity  the greatest resemblance of the text to one text of the file, by MinHash over
 *               shingles of words (minhash.h), without those that are common in the same sense
 *
 * A text that is shorter than an n-gram or a shingle has no such measure, and is counted as that.
 * A text of a pre-training document that merely holds the suite's text resembles it little: the
 * n-grams are for that.
 *
 * Source: Brown et al. (2020), "Language models are few-shot learners", appendix C: an example is
 *         dirty if it shares an n-gram (13 words at most) with the training data; n-grams in more
 *         than 10 documents of that data are ignored there, in more than 10 prompts of the suite
 *         here, whose memory does not grow with the file. Lee et al. (2022),
 *         "Deduplicating training data makes language models better", section 4.2: MinHash over
 *         5-grams of words, near duplicates from a resemblance of 0.8 on.
 */
#ifndef ASSAY_RUN_OVERLAP_CHECK_H
#define ASSAY_RUN_OVERLAP_CHECK_H

#include "harness/run/overlap_scan.h"
#include "suites/suite.h"

/* Most bytes of ids and parts of items that a check keeps (1 GiB). */
#define ASSAY_OVERLAP_BYTES (UINT64_C(1) << 30)

enum assay_overlap_side {
    ASSAY_OVERLAP_PROMPT,
    ASSAY_OVERLAP_COMPLETIONS,
    ASSAY_OVERLAP_SIDES
};

/* What of one side of an item is in the file, over all of its texts. */
struct assay_overlap_part {
    uint64_t grams, found; /* n-grams that are not common; those that occur in the file */
    uint64_t common, common_found; /* the same of the others */
    bool has_shingles;
    struct assay_overlap_run longest;
    struct assay_overlap_near near;
    size_t longest_in, near_in; /* completion, from 0; message of a prompt */
};

struct assay_overlap_item {
    struct assay_str id;
    uint32_t first,
        texts[ASSAY_OVERLAP_SIDES]; /* in the list of text numbers: side by side */
    struct assay_overlap_part part[ASSAY_OVERLAP_SIDES];
};

/* Over the items of a suite; 'either' counts an item once. */
struct assay_overlap_sum {
    size_t grams;       /* items with n-grams */
    size_t overlapping; /* that share any */
    double share;    /* mean over items with n-grams of their found / grams; 0 if none */
    size_t shingles; /* items with shingles */
    size_t similar;  /* that reach the threshold */
};

struct assay_overlap_setting {
    struct assay_suite *suite;
    struct assay_overlap_file file;
    struct assay_overlap_widths widths;
    double similar; /* resemblance from which on a text counts as a near duplicate */
    size_t
        common; /* what is of more prompts is common (overlap_common.h); 0: nothing is */
};

struct assay_overlap {
    struct assay_overlap_scanned scanned;
    uint64_t texts, words, overlapping; /* of the file; its records that share n-grams */
    uint64_t common,
        common_found; /* distinct n-grams that are common; of these in the file */
    struct assay_overlap_item *item; /* (items,) in suite order */
    size_t items;
    struct assay_overlap_sum side[ASSAY_OVERLAP_SIDES], either;
    struct assay_overlap_index index;
};

/* Errors: those of suite.h and overlap_scan.h; ASSAY_EDATA for a suite without texts. Release in
   any case. */
ASSAY_MUST_USE
enum assay_code assay_overlap_check(const struct assay_overlap_setting *setting,
                                    struct assay_arena *arena, struct assay_overlap *out,
                                    struct assay_error *err);

/* True if the item shares an n-gram or has a near duplicate. */
bool assay_overlap_is_found(const struct assay_overlap_item *item, double similar);

/* The words of a run, in arena. */
struct assay_str assay_overlap_words(const struct assay_overlap *overlap,
                                     const struct assay_overlap_run *run,
                                     struct assay_arena *arena);

void assay_overlap_release(struct assay_overlap *overlap);

#endif
