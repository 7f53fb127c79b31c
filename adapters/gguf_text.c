#include "adapters/gguf_text.h"

#include "harness/core/document.h"

#include <limits.h>
#include <llama.h>
#include <string.h>

enum {
    ROOM = 16,  /* tokens around a text, and what a tokeniser may add */
    PIECE = 256 /* bytes of a token */
};

int32_t assay_gguf_bos(const struct assay_gguf_model *model)
{
    const struct llama_vocab *vocab = llama_model_get_vocab(model->llama);
    char word[ROOM] = "";
    double id;

    if (model->kind == ASSAY_GGUF_ENCODER &&
        llama_model_meta_val_str(model->llama, "tokenizer.ggml.cls_token_id", word,
                                 sizeof(word)) > 0 &&
        assay_str_number(assay_str_of(word), &id) && id >= 0.0 &&
        id < (double)model->vocabulary)
        return (int32_t)id;
    return llama_vocab_bos(vocab);
}

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

    out->date = date;
    out->whole = strcmp(word, "joined") == 0;
    if (out->whole || strcmp(word, "none") == 0 ||
        (model->kind == ASSAY_GGUF_ENCODER && strcmp(word, "model") == 0))
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
    struct assay_node *messages = assay_node_list(arena);

    for (size_t i = 0; i < saying.count; i++)
        put_message(arena, messages, saying.message[i].role, saying.message[i].content);
    return *messages;
}

struct assay_gguf_saying assay_gguf_saying_of(const struct assay_item *item,
                                              const struct assay_str *completion,
                                              struct assay_arena *arena)
{
    const size_t n = item->message_count;
    struct assay_message *message;

    if (!completion)
        return (struct assay_gguf_saying){item->messages, n, true};
    message = assay_arena_new(arena, n + 1, sizeof(*message));
    if (n > 0)
        memcpy(message, item->messages, n * sizeof(*message));
    message[n] = (struct assay_message){ASSAY_STR("assistant"), *completion};
    return (struct assay_gguf_saying){message, n + 1, false};
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
                         assay_node_of_bool(saying.next));
    (void)assay_node_put(arena, map, "tools", assay_node_null());
    (void)assay_node_put(arena, map, "documents", assay_node_null());
    (void)assay_node_put(arena, map, "bos_token", assay_node_of_text(bos));
    (void)assay_node_put(arena, map, "eos_token", assay_node_of_text(eos));
    if (template->date)
        (void)assay_node_put(arena, map, ASSAY_JINJA_DATE,
                             assay_node_of_string(template->date));
    return map;
}

/* Without a template: what was said, a line apart or without a break. */
static void concatenate(struct assay_gguf_saying saying, bool whole,
                        struct assay_buf *out)
{
    for (size_t i = 0; i < saying.count; i++) {
        assay_buf_add(out, saying.message[i].content);
        if (!whole && (i + 1 < saying.count || saying.next))
            assay_buf_putc(out, '\n');
    }
}

enum assay_code assay_gguf_render(const struct assay_gguf_model *model,
                                  const struct assay_gguf_template *template,
                                  struct assay_gguf_saying saying,
                                  struct assay_arena *arena, struct assay_buf *out,
                                  struct assay_error *err)
{
    if (!template->jinja) {
        concatenate(saying, template->whole, out);
        return ASSAY_OK;
    }
    return assay_jinja_render(
        template->jinja, variables_of(model, template, saying, arena), arena, out, err);
}

enum assay_code assay_gguf_tokenise(const struct assay_gguf_model *model,
                                    struct assay_str text, struct assay_arena *arena,
                                    struct assay_gguf_tokens *out,
                                    struct assay_error *err)
{
    const size_t most = text.len + ROOM;
    int32_t n;

    *out = (struct assay_gguf_tokens){0};
    if (text.len > INT_MAX / 2)
        return assay_fail(err, ASSAY_EDATA, "a text of more than a gigabyte");
    if (llama_vocab_type(llama_model_get_vocab(model->llama)) == LLAMA_VOCAB_TYPE_NONE)
        return assay_fail(err, ASSAY_EMODEL, "libllama has no tokenizer of the model");
    /* room in front for a BOS and behind for an EOS */
    out->at = (int32_t *)assay_arena_new(arena, most + 2, sizeof(*out->at)) + 1;
    n = llama_tokenize(llama_model_get_vocab(model->llama), text.ptr, (int32_t)text.len,
                       out->at, (int32_t)most, false, true);
    if (n < 0)
        return assay_fail(err, ASSAY_EMODEL, "libllama cannot tokenise a text");
    out->count = (size_t)n;
    return ASSAY_OK;
}

static void add_ends(const struct assay_gguf_model *model,
                     const struct assay_gguf_template *template,
                     struct assay_gguf_tokens *out)
{
    const struct llama_vocab *vocab = llama_model_get_vocab(model->llama);
    const llama_token bos = assay_gguf_bos(model), eos = llama_vocab_eos(vocab);
    const bool begun = out->count > 0 && out->at[0] == bos;
    const bool ended = out->count > 0 && out->at[out->count - 1] == eos;

    if (bos != LLAMA_TOKEN_NULL && (template->bos == ASSAY_GGUF_END_ADD ||
                                    (template->bos == ASSAY_GGUF_END_AUTO &&
                                     llama_vocab_get_add_bos(vocab) && !begun))) {
        *--out->at = bos;
        out->count++;
    }
    if (eos != LLAMA_TOKEN_NULL &&
        (template->eos == ASSAY_GGUF_END_ADD ||
         (template->eos == ASSAY_GGUF_END_AUTO && llama_vocab_get_add_eos(vocab) &&
          !template->jinja && !ended)))
        out->at[out->count++] = eos;
    out->doubled = out->count > 1 && bos != LLAMA_TOKEN_NULL && out->at[0] == bos &&
                   out->at[1] == bos;
    out->open = out->count == 0 || !llama_vocab_is_eog(vocab, out->at[out->count - 1]);
}

/* Copies tokens; where they end. */
static int32_t *put(int32_t *to, const struct assay_gguf_tokens *tokens)
{
    for (size_t i = 0; i < tokens->count; i++)
        *to++ = tokens->at[i];
    return to;
}

/* [CLS] first [SEP] second [SEP], or <s> first </s></s> second </s>. */
static void join(const struct assay_gguf_model *model,
                 const struct assay_gguf_tokens *first,
                 const struct assay_gguf_tokens *second, struct assay_arena *arena,
                 struct assay_gguf_tokens *out)
{
    const struct llama_vocab *vocab = llama_model_get_vocab(model->llama);
    const bool twice = llama_vocab_type(vocab) != LLAMA_VOCAB_TYPE_WPM;
    const llama_token end = twice || llama_vocab_sep(vocab) == LLAMA_TOKEN_NULL
                                ? llama_vocab_eos(vocab)
                                : llama_vocab_sep(vocab);
    int32_t *to =
        assay_arena_new(arena, first->count + second->count + ROOM, sizeof(*to));

    out->at = to;
    *to++ = assay_gguf_bos(model);
    to = put(to, first);
    *to++ = end;
    if (twice)
        *to++ = end;
    out->second = (size_t)(to - out->at);
    to = put(to, second);
    *to++ = end;
    out->count = (size_t)(to - out->at);
}

/* An encoder's pair: the prompt, and the completion, which comes last. */
static enum assay_code pair(const struct assay_gguf_model *model,
                            struct assay_gguf_saying saying, struct assay_arena *arena,
                            struct assay_gguf_tokens *out, struct assay_error *err)
{
    const size_t n = saying.count - 1;
    struct assay_gguf_tokens first, second;
    struct assay_buf text = {0};
    enum assay_code code;

    concatenate((struct assay_gguf_saying){saying.message, n, false}, false, &text);
    code = assay_gguf_tokenise(model, assay_buf_view(&text), arena, &first, err);
    assay_buf_release(&text);
    if (!code)
        code = assay_gguf_tokenise(model, saying.message[n].content, arena, &second, err);
    if (!code)
        join(model, &first, &second, arena, out);
    return code;
}

enum assay_code assay_gguf_tokens_of(const struct assay_gguf_model *model,
                                     const struct assay_gguf_template *template,
                                     struct assay_gguf_saying saying,
                                     struct assay_arena *arena,
                                     struct assay_gguf_tokens *out,
                                     struct assay_error *err)
{
    struct assay_buf text = {0};
    enum assay_code code;

    *out = (struct assay_gguf_tokens){0};
    if (model->kind == ASSAY_GGUF_ENCODER && !template->jinja && saying.count > 1)
        return pair(model, saying, arena, out, err);
    code = assay_gguf_render(model, template, saying, arena, &text, err);
    if (!code)
        code = assay_gguf_tokenise(model, assay_buf_view(&text), arena, out, err);
    if (!code)
        add_ends(model, template, out);
    assay_buf_release(&text);
    return code;
}

void assay_gguf_spell(const struct assay_gguf_model *model, const int32_t *token,
                      size_t count, struct assay_buf *out)
{
    const struct llama_vocab *vocab = llama_model_get_vocab(model->llama);

    for (size_t i = 0; i < count; i++) {
        char piece[PIECE];
        const int32_t n =
            llama_token_to_piece(vocab, token[i], piece, sizeof(piece), 0, true);

        assay_buf_add(out, (struct assay_str){piece, n > 0 ? (size_t)n : 0});
    }
}
