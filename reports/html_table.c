/* Cells and tables of a page: captions, scopes, and what the script sorts by. */
#include "reports/escape.h"
#include "reports/html.h"
#include "reports/page_grid.h"

enum {
    SPARK_WIDTH = 100, /* units of a small line's drawing */
    SPARK_HEIGHT = 20
};

const char *assay_html_tone(enum assay_tone tone)
{
    static const char *const names[ASSAY_TONES] = {"",     "strong", "faint",
                                                   "warn", "good",   "bad"};

    return names[tone];
}

/* The middle of a range of numbers is where all of them are alike. */
static double height_of(double x, double lo, double hi)
{
    const double share = hi > lo ? (x - lo) / (hi - lo) : 0.5;

    return share >= 0.0 ? SPARK_HEIGHT * (1.0 - share) : SPARK_HEIGHT;
}

/* A small line, told in words to those who cannot see it. */
static void put_spark(const struct assay_html *page, const struct assay_cell *cell)
{
    struct assay_buf *out = page->out;
    const size_t n = cell->point_count;
    struct assay_cell end = {.kind = ASSAY_CELL_NUMBER, .unit = cell->unit};
    double lo = cell->points[0], hi = cell->points[0];
    const char *first;

    for (size_t i = 1; i < n; i++) {
        lo = cell->points[i] < lo ? cell->points[i] : lo;
        hi = cell->points[i] > hi ? cell->points[i] : hi;
    }
    end.value = cell->points[0];
    first = assay_cell_say(page->arena, &end).ptr;
    assay_buf_printf(out,
                     "<svg class=\"spark\" viewBox=\"0 0 %d %d\" role=\"img\" "
                     "aria-label=\"%zu values from %s to %s\" "
                     "preserveAspectRatio=\"none\"><polyline points=\"",
                     SPARK_WIDTH, SPARK_HEIGHT, n, first,
                     assay_cell_say(page->arena, cell).ptr);
    for (size_t i = 0; i < n; i++)
        assay_buf_printf(out, "%s%.1f,%.1f", i ? " " : "",
                         n > 1 ? SPARK_WIDTH * (double)i / (double)(n - 1) : SPARK_WIDTH,
                         height_of(cell->points[i], lo, hi));
    assay_buf_puts(out, "\"/></svg>");
}

void assay_html_put_cell(const struct assay_html *page, const struct assay_cell *cell)
{
    struct assay_buf *out = page->out;
    const bool linked = assay_escape_leads(cell->href);
    const char *marks = assay_cell_say_marks(cell);

    if (linked) {
        struct assay_buf href = {0};

        assay_escape_href(cell->href, &href);
        assay_buf_puts(out, "<a href=\"");
        assay_escape_html(assay_buf_view(&href), out);
        assay_buf_puts(out, "\">");
        assay_buf_release(&href);
    }
    if (cell->kind == ASSAY_CELL_TREND)
        put_spark(page, cell);
    assay_escape_html(assay_cell_say(page->arena, cell), out);
    assay_buf_puts(out, linked ? "</a>" : "");
    if (*marks)
        assay_buf_printf(out, "<span class=\"marks\">%s</span>", marks);
}

void assay_html_put_class(const struct assay_html *page, enum assay_tone tone,
                          bool number)
{
    const char *name = assay_html_tone(tone);

    if (number || *name)
        assay_buf_printf(page->out, " class=\"%s%s%s\"", number ? "n" : "",
                         number && *name ? " " : "", name);
}

/* The columns of a table as they stand in the page. */
struct columns {
    const struct assay_page_table *table;
    bool interval[ASSAY_TABLE_COLUMNS];
    bool grouped, marked;
};

static void put_groups(const struct assay_html *page, const struct columns *columns)
{
    const struct assay_page_table *table = columns->table;
    size_t c = 0;

    assay_buf_puts(page->out, "<tr>");
    while (c < table->columns) {
        const struct assay_str group = table->column[c]->group;
        size_t span = 0;

        for (; c < table->columns && assay_str_equal(table->column[c]->group, group); c++)
            span += columns->interval[c] ? 2 : 1;
        if (group.len == 0) {
            assay_buf_printf(page->out, "<td colspan=\"%zu\"></td>", span);
            continue;
        }
        assay_buf_printf(page->out, "<th class=\"g\" scope=\"colgroup\" colspan=\"%zu\">",
                         span);
        assay_escape_html(group, page->out);
        assay_buf_puts(page->out, "</th>");
    }
    assay_buf_puts(page->out, "</tr>\n");
}

static void put_header(const struct assay_html *page, struct assay_str text, bool number)
{
    if (text.len == 0) {
        assay_buf_puts(page->out, "<td></td>");
        return;
    }
    assay_buf_printf(page->out, "<th scope=\"col\"%s>", number ? " class=\"n\"" : "");
    assay_escape_html(text, page->out);
    assay_buf_puts(page->out, "</th>");
}

static void put_head(const struct assay_html *page, const struct columns *columns)
{
    const struct assay_page_table *table = columns->table;

    assay_buf_puts(page->out, "<thead>");
    if (columns->grouped)
        put_groups(page, columns);
    assay_buf_puts(page->out, "<tr>");
    for (size_t c = 0; c < table->columns; c++) {
        put_header(page, table->column[c]->header, table->column[c]->number);
        if (columns->interval[c])
            put_header(page, table->column[c]->interval, true);
    }
    assay_buf_puts(page->out, "</tr></thead>\n");
}

/* What a number is sorted by; a cell of another kind in such a column is none. */
static void put_value(const struct assay_html *page, const struct assay_cell *cell)
{
    if (cell->kind == ASSAY_CELL_NUMBER || cell->kind == ASSAY_CELL_TREND)
        assay_buf_printf(page->out, " data-v=\"%.9g\"", cell->value);
    else if (cell->kind == ASSAY_CELL_INTERVAL)
        assay_buf_printf(page->out, " data-v=\"%.9g\"", cell->lo);
    else if (cell->kind != ASSAY_CELL_TEXT)
        assay_buf_puts(page->out, " data-v=\"\"");
}

static void put_interval(const struct assay_html *page, const struct assay_cell *cell)
{
    assay_buf_puts(page->out, "<td class=\"n\"");
    if (cell->ranged)
        assay_buf_printf(page->out, " data-v=\"%.9g\">", cell->lo);
    else
        assay_buf_puts(page->out, " data-v=\"\">");
    assay_buf_puts(page->out, assay_cell_say_interval(page->arena, cell).ptr);
    assay_buf_puts(page->out, "</td>");
}

static void put_cell(const struct assay_html *page, const struct assay_column *column,
                     const struct assay_cell *cell, bool first, bool warn)
{
    const char *tag = first ? "th" : "td";
    const enum assay_tone tone = warn         ? ASSAY_TONE_WARN
                                 : cell->tone ? cell->tone
                                              : column->tone;

    assay_buf_printf(page->out, "<%s%s", tag, first ? " scope=\"row\"" : "");
    if (column->wrap)
        assay_buf_puts(page->out, " class=\"wrap\"");
    else
        assay_html_put_class(page, tone, column->number);
    if (column->number)
        put_value(page, cell);
    if (cell->kind == ASSAY_CELL_UNDEFINED && cell->text.len) {
        assay_buf_puts(page->out, " title=\"");
        assay_escape_html(cell->text, page->out);
        assay_buf_putc(page->out, '"');
    }
    assay_buf_putc(page->out, '>');
    assay_html_put_cell(page, cell);
    assay_buf_printf(page->out, "</%s>", tag);
}

static void put_row(const struct assay_html *page, const struct columns *columns,
                    const struct assay_row *row)
{
    const struct assay_page_table *table = columns->table;

    assay_buf_puts(page->out, "<tr");
    if (row->anchor.len) {
        assay_buf_puts(page->out, " id=\"");
        assay_escape_html(row->anchor, page->out);
        assay_buf_putc(page->out, '"');
    }
    assay_buf_puts(page->out, row->apart || row->strong ? " class=\"total\">" : ">");
    for (size_t c = 0; c < table->columns; c++) {
        put_cell(page, table->column[c], &row->cell[c], c == 0, c == 0 && row->warn);
        if (columns->interval[c])
            put_interval(page, &row->cell[c]);
    }
    assay_buf_puts(page->out, "</tr>\n");
}

static void put_whole(const struct assay_html *page, const struct assay_page_table *table)
{
    struct columns columns = {.table = table};
    struct assay_buf *out = page->out;

    for (size_t c = 0; c < table->columns; c++) {
        columns.interval[c] = assay_column_has_interval(table, c);
        columns.grouped = columns.grouped || table->column[c]->group.len > 0;
    }
    assay_buf_puts(out,
                   "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"");
    assay_escape_html(table->caption, out);
    assay_buf_puts(out, "\"><table id=\"");
    assay_escape_html(table->slug, out);
    assay_buf_puts(out, "\">\n<caption>");
    assay_escape_html(table->caption, out);
    assay_buf_puts(out, "</caption>\n");
    put_head(page, &columns);
    assay_buf_puts(out, "<tbody>\n");
    for (size_t r = 0; r < table->rows; r++)
        put_row(page, &columns, table->row[r]);
    assay_buf_puts(out, "</tbody></table></div>\n");
    if (assay_table_has_marks(table))
        assay_html_put(page, "p", "basis", table->marks);
}

void assay_html_put_table(const struct assay_html *page, const struct assay_block *block)
{
    if (!assay_block_shows(block, ASSAY_DEPTH_FULL))
        return;
    if (block->folded) {
        assay_buf_puts(page->out, "<details class=\"fold\"><summary>");
        assay_escape_html(block->table->caption, page->out);
        assay_buf_puts(page->out, "</summary>\n");
    }
    if (block->table->items)
        assay_html_put_items(page, block->table);
    else
        put_whole(page, block->table);
    assay_buf_puts(page->out, block->folded ? "</details>\n" : "");
}
