/*
 * `json`: a page for programs: what it was made of, where its maker gave that (page.data), else
 *
 *     {"format": "assay-page", "version": "1.0", "title": ..., "subtitle": ..., "sections": [
 *       {"level": 0, "title", "subtitle", "facts": [{"key": ..., "value": CELL}], "blocks": [BLOCK]}]}
 *
 *     BLOCK  {"text": ...}, {"note": ...}, {"code": ..., "label": ...},
 *            {"headline": LABEL, "value": CELL, "lines": ...}, {"figure": NAME, "title": ...,
 *            "description": ...} or {"table": SLUG, "caption": ..., "n", "of", "intervals", "data",
 *            "columns": [{"key", "header", "group"}], "rows": [{"cells": {KEY: CELL}, "outcome",
 *            "reason", "details": [{"label", "text"}]}]}
 *     CELL   null, a text, or {"value": number or null, "unit", "interval": [lo, hi], "marks", "of",
 *            "why", "points": [...], "text", "href"}
 *
 * What is empty has no key. Numbers are in full and not scaled: percent are fractions.
 * Readers accept newer minor versions, which add keys.
 */
#include "harness/core/json.h"
#include "reports/page_writer.h"

/* A copy of a text, U+FFFD being where it is no UTF-8. */
static struct assay_node text_node(struct assay_arena *arena, struct assay_str text)
{
    struct assay_buf clean = {0};
    struct assay_node node;

    assay_buf_add_utf8(&clean, text);
    node = assay_node_of_text(assay_arena_copy(arena, assay_buf_view(&clean)));
    assay_buf_release(&clean);
    return node;
}

static void put_text(struct assay_arena *arena, struct assay_node *map, const char *key,
                     struct assay_str text)
{
    if (text.len)
        assay_node_put(arena, map, key, text_node(arena, text));
}

static void put_reals(struct assay_arena *arena, struct assay_node *map, const char *key,
                      const double *x, size_t n)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < n; i++)
        assay_node_push(arena, list, assay_node_of_real(x[i]));
    assay_node_put(arena, map, key, *list);
}

static void put_number(struct assay_arena *arena, struct assay_node *map,
                       const struct assay_cell *cell)
{
    const double interval[] = {cell->lo, cell->hi};

    if (cell->kind != ASSAY_CELL_INTERVAL)
        assay_node_put(arena, map, "value", assay_node_of_real(cell->value));
    put_text(arena, map, "unit", cell->unit);
    if (cell->ranged)
        put_reals(arena, map, "interval", interval, 2);
    if (cell->marks)
        assay_node_put_count(arena, map, "marks", cell->marks);
    if (cell->of)
        assay_node_put_count(arena, map, "of", cell->of);
    if (cell->kind == ASSAY_CELL_TREND)
        put_reals(arena, map, "points", cell->points, cell->point_count);
}

static struct assay_node cell_node(struct assay_arena *arena,
                                   const struct assay_cell *cell)
{
    struct assay_node *map;

    if (cell->kind == ASSAY_CELL_EMPTY)
        return assay_node_null();
    if (cell->kind == ASSAY_CELL_TEXT && cell->href.len == 0)
        return text_node(arena, cell->text);
    map = assay_node_map(arena);
    if (cell->kind == ASSAY_CELL_TEXT) {
        put_text(arena, map, "text", cell->text);
    } else if (cell->kind == ASSAY_CELL_UNDEFINED) {
        assay_node_put(arena, map, "value", assay_node_null());
        put_text(arena, map, "why", cell->text);
    } else {
        put_number(arena, map, cell);
    }
    put_text(arena, map, "href", cell->href);
    return *map;
}

static struct assay_node columns_node(struct assay_arena *arena,
                                      const struct assay_page_table *table)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t c = 0; c < table->columns; c++) {
        struct assay_node *map = assay_node_map(arena);

        put_text(arena, map, "key", assay_str_of(table->column[c]->key));
        put_text(arena, map, "header", table->column[c]->header);
        put_text(arena, map, "group", table->column[c]->group);
        assay_node_push(arena, list, *map);
    }
    return *list;
}

static void put_details(struct assay_arena *arena, struct assay_node *map,
                        const struct assay_detail *detail)
{
    struct assay_node *list = assay_node_list(arena);

    if (!detail)
        return;
    for (; detail; detail = detail->next) {
        struct assay_node *one = assay_node_map(arena);

        put_text(arena, one, "label", detail->label);
        put_text(arena, one, "text", detail->text);
        assay_node_push(arena, list, *one);
    }
    assay_node_put(arena, map, "details", *list);
}

static struct assay_node row_node(struct assay_arena *arena,
                                  const struct assay_page_table *table,
                                  const struct assay_row *row)
{
    struct assay_node *map = assay_node_map(arena), *cells = assay_node_map(arena);

    for (size_t c = 0; c < table->columns; c++)
        if (row->cell[c].kind != ASSAY_CELL_EMPTY)
            assay_node_put(arena, cells, table->column[c]->key,
                           cell_node(arena, &row->cell[c]));
    assay_node_put(arena, map, "cells", *cells);
    if (row->outcome)
        assay_node_put(arena, map, "outcome",
                       assay_node_of_string(assay_outcome_name[row->outcome]));
    put_text(arena, map, "reason", row->reason);
    put_details(arena, map, row->detail);
    return *map;
}

static void put_table(struct assay_arena *arena, struct assay_node *map,
                      const struct assay_page_table *table)
{
    struct assay_node *rows = assay_node_list(arena);

    put_text(arena, map, "table", table->slug);
    put_text(arena, map, "caption", table->caption);
    if (table->n) {
        assay_node_put_count(arena, map, "n", table->n);
        put_text(arena, map, "of", assay_str_of(table->of));
    }
    put_text(arena, map, "intervals", table->intervals);
    put_text(arena, map, "data", table->data);
    assay_node_put(arena, map, "columns", columns_node(arena, table));
    for (size_t r = 0; r < table->rows; r++)
        assay_node_push(arena, rows, row_node(arena, table, table->row[r]));
    assay_node_put(arena, map, "rows", *rows);
}

static struct assay_node block_node(struct assay_arena *arena,
                                    const struct assay_block *block)
{
    struct assay_node *map = assay_node_map(arena);

    switch (block->kind) {
    case ASSAY_BLOCK_TEXT:
        put_text(arena, map, "text", block->text);
        break;
    case ASSAY_BLOCK_NOTE:
        put_text(arena, map, "note", block->text);
        break;
    case ASSAY_BLOCK_CODE:
        put_text(arena, map, "code", block->text);
        put_text(arena, map, "label", block->label);
        break;
    case ASSAY_BLOCK_HEADLINE:
        put_text(arena, map, "headline", block->label);
        assay_node_put(arena, map, "value", cell_node(arena, &block->cell));
        put_text(arena, map, "lines", block->text);
        break;
    case ASSAY_BLOCK_FIGURE:
        put_text(arena, map, "figure", block->figure->name);
        put_text(arena, map, "title", block->figure->title);
        put_text(arena, map, "description", block->figure->description);
        break;
    case ASSAY_BLOCK_TABLE:
        put_table(arena, map, block->table);
        break;
    }
    return *map;
}

static struct assay_node part_node(struct assay_arena *arena,
                                   const struct assay_page_part *part)
{
    struct assay_node *map = assay_node_map(arena), *facts = assay_node_list(arena),
                      *blocks = assay_node_list(arena);

    assay_node_put_count(arena, map, "level", part->level);
    put_text(arena, map, "title", part->title);
    put_text(arena, map, "subtitle", part->subtitle);
    for (const struct assay_fact *fact = part->fact; fact; fact = fact->next) {
        struct assay_node *one = assay_node_map(arena);

        put_text(arena, one, "key", assay_str_of(fact->key));
        assay_node_put(arena, one, "value", cell_node(arena, &fact->cell));
        assay_node_push(arena, facts, *one);
    }
    assay_node_put(arena, map, "facts", *facts);
    for (const struct assay_block *block = part->block; block; block = block->next)
        if (block->kind != ASSAY_BLOCK_TABLE || block->table->rows)
            assay_node_push(arena, blocks, block_node(arena, block));
    assay_node_put(arena, map, "blocks", *blocks);
    return *map;
}

static struct assay_node *page_node(struct assay_arena *arena,
                                    const struct assay_page *page)
{
    struct assay_node *map = assay_node_map(arena), *parts = assay_node_list(arena);

    assay_node_put(arena, map, "format", assay_node_of_string("assay-page"));
    assay_node_put(arena, map, "version", assay_node_of_string("1.0"));
    put_text(arena, map, "title", page->title);
    put_text(arena, map, "subtitle", page->subtitle);
    for (const struct assay_page_part *part = page->part; part; part = part->next)
        assay_node_push(arena, parts, part_node(arena, part));
    assay_node_put(arena, map, "sections", *parts);
    return map;
}

static enum assay_code write_json(const struct assay_page *page,
                                  const struct assay_page_look *look,
                                  struct assay_buf *out, struct assay_error *err)
{
    struct assay_arena arena = {0};

    assay_json_write(page->data ? page->data : page_node(&arena, page), true, out);
    assay_arena_release(&arena);
    (void)look;
    (void)err;
    return ASSAY_OK;
}

const struct assay_page_writer assay_writer_json = {
    .name = "json",
    .summary = "everything, for programs",
    .data = true,
    .ending = "json",
    .write = write_json,
};
