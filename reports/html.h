/*
 * html.h - pieces of the page that writer_html.c puts together.
 *
 * The page is one file: its style, its figures and its one script are inside, it asks for nothing
 * else, reads without the script, in light and dark, prints, and is heard well (captions, scopes,
 * titles).
 */
#ifndef ASSAY_REPORTS_HTML_H
#define ASSAY_REPORTS_HTML_H

#include "harness/core/arena.h"
#include "reports/page_writer.h"

/* A page being written. */
struct assay_html {
    struct assay_buf *out;
    struct assay_arena *arena;
    const char *directory; /* of the figures' files; NULL: none are drawn */
};

/* <style>...</style> */
void assay_html_put_style(struct assay_buf *out);

/* <script>...</script>, and what a policy of contents says of it: "sha256-...". */
void assay_html_put_script(struct assay_buf *out);
void assay_html_put_script_digest(struct assay_buf *out);

/* <TAG CLASS>text</TAG>, escaped; class may be NULL; nothing where text is empty. */
void assay_html_put(const struct assay_html *page, const char *tag,
                    const char *class_name, struct assay_str text);

/* " class=\"...\"" of a cell: a tone, and "n" of numbers; nothing of neither. */
void assay_html_put_class(const struct assay_html *page, enum assay_tone tone,
                          bool number);

/* "strong", "faint", ...; "" of a plain one. */
const char *assay_html_tone(enum assay_tone tone);

/* What a cell says, linked where it leads somewhere, with its marks or its small line. */
void assay_html_put_cell(const struct assay_html *page, const struct assay_cell *cell);

/* A table that has rows, in a box that scrolls sideways; folded behind its caption if it says so. */
void assay_html_put_table(const struct assay_html *page, const struct assay_block *block);

/* Items: the first ones, and all of them as data for the script. */
void assay_html_put_items(const struct assay_html *page,
                          const struct assay_page_table *table);

/* A figure, drawn or with the reason why not. Errors: as assay_figure_draw. */
ASSAY_MUST_USE
enum assay_code assay_html_put_figure(const struct assay_html *page,
                                      const struct assay_figure_spec *spec,
                                      struct assay_error *err);

#endif
