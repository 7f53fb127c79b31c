/*
 * tokenizer.h - texts become token ids as a Hugging Face tokenizer.json says.
 *
 * The same steps in the same order as the tokenizers library: added tokens are found in the text;
 * what lies between them is normalised, cut into pieces, and each piece becomes tokens by byte-level
 * or SentencePiece BPE, WordPiece or Unigram; a template puts special tokens around it. A step of a
 * kind that is not known is refused when the file is read, never passed over.
 *
 * Regular expressions are PCRE2's, Unicode data are utf8proc's; the library's are Oniguruma's and
 * those of several crates, so that characters which one Unicode version has and another has not may
 * be cut differently.
 *
 * Source: huggingface/tokenizers tokenizers/src (tokenizer/added_vocabulary.rs, normalizers,
 * pre_tokenizers, models, processors).
 */
#ifndef ASSAY_ADAPTERS_TOKENIZER_H
#define ASSAY_ADAPTERS_TOKENIZER_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/buf.h"
#include "harness/core/error.h"
#include "harness/core/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_TOKENIZER_BYTES = 1 << 28,      /* of tokenizer.json */
    ASSAY_TOKENIZER_TEXT = 1 << 26,       /* bytes of a text */
    ASSAY_TOKENIZER_VOCABULARY = 1 << 24, /* largest id */
    ASSAY_TOKENIZER_STEPS = 64            /* of a list of normalisers or pre-tokenisers */
};

struct assay_tokenizer; /* immutable; threads share it */

/*
 * Reads a tokenizer.json. assay_tokenizer_free in any case; *out may be NULL after a failure.
 *
 * Errors: ASSAY_EDATA "path: what" for what is malformed, ASSAY_EMODEL for steps and models that
 * are not known, ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_tokenizer_read(const char *path, struct assay_tokenizer **out,
                                     struct assay_error *err);

/* The same for a text in memory; name is for messages. */
ASSAY_MUST_USE
enum assay_code assay_tokenizer_parse(struct assay_str text, const char *name,
                                      struct assay_tokenizer **out,
                                      struct assay_error *err);

void assay_tokenizer_free(struct assay_tokenizer *tokenizer); /* NULL is allowed */

struct assay_token_ids {
    int32_t *id;   /* (count,) */
    uint8_t *type; /* (count,) 0 or 1: the text of a pair that it is of */
    size_t count;
};

/* What is to become ids; valid UTF-8. */
struct assay_tokenizer_input {
    struct assay_str text;
    const struct assay_str *pair; /* a second text, or NULL */
    bool special;                 /* with the special tokens that the template adds */
};

/*
 * The ids of a text or a pair.
 *
 *   arena  keeps out; what is made on the way is there too
 *
 * Errors: ASSAY_EDATA for a text that is too long, ASSAY_EMODEL where a regular expression gives up.
 */
ASSAY_MUST_USE
enum assay_code assay_tokenizer_encode(const struct assay_tokenizer *tokenizer,
                                       struct assay_tokenizer_input input,
                                       struct assay_arena *arena,
                                       struct assay_token_ids *out,
                                       struct assay_error *err);

/* The id of a token as the vocabulary spells it, or -1. */
int32_t assay_tokenizer_id(const struct assay_tokenizer *tokenizer,
                           struct assay_str token);

/* What the vocabulary spells an id; "" for none. */
struct assay_str assay_tokenizer_spelling(const struct assay_tokenizer *tokenizer,
                                          int32_t id);

/* Appends what a token stands for in a text: bytes, where a byte-level tokenizer spells each as a letter. */
void assay_tokenizer_say(const struct assay_tokenizer *tokenizer, int32_t id,
                         struct assay_buf *out);

/* The special tokens that the template puts first and last around a single text; -1: none. */
int32_t assay_tokenizer_front(const struct assay_tokenizer *tokenizer);
int32_t assay_tokenizer_back(const struct assay_tokenizer *tokenizer);

/* One more than the largest id. */
size_t assay_tokenizer_size(const struct assay_tokenizer *tokenizer);

#endif
