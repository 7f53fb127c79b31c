#include "reports/page_grid.h"

#include "reports/number.h"

enum {
    BARS = 8,       /* heights of a bar of a trend */
    TREND_MOST = 24 /* bars of a trend: the newest ones */
};

struct assay_str assay_cell_say(struct assay_arena *arena, const struct assay_cell *cell)
{
    switch (cell->kind) {
    case ASSAY_CELL_TEXT:
        return cell->text;
    case ASSAY_CELL_UNDEFINED:
        return ASSAY_STR("\u2013");
    case ASSAY_CELL_NUMBER:
        if (cell->of)
            return assay_str_of(
                assay_arena_printf(arena, "%.0f/%zu", cell->value, cell->of));
        return cell->difference ? assay_number_signed(arena, cell->value, cell->unit)
                                : assay_number_text(arena, cell->value, cell->unit);
    case ASSAY_CELL_TREND:
        return assay_number_text(arena, cell->value, cell->unit);
    case ASSAY_CELL_INTERVAL:
        return assay_cell_say_interval(arena, cell);
    case ASSAY_CELL_EMPTY:
        break;
    }
    return ASSAY_STR("");
}

struct assay_str assay_cell_say_interval(struct assay_arena *arena,
                                         const struct assay_cell *cell)
{
    struct assay_str end[2];

    if (!cell->ranged)
        return ASSAY_STR("");
    for (int i = 0; i < 2; i++) {
        const double x = i ? cell->hi : cell->lo;

        end[i] = cell->difference ? assay_number_signed(arena, x, cell->unit)
                                  : assay_number_text(arena, x, cell->unit);
    }
    return assay_str_of(
        assay_arena_printf(arena, "%s \u2013 %s", end[0].ptr, end[1].ptr));
}

const char *assay_cell_say_marks(const struct assay_cell *cell)
{
    static const char stars[] = "***";

    return &stars[cell->marks < 3 ? 3 - cell->marks : 0];
}

struct assay_str assay_cell_say_whole(struct assay_arena *arena,
                                      const struct assay_cell *cell)
{
    const struct assay_str text = assay_cell_say(arena, cell);

    if (cell->kind != ASSAY_CELL_NUMBER)
        return text;
    return assay_str_of(assay_arena_printf(
        arena, "%s%s%s%s%s%s", text.ptr, assay_number_sign(cell->unit),
        assay_cell_say_marks(cell), cell->ranged ? " (" : "",
        assay_cell_say_interval(arena, cell).ptr, cell->ranged ? ")" : ""));
}

bool assay_column_has_interval(const struct assay_page_table *table, size_t column)
{
    if (table->column[column]->interval.len == 0)
        return false;
    for (size_t r = 0; r < table->rows; r++)
        if (table->row[r]->cell[column].ranged)
            return true;
    return false;
}

static unsigned most_marks(const struct assay_page_table *table, size_t column)
{
    unsigned most = 0;

    for (size_t r = 0; r < table->rows; r++)
        if (table->row[r]->cell[column].marks > most)
            most = table->row[r]->cell[column].marks;
    return most;
}

bool assay_table_has_marks(const struct assay_page_table *table)
{
    for (size_t c = 0; c < table->columns; c++)
        if (most_marks(table, c))
            return true;
    return false;
}

static bool has_intervals(const struct assay_page_table *table)
{
    for (size_t r = 0; r < table->rows; r++)
        for (size_t c = 0; c < table->columns; c++)
            if (table->row[r]->cell[c].ranged)
                return true;
    return false;
}

struct assay_str assay_table_basis(struct assay_arena *arena,
                                   const struct assay_page_table *table)
{
    struct assay_buf buf = {0};
    struct assay_str text;
    const struct assay_str said[] = {
        has_intervals(table) ? table->intervals : ASSAY_STR(""), table->data,
        assay_table_has_marks(table) ? table->marks : ASSAY_STR("")};
    static const char *const before[] = {"Intervals: ", "Data: ", ""};

    if (table->n)
        assay_buf_printf(&buf, "n = %zu%s%s.", table->n, table->of ? " " : "",
                         table->of ? table->of : "");
    for (size_t i = 0; i < 3; i++) {
        if (said[i].len == 0)
            continue;
        assay_buf_puts(&buf, buf.len ? " " : "");
        assay_buf_puts(&buf, before[i]);
        assay_buf_add(&buf, said[i]);
        assay_buf_putc(&buf, '.');
    }
    text = assay_arena_copy(arena, assay_buf_view(&buf));
    assay_buf_release(&buf);
    return text;
}

bool assay_block_shows(const struct assay_block *block, enum assay_depth deepest)
{
    return block->depth <= deepest &&
           (block->kind != ASSAY_BLOCK_TABLE || block->table->rows > 0);
}

/* The newest numbers as bars between the least and the greatest, then the last one. */
static struct assay_str trend_text(struct assay_arena *arena,
                                   const struct assay_cell *cell)
{
    const size_t n = cell->point_count < TREND_MOST ? cell->point_count : TREND_MOST;
    const double *x = cell->points + (cell->point_count - n);
    char *text = assay_arena_new(arena, 3 * n + 1, 1);
    double lo = x[0], hi = x[0];

    for (size_t i = 1; i < n; i++) {
        lo = x[i] < lo ? x[i] : lo;
        hi = x[i] > hi ? x[i] : hi;
    }
    for (size_t i = 0; i < n; i++) {
        const double share = hi > lo ? (x[i] - lo) / (hi - lo) : 0.5;
        const int bar = share >= 0.0 ? (int)(share * (BARS - 1) + 0.5) : 0;

        text[3 * i] = (char)0xE2; /* U+2581 .. U+2588 */
        text[3 * i + 1] = (char)0x96;
        text[3 * i + 2] = (char)(0x81 + bar);
    }
    return assay_str_of(
        assay_arena_printf(arena, "%s %s", text, assay_cell_say(arena, cell).ptr));
}

/* The number with its marks, blanks where others have more. */
static struct assay_str marked(struct assay_arena *arena, const struct assay_cell *cell,
                               unsigned most)
{
    const struct assay_str text = assay_cell_say(arena, cell);

    if (most == 0)
        return text;
    return assay_str_of(assay_arena_printf(
        arena, "%s%-*s", text.ptr, (int)most,
        cell->kind == ASSAY_CELL_NUMBER ? assay_cell_say_marks(cell) : ""));
}

struct assay_str assay_column_name(struct assay_arena *arena,
                                   const struct assay_column *column)
{
    if (column->group.len == 0)
        return column->header;
    if (column->header.len == 0)
        return column->group;
    return assay_str_of(assay_arena_printf(
        arena, "%.*s %.*s", ASSAY_STR_ARG(column->group), ASSAY_STR_ARG(column->header)));
}

/* Columns of the grid, and what they show of which column of the table. */
struct laying {
    const struct assay_page_table *table;
    struct assay_grid *grid;
    size_t from[2 * ASSAY_TABLE_COLUMNS];
    bool interval[2 * ASSAY_TABLE_COLUMNS];
    unsigned marks[2 * ASSAY_TABLE_COLUMNS];
    bool ascii;
};

static void add_column(struct laying *lay, size_t c, bool interval)
{
    const struct assay_column *column = lay->table->column[c];
    struct assay_grid *grid = lay->grid;
    const size_t at = grid->columns++;

    lay->from[at] = c;
    lay->interval[at] = interval;
    lay->marks[at] = interval ? 0 : most_marks(lay->table, c);
    grid->column[at] = (struct assay_grid_column){
        .name = interval ? column->interval : assay_column_name(grid->arena, column),
        .number = column->number,
        .tone = interval ? ASSAY_TONE_PLAIN : column->tone,
        .drop = interval ? column->interval_drop : column->drop,
    };
}

static void add_row(const struct laying *lay, const struct assay_row *row)
{
    struct assay_grid *grid = lay->grid;
    struct assay_grid_row *out = assay_grid_add(grid);

    out->apart = row->apart;
    out->strong = row->strong;
    out->warn = row->warn;
    out->tone = assay_arena_new(grid->arena, grid->columns, sizeof(*out->tone));
    out->href = assay_arena_new(grid->arena, grid->columns, sizeof(*out->href));
    for (size_t c = 0; c < grid->columns; c++) {
        const struct assay_cell *cell = &row->cell[lay->from[c]];

        if (lay->interval[c])
            out->cell[c] = assay_cell_say_interval(grid->arena, cell);
        else if (cell->kind == ASSAY_CELL_TREND && !lay->ascii)
            out->cell[c] = trend_text(grid->arena, cell);
        else
            out->cell[c] = marked(grid->arena, cell, lay->marks[c]);
        if (lay->interval[c])
            continue;
        out->tone[c] = cell->tone;
        out->href[c] = cell->href;
    }
}

void assay_page_grid(const struct assay_page_table *table,
                     struct assay_page_grid_wish wish, struct assay_arena *arena,
                     struct assay_grid *grid)
{
    struct laying lay = {.table = table, .grid = grid, .ascii = wish.ascii};
    const bool part = table->items && wish.items && table->rows > wish.items;
    const size_t rows = part ? wish.items : table->rows;

    assay_grid_init(grid, arena, 2 * table->columns, rows);
    grid->columns = 0;
    grid->caption = table->caption;
    for (size_t c = 0; c < table->columns; c++) {
        add_column(&lay, c, false);
        if (assay_column_has_interval(table, c))
            add_column(&lay, c, true);
    }
    for (size_t r = 0; r < rows; r++)
        add_row(&lay, table->row[r]);
}

struct assay_str assay_page_grid_rest(const struct assay_page_table *table,
                                      const struct assay_grid *grid)
{
    if (grid->rows == table->rows)
        return ASSAY_STR("");
    return assay_str_of(
        assay_arena_printf(grid->arena, "and %zu more", table->rows - grid->rows));
}

const struct assay_block *assay_part_lead(const struct assay_page_part *part,
                                          enum assay_depth deepest)
{
    const struct assay_block *headline = NULL;

    for (const struct assay_block *block = part->block; block; block = block->next) {
        if (block->kind == ASSAY_BLOCK_TABLE && assay_block_shows(block, deepest))
            return block;
        if (block->kind == ASSAY_BLOCK_HEADLINE && assay_block_shows(block, deepest))
            headline = block;
    }
    return headline;
}

bool assay_part_shows(const struct assay_page_part *part, enum assay_depth deepest)
{
    for (const struct assay_fact *fact = part->fact; fact; fact = fact->next)
        if (fact->depth <= deepest)
            return true;
    for (const struct assay_block *block = part->block; block; block = block->next)
        if (block->kind != ASSAY_BLOCK_FIGURE && assay_block_shows(block, deepest))
            return true;
    return false;
}
