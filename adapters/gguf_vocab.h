/*
 * gguf_vocab.h - a model's tokens: libllama's vocabulary, or the words of a Hugging Face folder; for
 * adapters/gguf*.c only.
 */
#ifndef ASSAY_ADAPTERS_GGUF_VOCAB_H
#define ASSAY_ADAPTERS_GGUF_VOCAB_H

#include "adapters/gguf_text.h"

/* False where there is no tokenizer: ids alone can be asked. */
bool assay_gguf_reads_texts(const struct assay_gguf_model *model);

/* Errors: ASSAY_EDATA for tokens (count,) of a text with padding in it, where the model cannot have that. */
ASSAY_MUST_USE
enum assay_code assay_gguf_check_pad(const struct assay_gguf_model *model,
                                     const int32_t *token, size_t count,
                                     struct assay_error *err);

/* The token that ends a text: EOS, or what an encoder's template puts last; -1: none. */
int32_t assay_gguf_eos(const struct assay_gguf_model *model);

/* True if the vocabulary wants them around texts that no template has rendered. */
bool assay_gguf_adds_bos(const struct assay_gguf_model *model);
bool assay_gguf_adds_eos(const struct assay_gguf_model *model);

/* True for a token that ends a text or a turn. */
bool assay_gguf_is_end(const struct assay_gguf_model *model, int32_t token);

/* What the vocabulary calls a token; "" for -1. In arena. */
struct assay_str assay_gguf_name(const struct assay_gguf_model *model, int32_t token,
                                 struct assay_arena *arena);

/* Appends the bytes that a token stands for in a text; special ones stand for none. Not for the words of a
   folder. */
void assay_gguf_say(const struct assay_gguf_model *model, int32_t token,
                    struct assay_buf *out);

/* The model's own chat template; "" where it has none. */
struct assay_str assay_gguf_chat_template(const struct assay_gguf_model *model);

/* The tokens of an encoder's pair. Errors: ASSAY_EDATA, ASSAY_EMODEL. */
ASSAY_MUST_USE
enum assay_code assay_gguf_pair(const struct assay_gguf_model *model,
                                struct assay_str first, struct assay_str second,
                                struct assay_arena *arena, struct assay_gguf_tokens *out,
                                struct assay_error *err);

#endif
