/*
 * chain_model.c - a policy whose next-token probabilities are written down by hand, as a GGUF file.
 *
 * usage: chain_model OUT <DESCRIPTION
 *
 * A line "FROM TO P" says that TO follows FROM with probability P; those of one FROM sum to 1. Words have no
 * blanks; _ in one is a blank, <s> is the beginning, </s> the end, <0xE2> a byte, * what is not named as
 * FROM. Both are what a text consists of: words that are not there are told apart by their bytes.
 *
 * It is a Llama of one layer whose attention and feed-forward are zero: what comes next follows from the
 * last token alone. The embedding of a token is sqrt(n) times the unit vector of its FROM, which the norm
 * leaves as it is, and the output matrix holds log p / sqrt(n); a token that cannot come has -100.
 */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WORDS =
        3 + 256 +
        512, /* tokens: special ones, bytes, those described and what they begin with */
    STATES = 64,
    WORD = 32,
    LINES = 256,
    ALIGNMENT = 32,
    /* of GGUF version 3 */
    U32 = 4,
    I32 = 5,
    F32 = 6,
    TEXT = 8,
    ARRAY = 9
};

struct chain {
    char word[WORDS][WORD];
    size_t words;
    size_t state[WORDS]; /* of each word; 0: that of * */
    size_t states;       /* an even number */
    struct {
        size_t state, to;
        double p;
    } line[LINES];
    size_t lines;
};

static void fail(const char *what)
{
    (void)fprintf(stderr, "chain_model: %s\n", what);
    exit(1);
}

static size_t word_of(struct chain *chain, const char *name)
{
    char word[WORD];
    size_t n = 0;

    for (; name[n] && n + 1 < WORD; n++)
        word[n] = name[n];
    word[n] = '\0';
    for (size_t i = 0; i < chain->words; i++)
        if (strcmp(chain->word[i], word) == 0)
            return i;
    if (chain->words == WORDS)
        fail("too many words");
    (void)memcpy(chain->word[chain->words], word, n + 1);
    return chain->words++;
}

static size_t state_of(struct chain *chain, const char *name)
{
    size_t word;

    if (strcmp(name, "*") == 0)
        return 0;
    word = word_of(chain, name);
    if (chain->state[word] == 0)
        chain->state[word] = chain->states++;
    if (chain->states > STATES)
        fail("too many words with a future");
    return chain->state[word];
}

/* What words begin with, so that a tokeniser that joins two tokens at a time finds them in a text. */
static void add_beginnings(struct chain *chain)
{
    const size_t n = chain->words;

    for (size_t i = 3 + 256; i < n; i++)
        for (size_t len = 2; len < strlen(chain->word[i]); len++) {
            char begin[WORD];

            (void)snprintf(begin, sizeof(begin), "%.*s", (int)len, chain->word[i]);
            (void)word_of(chain, begin);
        }
}

static void read_description(struct chain *chain)
{
    char from[WORD], to[WORD];
    double p;

    chain->states = 1;
    (void)word_of(chain, "<unk>");
    (void)word_of(chain, "<s>");
    (void)word_of(chain, "</s>");
    for (unsigned i = 0; i < 256; i++) {
        (void)snprintf(from, sizeof(from), "<0x%02X>", i);
        (void)word_of(chain, from);
    }
    while (scanf("%31s %31s %lf", from, to, &p) == 3) {
        if (chain->lines == LINES)
            fail("too many lines");
        chain->line[chain->lines].state = state_of(chain, from);
        chain->line[chain->lines].to = word_of(chain, to);
        chain->line[chain->lines++].p = p;
    }
    add_beginnings(chain);
    chain->states += chain->states % 2;
}

/* ---- the file ---- */

static void put(FILE *out, const void *bytes, size_t n)
{
    if (fwrite(bytes, 1, n, out) != n)
        fail("cannot be written");
}

static void put_u32(FILE *out, uint32_t value)
{
    put(out, &value, sizeof(value));
}

static void put_u64(FILE *out, uint64_t value)
{
    put(out, &value, sizeof(value));
}

static void put_f32(FILE *out, double value)
{
    const float f = (float)value;

    put(out, &f, sizeof(f));
}

static void put_text(FILE *out, const char *text)
{
    put_u64(out, strlen(text));
    put(out, text, strlen(text));
}

static void put_key(FILE *out, const char *key, uint32_t type)
{
    put_text(out, key);
    put_u32(out, type);
}

static void put_size(FILE *out, const char *key, size_t value)
{
    put_key(out, key, U32);
    put_u32(out, (uint32_t)value);
}

static void put_array(FILE *out, const char *key, uint32_t type, size_t n)
{
    put_key(out, key, ARRAY);
    put_u32(out, type);
    put_u64(out, n);
}

/* A word as SentencePiece spells it: U+2581 for a blank. */
static void put_word(FILE *out, const char *word)
{
    char spelt[WORD * 3] = "";

    for (size_t i = 0, n = 0; word[i]; i++)
        n +=
            (size_t)snprintf(spelt + n, sizeof(spelt) - n, "%.*s", word[i] == '_' ? 3 : 1,
                             word[i] == '_' ? "\xE2\x96\x81" : word + i);
    put_text(out, spelt);
}

static void put_vocabulary(FILE *out, const struct chain *chain)
{
    put_key(out, "tokenizer.ggml.model", TEXT);
    put_text(out, "llama");
    put_array(out, "tokenizer.ggml.tokens", TEXT, chain->words);
    for (size_t i = 0; i < chain->words; i++)
        put_word(out, chain->word[i]);
    put_array(out, "tokenizer.ggml.scores", F32, chain->words);
    for (size_t i = 0; i < chain->words; i++)
        put_f32(out, (double)strlen(chain->word[i])); /* the longer one is merged first */
    put_array(out, "tokenizer.ggml.token_type", I32, chain->words);
    for (size_t i = 0; i < chain->words; i++) /* unknown, control, byte, normal */
        put_u32(out, i == 0 ? 2 : i < 3 ? 3 : i < 3 + 256 ? 6 : 1);
    put_size(out, "tokenizer.ggml.bos_token_id", 1);
    put_size(out, "tokenizer.ggml.eos_token_id", 2);
    put_size(out, "tokenizer.ggml.unknown_token_id", 0);
}

static void put_metadata(FILE *out, const struct chain *chain)
{
    put_key(out, "general.architecture", TEXT);
    put_text(out, "llama");
    put_size(out, "llama.context_length", 512);
    put_size(out, "llama.embedding_length", chain->states);
    put_size(out, "llama.block_count", 1);
    put_size(out, "llama.feed_forward_length", chain->states);
    put_size(out, "llama.attention.head_count", 1);
    put_size(out, "llama.rope.dimension_count", chain->states);
    put_key(out, "llama.attention.layer_norm_rms_epsilon", F32);
    put_f32(out, 1e-6);
    put_vocabulary(out, chain);
}

struct tensor {
    const char *name;
    size_t rows; /* of n numbers */
    double fill; /* of what is not set below */
};

enum {
    TENSORS = 12,
    KEYS = 15
};

static size_t padded(size_t bytes)
{
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static void put_tensor(FILE *out, const struct chain *chain, const struct tensor *tensor,
                       bool output)
{
    const size_t n = chain->states;
    float *number = calloc(tensor->rows * n + ALIGNMENT, sizeof(*number));
    const double root = sqrt((double)n);

    if (!number)
        fail("no memory");
    for (size_t i = 0; i < tensor->rows * n; i++)
        number[i] = (float)tensor->fill;
    for (size_t i = 0; output && i < chain->lines; i++)
        number[chain->line[i].to * n + chain->line[i].state] =
            (float)(log(chain->line[i].p) / root);
    for (size_t i = 0; !output && tensor->rows == chain->words && i < chain->words; i++)
        number[i * n + chain->state[i]] = (float)root;
    put(out, number, padded(tensor->rows * n * sizeof(*number)));
    free(number);
}

static void put_model(FILE *out, const struct chain *chain)
{
    const size_t n = chain->states;
    const double never = -100 / sqrt((double)n);
    const struct tensor tensor[TENSORS] = {
        {"output.weight", chain->words, never}, {"token_embd.weight", chain->words, 0},
        {"output_norm.weight", 1, 1},           {"blk.0.attn_norm.weight", 1, 1},
        {"blk.0.ffn_norm.weight", 1, 1},        {"blk.0.attn_q.weight", n, 0},
        {"blk.0.attn_k.weight", n, 0},          {"blk.0.attn_v.weight", n, 0},
        {"blk.0.attn_output.weight", n, 0},     {"blk.0.ffn_gate.weight", n, 0},
        {"blk.0.ffn_up.weight", n, 0},          {"blk.0.ffn_down.weight", n, 0}};
    size_t offset = 0;
    long at;

    put(out, "GGUF", 4);
    put_u32(out, 3);
    put_u64(out, TENSORS);
    put_u64(out, KEYS);
    put_metadata(out, chain);
    for (size_t i = 0; i < TENSORS; i++) {
        const uint32_t dimensions = tensor[i].rows > 1 ? 2 : 1;

        put_text(out, tensor[i].name);
        put_u32(out, dimensions);
        put_u64(out, n);
        if (dimensions == 2)
            put_u64(out, tensor[i].rows);
        put_u32(out, 0); /* f32 */
        put_u64(out, offset);
        offset += padded(tensor[i].rows * n * sizeof(float));
    }
    at = ftell(out);
    put(out, (char[ALIGNMENT]){0}, padded((size_t)at) - (size_t)at);
    for (size_t i = 0; i < TENSORS; i++)
        put_tensor(out, chain, &tensor[i], i == 0);
}

int main(int argc, char **argv)
{
    static struct chain chain;
    FILE *out = argc == 2 ? fopen(argv[1], "wb") : NULL;

    if (!out)
        fail("usage: chain_model OUT <DESCRIPTION");
    read_description(&chain);
    put_model(out, &chain);
    if (fclose(out) != 0)
        fail("cannot be written");
    return 0;
}
