/*
 * hf.c - a model in a Hugging Face folder, run in this process by libllama.
 *
 * config.json says what it is, the safetensors files hold its weights (hf_load.h), tokenizer.json
 * makes its tokens. Once it is open everything is as with a GGUF file, and so are the options.
 */
#include "adapters/adapter.h"

#include "adapters/hf_load.h"

const struct assay_adapter assay_adapter_hf = {
    .name = "hf",
    .summary = "a reward model or policy in a Hugging Face folder, through libllama",
    .state_size = sizeof(struct assay_gguf),
    .options = assay_gguf_options,
    .needs_target = true,
    .takes_folder = true,
    .reads_text = true,
    .together = ASSAY_GGUF_TASKS,
    .indifferent = assay_gguf_indifferent,
    .open = assay_hf_open,
    .idle = assay_gguf_idle,
    .want = assay_gguf_want,
    .log_probs = assay_gguf_log_probs,
    .width = assay_gguf_width,
    .identity = assay_gguf_identity,
    .file = assay_gguf_file,
    .facts = assay_gguf_facts,
    .pull = assay_gguf_pull,
    .tokens = assay_gguf_tokens,
    .tracks = assay_gguf_tracks,
    .vocabulary = assay_gguf_vocabulary,
    .close = assay_gguf_close,
};
