/* gguf_context.h - room for tokens in libllama: a context that grows; for adapters/gguf*.c only. */
#ifndef ASSAY_ADAPTERS_GGUF_CONTEXT_H
#define ASSAY_ADAPTERS_GGUF_CONTEXT_H

#include "adapters/gguf_model.h"

struct llama_context;

enum {
    ASSAY_GGUF_SEQUENCES = 64, /* in a context at once */
    ASSAY_GGUF_SLICE =
        256 /* tokens decoded at a time: attention goes over the cells that are in
                              use by then, in steps of as many */
};

/* A context, and what it is made with; release it. */
struct assay_gguf_context {
    const struct assay_gguf_model *model;
    bool exact;     /* as of gguf_decode.h */
    size_t threads; /* >= 1 */
    size_t slice;   /* tokens of a full batch */
    bool (*watch)(struct ggml_tensor *tensor, bool ask,
                  void *data); /* told of every tensor of a graph; NULL: nobody */
    void *data;                /* of watch */

    struct llama_context *llama; /* NULL at first */
    size_t cells;
};

/* Tokens of a batch whose logits may all be asked: fewer where the vocabulary is large. */
size_t assay_gguf_slice(const struct assay_gguf_model *model);

/*
 * Makes room for so many tokens; what was in the context is lost where it grows.
 * Errors: ASSAY_EMODEL.
 */
ASSAY_MUST_USE
enum assay_code assay_gguf_make_room(struct assay_gguf_context *context, size_t tokens,
                                     struct assay_error *err);

struct llama_batch;

/* Adds a token of the sequences (n,) from first on to a batch, and where in it it is; nothing is asked of it. */
int32_t assay_gguf_push(struct llama_batch *batch, int32_t token, size_t place,
                        size_t first, size_t n);

void assay_gguf_context_release(struct assay_gguf_context *context);

#endif
