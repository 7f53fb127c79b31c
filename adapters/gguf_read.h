/* gguf_read.h - what is read after a token, from its logits or its hidden state; for gguf*.c. */
#ifndef ASSAY_ADAPTERS_GGUF_READ_H
#define ASSAY_ADAPTERS_GGUF_READ_H

#include "adapters/gguf_decode.h"

/* True for what is read from logits, false from a hidden state. */
bool assay_gguf_reads_logits(enum assay_gguf_what what);

/* log sum exp of logits (n,), n >= 1. */
double assay_gguf_normaliser(const float *logit, size_t n);

/*
 * Numbers of one place, from the logits of the vocabulary.
 *
 *   next  the row's next token; NEXT and ALL want it
 */
void assay_gguf_read_logits(const struct assay_gguf_model *model,
                            const struct assay_gguf_reading *reading, const float *logit,
                            int32_t next, double *out);

/* The same from a state (width,): HEAD and STATE. */
void assay_gguf_read_state(const struct assay_gguf_model *model,
                           const struct assay_gguf_reading *reading, const float *state,
                           double *out);

#endif
