#include "adapters/gguf_text.h"

#include "adapters/gguf_vocab.h"
#include "harness/core/document.h"

#include <string.h>

static enum assay_code find_source(const struct assay_gguf_model *model, const char *word,
                                   struct assay_arena *arena,
                                   struct assay_gguf_template *out,
                                   struct assay_error *err)
{
    struct assay_buf text = {0};
    enum assay_code code;

    if (strcmp(word, "model") == 0) {
        out->from = "chat template of the model";
        out->source = assay_gguf_chat_template(model);
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
    struct assay_node *map = assay_node_map(arena);
    const struct assay_str bos = assay_gguf_name(model, assay_gguf_bos(model), arena);
    const struct assay_str eos = assay_gguf_name(model, assay_gguf_eos(model), arena);

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

static void add_ends(const struct assay_gguf_model *model,
                     const struct assay_gguf_template *template,
                     struct assay_gguf_tokens *out)
{
    const int32_t bos = assay_gguf_bos(model), eos = assay_gguf_eos(model);
    const bool begun = out->count > 0 && out->at[0] == bos;
    const bool ended = out->count > 0 && out->at[out->count - 1] == eos;

    if (bos >= 0 &&
        (template->bos == ASSAY_GGUF_END_ADD || (template->bos == ASSAY_GGUF_END_AUTO &&
                                                 assay_gguf_adds_bos(model) && !begun))) {
        *--out->at = bos;
        out->count++;
    }
    if (eos >= 0 && (template->eos == ASSAY_GGUF_END_ADD ||
                     (template->eos == ASSAY_GGUF_END_AUTO &&
                      assay_gguf_adds_eos(model) && !template->jinja && !ended)))
        out->at[out->count++] = eos;
    out->doubled = out->count > 1 && bos >= 0 && out->at[0] == bos && out->at[1] == bos;
    out->open = out->count == 0 || !assay_gguf_is_end(model, out->at[out->count - 1]);
}

/* An encoder's pair: the prompt, and the completion, which comes last. */
static enum assay_code pair(const struct assay_gguf_model *model,
                            struct assay_gguf_saying saying, struct assay_arena *arena,
                            struct assay_gguf_tokens *out, struct assay_error *err)
{
    const size_t n = saying.count - 1;
    struct assay_buf text = {0};
    enum assay_code code;

    concatenate((struct assay_gguf_saying){saying.message, n, false}, false, &text);
    code = assay_gguf_pair(model, assay_buf_view(&text), saying.message[n].content, arena,
                           out, err);
    assay_buf_release(&text);
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
