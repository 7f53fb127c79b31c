#include "adapters/gguf_context.h"

#include <llama.h>

enum {
    SLICE_LEAST =
        16, /* where the vocabulary is very large; all slices are multiples of it */
    SLICE_LOGITS = 1 << 24, /* floats of logits held at a time */
    CELLS_STEP = 256        /* what libllama pads its cache to */
};

size_t assay_gguf_slice(const struct assay_gguf_model *model)
{
    const size_t held = SLICE_LOGITS / model->vocabulary;

    if (held >= ASSAY_GGUF_SLICE)
        return ASSAY_GGUF_SLICE;
    return held > SLICE_LEAST ? held - held % SLICE_LEAST : SLICE_LEAST;
}

static struct llama_context_params params_of(const struct assay_gguf_context *context,
                                             size_t cells)
{
    struct llama_context_params params = llama_context_default_params();

    params.n_ctx = (uint32_t)cells;
    params.n_batch = (uint32_t)context->slice;
    params.n_ubatch = params.n_batch;
    params.n_seq_max = ASSAY_GGUF_SEQUENCES;
    params.n_threads = (int32_t)context->threads;
    params.n_threads_batch = params.n_threads;
    params.kv_unified = true;
    params.pooling_type = LLAMA_POOLING_TYPE_NONE;
    params.cb_eval = context->watch;
    params.cb_eval_user_data = context->data;
    if (context->exact) {
        params.type_k = GGML_TYPE_F32;
        params.type_v = GGML_TYPE_F32;
        params.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
    }
    return params;
}

enum assay_code assay_gguf_make_room(struct assay_gguf_context *context, size_t tokens,
                                     struct assay_error *err)
{
    size_t cells = (size_t)2 * CELLS_STEP;

    if (context->llama && tokens <= context->cells)
        return ASSAY_OK;
    if (cells < context->cells)
        cells = context->cells;
    while (cells < tokens)
        cells *= 2;
    llama_free(context->llama);
    context->llama =
        llama_init_from_model(context->model->llama, params_of(context, cells));
    if (!context->llama)
        return assay_fail(err, ASSAY_EMODEL, "libllama has no room for %zu tokens",
                          cells);
    context->cells = cells;
    return ASSAY_OK;
}

int32_t assay_gguf_push(struct llama_batch *batch, int32_t token, size_t place,
                        size_t first, size_t n)
{
    const int32_t at = batch->n_tokens++;

    batch->token[at] = token;
    batch->pos[at] = (llama_pos)place;
    batch->n_seq_id[at] = (int32_t)n;
    for (size_t k = 0; k < n; k++)
        batch->seq_id[at][k] = (llama_seq_id)(first + k);
    batch->logits[at] = 0;
    return at;
}

void assay_gguf_context_release(struct assay_gguf_context *context)
{
    llama_free(context->llama);
    context->llama = NULL;
}
