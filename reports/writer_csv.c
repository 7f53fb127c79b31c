/*
 * `csv`: the rows of a page's tables, for spreadsheets and data frames (RFC 4180). A column is
 * named by its key; KEY_lo and KEY_hi are intervals, "outcome" and "reason" what rows came to. Numbers
 * are in full and not scaled, percent are fractions; a field is empty where there is no number. Where a page has several tables, an empty line
 * is between them, and the first columns, "table" and "caption", name each and say what it is of.
 */
#include "reports/escape.h"
#include "reports/page_grid.h"
#include "reports/page_writer.h"

#include <string.h>

/* What the columns of a table hold. */
struct columns {
    bool value[ASSAY_TABLE_COLUMNS], range[ASSAY_TABLE_COLUMNS];
    bool outcomes, told; /* told: a column of that name says it already */
};

static void look_through(const struct assay_page_table *table, struct columns *has)
{
    *has = (struct columns){0};
    for (size_t c = 0; c < table->columns; c++) {
        bool other = false;

        has->told = has->told || strcmp(table->column[c]->key, "outcome") == 0;
        has->range[c] = table->column[c]->ranged;

        for (size_t r = 0; r < table->rows; r++) {
            const struct assay_cell *cell = &table->row[r]->cell[c];

            has->range[c] = has->range[c] || cell->ranged;
            other = other ||
                    (cell->kind != ASSAY_CELL_INTERVAL && cell->kind != ASSAY_CELL_EMPTY);
        }
        has->value[c] = other || !has->range[c];
    }
    for (size_t r = 0; r < table->rows; r++)
        has->outcomes = has->outcomes || table->row[r]->outcome != ASSAY_OUTCOME_NONE;
}

/* Commas between the fields of a line. */
struct line {
    struct assay_buf *out;
    bool begun;
};

static void next_field(struct line *line)
{
    if (line->begun)
        assay_buf_putc(line->out, ',');
    line->begun = true;
}

static void put_name(struct line *line, const char *key, const char *what)
{
    next_field(line);
    assay_buf_printf(line->out, "%s%s", key, what);
}

static void put_text(struct line *line, struct assay_str text)
{
    next_field(line);
    if (text.len)
        assay_escape_csv(text, line->out);
}

static void put_number(struct line *line, bool there, double x)
{
    next_field(line);
    if (there)
        assay_buf_printf(line->out, "%.17g", x);
}

static void put_header(const struct assay_page_table *table, const struct columns *has,
                       bool named, struct assay_buf *out)
{
    struct line line = {.out = out};

    if (named) {
        put_name(&line, "table", "");
        put_name(&line, "caption", "");
    }
    for (size_t c = 0; c < table->columns; c++) {
        if (has->value[c])
            put_name(&line, table->column[c]->key, "");
        if (has->range[c])
            put_name(&line, table->column[c]->key, "_lo");
        if (has->range[c])
            put_name(&line, table->column[c]->key, "_hi");
    }
    if (has->outcomes) {
        if (!has->told)
            put_name(&line, "outcome", "");
        put_name(&line, "reason", "");
    }
    assay_buf_puts(out, "\r\n");
}

static void put_value(struct line *line, const struct assay_cell *cell)
{
    if (cell->kind == ASSAY_CELL_TEXT)
        put_text(line, cell->text);
    else
        put_number(line,
                   cell->kind == ASSAY_CELL_NUMBER || cell->kind == ASSAY_CELL_TREND,
                   cell->value);
}

static void put_row(const struct assay_page_table *table, const struct assay_row *row,
                    const struct columns *has, bool named, struct assay_buf *out)
{
    struct line line = {.out = out};

    if (named) {
        put_text(&line, table->slug);
        put_text(&line, table->caption);
    }
    for (size_t c = 0; c < table->columns; c++) {
        const struct assay_cell *cell = &row->cell[c];

        if (has->value[c])
            put_value(&line, cell);
        if (has->range[c])
            put_number(&line, cell->ranged, cell->lo);
        if (has->range[c])
            put_number(&line, cell->ranged, cell->hi);
    }
    if (has->outcomes) {
        if (!has->told)
            put_text(&line, assay_str_of(assay_outcome_name[row->outcome]));
        put_text(&line, row->reason);
    }
    assay_buf_puts(out, "\r\n");
}

static void put_table(const struct assay_page_table *table, bool named,
                      struct assay_buf *out)
{
    struct columns has;

    look_through(table, &has);
    put_header(table, &has, named, out);
    for (size_t r = 0; r < table->rows; r++)
        put_row(table, table->row[r], &has, named, out);
}

static bool is_written(const struct assay_block *block)
{
    return block->kind == ASSAY_BLOCK_TABLE && assay_block_shows(block, ASSAY_DEPTH_MORE);
}

static size_t count_tables(const struct assay_page *page)
{
    size_t tables = 0;

    for (const struct assay_page_part *part = page->part; part; part = part->next)
        for (const struct assay_block *block = part->block; block; block = block->next)
            tables += is_written(block);
    return tables;
}

static enum assay_code write_csv(const struct assay_page *page,
                                 const struct assay_page_look *look,
                                 struct assay_buf *out, struct assay_error *err)
{
    const size_t tables = count_tables(page);
    bool first = true;

    for (const struct assay_page_part *part = page->part; part; part = part->next)
        for (const struct assay_block *block = part->block; block; block = block->next) {
            if (!is_written(block))
                continue;
            assay_buf_puts(out, first ? "" : "\r\n");
            put_table(block->table, tables > 1, out);
            first = false;
        }
    (void)look;
    (void)err;
    return ASSAY_OK;
}

const struct assay_page_writer assay_writer_csv = {
    .name = "csv",
    .summary = "the rows of tables, numbers in full",
    .flat = true,
    .ending = "csv",
    .write = write_csv,
};
