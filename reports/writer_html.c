/* `html`: a page for a browser, complete in itself. */
#include "reports/escape.h"
#include "reports/html.h"
#include "reports/number.h"
#include "reports/page_grid.h"

enum {
    SECTIONS = 4 /* that make a list of them worth while */
};

void assay_html_put(const struct assay_html *page, const char *tag,
                    const char *class_name, struct assay_str text)
{
    if (text.len == 0)
        return;
    assay_buf_printf(page->out, "<%s", tag);
    if (class_name)
        assay_buf_printf(page->out, " class=\"%s\"", class_name);
    assay_buf_putc(page->out, '>');
    assay_escape_html(text, page->out);
    assay_buf_printf(page->out, "</%s>\n", tag);
}

static bool has_script(const struct assay_page *page)
{
    for (const struct assay_page_part *part = page->part; part; part = part->next)
        for (const struct assay_block *block = part->block; block; block = block->next)
            if (block->kind == ASSAY_BLOCK_TABLE && block->table->rows)
                return true;
    return false;
}

static void put_top(const struct assay_html *page, const struct assay_page *from)
{
    struct assay_buf *out = page->out;

    assay_buf_puts(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
                        "<meta charset=\"utf-8\">\n"
                        "<meta name=\"viewport\" content=\"width=device-width, "
                        "initial-scale=1\">\n"
                        "<meta name=\"generator\" content=\"assay\">\n"
                        "<meta http-equiv=\"Content-Security-Policy\" content=\""
                        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
                        "script-src '");
    assay_html_put_script_digest(out);
    assay_buf_puts(out, "'\">\n<title>");
    assay_escape_html(from->title, out);
    assay_buf_puts(out, "</title>\n");
    assay_html_put_style(out);
    assay_buf_puts(out, "</head>\n<body>\n<main>\n");
    if (from->up_text.len) {
        const struct assay_cell up = assay_cell_link(from->up_text, from->up_href);

        assay_buf_puts(out, "<p class=\"up\">");
        assay_html_put_cell(page, &up);
        assay_buf_puts(out, "</p>\n");
    }
    assay_html_put(page, "h1", NULL, from->title);
    assay_html_put(page, "p", "lede", from->subtitle);
}

static void put_contents(const struct assay_html *page, const struct assay_page *from)
{
    size_t sections = 0;

    for (const struct assay_page_part *part = from->part; part; part = part->next)
        sections += part->level == 1;
    if (sections < SECTIONS)
        return;
    assay_buf_puts(page->out, "<nav aria-label=\"Sections\"><ul>\n");
    for (const struct assay_page_part *part = from->part; part; part = part->next) {
        if (part->level != 1)
            continue;
        assay_buf_puts(page->out, "<li><a href=\"#");
        assay_escape_html(part->slug, page->out);
        assay_buf_puts(page->out, "\">");
        assay_escape_html(part->title, page->out);
        assay_buf_puts(page->out, "</a></li>\n");
    }
    assay_buf_puts(page->out, "</ul></nav>\n");
}

/* Lines of a text, each escaped. */
static void put_lines(const struct assay_html *page, struct assay_str lines)
{
    while (lines.len) {
        const size_t end = assay_str_find(lines, ASSAY_STR("\n"));

        assay_escape_html((struct assay_str){lines.ptr, end}, page->out);
        lines.ptr += end + (end < lines.len);
        lines.len -= end + (end < lines.len);
        assay_buf_puts(page->out, lines.len ? "<br>" : "");
    }
}

/* A number or word that sums up, in a card; alone it is as wide as the page. */
static void put_card(const struct assay_html *page, const struct assay_block *block,
                     bool lone)
{
    const struct assay_cell *cell = &block->cell;
    const char *tone = assay_html_tone(cell->tone);

    assay_buf_printf(page->out, "<li class=\"card%s\">", lone ? " lone" : "");
    assay_html_put(page, "b", NULL, block->label);
    assay_buf_printf(page->out, "<div class=\"big%s%s\">", *tone ? " " : "", tone);
    assay_html_put_cell(page, cell);
    if (cell->kind == ASSAY_CELL_NUMBER)
        assay_buf_puts(page->out, assay_number_sign(cell->unit));
    assay_buf_puts(page->out, "</div>\n<div class=\"soft\">");
    if (cell->kind == ASSAY_CELL_NUMBER && cell->ranged) {
        assay_escape_html(cell->text.len ? cell->text : ASSAY_STR("interval"), page->out);
        assay_buf_printf(page->out, " %s%s",
                         assay_cell_say_interval(page->arena, cell).ptr,
                         block->text.len ? "<br>" : "");
    }
    put_lines(page, block->text);
    assay_buf_puts(page->out, "</div></li>\n");
}

/* Headlines stand side by side before everything else of their section. */
static void put_cards(const struct assay_html *page, const struct assay_page_part *part)
{
    size_t cards = 0;

    for (const struct assay_block *block = part->block; block; block = block->next)
        cards += block->kind == ASSAY_BLOCK_HEADLINE;
    if (cards == 0)
        return;
    assay_buf_puts(page->out, "<ul class=\"cards\">\n");
    for (const struct assay_block *block = part->block; block; block = block->next)
        if (block->kind == ASSAY_BLOCK_HEADLINE)
            put_card(page, block, cards == 1);
    assay_buf_puts(page->out, "</ul>\n");
}

static void put_facts(const struct assay_html *page, const struct assay_page_part *part)
{
    if (!part->fact)
        return;
    assay_buf_puts(page->out, "<dl class=\"facts\">\n");
    for (const struct assay_fact *fact = part->fact; fact; fact = fact->next) {
        assay_buf_puts(page->out, "<dt>");
        assay_escape_html(assay_str_of(fact->key), page->out);
        assay_buf_puts(page->out, "</dt><dd");
        assay_html_put_class(page, fact->tone, false);
        assay_buf_putc(page->out, '>');
        if (fact->cell.kind == ASSAY_CELL_NUMBER)
            assay_buf_puts(page->out, assay_cell_say_whole(page->arena, &fact->cell).ptr);
        else
            assay_html_put_cell(page, &fact->cell);
        assay_buf_puts(page->out, "</dd>\n");
    }
    assay_buf_puts(page->out, "</dl>\n");
}

/* Notes that follow one another are one list; returns the last of them. */
static const struct assay_block *put_notes(const struct assay_html *page,
                                           const struct assay_block *block)
{
    assay_buf_puts(page->out, "<ul class=\"notes\">\n");
    for (;;) {
        assay_html_put(page, "li", NULL, block->text);
        if (!block->next || block->next->kind != ASSAY_BLOCK_NOTE)
            break;
        block = block->next;
    }
    assay_buf_puts(page->out, "</ul>\n");
    return block;
}

static enum assay_code put_blocks(const struct assay_html *page,
                                  const struct assay_page_part *part,
                                  struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (const struct assay_block *block = part->block; block && !code;
         block = block->next) {
        const char *tone = assay_html_tone(block->tone);

        switch (block->kind) {
        case ASSAY_BLOCK_TEXT:
            assay_html_put(page, "p", *tone ? tone : NULL, block->text);
            break;
        case ASSAY_BLOCK_CODE:
            assay_html_put(page, "p", "label", block->label);
            assay_html_put(page, "pre", NULL, block->text);
            break;
        case ASSAY_BLOCK_NOTE:
            block = put_notes(page, block);
            break;
        case ASSAY_BLOCK_TABLE:
            assay_html_put_table(page, block);
            break;
        case ASSAY_BLOCK_FIGURE:
            code = assay_html_put_figure(page, block->figure, err);
            break;
        case ASSAY_BLOCK_HEADLINE: /* before all */
            break;
        }
    }
    return code;
}

static enum assay_code put_part(const struct assay_html *page,
                                const struct assay_page_part *part,
                                struct assay_error *err)
{
    if (part->level) {
        assay_buf_printf(page->out, "<h%u id=\"", part->level + 1);
        assay_escape_html(part->slug, page->out);
        assay_buf_puts(page->out, "\">");
        assay_escape_html(part->title, page->out);
        assay_buf_printf(page->out, "</h%u>\n", part->level + 1);
    }
    assay_html_put(page, "p", "lede", part->subtitle);
    put_cards(page, part);
    put_facts(page, part);
    return put_blocks(page, part, err);
}

static bool has_figures(const struct assay_page *page)
{
    for (const struct assay_page_part *part = page->part; part; part = part->next)
        for (const struct assay_block *block = part->block; block; block = block->next)
            if (block->kind == ASSAY_BLOCK_FIGURE)
                return true;
    return false;
}

static enum assay_code write_html(const struct assay_page *from,
                                  const struct assay_page_look *look,
                                  struct assay_buf *out, struct assay_error *err)
{
    struct assay_arena arena = {0};
    const struct assay_html page = {out, &arena, look->directory};
    enum assay_code code = ASSAY_OK;

    put_top(&page, from);
    for (const struct assay_page_part *part = from->part; part && !code;
         part = part->next) {
        code = put_part(&page, part, err);
        if (part == from->part)
            put_contents(&page, from);
    }
    assay_buf_puts(out, "</main>\n<footer><p>Written by assay.");
    if (has_figures(from))
        assay_buf_puts(out,
                       " Every figure has its numbers (.tsv) and its gnuplot script "
                       "(.gp) beside this page: <code>gnuplot NAME.gp</code> draws it "
                       "again.");
    assay_buf_puts(out, "</p></footer>\n");
    if (has_script(from))
        assay_html_put_script(out);
    assay_buf_puts(out, "</body>\n</html>\n");
    assay_arena_release(&arena);
    return code;
}

const struct assay_page_writer assay_writer_html = {
    .name = "html",
    .summary = "a page with figures, complete in itself",
    .makes_files = true,
    .ending = "html",
    .write = write_html,
};
