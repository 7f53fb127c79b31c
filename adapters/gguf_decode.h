/*
 * gguf_decode.h - runs rows of tokens through a model and reads it; for adapters/gguf*.c only.
 *
 * The completions of one prompt share it: its tokens are decoded once and belong to the sequence
 * of every completion, some (P + K C) tokens instead of K (P + C). Very short prompts go through together.
 * What goes together follows from the rows alone, so a number does not depend on threads or time.
 *
 * `exact` keeps keys and values as f32 and leaves flash attention off: scores are then within
 * 1e-5 of transformers' in f32 (where libllama is not built by tests/deps_llama.sh, GELU goes through a
 * table of f16: 2e-3), and what goes together does not change them by a bit, whatever the type of
 * weights (tests/golden/gguf_order.sh). For ggml sums up in one order alone where
 *
 *   - products have several columns (COLUMNS): of one it has other loops. So tokens go through, and are
 *     read, in multiples of them; a token more than is wanted is read for that.
 *   - attention, which sums over the cells of the cache a vector at a time, finds the token at place p of
 *     a sequence in lane p mod LANES, and beside it, of this sequence, those of the same vector alone, in
 *     their order. So sequences begin at multiples of LANES, and share multiples of them; what is between
 *     them is filled with tokens that no other attends to, or the batch ends there, which costs less.
 *
 * So each number is that of its sequence alone, from cell 0 on. It takes ggml's products by llamafile, which
 * assay_gguf_orderless tells; without them, f32 moves by 1e-5. libllama's defaults (`exact` false) are
 * faster and move scores by up to 5e-3.
 */
#ifndef ASSAY_ADAPTERS_GGUF_DECODE_H
#define ASSAY_ADAPTERS_GGUF_DECODE_H

#include "adapters/gguf_model.h"

#include <stdatomic.h>

enum {
    ASSAY_GGUF_TOKENS =
        8192, /* cells of what goes through together, save where one row has more */
    ASSAY_GGUF_GATHER =
        256, /* cells of several prompts that are in the cache together: one step of libllama's,
                                 beyond which each token would pay for its neighbours */
    ASSAY_GGUF_TOP_MAX = 1024 /* tokens of a place that are told */
};

/* What is read after a token. All logarithms are natural. */
enum assay_gguf_what {
    ASSAY_GGUF_HEAD,    /* logits of the labels */
    ASSAY_GGUF_STATE,   /* the hidden state after a layer */
    ASSAY_GGUF_NEXT,    /* log p of the row's next token */
    ASSAY_GGUF_ENTROPY, /* -sum p log p over the vocabulary, of the next token */
    ASSAY_GGUF_SUM,     /* sum of log p over the vocabulary (what Self-Certainty takes) */
    ASSAY_GGUF_AMONG,   /* log p of the tokens named */
    ASSAY_GGUF_ALL, /* NEXT, ENTROPY, SUM, and TOP where count > 0, one behind the other */
    ASSAY_GGUF_TOP, /* the likeliest tokens, each as its id and log p; of equal ones the
                           lower id first */
};

enum {
    ASSAY_GGUF_ALL_TOP = 3 /* numbers of ALL before those of TOP */
};

struct assay_gguf_reading {
    enum assay_gguf_what what;
    size_t
        layer; /* STATE: 1 .. blocks, transformers' hidden_states[layer]: what a block gives,
                     save that of the last one the state after the final norm; 0: the last */
    const int32_t *token; /* AMONG: (count,) */
    size_t count;         /* AMONG, TOP: tokens, 1 ..; ALL: 0 .. */
};

/* Numbers that a reading gives at one place. */
size_t assay_gguf_numbers(const struct assay_gguf_model *model,
                          const struct assay_gguf_reading *reading);

/* One sequence and what is wanted of it. */
struct assay_gguf_row {
    const int32_t *token; /* (count,) */
    size_t count;         /* >= 1 */
    const size_t *
        place; /* (places,) rising: it is read after the token there. NEXT and ALL want one
                             behind each. An encoder is read as a whole: (1,) any */
    size_t places; /* >= 1 */
    size_t prompt; /* rows one behind the other with the same number share a prompt */
    size_t
        second;  /* encoders: the first token of the second text of a pair; 0: no pair */
    double *out; /* (places, numbers) */
};

struct assay_gguf_decoder; /* of one thread */

struct assay_gguf_decoding {
    bool exact;
    size_t threads; /* >= 1 */
    struct assay_gguf_reading reading;
    atomic_size_t *shared; /* counts rows that go through beside another prompt's; may
                              be NULL */
};

/* Never NULL; the model, and the tokens of a reading, must outlive it. */
struct assay_gguf_decoder *assay_gguf_decoder_new(const struct assay_gguf_model *model,
                                                  struct assay_gguf_decoding decoding);

void assay_gguf_decoder_free(struct assay_gguf_decoder *decoder); /* NULL is allowed */

/*
 * Fills out of every row (n,), whose tokens must be of the vocabulary.
 *
 * Errors: ASSAY_EMODEL where libllama cannot run them (memory, an architecture it lacks) or does
 * not tell what is read.
 */
ASSAY_MUST_USE
enum assay_code assay_gguf_decode(struct assay_gguf_decoder *decoder,
                                  const struct assay_gguf_row *rows, size_t n,
                                  struct assay_error *err);

#endif
