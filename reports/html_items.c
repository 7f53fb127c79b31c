/*
 * Items: a list whose lines open. The first ones stand in the page; all of them are in a block of
 * JSON beside it, from which the script shows those that are asked for, so that a page of ten
 * thousand opens as fast as one of ten:
 *
 *     {"columns": [{"header", "number", "choice"}], "rows": [[CELL, ..., DETAILS], ...]}
 *
 * CELL is null, a text, or [text, number or null, link or null]; DETAILS is null or [[label, text], ...].
 */
#include "harness/core/json.h"
#include "reports/escape.h"
#include "reports/html.h"
#include "reports/page_grid.h"

#define REM_A_COLUMN 0.6 /* how wide a letter is */

enum {
    FIRST = 50,  /* items that stand in the page */
    LONG = 480,  /* columns of a text that are shown */
    SHORT = 200, /* the same where there are many items */
    MANY = 1000, /* items */
    NARROWEST = 8,
    WIDEST = 20 /* columns of text that a column is wide */
};

static size_t length_of(const struct assay_page_table *table)
{
    return table->rows > MANY ? SHORT : LONG;
}

/* The text, or its beginning and how much is left out. */
static struct assay_str cut(const struct assay_html *page, struct assay_str text,
                            size_t columns)
{
    const struct assay_str head = assay_escape_cut(text, columns);
    struct assay_buf buf = {0};
    struct assay_str out;

    if (head.len == text.len)
        return text;
    assay_buf_add(&buf, head);
    assay_buf_printf(&buf, " \u2026 (%zu bytes more)", text.len - head.len);
    out = assay_arena_copy(page->arena, assay_buf_view(&buf));
    assay_buf_release(&buf);
    return out;
}

/* Text as the page has it: clean UTF-8. */
static struct assay_node text_node(const struct assay_html *page, struct assay_str text)
{
    struct assay_buf clean = {0};
    struct assay_node node;

    assay_escape_text(text, &clean);
    node = assay_node_of_text(assay_arena_copy(page->arena, assay_buf_view(&clean)));
    assay_buf_release(&clean);
    return node;
}

static struct assay_node cell_node(const struct assay_html *page,
                                   const struct assay_cell *cell)
{
    const bool number = cell->kind == ASSAY_CELL_NUMBER || cell->kind == ASSAY_CELL_TREND;
    const struct assay_node said = text_node(page, assay_cell_say(page->arena, cell));
    struct assay_buf href = {0};
    struct assay_node *list;

    if (cell->kind == ASSAY_CELL_EMPTY)
        return assay_node_null();
    if (cell->kind == ASSAY_CELL_TEXT && !assay_escape_leads(cell->href))
        return said;
    list = assay_node_list(page->arena);
    assay_node_push(page->arena, list, said);
    assay_node_push(page->arena, list,
                    number ? assay_node_of_real(cell->value) : assay_node_null());
    if (assay_escape_leads(cell->href)) {
        assay_escape_href(cell->href, &href);
        assay_node_push(page->arena, list, text_node(page, assay_buf_view(&href)));
        assay_buf_release(&href);
    }
    return *list;
}

static struct assay_node details_node(const struct assay_html *page,
                                      const struct assay_detail *detail, size_t columns)
{
    struct assay_node *list = assay_node_list(page->arena);

    if (!detail)
        return assay_node_null();
    for (; detail; detail = detail->next) {
        struct assay_node *pair = assay_node_list(page->arena);

        assay_node_push(page->arena, pair, text_node(page, detail->label));
        assay_node_push(page->arena, pair,
                        text_node(page, cut(page, detail->text, columns)));
        assay_node_push(page->arena, list, *pair);
    }
    return *list;
}

static struct assay_node columns_node(const struct assay_html *page,
                                      const struct assay_page_table *table)
{
    struct assay_node *list = assay_node_list(page->arena);

    for (size_t c = 0; c < table->columns; c++) {
        struct assay_node *map = assay_node_map(page->arena);

        assay_node_put(page->arena, map, "header",
                       text_node(page, assay_column_name(page->arena, table->column[c])));
        assay_node_put(page->arena, map, "number",
                       assay_node_of_bool(table->column[c]->number));
        assay_node_put(page->arena, map, "choice",
                       assay_node_of_bool(table->column[c]->choice));
        assay_node_push(page->arena, list, *map);
    }
    return *list;
}

/* JSON in which no tag can begin. */
static void put_node(const struct assay_html *page, const struct assay_node *node)
{
    struct assay_buf json = {0};

    assay_json_write(node, false, &json);
    for (size_t i = 0; i < json.len; i++)
        if (json.data[i] == '<')
            assay_buf_puts(page->out, "\\u003c");
        else
            assay_buf_putc(page->out, json.data[i]);
    assay_buf_release(&json);
}

static void put_data(const struct assay_html *page, const struct assay_page_table *table)
{
    const struct assay_node columns = columns_node(page, table);

    assay_buf_puts(page->out, "<script type=\"application/json\">{\"columns\":");
    put_node(page, &columns);
    assay_buf_puts(page->out, ",\"rows\":[");
    for (size_t r = 0; r < table->rows; r++) {
        struct assay_arena arena = {0};
        const struct assay_html row = {page->out, &arena, NULL};
        struct assay_node *list = assay_node_list(&arena);

        for (size_t c = 0; c < table->columns; c++)
            assay_node_push(&arena, list, cell_node(&row, &table->row[r]->cell[c]));
        assay_node_push(&arena, list,
                        details_node(&row, table->row[r]->detail, length_of(table)));
        assay_buf_puts(page->out, r ? ",\n" : "\n");
        put_node(page, list);
        assay_arena_release(&arena);
    }
    assay_buf_puts(page->out, "]}</script>\n");
}

static void put_line(const struct assay_html *page, const struct assay_page_table *table,
                     const struct assay_row *row)
{
    for (size_t c = 0; c < table->columns; c++) {
        assay_buf_printf(page->out, "<span%s><span class=\"vh\">",
                         table->column[c]->number ? " class=\"n\"" : "");
        assay_escape_html(assay_column_name(page->arena, table->column[c]), page->out);
        assay_buf_puts(page->out, " </span>");
        assay_html_put_cell(page, &row->cell[c]);
        assay_buf_puts(page->out, "</span>");
    }
}

static void put_item(const struct assay_html *page, const struct assay_page_table *table,
                     const struct assay_row *row)
{
    const bool opens = row->detail != NULL;

    assay_buf_puts(page->out, opens ? "<li><details class=\"item\"><summary>"
                                    : "<li><div class=\"item\"><div class=\"line\">");
    put_line(page, table, row);
    assay_buf_puts(page->out, opens ? "</summary>\n" : "</div>");
    for (const struct assay_detail *at = row->detail; at; at = at->next) {
        assay_html_put(page, "p", "label", at->label);
        assay_html_put(page, "pre", NULL, cut(page, at->text, length_of(table)));
    }
    assay_buf_puts(page->out, opens ? "</details></li>\n" : "</div></li>\n");
}

/* Columns that the longest text of a column takes, within bounds. */
static size_t width_of(const struct assay_html *page,
                       const struct assay_page_table *table, size_t c)
{
    size_t widest = NARROWEST;

    for (size_t r = 0; r < table->rows && widest < WIDEST; r++) {
        const size_t width =
            assay_escape_width(assay_cell_say(page->arena, &table->row[r]->cell[c]));

        widest = width > widest ? width : widest;
    }
    return widest < WIDEST ? widest : WIDEST;
}

/* How wide columns are, and their headers, which are heard with every item. */
static void put_names(const struct assay_html *page, const struct assay_page_table *table)
{
    assay_buf_puts(page->out, "<div class=\"list\" style=\"--columns:");
    for (size_t c = 0; c < table->columns; c++)
        if (table->column[c]->number || table->column[c]->choice)
            assay_buf_printf(page->out, " %.1frem",
                             REM_A_COLUMN * (double)(width_of(page, table, c) + 1));
        else
            assay_buf_puts(page->out, " minmax(0,1fr)");
    assay_buf_puts(page->out, "\">\n<div class=\"names\" aria-hidden=\"true\">");
    for (size_t c = 0; c < table->columns; c++) {
        assay_buf_printf(page->out, "<span%s>",
                         table->column[c]->number ? " class=\"n\"" : "");
        assay_escape_html(assay_column_name(page->arena, table->column[c]), page->out);
        assay_buf_puts(page->out, "</span>");
    }
    assay_buf_puts(page->out, "</div>\n<ol>\n");
}

void assay_html_put_items(const struct assay_html *page,
                          const struct assay_page_table *table)
{
    const size_t first = table->rows < FIRST ? table->rows : FIRST;

    assay_buf_puts(page->out, "<div class=\"items pages\" id=\"");
    assay_escape_html(table->slug, page->out);
    assay_buf_puts(page->out, "\" role=\"group\" aria-label=\"");
    assay_escape_html(table->caption, page->out);
    assay_buf_puts(page->out, "\">\n");
    assay_html_put(page, "p", "caption", table->caption);
    put_names(page, table);
    for (size_t r = 0; r < first; r++)
        put_item(page, table, table->row[r]);
    assay_buf_puts(page->out, "</ol></div>\n");
    if (first < table->rows)
        assay_buf_printf(page->out,
                         "<noscript><p class=\"soft\">The first %zu of %zu. The others "
                         "are shown where scripts are allowed.</p></noscript>\n",
                         first, table->rows);
    put_data(page, table);
    assay_buf_puts(page->out, "</div>\n");
}
