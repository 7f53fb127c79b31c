/*
 * gguf_encode.h - runs an encoder (BERT, XLM-R) over whole texts; for gguf*.c only.
 *
 * libllama takes every token for one of the first text. Where a model knows a second (BERT does,
 * XLM-R does not), the difference of the two types is added to the embeddings of a pair's second
 * text while they are computed, which is what transformers' BertEmbeddings sums up.
 */
#ifndef ASSAY_ADAPTERS_GGUF_ENCODE_H
#define ASSAY_ADAPTERS_GGUF_ENCODE_H

#include "adapters/gguf_decode.h"

struct assay_gguf_encoder; /* of one thread */

/* Never NULL; the model must outlive it. */
struct assay_gguf_encoder *assay_gguf_encoder_new(const struct assay_gguf_model *model,
                                                  struct assay_gguf_decoding decoding);

void assay_gguf_encoder_free(struct assay_gguf_encoder *encoder);

/*
 * Fills out of every row (n,): logits of the head, or the last hidden state of its first place.
 * Errors: ASSAY_EMODEL.
 */
ASSAY_MUST_USE
enum assay_code assay_gguf_encode(struct assay_gguf_encoder *encoder,
                                  const struct assay_gguf_row *rows, size_t n,
                                  struct assay_error *err);

#endif
