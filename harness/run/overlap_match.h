/*
 * overlap_match.h - what one text of a training file has in common with a suite's texts.
 *
 * A tally belongs to one thread. What it holds does not depend on the order in which texts are
 * matched, and two tallies added are the tally of both, so any number of threads finds the same.
 */
#ifndef ASSAY_RUN_OVERLAP_MATCH_H
#define ASSAY_RUN_OVERLAP_MATCH_H

#include "harness/run/overlap_index.h"

/* A text of the training file and where it stands. */
struct assay_overlap_text {
    struct assay_str text;
    uint64_t record; /* from 1 */
    unsigned line;   /* 0: the layout cannot tell */
};

/* The longest run of words that a suite's text has in common with one text of the file, all of
   whose n-grams are of that text and few others (not common): of several the one of the earliest record, then the earliest in the suite's text. */
struct assay_overlap_run {
    uint32_t start, words; /* position of its first word; words 0: none */
    uint64_t record;
    unsigned line;
};

/* The text of the file that resembles a suite's text most: of several the earliest record. */
struct assay_overlap_near {
    double value; /* 0: none shares a shingle of the sketches */
    uint64_t record;
    unsigned line;
};

struct assay_overlap_tally {
    const struct assay_overlap_index *index;
    unsigned char *hit;                /* (grams,) true: occurs in the file */
    struct assay_overlap_run *longest; /* (texts,) */
    struct assay_overlap_near *near;   /* (texts,) */
    uint64_t texts, words;             /* of the file */
    uint64_t overlapping;              /* its records that hold an n-gram of the suite */
    uint64_t last;                     /* of them */

    /* While a text is being matched. */
    struct assay_buf plain;
    uint32_t *word;             /* in the vocabulary, or NONE */
    uint64_t *hash, *shingle;   /* of words; of shingles */
    size_t cap;                 /* words that fit */
    uint64_t clock;             /* goes on with every word */
    uint64_t *run_at;           /* (positions,) when an n-gram was last met there */
    uint32_t *run_length;       /* (positions,) n-grams in a row until then */
    uint64_t *counted_at;       /* (texts,) */
    uint32_t *shared, *touched; /* (texts,) shingles shared; texts that share any */
};

void assay_overlap_tally_init(struct assay_overlap_tally *tally,
                              const struct assay_overlap_index *index);

void assay_overlap_match(struct assay_overlap_tally *tally,
                         const struct assay_plain *plain,
                         const struct assay_overlap_text *text);

/* Adds what another tally found. */
void assay_overlap_tally_add(struct assay_overlap_tally *tally,
                             const struct assay_overlap_tally *other);

void assay_overlap_tally_release(struct assay_overlap_tally *tally);

#endif
