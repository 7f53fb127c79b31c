#include "adapters/hf_map.h"

#include <string.h>

enum {
    /* families as bits */
    LLAMA = 1 << ASSAY_HF_LLAMA,
    QWEN2 = 1 << ASSAY_HF_QWEN2,
    QWEN3 = 1 << ASSAY_HF_QWEN3,
    GEMMA = 1 << ASSAY_HF_GEMMA2,
    BERT = 1 << ASSAY_HF_BERT,
    ROBERTA = 1 << ASSAY_HF_ROBERTA,
    DECODERS = LLAMA | QWEN2 | QWEN3 | GEMMA,
    ENCODERS = BERT | ROBERTA
};

/* Sizes of a configuration. */
enum size {
    NONE, /* of a vector's second dimension */
    WIDTH,
    INNER,
    QUERIES,
    KEYS,
    HEAD,
    VOCABULARY,
    POSITIONS,
    TYPES,
    LABELS
};

enum bias {
    NO_BIAS,
    BIAS,
    ATTENTION_BIAS, /* where the configuration says so */
    INNER_BIAS,
};

/* One kind of array; those of layers lack what names the layer. */
struct slot {
    unsigned families;
    const char *theirs,
        *ours; /* without what is in front, and ".weight" or ".bias" behind */
    enum size rows, columns;
    unsigned change;
    enum bias bias;
};

static const struct slot slots[] = {
    {DECODERS, "model.embed_tokens", "token_embd", VOCABULARY, WIDTH, 0, NO_BIAS},
    {DECODERS & ~GEMMA, "model.norm", "output_norm", WIDTH, NONE, 0, NO_BIAS},
    {GEMMA, "model.norm", "output_norm", WIDTH, NONE, ASSAY_HF_PLUS_ONE, NO_BIAS},
    {ENCODERS, "embeddings.word_embeddings", "token_embd", VOCABULARY, WIDTH, 0, NO_BIAS},
    {ENCODERS, "embeddings.token_type_embeddings", "token_types", TYPES, WIDTH, 0,
     NO_BIAS},
    {ENCODERS, "embeddings.position_embeddings", "position_embd", POSITIONS, WIDTH, 0,
     NO_BIAS},
    {ENCODERS, "embeddings.LayerNorm", "token_embd_norm", WIDTH, NONE, 0, BIAS},
    {BERT, "pooler.dense", "cls", WIDTH, WIDTH, 0, BIAS},
    {BERT, "classifier", "cls.output", LABELS, WIDTH, 0, BIAS},
    {ROBERTA, "classifier.dense", "cls", WIDTH, WIDTH, 0, BIAS},
    {ROBERTA, "classifier.out_proj", "cls.output", LABELS, WIDTH, 0, BIAS},
};

static const struct slot layer_slots[] = {
    {DECODERS & ~GEMMA, "input_layernorm", "attn_norm", WIDTH, NONE, 0, NO_BIAS},
    {GEMMA, "input_layernorm", "attn_norm", WIDTH, NONE, ASSAY_HF_PLUS_ONE, NO_BIAS},
    {LLAMA, "self_attn.q_proj", "attn_q", QUERIES, WIDTH, ASSAY_HF_PERMUTE,
     ATTENTION_BIAS},
    {LLAMA, "self_attn.k_proj", "attn_k", KEYS, WIDTH, ASSAY_HF_PERMUTE, ATTENTION_BIAS},
    {LLAMA, "self_attn.v_proj", "attn_v", KEYS, WIDTH, 0, ATTENTION_BIAS},
    {QWEN2, "self_attn.q_proj", "attn_q", QUERIES, WIDTH, 0, BIAS},
    {QWEN2, "self_attn.k_proj", "attn_k", KEYS, WIDTH, 0, BIAS},
    {QWEN2, "self_attn.v_proj", "attn_v", KEYS, WIDTH, 0, BIAS},
    {QWEN3, "self_attn.q_proj", "attn_q", QUERIES, WIDTH, 0, NO_BIAS},
    {GEMMA, "self_attn.q_proj", "attn_q", QUERIES, WIDTH, ASSAY_HF_SCALE, NO_BIAS},
    {QWEN3 | GEMMA, "self_attn.k_proj", "attn_k", KEYS, WIDTH, 0, NO_BIAS},
    {QWEN3 | GEMMA, "self_attn.v_proj", "attn_v", KEYS, WIDTH, 0, NO_BIAS},
    {LLAMA, "self_attn.o_proj", "attn_output", WIDTH, QUERIES, 0, ATTENTION_BIAS},
    {DECODERS & ~LLAMA, "self_attn.o_proj", "attn_output", WIDTH, QUERIES, 0, NO_BIAS},
    {QWEN3, "self_attn.q_norm", "attn_q_norm", HEAD, NONE, 0, NO_BIAS},
    {QWEN3, "self_attn.k_norm", "attn_k_norm", HEAD, NONE, 0, NO_BIAS},
    {DECODERS & ~GEMMA, "post_attention_layernorm", "ffn_norm", WIDTH, NONE, 0, NO_BIAS},
    {GEMMA, "post_attention_layernorm", "post_attention_norm", WIDTH, NONE,
     ASSAY_HF_PLUS_ONE, NO_BIAS},
    {GEMMA, "pre_feedforward_layernorm", "ffn_norm", WIDTH, NONE, ASSAY_HF_PLUS_ONE,
     NO_BIAS},
    {GEMMA, "post_feedforward_layernorm", "post_ffw_norm", WIDTH, NONE, ASSAY_HF_PLUS_ONE,
     NO_BIAS},
    {LLAMA, "mlp.gate_proj", "ffn_gate", INNER, WIDTH, 0, INNER_BIAS},
    {LLAMA, "mlp.up_proj", "ffn_up", INNER, WIDTH, 0, INNER_BIAS},
    {LLAMA, "mlp.down_proj", "ffn_down", WIDTH, INNER, 0, INNER_BIAS},
    {DECODERS & ~LLAMA, "mlp.gate_proj", "ffn_gate", INNER, WIDTH, 0, NO_BIAS},
    {DECODERS & ~LLAMA, "mlp.up_proj", "ffn_up", INNER, WIDTH, 0, NO_BIAS},
    {DECODERS & ~LLAMA, "mlp.down_proj", "ffn_down", WIDTH, INNER, 0, NO_BIAS},
    {ENCODERS, "attention.self.query", "attn_q", QUERIES, WIDTH, 0, BIAS},
    {ENCODERS, "attention.self.key", "attn_k", KEYS, WIDTH, 0, BIAS},
    {ENCODERS, "attention.self.value", "attn_v", KEYS, WIDTH, 0, BIAS},
    {ENCODERS, "attention.output.dense", "attn_output", WIDTH, QUERIES, 0, BIAS},
    {ENCODERS, "attention.output.LayerNorm", "attn_output_norm", WIDTH, NONE, 0, BIAS},
    {ENCODERS, "intermediate.dense", "ffn_up", INNER, WIDTH, 0, BIAS},
    {ENCODERS, "output.dense", "ffn_down", WIDTH, INNER, 0, BIAS},
    {ENCODERS, "output.LayerNorm", "layer_output_norm", WIDTH, NONE, 0, BIAS},
};

struct mapping {
    const struct assay_hf_config *config;
    const struct assay_hf_weights *weights;
    struct assay_arena *arena;
    struct assay_hf_map *out;
    struct assay_error *err;
};

static size_t size_of(const struct mapping *mapping, enum size size)
{
    const struct assay_hf_config *config = mapping->config;
    const size_t sizes[] = {
        [NONE] = 1,
        [WIDTH] = config->width,
        [INNER] = config->inner,
        [QUERIES] = config->heads * config->head_width,
        [KEYS] = config->kv_heads * config->head_width,
        [HEAD] = config->head_width,
        [VOCABULARY] = config->vocabulary,
        [POSITIONS] = config->positions,
        [TYPES] = config->types,
        [LABELS] = mapping->out->labels,
    };

    return sizes[size];
}

static enum assay_code refuse(const struct mapping *mapping, const char *name,
                              const char *what)
{
    return assay_fail(mapping->err, ASSAY_EDATA, "%s: array %s %s",
                      mapping->weights->folder, name, what);
}

static bool is_float(const struct assay_tensor *tensor)
{
    return tensor->type == ASSAY_TENSOR_F32 || tensor->type == ASSAY_TENSOR_F16 ||
           tensor->type == ASSAY_TENSOR_BF16;
}

/* Checks that an array is (rows, columns), or (rows,) where columns is NONE. */
static enum assay_code check(const struct mapping *mapping, const char *name,
                             const struct assay_tensor *tensor, size_t rows,
                             size_t columns)
{
    if (!is_float(tensor))
        return refuse(mapping, name, "is of no type that is read: F32, F16, BF16");
    if (tensor->dims == (columns == NONE ? 1 : 2) && tensor->rows == rows &&
        (columns == NONE || tensor->columns == columns))
        return ASSAY_OK;
    return assay_fail(mapping->err, ASSAY_EDATA,
                      "%s: array %s is %zu x %zu in %zu dimensions, config.json wants "
                      "%zu x %zu",
                      mapping->weights->folder, name, tensor->rows, tensor->columns,
                      tensor->dims, rows, columns == NONE ? 1 : columns);
}

/* Adds one array under libllama's name. */
static enum assay_code add(const struct mapping *mapping, const struct slot *slot,
                           const char *theirs, const char *ours, bool bias)
{
    const struct assay_tensor *from = assay_hf_weights_find(mapping->weights, theirs);
    struct assay_hf_tensor *tensor = &mapping->out->at[mapping->out->count];
    const size_t rows = size_of(mapping, slot->rows);
    const bool vector = bias || slot->columns == NONE;
    enum assay_code code;

    if (!from)
        return refuse(mapping, theirs, "is missing");
    code = check(mapping, theirs, from, rows,
                 vector ? NONE : size_of(mapping, slot->columns));
    if (code)
        return code;
    *tensor = (struct assay_hf_tensor){.name = ours,
                                       .from = from,
                                       .rows = vector ? 1 : rows,
                                       .columns = vector ? rows : from->columns,
                                       .vector = vector,
                                       .change = slot->change};
    if (slot->rows == POSITIONS) {
        tensor->skip = mapping->config->padding;
        tensor->rows -= tensor->skip;
    }
    mapping->out->count++;
    return ASSAY_OK;
}

static bool has_bias(const struct mapping *mapping, enum bias bias)
{
    return bias == BIAS ||
           (bias == ATTENTION_BIAS && mapping->config->attention_biased) ||
           (bias == INNER_BIAS && mapping->config->inner_biased);
}

/* Adds the weight of a slot and its bias; names have `front` before them. */
static enum assay_code add_slot(const struct mapping *mapping, const struct slot *slot,
                                const char *their_front, const char *our_front)
{
    static const char *const tails[] = {"weight", "bias"};
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < (has_bias(mapping, slot->bias) ? 2 : 1); i++)
        code = add(mapping, slot,
                   assay_arena_printf(mapping->arena, "%s%s.%s", their_front,
                                      slot->theirs, tails[i]),
                   assay_arena_printf(mapping->arena, "%s%s.%s", our_front, slot->ours,
                                      tails[i]),
                   i > 0);
    return code;
}

static enum assay_code add_all(const struct mapping *mapping)
{
    static const char *const fronts[] = {
        [ASSAY_HF_BERT] = "bert.", [ASSAY_HF_ROBERTA] = "roberta."};
    const struct assay_hf_config *config = mapping->config;
    const unsigned family = 1U << config->family;
    const bool encoder = assay_hf_is_encoder(config);
    const char *front = encoder ? fronts[config->family] : "";
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < sizeof(slots) / sizeof(slots[0]); i++)
        if (slots[i].families & family)
            code = add_slot(mapping, &slots[i],
                            strncmp(slots[i].theirs, "classifier", 10) == 0 ? "" : front,
                            "");
    for (size_t layer = 0; !code && layer < config->layers; layer++) {
        const char *theirs =
            assay_arena_printf(mapping->arena, "%s%s.%zu.", front,
                               encoder ? "encoder.layer" : "model.layers", layer);
        const char *ours = assay_arena_printf(mapping->arena, "blk.%zu.", layer);

        for (size_t i = 0; !code && i < sizeof(layer_slots) / sizeof(layer_slots[0]); i++)
            if (layer_slots[i].families & family)
                code = add_slot(mapping, &layer_slots[i], theirs, ours);
    }
    return code;
}

/* The matrix that gives labels, whose rows say how many. */
static enum assay_code find_labels(const struct mapping *mapping)
{
    const struct assay_hf_config *config = mapping->config;
    const char *name = config->family == ASSAY_HF_BERT      ? "classifier.weight"
                       : config->family == ASSAY_HF_ROBERTA ? "classifier.out_proj.weight"
                       : config->two_layers                 ? "score.2.weight"
                                                            : "score.weight";
    const struct assay_tensor *weight = assay_hf_weights_find(mapping->weights, name);

    if (!weight)
        return refuse(mapping, name, "is missing");
    if (weight->rows < 1 || weight->rows > ASSAY_HF_LABELS_MAX)
        return refuse(mapping, name, "has no rows, or too many");
    if (config->label_count > 0 && config->label_count != weight->rows)
        return assay_fail(mapping->err, ASSAY_EDATA,
                          "%s: \"id2label\" has %zu labels, array %s has %zu",
                          config->path, config->label_count, name, weight->rows);
    mapping->out->labels = weight->rows;
    return ASSAY_OK;
}

/* One layer of a decoder's head, by the names of its arrays. */
static enum assay_code find_layer(const struct mapping *mapping, const char *weight,
                                  const char *bias, size_t rows)
{
    struct assay_hf_head_layer *out = &mapping->out->head[mapping->out->head_layers++];
    enum assay_code code;

    *out =
        (struct assay_hf_head_layer){assay_hf_weights_find(mapping->weights, weight),
                                     assay_hf_weights_find(mapping->weights, bias), rows};
    if (!out->weight)
        return refuse(mapping, weight, "is missing");
    code = check(mapping, weight, out->weight, rows, mapping->config->width);
    return code || !out->bias ? code : check(mapping, bias, out->bias, rows, NONE);
}

static enum assay_code find_score(const struct mapping *mapping)
{
    const size_t labels = mapping->out->labels;
    enum assay_code code;

    if (!mapping->config->two_layers)
        return find_layer(mapping, "score.weight", "score.bias", labels);
    code = find_layer(mapping, "score.0.weight", "score.0.bias", mapping->config->width);
    return code ? code : find_layer(mapping, "score.2.weight", "score.2.bias", labels);
}

/* A language model's output, where it is not the embedding. */
static enum assay_code find_output(const struct mapping *mapping)
{
    static const struct slot output = {DECODERS, "lm_head", "output", VOCABULARY,
                                       WIDTH,    0,         NO_BIAS};

    return mapping->config->tied ? ASSAY_OK : add_slot(mapping, &output, "", "");
}

enum assay_code assay_hf_map_make(const struct assay_hf_config *config,
                                  const struct assay_hf_weights *weights,
                                  struct assay_arena *arena, struct assay_hf_map *out,
                                  struct assay_error *err)
{
    const struct mapping mapping = {config, weights, arena, out, err};
    const size_t most =
        2 * (sizeof(slots) / sizeof(slots[0]) + 1 +
             config->layers * (sizeof(layer_slots) / sizeof(layer_slots[0])));
    enum assay_code code = ASSAY_OK;

    *out = (struct assay_hf_map){.at = assay_arena_new(arena, most, sizeof(*out->at))};
    if (config->task == ASSAY_HF_CAUSAL)
        code = find_output(&mapping);
    else
        code = find_labels(&mapping);
    if (!code)
        code = add_all(&mapping);
    if (!code && config->task != ASSAY_HF_CAUSAL && !assay_hf_is_encoder(config))
        code = find_score(&mapping);
    return code;
}

const struct assay_hf_tensor *assay_hf_map_find(const struct assay_hf_map *map,
                                                const char *name)
{
    for (size_t i = 0; i < map->count; i++)
        if (strcmp(map->at[i].name, name) == 0)
            return &map->at[i];
    return NULL;
}
