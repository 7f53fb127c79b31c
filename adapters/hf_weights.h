/*
 * hf_weights.h - the arrays of a Hugging Face folder; for adapters/hf*.c only.
 *
 * model.safetensors, or the files that model.safetensors.index.json names, mapped.
 */
#ifndef ASSAY_ADAPTERS_HF_WEIGHTS_H
#define ASSAY_ADAPTERS_HF_WEIGHTS_H

#include "harness/core/tensor.h"

enum {
    ASSAY_HF_SHARDS_MAX = 4096
};

/* Zero bytes hold none. */
struct assay_hf_weights {
    const char *folder;
    struct assay_tensors *shard; /* (count,) */
    size_t count;
};

/*
 * Opens them; release in any case.
 *
 *   arena  keeps the list
 *
 * Errors: ASSAY_EDATA for a malformed file, an index that names what is not there; ASSAY_EMODEL
 * where there are no safetensors; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_hf_weights_open(const char *folder, struct assay_arena *arena,
                                      struct assay_hf_weights *out,
                                      struct assay_error *err);

void assay_hf_weights_release(struct assay_hf_weights *weights);

/* The array of that name, or NULL. LayerNorm's old names, gamma and beta, are found too. */
const struct assay_tensor *assay_hf_weights_find(const struct assay_hf_weights *weights,
                                                 const char *name);

#endif
