#include "suites/trend_sheet.h"

#include "harness/core/digest.h"
#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_SLOTS = 16,
    DIGEST_DIGITS = 16
};

/* FNV-1a. */
static size_t hash_of(struct assay_str text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.ptr[i]) * UINT64_C(0x100000001b3);
    return (size_t)(hash ^ hash >> 32);
}

static uint32_t *slot_of(const struct assay_trend_levels *levels, struct assay_str text)
{
    size_t i = hash_of(text) & (levels->slots - 1);

    while (levels->slot[i] && !assay_str_equal(levels->at[levels->slot[i] - 1], text))
        i = (i + 1) & (levels->slots - 1);
    return &levels->slot[i];
}

static void grow(struct assay_trend_levels *levels)
{
    free(levels->slot);
    levels->slots = levels->slots ? levels->slots * 2 : FIRST_SLOTS;
    levels->slot = assay_memory_new(levels->slots, sizeof(*levels->slot));
    for (size_t i = 0; i < levels->count; i++)
        *slot_of(levels, levels->at[i]) = (uint32_t)i + 1;
}

uint32_t assay_trend_levels_add(struct assay_trend_levels *levels, struct assay_str text)
{
    uint32_t *slot;

    if (2 * (levels->count + 1) > levels->slots)
        grow(levels);
    slot = slot_of(levels, text);
    if (*slot)
        return *slot - 1;
    if (levels->count == levels->cap) {
        levels->cap = assay_memory_grow(levels->cap, levels->count + 1);
        levels->at = assay_memory_resize(levels->at, levels->cap, sizeof(*levels->at));
    }
    levels->at[levels->count++] = assay_arena_copy(&levels->arena, text);
    *slot = (uint32_t)levels->count;
    return *slot - 1;
}

void assay_trend_levels_release(struct assay_trend_levels *levels)
{
    assay_arena_release(&levels->arena);
    free(levels->at);
    free(levels->slot);
    *levels = (struct assay_trend_levels){0};
}

void assay_trend_sheet_release(struct assay_trend_sheet *sheet)
{
    for (size_t i = 0; i < sheet->columns; i++) {
        free(sheet->column[i].number);
        free(sheet->column[i].id);
        assay_trend_levels_release(&sheet->column[i].levels);
    }
    free(sheet->column);
    free(sheet->place);
    assay_arena_release(&sheet->arena);
    *sheet = (struct assay_trend_sheet){0};
}

enum assay_code assay_trend_sheet_row(struct assay_trend_sheet *sheet,
                                      const struct assay_trend_place *place,
                                      const char *path, struct assay_error *err)
{
    if (sheet->rows == ASSAY_TREND_ROWS_MAX ||
        sheet->rows * sheet->columns > ASSAY_TREND_CELLS_MAX)
        return assay_fail(err, ASSAY_EDATA, "%s: more than %zu rows or %zu values", path,
                          ASSAY_TREND_ROWS_MAX, ASSAY_TREND_CELLS_MAX);
    if (sheet->rows == sheet->row_cap) {
        sheet->row_cap = assay_memory_grow(sheet->row_cap, sheet->rows + 1);
        sheet->place =
            assay_memory_resize(sheet->place, sheet->row_cap, sizeof(*sheet->place));
    }
    sheet->place[sheet->rows++] = *place;
    sheet->last = 0;
    return ASSAY_OK;
}

bool assay_trend_cells_same(const struct assay_trend_cells *a,
                            const struct assay_trend_cells *b)
{
    if (a->role != b->role || a->index != b->index)
        return false;
    return (a->role != ASSAY_TREND_OTHER && a->role != ASSAY_TREND_SPLIT) ||
           assay_str_equal(a->name, b->name);
}

/* The column, or .columns: keys mostly come in one order, so that the next is looked at first. */
static size_t find(const struct assay_trend_sheet *sheet,
                   const struct assay_trend_cells *like)
{
    for (size_t i = 0; i < sheet->columns; i++) {
        const size_t at = (sheet->last + i) % sheet->columns;

        if (assay_trend_cells_same(&sheet->column[at], like))
            return at;
    }
    return sheet->columns;
}

enum assay_code assay_trend_sheet_column(struct assay_trend_sheet *sheet,
                                         const struct assay_trend_cells *like,
                                         const char *path, size_t *out,
                                         struct assay_error *err)
{
    *out = find(sheet, like);
    sheet->last = *out + 1;
    if (*out < sheet->columns)
        return ASSAY_OK;
    if (sheet->columns == ASSAY_TREND_COLUMNS_MAX)
        return assay_fail(err, ASSAY_EDATA, "%s: more than %d columns", path,
                          ASSAY_TREND_COLUMNS_MAX);
    if (sheet->columns == sheet->column_cap) {
        sheet->column_cap = assay_memory_grow(sheet->column_cap, sheet->columns + 1);
        sheet->column =
            assay_memory_resize(sheet->column, sheet->column_cap, sizeof(*sheet->column));
    }
    sheet->column[sheet->columns++] =
        (struct assay_trend_cells){.name = assay_arena_copy(&sheet->arena, like->name),
                                   .role = like->role,
                                   .index = like->index,
                                   .derived = like->derived,
                                   .told = like->told};
    return ASSAY_OK;
}

void assay_trend_cells_put_number(struct assay_trend_cells *cells, size_t row,
                                  double value)
{
    if (row >= cells->number_cap) {
        cells->number_cap = assay_memory_grow(cells->number_cap, row + 1);
        cells->number =
            assay_memory_resize(cells->number, cells->number_cap, sizeof(*cells->number));
    }
    while (cells->numbers <= row)
        cells->number[cells->numbers++] = (double)NAN;
    cells->number[row] = value;
}

static void put_id(struct assay_trend_cells *cells, size_t row, uint32_t id)
{
    if (row >= cells->id_cap) {
        cells->id_cap = assay_memory_grow(cells->id_cap, row + 1);
        cells->id = assay_memory_resize(cells->id, cells->id_cap, sizeof(*cells->id));
    }
    while (cells->ids <= row)
        cells->id[cells->ids++] = ASSAY_TREND_ABSENT;
    cells->id[row] = id;
}

void assay_trend_cells_put_text(struct assay_trend_cells *cells, size_t row,
                                struct assay_str text)
{
    unsigned char digest[ASSAY_DIGEST_BYTES];
    char hex[ASSAY_DIGEST_HEX];

    if (text.len > ASSAY_TREND_TEXT_BYTES) {
        assay_digest_of(text, digest);
        assay_digest_hex(digest, hex);
        text = (struct assay_str){hex, DIGEST_DIGITS};
    }
    put_id(cells, row, assay_trend_levels_add(&cells->levels, text));
}

/* NaN and infinities as Python and C spell them. */
static bool is_odd(struct assay_str text)
{
    static const char *const words[] = {"nan", "inf", "infinity"};
    char lower[sizeof("infinity")];

    if (text.len > 0 && (text.ptr[0] == '-' || text.ptr[0] == '+'))
        text = (struct assay_str){text.ptr + 1, text.len - 1};
    if (text.len >= sizeof(lower))
        return false;
    for (size_t i = 0; i < text.len; i++)
        lower[i] = (char)(text.ptr[i] >= 'A' && text.ptr[i] <= 'Z' ? text.ptr[i] + 32
                                                                   : text.ptr[i]);
    lower[text.len] = '\0';
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strcmp(lower, words[i]) == 0)
            return true;
    return false;
}

static void put_text(struct assay_trend_cells *cells, size_t row, struct assay_str text)
{
    double value;

    if (text.len == 0)
        return;
    if (assay_str_number(text, &value)) {
        assay_trend_cells_put_number(cells, row, value);
    } else if (is_odd(text)) {
        cells->odd_row = cells->odd++ ? cells->odd_row : row;
    } else {
        cells->text_row = cells->texts++ ? cells->text_row : row;
        assay_trend_cells_put_text(cells, row, text);
    }
}

void assay_trend_sheet_put(struct assay_trend_sheet *sheet, size_t column,
                           const struct assay_node *node)
{
    struct assay_trend_cells *cells = &sheet->column[column];
    const size_t row = sheet->rows - 1;
    double value;

    if (assay_node_is(node, ASSAY_NODE_BOOL))
        assay_trend_cells_put_number(cells, row, node->as.truth ? 1.0 : 0.0);
    else if (assay_node_number(node, &value))
        assay_trend_cells_put_number(cells, row, value);
    else if (assay_node_is(node, ASSAY_NODE_TEXT))
        put_text(cells, row, node->as.text);
}

double assay_trend_cells_number(const struct assay_trend_cells *cells, size_t row)
{
    return row < cells->numbers ? cells->number[row] : (double)NAN;
}

struct assay_str assay_trend_cells_text(const struct assay_trend_cells *cells, size_t row)
{
    return row < cells->ids && cells->id[row] != ASSAY_TREND_ABSENT
               ? cells->levels.at[cells->id[row]]
               : (struct assay_str){"", 0};
}

bool assay_trend_cells_has(const struct assay_trend_cells *cells, size_t row)
{
    return !isnan(assay_trend_cells_number(cells, row)) ||
           assay_trend_cells_text(cells, row).len > 0;
}

void assay_trend_cells_copy(const struct assay_trend_cells *from, size_t row,
                            struct assay_trend_cells *to, size_t at)
{
    const double number = assay_trend_cells_number(from, row);
    const struct assay_str text = assay_trend_cells_text(from, row);

    if (!isnan(number))
        assay_trend_cells_put_number(to, at, number);
    else if (text.len > 0)
        put_id(to, at, assay_trend_levels_add(&to->levels, text));
}

void assay_trend_cells_shift(struct assay_trend_cells *cells, size_t from, size_t to)
{
    const double number = assay_trend_cells_number(cells, from);

    if (to < cells->numbers)
        cells->number[to] = number;
    else if (!isnan(number))
        assay_trend_cells_put_number(cells, to, number);
    if (to < cells->ids)
        cells->id[to] = from < cells->ids ? cells->id[from] : ASSAY_TREND_ABSENT;
    else if (from < cells->ids)
        put_id(cells, to, cells->id[from]);
}
