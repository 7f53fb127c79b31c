/*
 * hf_load.h - a Hugging Face folder as a model of libllama; for adapters/hf*.c and gguf*.c only.
 *
 * Nothing is written: libllama gets the metadata that its converter would have made of config.json,
 * and asks for one tensor after the other, which come out of the mapped arrays.
 */
#ifndef ASSAY_ADAPTERS_HF_LOAD_H
#define ASSAY_ADAPTERS_HF_LOAD_H

#include "adapters/gguf_open.h"

/*
 * Loads a folder.
 *
 *   f32    every weight becomes f32, as where transformers loads it so; else matrices keep their
 *          type
 *
 * Errors: those of assay_hf_config_read, assay_hf_weights_open and assay_hf_map_make;
 * ASSAY_EMODEL where libllama refuses the model.
 */
ASSAY_MUST_USE
enum assay_code assay_hf_load(const char *folder, bool f32, struct assay_gguf_model *out,
                              struct assay_error *err);

/* The adapter's open (adapter.h). */
ASSAY_MUST_USE
enum assay_code assay_hf_open(void *state, const struct assay_setting *setting,
                              struct assay_error *err);

#endif
