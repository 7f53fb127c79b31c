/* http_text.c - conversations as text, where it is not the server that makes them so. */
#include "adapters/http_parts.h"

#include "harness/core/document.h"

#include <string.h>

static enum assay_code read_file(const char *path, struct assay_arena *arena,
                                 struct assay_str *out, struct assay_error *err)
{
    struct assay_buf text = {0};
    const enum assay_code code =
        assay_document_read(path, ASSAY_JINJA_SOURCE_MAX, &text, err);

    *out = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return code;
}

/* The server's template: applied there, or here where it only tells it. */
static enum assay_code take_servers(struct assay_http *http, struct assay_str *source,
                                    struct assay_error *err)
{
    http->by_server =
        http->input == ASSAY_HTTP_MESSAGES ||
        (http->input == ASSAY_HTTP_TOKENS && http->dialect->tokenises_messages);
    *source = http->facts.template;
    if (http->by_server || source->len > 0)
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE,
                      "%s /%s takes text: say what makes it of conversations with "
                      "--model-option template=FILE, or template=none",
                      http->dialect->name, http->api->name);
}

enum assay_code assay_http_text_open(struct assay_http *http, struct assay_arena *arena,
                                     struct assay_error *err)
{
    struct assay_str source = {"", 0};
    const char *word = http->template_word, *name = "chat template of the server";
    enum assay_code code = ASSAY_OK;

    http->words.date = http->date;
    http->words.bos = http->facts.bos;
    http->words.eos = http->facts.eos;
    if (http->input == ASSAY_HTTP_PAIR || strcmp(word, "none") == 0)
        return ASSAY_OK;
    if (strcmp(word, "server") == 0) {
        code = take_servers(http, &source, err);
    } else {
        name = word;
        code = read_file(word, arena, &source, err);
    }
    if (code || http->by_server)
        return code;
    return assay_jinja_compile(source, name, arena, &http->jinja, err);
}

enum assay_code assay_http_text_of(const struct assay_http *http,
                                   struct assay_dialogue dialogue,
                                   struct assay_arena *arena, struct assay_str *out,
                                   struct assay_error *err)
{
    struct assay_buf text = {0};
    enum assay_code code = ASSAY_OK;

    if (http->jinja)
        code = assay_jinja_render(http->jinja,
                                  assay_dialogue_variables(dialogue, &http->words, arena),
                                  arena, &text, err);
    else
        assay_dialogue_plain(dialogue, &text);
    *out = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return code;
}
