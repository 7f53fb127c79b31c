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

/* What a template is told of the model. */
static struct assay_dialogue_words words_of(const struct assay_gguf_model *model,
                                            const struct assay_gguf_template *template,
                                            struct assay_arena *arena)
{
    return (struct assay_dialogue_words){
        assay_gguf_name(model, assay_gguf_bos(model), arena),
        assay_gguf_name(model, assay_gguf_eos(model), arena), template->date};
}

enum assay_code assay_gguf_render(const struct assay_gguf_model *model,
                                  const struct assay_gguf_template *template,
                                  struct assay_dialogue dialogue,
                                  struct assay_arena *arena, struct assay_buf *out,
                                  struct assay_error *err)
{
    struct assay_dialogue_words words;

    if (template->jinja) {
        words = words_of(model, template, arena);
        return assay_jinja_render(template->jinja,
                                  assay_dialogue_variables(dialogue, &words, arena),
                                  arena, out, err);
    }
    if (!template->whole)
        assay_dialogue_plain(dialogue, out);
    for (size_t i = 0; template->whole && i < dialogue.count; i++)
        assay_buf_add(out, dialogue.message[i].content);
    return ASSAY_OK;
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
                            struct assay_dialogue dialogue, struct assay_arena *arena,
                            struct assay_gguf_tokens *out, struct assay_error *err)
{
    const size_t n = dialogue.count - 1;
    struct assay_buf text = {0};
    enum assay_code code;

    assay_dialogue_plain((struct assay_dialogue){dialogue.message, n, false}, &text);
    code = assay_gguf_pair(model, assay_buf_view(&text), dialogue.message[n].content,
                           arena, out, err);
    assay_buf_release(&text);
    return code;
}

enum assay_code assay_gguf_tokens_of(const struct assay_gguf_model *model,
                                     const struct assay_gguf_template *template,
                                     struct assay_dialogue dialogue,
                                     struct assay_arena *arena,
                                     struct assay_gguf_tokens *out,
                                     struct assay_error *err)
{
    struct assay_buf text = {0};
    enum assay_code code;

    *out = (struct assay_gguf_tokens){0};
    if (model->kind == ASSAY_GGUF_ENCODER && !template->jinja && dialogue.count > 1)
        return pair(model, dialogue, arena, out, err);
    code = assay_gguf_render(model, template, dialogue, arena, &text, err);
    if (!code)
        code = assay_gguf_tokenise(model, assay_buf_view(&text), arena, out, err);
    if (!code)
        add_ends(model, template, out);
    assay_buf_release(&text);
    return code;
}
