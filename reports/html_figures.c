/* Figures of a page: <figure>, drawn or with the reason why not. */
#include "reports/html.h"

enum assay_code assay_html_put_figure(const struct assay_html *page,
                                      const struct assay_figure_spec *spec,
                                      struct assay_error *err)
{
    struct assay_figure_drawn drawn = {0};
    enum assay_code code;

    if (!page->directory)
        return ASSAY_OK;
    code = assay_figure_draw(spec, page->directory, &drawn, err);
    if (!code) {
        assay_buf_puts(page->out, "<figure>\n");
        if (drawn.svg.len)
            assay_buf_add(page->out, assay_buf_view(&drawn.svg));
        else
            assay_html_put(page, "p", "warn",
                           assay_str_of(assay_arena_printf(
                               page->arena,
                               "Not drawn (%s). %.*s.gp draws it once gnuplot is there.",
                               drawn.why, ASSAY_STR_ARG(spec->name))));
        assay_html_put(page, "figcaption", NULL, spec->description);
        assay_buf_puts(page->out, "</figure>\n");
    }
    assay_buf_release(&drawn.svg);
    return code;
}
