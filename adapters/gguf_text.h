/*
 * gguf_text.h - from a prompt and a completion to the tokens that a model sees; for gguf*.c only.
 *
 * The text is what the model's own chat template renders of the conversation, and special tokens
 * in it become what they name. A BOS is put in front where the vocabulary wants one and the text
 * does not begin with it already, so it is never doubled.
 */
#ifndef ASSAY_ADAPTERS_GGUF_TEXT_H
#define ASSAY_ADAPTERS_GGUF_TEXT_H

#include "adapters/gguf_model.h"
#include "adapters/jinja.h"
#include "harness/core/arena.h"
#include "harness/core/item.h"

/* How conversations become text. */
struct assay_gguf_template {
    const struct assay_jinja *jinja; /* NULL: texts one behind the other, a line apart */
    struct assay_str source;
    const char *from; /* where it was found, for messages */
    const char *date; /* "2024-07-26" for templates that ask for it, or NULL */
};

/*
 * Chooses a template.
 *
 *   word   "model" (the one in the model's metadata), "none", or a file
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
};

/* What is said: a prompt and a completion, or NULL for the prompt after which one comes. */
struct assay_gguf_saying {
    const struct assay_item *item;
    const struct assay_str *completion;
};

/*
 * The tokens of what is said.
 *
 * Errors: ASSAY_EDATA where the template refuses the conversation.
 */
ASSAY_MUST_USE
enum assay_code assay_gguf_tokens_of(const struct assay_gguf_model *model,
                                     const struct assay_gguf_template *template,
                                     struct assay_gguf_saying saying,
                                     struct assay_arena *arena,
                                     struct assay_gguf_tokens *out,
                                     struct assay_error *err);

#endif
