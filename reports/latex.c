#include "reports/latex.h"

#include "reports/escape.h"
#include "reports/page_grid.h"

#include <stdio.h>
#include <string.h>

enum {
    LONG = 45,    /* rows that are too many for a float */
    SMALL = 7,    /* columns from which letters get smaller */
    SMALLEST = 10 /* and smaller still */
};

/* How a number is spelt: what siunitx has to leave room for. */
struct spelling {
    bool number; /* it is one, as siunitx reads them */
    bool sign, below;
    size_t whole, decimals, exponent; /* digits */
    bool exponent_sign;
};

static size_t digits(struct assay_str *text)
{
    size_t n = 0;

    while (n < text->len && text->ptr[n] >= '0' && text->ptr[n] <= '9')
        n++;
    text->ptr += n;
    text->len -= n;
    return n;
}

/* Takes c off the beginning of text; false if it is not there. */
static bool take(struct assay_str *text, char c)
{
    if (text->len == 0 || text->ptr[0] != c)
        return false;
    text->ptr++;
    text->len--;
    return true;
}

/* "< 0.001", "-12.24", "1.5e-07": [<] [sign] digits [. digits] [e [sign] digits]. */
static struct spelling spell(struct assay_str text)
{
    struct spelling s = {0};

    s.below = take(&text, '<');
    while (s.below && take(&text, ' ')) {
    }
    s.sign = take(&text, '-') || take(&text, '+');
    s.whole = digits(&text);
    if (take(&text, '.'))
        s.decimals = digits(&text);
    if (s.whole && take(&text, 'e')) {
        s.exponent_sign = take(&text, '-') || take(&text, '+');
        s.exponent = digits(&text);
    }
    s.number = s.whole > 0 && text.len == 0;
    return s;
}

static void widen(struct spelling *room, struct spelling s)
{
    room->number = true;
    room->sign = room->sign || s.sign;
    room->below = room->below || s.below;
    room->whole = s.whole > room->whole ? s.whole : room->whole;
    room->decimals = s.decimals > room->decimals ? s.decimals : room->decimals;
    room->exponent = s.exponent > room->exponent ? s.exponent : room->exponent;
    room->exponent_sign = room->exponent_sign || s.exponent_sign;
}

/* What a column of the table becomes. */
struct column {
    bool aligned; /* its numbers, at their points */
    struct spelling room;
    bool marked;
    bool bare;     /* intervals alone, without a value before them */
    bool interval; /* two columns more */
    struct spelling end[2];
};

struct laying {
    const struct assay_page_table *table;
    struct assay_arena arena;
    struct column column[ASSAY_TABLE_COLUMNS];
    size_t width; /* columns of the tabular */
    struct assay_buf *out;
};

static void say_ends(struct laying *lay, const struct assay_cell *cell,
                     struct assay_str end[2])
{
    struct assay_cell one = *cell;

    one.kind = ASSAY_CELL_NUMBER;
    one.of = 0;
    for (int i = 0; i < 2; i++) {
        one.value = i ? cell->hi : cell->lo;
        end[i] = assay_cell_say(&lay->arena, &one);
    }
}

static void look_at(struct laying *lay, const struct assay_cell *cell,
                    struct column *column)
{
    struct assay_str end[2];

    if (cell->kind == ASSAY_CELL_NUMBER || cell->kind == ASSAY_CELL_TREND) {
        const struct spelling s = spell(assay_cell_say(&lay->arena, cell));

        column->aligned = column->aligned && s.number;
        column->marked = column->marked || cell->marks > 0;
        widen(&column->room, s);
    }
    if (!cell->ranged)
        return;
    say_ends(lay, cell, end);
    for (int i = 0; i < 2; i++)
        widen(&column->end[i], spell(end[i]));
}

static void look_through(struct laying *lay)
{
    const struct assay_page_table *table = lay->table;

    for (size_t c = 0; c < table->columns; c++) {
        struct column *column = &lay->column[c];

        column->aligned = table->column[c]->number;
        for (size_t r = 0; r < table->rows; r++)
            look_at(lay, &table->row[r]->cell[c], column);
        column->bare = column->end[0].number && !column->room.number;
        column->interval = column->bare || assay_column_has_interval(table, c);
        column->aligned = column->aligned && column->room.number;
        lay->width += !column->bare + 2 * (size_t)column->interval;
    }
}

/* "S[table-format=+2.2]" */
static void put_format(struct laying *lay, const struct spelling *room)
{
    struct assay_buf *out = lay->out;

    assay_buf_printf(out, "S[table-format=%s%s%zu", room->below ? "<" : "",
                     room->sign ? "+" : "", room->whole);
    if (room->decimals)
        assay_buf_printf(out, ".%zu", room->decimals);
    if (room->exponent)
        assay_buf_printf(out, "e%s%zu", room->exponent_sign ? "+" : "", room->exponent);
    assay_buf_putc(out, ']');
}

static void put_spec(struct laying *lay)
{
    const struct assay_page_table *table = lay->table;
    struct assay_buf *out = lay->out;

    for (size_t c = 0; c < table->columns; c++) {
        const struct column *column = &lay->column[c];

        if (column->aligned)
            put_format(lay, &column->room);
        else if (!column->bare)
            assay_buf_puts(out, table->column[c]->number ? "r"
                                : table->column[c]->wrap ? "p{6cm}"
                                                         : "l");
        if (column->marked)
            assay_buf_puts(out, "@{\\hspace{1.8em}}");
        for (int i = 0; i < 2 && column->interval; i++) {
            put_format(lay, &column->end[i]);
            assay_buf_puts(out, i ? "" : "@{\\hspace{0.6em}}");
        }
    }
}

static void put_text(struct laying *lay, struct assay_str text)
{
    assay_escape_tex(text, lay->out);
}

static void next(struct laying *lay, bool *begun)
{
    assay_buf_puts(lay->out, *begun ? " & " : "");
    *begun = true;
}

static size_t span_of(const struct column *column)
{
    return !column->bare + 2 * (size_t)column->interval;
}

/* Headers that several columns share, and rules under them. */
static void put_groups(struct laying *lay)
{
    const struct assay_page_table *table = lay->table;
    struct assay_buf rules = {0};
    size_t c = 0, at = 1;
    bool begun = false;

    while (c < table->columns) {
        const struct assay_str group = table->column[c]->group;
        const size_t from = at;

        for (; c < table->columns && assay_str_equal(table->column[c]->group, group); c++)
            at += span_of(&lay->column[c]);
        next(lay, &begun);
        assay_buf_printf(lay->out, "\\multicolumn{%zu}{c}{", at - from);
        put_text(lay, group);
        assay_buf_putc(lay->out, '}');
        if (group.len)
            assay_buf_printf(&rules, "\\cmidrule(lr){%zu-%zu}", from, at - 1);
    }
    assay_buf_printf(lay->out, " \\\\\n%s\n", rules.data ? rules.data : "");
    assay_buf_release(&rules);
}

static void put_head(struct laying *lay)
{
    const struct assay_page_table *table = lay->table;
    bool begun = false, grouped = false;

    assay_buf_puts(lay->out, "\\toprule\n");
    for (size_t c = 0; c < table->columns; c++)
        grouped = grouped || table->column[c]->group.len;
    if (grouped)
        put_groups(lay);
    for (size_t c = 0; c < table->columns; c++) {
        const struct column *column = &lay->column[c];

        if (!column->bare) {
            next(lay, &begun);
            assay_buf_puts(lay->out, column->aligned ? "{" : "");
            put_text(lay, table->column[c]->header);
            assay_buf_puts(lay->out, column->aligned ? "}" : "");
        }
        if (!column->interval)
            continue;
        next(lay, &begun);
        assay_buf_puts(lay->out, "\\multicolumn{2}{c}{");
        put_text(lay,
                 column->bare ? table->column[c]->header : table->column[c]->interval);
        assay_buf_putc(lay->out, '}');
    }
    assay_buf_puts(lay->out, " \\\\\n\\midrule\n");
}

static void put_value(struct laying *lay, const struct column *column,
                      const struct assay_cell *cell)
{
    const struct assay_str text = assay_cell_say(&lay->arena, cell);
    const bool set = column->aligned && spell(text).number;

    if (set)
        assay_buf_add(lay->out, text);
    else if (text.len) {
        assay_buf_puts(lay->out, column->aligned ? "{" : "");
        put_text(lay, text);
        assay_buf_puts(lay->out, column->aligned ? "}" : "");
    }
    if (cell->marks)
        assay_buf_printf(lay->out, set ? "{\\rlap{$^{%s}$}}" : "\\rlap{$^{%s}$}",
                         assay_cell_say_marks(cell));
}

/* "{\llap{[}}-4.10{\rlap{,}} & 1.20{\rlap{]}}": brackets and comma take no room. */
static void put_interval(struct laying *lay, const struct assay_cell *cell, bool *begun)
{
    struct assay_str end[2];

    next(lay, begun);
    if (!cell->ranged) {
        next(lay, begun);
        return;
    }
    say_ends(lay, cell, end);
    assay_buf_printf(lay->out, "{\\llap{$[$}}%s{\\rlap{,}} & %s{\\rlap{$]$}}", end[0].ptr,
                     end[1].ptr);
}

static void put_row(struct laying *lay, const struct assay_row *row)
{
    const struct assay_page_table *table = lay->table;
    bool begun = false;

    for (size_t c = 0; c < table->columns; c++) {
        if (!lay->column[c].bare) {
            next(lay, &begun);
            put_value(lay, &lay->column[c], &row->cell[c]);
        }
        if (lay->column[c].interval)
            put_interval(lay, &row->cell[c], &begun);
    }
    assay_buf_puts(lay->out, " \\\\\n");
}

static void put_caption(struct laying *lay)
{
    const struct assay_str basis = assay_table_basis(&lay->arena, lay->table);

    assay_buf_puts(lay->out, "\\caption{");
    put_text(lay, lay->table->caption);
    assay_buf_puts(lay->out, lay->table->caption.len ? "." : "");
    assay_buf_puts(lay->out, basis.len ? " " : "");
    put_text(lay, basis);
    assay_buf_printf(lay->out, "}\\label{tab:%s}", lay->table->slug.ptr);
}

static const char *size_of(const struct laying *lay)
{
    return lay->width > SMALLEST ? "\\footnotesize\n"
           : lay->width > SMALL  ? "\\small\n"
                                 : "";
}

void assay_latex_table(const struct assay_page_table *table, struct assay_buf *out)
{
    struct laying lay = {.table = table, .out = out};
    const bool tall = table->rows > LONG;

    look_through(&lay);
    assay_buf_printf(out, tall ? "{%s" : "\\begin{table}\n\\centering\n%s",
                     size_of(&lay));
    assay_buf_puts(out, "\\sisetup{retain-explicit-plus,table-align-text-before=false,"
                        "table-align-text-after=false}\n");
    if (!tall) {
        put_caption(&lay);
        assay_buf_puts(out, "\n\\par\\smallskip\n");
    }
    assay_buf_puts(out, tall ? "\\begin{longtable}{" : "\\begin{tabular}{");
    put_spec(&lay);
    assay_buf_puts(out, "}\n");
    if (tall) {
        put_caption(&lay);
        assay_buf_puts(out, " \\\\\n");
    }
    put_head(&lay);
    if (tall) {
        assay_buf_puts(out, "\\endfirsthead\n");
        put_head(&lay);
        assay_buf_puts(out, "\\endhead\n\\bottomrule\n\\endfoot\n");
    }
    for (size_t r = 0; r < table->rows; r++) {
        assay_buf_puts(out, table->row[r]->apart && r ? "\\midrule\n" : "");
        put_row(&lay, table->row[r]);
    }
    assay_buf_puts(out, tall ? "\\end{longtable}}\n"
                             : "\\bottomrule\n\\end{tabular}\n\\end{table}\n");
    assay_arena_release(&lay.arena);
}
