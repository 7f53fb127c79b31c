/* gguf_open.c - opening a model for the adapter, and answering lines of token ids. */
#include "adapters/gguf_open.h"

#include "adapters/gguf_decode.h"
#include "harness/core/memory.h"

#include <stdlib.h>
#include <string.h>

enum {
    TOKENS_MAX = 1 << 20 /* of a line of ids */
};

/* How much each label counts: "0.65,0.8,-0.4", or all of the only one. */
static enum assay_code read_weights(struct assay_gguf *gguf, struct assay_arena *arena,
                                    struct assay_error *err)
{
    const size_t labels = gguf->model->labels;
    const char *at = gguf->weights;
    size_t n = 0;

    gguf->weight = assay_arena_new(arena, labels + 1, sizeof(*gguf->weight));
    gguf->weight[0] = 1.0;
    if (!at)
        return labels <= 1 ? ASSAY_OK
                           : assay_fail(err, ASSAY_EUSAGE,
                                        "the model gives %zu labels: say how they count "
                                        "with --model-option weights=W,W,...",
                                        labels);
    while (n < labels) {
        const size_t len = strcspn(at, ",");

        if (!assay_str_number((struct assay_str){at, len}, &gguf->weight[n]))
            break;
        n++;
        at += len;
        if (*at++ == '\0')
            break;
    }
    if (n != labels || at[-1] != '\0')
        return assay_fail(err, ASSAY_EUSAGE, "weights=%s: %zu numbers are wanted",
                          gguf->weights, labels);
    return ASSAY_OK;
}

static enum assay_code load_file(const struct assay_gguf *gguf, const char *target,
                                 struct assay_gguf_model *out, struct assay_error *err)
{
    (void)gguf;
    return assay_gguf_model_open(target, out, err);
}

enum assay_code assay_gguf_open(void *state, const struct assay_setting *setting,
                                struct assay_error *err)
{
    return assay_gguf_open_with(state, setting, load_file, err);
}

enum assay_code assay_gguf_open_with(void *state, const struct assay_setting *setting,
                                     assay_gguf_load *load, struct assay_error *err)
{
    struct assay_gguf *gguf = state;
    enum assay_code code;

    gguf->model = assay_memory_new(1, sizeof(*gguf->model));
    code = load(gguf, setting->target, gguf->model, err);
    gguf->max_length = gguf->model->context;
    if (setting->max_length > 0 && setting->max_length < gguf->max_length)
        gguf->max_length = setting->max_length;
    if (code || setting->suite[0] == '\0')
        return code; /* no items: token ids alone are asked */
    code = read_weights(gguf, setting->arena, err);
    return code ? code
                : assay_gguf_template_open(gguf->model, gguf->template_word, gguf->date,
                                           setting->arena, &gguf->template, err);
}

void assay_gguf_close(void *state)
{
    struct assay_gguf *gguf = state;

    if (gguf->model)
        assay_gguf_model_release(gguf->model);
    free(gguf->model);
}

const char *assay_gguf_engine(void)
{
    return assay_gguf_library();
}

/* One token id, up to a blank; false at the end. */
struct ids {
    int32_t *token;
    size_t count, bar; /* bar: tokens before "|"; SIZE_MAX: none */
};

static enum assay_code read_id(const struct assay_gguf_model *model,
                               struct assay_str word, struct ids *ids,
                               struct assay_error *err)
{
    double value;

    if (!assay_str_number(word, &value) || !(value >= 0.0) ||
        !(value < (double)model->vocabulary) || value != (double)(int32_t)value)
        return assay_fail(err, ASSAY_EDATA, "\"%.*s\" is no token id below %zu",
                          ASSAY_STR_ARG(word), model->vocabulary);
    if (ids->count == TOKENS_MAX)
        return assay_fail(err, ASSAY_EDATA, "more than %d token ids", TOKENS_MAX);
    ids->token[ids->count++] = (int32_t)value;
    return ASSAY_OK;
}

/* "1 2 3" or "1 2|3 4"; blanks apart. */
static enum assay_code read_ids(const struct assay_gguf_model *model,
                                struct assay_str line, struct ids *ids,
                                struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;
    size_t i = 0;

    ids->token = assay_memory_new(line.len + 1, sizeof(*ids->token));
    ids->bar = SIZE_MAX;
    while (!code && i < line.len) {
        size_t n = 0;

        while (i + n < line.len && line.ptr[i + n] != ' ' && line.ptr[i + n] != '|')
            n++;
        if (n > 0)
            code = read_id(model, (struct assay_str){line.ptr + i, n}, ids, err);
        i += n;
        if (!code && i < line.len && line.ptr[i] == '|') {
            if (ids->bar != SIZE_MAX)
                return assay_fail(err, ASSAY_EDATA, "two \"|\" in a line of token ids");
            ids->bar = ids->count;
        }
        i += i < line.len;
    }
    return code;
}

static enum assay_code check_ids(const struct assay_gguf_model *model,
                                 const struct ids *ids, struct assay_error *err)
{
    const bool bar = ids->bar != SIZE_MAX;

    if (model->kind == ASSAY_GGUF_POLICY &&
        (!bar || ids->bar == 0 || ids->bar == ids->count))
        return assay_fail(err, ASSAY_EDATA,
                          "a policy wants \"prompt ids|completion ids\", both not empty");
    if (model->kind != ASSAY_GGUF_POLICY && (bar || ids->count == 0))
        return assay_fail(err, ASSAY_EDATA, "a reward model wants a line of token ids");
    if (ids->count > model->context)
        return assay_fail(err, ASSAY_EDATA, "%zu tokens, the model takes %zu", ids->count,
                          model->context);
    return ASSAY_OK;
}

static enum assay_code answer(const struct assay_gguf *gguf, const struct ids *ids,
                              struct assay_buf *out, struct assay_error *err)
{
    const struct assay_gguf_model *model = gguf->model;
    const bool policy = model->kind == ASSAY_GGUF_POLICY;
    const size_t n = policy ? ids->count - ids->bar : model->labels;
    double *value = assay_memory_new(n, sizeof(*value));
    const struct assay_gguf_row row = {.token = ids->token,
                                       .count = ids->count,
                                       .from = policy ? ids->bar : 0,
                                       .out = value};
    struct assay_gguf_decoder *decoder = assay_gguf_decoder_new(
        model, (struct assay_gguf_decoding){gguf->precision == 0, gguf->threads});
    const enum assay_code code = assay_gguf_decode(decoder, &row, 1, err);

    for (size_t i = 0; !code && i < n; i++)
        assay_buf_printf(out, "%s%.9g", i ? ", " : "[", value[i]);
    if (!code)
        assay_buf_puts(out, "]\n");
    assay_gguf_decoder_free(decoder);
    free(value);
    return code;
}

enum assay_code assay_gguf_tokens(const void *state, struct assay_str line,
                                  struct assay_buf *out, struct assay_error *err)
{
    const struct assay_gguf *gguf = state;
    struct ids ids = {0};
    enum assay_code code = read_ids(gguf->model, line, &ids, err);

    if (!code)
        code = check_ids(gguf->model, &ids, err);
    if (!code)
        code = answer(gguf, &ids, out, err);
    free(ids.token);
    return code;
}
