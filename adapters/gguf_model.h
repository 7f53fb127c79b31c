/*
 * gguf_model.h - a GGUF file opened with libllama; for adapters/gguf*.c only.
 *
 * libllama reads weights and vocabulary and runs the transformer. Its own way to score (rank
 * pooling) takes the first token of a decoder and squashes some heads, so assay owns the score
 * head: logits = W h + b, with h the state of the last token after the final norm, as
 * transformers' *ForSequenceClassification has it (modeling_layers.py,
 * GenericForSequenceClassification). W is in the file's metadata:
 *
 *     assay.score.weight     f32[labels * embedding], row-major
 *     assay.score.bias       f32[labels], optional
 *     assay.score.n_labels   u32
 *
 * Encoders with a classification head of their own (BERT, XLM-R) go through rank pooling, which
 * is right for them; a decoder without a head is a policy.
 */
#ifndef ASSAY_ADAPTERS_GGUF_MODEL_H
#define ASSAY_ADAPTERS_GGUF_MODEL_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct llama_model;
struct gguf_context;
struct ggml_tensor;

enum {
    ASSAY_GGUF_LABELS_MAX = 1024
};

enum assay_gguf_kind {
    ASSAY_GGUF_POLICY,  /* next-token distributions */
    ASSAY_GGUF_SCORES,  /* a decoder with a score head */
    ASSAY_GGUF_ENCODER, /* an encoder with a classification head */
};

/* Immutable once it is open; threads share it. */
struct assay_gguf_model {
    struct llama_model *llama;
    enum assay_gguf_kind kind;
    size_t vocabulary, width, context; /* tokens, floats of a state, tokens trained on */
    size_t labels;                     /* numbers a score head gives; 0: no head */
    float *weight;                     /* (labels, width); NULL for encoders */
    float *bias;                       /* (labels,) or NULL */
};

/*
 * Opens a file.
 *
 * Errors: ASSAY_EMODEL "path: what" where libllama refuses it or its head is malformed.
 */
ASSAY_MUST_USE
enum assay_code assay_gguf_model_open(const char *path, struct assay_gguf_model *out,
                                      struct assay_error *err);

/* Writes the numbers of a tensor, which libllama has named and given a shape. */
typedef void assay_gguf_fill(struct ggml_tensor *tensor, void *data);

/*
 * Makes a model of metadata and what fill writes into tensors, which is called with data. path is
 * for messages. Errors: as assay_gguf_model_open; release in any case.
 */
ASSAY_MUST_USE
enum assay_code assay_gguf_model_make(const char *path, struct gguf_context *meta,
                                      assay_gguf_fill *fill, void *data,
                                      struct assay_gguf_model *out,
                                      struct assay_error *err);

/* NULL is allowed within; also after a failed open. */
void assay_gguf_model_release(struct assay_gguf_model *model);

/* The version of libllama that is linked. */
const char *assay_gguf_library(void);

#endif
