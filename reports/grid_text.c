/* The terminal's face of a grid: columns that line up and fit. */
#include "reports/escape.h"
#include "reports/grid.h"

#include <stdint.h>
#include <stdlib.h>

enum {
    GAP = 2,          /* blanks between columns */
    NARROWER = 32,    /* the first column is cut to this before columns leave, */
    NARROWEST = 12,   /* and to this afterwards */
    WIDEST_NAME = 60, /* of the first column, in any case */
};

static const char *const sequence[ASSAY_TONES] = {"",         "\x1b[1m",  "\x1b[2m",
                                                  "\x1b[33m", "\x1b[32m", "\x1b[31m"};

void assay_grid_paint(struct assay_str text, enum assay_tone tone,
                      const struct assay_grid_look *look, struct assay_buf *out)
{
    const bool painted = look->colour && tone != ASSAY_TONE_PLAIN && text.len > 0;

    if (painted)
        assay_buf_puts(out, sequence[tone]);
    assay_escape_terminal(text, look->ascii, out);
    if (painted)
        assay_buf_puts(out, "\x1b[0m");
}

static struct assay_str clean(const struct assay_grid *grid, struct assay_str text,
                              const struct assay_grid_look *look)
{
    struct assay_buf buf = {0};
    struct assay_str copy;

    assay_escape_terminal(text, look->ascii, &buf);
    copy = assay_arena_copy(grid->arena, assay_buf_view(&buf));
    assay_buf_release(&buf);
    return copy;
}

/* What is printed: every cell clean, header first, with the width of each column. */
struct sheet {
    struct assay_str *cell; /* (rows + 1, columns) */
    size_t *width;          /* (columns,) 0: dropped */
};

static void measure(const struct assay_grid *grid, const struct assay_grid_look *look,
                    struct sheet *sheet)
{
    const size_t n = grid->columns;

    sheet->cell =
        assay_arena_new(grid->arena, (grid->rows + 1) * n, sizeof(*sheet->cell));
    sheet->width = assay_arena_new(grid->arena, n, sizeof(*sheet->width));
    for (size_t r = 0; r <= grid->rows; r++)
        for (size_t c = 0; c < n; c++) {
            const struct assay_str raw =
                r == 0 ? assay_grid_header(grid, c) : grid->row[r - 1].cell[c];
            const struct assay_str text = clean(grid, raw, look);
            const size_t width = assay_escape_width(text);

            sheet->cell[r * n + c] = text;
            if (width > sheet->width[c])
                sheet->width[c] = width;
        }
    if (n && sheet->width[0] > WIDEST_NAME)
        sheet->width[0] = WIDEST_NAME;
}

static size_t total_width(const struct assay_grid *grid, const struct sheet *sheet)
{
    size_t total = 0;

    for (size_t c = 0; c < grid->columns; c++)
        if (sheet->width[c])
            total += sheet->width[c] + (total ? GAP : 0);
    return total;
}

/* Takes from the first column what is over the limit, but leaves it least wide. */
static void squeeze(const struct assay_grid *grid, size_t limit, size_t least,
                    struct sheet *sheet)
{
    const size_t total = total_width(grid, sheet);

    if (total > limit && sheet->width[0] > least) {
        const size_t excess = total - limit;
        const size_t spare = sheet->width[0] - least;

        sheet->width[0] -= excess < spare ? excess : spare;
    }
}

static void fit(const struct assay_grid *grid, size_t limit, struct sheet *sheet)
{
    if (limit == 0)
        return;
    squeeze(grid, limit, NARROWER, sheet);
    for (unsigned drop = 9; drop > 0 && total_width(grid, sheet) > limit; drop--)
        for (size_t c = 0; c < grid->columns; c++)
            if (grid->column[c].drop == drop)
                sheet->width[c] = 0;
    squeeze(grid, limit, NARROWEST, sheet);
}

static void blanks(size_t n, struct assay_buf *out)
{
    while (n-- > 0)
        assay_buf_putc(out, ' ');
}

/* A cell in its column, cut with an ellipsis; nothing behind the last column. */
static void put_cell(struct assay_str text, size_t width, const char *paint, bool right,
                     const struct assay_grid_look *look, struct assay_buf *out)
{
    const char *ellipsis = look->ascii ? "~" : "\u2026";
    size_t used = assay_escape_width(text);
    const bool cut = used > width;

    if (text.len == 0)
        paint = "";
    if (cut) {
        text = assay_escape_cut(text, width - 1);
        used = assay_escape_width(text) + 1;
    }
    if (right)
        blanks(width - used, out);
    assay_buf_puts(out, paint);
    assay_buf_add(out, text);
    if (cut)
        assay_buf_puts(out, ellipsis);
    if (*paint)
        assay_buf_puts(out, "\x1b[0m");
    if (!right)
        blanks(width - used, out);
}

static const char *paint_of(const struct assay_grid *grid, size_t r, size_t c,
                            const struct assay_grid_look *look)
{
    enum assay_tone tone = grid->column[c].tone;

    if (!look->colour)
        return "";
    if (r == 0)
        return sequence[ASSAY_TONE_FAINT];
    if (grid->row[r - 1].tone && grid->row[r - 1].tone[c])
        tone = grid->row[r - 1].tone[c];
    if (grid->row[r - 1].warn && c == 0)
        tone = ASSAY_TONE_WARN;
    else if (grid->row[r - 1].strong && tone == ASSAY_TONE_PLAIN)
        tone = ASSAY_TONE_STRONG;
    return sequence[tone];
}

static void trim(struct assay_buf *out)
{
    while (out->len && out->data[out->len - 1] == ' ')
        out->data[--out->len] = '\0';
}

static void put_rule(size_t width, const struct assay_grid_look *look,
                     struct assay_buf *out)
{
    const char *dash = look->ascii ? "-" : "\u2500";

    if (look->colour)
        assay_buf_puts(out, sequence[ASSAY_TONE_FAINT]);
    for (size_t i = 0; i < width; i++)
        assay_buf_puts(out, dash);
    assay_buf_puts(out, look->colour ? "\x1b[0m\n" : "\n");
}

void assay_grid_text(const struct assay_grid *grid, const struct assay_grid_look *look,
                     struct assay_buf *out)
{
    struct sheet sheet;

    measure(grid, look, &sheet);
    fit(grid, look->width, &sheet);
    for (size_t r = 0; r <= grid->rows; r++) {
        bool first = true;

        if (r > 0 && (r == 1 || grid->row[r - 1].apart))
            put_rule(total_width(grid, &sheet), look, out);
        for (size_t c = 0; c < grid->columns; c++) {
            if (sheet.width[c] == 0)
                continue;
            blanks(first ? 0 : GAP, out);
            first = false;
            put_cell(sheet.cell[r * grid->columns + c], sheet.width[c],
                     paint_of(grid, r, c, look), grid->column[c].number, look, out);
        }
        trim(out);
        assay_buf_putc(out, '\n');
    }
}
