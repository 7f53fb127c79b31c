/*
 * linear_tokens.h - what the linear model sees of a prompt: words by hash, with their places.
 *
 * A word is what ngrams.h calls a word. Lines are counted over all messages together.
 */
#ifndef ASSAY_ADAPTERS_LINEAR_TOKENS_H
#define ASSAY_ADAPTERS_LINEAR_TOKENS_H

#include "harness/core/arena.h"
#include "harness/core/item.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_LINEAR_WORDS = 1 << 14, /* words of a text that are looked at */
    ASSAY_LINEAR_TERMS = 32       /* distinct words, and word pairs, that are crossed */
};

struct assay_linear_word {
    uint64_t hash;
    struct assay_str text; /* as written */
    uint32_t line;         /* from 0 */
    bool digits;           /* holds one */
    bool joined;           /* nothing but blanks between it and the word before */
};

/* (count,) in the order of the text. */
struct assay_linear_words {
    struct assay_linear_word *at;
    size_t count;
};

/* A distinct word of a prompt. */
struct assay_linear_entry {
    uint64_t hash;
    uint32_t count;
    uint32_t line; /* of its first place */
    bool one_line; /* it is on that line only */
};

/* A prompt, looked at once for all completions. */
struct assay_linear_prompt {
    struct assay_linear_words words;
    struct assay_linear_entry *entry; /* (entries,) sorted by hash */
    size_t entries;
    uint64_t term[ASSAY_LINEAR_TERMS]; /* the last distinct words */
    size_t terms;
    uint64_t pair[ASSAY_LINEAR_TERMS]; /* the last two words in a row */
    size_t pairs;
    uint32_t last_line;
    double
        *kinship; /* (last_line + 1,) share of the last line's words that a line holds */
};

/* All words of a text; line numbers go on from *line, which moves on. */
void assay_linear_words_add(struct assay_linear_words *words, struct assay_str text,
                            uint32_t *line, struct assay_arena *arena);

/* In arena. */
struct assay_linear_prompt assay_linear_prompt_of(const struct assay_item *item,
                                                  struct assay_arena *arena);

/* The entry of a word, or NULL. */
const struct assay_linear_entry *assay_linear_entry_find(
    const struct assay_linear_prompt *prompt, uint64_t hash);

/* Two hashes into one, in order. */
uint64_t assay_linear_mix(uint64_t a, uint64_t b);

#endif
