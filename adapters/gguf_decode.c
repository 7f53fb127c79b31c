#include "adapters/gguf_decode.h"

#include "adapters/gguf_context.h"
#include "adapters/gguf_encode.h"
#include "adapters/gguf_gather.h"
#include "adapters/gguf_read.h"
#include "harness/core/memory.h"

#include <ggml-backend.h>
#include <llama.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LAYER_NAME = 32,
    COLUMNS =
        4, /* tokens that libllama takes at a time: of fewer, products are summed up in another order (ggml's
                    llamafile/sgemm.cpp: 2, or 4 on ARM; repack.cpp: 4) */
    WORTH =
        32 /* tokens that are decoded rather than cells are filled up behind them: fewer take longer each */
};

/* Rows that want something of one token. */
struct asked {
    const struct assay_gguf_row *rows;
    size_t n, place; /* of the token in each row */
    int32_t token;   /* of the batch */
};

struct assay_gguf_decoder {
    const struct assay_gguf_model *model;
    struct assay_gguf_decoding decoding;
    struct assay_gguf_encoder *encoder; /* of encoders, for which nothing below is */
    size_t numbers;                     /* of a place */
    struct assay_gguf_context context;
    struct llama_batch batch;
    struct asked *asked;
    size_t asked_count;
    char layer[LAYER_NAME]; /* the tensor that holds the states asked; "": none does */
    float *state;           /* (slice, width) of the tokens asked */
    size_t states;
    size_t cells;  /* in use: where the next token goes, counted from 0 */
    size_t filled; /* tokens of the sequence that fills cells up */
};

/* What libllama calls the tensor that holds the states after a layer. */
static void name_layer(struct assay_gguf_decoder *decoder)
{
    const struct assay_gguf_reading *reading = &decoder->decoding.reading;

    if (assay_gguf_reads_logits(reading->what))
        return;
    if (reading->what == ASSAY_GGUF_HEAD || reading->layer == 0 ||
        reading->layer == decoder->model->blocks)
        (void)snprintf(decoder->layer, sizeof(decoder->layer), "result_norm");
    else
        (void)snprintf(decoder->layer, sizeof(decoder->layer), "l_out-%zu",
                       reading->layer - 1);
}

/*
 * Called by libllama for every tensor of a graph: keeps the states of the tokens asked, which are
 * all that the last layer computes; earlier ones have those of the whole batch. With `embeddings`
 * set it would compute the whole vocabulary's logits for every token instead.
 */
static bool keep_states(struct ggml_tensor *tensor, bool ask, void *data)
{
    struct assay_gguf_decoder *decoder = data;
    const size_t width = decoder->model->width, bytes = width * sizeof(float);
    const size_t rows = (size_t)tensor->ne[1];

    if (strcmp(tensor->name, decoder->layer) != 0)
        return !ask;
    if (ask)
        return true;
    if (rows != decoder->asked_count && rows != (size_t)decoder->batch.n_tokens)
        return true;
    for (size_t i = 0; i < decoder->asked_count; i++) {
        const size_t row =
            rows == decoder->asked_count ? i : (size_t)decoder->asked[i].token;

        ggml_backend_tensor_get(tensor, decoder->state + i * width, row * bytes, bytes);
    }
    decoder->states = decoder->asked_count;
    return true;
}

struct assay_gguf_decoder *assay_gguf_decoder_new(const struct assay_gguf_model *model,
                                                  struct assay_gguf_decoding decoding)
{
    struct assay_gguf_decoder *decoder = assay_memory_new(1, sizeof(*decoder));
    const bool logits = assay_gguf_reads_logits(decoding.reading.what);
    size_t slice;

    decoder->model = model;
    decoder->decoding = decoding;
    if (model->kind == ASSAY_GGUF_ENCODER) {
        decoder->encoder = assay_gguf_encoder_new(model, decoding);
        return decoder;
    }
    decoder->numbers = assay_gguf_numbers(model, &decoding.reading);
    name_layer(decoder);
    decoder->context = (struct assay_gguf_context){
        .model = model,
        .exact = decoding.exact,
        .threads = decoding.threads,
        .slice = logits ? assay_gguf_slice(model) : ASSAY_GGUF_SLICE,
        .watch = decoder->layer[0] ? keep_states : NULL,
        .data = decoder};
    slice = decoder->context.slice;
    decoder->batch = llama_batch_init((int32_t)slice, 0, ASSAY_GGUF_SEQUENCES);
    decoder->asked = assay_memory_new(slice, sizeof(*decoder->asked));
    decoder->state = assay_memory_new(slice * model->width, sizeof(*decoder->state));
    return decoder;
}

void assay_gguf_decoder_free(struct assay_gguf_decoder *decoder)
{
    if (!decoder)
        return;
    if (decoder->encoder)
        assay_gguf_encoder_free(decoder->encoder);
    else
        llama_batch_free(decoder->batch);
    assay_gguf_context_release(&decoder->context);
    free(decoder->asked);
    free(decoder->state);
    free(decoder);
}

/* Where in a row's places one is, or .places. */
static size_t find_place(const struct assay_gguf_row *row, size_t place)
{
    size_t lo = 0, hi = row->places;

    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;

        if (row->place[mid] < place)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < row->places && row->place[lo] == place ? lo : row->places;
}

static bool wants_next(const struct assay_gguf_reading *reading)
{
    return reading->what == ASSAY_GGUF_NEXT || reading->what == ASSAY_GGUF_ALL;
}

/* Reads the i-th token asked, for every row that asks. */
static void read_token(const struct assay_gguf_decoder *decoder, size_t i)
{
    const struct assay_gguf_reading *reading = &decoder->decoding.reading;
    const struct asked *asked = &decoder->asked[i];
    const bool logits = assay_gguf_reads_logits(reading->what);
    const float *numbers =
        logits ? llama_get_logits_ith(decoder->context.llama, asked->token)
               : decoder->state + i * decoder->model->width;

    for (size_t k = 0; k < asked->n; k++) {
        const struct assay_gguf_row *row = &asked->rows[k];
        const size_t at = find_place(row, asked->place);
        double *out = row->out + at * decoder->numbers;

        if (at == row->places)
            continue;
        if (logits)
            assay_gguf_read_logits(decoder->model, reading, numbers,
                                   wants_next(reading) ? row->token[asked->place + 1] : 0,
                                   out);
        else
            assay_gguf_read_state(decoder->model, reading, numbers, out);
    }
}

/*
 * Marks tokens that nothing is asked of as asked, the first ones there are, until a multiple of COLUMNS
 * is: the last layer computes these alone, and sums up otherwise where they are few.
 */
static void widen(struct assay_gguf_decoder *decoder)
{
    for (int32_t at = 0; decoder->asked_count % COLUMNS != 0; at++) {
        size_t i = decoder->asked_count;

        if (decoder->batch.logits[at])
            continue;
        for (; i > 0 && decoder->asked[i - 1].token > at; i--)
            decoder->asked[i] = decoder->asked[i - 1];
        decoder->asked[i] = (struct asked){.token = at};
        decoder->asked_count++;
        decoder->batch.logits[at] = 1;
    }
}

/* Decodes the batch, a multiple of COLUMNS, and reads what was asked of its tokens. */
static enum assay_code flush(struct assay_gguf_decoder *decoder, struct assay_error *err)
{
    int status;

    if (decoder->batch.n_tokens == 0)
        return ASSAY_OK;
    widen(decoder);
    decoder->states = 0;
    status = llama_decode(decoder->context.llama, decoder->batch);
    if (status != 0)
        return assay_fail(err, ASSAY_EMODEL, "libllama cannot decode %d tokens (%d)",
                          decoder->batch.n_tokens, status);
    if (decoder->layer[0] && decoder->states != decoder->asked_count)
        return assay_fail(err, ASSAY_EMODEL,
                          "libllama does not tell the states \"%s\" of this "
                          "architecture",
                          decoder->layer);
    for (size_t i = 0; i < decoder->asked_count; i++)
        read_token(decoder, i);
    decoder->batch.n_tokens = 0;
    decoder->asked_count = 0;
    return ASSAY_OK;
}

/* A token more is in the batch. */
static enum assay_code count_token(struct assay_gguf_decoder *decoder,
                                   struct assay_error *err)
{
    decoder->cells++;
    return (size_t)decoder->batch.n_tokens == decoder->context.slice ? flush(decoder, err)
                                                                     : ASSAY_OK;
}

/* Adds the token at a place of the rows (n,) that share it, which are sequences first, ... */
static enum assay_code push(struct assay_gguf_decoder *decoder,
                            const struct assay_gguf_row *rows, size_t n, size_t place,
                            size_t first, struct assay_error *err)
{
    const int32_t at =
        assay_gguf_push(&decoder->batch, rows->token[place], place, first, n);
    bool wanted = false;

    for (size_t k = 0; k < n; k++)
        wanted = wanted || find_place(rows + k, place) < rows[k].places;
    decoder->batch.logits[at] = wanted ? 1 : 0;
    if (wanted)
        decoder->asked[decoder->asked_count++] = (struct asked){rows, n, place, at};
    return count_token(decoder, err);
}

/* Adds tokens of the sequence that nothing is read of, until a multiple of so many cells is in use. */
static enum assay_code fill(struct assay_gguf_decoder *decoder, size_t multiple,
                            struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    while (!code && decoder->cells % multiple != 0) {
        (void)assay_gguf_push(&decoder->batch, 0, decoder->filled++, ASSAY_GGUF_ROWS, 1);
        code = count_token(decoder, err);
    }
    return code;
}

/* What decoding goes back to: cells in use, and of them those that were filled up. */
struct mark {
    size_t cells, filled;
};

/* Decodes what is in the batch, and takes the sequences (n,) from first on and all behind the mark out of the cache,
   so that those to come do not attend over their cells. */
static enum assay_code go_back(struct assay_gguf_decoder *decoder, struct mark mark,
                               size_t first, size_t n, struct assay_error *err)
{
    struct llama_memory_i *memory = llama_get_memory(decoder->context.llama);
    enum assay_code code = fill(decoder, COLUMNS, err);

    if (!code)
        code = flush(decoder, err);
    for (size_t k = 0; k < n; k++)
        (void)llama_memory_seq_rm(memory, (llama_seq_id)(first + k), -1, -1);
    (void)llama_memory_seq_rm(memory, ASSAY_GGUF_ROWS, (llama_pos)mark.filled, -1);
    decoder->cells = mark.cells;
    decoder->filled = mark.filled;
    return code;
}

/*
 * Makes way for so many tokens that are to begin at a multiple of LANES, behind sequences (n,) from first on that are
 * done with: by going back, where that takes no longer than filling cells up, or the batch has no room for them.
 */
static enum assay_code make_way(struct assay_gguf_decoder *decoder, size_t tokens,
                                struct mark mark, size_t first, size_t n,
                                struct assay_error *err)
{
    const size_t held = (size_t)decoder->batch.n_tokens;
    const bool fits =
        decoder->cells % ASSAY_GGUF_LANES == 0 && held + tokens <= decoder->context.slice;

    return held == 0 || (held >= WORTH && !fits) ? go_back(decoder, mark, first, n, err)
                                                 : fill(decoder, ASSAY_GGUF_LANES, err);
}

/* Decodes rows (n,) of one prompt, sequences first, ..., behind those of others. */
static enum assay_code decode_portion(struct assay_gguf_decoder *decoder,
                                      const struct assay_gguf_row *rows, size_t n,
                                      size_t first, struct assay_error *err)
{
    const size_t shared = assay_gguf_shared(rows, n);
    const struct mark none = {0, 0};
    enum assay_code code =
        make_way(decoder, assay_gguf_cells(rows, n), none, 0, first, err);
    const struct mark mark = {decoder->cells + shared, decoder->filled};

    for (size_t i = 0; !code && i < shared; i++)
        code = push(decoder, rows, n, i, first, err);
    for (size_t k = 0; !code && k < n; k++) {
        const size_t length = assay_gguf_length(&rows[k]);

        if (k > 0)
            code = make_way(decoder, length - shared, mark, first, k, err);
        for (size_t i = shared; !code && i < length; i++)
            code = push(decoder, rows + k, 1, i, first + k, err);
    }
    return code;
}

static enum assay_code decode_gathered(struct assay_gguf_decoder *decoder,
                                       const struct assay_gguf_row *rows, size_t n,
                                       struct assay_error *err)
{
    const struct mark none = {0, 0};
    enum assay_code code = ASSAY_OK;
    size_t k = 0;

    llama_memory_clear(llama_get_memory(decoder->context.llama), true);
    decoder->cells = 0;
    decoder->filled = 0;
    while (!code && k < n) {
        const size_t portion = assay_gguf_portion(rows + k, n - k);

        code = decode_portion(decoder, rows + k, portion, k, err);
        k += portion;
    }
    return code ? code : go_back(decoder, none, 0, n, err);
}

/* Rows (n,) went through together: of one prompt, or of several. */
static void count_shared(const struct assay_gguf_decoder *decoder,
                         const struct assay_gguf_row *rows, size_t n)
{
    if (decoder->decoding.shared && rows[0].prompt != rows[n - 1].prompt)
        atomic_fetch_add(decoder->decoding.shared, n);
}

enum assay_code assay_gguf_decode(struct assay_gguf_decoder *decoder,
                                  const struct assay_gguf_row *rows, size_t n,
                                  struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;
    size_t k = 0;

    if (decoder->encoder)
        return assay_gguf_encode(decoder->encoder, rows, n, err);
    while (!code && k < n) {
        size_t cells, together;

        together = assay_gguf_gather(rows + k, n - k, &cells);
        code = assay_gguf_make_room(&decoder->context, cells, err);
        if (!code)
            code = decode_gathered(decoder, rows + k, together, err);
        if (!code)
            count_shared(decoder, rows + k, together);
        k += together;
    }
    return code;
}
