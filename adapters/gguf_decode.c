#include "adapters/gguf_decode.h"

#include "harness/core/memory.h"

#include <ggml-backend.h>
#include <llama.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    SLICE_TOKENS = 512,     /* decoded at a time */
    SLICE_LEAST = 16,       /* where the vocabulary is very large */
    SLICE_LOGITS = 1 << 24, /* floats of logits held at a time */
    CELLS_STEP = 256        /* what libllama pads its cache to */
};

/* Rows that want something of one token: what its state says, or which token comes next. */
struct asked {
    const struct assay_gguf_row *rows;
    size_t n, place; /* of the token in each row */
    int32_t token;   /* of the batch */
};

struct assay_gguf_decoder {
    const struct assay_gguf_model *model;
    struct assay_gguf_decoding decoding;
    struct llama_context *context;
    size_t cells; /* of the context */
    struct llama_batch batch;
    size_t slice; /* tokens of a full batch */
    struct asked *asked;
    size_t asked_count;
    float *state; /* (slice, width) of the tokens asked, as they come */
    size_t states;
};

static size_t lesser(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t greater(size_t a, size_t b)
{
    return a > b ? a : b;
}

struct assay_gguf_decoder *assay_gguf_decoder_new(const struct assay_gguf_model *model,
                                                  struct assay_gguf_decoding decoding)
{
    struct assay_gguf_decoder *decoder = assay_memory_new(1, sizeof(*decoder));

    decoder->model = model;
    decoder->decoding = decoding;
    decoder->slice = SLICE_TOKENS;
    if (model->kind == ASSAY_GGUF_POLICY)
        decoder->slice =
            lesser(SLICE_TOKENS, greater(SLICE_LEAST, SLICE_LOGITS / model->vocabulary));
    decoder->batch = llama_batch_init((int32_t)decoder->slice, 0, ASSAY_GGUF_SEQUENCES);
    decoder->asked = assay_memory_new(decoder->slice, sizeof(*decoder->asked));
    decoder->state =
        assay_memory_new(decoder->slice * model->width, sizeof(*decoder->state));
    return decoder;
}

void assay_gguf_decoder_free(struct assay_gguf_decoder *decoder)
{
    if (!decoder)
        return;
    llama_batch_free(decoder->batch);
    llama_free(decoder->context);
    free(decoder->asked);
    free(decoder->state);
    free(decoder);
}

/*
 * Called by libllama for every tensor of a graph: keeps the states after the final norm of the
 * tokens asked. With `embeddings` set it would compute the whole vocabulary's logits for every
 * token instead.
 */
static bool keep_states(struct ggml_tensor *tensor, bool ask, void *data)
{
    struct assay_gguf_decoder *decoder = data;
    const size_t width = decoder->model->width;
    size_t rows;

    if (strcmp(tensor->name, "result_norm") != 0)
        return !ask;
    if (ask)
        return true;
    rows = lesser((size_t)tensor->ne[1], decoder->slice - decoder->states);
    ggml_backend_tensor_get(tensor, decoder->state + decoder->states * width, 0,
                            rows * width * sizeof(float));
    decoder->states += rows;
    return true;
}

static struct llama_context_params params_of(struct assay_gguf_decoder *decoder,
                                             size_t cells)
{
    struct llama_context_params params = llama_context_default_params();
    const bool encoder = decoder->model->kind == ASSAY_GGUF_ENCODER;

    params.n_ctx = (uint32_t)cells;
    params.n_batch = (uint32_t)(encoder ? cells : decoder->slice);
    params.n_ubatch = params.n_batch;
    params.n_seq_max = encoder ? 1 : ASSAY_GGUF_SEQUENCES;
    params.n_threads = (int32_t)decoder->decoding.threads;
    params.n_threads_batch = params.n_threads;
    params.kv_unified = true;
    params.embeddings = encoder;
    params.pooling_type = encoder ? LLAMA_POOLING_TYPE_RANK : LLAMA_POOLING_TYPE_NONE;
    if (decoder->model->kind == ASSAY_GGUF_SCORES) {
        params.cb_eval = keep_states;
        params.cb_eval_user_data = decoder;
    }
    if (decoder->decoding.exact) {
        params.type_k = GGML_TYPE_F32;
        params.type_v = GGML_TYPE_F32;
        params.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
    }
    return params;
}

/* A context with room for so many tokens. */
static enum assay_code make_room(struct assay_gguf_decoder *decoder, size_t tokens,
                                 struct assay_error *err)
{
    size_t cells = greater(decoder->cells, (size_t)2 * CELLS_STEP);

    if (decoder->context && tokens <= decoder->cells)
        return ASSAY_OK;
    while (cells < tokens)
        cells *= 2;
    llama_free(decoder->context);
    decoder->context =
        llama_init_from_model(decoder->model->llama, params_of(decoder, cells));
    if (!decoder->context)
        return assay_fail(err, ASSAY_EMODEL, "libllama has no room for %zu tokens",
                          cells);
    decoder->cells = cells;
    return ASSAY_OK;
}

static void apply_head(const struct assay_gguf_model *model, const float *state,
                       double *out)
{
    for (size_t label = 0; label < model->labels; label++) {
        const float *weight = model->weight + label * model->width;
        double sum = 0.0;

        for (size_t i = 0; i < model->width; i++)
            sum += (double)weight[i] * (double)state[i];
        out[label] = sum + (model->bias ? (double)model->bias[label] : 0.0);
    }
}

/* log sum exp of the logits (n,). */
static double normaliser(const float *logit, size_t n)
{
    float most = logit[0];
    double sum = 0.0; /* in the end at least 1, of the largest */

    for (size_t i = 1; i < n; i++)
        most = logit[i] > most ? logit[i] : most;
    for (size_t i = 0; i < n; i++)
        sum += exp((double)logit[i] - (double)most);
    return (double)most + log(fmax(sum, 1.0));
}

/* True if the token at a place tells something that is wanted: of the next one, or of the row. */
static bool wants(const struct assay_gguf_model *model, const struct assay_gguf_row *row,
                  size_t place)
{
    if (model->kind == ASSAY_GGUF_POLICY)
        return place + 1 >= row->from && place + 1 < row->count;
    return place + 1 == row->count;
}

static void read_next(const struct assay_gguf_decoder *decoder, const struct asked *asked)
{
    const float *logit = llama_get_logits_ith(decoder->context, asked->token);
    const double whole = normaliser(logit, decoder->model->vocabulary);

    for (size_t k = 0; k < asked->n; k++) {
        const struct assay_gguf_row *row = &asked->rows[k];

        if (wants(decoder->model, row, asked->place))
            row->out[asked->place + 1 - row->from] =
                (double)logit[row->token[asked->place + 1]] - whole;
    }
}

/* Decodes the batch and reads what was asked of its tokens. */
static enum assay_code flush(struct assay_gguf_decoder *decoder, struct assay_error *err)
{
    const struct assay_gguf_model *model = decoder->model;
    int status;

    if (decoder->batch.n_tokens == 0)
        return ASSAY_OK;
    decoder->states = 0;
    status = llama_decode(decoder->context, decoder->batch);
    if (status != 0)
        return assay_fail(err, ASSAY_EMODEL, "libllama cannot decode %d tokens (%d)",
                          decoder->batch.n_tokens, status);
    if (model->kind == ASSAY_GGUF_SCORES && decoder->states != decoder->asked_count)
        return assay_fail(err, ASSAY_EMODEL, "libllama gave %zu of %zu states",
                          decoder->states, decoder->asked_count);
    for (size_t i = 0; i < decoder->asked_count; i++)
        if (model->kind == ASSAY_GGUF_POLICY)
            read_next(decoder, &decoder->asked[i]);
        else
            apply_head(model, decoder->state + i * model->width,
                       decoder->asked[i].rows->out);
    decoder->batch.n_tokens = 0;
    decoder->asked_count = 0;
    return ASSAY_OK;
}

/* Adds the token at a place of the rows (n,) that share it, which are sequences first, ... */
static enum assay_code push(struct assay_gguf_decoder *decoder,
                            const struct assay_gguf_row *rows, size_t n, size_t place,
                            size_t first, struct assay_error *err)
{
    struct llama_batch *batch = &decoder->batch;
    const int32_t at = batch->n_tokens++;
    bool wanted = false;

    batch->token[at] = rows->token[place];
    batch->pos[at] = (llama_pos)place;
    batch->n_seq_id[at] = (int32_t)n;
    for (size_t k = 0; k < n; k++) {
        batch->seq_id[at][k] = (llama_seq_id)(first + k);
        wanted = wanted || wants(decoder->model, rows + k, place);
    }
    batch->logits[at] = wanted ? 1 : 0;
    if (wanted)
        decoder->asked[decoder->asked_count++] = (struct asked){rows, n, place, at};
    return (size_t)batch->n_tokens == decoder->slice ? flush(decoder, err) : ASSAY_OK;
}

/* Tokens at the beginning that all rows (n,) have, leaving each one of its own. */
static size_t shared_by(const struct assay_gguf_row *rows, size_t n)
{
    size_t shared = rows->count - 1;

    for (size_t k = 1; k < n; k++) {
        size_t i = 0;

        shared = lesser(shared, rows[k].count - 1);
        while (i < shared && rows[k].token[i] == rows->token[i])
            i++;
        shared = i;
    }
    return n > 1 ? shared : 0;
}

static size_t cost_of(const struct assay_gguf_row *rows, size_t n)
{
    const size_t shared = shared_by(rows, n);
    size_t cost = shared;

    for (size_t k = 0; k < n; k++)
        cost += rows[k].count - shared;
    return cost;
}

/* How many of the rows (n,) go through as one prompt with its completions. */
static size_t portion_of(const struct assay_gguf_row *rows, size_t n)
{
    size_t k = 1;

    while (k < n && k < ASSAY_GGUF_SEQUENCES && rows[k].prompt == rows->prompt &&
           cost_of(rows, k + 1) <= ASSAY_GGUF_TOKENS)
        k++;
    return k;
}

/* How many of the rows (n,) go through together, as whole portions, and their tokens. */
static size_t gather(const struct assay_gguf_row *rows, size_t n, size_t *tokens)
{
    size_t k = portion_of(rows, n);

    *tokens = cost_of(rows, k);
    while (k < n) {
        const size_t more = portion_of(rows + k, n - k);
        const size_t cost = cost_of(rows + k, more);

        if (*tokens + cost > ASSAY_GGUF_GATHER || k + more > ASSAY_GGUF_SEQUENCES)
            break;
        *tokens += cost;
        k += more;
    }
    return k;
}

static enum assay_code decode_portion(struct assay_gguf_decoder *decoder,
                                      const struct assay_gguf_row *rows, size_t n,
                                      size_t first, struct assay_error *err)
{
    const size_t shared = shared_by(rows, n);
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < shared; i++)
        code = push(decoder, rows, n, i, first, err);
    for (size_t k = 0; k < n; k++)
        for (size_t i = shared; !code && i < rows[k].count; i++)
            code = push(decoder, rows + k, 1, i, first + k, err);
    return code;
}

static enum assay_code decode_gathered(struct assay_gguf_decoder *decoder,
                                       const struct assay_gguf_row *rows, size_t n,
                                       struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;
    size_t k = 0;

    llama_memory_clear(llama_get_memory(decoder->context), true);
    while (!code && k < n) {
        const size_t portion = portion_of(rows + k, n - k);

        code = decode_portion(decoder, rows + k, portion, k, err);
        k += portion;
    }
    return code ? code : flush(decoder, err);
}

static enum assay_code encode(struct assay_gguf_decoder *decoder,
                              const struct assay_gguf_row *row, struct assay_error *err)
{
    enum assay_code code = make_room(decoder, row->count, err);
    struct llama_batch batch;
    const float *score;

    if (code)
        return code;
    batch = llama_batch_init((int32_t)row->count, 0, 1);
    for (size_t i = 0; i < row->count; i++) {
        batch.token[i] = row->token[i];
        batch.pos[i] = (llama_pos)i;
        batch.n_seq_id[i] = 1;
        batch.seq_id[i][0] = 0;
        batch.logits[i] = true;
    }
    batch.n_tokens = (int32_t)row->count;
    if (llama_encode(decoder->context, batch) != 0)
        code = assay_fail(err, ASSAY_EMODEL, "libllama cannot encode %zu tokens",
                          row->count);
    score = code ? NULL : llama_get_embeddings_seq(decoder->context, 0);
    for (size_t label = 0; score && label < decoder->model->labels; label++)
        row->out[label] = (double)score[label];
    llama_batch_free(batch);
    return code;
}

enum assay_code assay_gguf_decode(struct assay_gguf_decoder *decoder,
                                  const struct assay_gguf_row *rows, size_t n,
                                  struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;
    size_t k = 0;

    while (!code && k < n) {
        size_t tokens, together = 1;

        if (decoder->model->kind == ASSAY_GGUF_ENCODER) {
            code = encode(decoder, rows + k, err);
        } else {
            together = gather(rows + k, n - k, &tokens);
            code = make_room(decoder, tokens, err);
            if (!code)
                code = decode_gathered(decoder, rows + k, together, err);
        }
        k += together;
    }
    return code;
}
