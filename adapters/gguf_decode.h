/*
 * gguf_decode.h - runs rows of tokens through a model; for adapters/gguf*.c only.
 *
 * The completions of one prompt share it: its tokens are decoded once and belong to the sequence
 * of every completion, (P + K C) tokens instead of K (P + C). Short prompts go through together.
 * What goes together follows from the rows alone, so a number does not depend on threads or time.
 *
 * `exact` keeps keys and values as f32 and leaves flash attention off: scores are then within
 * 1e-5 of transformers' in f32 where the model's activation is not tabulated (GELU is: 2e-3), and
 * do not depend on what goes together beyond 5e-6. libllama's defaults (`exact` false) are faster
 * and move scores by up to 5e-3.
 */
#ifndef ASSAY_ADAPTERS_GGUF_DECODE_H
#define ASSAY_ADAPTERS_GGUF_DECODE_H

#include "adapters/gguf_model.h"

enum {
    ASSAY_GGUF_TOKENS = 8192, /* that go through together, save where one row has more */
    ASSAY_GGUF_GATHER = 1024, /* tokens of several prompts that go through together */
    ASSAY_GGUF_SEQUENCES = 64
};

/* One sequence and what is wanted of it. */
struct assay_gguf_row {
    const int32_t *token; /* (count,) */
    size_t count;         /* >= 1; of a policy > from */
    size_t from;   /* policy: the first token whose log-probability is wanted, >= 1 */
    size_t prompt; /* rows one behind the other with the same number share a prompt */
    double *out;   /* (labels,) logits of the head, or (count - from,) log p in nats */
};

struct assay_gguf_decoder; /* of one thread */

struct assay_gguf_decoding {
    bool exact;
    size_t threads; /* >= 1 */
};

/* Never NULL; the model must outlive it. */
struct assay_gguf_decoder *assay_gguf_decoder_new(const struct assay_gguf_model *model,
                                                  struct assay_gguf_decoding decoding);

void assay_gguf_decoder_free(struct assay_gguf_decoder *decoder); /* NULL is allowed */

/*
 * Fills out of every row (n,), whose tokens must be of the vocabulary.
 *
 * Errors: ASSAY_EMODEL where libllama cannot run them (memory, an architecture it lacks).
 */
ASSAY_MUST_USE
enum assay_code assay_gguf_decode(struct assay_gguf_decoder *decoder,
                                  const struct assay_gguf_row *rows, size_t n,
                                  struct assay_error *err);

#endif
