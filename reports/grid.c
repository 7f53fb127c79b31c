#include "reports/grid.h"

#include "reports/escape.h"

#include <assert.h>

void assay_grid_init(struct assay_grid *grid, struct assay_arena *arena, size_t columns,
                     size_t capacity)
{
    *grid = (struct assay_grid){
        .column = assay_arena_new(arena, columns, sizeof(*grid->column)),
        .columns = columns,
        .row = assay_arena_new(arena, capacity, sizeof(*grid->row)),
        .capacity = capacity,
        .arena = arena,
    };
}

struct assay_grid_row *assay_grid_add(struct assay_grid *grid)
{
    struct assay_grid_row *row = &grid->row[grid->rows];

    assert(grid->rows < grid->capacity);
    row->cell = assay_arena_new(grid->arena, grid->columns, sizeof(*row->cell));
    for (size_t c = 0; c < grid->columns; c++)
        row->cell[c] = ASSAY_STR("");
    grid->rows++;
    return row;
}

struct assay_str assay_grid_header(const struct assay_grid *grid, size_t column)
{
    const struct assay_grid_column *at = &grid->column[column];

    return at->header ? assay_str_of(at->header) : at->name;
}

static struct assay_str without_blanks(struct assay_str text)
{
    while (text.len && text.ptr[text.len - 1] == ' ')
        text.len--;
    return text;
}

/* Markdown: one line a row; strong rows in bold. */
static void markdown_cell(struct assay_str text, bool strong, struct assay_str href,
                          struct assay_buf *out)
{
    const bool linked = assay_escape_leads(href);

    text = without_blanks(text);
    strong = strong && text.len;
    assay_buf_puts(out, strong ? " **" : " ");
    assay_buf_puts(out, linked ? "[" : "");
    assay_escape_markdown(text, out);
    if (linked) {
        assay_buf_puts(out, "](");
        assay_escape_href(href, out);
        assay_buf_putc(out, ')');
    }
    assay_buf_puts(out, strong ? "** |" : " |");
}

void assay_grid_markdown(const struct assay_grid *grid, struct assay_buf *out)
{
    const struct assay_str nowhere = ASSAY_STR("");

    assay_buf_putc(out, '|');
    for (size_t c = 0; c < grid->columns; c++)
        markdown_cell(assay_grid_header(grid, c), false, nowhere, out);
    assay_buf_puts(out, "\n|");
    for (size_t c = 0; c < grid->columns; c++)
        assay_buf_puts(out, grid->column[c].number ? " ---: |" : " --- |");
    assay_buf_putc(out, '\n');
    for (size_t r = 0; r < grid->rows; r++) {
        const struct assay_grid_row *row = &grid->row[r];

        assay_buf_putc(out, '|');
        for (size_t c = 0; c < grid->columns; c++)
            markdown_cell(row->cell[c], row->strong, row->href ? row->href[c] : nowhere,
                          out);
        assay_buf_putc(out, '\n');
    }
}
