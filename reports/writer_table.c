/*
 * `table`: a page for a terminal. Of each section headlines and the first table, then its facts and notes, then
 * the rest: numbers first, then how they came about.
 */
#include "reports/escape.h"
#include "reports/page_grid.h"
#include "reports/page_writer.h"

enum {
    KEY_COLUMN = 12, /* where the text of a fact begins */
    NARROW = 40,     /* no fact is broken into lines shorter than this */
    ITEMS = 10       /* of a table of items */
};

/* A page being written. */
struct sheet {
    const struct assay_page_look *look;
    struct assay_grid_look grid;
    struct assay_arena *arena;
    struct assay_buf *out;
};

static void put_line(const struct sheet *sheet, struct assay_str text,
                     enum assay_tone tone)
{
    if (text.len == 0)
        return;
    assay_grid_paint(text, tone, &sheet->grid, sheet->out);
    assay_buf_putc(sheet->out, '\n');
}

static void indent(size_t n, struct assay_buf *out)
{
    for (size_t i = 0; i < n; i++)
        assay_buf_putc(out, ' ');
}

/* Words of clean text, broken at blanks, further lines under the first. */
static void wrap(struct assay_str text, size_t column, size_t width,
                 struct assay_buf *out)
{
    size_t used = column;
    bool first = true;

    while (text.len) {
        const size_t end = assay_str_find(text, ASSAY_STR(" "));
        const struct assay_str word = {text.ptr, end};
        const size_t columns = assay_escape_width(word);

        if (!first && width && used + 1 + columns > width) {
            assay_buf_putc(out, '\n');
            indent(column, out);
            used = column;
        } else if (!first) {
            assay_buf_putc(out, ' ');
            used++;
        }
        assay_buf_add(out, word);
        used += columns;
        first = false;
        text.ptr += end + (end < text.len);
        text.len -= end + (end < text.len);
    }
    assay_buf_putc(out, '\n');
}

static size_t width_of(const struct sheet *sheet)
{
    const size_t width = sheet->grid.width;

    return width && width < NARROW ? NARROW : width;
}

static void put_wrapped(const struct sheet *sheet, struct assay_str text, size_t column)
{
    struct assay_buf clean = {0};

    assay_escape_terminal(text, sheet->grid.ascii, &clean);
    wrap(assay_buf_view(&clean), column, width_of(sheet), sheet->out);
    assay_buf_release(&clean);
}

/* "ties as     loss 59.43 · ..."; the key without its capital letter. */
static void put_fact(const struct sheet *sheet, const char *key, struct assay_str text,
                     enum assay_tone tone)
{
    char *name = assay_arena_printf(sheet->arena, "%s", key);
    const size_t length = assay_escape_width(assay_str_of(name));

    if (name[0] >= 'A' && name[0] <= 'Z')
        name[0] = (char)(name[0] - 'A' + 'a');
    assay_grid_paint(assay_str_of(name), tone, &sheet->grid, sheet->out);
    indent(length < KEY_COLUMN ? KEY_COLUMN - length : 1, sheet->out);
    put_wrapped(sheet, text, KEY_COLUMN);
}

static void put_table(const struct sheet *sheet, const struct assay_page_table *table)
{
    const struct assay_page_grid_wish wish = {.ascii = sheet->grid.ascii, .items = ITEMS};
    struct assay_grid grid;

    assay_page_grid(table, wish, sheet->arena, &grid);
    assay_buf_putc(sheet->out, '\n');
    assay_grid_text(&grid, &sheet->grid, sheet->out);
    put_line(sheet, assay_page_grid_rest(table, &grid), ASSAY_TONE_FAINT);
    if (assay_table_has_marks(table))
        put_line(sheet, table->marks, ASSAY_TONE_FAINT);
}

/* Lines as they are: a command is not broken. */
static void put_lines(const struct sheet *sheet, struct assay_str lines)
{
    while (lines.len) {
        const size_t end = assay_str_find(lines, ASSAY_STR("\n"));

        put_line(sheet, (struct assay_str){lines.ptr, end}, ASSAY_TONE_PLAIN);
        lines.ptr += end + (end < lines.len);
        lines.len -= end + (end < lines.len);
    }
}

/* "B against A   better: ..." in the tone of its cell. */
static void put_headline(const struct sheet *sheet, const struct assay_block *block)
{
    struct assay_str lines = block->text;

    assay_buf_putc(sheet->out, '\n');
    assay_grid_paint(block->label, ASSAY_TONE_PLAIN, &sheet->grid, sheet->out);
    assay_buf_puts(sheet->out, block->label.len ? "  " : "");
    put_line(sheet, assay_cell_say_whole(sheet->arena, &block->cell),
             block->cell.tone ? block->cell.tone : ASSAY_TONE_STRONG);
    while (lines.len) {
        const size_t end = assay_str_find(lines, ASSAY_STR("\n"));

        put_wrapped(sheet, (struct assay_str){lines.ptr, end}, 0);
        lines.ptr += end + (end < lines.len);
        lines.len -= end + (end < lines.len);
    }
}

/* Facts and notes, a blank line before them where something else is. */
static void put_facts(const struct sheet *sheet, const struct assay_page_part *part,
                      bool first)
{

    for (const struct assay_fact *fact = part->fact; fact; fact = fact->next) {
        if (fact->depth > ASSAY_DEPTH_MAIN)
            continue;
        assay_buf_puts(sheet->out, first ? "\n" : "");
        put_fact(sheet, fact->key, assay_cell_say_whole(sheet->arena, &fact->cell),
                 fact->tone ? fact->tone : ASSAY_TONE_FAINT);
        first = false;
    }
    for (const struct assay_block *block = part->block; block; block = block->next) {
        if (block->kind != ASSAY_BLOCK_NOTE || block->depth > ASSAY_DEPTH_MAIN)
            continue;
        assay_buf_puts(sheet->out, first ? "\n" : "");
        put_fact(sheet, "note", block->text, block->tone);
        first = false;
    }
}

static void put_block(const struct sheet *sheet, const struct assay_block *block)
{
    switch (block->kind) {
    case ASSAY_BLOCK_TABLE:
        put_table(sheet, block->table);
        break;
    case ASSAY_BLOCK_HEADLINE:
        put_headline(sheet, block);
        break;
    case ASSAY_BLOCK_TEXT:
        assay_buf_putc(sheet->out, '\n');
        put_wrapped(sheet, block->text, 0);
        break;
    case ASSAY_BLOCK_CODE:
        assay_buf_putc(sheet->out, '\n');
        put_line(sheet, block->label, ASSAY_TONE_FAINT);
        put_lines(sheet, block->text);
        break;
    case ASSAY_BLOCK_NOTE:
    case ASSAY_BLOCK_FIGURE: /* notes stand with the facts, figures nowhere */
        break;
    }
}

static void put_part(const struct sheet *sheet, const struct assay_page_part *part)
{
    const struct assay_block *lead = assay_part_lead(part, ASSAY_DEPTH_MAIN);
    const struct assay_block *block = part->block;

    if (!assay_part_shows(part, ASSAY_DEPTH_MAIN))
        return;
    assay_buf_puts(sheet->out, part->level == 1 ? "\n\n" : part->level == 2 ? "\n" : "");
    put_line(sheet, part->title, ASSAY_TONE_STRONG);
    put_line(sheet, part->subtitle, ASSAY_TONE_PLAIN);
    for (; lead && block != lead->next; block = block->next)
        if (assay_block_shows(block, ASSAY_DEPTH_MAIN))
            put_block(sheet, block);
    put_facts(sheet, part, lead || part->level == 0);
    for (; block; block = block->next)
        if (assay_block_shows(block, ASSAY_DEPTH_MAIN))
            put_block(sheet, block);
}

static enum assay_code write_table(const struct assay_page *page,
                                   const struct assay_page_look *look,
                                   struct assay_buf *out, struct assay_error *err)
{
    struct assay_arena arena = {0};
    const struct sheet sheet = {.look = look,
                                .grid = {look->colour, look->ascii, look->width},
                                .arena = &arena,
                                .out = out};

    put_line(&sheet, page->title, ASSAY_TONE_STRONG);
    put_line(&sheet, page->subtitle, ASSAY_TONE_PLAIN);
    for (const struct assay_page_part *part = page->part; part; part = part->next)
        put_part(&sheet, part);
    assay_arena_release(&arena);
    (void)err;
    return ASSAY_OK;
}

const struct assay_page_writer assay_writer_table = {
    .name = "table",
    .summary = "aligned text for a terminal",
    .ending = "txt",
    .write = write_table,
};
