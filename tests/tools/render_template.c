/*
 * render_template.c - usage: render_template TEMPLATE VARIABLES.json: prints what a chat template
 * renders, for tests that hold it against another program.
 */
#include "adapters/jinja.h"
#include "harness/core/document.h"
#include "harness/core/json.h"

#include <stdio.h>

static enum assay_code render(const char *path, const char *variables,
                              struct assay_arena *arena, struct assay_buf *out,
                              struct assay_error *err)
{
    const struct assay_jinja *jinja;
    struct assay_buf source = {0};
    struct assay_str text;
    struct assay_node map;
    enum assay_code code =
        assay_document_read(path, ASSAY_JINJA_SOURCE_MAX, &source, err);

    text = assay_arena_copy(arena, assay_buf_view(&source));
    assay_buf_release(&source);
    if (!code)
        code = assay_json_read(variables, arena, &map, err);
    if (!code)
        code = assay_jinja_compile(text, path, arena, &jinja, err);
    return code ? code : assay_jinja_render(jinja, &map, arena, out, err);
}

int main(int argc, char **argv)
{
    struct assay_arena arena = {0};
    struct assay_buf out = {0};
    struct assay_error err = {0};
    enum assay_code code;

    if (argc != 3) {
        (void)fputs("usage: render_template TEMPLATE VARIABLES.json\n", stderr);
        return ASSAY_EUSAGE;
    }
    code = render(argv[1], argv[2], &arena, &out, &err);
    if (code)
        (void)fprintf(stderr, "%s\n", err.text);
    else
        (void)fwrite(out.data ? out.data : "", 1, out.len, stdout);
    assay_buf_release(&out);
    assay_arena_release(&arena);
    return (int)code;
}
