/* A page being built. */
#include "reports/page.h"

#include "reports/escape.h"

#include <assert.h>
#include <string.h>

enum {
    SLUG_LENGTH = 40,
    ROOM_FIRST = 8
};

static bool is_taken(const struct assay_page *page, struct assay_str slug)
{
    for (const struct assay_page_slug *at = page->slug; at; at = at->next)
        if (assay_str_equal(at->name, slug))
            return true;
    return false;
}

/* A slug of a name that no part or table of the page has. */
static struct assay_str slug_of(struct assay_page *page, struct assay_str name)
{
    struct assay_page_slug *kept = assay_arena_new(page->arena, 1, sizeof(*kept));
    struct assay_buf first = {0};
    struct assay_str slug;

    assay_escape_slug(name, SLUG_LENGTH, &first);
    slug = assay_arena_copy(page->arena, assay_buf_view(&first));
    for (size_t n = 2; is_taken(page, slug); n++)
        slug = assay_str_of(assay_arena_printf(page->arena, "%s-%zu", first.data, n));
    *kept = (struct assay_page_slug){slug, page->slug};
    page->slug = kept;
    assay_buf_release(&first);
    return slug;
}

static struct assay_page_part *add_part(struct assay_page *page, unsigned level,
                                        struct assay_str title)
{
    struct assay_page_part *part = assay_arena_new(page->arena, 1, sizeof(*part));

    *part = (struct assay_page_part){.level = level, .title = title};
    if (page->part_end)
        page->part_end->next = part;
    else
        page->part = part;
    page->part_end = part;
    return part;
}

void assay_page_begin(struct assay_page *page, struct assay_arena *arena,
                      struct assay_str title)
{
    *page = (struct assay_page){.arena = arena, .title = title};
    (void)add_part(page, 0, ASSAY_STR(""));
}

struct assay_page_part *assay_page_section(struct assay_page *page, unsigned level,
                                           struct assay_str title)
{
    struct assay_page_part *part = add_part(page, level, title);

    assert(level == 1 || level == 2);
    part->slug = slug_of(page, title);
    return part;
}

struct assay_fact *assay_page_fact_cell(struct assay_page *page, const char *key,
                                        struct assay_cell cell)
{
    struct assay_page_part *part = page->part_end;
    struct assay_fact *fact = assay_arena_new(page->arena, 1, sizeof(*fact));

    *fact = (struct assay_fact){.key = key, .cell = cell};
    if (part->fact_end)
        part->fact_end->next = fact;
    else
        part->fact = fact;
    part->fact_end = fact;
    return fact;
}

struct assay_fact *assay_page_fact(struct assay_page *page, const char *key,
                                   struct assay_str text)
{
    return text.len ? assay_page_fact_cell(page, key, assay_cell_text(text)) : NULL;
}

static struct assay_block *add_block(struct assay_page *page, enum assay_block_kind kind)
{
    struct assay_page_part *part = page->part_end;
    struct assay_block *block = assay_arena_new(page->arena, 1, sizeof(*block));

    block->kind = kind;
    if (part->block_end)
        part->block_end->next = block;
    else
        part->block = block;
    part->block_end = block;
    return block;
}

static struct assay_block *add_text(struct assay_page *page, enum assay_block_kind kind,
                                    struct assay_str text)
{
    struct assay_block *block;

    if (text.len == 0)
        return NULL;
    block = add_block(page, kind);
    block->text = text;
    return block;
}

struct assay_block *assay_page_text(struct assay_page *page, struct assay_str text)
{
    return add_text(page, ASSAY_BLOCK_TEXT, text);
}

struct assay_block *assay_page_note(struct assay_page *page, struct assay_str text)
{
    struct assay_block *block = add_text(page, ASSAY_BLOCK_NOTE, text);

    if (block)
        block->tone = ASSAY_TONE_WARN;
    return block;
}

struct assay_block *assay_page_code(struct assay_page *page, struct assay_str label,
                                    struct assay_str text)
{
    struct assay_block *block = add_text(page, ASSAY_BLOCK_CODE, text);

    if (block)
        block->label = label;
    return block;
}

struct assay_block *assay_page_headline(struct assay_page *page, struct assay_str label,
                                        struct assay_cell cell, struct assay_str lines)
{
    struct assay_block *block = add_block(page, ASSAY_BLOCK_HEADLINE);

    block->label = label;
    block->cell = cell;
    block->text = lines;
    return block;
}

/* n things of a size, in the page's arena; NULL where there are none. */
static void *keep(const struct assay_page *page, const void *from, size_t n, size_t size)
{
    void *to;

    if (!from || n == 0)
        return NULL;
    to = assay_arena_new(page->arena, n, size);
    memcpy(to, from, n * size);
    return to;
}

/* Series may stand on a maker's stack. */
static void keep_series(const struct assay_page *page, struct assay_figure_spec *spec)
{
    struct assay_series *series =
        keep(page, spec->series, spec->series_count, sizeof(*series));

    for (size_t i = 0; i < spec->series_count; i++) {
        struct assay_series *one = &series[i];

        one->points = keep(page, one->points, one->count, sizeof(*one->points));
        one->value = keep(page, one->value, one->count, sizeof(*one->value));
        one->category =
            keep(page, one->category, one->category_count, sizeof(*one->category));
    }
    spec->series = series;
    spec->category =
        keep(page, spec->category, spec->category_count, sizeof(*spec->category));
}

struct assay_block *assay_page_figure(struct assay_page *page,
                                      const struct assay_figure_spec *spec)
{
    struct assay_block *block = add_block(page, ASSAY_BLOCK_FIGURE);

    block->figure = assay_arena_new(page->arena, 1, sizeof(*block->figure));
    *block->figure = *spec;
    keep_series(page, block->figure);
    return block;
}

struct assay_page_table *assay_page_table(struct assay_page *page, const char *name,
                                          struct assay_str caption)
{
    struct assay_block *block = add_block(page, ASSAY_BLOCK_TABLE);
    struct assay_page_table *table = assay_arena_new(page->arena, 1, sizeof(*table));

    table->arena = page->arena;
    table->slug = slug_of(page, assay_str_of(name));
    table->caption = caption;
    table->marks = ASSAY_STR("* p < 0.05, ** p < 0.01, *** p < 0.001");
    table->block = block;
    block->table = table;
    return table;
}

struct assay_page_table *assay_page_items(struct assay_page *page, const char *name,
                                          struct assay_str caption)
{
    struct assay_page_table *table = assay_page_table(page, name, caption);

    table->items = true;
    return table;
}

/* Room for one pointer more in a list of n of them. */
static void *grown(struct assay_arena *arena, void *list, size_t n, size_t *room)
{
    const size_t more = *room ? 2 * *room : ROOM_FIRST;
    void *longer;

    if (n < *room)
        return list;
    longer = assay_arena_new(arena, more, sizeof(void *));
    if (n)
        memcpy(longer, list, n * sizeof(void *));
    *room = more;
    return longer;
}

static struct assay_column *add_column(struct assay_page_table *table, const char *key,
                                       struct assay_str header)
{
    struct assay_column *column = assay_arena_new(table->arena, 1, sizeof(*column));

    assert(table->columns < ASSAY_TABLE_COLUMNS && table->rows == 0);
    table->column =
        grown(table->arena, table->column, table->columns, &table->column_room);
    table->column[table->columns++] = column;
    column->key = key;
    column->header = header;
    return column;
}

struct assay_column *assay_table_text(struct assay_page_table *table, const char *key,
                                      struct assay_str header)
{
    return add_column(table, key, header);
}

struct assay_column *assay_table_number(struct assay_page_table *table, const char *key,
                                        struct assay_str header)
{
    struct assay_column *column = add_column(table, key, header);

    column->number = true;
    return column;
}

struct assay_row *assay_table_row(struct assay_page_table *table)
{
    struct assay_row *row = assay_arena_new(table->arena, 1, sizeof(*row));

    table->row = grown(table->arena, table->row, table->rows, &table->room);
    row->cell = assay_arena_new(table->arena, table->columns, sizeof(*row->cell));
    table->row[table->rows++] = row;
    return row;
}

void assay_row_detail(struct assay_page_table *table, struct assay_row *row,
                      struct assay_str label, struct assay_str text)
{
    struct assay_detail *detail;

    if (text.len == 0)
        return;
    detail = assay_arena_new(table->arena, 1, sizeof(*detail));
    *detail = (struct assay_detail){.label = label, .text = text};
    if (row->detail_end)
        row->detail_end->next = detail;
    else
        row->detail = detail;
    row->detail_end = detail;
}
