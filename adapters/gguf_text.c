#include "adapters/gguf_text.h"

#include "harness/core/document.h"

#include <limits.h>
#include <llama.h>
#include <string.h>

static struct assay_str piece_of(const struct assay_gguf_model *model, llama_token token,
                                 struct assay_arena *arena)
{
    const char *text =
        token == LLAMA_TOKEN_NULL
            ? ""
            : llama_vocab_get_text(llama_model_get_vocab(model->llama), token);

    return assay_arena_copy(arena, assay_str_of(text));
}

static enum assay_code find_source(const struct assay_gguf_model *model, const char *word,
                                   struct assay_arena *arena,
                                   struct assay_gguf_template *out,
                                   struct assay_error *err)
{
    struct assay_buf text = {0};
    enum assay_code code;

    if (strcmp(word, "model") == 0) {
        out->from = "chat template of the model";
        out->source = assay_str_of(llama_model_chat_template(model->llama, NULL));
        if (out->source.len == 0)
            return assay_fail(err, ASSAY_EMODEL,
                              "the model has no chat template; name a file with "
                              "--model-option template=FILE, or template=none");
        return ASSAY_OK;
    }
    out->from = word;
    code = assay_document_read(word, ASSAY_JINJA_SOURCE_MAX, &text, err);
    out->source = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return code;
}

enum assay_code assay_gguf_template_open(const struct assay_gguf_model *model,
                                         const char *word, const char *date,
                                         struct assay_arena *arena,
                                         struct assay_gguf_template *out,
                                         struct assay_error *err)
{
    enum assay_code code;

    *out = (struct assay_gguf_template){.date = date};
    if (strcmp(word, "none") == 0)
        return ASSAY_OK;
    code = find_source(model, word, arena, out, err);
    return code ? code
                : assay_jinja_compile(out->source, out->from, arena, &out->jinja, err);
}

static void put_message(struct assay_arena *arena, struct assay_node *list,
                        struct assay_str role, struct assay_str content)
{
    struct assay_node *message = assay_node_map(arena);

    (void)assay_node_put(arena, message, "role", assay_node_of_text(role));
    (void)assay_node_put(arena, message, "content", assay_node_of_text(content));
    (void)assay_node_push(arena, list, *message);
}

static struct assay_node messages_of(struct assay_gguf_saying saying,
                                     struct assay_arena *arena)
{
    const struct assay_item *item = saying.item;
    struct assay_node *messages = assay_node_list(arena);

    for (size_t i = 0; i < item->message_count; i++)
        put_message(arena, messages, item->messages[i].role, item->messages[i].content);
    if (saying.completion)
        put_message(arena, messages, ASSAY_STR("assistant"), *saying.completion);
    return *messages;
}

/* What a template may ask for. */
static struct assay_node *variables_of(const struct assay_gguf_model *model,
                                       const struct assay_gguf_template *template,
                                       struct assay_gguf_saying saying,
                                       struct assay_arena *arena)
{
    const struct llama_vocab *vocab = llama_model_get_vocab(model->llama);
    struct assay_node *map = assay_node_map(arena);
    const struct assay_str bos = piece_of(model, llama_vocab_bos(vocab), arena);
    const struct assay_str eos = piece_of(model, llama_vocab_eos(vocab), arena);

    (void)assay_node_put(arena, map, "messages", messages_of(saying, arena));
    (void)assay_node_put(arena, map, "add_generation_prompt",
                         assay_node_of_bool(!saying.completion));
    (void)assay_node_put(arena, map, "tools", assay_node_null());
    (void)assay_node_put(arena, map, "documents", assay_node_null());
    (void)assay_node_put(arena, map, "bos_token", assay_node_of_text(bos));
    (void)assay_node_put(arena, map, "eos_token", assay_node_of_text(eos));
    if (template->date)
        (void)assay_node_put(arena, map, ASSAY_JINJA_DATE,
                             assay_node_of_string(template->date));
    return map;
}

/* Without a template: what was said, a line apart. */
static void concatenate(struct assay_gguf_saying saying, struct assay_buf *out)
{
    const struct assay_item *item = saying.item;

    for (size_t i = 0; i < item->message_count; i++) {
        assay_buf_add(out, item->messages[i].content);
        assay_buf_putc(out, '\n');
    }
    if (saying.completion)
        assay_buf_add(out, *saying.completion);
}

static enum assay_code tokenise(const struct assay_gguf_model *model,
                                struct assay_str text, struct assay_arena *arena,
                                struct assay_gguf_tokens *out, struct assay_error *err)
{
    const struct llama_vocab *vocab = llama_model_get_vocab(model->llama);
    const llama_token bos = llama_vocab_bos(vocab);
    const bool add = llama_vocab_get_add_bos(vocab) && bos != LLAMA_TOKEN_NULL;
    const size_t most = text.len + 16;
    int32_t n;

    if (text.len > INT_MAX / 2)
        return assay_fail(err, ASSAY_EDATA, "a text of more than a gigabyte");
    out->at = assay_arena_new(arena, most + 1, sizeof(*out->at));
    n = llama_tokenize(vocab, text.ptr, (int32_t)text.len, out->at + 1, (int32_t)most,
                       false, true);
    if (n < 0)
        return assay_fail(err, ASSAY_EMODEL, "libllama cannot tokenise a text");
    out->count = (size_t)n;
    if (!add || (n > 0 && out->at[1] == bos)) {
        out->at++;
        return ASSAY_OK;
    }
    out->at[0] = bos;
    out->count++;
    return ASSAY_OK;
}

enum assay_code assay_gguf_tokens_of(const struct assay_gguf_model *model,
                                     const struct assay_gguf_template *template,
                                     struct assay_gguf_saying saying,
                                     struct assay_arena *arena,
                                     struct assay_gguf_tokens *out,
                                     struct assay_error *err)
{
    struct assay_buf text = {0};
    enum assay_code code = ASSAY_OK;

    if (template->jinja)
        code = assay_jinja_render(template->jinja,
                                  variables_of(model, template, saying, arena), arena,
                                  &text, err);
    else
        concatenate(saying, &text);
    if (!code)
        code = tokenise(model, assay_buf_view(&text), arena, out, err);
    assay_buf_release(&text);
    return code;
}
