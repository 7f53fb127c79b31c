#include "reports/svg.h"

#include "reports/escape.h"

static void skip(struct assay_str *text, size_t n)
{
    text->ptr += n;
    text->len -= n;
}

/* Copies up to and including the byte at n - 1. */
static void take(struct assay_str *text, size_t n, struct assay_buf *out)
{
    assay_buf_add(out, (struct assay_str){text->ptr, n});
    skip(text, n);
}

static void put_titles(const struct assay_figure_spec *spec, struct assay_buf *out)
{
    assay_buf_puts(out, "\n<title>");
    assay_escape_html(spec->title, out);
    assay_buf_puts(out, "</title>\n<desc>");
    assay_escape_html(spec->description, out);
    assay_buf_puts(out, "</desc>\n");
}

/* Where an identifier begins behind the start of text: id='..., '#..., url(#...; or 0. */
static size_t identifier(struct assay_str text)
{
    static const struct assay_str mark[] = {
        {" id='", 5}, {" id=\"", 5}, {"href='#", 7}, {"href=\"#", 7}, {"url(#", 5}};

    for (size_t i = 0; i < sizeof(mark) / sizeof(mark[0]); i++)
        if (assay_str_starts(text, mark[i]))
            return mark[i].len;
    return 0;
}

/* One tag, from < to >, with identifiers renamed. gnuplot puts no > into attributes. */
static void copy_tag(struct assay_str *text, const struct assay_figure_spec *spec,
                     struct assay_buf *out)
{
    size_t end = assay_str_find(*text, ASSAY_STR(">"));

    end += end < text->len;
    while (end > 0) {
        const size_t mark = identifier((struct assay_str){text->ptr, end});
        const size_t step = mark ? mark : 1;

        take(text, step, out);
        if (mark) {
            assay_buf_add(out, spec->name);
            assay_buf_putc(out, '-');
        }
        end -= step;
    }
}

/* Drops a whole element, if text begins with it. */
static bool drop_element(struct assay_str *text, struct assay_str open,
                         struct assay_str close)
{
    if (!assay_str_starts(*text, open))
        return false;
    skip(text, assay_str_find(*text, close));
    skip(text, text->len < close.len ? text->len : close.len);
    return true;
}

enum assay_code assay_svg_adopt(struct assay_str drawn,
                                const struct assay_figure_spec *spec,
                                struct assay_buf *out, struct assay_error *err)
{
    struct assay_str text = drawn;

    skip(&text, assay_str_find(text, ASSAY_STR("<svg")));
    if (text.len == 0 || assay_str_find(text, ASSAY_STR("</svg>")) == text.len)
        return assay_fail(err, ASSAY_EDATA, "%.*s.svg: not a whole SVG document",
                          ASSAY_STR_ARG(spec->name));
    take(&text, 4, out);
    assay_buf_puts(out, " role=\"img\"");
    take(&text, assay_str_find(text, ASSAY_STR(">")) + 1, out);
    put_titles(spec, out);
    while (text.len) {
        if (drop_element(&text, ASSAY_STR("<title>"), ASSAY_STR("</title>")) ||
            drop_element(&text, ASSAY_STR("<desc>"), ASSAY_STR("</desc>")))
            continue;
        if (text.ptr[0] == '<')
            copy_tag(&text, spec, out);
        else
            take(&text, assay_str_find(text, ASSAY_STR("<")), out);
    }
    return ASSAY_OK;
}
