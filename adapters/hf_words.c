#include "adapters/hf_words.h"

#include "harness/core/document.h"
#include "harness/core/file.h"
#include "harness/core/json.h"

enum {
    TEMPLATE_BYTES = 1 << 20
};

/* A JSON file of the folder; a map without members where it is not there. */
static enum assay_code read_json(const char *folder, const char *name,
                                 struct assay_hf_words *words, struct assay_node *out,
                                 struct assay_error *err)
{
    const char *path = assay_arena_printf(&words->arena, "%s/%s", folder, name);

    *out = *assay_node_map(&words->arena);
    return assay_file_exists(path) ? assay_json_read(path, &words->arena, out, err)
                                   : ASSAY_OK;
}

/* "<s>", or {"content": "<s>", ...}. */
static struct assay_str content_of(const struct assay_node *map, const char *key)
{
    const struct assay_node *node = assay_node_get(map, key);

    return assay_node_text(
        assay_node_is(node, ASSAY_NODE_MAP) ? assay_node_get(node, "content") : node);
}

static struct assay_hf_word word_of(const struct assay_hf_words *words,
                                    const struct assay_node *config,
                                    const struct assay_node *map, const char *key)
{
    const struct assay_str first = content_of(config, key);
    const struct assay_str text = first.len > 0 ? first : content_of(map, key);

    return (struct assay_hf_word){
        text, text.len > 0 ? assay_tokenizer_id(words->tokenizer, text) : -1};
}

/* One template, or several with names, of which "default" is taken. */
static struct assay_str template_of(const struct assay_node *config)
{
    const struct assay_node *node = assay_node_get(config, "chat_template");

    for (size_t i = 0; i < assay_node_count(node); i++)
        if (assay_str_equal(
                assay_node_text(assay_node_get(assay_node_at(node, i), "name")),
                ASSAY_STR("default")))
            return assay_node_text(assay_node_get(assay_node_at(node, i), "template"));
    return assay_node_text(node);
}

/* Tokens that end a turn, by the names that ggml-org/llama.cpp src/llama-vocab.cpp knows. */
static void find_ends(struct assay_hf_words *out)
{
    static const char *const names[ASSAY_HF_ENDS] = {
        "<|eot_id|>",    "<|im_end|>",      "<|end|>", "<end_of_turn>",
        "<|endoftext|>", "<|end_of_text|>", "</s>",    "<|eom_id|>"};

    for (size_t i = 0; i < ASSAY_HF_ENDS; i++)
        out->end[i] = assay_tokenizer_id(out->tokenizer, assay_str_of(names[i]));
}

static enum assay_code read_template(const char *folder, const struct assay_node *config,
                                     struct assay_hf_words *out, struct assay_error *err)
{
    const char *path = assay_arena_printf(&out->arena, "%s/chat_template.jinja", folder);
    struct assay_buf text = {0};
    struct assay_node other;
    enum assay_code code;

    if (assay_file_exists(path)) {
        code = assay_document_read(path, TEMPLATE_BYTES, &text, err);
        out->template = assay_arena_copy(&out->arena, assay_buf_view(&text));
        assay_buf_release(&text);
        return code;
    }
    out->template = template_of(config);
    if (out->template.len > 0)
        return ASSAY_OK;
    code = read_json(folder, "chat_template.json", out, &other, err);
    if (!code)
        out->template = template_of(&other);
    return code;
}

enum assay_code assay_hf_words_read(const char *folder, struct assay_hf_words *out,
                                    struct assay_error *err)
{
    struct assay_node config, map;
    const char *path;
    enum assay_code code;

    *out = (struct assay_hf_words){.bos.id = -1, .eos.id = -1};
    for (size_t i = 0; i < ASSAY_HF_ENDS; i++)
        out->end[i] = -1;
    path = assay_arena_printf(&out->arena, "%s/tokenizer.json", folder);
    if (!assay_file_exists(path))
        return ASSAY_OK;
    code = assay_tokenizer_read(path, &out->tokenizer, err);
    if (!code)
        code = assay_digest_file(path, out->sha256, err);
    if (!code)
        code = read_json(folder, "tokenizer_config.json", out, &config, err);
    if (!code)
        code = read_json(folder, "special_tokens_map.json", out, &map, err);
    if (code)
        return code;
    out->bos = word_of(out, &config, &map, "bos_token");
    out->eos = word_of(out, &config, &map, "eos_token");
    find_ends(out);
    return read_template(folder, &config, out, err);
}

void assay_hf_words_release(struct assay_hf_words *words)
{
    assay_tokenizer_free(words->tokenizer);
    assay_arena_release(&words->arena);
    *words = (struct assay_hf_words){0};
}
