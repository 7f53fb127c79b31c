#include "adapters/hf_config.h"

#include "harness/core/json.h"

#include <math.h>
#include <string.h>

struct reading {
    const char *path;
    const struct assay_node *root;
    struct assay_hf_config *out;
    struct assay_error *err;
};

struct family {
    const char *name; /* what architectures begin with */
    enum assay_hf_family family;
};

static const struct family families[] = {
    {"Llama", ASSAY_HF_LLAMA},     {"Mistral", ASSAY_HF_LLAMA},
    {"Qwen2", ASSAY_HF_QWEN2},     {"Qwen3", ASSAY_HF_QWEN3},
    {"Gemma2", ASSAY_HF_GEMMA2},   {"Bert", ASSAY_HF_BERT},
    {"Roberta", ASSAY_HF_ROBERTA}, {"XLMRoberta", ASSAY_HF_ROBERTA},
};

static const struct {
    const char *name; /* what architectures end with */
    enum assay_hf_task task;
} tasks[] = {
    {"ForCausalLM", ASSAY_HF_CAUSAL},
    {"ForSequenceClassification", ASSAY_HF_SEQUENCE},
    {"ForTokenClassification", ASSAY_HF_TOKEN},
};

bool assay_hf_is_encoder(const struct assay_hf_config *config)
{
    return config->family == ASSAY_HF_BERT || config->family == ASSAY_HF_ROBERTA;
}

static enum assay_code refuse(const struct reading *reading, const char *key,
                              const char *what)
{
    return assay_fail(reading->err, ASSAY_EDATA, "%s: \"%s\" %s", reading->path, key,
                      what);
}

static bool is_given(const struct assay_node *node)
{
    return node && !assay_node_is(node, ASSAY_NODE_NULL);
}

/* A whole number in 1 .. most; where it is not given, otherwise, which 0 makes a fault. */
static enum assay_code size_of(const struct reading *reading, const char *key,
                               size_t otherwise, size_t most, size_t *out)
{
    const struct assay_node *node = assay_node_get(reading->root, key);

    *out = otherwise;
    if (!is_given(node))
        return otherwise ? ASSAY_OK : refuse(reading, key, "is missing");
    if (!assay_node_is(node, ASSAY_NODE_INT) || node->as.integer < 1 ||
        (uint64_t)node->as.integer > most)
        return assay_fail(reading->err, ASSAY_EDATA,
                          "%s: \"%s\" must be a whole number from 1 to %zu",
                          reading->path, key, most);
    *out = (size_t)node->as.integer;
    return ASSAY_OK;
}

/* A number above 0; where it is not given, otherwise. */
static enum assay_code number_of(const struct reading *reading,
                                 const struct assay_node *map, const char *key,
                                 double otherwise, double *out)
{
    const struct assay_node *node = assay_node_get(map, key);

    *out = otherwise;
    if (!is_given(node))
        return ASSAY_OK;
    if (!assay_node_number(node, out) || !(*out > 0.0))
        return refuse(reading, key, "must be a number above 0");
    return ASSAY_OK;
}

static bool is_true(const struct assay_node *map, const char *key)
{
    const struct assay_node *node = assay_node_get(map, key);

    return assay_node_is(node, ASSAY_NODE_BOOL) && node->as.truth;
}

static bool split_architecture(struct assay_str name, struct assay_hf_config *out)
{
    for (size_t f = 0; f < sizeof(families) / sizeof(families[0]); f++)
        for (size_t t = 0; t < sizeof(tasks) / sizeof(tasks[0]); t++) {
            const struct assay_str head = assay_str_of(families[f].name);
            const struct assay_str tail = assay_str_of(tasks[t].name);

            if (name.len != head.len + tail.len || !assay_str_starts(name, head) ||
                memcmp(name.ptr + head.len, tail.ptr, tail.len) != 0)
                continue;
            out->family = families[f].family;
            out->task = tasks[t].task;
            return true;
        }
    return false;
}

static enum assay_code read_architecture(const struct reading *reading,
                                         struct assay_arena *arena)
{
    const struct assay_node *list = assay_node_get(reading->root, "architectures");
    const struct assay_str name = assay_node_text(assay_node_at(list, 0));
    struct assay_hf_config *out = reading->out;

    if (name.len == 0)
        return refuse(reading, "architectures", "must name one");
    out->architecture = assay_arena_copy(arena, name).ptr;
    if (!split_architecture(name, out))
        return assay_fail(
            reading->err, ASSAY_EMODEL,
            "%s: the architecture %.*s is not known; Llama, Mistral, Qwen2, "
            "Qwen3 and Gemma2 ForCausalLM, ForSequenceClassification and "
            "ForTokenClassification are, and Bert, Roberta and XLMRoberta "
            "ForSequenceClassification",
            reading->path, ASSAY_STR_ARG(name));
    if (assay_hf_is_encoder(out) && out->task != ASSAY_HF_SEQUENCE)
        return assay_fail(reading->err, ASSAY_EMODEL,
                          "%s: %.*s: of encoders only ForSequenceClassification is known",
                          reading->path, ASSAY_STR_ARG(name));
    return ASSAY_OK;
}

static enum assay_code read_sizes(const struct reading *reading)
{
    struct assay_hf_config *out = reading->out;
    enum assay_code code =
        size_of(reading, "vocab_size", 0, ASSAY_HF_VOCABULARY_MAX, &out->vocabulary);

    if (!code)
        code = size_of(reading, "hidden_size", 0, ASSAY_HF_WIDTH_MAX, &out->width);
    if (!code)
        code = size_of(reading, "intermediate_size", 0, ASSAY_HF_WIDTH_MAX, &out->inner);
    if (!code)
        code =
            size_of(reading, "num_hidden_layers", 0, ASSAY_HF_LAYERS_MAX, &out->layers);
    if (!code)
        code =
            size_of(reading, "num_attention_heads", 0, ASSAY_HF_HEADS_MAX, &out->heads);
    if (!code)
        code = size_of(reading, "num_key_value_heads", out->heads, ASSAY_HF_HEADS_MAX,
                       &out->kv_heads);
    if (!code)
        code = size_of(reading, "max_position_embeddings", 0, ASSAY_HF_CONTEXT_MAX,
                       &out->positions);
    return code;
}

/* The defaults of the configuration classes. */
static enum assay_code read_head_width(const struct reading *reading)
{
    struct assay_hf_config *out = reading->out;
    const size_t plain = out->heads > 0 ? out->width / out->heads : 0;
    const size_t otherwise = out->family == ASSAY_HF_QWEN3    ? 128
                             : out->family == ASSAY_HF_GEMMA2 ? 256
                                                              : plain;
    enum assay_code code;

    if (plain == 0)
        return refuse(reading, "num_attention_heads", "is more than \"hidden_size\"");
    code = size_of(reading, "head_dim", otherwise, ASSAY_HF_WIDTH_MAX, &out->head_width);
    if (code)
        return code;
    if ((assay_hf_is_encoder(out) || out->family == ASSAY_HF_QWEN2) &&
        out->head_width * out->heads != out->width)
        return refuse(reading, "num_attention_heads", "does not divide \"hidden_size\"");
    if (out->heads % out->kv_heads != 0)
        return refuse(reading, "num_key_value_heads",
                      "does not divide \"num_attention_heads\"");
    if (!assay_hf_is_encoder(out) && out->head_width % 2 != 0)
        return refuse(reading, "head_dim", "is odd");
    return ASSAY_OK;
}

/* Refuses what libllama would compute otherwise. Names: transformers, activations.py, ACT2CLS. */
static enum assay_code check_activation(const struct reading *reading)
{
    static const char *const silu[] = {"silu", "swish", NULL};
    static const char *const by_erf[] = {"gelu", "gelu_python", NULL};
    static const char *const by_tanh[] = {"gelu_pytorch_tanh", "gelu_python_tanh",
                                          "gelu_new",          "gelu_fast",
                                          "gelu_accurate",     NULL};
    const bool gemma = reading->out->family == ASSAY_HF_GEMMA2;
    const char *const *known = gemma                               ? by_tanh
                               : assay_hf_is_encoder(reading->out) ? by_erf
                                                                   : silu;
    const char *key = gemma ? "hidden_activation" : "hidden_act";
    const struct assay_str name = assay_node_text(assay_node_get(reading->root, key));

    if (name.len == 0)
        return ASSAY_OK;
    for (; *known; known++)
        if (assay_str_equal(name, assay_str_of(*known)))
            return ASSAY_OK;
    return assay_fail(reading->err, ASSAY_EMODEL,
                      "%s: the activation %.*s is not known for %s", reading->path,
                      ASSAY_STR_ARG(name), reading->out->architecture);
}

static enum assay_code read_encoder(const struct reading *reading)
{
    struct assay_hf_config *out = reading->out;
    const struct assay_node *padding = assay_node_get(reading->root, "pad_token_id");
    const struct assay_str kind =
        assay_node_text(assay_node_get(reading->root, "position_embedding_type"));
    enum assay_code code =
        number_of(reading, reading->root, "layer_norm_eps", 1e-12, &out->epsilon);

    if (!code)
        code = size_of(reading, "type_vocab_size", out->family == ASSAY_HF_BERT ? 2 : 1,
                       ASSAY_HF_LABELS_MAX, &out->types);
    if (code)
        return code;
    if (kind.len > 0 && !assay_str_equal(kind, ASSAY_STR("absolute")))
        return refuse(reading, "position_embedding_type", "must be \"absolute\"");
    if (is_true(reading->root, "is_decoder"))
        return refuse(reading, "is_decoder", "must be false");
    if (out->family == ASSAY_HF_ROBERTA) {
        out->padding = 2; /* pad_token_id 1, as the class has it */
        if (assay_node_is(padding, ASSAY_NODE_INT) && padding->as.integer >= 0 &&
            (uint64_t)padding->as.integer + 1 < out->positions)
            out->padding = (size_t)padding->as.integer + 1;
    }
    if (out->padding >= out->positions)
        return refuse(reading, "max_position_embeddings", "leaves no position");
    out->context = out->positions - out->padding;
    return ASSAY_OK;
}

/* Sliding windows of decoders other than Gemma 2: libllama's graphs have none, and none is
   felt within the first window. */
static enum assay_code read_window(const struct reading *reading)
{
    struct assay_hf_config *out = reading->out;
    const struct assay_node *node = assay_node_get(reading->root, "sliding_window");
    const bool mistral = strncmp(out->architecture, "Mistral", 7) == 0;
    enum assay_code code;

    out->context = out->positions;
    if (out->family == ASSAY_HF_GEMMA2)
        return size_of(reading, "sliding_window", 4096, ASSAY_HF_CONTEXT_MAX,
                       &out->window);
    if (!is_given(node) || !(mistral || is_true(reading->root, "use_sliding_window")))
        return ASSAY_OK;
    code = size_of(reading, "sliding_window", 1, ASSAY_HF_CONTEXT_MAX, &out->window);
    if (!code && out->window < out->context)
        out->context = out->window;
    out->window = 0;
    return code;
}

static enum assay_code read_gemma(const struct reading *reading)
{
    struct assay_hf_config *out = reading->out;
    /* llama.cpp src/models/gemma2.cpp: a model of 46 layers is taken for the one of 27B */
    const size_t usual = out->layers == 46 ? out->width / out->heads : out->head_width;
    double scalar = 256.0;
    enum assay_code code =
        number_of(reading, reading->root, "query_pre_attn_scalar", scalar, &scalar);

    if (!code)
        code = number_of(reading, reading->root, "attn_logit_softcapping", 50.0,
                         &out->attention_cap);
    if (!code)
        code = number_of(reading, reading->root, "final_logit_softcapping", 30.0,
                         &out->output_cap);
    out->attention_scale = sqrt((double)usual / scalar);
    return code;
}

/* transformers wrote rope_theta and rope_scaling until version 5, rope_parameters since. */
static enum assay_code read_rope(const struct reading *reading)
{
    static const struct {
        const char *name;
        enum assay_hf_rope rope;
    } kinds[] = {
        {"default", ASSAY_HF_ROPE_PLAIN}, {"dynamic", ASSAY_HF_ROPE_PLAIN},
        {"linear", ASSAY_HF_ROPE_LINEAR}, {"llama3", ASSAY_HF_ROPE_LLAMA3},
        {"yarn", ASSAY_HF_ROPE_YARN},
    };
    struct assay_hf_config *out = reading->out;
    const struct assay_node *now = assay_node_get(reading->root, "rope_parameters");
    const struct assay_node *map =
        is_given(now) ? now : assay_node_get(reading->root, "rope_scaling");
    const struct assay_node *kind = assay_node_get(map, "rope_type");
    struct assay_str name = assay_node_text(kind ? kind : assay_node_get(map, "type"));
    enum assay_code code =
        number_of(reading, reading->root, "rope_theta", 10000.0, &out->rope_base);
    size_t i = 0;

    if (!code)
        code = number_of(reading, map, "rope_theta", out->rope_base, &out->rope_base);
    if (code)
        return code;
    name = name.len ? name : ASSAY_STR("default");
    while (i < sizeof(kinds) / sizeof(kinds[0]) &&
           !assay_str_equal(name, assay_str_of(kinds[i].name)))
        i++;
    if (i == sizeof(kinds) / sizeof(kinds[0]))
        return assay_fail(reading->err, ASSAY_EMODEL,
                          "%s: rotary positions of type \"%.*s\" are not known",
                          reading->path, ASSAY_STR_ARG(name));
    out->rope = kinds[i].rope;
    return number_of(reading, map, "factor", 1.0, &out->rope_factor);
}

static enum assay_code read_rope_scaling(const struct reading *reading)
{
    struct assay_hf_config *out = reading->out;
    const struct assay_node *now = assay_node_get(reading->root, "rope_parameters");
    const struct assay_node *map =
        is_given(now) ? now : assay_node_get(reading->root, "rope_scaling");
    double original = (double)out->positions;
    enum assay_code code =
        number_of(reading, map, "original_max_position_embeddings", original, &original);

    if (!code)
        code = number_of(reading, map, "low_freq_factor", 1.0, &out->rope_low);
    if (!code)
        code = number_of(reading, map, "high_freq_factor", 4.0, &out->rope_high);
    if (!code)
        code = number_of(reading, map, "attention_factor", 0.0, &out->rope_attention);
    if (!code)
        code = number_of(reading, map, "beta_fast", 0.0, &out->rope_fast);
    if (!code)
        code = number_of(reading, map, "beta_slow", 0.0, &out->rope_slow);
    if (code)
        return code;
    if (original > ASSAY_HF_CONTEXT_MAX)
        return refuse(reading, "original_max_position_embeddings", "is too large");
    out->rope_context = (size_t)original;
    return ASSAY_OK;
}

static enum assay_code read_decoder(const struct reading *reading)
{
    struct assay_hf_config *out = reading->out;
    const struct assay_node *tied = assay_node_get(reading->root, "tie_word_embeddings");
    enum assay_code code =
        number_of(reading, reading->root, "rms_norm_eps", 1e-6, &out->epsilon);

    out->tied = assay_node_is(tied, ASSAY_NODE_BOOL) ? tied->as.truth
                                                     : out->family == ASSAY_HF_GEMMA2;
    if (!code)
        code = read_window(reading);
    if (!code)
        code = read_rope(reading);
    if (!code)
        code = read_rope_scaling(reading);
    if (!code && out->family == ASSAY_HF_GEMMA2)
        code = read_gemma(reading);
    return code;
}

enum assay_code assay_hf_config_read(const char *folder, struct assay_arena *arena,
                                     struct assay_hf_config *out, struct assay_error *err)
{
    struct assay_node root;
    struct reading reading = {.root = &root, .out = out, .err = err};
    enum assay_code code;

    *out = (struct assay_hf_config){0};
    reading.path = assay_arena_printf(arena, "%s/config.json", folder);
    out->path = reading.path;
    code = assay_json_read(reading.path, arena, &root, err);
    if (code)
        return code;
    if (!assay_node_is(&root, ASSAY_NODE_MAP))
        return assay_fail(err, ASSAY_EDATA, "%s: is no object", reading.path);
    code = read_architecture(&reading, arena);
    if (!code)
        code = read_sizes(&reading);
    if (!code)
        code = read_head_width(&reading);
    if (!code)
        code = check_activation(&reading);
    if (code)
        return code;
    return assay_hf_is_encoder(out) ? read_encoder(&reading) : read_decoder(&reading);
}
