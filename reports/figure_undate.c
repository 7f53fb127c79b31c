#include "reports/figure_undate.h"

#include "harness/core/document.h"

#include <string.h>

enum {
    BYTES = 1 << 28 /* of a picture */
};

/* Where a date stands: behind a text, or on the line below that text. */
struct mark {
    struct assay_str before;
    bool below;
};

static size_t line_end(const struct assay_buf *text, size_t at)
{
    while (at < text->len && text->data[at] != '\n')
        at++;
    return at;
}

/* Digits of the first date become zeros; a line that is one becomes blank behind its %%. */
static void undate(struct assay_buf *text, const struct mark *mark)
{
    size_t at = assay_str_find(assay_buf_view(text), mark->before);
    size_t end;

    if (at == text->len)
        return;
    at += mark->before.len;
    if (mark->below)
        at = line_end(text, at) + 3;
    end = line_end(text, at);
    for (; at < end && text->data[at] != ')'; at++)
        if (mark->below)
            text->data[at] = ' ';
        else if (text->data[at] >= '0' && text->data[at] <= '9')
            text->data[at] = '0';
}

static enum assay_code undate_file(const struct assay_figure_spec *spec,
                                   const char *directory, const char *ending,
                                   const struct mark *mark, struct assay_error *err)
{
    struct assay_buf path = {0}, text = {0};
    enum assay_code code;

    assay_buf_printf(&path, "%s/%.*s%s", directory, ASSAY_STR_ARG(spec->name), ending);
    code = assay_document_read(path.data, BYTES, &text, err);
    if (!code && mark) {
        undate(&text, mark);
        code = assay_document_save(path.data, assay_buf_view(&text), err);
    }
    assay_buf_release(&path);
    assay_buf_release(&text);
    return code;
}

enum assay_code assay_figure_undate(const struct assay_figure_spec *spec,
                                    const char *directory, struct assay_error *err)
{
    const struct mark pdf = {ASSAY_STR("/CreationDate (D:"), false};
    const struct mark tikz = {ASSAY_STR("%% generated with GNUPLOT"), true};
    const struct {
        enum assay_figure_format format;
        const char *ending;
        const struct mark *mark;
    } files[] = {
        {ASSAY_FIGURE_PDF, ".pdf", &pdf},
        {ASSAY_FIGURE_PNG, ".png", NULL},
        {ASSAY_FIGURE_CAIROLATEX, "-cairolatex.tex", NULL},
        {ASSAY_FIGURE_CAIROLATEX, "-cairolatex.pdf", &pdf},
        {ASSAY_FIGURE_TIKZ, "-tikz.tex", &tikz},
    };
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]) && !code; i++)
        if (spec->formats & 1U << files[i].format)
            code = undate_file(spec, directory, files[i].ending, files[i].mark, err);
    return code;
}
