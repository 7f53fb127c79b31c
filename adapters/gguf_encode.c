#include "adapters/gguf_encode.h"

#include "harness/core/memory.h"

#include <ggml-backend.h>
#include <llama.h>
#include <stdlib.h>
#include <string.h>

enum {
    CELLS_LEAST = 512
};

struct assay_gguf_encoder {
    const struct assay_gguf_model *model;
    struct assay_gguf_decoding decoding;
    struct llama_context *context;
    size_t cells;                     /* tokens that fit the context */
    const struct assay_gguf_row *row; /* in hand */
    float *embedding;                 /* (width,) */
    bool typed;                       /* the second text of the row has its type */
};

struct assay_gguf_encoder *assay_gguf_encoder_new(const struct assay_gguf_model *model,
                                                  struct assay_gguf_decoding decoding)
{
    struct assay_gguf_encoder *encoder = assay_memory_new(1, sizeof(*encoder));

    encoder->model = model;
    encoder->decoding = decoding;
    encoder->embedding = assay_memory_new(model->width, sizeof(*encoder->embedding));
    return encoder;
}

void assay_gguf_encoder_free(struct assay_gguf_encoder *encoder)
{
    llama_free(encoder->context);
    free(encoder->embedding);
    free(encoder);
}

static bool needs_types(const struct assay_gguf_encoder *encoder)
{
    return encoder->model->second && encoder->row && encoder->row->second > 0;
}

/* Called by libllama for every tensor of a graph: tells the second text apart from the first. */
static bool set_types(struct ggml_tensor *tensor, bool ask, void *data)
{
    struct assay_gguf_encoder *encoder = data;
    const size_t width = encoder->model->width, bytes = width * sizeof(float);

    if (!needs_types(encoder) || strcmp(tensor->name, "inp_embd") != 0)
        return !ask;
    if (ask)
        return true;
    if (encoder->typed || (size_t)tensor->ne[1] != encoder->row->count ||
        tensor->type != GGML_TYPE_F32)
        return true;
    for (size_t i = encoder->row->second; i < encoder->row->count; i++) {
        ggml_backend_tensor_get(tensor, encoder->embedding, i * bytes, bytes);
        for (size_t k = 0; k < width; k++)
            encoder->embedding[k] += encoder->model->second[k];
        ggml_backend_tensor_set(tensor, encoder->embedding, i * bytes, bytes);
    }
    encoder->typed = true;
    return true;
}

static bool reads_head(const struct assay_gguf_encoder *encoder)
{
    return encoder->decoding.reading.what == ASSAY_GGUF_HEAD;
}

/* A context for so many tokens: an encoder takes a text as a whole. */
static enum assay_code make_room(struct assay_gguf_encoder *encoder, size_t tokens,
                                 struct assay_error *err)
{
    struct llama_context_params params = llama_context_default_params();
    size_t cells = encoder->cells > CELLS_LEAST ? encoder->cells : CELLS_LEAST;

    if (encoder->context && tokens <= encoder->cells)
        return ASSAY_OK;
    while (cells < tokens)
        cells *= 2;
    llama_free(encoder->context);
    params.n_ctx = params.n_batch = params.n_ubatch = (uint32_t)cells;
    params.n_seq_max = 1;
    params.n_threads = params.n_threads_batch = (int32_t)encoder->decoding.threads;
    params.kv_unified = true;
    params.embeddings = true;
    params.pooling_type =
        reads_head(encoder) ? LLAMA_POOLING_TYPE_RANK : LLAMA_POOLING_TYPE_NONE;
    params.cb_eval = set_types;
    params.cb_eval_user_data = encoder;
    if (encoder->decoding.exact)
        params.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
    encoder->context = llama_init_from_model(encoder->model->llama, params);
    if (!encoder->context)
        return assay_fail(err, ASSAY_EMODEL, "libllama has no room for %zu tokens",
                          cells);
    encoder->cells = cells;
    return ASSAY_OK;
}

static struct llama_batch batch_of(const struct assay_gguf_row *row)
{
    struct llama_batch batch = llama_batch_init((int32_t)row->count, 0, 1);

    for (size_t i = 0; i < row->count; i++) {
        batch.token[i] = row->token[i];
        batch.pos[i] = (llama_pos)i;
        batch.n_seq_id[i] = 1;
        batch.seq_id[i][0] = 0;
        batch.logits[i] = true;
    }
    batch.n_tokens = (int32_t)row->count;
    return batch;
}

/* The numbers of the row in hand. */
static enum assay_code read_row(struct assay_gguf_encoder *encoder,
                                struct assay_error *err)
{
    const struct assay_gguf_row *row = encoder->row;
    const size_t n = assay_gguf_numbers(encoder->model, &encoder->decoding.reading);
    const float *number =
        reads_head(encoder)
            ? llama_get_embeddings_seq(encoder->context, 0)
            : llama_get_embeddings_ith(encoder->context, (int32_t)row->place[0]);

    if (!number || (needs_types(encoder) && !encoder->typed))
        return assay_fail(err, ASSAY_EMODEL, "libllama does not tell the %s",
                          number ? "embeddings of this encoder" : "result");
    for (size_t i = 0; i < n; i++)
        row->out[i] = (double)number[i];
    return ASSAY_OK;
}

static enum assay_code encode_row(struct assay_gguf_encoder *encoder,
                                  struct assay_error *err)
{
    struct llama_batch batch = batch_of(encoder->row);
    const int status = llama_encode(encoder->context, batch);

    llama_batch_free(batch);
    return status == 0
               ? read_row(encoder, err)
               : assay_fail(err, ASSAY_EMODEL, "libllama cannot encode %zu tokens (%d)",
                            encoder->row->count, status);
}

enum assay_code assay_gguf_encode(struct assay_gguf_encoder *encoder,
                                  const struct assay_gguf_row *rows, size_t n,
                                  struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < n; i++) {
        code = make_room(encoder, rows[i].count, err);
        encoder->row = &rows[i];
        encoder->typed = false;
        if (!code)
            code = encode_row(encoder, err);
    }
    encoder->row = NULL;
    return code;
}
