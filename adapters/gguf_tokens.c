/* gguf_tokens.c - answering lines of token ids: `assay doctor --tokens`. */
#include "adapters/gguf_open.h"
#include "adapters/gguf_vocab.h"
#include "adapters/token_line.h"

/* A line of ids as the model takes them. */
struct ids {
    int32_t *token; /* (count,) */
    size_t count, bar;
    bool barred;
};

static enum assay_code read_ids(const struct assay_gguf_model *model,
                                struct assay_str line, struct assay_arena *arena,
                                struct ids *ids, struct assay_error *err)
{
    struct assay_token_line read;
    enum assay_code code = assay_token_line_read(line, arena, &read, err);

    if (code)
        return code;
    *ids = (struct ids){assay_arena_new(arena, read.count + 1, sizeof(*ids->token)),
                        read.count, read.bar, read.barred};
    for (size_t i = 0; i < read.count; i++) {
        if (read.at[i] >= (int64_t)model->vocabulary)
            return assay_fail(err, ASSAY_EDATA, "\"%lld\" is no token id below %zu",
                              (long long)read.at[i], model->vocabulary);
        ids->token[i] = (int32_t)read.at[i];
    }
    return assay_gguf_check_pad(model, ids->token, ids->count, err);
}

/* What a line is read for. */
static enum assay_code choose(const struct assay_gguf *gguf,
                              struct assay_gguf_reading *out, struct assay_error *err)
{
    static const enum assay_gguf_what what[] = {
        [ASSAY_GGUF_TELL_USUAL] = ASSAY_GGUF_NEXT,
        [ASSAY_GGUF_TELL_ENTROPY] = ASSAY_GGUF_ENTROPY,
        [ASSAY_GGUF_TELL_SUMS] = ASSAY_GGUF_SUM,
        [ASSAY_GGUF_TELL_TOP] = ASSAY_GGUF_TOP,
        [ASSAY_GGUF_TELL_STATE] = ASSAY_GGUF_STATE,
    };
    const struct assay_gguf_model *model = gguf->model;
    const bool policy = model->kind == ASSAY_GGUF_POLICY;

    *out = (struct assay_gguf_reading){
        .what = what[gguf->read], .layer = gguf->layer, .count = gguf->top};
    if (gguf->read == ASSAY_GGUF_TELL_USUAL && !policy)
        out->what = ASSAY_GGUF_HEAD;
    if (gguf->read == ASSAY_GGUF_TELL_USUAL && gguf->steps.how == ASSAY_GGUF_STEPS_MARK)
        *out = assay_gguf_steps_reading(model, &gguf->steps);
    if (gguf->top > model->vocabulary)
        out->count = model->vocabulary;
    if (!policy && gguf->read != ASSAY_GGUF_TELL_USUAL &&
        gguf->read != ASSAY_GGUF_TELL_STATE)
        return assay_fail(err, ASSAY_EUSAGE,
                          "read: only a policy tells of next tokens, and this model is "
                          "none; it has read=state and, with a score head, read=usual");
    if (out->what == ASSAY_GGUF_HEAD && model->labels == 0)
        return assay_fail(
            err, ASSAY_EMODEL,
            "%s: an encoder without a score head: there is read=state alone", gguf->path);
    return assay_gguf_check_layer(gguf, err);
}

static bool tells_tokens(const struct assay_gguf_reading *reading)
{
    return reading->what == ASSAY_GGUF_NEXT || reading->what == ASSAY_GGUF_ENTROPY ||
           reading->what == ASSAY_GGUF_SUM || reading->what == ASSAY_GGUF_TOP;
}

/* Of whom a line without halves is asked. */
static const char *asked(const struct assay_gguf *gguf,
                         const struct assay_gguf_reading *reading)
{
    static const char *const kinds[] = {"a policy that tells of steps", "a reward model",
                                        "an encoder"};

    return reading->what == ASSAY_GGUF_STATE ? "read=state" : kinds[gguf->model->kind];
}

static enum assay_code check_ids(const struct assay_gguf *gguf,
                                 const struct assay_gguf_reading *reading,
                                 const struct ids *ids, struct assay_error *err)
{
    const bool bar = ids->barred;
    const bool halves = bar && ids->bar > 0 && ids->bar < ids->count;

    if (tells_tokens(reading) && !halves)
        return assay_fail(err, ASSAY_EDATA,
                          "a policy wants \"prompt ids|completion ids\", both not empty");
    if (gguf->model->kind == ASSAY_GGUF_ENCODER && bar && !halves)
        return assay_fail(err, ASSAY_EDATA,
                          "a pair is \"first ids|second ids\", both not empty");
    if (!tells_tokens(reading) && gguf->model->kind != ASSAY_GGUF_ENCODER && bar)
        return assay_fail(err, ASSAY_EDATA, "%s wants a line of token ids, without \"|\"",
                          asked(gguf, reading));
    if (ids->count == 0)
        return assay_fail(err, ASSAY_EDATA, "%s wants a line of token ids",
                          asked(gguf, reading));
    if (ids->count > gguf->model->context)
        return assay_fail(err, ASSAY_EDATA, "%zu tokens, the model takes %zu", ids->count,
                          gguf->model->context);
    return ASSAY_OK;
}

/* The places that are read; in arena. */
static size_t place(const struct assay_gguf *gguf,
                    const struct assay_gguf_reading *reading, const struct ids *ids,
                    struct assay_arena *arena, size_t **out)
{
    const struct assay_gguf_tokens tokens = {.at = ids->token, .count = ids->count};
    size_t n = 1;

    if (gguf->read == ASSAY_GGUF_TELL_USUAL && gguf->steps.how == ASSAY_GGUF_STEPS_MARK)
        return assay_gguf_steps_find(&gguf->steps, &tokens, 0, arena, out);
    if (tells_tokens(reading))
        n = ids->count - ids->bar;
    *out = assay_arena_new(arena, n, sizeof(**out));
    for (size_t i = 0; i < n; i++)
        (*out)[i] = ids->count - n - tells_tokens(reading) + i;
    if (reading->what == ASSAY_GGUF_HEAD)
        (*out)[0] = assay_gguf_model_last(gguf->model, ids->token, ids->count);
    if (gguf->model->kind == ASSAY_GGUF_ENCODER)
        (*out)[0] = 0;
    return n;
}

/* "[1, 2]", or "[[1, 2], [3, 4]]" for the likeliest tokens of each place. */
static void print(const struct assay_gguf *gguf, const struct assay_gguf_reading *reading,
                  const struct assay_gguf_row *row, struct assay_buf *out)
{
    const size_t each = assay_gguf_numbers(gguf->model, reading);
    const bool top = reading->what == ASSAY_GGUF_TOP;
    const bool steps =
        gguf->read == ASSAY_GGUF_TELL_USUAL && gguf->steps.how == ASSAY_GGUF_STEPS_MARK;

    assay_buf_putc(out, '[');
    for (size_t i = 0; steps && i < row->places; i++)
        assay_buf_printf(
            out, "%s%.9g", i ? ", " : "",
            assay_gguf_step_number(gguf->model, &gguf->steps, row->out + i * each));
    for (size_t i = 0; !steps && i < row->places * each; i++)
        assay_buf_printf(out, "%s%s%.9g%s", i ? ", " : "",
                         top && i % each == 0 ? "[" : "", row->out[i],
                         top && (i + 1) % each == 0 ? "]" : "");
    assay_buf_puts(out, "]\n");
}

static enum assay_code answer(const struct assay_gguf *gguf,
                              const struct assay_gguf_reading *reading,
                              const struct ids *ids, struct assay_arena *arena,
                              struct assay_buf *out, struct assay_error *err)
{
    const struct assay_gguf_decoding decoding = {gguf->precision == 0, gguf->threads,
                                                 *reading, NULL};
    struct assay_gguf_decoder *decoder = NULL;
    size_t *places = NULL;
    struct assay_gguf_row row = {.token = ids->token, .count = ids->count};
    enum assay_code code = ASSAY_OK;

    row.places = place(gguf, reading, ids, arena, &places);
    row.place = places;
    row.second = !ids->barred || tells_tokens(reading) ? 0 : ids->bar;
    row.out =
        assay_arena_new(arena, row.places * assay_gguf_numbers(gguf->model, reading) + 1,
                        sizeof(*row.out));
    if (row.places > 0) {
        decoder = assay_gguf_decoder_new(gguf->model, decoding);
        code = assay_gguf_decode(decoder, &row, 1, err);
    }
    if (!code)
        print(gguf, reading, &row, out);
    assay_gguf_decoder_free(decoder);
    return code;
}

enum assay_code assay_gguf_tokens(const void *state, struct assay_str line,
                                  struct assay_buf *out, struct assay_error *err)
{
    const struct assay_gguf *gguf = state;
    struct assay_gguf_reading reading;
    struct assay_arena arena = {0};
    struct ids ids;
    enum assay_code code = choose(gguf, &reading, err);

    if (!code)
        code = read_ids(gguf->model, line, &arena, &ids, err);
    if (!code)
        code = check_ids(gguf, &reading, &ids, err);
    if (!code)
        code = answer(gguf, &reading, &ids, &arena, out, err);
    assay_arena_release(&arena);
    return code;
}
