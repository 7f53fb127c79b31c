#include "adapters/gguf_writer.h"

#include "adapters/gguf_context.h"
#include "adapters/gguf_read.h"
#include "adapters/gguf_vocab.h"
#include "adapters/pick.h"
#include "harness/core/memory.h"

#include <llama.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    CELLS = 8192 /* of texts that are written together, save where one has more */
};

/* A text that is being written. */
struct hand {
    struct assay_rng rng;
    struct assay_buf text; /* bytes of its tokens */
    size_t tokens;
    enum assay_gguf_outcome end;
    bool done;
    int32_t token; /* the last one */
    int32_t place; /* in the batch, of the logits of what comes next */
    double log_p[ASSAY_SAMPLING_WORDS];
};

struct assay_gguf_writer {
    const struct assay_gguf_model *model;
    struct assay_gguf_context context;
    struct llama_batch batch;
    struct assay_pick *scratch; /* (vocabulary,) */
    struct hand hand[ASSAY_GGUF_SEQUENCES];
};

struct assay_gguf_writer *assay_gguf_writer_new(const struct assay_gguf_model *model,
                                                bool exact, size_t threads)
{
    struct assay_gguf_writer *writer = assay_memory_new(1, sizeof(*writer));
    const size_t held = assay_gguf_slice(model);
    const size_t slice = held > ASSAY_GGUF_SEQUENCES ? held : ASSAY_GGUF_SEQUENCES;

    writer->model = model;
    writer->context = (struct assay_gguf_context){
        .model = model, .exact = exact, .threads = threads, .slice = slice};
    writer->batch = llama_batch_init((int32_t)slice, 0, ASSAY_GGUF_SEQUENCES);
    writer->scratch = assay_memory_new(model->vocabulary, sizeof(*writer->scratch));
    return writer;
}

void assay_gguf_writer_free(struct assay_gguf_writer *writer)
{
    if (!writer)
        return;
    assay_gguf_context_release(&writer->context);
    llama_batch_free(writer->batch);
    for (size_t k = 0; k < ASSAY_GGUF_SEQUENCES; k++)
        assay_buf_release(&writer->hand[k].text);
    free(writer->scratch);
    free(writer);
}

static enum assay_code flush(struct assay_gguf_writer *writer, struct assay_error *err)
{
    const int status = llama_decode(writer->context.llama, writer->batch);

    if (status != 0)
        return assay_fail(err, ASSAY_EMODEL, "libllama cannot decode %d tokens (%d)",
                          writer->batch.n_tokens, status);
    return ASSAY_OK;
}

/* Decodes the prompt of the first n hands; they all go on behind its last token. */
static enum assay_code read_prompt(struct assay_gguf_writer *writer,
                                   const struct assay_gguf_tokens *prompt, size_t n,
                                   struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;
    int32_t at = 0;

    llama_memory_clear(llama_get_memory(writer->context.llama), true);
    writer->batch.n_tokens = 0;
    for (size_t i = 0; !code && i < prompt->count; i++) {
        const bool last = i + 1 == prompt->count;

        at = assay_gguf_push(&writer->batch, prompt->at[i], i, 0, n);
        writer->batch.logits[at] = last ? 1 : 0;
        if (!last && (size_t)writer->batch.n_tokens < writer->context.slice)
            continue;
        code = flush(writer, err);
        writer->batch.n_tokens = 0;
    }
    for (size_t k = 0; k < n; k++)
        writer->hand[k].place = at;
    return code;
}

static bool are_numbers(const float *logit, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (isnan(logit[i]) || logit[i] == HUGE_VALF)
            return false;
    return true;
}

/* Cuts a text at a word that stops it, which its last bytes, from a place on, may complete. */
static bool is_stopped(struct hand *hand, size_t from,
                       const struct assay_sampling *sampling)
{
    const struct assay_str all = assay_buf_view(&hand->text);
    size_t at = all.len;

    for (size_t i = 0; i < sampling->stop_count; i++) {
        const struct assay_str stop = sampling->stop[i];
        const size_t begin = from + 1 > stop.len ? from + 1 - stop.len : 0;
        const struct assay_str tail = {all.ptr + begin, all.len - begin};
        const size_t found = begin + assay_str_find(tail, stop);

        at = stop.len > 0 && found < at ? found : at;
    }
    if (at == all.len)
        return false;
    hand->text.len = at;
    return true;
}

enum assay_code assay_gguf_find_words(const struct assay_gguf_model *model,
                                      const struct assay_str *words, size_t n,
                                      struct assay_arena *arena,
                                      struct assay_gguf_word *out,
                                      struct assay_error *err)
{
    struct assay_buf said = {0};
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < n; i++) {
        int32_t *token = assay_arena_new(arena, model->vocabulary, sizeof(*token));

        out[i] = (struct assay_gguf_word){token, 0};
        for (size_t k = 0; k < model->vocabulary; k++) {
            assay_buf_reset(&said);
            assay_gguf_say(model, (int32_t)k, &said);
            if (assay_str_equal(assay_buf_view(&said), words[i]))
                token[out[i].count++] = (int32_t)k;
        }
        if (out[i].count == 0)
            code = assay_fail(err, ASSAY_EUSAGE, "no token of the model says \"%.*s\"",
                              ASSAY_STR_ARG(words[i]));
    }
    assay_buf_release(&said);
    return code;
}

/* How likely each word is where the logits are those of the first token. */
static void tell_words(const struct assay_gguf_wish *wish, const float *logit, size_t n,
                       double *log_p)
{
    const double whole =
        wish->sampling->word_count > 0 ? assay_gguf_normaliser(logit, n) : 0.0;

    for (size_t i = 0; i < wish->sampling->word_count; i++) {
        double p = 0.0;

        for (size_t k = 0; k < wish->word[i].count; k++)
            p += exp((double)logit[wish->word[i].token[k]] - whole);
        log_p[i] = p > 0.0 ? log(p) : -HUGE_VAL;
    }
}

/* Draws the next token of a text and looks whether it is the last. */
static void write_token(struct assay_gguf_writer *writer,
                        const struct assay_gguf_wish *wish, size_t most,
                        struct hand *hand)
{
    const struct assay_sampling *sampling = wish->sampling;
    const size_t n = writer->model->vocabulary, from = hand->text.len;
    const float *logit = llama_get_logits_ith(writer->context.llama, hand->place);

    hand->done = true;
    if (!are_numbers(logit, n)) {
        hand->end = ASSAY_GGUF_NO_NUMBER;
        return;
    }
    if (hand->tokens == 0)
        tell_words(wish, logit, n, hand->log_p);
    hand->token = assay_pick_token(logit, n, sampling, &hand->rng, writer->scratch);
    hand->tokens++;
    hand->end = ASSAY_GGUF_ENDED;
    if (assay_gguf_is_end(writer->model, hand->token))
        return;
    assay_gguf_say(writer->model, hand->token, &hand->text);
    if (is_stopped(hand, from, sampling))
        return;
    hand->end = ASSAY_GGUF_UNENDED;
    hand->done = hand->tokens == most;
}

/* Writes the texts of the first n hands, at most so many tokens each. */
static enum assay_code write_on(struct assay_gguf_writer *writer,
                                const struct assay_gguf_wish *wish, size_t n, size_t most,
                                struct assay_error *err)
{
    for (size_t step = 0;; step++) {
        enum assay_code code;

        writer->batch.n_tokens = 0;
        for (size_t k = 0; k < n; k++) {
            struct hand *hand = &writer->hand[k];

            if (!hand->done)
                write_token(writer, wish, most, hand);
        }
        for (size_t k = 0; k < n; k++) {
            struct hand *hand = &writer->hand[k];

            if (hand->done)
                continue;
            hand->place = assay_gguf_push(&writer->batch, hand->token,
                                          wish->prompt->count + step, k, 1);
            writer->batch.logits[hand->place] = 1;
        }
        if (writer->batch.n_tokens == 0)
            return ASSAY_OK;
        code = flush(writer, err);
        if (code)
            return code;
    }
}

/* Takes n hands in hand. */
static void begin(struct assay_gguf_writer *writer, const uint64_t *seed, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        struct hand *hand = &writer->hand[k];

        assay_buf_reset(&hand->text);
        hand->rng = (struct assay_rng){seed[k]};
        hand->tokens = 0;
        hand->done = false;
    }
}

static void hand_over(struct assay_gguf_writer *writer,
                      const struct assay_gguf_wish *wish, size_t n,
                      struct assay_arena *arena, struct assay_gguf_written *out)
{
    const size_t words = wish->sampling->word_count;
    struct assay_buf text = {0};

    for (size_t k = 0; k < n; k++) {
        const struct hand *hand = &writer->hand[k];
        double *log_p = assay_arena_new(arena, words, sizeof(*log_p));

        if (words > 0)
            memcpy(log_p, hand->log_p, words * sizeof(*log_p));
        assay_buf_reset(&text);
        assay_buf_add_utf8(&text, assay_buf_view(&hand->text));
        out[k] = (struct assay_gguf_written){
            .text = assay_arena_copy(arena, assay_buf_view(&text)),
            .tokens = hand->tokens,
            .log_p = log_p,
            .end = hand->end};
    }
    assay_buf_release(&text);
}

enum assay_code assay_gguf_write(struct assay_gguf_writer *writer,
                                 const struct assay_gguf_wish *wish,
                                 struct assay_arena *arena,
                                 struct assay_gguf_written *out, struct assay_error *err)
{
    const size_t prompt = wish->prompt->count, room = wish->most - prompt;
    const size_t asked = wish->sampling->max_tokens;
    const size_t most = asked < room ? asked : room;
    const size_t fit = prompt < CELLS ? (CELLS - prompt) / most : 0;
    const size_t together = fit < 1                      ? 1
                            : fit > ASSAY_GGUF_SEQUENCES ? ASSAY_GGUF_SEQUENCES
                                                         : fit;

    for (size_t k = 0; k < wish->count; k += together) {
        const size_t left = wish->count - k, n = left < together ? left : together;
        enum assay_code code =
            assay_gguf_make_room(&writer->context, prompt + n * most, err);

        begin(writer, wish->seed + k, n);
        if (!code)
            code = read_prompt(writer, wish->prompt, n, err);
        if (!code)
            code = write_on(writer, wish, n, most, err);
        if (code)
            return code;
        hand_over(writer, wish, n, arena, out + k);
    }
    return ASSAY_OK;
}
