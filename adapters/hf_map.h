/*
 * hf_map.h - which array of a folder is which tensor of libllama; for adapters/hf*.c only.
 *
 * Source: ggml-org/llama.cpp gguf-py/gguf/tensor_mapping.py and constants.py for the names,
 * conversion/llama.py (permute), conversion/gemma.py (norms are stored less one) and
 * conversion/bert.py (RoBERTa's position table begins behind the padding) for what changes.
 */
#ifndef ASSAY_ADAPTERS_HF_MAP_H
#define ASSAY_ADAPTERS_HF_MAP_H

#include "adapters/hf_config.h"
#include "adapters/hf_weights.h"

/* What becomes of an array on its way. */
enum {
    ASSAY_HF_PERMUTE = 1,  /* rows of a head: halves become even and odd ones */
    ASSAY_HF_PLUS_ONE = 2, /* Gemma's norms */
    ASSAY_HF_SCALE = 4,    /* by the configuration's attention_scale */
};

struct assay_hf_tensor {
    const char *name; /* libllama's */
    const struct assay_tensor *from;
    size_t rows, columns; /* rows 1 for a vector */
    size_t skip;          /* rows of `from` before the first one */
    bool vector;
    unsigned change; /* ASSAY_HF_PERMUTE | ... */
};

/* A layer of a decoder's head, from as many numbers as a state has. */
struct assay_hf_head_layer {
    const struct assay_tensor *weight, *bias; /* bias NULL: none */
    size_t outputs;
};

struct assay_hf_map {
    struct assay_hf_tensor *at; /* (count,) */
    size_t count;
    struct assay_hf_head_layer head[2]; /* of a decoder */
    size_t head_layers;                 /* 0: no head */
    size_t labels;                      /* of a head; 0: none */
};

/*
 * Finds every array that a model of this configuration has, and checks shapes and types.
 *
 * Errors: ASSAY_EDATA "folder: NAME: what" for one that is missing or of another shape.
 */
ASSAY_MUST_USE
enum assay_code assay_hf_map_make(const struct assay_hf_config *config,
                                  const struct assay_hf_weights *weights,
                                  struct assay_arena *arena, struct assay_hf_map *out,
                                  struct assay_error *err);

/* The tensor that libllama calls name, or NULL. */
const struct assay_hf_tensor *assay_hf_map_find(const struct assay_hf_map *map,
                                                const char *name);

#endif
