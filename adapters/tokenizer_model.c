/* tokenizer_model.c - reads the model of a tokenizer.json: a vocabulary, and how it is used. */
#include "adapters/tokenizer_parts.h"

#include <float.h>
#include <string.h>

enum {
    UNKNOWN_PENALTY = 10, /* models/unigram/model.rs, K_UNK_PENALTY */
    WORD_CHARACTERS = 100 /* models/wordpiece/mod.rs, max_input_chars_per_word */
};

/* A vocabulary {"token": id}. */
static enum assay_code read_map(const struct tokenizer_reading *reading,
                                const struct assay_node *map, struct tokenizer_vocab *out)
{
    const size_t n = assay_node_count(map);

    if (!assay_node_is(map, ASSAY_NODE_MAP))
        return assay_tokenizer_malformed(reading, "\"vocab\" must be an object");
    assay_tokenizer_vocab_init(out, n, reading->arena);
    for (size_t i = 0; i < n; i++) {
        const struct assay_member *member = &map->as.map.at[i];
        struct tokenizer_entry entry = {
            .text = assay_arena_copy(reading->arena, member->key)};

        if (!assay_tokenizer_is_id(&member->value, &entry.id))
            return assay_tokenizer_unknown(reading, "\"vocab\": no id for the token",
                                           member->key);
        assay_tokenizer_vocab_add(out, entry);
    }
    return ASSAY_OK;
}

/* A vocabulary [["token", score]]. */
static enum assay_code read_scores(const struct tokenizer_reading *reading,
                                   const struct assay_node *list,
                                   struct tokenizer_model *out)
{
    const size_t n = assay_node_count(list);
    double least = DBL_MAX;

    if (!assay_node_is(list, ASSAY_NODE_LIST) || n == 0 || n > ASSAY_TOKENIZER_VOCABULARY)
        return assay_tokenizer_malformed(reading, "\"vocab\" must be a list of tokens");
    assay_tokenizer_vocab_init(&out->vocab, n, reading->arena);
    for (size_t i = 0; i < n; i++) {
        const struct assay_node *pair = assay_node_at(list, i);
        const struct assay_node *text = assay_node_at(pair, 0);
        struct tokenizer_entry entry = {.id = (int32_t)i};

        if (!assay_node_is(text, ASSAY_NODE_TEXT) ||
            !assay_node_number(assay_node_at(pair, 1), &entry.score))
            return assay_tokenizer_malformed(
                reading, "\"vocab\" must hold pairs of a token and a score");
        entry.text = assay_arena_copy(reading->arena, assay_node_text(text));
        least = entry.score < least ? entry.score : least;
        assay_tokenizer_vocab_add(&out->vocab, entry);
    }
    out->unknown_score = least - UNKNOWN_PENALTY;
    return ASSAY_OK;
}

/* "a b", or ["a", "b"]. */
static bool split_merge(const struct assay_node *node, struct assay_str *left,
                        struct assay_str *right)
{
    const struct assay_str text = assay_node_text(node);
    const char *blank;

    if (assay_node_is(node, ASSAY_NODE_LIST)) {
        *left = assay_node_text(assay_node_at(node, 0));
        *right = assay_node_text(assay_node_at(node, 1));
        return assay_node_count(node) == 2;
    }
    blank = text.len > 0 ? memchr(text.ptr, ' ', text.len) : NULL;
    if (!blank)
        return false;
    *left = (struct assay_str){text.ptr, (size_t)(blank - text.ptr)};
    *right = (struct assay_str){blank + 1, text.len - left->len - 1};
    return true;
}

static enum assay_code read_merges(const struct tokenizer_reading *reading,
                                   const struct assay_node *list,
                                   struct tokenizer_model *out)
{
    const size_t n = assay_node_count(list);
    struct assay_buf whole = {0};
    enum assay_code code = ASSAY_OK;

    if (!assay_node_is(list, ASSAY_NODE_LIST) || n > UINT32_MAX / 2)
        return assay_tokenizer_malformed(reading, "\"merges\" must be a list");
    assay_tokenizer_merges_init(&out->merges, n, reading->arena);
    for (size_t i = 0; !code && i < n; i++) {
        struct assay_str left = {"", 0}, right = {"", 0};
        struct tokenizer_merge merge = {.rank = (uint32_t)i, .result = -1};

        if (split_merge(assay_node_at(list, i), &left, &right)) {
            const bool marked =
                out->prefix.len > 0 && assay_str_starts(right, out->prefix);
            const size_t skip = marked ? out->prefix.len : 0;

            merge.left = assay_tokenizer_vocab_id(&out->vocab, left);
            merge.right = assay_tokenizer_vocab_id(&out->vocab, right);
            assay_buf_reset(&whole);
            assay_buf_add(&whole, left);
            assay_buf_add(&whole, (struct assay_str){right.ptr + skip, right.len - skip});
            merge.result = assay_tokenizer_vocab_id(&out->vocab, assay_buf_view(&whole));
        }
        if (merge.result < 0 || merge.left < 0 || merge.right < 0)
            code = assay_fail(reading->err, ASSAY_EDATA,
                              "%s: merge %zu is not of tokens of the vocabulary",
                              reading->name, i);
        else
            assay_tokenizer_merges_add(&out->merges, merge);
    }
    assay_buf_release(&whole);
    return code;
}

static struct assay_str text_of(const struct tokenizer_reading *reading,
                                const struct assay_node *node, const char *key)
{
    return assay_arena_copy(reading->arena, assay_node_text(assay_node_get(node, key)));
}

static enum assay_code read_bpe(const struct tokenizer_reading *reading,
                                const struct assay_node *node,
                                struct tokenizer_model *out)
{
    const struct assay_str unknown = assay_node_text(assay_node_get(node, "unk_token"));
    const struct assay_node *dropout = assay_node_get(node, "dropout");
    double rate = 0.0;
    enum assay_code code = read_map(reading, assay_node_get(node, "vocab"), &out->vocab);

    if (assay_node_number(dropout, &rate) && rate > 0.0)
        return assay_fail(reading->err, ASSAY_EMODEL, "%s: \"dropout\" is not known",
                          reading->name);
    out->prefix = text_of(reading, node, "continuing_subword_prefix");
    out->suffix = text_of(reading, node, "end_of_word_suffix");
    out->byte_fallback = assay_tokenizer_true(node, "byte_fallback", false);
    out->fuse_unknown = assay_tokenizer_true(node, "fuse_unk", false);
    out->ignore_merges = assay_tokenizer_true(node, "ignore_merges", false);
    if (!code && unknown.len > 0)
        out->unknown = assay_tokenizer_vocab_id(&out->vocab, unknown);
    return code ? code : read_merges(reading, assay_node_get(node, "merges"), out);
}

static enum assay_code read_wordpiece(const struct tokenizer_reading *reading,
                                      const struct assay_node *node,
                                      struct tokenizer_model *out)
{
    const struct assay_node *most = assay_node_get(node, "max_input_chars_per_word");
    enum assay_code code = read_map(reading, assay_node_get(node, "vocab"), &out->vocab);

    if (code)
        return code;
    out->prefix = text_of(reading, node, "continuing_subword_prefix");
    out->longest_word = WORD_CHARACTERS;
    if (assay_node_is(most, ASSAY_NODE_INT) && most->as.integer > 0)
        out->longest_word = (size_t)most->as.integer;
    out->unknown = assay_tokenizer_vocab_id(
        &out->vocab, assay_node_text(assay_node_get(node, "unk_token")));
    return out->unknown >= 0 ? ASSAY_OK
                             : assay_tokenizer_malformed(
                                   reading, "\"unk_token\" is not in the vocabulary");
}

static enum assay_code read_unigram(const struct tokenizer_reading *reading,
                                    const struct assay_node *node,
                                    struct tokenizer_model *out)
{
    const struct assay_node *list = assay_node_get(node, "vocab");
    enum assay_code code = read_scores(reading, list, out);

    out->byte_fallback = assay_tokenizer_true(node, "byte_fallback", false);
    if (!code && (!assay_tokenizer_is_id(assay_node_get(node, "unk_id"), &out->unknown) ||
                  (size_t)out->unknown >= assay_node_count(list)))
        return assay_tokenizer_malformed(reading, "\"unk_id\" is not in the vocabulary");
    return code;
}

enum assay_code assay_tokenizer_model_read(const struct tokenizer_reading *reading,
                                           const struct assay_node *node,
                                           struct tokenizer_model *out)
{
    struct assay_str type = assay_node_text(assay_node_get(node, "type"));

    *out = (struct tokenizer_model){.unknown = -1};
    if (type.len == 0 && assay_node_get(node, "merges"))
        type = ASSAY_STR("BPE"); /* files of before 2021 */
    if (assay_str_equal(type, ASSAY_STR("BPE")))
        return read_bpe(reading, node, out);
    if (assay_str_equal(type, ASSAY_STR("WordPiece"))) {
        out->kind = TOKENIZER_WORDPIECE;
        return read_wordpiece(reading, node, out);
    }
    if (!assay_str_equal(type, ASSAY_STR("Unigram")))
        return assay_tokenizer_unknown(reading, "the model", type);
    out->kind = TOKENIZER_UNIGRAM;
    return read_unigram(reading, node, out);
}
