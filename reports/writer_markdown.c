/*
 * `markdown`: a page to paste into an issue or a README, or a job's summary: headings from the
 * second level on, tables, facts and notes as lists. Of items the first ones. With a ceiling,
 * what would go beyond it is left out, and how much that was is said at the end.
 */
#include "reports/escape.h"
#include "reports/page_grid.h"
#include "reports/page_writer.h"

#include <string.h>

enum {
    ITEMS = 20,   /* of a table of items */
    RESERVE = 200 /* bytes for what is said at the end */
};

struct sheet {
    const struct assay_page_look *look;
    struct assay_arena *arena;
    struct assay_buf *out;
    size_t left_out; /* blocks and sections */
};

/* Takes back what was written since, where it is too much. */
static void hold(struct sheet *sheet, size_t before)
{
    const size_t ceiling = sheet->look->ceiling;

    if (ceiling == 0 || sheet->out->len + RESERVE <= ceiling)
        return;
    sheet->out->len = before;
    if (sheet->out->data)
        sheet->out->data[before] = '\0';
    sheet->left_out++;
}

static void put_heading(struct sheet *sheet, unsigned level, struct assay_str text)
{
    if (text.len == 0)
        return;
    for (unsigned i = 0; i < level + 2; i++)
        assay_buf_putc(sheet->out, '#');
    assay_buf_putc(sheet->out, ' ');
    assay_escape_markdown(text, sheet->out);
    assay_buf_puts(sheet->out, "\n\n");
}

/* Text that a paragraph begins with: no list, quotation, underline or code begins there. */
static void put_beginning(struct sheet *sheet, struct assay_str text)
{
    size_t digits = 0;

    while (text.len && strchr(" \t\r\n", text.ptr[0])) {
        text.ptr++;
        text.len--;
    }
    while (digits < text.len && text.ptr[digits] >= '0' && text.ptr[digits] <= '9')
        digits++;
    if (digits < text.len && text.ptr[digits] &&
        strchr(digits ? ".)" : "-+>=", text.ptr[digits])) {
        assay_buf_add(sheet->out, (struct assay_str){text.ptr, digits});
        assay_buf_putc(sheet->out, '\\');
        text.ptr += digits;
        text.len -= digits;
    }
    assay_escape_markdown(text, sheet->out);
}

static void put_paragraph(struct sheet *sheet, struct assay_str text)
{
    if (text.len == 0)
        return;
    put_beginning(sheet, text);
    assay_buf_puts(sheet->out, "\n\n");
}

static void put_cell(struct sheet *sheet, const struct assay_cell *cell)
{
    const bool linked = assay_escape_leads(cell->href);

    assay_buf_puts(sheet->out, linked ? "[" : "");
    assay_escape_markdown(assay_cell_say_whole(sheet->arena, cell), sheet->out);
    if (!linked)
        return;
    assay_buf_puts(sheet->out, "](");
    assay_escape_href(cell->href, sheet->out);
    assay_buf_putc(sheet->out, ')');
}

/* Facts, then notes, as one list. */
static void put_facts(struct sheet *sheet, const struct assay_page_part *part)
{
    const size_t start = sheet->out->len;

    for (const struct assay_fact *fact = part->fact; fact; fact = fact->next) {
        if (fact->depth > ASSAY_DEPTH_MORE)
            continue;
        assay_buf_printf(sheet->out, "- %s: ", fact->key);
        put_cell(sheet, &fact->cell);
        assay_buf_putc(sheet->out, '\n');
    }
    for (const struct assay_block *block = part->block; block; block = block->next) {
        if (block->kind != ASSAY_BLOCK_NOTE || block->depth > ASSAY_DEPTH_MORE)
            continue;
        assay_buf_puts(sheet->out, "- **Note**: ");
        assay_escape_markdown(block->text, sheet->out);
        assay_buf_putc(sheet->out, '\n');
    }
    if (sheet->out->len > start)
        assay_buf_putc(sheet->out, '\n');
    hold(sheet, start);
}

static void put_table(struct sheet *sheet, const struct assay_page_table *table)
{
    const struct assay_page_grid_wish wish = {.items = ITEMS};
    struct assay_grid grid;

    assay_page_grid(table, wish, sheet->arena, &grid);
    assay_grid_markdown(&grid, sheet->out);
    assay_buf_putc(sheet->out, '\n');
    put_paragraph(sheet, assay_page_grid_rest(table, &grid));
    if (assay_table_has_marks(table))
        put_paragraph(sheet, table->marks);
}

/* "**B against A: better** ..., its lines behind it" */
static void put_headline(struct sheet *sheet, const struct assay_block *block)
{
    struct assay_str lines = block->text;

    put_beginning(sheet, block->label);
    assay_buf_puts(sheet->out, block->label.len ? ": **" : "**");
    assay_escape_markdown(assay_cell_say_whole(sheet->arena, &block->cell), sheet->out);
    assay_buf_puts(sheet->out, "**");
    while (lines.len) {
        const size_t end = assay_str_find(lines, ASSAY_STR("\n"));

        assay_buf_puts(sheet->out, "  \n");
        assay_escape_markdown((struct assay_str){lines.ptr, end}, sheet->out);
        lines.ptr += end + (end < lines.len);
        lines.len -= end + (end < lines.len);
    }
    assay_buf_puts(sheet->out, "\n\n");
}

/* Lines in front of which four blanks stand are code, whatever is in them. */
static void put_code(struct sheet *sheet, const struct assay_block *block)
{
    struct assay_str lines = block->text;

    put_paragraph(sheet, block->label);
    while (lines.len) {
        const size_t end = assay_str_find(lines, ASSAY_STR("\n"));

        assay_buf_puts(sheet->out, "    ");
        assay_escape_terminal((struct assay_str){lines.ptr, end}, false, sheet->out);
        assay_buf_putc(sheet->out, '\n');
        lines.ptr += end + (end < lines.len);
        lines.len -= end + (end < lines.len);
    }
    assay_buf_putc(sheet->out, '\n');
}

static void put_block(struct sheet *sheet, const struct assay_block *block)
{
    const size_t before = sheet->out->len;

    switch (block->kind) {
    case ASSAY_BLOCK_TABLE:
        put_table(sheet, block->table);
        break;
    case ASSAY_BLOCK_HEADLINE:
        put_headline(sheet, block);
        break;
    case ASSAY_BLOCK_TEXT:
        put_paragraph(sheet, block->text);
        break;
    case ASSAY_BLOCK_CODE:
        put_code(sheet, block);
        break;
    case ASSAY_BLOCK_NOTE:
    case ASSAY_BLOCK_FIGURE: /* notes stand with the facts; figures are files, which a text cannot hold */
        break;
    }
    hold(sheet, before);
}

static void put_part(struct sheet *sheet, const struct assay_page_part *part)
{
    const struct assay_block *lead = assay_part_lead(part, ASSAY_DEPTH_MORE);
    const struct assay_block *block = part->block;

    if (!assay_part_shows(part, ASSAY_DEPTH_MORE))
        return;
    put_heading(sheet, part->level, part->title);
    put_paragraph(sheet, part->subtitle);
    for (; lead && block != lead->next; block = block->next)
        if (assay_block_shows(block, ASSAY_DEPTH_MORE))
            put_block(sheet, block);
    put_facts(sheet, part);
    for (; block; block = block->next)
        if (assay_block_shows(block, ASSAY_DEPTH_MORE))
            put_block(sheet, block);
}

static enum assay_code write_markdown(const struct assay_page *page,
                                      const struct assay_page_look *look,
                                      struct assay_buf *out, struct assay_error *err)
{
    struct assay_arena arena = {0};
    struct sheet sheet = {.look = look, .arena = &arena, .out = out};

    put_heading(&sheet, 0, page->title);
    put_paragraph(&sheet, page->subtitle);
    for (const struct assay_page_part *part = page->part; part; part = part->next) {
        const size_t before = out->len;

        put_part(&sheet, part);
        hold(&sheet, before);
    }
    if (sheet.left_out)
        assay_buf_printf(
            out, "%zu more tables or sections would make this more than %zu bytes.\n",
            sheet.left_out, look->ceiling);
    assay_arena_release(&arena);
    (void)err;
    return ASSAY_OK;
}

const struct assay_page_writer assay_writer_markdown = {
    .name = "markdown",
    .summary = "tables for an issue or a README",
    .ending = "md",
    .write = write_markdown,
};
