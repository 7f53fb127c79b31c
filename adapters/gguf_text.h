/*
 * gguf_text.h - from a conversation to the tokens that a model sees; for gguf*.c only.
 *
 * The text is what the model's own chat template renders of the conversation, and special tokens
 * in it become what they name. What stands at its ends is explicit: a BOS is put in front where
 * the vocabulary wants one and the text does not begin with it already, so that it is never doubled
 * (`bos` says otherwise), and an EOS behind where the vocabulary wants one and no template has
 * rendered the end (`eos`). An encoder has no template: it sees prompt and completion as a pair,
 * as its tokenizer's post-processor joins them.
 */
#ifndef ASSAY_ADAPTERS_GGUF_TEXT_H
#define ASSAY_ADAPTERS_GGUF_TEXT_H

#include "adapters/dialogue.h"
#include "adapters/gguf_model.h"
#include "adapters/jinja.h"
#include "harness/core/arena.h"

enum assay_gguf_end {
    ASSAY_GGUF_END_AUTO,
    ASSAY_GGUF_END_ADD, /* in any case */
    ASSAY_GGUF_END_NO
};

/* How conversations become tokens. */
struct assay_gguf_template {
    const struct assay_jinja *jinja; /* NULL: texts one behind the other, */
    bool whole;                      /* without a break, else a line apart */
    struct assay_str source;
    const char *from;  /* where it was found, for messages; NULL: none */
    const char *date;  /* "2024-07-26" for templates that ask for it, or NULL */
    unsigned bos, eos; /* enum assay_gguf_end */
};

/* The token that texts begin with: an encoder's CLS, or BOS; -1: none. */
int32_t assay_gguf_bos(const struct assay_gguf_model *model);

/*
 * Chooses a template; bos and eos stay as they are.
 *
 *   word   "model" (the one in the model's metadata; an encoder needs none), "none", "joined", or a
 *          file
 *   arena  keeps it
 *
 * Errors: ASSAY_EMODEL where the model has none, ASSAY_EDATA for one that cannot be compiled,
 * ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_gguf_template_open(const struct assay_gguf_model *model,
                                         const char *word, const char *date,
                                         struct assay_arena *arena,
                                         struct assay_gguf_template *out,
                                         struct assay_error *err);

struct assay_gguf_tokens {
    int32_t *at; /* (count,) in the arena */
    size_t count;
    size_t second; /* of a pair: where the second text begins; 0: no pair */
    bool doubled,
        open; /* it begins with two BOS; it does not end with an end-of-text token */
};

/*
 * Appends the text that is rendered of what is said.
 * Errors: ASSAY_EDATA where the template refuses the conversation.
 */
ASSAY_MUST_USE
enum assay_code assay_gguf_render(const struct assay_gguf_model *model,
                                  const struct assay_gguf_template *template,
                                  struct assay_dialogue dialogue,
                                  struct assay_arena *arena, struct assay_buf *out,
                                  struct assay_error *err);

/* The tokens of a text, nothing before or behind. Errors: ASSAY_EDATA, ASSAY_EMODEL. */
ASSAY_MUST_USE
enum assay_code assay_gguf_tokenise(const struct assay_gguf_model *model,
                                    struct assay_str text, struct assay_arena *arena,
                                    struct assay_gguf_tokens *out,
                                    struct assay_error *err);

/*
 * The tokens of what is said.
 * Errors: ASSAY_EDATA where the template refuses the conversation.
 */
ASSAY_MUST_USE
enum assay_code assay_gguf_tokens_of(const struct assay_gguf_model *model,
                                     const struct assay_gguf_template *template,
                                     struct assay_dialogue dialogue,
                                     struct assay_arena *arena,
                                     struct assay_gguf_tokens *out,
                                     struct assay_error *err);

/* The text of tokens, special ones spelt out; appended. */
void assay_gguf_spell(const struct assay_gguf_model *model, const int32_t *token,
                      size_t count, struct assay_buf *out);

#endif
