/*
 * make_gguf.c - usage: make_gguf FILE KEY=N...
 *
 * Writes a decoder of the Llama family with made-up weights, for tests and benchmarks. A token is a
 * byte of the text, spelt as byte-level BPE does; the rest of the vocabulary is spare. Keys, with
 * what they are without: width=64 blocks=2 heads=4 kv=2 inner=128 vocabulary=259 context=2048
 * labels=1 (of the score head; 0: a policy) named=0 (1: they are called a, b, ...) seed=1
 * type=f32 (of matrices, as converters have it: f16, bf16, q8_0, q4_K, ...) wide=0 (1: the numbers of that type, written as f32)
 * gemma=0 (1: of the family Gemma2, whose activation is GELU) bert=0 (1: a cross-encoder, without
 * a tokenizer) words=1 (0: no tokenizer) parts=1 (of several, FILE-00001-of-00002.gguf and so on, each
 * has some of the tensors)
 */
#include "adapters/tokenizer_parts.h"
#include "harness/core/memory.h"
#include "harness/core/rng.h"

#include <ggml.h>
#include <gguf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NAME_BYTES = 64,
    SPECIALS = 3, /* behind the bytes: unknown, beginning, end */
    NORMAL = 1,   /* kinds of tokens, as libllama numbers them */
    CONTROL = 3
};

struct shape {
    long width, blocks, heads, kv, inner, vocabulary, context, labels, named, wide, seed,
        gemma, bert, words, parts;
    enum ggml_type type;
};

struct maker {
    struct shape shape;
    struct assay_rng rng;
    struct ggml_context *tensors;
    struct gguf_context *file;
};

static int take_type(struct shape *shape, const char *name)
{
    for (int i = 0; i < GGML_TYPE_COUNT; i++)
        if (ggml_type_name((enum ggml_type)i) &&
            strcmp(ggml_type_name((enum ggml_type)i), name) == 0) {
            shape->type = (enum ggml_type)i;
            return 1;
        }
    return 0;
}

static int take(struct shape *shape, const char *word)
{
    const struct {
        const char *name;
        long *out;
    } key[] = {
        {"width=", &shape->width},     {"blocks=", &shape->blocks},
        {"heads=", &shape->heads},     {"kv=", &shape->kv},
        {"inner=", &shape->inner},     {"vocabulary=", &shape->vocabulary},
        {"context=", &shape->context}, {"labels=", &shape->labels},
        {"named=", &shape->named},     {"wide=", &shape->wide},
        {"seed=", &shape->seed},       {"gemma=", &shape->gemma},
        {"bert=", &shape->bert},       {"words=", &shape->words},
        {"parts=", &shape->parts},
    };

    if (strncmp(word, "type=", 5) == 0)
        return take_type(shape, word + 5);
    for (size_t i = 0; i < sizeof(key) / sizeof(key[0]); i++)
        if (strncmp(word, key[i].name, strlen(key[i].name)) == 0) {
            *key[i].out = strtol(word + strlen(key[i].name), NULL, 10);
            return *key[i].out >= 0;
        }
    return 0;
}

/* Normal, by Box and Muller's pairs of which one is left out. */
static float normal(struct assay_rng *rng)
{
    const double u = 1 - assay_rng_uniform(rng), v = assay_rng_uniform(rng);

    return (float)(sqrt(-2 * log(u)) * cos(6.283185307179586 * v));
}

/* A matrix (outputs, inputs) of standard deviation 0.08, or around 1 where it is a norm. */
static void tensor(struct maker *m, const char *name, long inputs, long outputs)
{
    const int64_t n = (int64_t)inputs * (outputs ? outputs : 1);
    const bool kept = outputs == 0 || strcmp(name, "token_types.weight") == 0;
    const enum ggml_type type = kept ? GGML_TYPE_F32 : m->shape.type;
    const bool wide = m->shape.wide && type != GGML_TYPE_F32;
    float *value = assay_memory_new((size_t)n, sizeof(*value));
    void *narrow = wide ? assay_memory_new(ggml_row_size(type, n), 1) : NULL;
    struct ggml_tensor *out = ggml_new_tensor_2d(m->tensors, wide ? GGML_TYPE_F32 : type,
                                                 inputs, outputs ? outputs : 1);

    if (outputs == 0)
        out = ggml_reshape_1d(m->tensors, out, inputs);
    for (int64_t i = 0; i < n; i++)
        value[i] = (outputs ? 0.0F : 1.0F) + 0.08F * normal(&m->rng);
    (void)ggml_quantize_chunk(type, value, wide ? narrow : out->data, 0,
                              outputs ? outputs : 1, inputs, NULL);
    if (wide)
        ggml_get_type_traits(type)->to_float(narrow, out->data, n);
    free(value);
    free(narrow);
    ggml_set_name(out, name);
    gguf_add_tensor(m->file, out);
}

static void add_block(struct maker *m, long i)
{
    const struct shape *s = &m->shape;
    const long head = s->width / s->heads;
    const struct {
        const char *name;
        long inputs, outputs;
    } part[] = {
        {"attn_norm", s->width, 0},          {"attn_q", s->width, s->width},
        {"attn_k", s->width, s->kv * head},  {"attn_v", s->width, s->kv * head},
        {"attn_output", s->width, s->width}, {"ffn_norm", s->width, 0},
        {"ffn_gate", s->width, s->inner},    {"ffn_up", s->width, s->inner},
        {"ffn_down", s->inner, s->width},    {"post_attention_norm", s->width, 0},
        {"post_ffw_norm", s->width, 0},
    };
    const size_t parts = sizeof(part) / sizeof(part[0]) - (s->gemma ? 0 : 2);

    for (size_t k = 0; k < parts; k++) {
        char name[NAME_BYTES];

        (void)snprintf(name, sizeof(name), "blk.%ld.%s.weight", i, part[k].name);
        tensor(m, name, part[k].inputs, part[k].outputs);
    }
}

/* A layer norm of BERT's, with its bias; a matrix with one. */
static void with_bias(struct maker *m, const char *stem, long inputs, long outputs)
{
    char name[NAME_BYTES];

    (void)snprintf(name, sizeof(name), "%s.weight", stem);
    tensor(m, name, inputs, outputs);
    (void)snprintf(name, sizeof(name), "%s.bias", stem);
    tensor(m, name, outputs ? outputs : inputs, 0);
}

static void add_encoder_block(struct maker *m, long i)
{
    const struct shape *s = &m->shape;
    const struct {
        const char *name;
        long inputs, outputs;
    } part[] = {
        {"attn_q", s->width, s->width},    {"attn_k", s->width, s->width},
        {"attn_v", s->width, s->width},    {"attn_output", s->width, s->width},
        {"attn_output_norm", s->width, 0}, {"ffn_up", s->width, s->inner},
        {"ffn_down", s->inner, s->width},  {"layer_output_norm", s->width, 0},
    };

    for (size_t k = 0; k < sizeof(part) / sizeof(part[0]); k++) {
        char stem[NAME_BYTES];

        (void)snprintf(stem, sizeof(stem), "blk.%ld.%s", i, part[k].name);
        with_bias(m, stem, part[k].inputs, part[k].outputs);
    }
}

/* As of BertForSequenceClassification: pooler and classifier, two token types. */
static void add_encoder(struct maker *m)
{
    static const char *const label[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    const struct shape *s = &m->shape;
    const size_t labels = s->labels > 0 && s->labels < 8 ? (size_t)s->labels : 1;

    gguf_set_val_bool(m->file, "bert.attention.causal", false);
    gguf_set_val_f32(m->file, "bert.attention.layer_norm_epsilon", 1e-12F);
    gguf_set_val_u32(m->file, "tokenizer.ggml.token_type_count", 2);
    gguf_set_arr_str(m->file, "bert.classifier.output_labels",
                     (const char **)(uintptr_t)label, labels);
    tensor(m, "token_embd.weight", s->width, s->vocabulary);
    tensor(m, "token_types.weight", s->width, 2);
    tensor(m, "position_embd.weight", s->width, s->context);
    with_bias(m, "token_embd_norm", s->width, 0);
    for (long i = 0; i < s->blocks; i++)
        add_encoder_block(m, i);
    with_bias(m, "cls", s->width, s->width);
    with_bias(m, "cls.output", s->width, (long)labels);
}

static void add_decoder(struct maker *m)
{
    tensor(m, "token_embd.weight", m->shape.width, m->shape.vocabulary);
    for (long i = 0; i < m->shape.blocks; i++)
        add_block(m, i);
    tensor(m, "output_norm.weight", m->shape.width, 0);
    if (!m->shape.gemma)
        tensor(m, "output.weight", m->shape.width, m->shape.vocabulary);
}

static void add_shape(const struct maker *m)
{
    const struct shape *s = &m->shape;
    const char *family = s->bert ? "bert" : s->gemma ? "gemma2" : "llama";
    char name[NAME_BYTES];
    const struct {
        const char *name; /* behind the family's, where it begins with a point */
        long value;
    } key[] = {
        {".context_length", s->context},
        {".embedding_length", s->width},
        {".block_count", s->blocks},
        {".feed_forward_length", s->inner},
        {".attention.head_count", s->heads},
        {".attention.head_count_kv", s->kv},
        {".rope.dimension_count", s->width / s->heads},
        {".vocab_size", s->vocabulary},
        {"tokenizer.ggml.unknown_token_id", 256},
        {"tokenizer.ggml.bos_token_id", 257},
        {"tokenizer.ggml.eos_token_id", 258},
    };

    gguf_set_val_str(m->file, "general.architecture", family);
    (void)snprintf(name, sizeof(name), "%s.attention.layer_norm_rms_epsilon", family);
    gguf_set_val_f32(m->file, name, 1e-5F);
    for (size_t i = 0; i < sizeof(key) / sizeof(key[0]); i++) {
        (void)snprintf(name, sizeof(name), "%s%s", key[i].name[0] == '.' ? family : "",
                       key[i].name);
        gguf_set_val_u32(m->file, name, (uint32_t)key[i].value);
    }
}

static void add_words(const struct maker *m)
{
    static const char *const special[SPECIALS] = {"<unk>", "<s>", "</s>"};
    const size_t n = (size_t)m->shape.vocabulary;
    const char **word = assay_memory_new(n, sizeof(*word));
    int32_t *kind = assay_memory_new(n, sizeof(*kind));
    struct assay_arena arena = {0};
    struct assay_buf text = {0};
    const char *merge = "a b";

    for (size_t i = 0; i < n; i++) {
        const char byte = (char)(unsigned char)i;

        kind[i] = i >= 256 && i < 256 + SPECIALS ? CONTROL : NORMAL;
        text.len = 0;
        if (i < 256)
            assay_tokenizer_spell((struct assay_str){&byte, 1}, &text);
        else if (i < 256 + SPECIALS)
            assay_buf_puts(&text, special[i - 256]);
        else
            assay_buf_printf(&text, "<%zu>", i);
        word[i] = assay_arena_printf(&arena, "%.*s", (int)text.len, text.data);
    }
    gguf_set_val_str(m->file, "tokenizer.ggml.model", "gpt2");
    gguf_set_val_str(m->file, "tokenizer.ggml.pre", "gpt-2");
    gguf_set_arr_str(m->file, "tokenizer.ggml.tokens", word, n);
    gguf_set_arr_data(m->file, "tokenizer.ggml.token_type", GGUF_TYPE_INT32, kind, n);
    gguf_set_arr_str(m->file, "tokenizer.ggml.merges", &merge, 0);
    assay_buf_release(&text);
    assay_arena_release(&arena);
    free(word);
    free(kind);
}

static void add_head(struct maker *m)
{
    const size_t n = (size_t)(m->shape.labels * m->shape.width);
    float *weight = assay_memory_new(n, sizeof(*weight));
    static const char *name[] = {"a", "b", "c", "d", "e", "f", "g", "h"};

    if (m->shape.named && m->shape.labels > 8)
        m->shape.named = 0;
    for (size_t i = 0; i < n; i++)
        weight[i] = 0.08F * normal(&m->rng);
    gguf_set_val_u32(m->file, "assay.score.n_labels", (uint32_t)m->shape.labels);
    gguf_set_arr_data(m->file, "assay.score.weight", GGUF_TYPE_FLOAT32, weight, n);
    if (m->shape.named)
        gguf_set_arr_str(m->file, "assay.score.labels", name, (size_t)m->shape.labels);
    free(weight);
}

/* One of several files, as llama.cpp's tools split them: the first one has all that is no tensor. */
static bool write_part(const struct maker *m, const char *path, long part)
{
    struct gguf_context *file = gguf_init_empty();
    const int64_t tensors = gguf_get_n_tensors(m->file);
    const long parts = m->shape.parts;
    char name[4096];
    bool done;

    if (part == 0)
        gguf_set_kv(file, m->file);
    gguf_set_val_u16(file, "split.no", (uint16_t)part);
    gguf_set_val_u16(file, "split.count", (uint16_t)parts);
    gguf_set_val_i32(file, "split.tensors.count", (int32_t)tensors);
    for (int64_t i = part; i < tensors; i += parts)
        gguf_add_tensor(file,
                        ggml_get_tensor(m->tensors, gguf_get_tensor_name(m->file, i)));
    (void)snprintf(name, sizeof(name), "%s-%05ld-of-%05ld.gguf", path, part + 1, parts);
    done = gguf_write_to_file(file, name, false);
    gguf_free(file);
    return done;
}

static bool write_file(const struct maker *m, const char *path)
{
    bool done = true;

    if (m->shape.parts <= 1)
        return gguf_write_to_file(m->file, path, false);
    for (long part = 0; done && part < m->shape.parts; part++)
        done = write_part(m, path, part);
    return done;
}

/* Bytes of all tensors with what is kept of each. */
static size_t room_of(const struct shape *s)
{
    const size_t block = (size_t)(4 * s->width * s->width + 3 * s->width * s->inner);
    const size_t words = (size_t)((2 * s->vocabulary + s->context) * s->width);
    const size_t tensors = 2 * (size_t)(16 * s->blocks + 9);

    return (words + (size_t)(s->blocks + 1) * (block + 9 * (size_t)s->width)) *
               sizeof(float) +
           tensors * (ggml_tensor_overhead() + GGML_MEM_ALIGN) +
           (size_t)s->width * sizeof(float);
}

int main(int argc, char **argv)
{
    struct maker m = {.shape = {.width = 64,
                                .blocks = 2,
                                .heads = 4,
                                .kv = 2,
                                .inner = 128,
                                .vocabulary = 256 + SPECIALS,
                                .context = 2048,
                                .labels = 1,
                                .seed = 1,
                                .words = 1,
                                .parts = 1}};
    bool done;

    for (int i = 2; i < argc; i++)
        if (!take(&m.shape, argv[i]))
            argc = 0;
    if (argc < 2 || m.shape.vocabulary < 256 + SPECIALS || m.shape.heads == 0) {
        (void)fprintf(stderr, "usage: make_gguf FILE [width=N] [blocks=N] ...\n");
        return 2;
    }
    if (m.shape.bert)
        m.shape.kv = m.shape.heads;
    m.rng = assay_rng_stream((uint64_t)m.shape.seed, 0);
    m.tensors = ggml_init((struct ggml_init_params){.mem_size = room_of(&m.shape)});
    m.file = gguf_init_empty();
    add_shape(&m);
    if (m.shape.words && !m.shape.bert)
        add_words(&m);
    else
        gguf_set_val_str(m.file, "tokenizer.ggml.model", "none");
    if (m.shape.labels > 0 && !m.shape.bert)
        add_head(&m);
    if (m.shape.bert)
        add_encoder(&m);
    else
        add_decoder(&m);
    done = write_file(&m, argv[1]);
    gguf_free(m.file);
    ggml_free(m.tensors);
    if (!done)
        (void)fprintf(stderr, "make_gguf: %s cannot be written\n", argv[1]);
    return done ? 0 : 1;
}
