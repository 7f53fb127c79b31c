/*
 * hf_config.h - config.json of a Hugging Face folder; for adapters/hf*.c only.
 *
 * What a model of one of the families below is made of, checked: every number is in its range and
 * they fit one another, so that what is built from them can be trusted. What libllama would compute
 * otherwise than transformers is refused, or limits the context (a sliding window that the graph of
 * that family does not have).
 *
 * Source: huggingface/transformers src/transformers/models/FAMILY/configuration_FAMILY.py for names
 * and defaults; ggml-org/llama.cpp convert_hf_to_gguf.py, conversion/base.py (set_gguf_parameters).
 */
#ifndef ASSAY_ADAPTERS_HF_CONFIG_H
#define ASSAY_ADAPTERS_HF_CONFIG_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_HF_LAYERS_MAX = 512,
    ASSAY_HF_HEADS_MAX = 1 << 10,
    ASSAY_HF_WIDTH_MAX = 1 << 17, /* hidden and intermediate sizes */
    ASSAY_HF_VOCABULARY_MAX = 1 << 21,
    ASSAY_HF_CONTEXT_MAX = 1 << 24,
    ASSAY_HF_LABELS_MAX = 1024
};

enum assay_hf_family {
    ASSAY_HF_LLAMA, /* and Mistral */
    ASSAY_HF_QWEN2,
    ASSAY_HF_QWEN3,
    ASSAY_HF_GEMMA2,
    ASSAY_HF_BERT,
    ASSAY_HF_ROBERTA, /* and XLM-R: BERT with another position table and head */
};

enum assay_hf_task {
    ASSAY_HF_CAUSAL,   /* next-token distributions */
    ASSAY_HF_SEQUENCE, /* scores of a text */
    ASSAY_HF_TOKEN,    /* scores at every token: process reward models */
};

enum assay_hf_rope {
    ASSAY_HF_ROPE_PLAIN,
    ASSAY_HF_ROPE_LINEAR,
    ASSAY_HF_ROPE_LLAMA3,
    ASSAY_HF_ROPE_YARN,
};

struct assay_hf_config {
    const char *path; /* of config.json, for messages */
    const char *architecture;
    enum assay_hf_family family;
    enum assay_hf_task task;
    size_t vocabulary, width, inner, layers, heads, kv_heads, head_width;
    size_t context;   /* positions that can be used */
    size_t positions; /* rows of BERT's position table */
    size_t padding;   /* RoBERTa: rows of the position table before the first position */
    size_t types;     /* BERT: token types */
    size_t window;    /* Gemma 2: of every second layer; Mistral: of all; 0: none */
    double epsilon;   /* of the norms */
    bool tied;        /* the output is the transposed embedding */
    bool attention_biased, inner_biased; /* Llama: what else has biases */
    bool two_layers;                     /* the head is of two layers */
    bool padded; /* a decoder's score is read before tokens `pad` at the end */
    int32_t pad;
    const struct assay_str *label; /* (label_count,) names; NULL: there are none */
    size_t label_count;            /* that the file tells of; 0: it does not */
    double attention_cap, output_cap, attention_scale; /* Gemma 2 */

    enum assay_hf_rope rope;
    double rope_base, rope_factor, rope_low, rope_high;
    double rope_attention; /* YaRN: a factor beside libllama's 0.1 ln rope_factor + 1 */
    size_t rope_context;   /* before scaling */
};

/* True for encoders: BERT and what follows it. */
bool assay_hf_is_encoder(const struct assay_hf_config *config);

/*
 * Reads folder/config.json.
 *
 * Errors: ASSAY_EIO where it cannot be read, ASSAY_EDATA "path: what" where it is malformed,
 * ASSAY_EMODEL for an architecture or a variant that is not known.
 */
ASSAY_MUST_USE
enum assay_code assay_hf_config_read(const char *folder, struct assay_arena *arena,
                                     struct assay_hf_config *out,
                                     struct assay_error *err);

#endif
