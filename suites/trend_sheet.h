/*
 * trend_sheet.h - rows of a log into columns, while they are read; for files of suites/ only.
 *
 * Rows of a trainer's log differ in what they have, so that columns appear at any row. One sheet is filled a
 * file, in which columns have the names of the file; what they mean is settled at its end, and the sheet
 * appended to the one of all files.
 */
#ifndef ASSAY_SUITES_TREND_SHEET_H
#define ASSAY_SUITES_TREND_SHEET_H

#include "harness/core/tree.h"
#include "suites/trend.h"

enum {
    ASSAY_TREND_TEXT_BYTES =
        200 /* longer texts stand under the first 16 digits of their SHA-256 */
};

/* Texts by number, each once. Zero bytes are none; memory is the heap's. */
struct assay_trend_levels {
    struct assay_arena arena;
    struct assay_str *at; /* (count,) */
    size_t count, cap;
    uint32_t *slot; /* (slots,) number + 1, by hash; 0: free */
    size_t slots;
};

uint32_t assay_trend_levels_add(struct assay_trend_levels *levels, struct assay_str text);
void assay_trend_levels_release(struct assay_trend_levels *levels);

/* A column under construction. */
struct assay_trend_cells {
    struct assay_str name;
    enum assay_trend_role role;
    size_t index; /* of several of its role */
    bool derived;
    bool aside; /* it has no role, whatever it is called */
    bool told;  /* somebody named it: it has to be of numbers, where it splits nothing */
    double *number; /* (numbers,) of the first rows, NaN: none */
    uint32_t *id;   /* (ids,) of texts, likewise */
    size_t numbers, number_cap, ids, id_cap;
    struct assay_trend_levels levels;
    size_t odd, odd_row; /* values that are no finite numbers, the first of them */
    size_t texts, text_row;
};

struct assay_trend_sheet {
    struct assay_arena arena; /* names */
    struct assay_trend_cells *column;
    size_t columns, column_cap;
    struct assay_trend_place *place;
    size_t rows, row_cap;
    size_t last; /* column that was asked for last */
};

void assay_trend_sheet_release(struct assay_trend_sheet *sheet);

/* Begins a row. Errors: ASSAY_EDATA for more rows than ASSAY_TREND_ROWS_MAX. */
ASSAY_MUST_USE
enum assay_code assay_trend_sheet_row(struct assay_trend_sheet *sheet,
                                      const struct assay_trend_place *place,
                                      const char *path, struct assay_error *err);

/*
 * The column of a role, made where there is none: OTHER and SPLIT by name, the rest by index.
 * Errors: ASSAY_EDATA for more columns than ASSAY_TREND_COLUMNS_MAX.
 */
ASSAY_MUST_USE
enum assay_code assay_trend_sheet_column(struct assay_trend_sheet *sheet,
                                         const struct assay_trend_cells *like,
                                         const char *path, size_t *out,
                                         struct assay_error *err);

/* True if two columns are one. */
bool assay_trend_cells_same(const struct assay_trend_cells *a,
                            const struct assay_trend_cells *b);

/*
 * The value of a node in the last row: numbers, truths as 0 and 1, texts that spell numbers; other texts by
 * number; null, empty texts, lists and maps are absent, NaN and infinities counted as odd.
 */
void assay_trend_sheet_put(struct assay_trend_sheet *sheet, size_t column,
                           const struct assay_node *node);

void assay_trend_cells_put_number(struct assay_trend_cells *cells, size_t row,
                                  double value);
void assay_trend_cells_put_text(struct assay_trend_cells *cells, size_t row,
                                struct assay_str text);

/* The number of a row or NaN, the text of a row or the empty view. */
double assay_trend_cells_number(const struct assay_trend_cells *cells, size_t row);
struct assay_str assay_trend_cells_text(const struct assay_trend_cells *cells,
                                        size_t row);
bool assay_trend_cells_has(const struct assay_trend_cells *cells, size_t row);

/* The value of row `from` of one column, in row `to` of another. */
void assay_trend_cells_copy(const struct assay_trend_cells *from, size_t row,
                            struct assay_trend_cells *to, size_t at);

/* What row `from` has or has not, in a row before it. */
void assay_trend_cells_shift(struct assay_trend_cells *cells, size_t from, size_t to);

#endif
