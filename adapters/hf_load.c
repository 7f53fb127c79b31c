#include "adapters/hf_load.h"

#include "adapters/gguf_types.h"
#include "adapters/hf_map.h"
#include "adapters/hf_words.h"
#include "harness/core/memory.h"

#include <ggml-backend.h>
#include <gguf.h>
#include <llama.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEY_MAX = 128,
    BLOCK = 32 /* of a matrix of zeros in 4 bits */
};

struct loading {
    const char *folder;
    struct assay_hf_config config;
    struct assay_hf_weights weights;
    struct assay_hf_map map;
    bool f32;
    struct gguf_context *meta;
    float *portion;
    bool *placed;                /* (map.count,) tensors that libllama asked for */
    char unknown[GGML_MAX_NAME]; /* a tensor that libllama asked for and nobody knows */
};

/*
 * libllama's graph of Llama has no sliding window; that of Granite with windows is the same but for
 * factors, which are 1, and logits of attention sinks, which are as good as minus infinity
 * (src/models/granite-swa.cpp).
 */
static bool is_windowed(const struct assay_hf_config *config)
{
    return config->family == ASSAY_HF_LLAMA && config->window > 0;
}

static const char *architecture_of(const struct assay_hf_config *config)
{
    static const char *const names[] = {
        [ASSAY_HF_LLAMA] = "llama", [ASSAY_HF_QWEN2] = "qwen2",
        [ASSAY_HF_QWEN3] = "qwen3", [ASSAY_HF_GEMMA2] = "gemma2",
        [ASSAY_HF_BERT] = "bert",   [ASSAY_HF_ROBERTA] = "bert",
    };

    return is_windowed(config) ? "granite_swa" : names[config->family];
}

/* "llama.block_count". */
static const char *key_of(const struct loading *loading, const char *name,
                          char out[KEY_MAX])
{
    (void)snprintf(out, KEY_MAX, "%s.%s", architecture_of(&loading->config), name);
    return out;
}

static void put_size(const struct loading *loading, const char *name, size_t value)
{
    char key[KEY_MAX];

    gguf_set_val_u32(loading->meta, key_of(loading, name, key), (uint32_t)value);
}

static void put_number(const struct loading *loading, const char *name, double value)
{
    char key[KEY_MAX];

    gguf_set_val_f32(loading->meta, key_of(loading, name, key), (float)value);
}

/* conversion/base.py, TextModel.set_gguf_parameters. */
static void put_rope(const struct loading *loading)
{
    const struct assay_hf_config *config = &loading->config;
    const bool yarn = config->rope == ASSAY_HF_ROPE_YARN;
    char key[KEY_MAX];

    put_number(loading, "rope.freq_base", config->rope_base);
    put_size(loading, "rope.dimension_count", config->head_width);
    if (!yarn && config->rope != ASSAY_HF_ROPE_LINEAR)
        return;
    gguf_set_val_str(loading->meta, key_of(loading, "rope.scaling.type", key),
                     yarn ? "yarn" : "linear");
    put_number(loading, "rope.scaling.factor", config->rope_factor);
    if (!yarn)
        return;
    put_size(loading, "rope.scaling.original_context_length", config->rope_context);
    put_number(loading, "rope.scaling.attn_factor", config->rope_attention);
}

/* A sliding window of every layer. */
static void put_window(const struct loading *loading)
{
    uint32_t windowed[ASSAY_HF_LAYERS_MAX];
    char key[KEY_MAX];

    for (size_t i = 0; i < loading->config.layers; i++)
        windowed[i] = 1;
    put_number(loading, "logit_scale", 1.0);
    put_size(loading, "attention.sliding_window", loading->config.window);
    gguf_set_arr_data(loading->meta,
                      key_of(loading, "attention.sliding_window_pattern", key),
                      GGUF_TYPE_UINT32, windowed, loading->config.layers);
}

static void put_decoder(const struct loading *loading)
{
    const struct assay_hf_config *config = &loading->config;

    put_size(loading, "attention.key_length", config->head_width);
    put_size(loading, "attention.value_length", config->head_width);
    put_number(loading, "attention.layer_norm_rms_epsilon", config->epsilon);
    put_rope(loading);
    if (is_windowed(config))
        put_window(loading);
    if (config->family != ASSAY_HF_GEMMA2)
        return;
    put_size(loading, "attention.sliding_window", config->window);
    put_number(loading, "attn_logit_softcapping", config->attention_cap);
    put_number(loading, "final_logit_softcapping", config->output_cap);
}

static void put_encoder(const struct loading *loading)
{
    const size_t labels = loading->map.labels;
    const char **names = assay_memory_new(labels, sizeof(*names));
    char key[KEY_MAX];

    put_number(loading, "attention.layer_norm_epsilon", loading->config.epsilon);
    gguf_set_val_bool(loading->meta, key_of(loading, "attention.causal", key), false);
    gguf_set_val_u32(loading->meta, "tokenizer.ggml.token_type_count",
                     (uint32_t)loading->config.types);
    for (size_t i = 0; i < labels; i++)
        names[i] = "";
    gguf_set_arr_str(loading->meta, key_of(loading, "classifier.output_labels", key),
                     names, labels);
    free(names);
}

/* What the converter would have written; the vocabulary is the tokenizer's, not libllama's. */
static void put_meta(const struct loading *loading)
{
    const struct assay_hf_config *config = &loading->config;

    gguf_set_val_str(loading->meta, "general.architecture", architecture_of(config));
    gguf_set_val_str(loading->meta, "tokenizer.ggml.model", "none");
    put_size(loading, "vocab_size", config->vocabulary);
    put_size(loading, "context_length", config->context);
    put_size(loading, "embedding_length", config->width);
    put_size(loading, "feed_forward_length", config->inner);
    put_size(loading, "block_count", config->layers);
    put_size(loading, "attention.head_count", config->heads);
    put_size(loading, "attention.head_count_kv", config->kv_heads);
    if (assay_hf_is_encoder(config))
        put_encoder(loading);
    else
        put_decoder(loading);
}

static enum ggml_type stored_type(const struct assay_tensor *tensor)
{
    return tensor->type == ASSAY_TENSOR_F16    ? GGML_TYPE_F16
           : tensor->type == ASSAY_TENSOR_BF16 ? GGML_TYPE_BF16
                                               : GGML_TYPE_F32;
}

static enum ggml_type type_of(const struct loading *loading,
                              const struct assay_hf_tensor *tensor)
{
    if (loading->f32 || tensor->vector || tensor->change & ASSAY_HF_SCALE ||
        assay_hf_is_encoder(&loading->config))
        return GGML_TYPE_F32;
    return stored_type(tensor->from);
}

static void put_type(const struct loading *loading, struct ggml_context *context,
                     const char *name, enum ggml_type type)
{
    struct ggml_tensor *tensor = ggml_new_tensor_1d(context, type, BLOCK);

    ggml_set_name(tensor, name);
    gguf_add_tensor(loading->meta, tensor);
}

/*
 * Tells libllama the types of tensors, which would all be f32 otherwise. A reward model has no
 * output over the vocabulary, but libllama's graphs do: it is one of zeros, as small as can be.
 */
static void put_types(const struct loading *loading)
{
    const size_t most = loading->map.count + 1;
    struct ggml_context *context =
        ggml_init((struct ggml_init_params){most * ggml_tensor_overhead(), NULL, true});

    for (size_t i = 0; i < loading->map.count; i++)
        put_type(loading, context, loading->map.at[i].name,
                 type_of(loading, &loading->map.at[i]));
    if (loading->config.task != ASSAY_HF_CAUSAL)
        put_type(loading, context, "output.weight",
                 loading->config.width % BLOCK == 0 ? GGML_TYPE_Q4_0 : GGML_TYPE_F16);
    else if (!assay_hf_map_find(&loading->map, "output.weight"))
        put_type(loading, context, "output.weight",
                 type_of(loading, assay_hf_map_find(&loading->map, "token_embd.weight")));
    ggml_free(context);
}

/* The row of an array that becomes a row of a tensor (conversion/llama.py, permute). */
static size_t source_row(const struct loading *loading,
                         const struct assay_hf_tensor *tensor, size_t row)
{
    const size_t head = loading->config.head_width;
    const size_t within = row % head;

    if (!(tensor->change & ASSAY_HF_PERMUTE))
        return row + tensor->skip;
    return row - within + within % 2 * (head / 2) + within / 2;
}

static void read_floats(const struct assay_tensor *from, size_t first, size_t n,
                        float *out)
{
    const unsigned char *at = from->data + first * from->size;

    if (from->type == ASSAY_TENSOR_F16)
        ggml_fp16_to_fp32_row((const void *)at, out, (int64_t)n);
    else if (from->type == ASSAY_TENSOR_BF16)
        ggml_bf16_to_fp32_row((const void *)at, out, (int64_t)n);
    else
        memcpy(out, at, n * sizeof(*out));
}

static void change_floats(const struct loading *loading,
                          const struct assay_hf_tensor *tensor, size_t n, float *at)
{
    const float factor = (float)loading->config.attention_scale;

    for (size_t i = 0; i < n && tensor->change & ASSAY_HF_PLUS_ONE; i++)
        at[i] += 1.0F;
    for (size_t i = 0; i < n && tensor->change & ASSAY_HF_SCALE; i++)
        at[i] *= factor;
}

/* One row, a vector being one: a permuted vector, a bias, goes number by number. */
static void read_row(const struct loading *loading, const struct assay_hf_tensor *tensor,
                     size_t row, float *out)
{
    if (!tensor->vector)
        read_floats(tensor->from, source_row(loading, tensor, row) * tensor->columns,
                    tensor->columns, out);
    else
        for (size_t i = 0; i < tensor->columns; i++)
            read_floats(tensor->from, source_row(loading, tensor, i), 1, out + i);
    change_floats(loading, tensor, tensor->columns, out);
}

static void fill_tensor(const struct loading *loading,
                        const struct assay_hf_tensor *tensor, struct ggml_tensor *out)
{
    const size_t n = tensor->columns;
    const size_t bytes = ggml_row_size(out->type, (int64_t)n);

    for (size_t row = 0; row < tensor->rows; row++) {
        const size_t source = source_row(loading, tensor, row) * n;

        if (out->type == GGML_TYPE_F32) {
            read_row(loading, tensor, row, loading->portion);
            ggml_backend_tensor_set(out, loading->portion, row * bytes, bytes);
        } else {
            ggml_backend_tensor_set(out, tensor->from->data + source * tensor->from->size,
                                    row * bytes, bytes);
        }
    }
}

/* Frequencies are divided by these: transformers modeling_rope_utils.py,
   _compute_llama3_parameters. */
static float rope_divisor(const struct assay_hf_config *config, size_t i)
{
    const double pi = 3.14159265358979323846;
    const double frequency =
        pow(config->rope_base, -2.0 * (double)i / (double)config->head_width);
    const double length = 2.0 * pi / frequency;
    const double context = (double)config->rope_context;
    double smooth;

    if (config->rope != ASSAY_HF_ROPE_LLAMA3 || length < context / config->rope_high)
        return 1.0F;
    if (length > context / config->rope_low)
        return (float)config->rope_factor;
    smooth =
        (context / length - config->rope_low) / (config->rope_high - config->rope_low);
    return (float)(1.0 / ((1.0 - smooth) / config->rope_factor + smooth));
}

static void fill_rope(const struct loading *loading, struct ggml_tensor *out)
{
    const size_t n = (size_t)ggml_nelements(out);

    for (size_t i = 0; i < n; i++)
        loading->portion[i] = rope_divisor(&loading->config, i);
    ggml_backend_tensor_set(out, loading->portion, 0, ggml_nbytes(out));
}

/* A factor of a quantised matrix, of which there are none. */
static bool is_scale(const struct ggml_tensor *tensor)
{
    const char *dot = strrchr(tensor->name, '.');

    return dot && ggml_nelements(tensor) == 1 &&
           (strcmp(dot, ".scale") == 0 || strcmp(dot, ".input_scale") == 0);
}

static void fill_scale(struct ggml_tensor *out)
{
    const float one = 1.0F;

    ggml_backend_tensor_set(out, &one, 0, sizeof(one));
}

static bool is_sinks(const char *name)
{
    static const char ending[] = ".attn_sinks.weight";
    const size_t n = strlen(name), m = sizeof(ending) - 1;

    return n > m && strcmp(name + n - m, ending) == 0;
}

/* Logits beside a head's own that take no part. */
static void fill_sinks(const struct loading *loading, struct ggml_tensor *out)
{
    const size_t n = (size_t)ggml_nelements(out);

    for (size_t i = 0; i < n; i++)
        loading->portion[i] = -1e30F;
    ggml_backend_tensor_set(out, loading->portion, 0, ggml_nbytes(out));
}

/* Biases that a model lacks, and heads that are not libllama's business. */
static bool may_be_zero(const struct loading *loading, const char *name)
{
    const char *dot = strrchr(name, '.');

    return (dot && strcmp(dot, ".bias") == 0) || strcmp(name, "cls.output.weight") == 0 ||
           (strcmp(name, "output.weight") == 0 &&
            loading->config.task != ASSAY_HF_CAUSAL);
}

/* Called by libllama for each tensor that its graphs could use. */
static void fill(struct ggml_tensor *out, void *data)
{
    struct loading *loading = data;
    const bool tied = strcmp(out->name, "output.weight") == 0 &&
                      loading->config.task == ASSAY_HF_CAUSAL;
    const struct assay_hf_tensor *tensor = assay_hf_map_find(&loading->map, out->name);

    if (!tensor && tied)
        tensor = assay_hf_map_find(&loading->map, "token_embd.weight");
    if (tensor)
        loading->placed[tensor - loading->map.at] = true;
    if (tensor && out->ne[0] == (int64_t)tensor->columns &&
        out->ne[1] == (int64_t)tensor->rows)
        fill_tensor(loading, tensor, out);
    else if (!tensor && strcmp(out->name, "rope_freqs.weight") == 0)
        fill_rope(loading, out);
    else if (!tensor && is_windowed(&loading->config) && is_sinks(out->name))
        fill_sinks(loading, out);
    else if (!tensor && is_scale(out))
        fill_scale(out);
    else if (!tensor && may_be_zero(loading, out->name))
        ggml_backend_tensor_memset(out, 0, 0, ggml_nbytes(out));
    else
        (void)snprintf(loading->unknown, sizeof(loading->unknown), "%s", out->name);
}

static const float *copy_floats(const struct assay_tensor *from, size_t n,
                                struct assay_arena *arena)
{
    float *out = assay_arena_new(arena, n, sizeof(*out));

    read_floats(from, 0, n, out);
    return out;
}

/* A decoder's head, which is not libllama's, and where it is read. */
static void read_head(const struct loading *loading, struct assay_gguf_model *out)
{
    const struct assay_hf_map *map = &loading->map;
    const size_t width = loading->config.width;
    struct assay_head head = {.layers = map->head_layers, .labels = map->labels};

    if (head.layers == 0)
        return;
    for (size_t i = 0; i < head.layers; i++) {
        const struct assay_hf_head_layer *from = &map->head[i];
        struct assay_head_layer *to = &head.layer[i];

        *to = (struct assay_head_layer){.inputs = width, .outputs = from->outputs};
        to->weight = copy_floats(from->weight, from->outputs * width, &out->arena);
        if (from->bias)
            to->bias = copy_floats(from->bias, from->outputs, &out->arena);
    }
    assay_gguf_model_set_head(out, &head);
    out->padded = loading->config.padded;
    out->pad = loading->config.pad;
}

/* Of which types its arrays are, and what products with them round to. */
static void read_types(const struct loading *loading, struct assay_gguf_model *out)
{
    struct assay_gguf_types stored = {0}, computed = {0};

    for (size_t i = 0; i < loading->map.count; i++) {
        const struct assay_hf_tensor *tensor = &loading->map.at[i];

        assay_gguf_types_add(&stored, stored_type(tensor->from), !tensor->vector);
        assay_gguf_types_add(&computed, type_of(loading, tensor), !tensor->vector);
    }
    out->stored = assay_gguf_types_tell(&stored, &out->arena);
    out->rounding = assay_gguf_types_rounding(&computed);
}

/* Names of labels; what libllama has are empty ones. */
static void read_labels(const struct loading *loading, struct assay_gguf_model *out)
{
    const struct assay_str *from = loading->config.label;
    struct assay_str *names;

    out->label = NULL;
    if (!from)
        return;
    names = assay_arena_new(&out->arena, out->labels, sizeof(*names));
    for (size_t i = 0; i < out->labels; i++)
        names[i] = assay_arena_copy(&out->arena, from[i]);
    out->label = names;
}

/* What tells the second text of an encoder's pair apart (gguf_encode.h). */
static void read_second(const struct loading *loading, struct assay_gguf_model *out)
{
    const struct assay_hf_tensor *types =
        assay_hf_map_find(&loading->map, "token_types.weight");
    const size_t width = loading->config.width;
    float *rows;

    if (!types || types->rows < 2 || out->kind != ASSAY_GGUF_ENCODER)
        return;
    rows = assay_arena_new(&out->arena, 2 * width, sizeof(*rows));
    read_floats(types->from, 0, 2 * width, rows);
    for (size_t i = 0; i < width; i++)
        rows[i] = rows[width + i] - rows[i];
    out->second = rows;
}

/* RoBERTa's padding has a position of its own and counts for none, which libllama cannot do
   (modeling_roberta.py, create_position_ids_from_input_ids). */
static void refuse_padding(const struct loading *loading, struct assay_gguf_model *out)
{
    out->no_pad = loading->config.padding > 0;
    if (out->no_pad)
        out->pad = (int32_t)loading->config.padding - 1;
}

/* libllama counts none of a model that it does not read. */
static void count_parameters(const struct loading *loading, struct assay_gguf_model *out)
{
    out->parameters = 0;
    for (size_t i = 0; i < loading->map.count; i++)
        out->parameters += loading->map.at[i].rows * loading->map.at[i].columns;
}

/* What libllama does not ask for it would leave out. */
static enum assay_code check_placed(const struct loading *loading,
                                    struct assay_error *err)
{
    for (size_t i = 0; i < loading->map.count; i++)
        if (!loading->placed[i])
            return assay_fail(err, ASSAY_EMODEL,
                              "%s: array %.*s has no place in libllama's graph of %s",
                              loading->folder,
                              ASSAY_STR_ARG(loading->map.at[i].from->name),
                              loading->config.architecture);
    return ASSAY_OK;
}

static enum assay_code load(struct loading *loading, struct assay_gguf_model *out,
                            struct assay_error *err)
{
    const size_t inner = loading->config.inner, width = loading->config.width;
    const size_t queries = loading->config.heads * loading->config.head_width;
    size_t most = inner > width ? inner : width;
    enum assay_code code;

    most = queries > most ? queries : most;
    loading->portion = assay_memory_new(most, sizeof(*loading->portion));
    loading->placed = assay_memory_new(loading->map.count, sizeof(*loading->placed));
    put_meta(loading);
    put_types(loading);
    code = assay_gguf_model_make(loading->folder, loading->meta, fill, loading, out, err);
    if (!code && loading->unknown[0])
        code =
            assay_fail(err, ASSAY_EMODEL,
                       "%s: libllama wants a tensor %s, which is not known for %s",
                       loading->folder, loading->unknown, loading->config.architecture);
    if (!code)
        code = check_placed(loading, err);
    if (!code) {
        count_parameters(loading, out);
        read_head(loading, out);
        read_labels(loading, out);
        read_types(loading, out);
        read_second(loading, out);
        refuse_padding(loading, out);
        out->words = assay_arena_new(&out->arena, 1, sizeof(*out->words));
        code = assay_hf_words_read(loading->folder, out->words, err);
    }
    free(loading->portion);
    free(loading->placed);
    return code;
}

enum assay_code assay_hf_load(const char *folder, bool f32, struct assay_gguf_model *out,
                              struct assay_error *err)
{
    struct loading loading = {.folder = folder, .f32 = f32};
    struct assay_arena arena = {0};
    enum assay_code code;

    *out = (struct assay_gguf_model){0};
    code = assay_hf_config_read(folder, &arena, &loading.config, err);
    if (!code)
        code = assay_hf_weights_open(folder, &arena, &loading.weights, err);
    if (!code)
        code = assay_hf_map_make(&loading.config, &loading.weights, &arena, &loading.map,
                                 err);
    loading.meta = gguf_init_empty();
    if (!code)
        code = load(&loading, out, err);
    gguf_free(loading.meta);
    assay_hf_weights_release(&loading.weights);
    assay_arena_release(&arena);
    return code;
}

static enum assay_code load_folder(const struct assay_gguf *gguf, const char *target,
                                   struct assay_gguf_model *out, struct assay_error *err)
{
    return assay_hf_load(
        target,
        gguf->dtype == ASSAY_GGUF_DTYPE_F32 ||
            (gguf->dtype == ASSAY_GGUF_DTYPE_AUTO && gguf->precision == 0),
        out, err);
}

enum assay_code assay_hf_open(void *state, const struct assay_setting *setting,
                              struct assay_error *err)
{
    return assay_gguf_open_with(state, setting, load_folder, err);
}
