/*
 * gguf_model.h - a GGUF file opened with libllama; for adapters/gguf*.c only.
 *
 * libllama reads weights and vocabulary and runs the transformer. Its own way to score (rank
 * pooling) takes the first token of a decoder and squashes some heads, so assay owns the score
 * head (adapters/head.h), applied to states after the final norm. It is in an array file beside
 * the model, or in the file's metadata:
 *
 *     assay.score.weight     f32[labels * embedding], row-major
 *     assay.score.bias       f32[labels], optional
 *     assay.score.n_labels   u32
 *     assay.score.labels     string[labels], their names, optional
 *
 * Encoders with a classification head of their own (BERT, XLM-R) go through rank pooling, which
 * is right for them; a decoder without a head is a policy.
 */
#ifndef ASSAY_ADAPTERS_GGUF_MODEL_H
#define ASSAY_ADAPTERS_GGUF_MODEL_H

#include "adapters/head.h"
#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/digest.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct llama_model;
struct assay_hf_words;
struct gguf_context;
struct ggml_tensor;

enum {
    ASSAY_GGUF_ARCHITECTURE = 64,
    ASSAY_GGUF_ROWS_MAX = 1 << 20 /* numbers of the token types of an encoder */
};

enum assay_gguf_kind {
    ASSAY_GGUF_POLICY,  /* next-token distributions */
    ASSAY_GGUF_SCORES,  /* a decoder with a score head */
    ASSAY_GGUF_ENCODER, /* an encoder, perhaps with a classification head of its own */
};

/* Immutable once it is open; threads share it. */
struct assay_gguf_model {
    struct llama_model *llama;
    enum assay_gguf_kind kind;
    char architecture[ASSAY_GGUF_ARCHITECTURE];
    size_t vocabulary, width, context; /* tokens, floats of a state, tokens trained on */
    size_t blocks;
    size_t parameters;             /* numbers of all arrays, a decoder's head aside */
    size_t labels;                 /* numbers that a head gives; 0: no head */
    const struct assay_str *label; /* (labels,) their names; NULL: they have none */
    struct assay_head head;        /* of a decoder */
    char head_sha256[ASSAY_DIGEST_HEX]; /* of the file it is in; "": the metadata */
    bool
        padded; /* a text's score is read at its last token that is not the padding `pad` */
    bool no_pad; /* a text that holds `pad` is refused */
    int32_t pad;
    const char *stored;   /* of which types its weights are in their files */
    const char *rounding; /* what products round to, of weights as they are computed with
                             (gguf_types.h); NULL: nothing is rounded */
    const float *second;  /* (width,) what the second text of an encoder's pair adds to an
                            embedding; NULL: nothing */
    struct assay_hf_words
        *words; /* of a Hugging Face folder; NULL: libllama has the words */
    struct assay_arena arena;
};

/* How a file is loaded, and who wants to know how far that got. */
struct assay_loading {
    struct assay_stage *stage; /* under way; may be NULL */
    size_t bytes;
    bool f32; /* every weight becomes f32 (gguf_f32.h), or is as stored */
};

/*
 * Opens a file; a decoder's head is the one in its metadata, if any.
 *
 * Errors: ASSAY_EDATA "path: what" where it is no GGUF file, ASSAY_EMODEL where libllama refuses it or its
 * head is malformed.
 */
ASSAY_MUST_USE
enum assay_code assay_gguf_model_open(const char *path,
                                      const struct assay_loading *loading,
                                      struct assay_gguf_model *out,
                                      struct assay_error *err);

/*
 * Takes another head, out of a file (assay_head_read).
 * Errors: those of assay_head_read; ASSAY_EUSAGE for an encoder.
 */
ASSAY_MUST_USE
enum assay_code assay_gguf_model_read_head(struct assay_gguf_model *model,
                                           const char *place, struct assay_error *err);

/* Sets a decoder's head, whose numbers are in model->arena; one of no labels: a policy. */
void assay_gguf_model_set_head(struct assay_gguf_model *model,
                               const struct assay_head *head);

/* Where a text's score is read: a place in token (count,), count >= 1. */
size_t assay_gguf_model_last(const struct assay_gguf_model *model, const int32_t *token,
                             size_t count);

/* True, with its place, for the name of a label. */
bool assay_gguf_model_label(const struct assay_gguf_model *model, struct assay_str name,
                            size_t *label);

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

/* How far sums in another order moved a score at most where it was measured (tests/bench/gguf.sh), with products
   that round so (gguf_types.h, rounding); NULL: of f32. */
const char *assay_gguf_moves(const char *rounding);

/* True where the libllama that is linked sums up alike whatever goes together (gguf_decode.h). */
bool assay_gguf_orderless(void);

/* gguf_meta.c: what libllama does not tell of the file. */

/*
 * Says what is wrong with a file that libllama did not load, if it is no whole one.
 * Errors: ASSAY_EDATA "path: cut short: its tensors reach to byte N, it has M bytes", or of its metadata.
 */
ASSAY_MUST_USE
enum assay_code assay_gguf_meta_check(const char *path, struct assay_error *err);

/* The same of metadata that could be read. Errors: ASSAY_EDATA. */
ASSAY_MUST_USE
enum assay_code assay_gguf_meta_whole(const char *path, const struct gguf_context *meta,
                                      uint64_t bytes, struct assay_error *err);

/* The head in the metadata, and the names of labels. Errors: ASSAY_EMODEL "path: what". */
ASSAY_MUST_USE
enum assay_code assay_gguf_meta_head(const char *path, struct assay_gguf_model *model,
                                     struct assay_error *err);

/* Sets .second of an encoder that has more than one token type. Errors: as above; also where BERT's
   classifier lacks its pooler. */
ASSAY_MUST_USE
enum assay_code assay_gguf_meta_types(const char *path, struct assay_gguf_model *model,
                                      struct assay_error *err);

/*
 * SHA-256 of all keys under tokenizer.ggml with their values, in the order of the file: what makes
 * tokens of texts. Errors: ASSAY_EMODEL.
 */
ASSAY_MUST_USE
enum assay_code assay_gguf_meta_tokenizer(const char *path, char sha256[ASSAY_DIGEST_HEX],
                                          struct assay_error *err);

#endif
