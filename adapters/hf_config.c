#include "adapters/hf_config.h"

#include "adapters/hf_fields.h"

#include <math.h>
#include <string.h>

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
    bool
        two_layers; /* Qwen's own, of Qwen2.5-Math: modeling_qwen2_rm.py beside the weights */
} tasks[] = {
    {"ForCausalLM", ASSAY_HF_CAUSAL, false},
    {"ForSequenceClassification", ASSAY_HF_SEQUENCE, false},
    {"ForTokenClassification", ASSAY_HF_TOKEN, false},
    {"ForRewardModel", ASSAY_HF_SEQUENCE, true},
    {"ForProcessRewardModel", ASSAY_HF_TOKEN, true},
};

bool assay_hf_is_encoder(const struct assay_hf_config *config)
{
    return config->family == ASSAY_HF_BERT || config->family == ASSAY_HF_ROBERTA;
}

static bool split_architecture(struct assay_str name, struct assay_hf_config *out)
{
    for (size_t f = 0; f < sizeof(families) / sizeof(families[0]); f++)
        for (size_t t = 0; t < sizeof(tasks) / sizeof(tasks[0]); t++) {
            const struct assay_str head = assay_str_of(families[f].name);
            const struct assay_str tail = assay_str_of(tasks[t].name);

            if (name.len != head.len + tail.len || !assay_str_starts(name, head) ||
                memcmp(name.ptr + head.len, tail.ptr, tail.len) != 0 ||
                (tasks[t].two_layers && families[f].family != ASSAY_HF_QWEN2))
                continue;
            out->family = families[f].family;
            out->task = tasks[t].task;
            out->two_layers = tasks[t].two_layers;
            return true;
        }
    return false;
}

static enum assay_code read_architecture(const struct assay_hf_fields *fields,
                                         struct assay_arena *arena)
{
    const struct assay_node *list = assay_node_get(fields->root, "architectures");
    const struct assay_str name = assay_node_text(assay_node_at(list, 0));
    struct assay_hf_config *out = fields->out;

    if (name.len == 0)
        return assay_hf_refuse(fields, "architectures", "must name one");
    out->architecture = assay_arena_copy(arena, name).ptr;
    if (!split_architecture(name, out))
        return assay_fail(
            fields->err, ASSAY_EMODEL,
            "%s: the architecture %.*s is not known; Llama, Mistral, Qwen2, "
            "Qwen3 and Gemma2 ForCausalLM, ForSequenceClassification and "
            "ForTokenClassification are, Qwen2ForRewardModel and "
            "ForProcessRewardModel, and Bert, Roberta and XLMRoberta "
            "ForSequenceClassification",
            fields->path, ASSAY_STR_ARG(name));
    if (assay_hf_is_encoder(out) && out->task != ASSAY_HF_SEQUENCE)
        return assay_fail(fields->err, ASSAY_EMODEL,
                          "%s: %.*s: of encoders only ForSequenceClassification is known",
                          fields->path, ASSAY_STR_ARG(name));
    return ASSAY_OK;
}

static enum assay_code read_sizes(const struct assay_hf_fields *fields)
{
    struct assay_hf_config *out = fields->out;
    enum assay_code code =
        assay_hf_size(fields, "vocab_size", 0, ASSAY_HF_VOCABULARY_MAX, &out->vocabulary);

    if (!code)
        code = assay_hf_size(fields, "hidden_size", 0, ASSAY_HF_WIDTH_MAX, &out->width);
    if (!code)
        code = assay_hf_size(fields, "intermediate_size", 0, ASSAY_HF_WIDTH_MAX,
                             &out->inner);
    if (!code)
        code = assay_hf_size(fields, "num_hidden_layers", 0, ASSAY_HF_LAYERS_MAX,
                             &out->layers);
    if (!code)
        code = assay_hf_size(fields, "num_attention_heads", 0, ASSAY_HF_HEADS_MAX,
                             &out->heads);
    if (!code)
        code = assay_hf_size(fields, "num_key_value_heads", out->heads,
                             ASSAY_HF_HEADS_MAX, &out->kv_heads);
    if (!code)
        code = assay_hf_size(fields, "max_position_embeddings", 0, ASSAY_HF_CONTEXT_MAX,
                             &out->positions);
    return code;
}

/* The defaults of the configuration classes. */
static enum assay_code read_head_width(const struct assay_hf_fields *fields)
{
    struct assay_hf_config *out = fields->out;
    const size_t plain = out->heads > 0 ? out->width / out->heads : 0;
    const size_t otherwise = out->family == ASSAY_HF_QWEN3    ? 128
                             : out->family == ASSAY_HF_GEMMA2 ? 256
                                                              : plain;
    enum assay_code code;

    if (plain == 0)
        return assay_hf_refuse(fields, "num_attention_heads",
                               "is more than \"hidden_size\"");
    code = assay_hf_size(fields, "head_dim", otherwise, ASSAY_HF_WIDTH_MAX,
                         &out->head_width);
    if (code)
        return code;
    if ((assay_hf_is_encoder(out) || out->family == ASSAY_HF_QWEN2) &&
        out->head_width * out->heads != out->width)
        return assay_hf_refuse(fields, "num_attention_heads",
                               "does not divide \"hidden_size\"");
    if (out->heads % out->kv_heads != 0)
        return assay_hf_refuse(fields, "num_key_value_heads",
                               "does not divide \"num_attention_heads\"");
    if (!assay_hf_is_encoder(out) && out->head_width % 2 != 0)
        return assay_hf_refuse(fields, "head_dim", "is odd");
    return ASSAY_OK;
}

/* Refuses what libllama would compute otherwise. Names: transformers, activations.py, ACT2CLS. */
static enum assay_code check_activation(const struct assay_hf_fields *fields)
{
    static const char *const silu[] = {"silu", "swish", NULL};
    static const char *const by_erf[] = {"gelu", "gelu_python", NULL};
    static const char *const by_tanh[] = {"gelu_pytorch_tanh", "gelu_python_tanh",
                                          "gelu_new",          "gelu_fast",
                                          "gelu_accurate",     NULL};
    const bool gemma = fields->out->family == ASSAY_HF_GEMMA2;
    const char *const *known = gemma                              ? by_tanh
                               : assay_hf_is_encoder(fields->out) ? by_erf
                                                                  : silu;
    const char *key = gemma ? "hidden_activation" : "hidden_act";
    const struct assay_str name = assay_node_text(assay_node_get(fields->root, key));

    if (name.len == 0)
        return ASSAY_OK;
    for (; *known; known++)
        if (assay_str_equal(name, assay_str_of(*known)))
            return ASSAY_OK;
    return assay_fail(fields->err, ASSAY_EMODEL,
                      "%s: the activation %.*s is not known for %s", fields->path,
                      ASSAY_STR_ARG(name), fields->out->architecture);
}

static enum assay_code read_encoder(const struct assay_hf_fields *fields)
{
    struct assay_hf_config *out = fields->out;
    const struct assay_node *padding = assay_node_get(fields->root, "pad_token_id");
    const struct assay_str kind =
        assay_node_text(assay_node_get(fields->root, "position_embedding_type"));
    enum assay_code code =
        assay_hf_number(fields, fields->root, "layer_norm_eps", 1e-12, &out->epsilon);

    if (!code)
        code =
            assay_hf_size(fields, "type_vocab_size", 2, ASSAY_HF_LABELS_MAX, &out->types);
    if (code)
        return code;
    if (kind.len > 0 && !assay_str_equal(kind, ASSAY_STR("absolute")))
        return assay_hf_refuse(fields, "position_embedding_type", "must be \"absolute\"");
    if (assay_hf_is_true(fields->root, "is_decoder"))
        return assay_hf_refuse(fields, "is_decoder", "must be false");
    if (out->family == ASSAY_HF_ROBERTA) {
        out->padding = 2; /* pad_token_id 1, as the class has it */
        if (assay_node_is(padding, ASSAY_NODE_INT) && padding->as.integer >= 0 &&
            (uint64_t)padding->as.integer + 1 < out->positions)
            out->padding = (size_t)padding->as.integer + 1;
    }
    if (out->padding >= out->positions)
        return assay_hf_refuse(fields, "max_position_embeddings", "leaves no position");
    out->context = out->positions - out->padding;
    return ASSAY_OK;
}

/* True where layers of Qwen look at a window alone (configuration_qwen2.py, layer_types). */
static bool is_windowed(const struct assay_hf_fields *fields)
{
    const struct assay_node *types = assay_node_get(fields->root, "layer_types");
    const struct assay_node *from = assay_node_get(fields->root, "max_window_layers");

    if (!assay_hf_is_true(fields->root, "use_sliding_window"))
        return false;
    for (size_t i = 0; i < assay_node_count(types); i++)
        if (assay_str_equal(assay_node_text(assay_node_at(types, i)),
                            ASSAY_STR("sliding_attention")))
            return true;
    return !assay_hf_is_given(types) &&
           !(assay_node_is(from, ASSAY_NODE_INT) &&
             from->as.integer >= (int64_t)fields->out->layers);
}

/* Sliding windows: Qwen's, of some layers, no graph of libllama has, and none is felt within the
   first window, to which they limit the context. */
static enum assay_code read_window(const struct assay_hf_fields *fields)
{
    struct assay_hf_config *out = fields->out;
    const struct assay_node *node = assay_node_get(fields->root, "sliding_window");
    const bool mistral = strncmp(out->architecture, "Mistral", 7) == 0;
    const bool qwen = out->family == ASSAY_HF_QWEN2 || out->family == ASSAY_HF_QWEN3;
    enum assay_code code;

    out->context = out->positions;
    if (out->family != ASSAY_HF_GEMMA2 && (assay_node_is(node, ASSAY_NODE_NULL) ||
                                           !(mistral || (qwen && is_windowed(fields)))))
        return ASSAY_OK;
    code =
        assay_hf_size(fields, "sliding_window", 4096, ASSAY_HF_CONTEXT_MAX, &out->window);
    if (code || out->family == ASSAY_HF_GEMMA2)
        return code;
    if (qwen && out->window < out->context)
        out->context = out->window;
    if (qwen || out->window >= out->positions)
        out->window = 0;
    return ASSAY_OK;
}

/* A bound of logits; null is none, which one so high is that f32 does not feel it. */
static enum assay_code read_cap(const struct assay_hf_fields *fields, const char *key,
                                double usual, double *out)
{
    const double none = 1 << 30;

    if (assay_node_is(assay_node_get(fields->root, key), ASSAY_NODE_NULL))
        usual = none;
    return assay_hf_number(fields, fields->root, key, usual, out);
}

/* libllama's graph has a window in every second layer, from the first on. */
static enum assay_code check_layers(const struct assay_hf_fields *fields)
{
    const struct assay_node *types = assay_node_get(fields->root, "layer_types");

    for (size_t i = 0; i < assay_node_count(types); i++)
        if (!assay_str_equal(assay_node_text(assay_node_at(types, i)),
                             i % 2 ? ASSAY_STR("full_attention")
                                   : ASSAY_STR("sliding_attention")))
            return assay_hf_unknown(fields, "layer_types",
                                    "in another order is not known");
    return ASSAY_OK;
}

static enum assay_code read_gemma(const struct assay_hf_fields *fields)
{
    struct assay_hf_config *out = fields->out;
    /* llama.cpp src/models/gemma2.cpp: a model of 46 layers is taken for the one of 27B */
    const size_t usual = out->layers == 46 ? out->width / out->heads : out->head_width;
    double scalar = 256.0;
    enum assay_code code =
        assay_hf_number(fields, fields->root, "query_pre_attn_scalar", scalar, &scalar);

    if (!code)
        code = read_cap(fields, "attn_logit_softcapping", 50.0, &out->attention_cap);
    if (!code)
        code = read_cap(fields, "final_logit_softcapping", 30.0, &out->output_cap);
    if (!code)
        code = check_layers(fields);
    if (!code && assay_hf_is_true(fields->root, "use_bidirectional_attention"))
        code =
            assay_hf_unknown(fields, "use_bidirectional_attention", "true is not known");
    out->attention_scale = sqrt((double)usual / scalar);
    return code;
}

/* Biases that no graph of libllama has for this family would be left out. */
static enum assay_code read_biases(const struct assay_hf_fields *fields)
{
    struct assay_hf_config *out = fields->out;
    const bool llama = strncmp(out->architecture, "Llama", 5) == 0;
    const bool attention = assay_hf_is_true(fields->root, "attention_bias");

    out->attention_biased = llama && attention;
    out->inner_biased = llama && assay_hf_is_true(fields->root, "mlp_bias");
    if (attention && (out->family == ASSAY_HF_QWEN3 || out->family == ASSAY_HF_GEMMA2))
        return assay_hf_unknown(fields, "attention_bias", "true is not known");
    return ASSAY_OK;
}

/* transformers reads a text's score at its last token that is not the padding, also where there
   is none (modeling_layers.py, GenericForSequenceClassification). */
static void read_pad(const struct assay_hf_fields *fields)
{
    const struct assay_node *node = assay_node_get(fields->root, "pad_token_id");
    struct assay_hf_config *out = fields->out;

    if (out->task != ASSAY_HF_SEQUENCE)
        return;
    if (assay_node_is(node, ASSAY_NODE_INT) && node->as.integer >= 0 &&
        node->as.integer < (int64_t)out->vocabulary) {
        out->padded = true;
        out->pad = (int32_t)node->as.integer;
    }
    if (!node && out->family == ASSAY_HF_GEMMA2) /* Gemma2Config: 0 */
        out->padded = true;
}

/* Names of labels, which are none where they are all the class's own, LABEL_0 and so on. */
static void read_labels(const struct assay_hf_fields *fields, struct assay_arena *arena)
{
    const struct assay_node *map = assay_node_get(fields->root, "id2label");
    const size_t n = assay_node_count(map);
    struct assay_hf_config *out = fields->out;
    struct assay_str *name;
    bool own = false;

    if (!assay_node_is(map, ASSAY_NODE_MAP) || n == 0 || n > ASSAY_HF_LABELS_MAX ||
        out->two_layers || out->task == ASSAY_HF_CAUSAL)
        return;
    out->label_count = n;
    name = assay_arena_new(arena, n, sizeof(*name));
    for (size_t i = 0; i < n; i++) {
        const char *usual = assay_arena_printf(arena, "LABEL_%zu", i);

        name[i] = assay_arena_copy(
            arena, assay_node_text(assay_node_get(map, usual + sizeof("LABEL_") - 1)));
        own = own || !assay_str_equal(name[i], assay_str_of(usual));
    }
    out->label = own ? name : NULL;
}

static enum assay_code read_decoder(const struct assay_hf_fields *fields)
{
    struct assay_hf_config *out = fields->out;
    const struct assay_node *tied = assay_node_get(fields->root, "tie_word_embeddings");
    enum assay_code code =
        assay_hf_number(fields, fields->root, "rms_norm_eps", 1e-6, &out->epsilon);

    out->tied = assay_node_is(tied, ASSAY_NODE_BOOL) ? tied->as.truth
                                                     : out->family == ASSAY_HF_GEMMA2;
    if (!code)
        code = read_window(fields);
    if (!code)
        code = read_biases(fields);
    if (!code)
        code = assay_hf_read_rope(fields);
    if (!code && out->family == ASSAY_HF_GEMMA2)
        code = read_gemma(fields);
    return code;
}

enum assay_code assay_hf_config_read(const char *folder, struct assay_arena *arena,
                                     struct assay_hf_config *out, struct assay_error *err)
{
    struct assay_node root;
    struct assay_hf_fields fields = {.root = &root, .out = out, .err = err};
    enum assay_code code;

    *out = (struct assay_hf_config){0};
    fields.path = assay_arena_printf(arena, "%s/config.json", folder);
    out->path = fields.path;
    code = assay_json_read(fields.path, arena, &root, err);
    if (code)
        return code;
    if (!assay_node_is(&root, ASSAY_NODE_MAP))
        return assay_fail(err, ASSAY_EDATA, "%s: is no object", fields.path);
    code = read_architecture(&fields, arena);
    if (!code)
        code = read_sizes(&fields);
    if (!code)
        code = read_head_width(&fields);
    if (!code)
        code = check_activation(&fields);
    if (code)
        return code;
    read_pad(&fields);
    read_labels(&fields, arena);
    return assay_hf_is_encoder(out) ? read_encoder(&fields) : read_decoder(&fields);
}
