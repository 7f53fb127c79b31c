/* trend_settle.c - columns of a trend out of those that were read, and what follows from them. */
#include "suites/trend_parts.h"

#include "harness/core/buf.h"
#include "metrics/best_of_n.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct settling {
    struct assay_trend_reading *reading;
    struct assay_trend_sheet *all;
    struct assay_trend *out;
    struct assay_error *err;
};

struct assay_spot assay_trend_reading_spot(const struct assay_trend_reading *reading,
                                           size_t row)
{
    const struct assay_trend_place *place = &reading->all.place[row];

    return (struct assay_spot){reading->source[place->source].path, place->line,
                               place->record};
}

struct assay_trend_cells *assay_trend_cells_of(struct assay_trend_sheet *sheet,
                                               enum assay_trend_role role, size_t index)
{
    for (size_t i = 0; i < sheet->columns; i++)
        if (sheet->column[i].role == role && sheet->column[i].index == index)
            return &sheet->column[i];
    return NULL;
}

/* ---- what is not logged ---- */

static enum assay_code derived(const struct settling *s, enum assay_trend_role role,
                               const char *name, struct assay_trend_cells **out)
{
    const struct assay_trend_cells like = {
        .name = assay_str_of(name), .role = role, .derived = true};
    size_t at;
    const enum assay_code code =
        assay_trend_sheet_column(s->all, &like, s->reading->source[0].path, &at, s->err);

    if (!code)
        *out = &s->all->column[at];
    return code;
}

static enum assay_code kl_of_n(const struct settling *s)
{
    const struct assay_trend_cells *n = assay_trend_cells_of(s->all, ASSAY_TREND_N, 0);
    struct assay_trend_cells *kl;
    enum assay_code code;

    if (!n || assay_trend_cells_of(s->all, ASSAY_TREND_KL, 0) ||
        assay_trend_cells_of(s->all, ASSAY_TREND_D, 0))
        return ASSAY_OK;
    code = derived(s, ASSAY_TREND_KL, "kl", &kl);
    n = assay_trend_cells_of(s->all, ASSAY_TREND_N, 0); /* columns may have moved */
    for (size_t row = 0; !code && row < s->all->rows; row++) {
        const double value = assay_trend_cells_number(n, row);

        if (isnan(value))
            continue;
        if (!(value >= 1.0 && value <= 1e15) || value != floor(value))
            return assay_fail_at(s->err, assay_trend_reading_spot(s->reading, row),
                                 "%.*s is %.15g, not a number of samples",
                                 ASSAY_STR_ARG(n->name), value);
        assay_trend_cells_put_number(kl, row, assay_best_of_n_kl((size_t)value));
    }
    s->reading->kl = (struct assay_trend_measure){ASSAY_TREND_UNIT_SEQUENCE,
                                                  ASSAY_TREND_ESTIMATOR_EXACT,
                                                  ASSAY_STR("kl"), "", false};
    return code;
}

static double root_of(double kl)
{
    return kl < 0.0 ? 0.0 : sqrt(kl);
}

/* d of the KL and the KL of d, where a row has one of them. */
static enum assay_code complete(const struct settling *s)
{
    struct assay_trend_cells *kl = assay_trend_cells_of(s->all, ASSAY_TREND_KL, 0);
    struct assay_trend_cells *d = assay_trend_cells_of(s->all, ASSAY_TREND_D, 0);
    enum assay_code code = ASSAY_OK;

    if (!kl && !d)
        return ASSAY_OK;
    if (!d)
        code = derived(s, ASSAY_TREND_D, "d", &d);
    else if (!kl)
        code = derived(s, ASSAY_TREND_KL, "kl", &kl);
    if (code)
        return code;
    kl = assay_trend_cells_of(s->all, ASSAY_TREND_KL, 0);
    d = assay_trend_cells_of(s->all, ASSAY_TREND_D, 0);
    for (size_t row = 0; row < s->all->rows; row++) {
        const double x = assay_trend_cells_number(kl, row);
        const double y = assay_trend_cells_number(d, row);

        if (isnan(y) && !isnan(x))
            assay_trend_cells_put_number(d, row, root_of(x));
        else if (isnan(x) && !isnan(y))
            assay_trend_cells_put_number(kl, row, y * y);
    }
    return ASSAY_OK;
}

/* ---- columns ---- */

bool assay_trend_size(struct assay_str text, double *out)
{
    static const struct {
        char letter;
        double factor;
    } units[] = {{'k', 1e3}, {'K', 1e3}, {'m', 1e6}, {'M', 1e6},  {'b', 1e9},
                 {'B', 1e9}, {'g', 1e9}, {'G', 1e9}, {'t', 1e12}, {'T', 1e12}};
    const struct assay_str digits = {text.ptr, text.len ? text.len - 1 : 0};

    for (size_t i = 0; digits.len && i < sizeof(units) / sizeof(units[0]); i++)
        if (text.ptr[digits.len] == units[i].letter && assay_str_number(digits, out)) {
            *out *= units[i].factor;
            return true;
        }
    return assay_str_number(text, out);
}

static bool has_size(enum assay_trend_role role)
{
    return role == ASSAY_TREND_RM_SIZE || role == ASSAY_TREND_DATA_SIZE;
}

/* The number of a row, or false: it has a text that is none. */
static bool number_of(const struct assay_trend_cells *cells, size_t row, double *out)
{
    const struct assay_str text = assay_trend_cells_text(cells, row);

    *out = assay_trend_cells_number(cells, row);
    return !isnan(*out) || text.len == 0 ||
           (has_size(cells->role) && assay_trend_size(text, out));
}

/* The numbers of all rows, or NULL: some are texts. */
static const double *numbers_of(const struct settling *s,
                                const struct assay_trend_cells *cells)
{
    double *number = assay_arena_new(s->reading->arena, s->all->rows, sizeof(*number));
    const bool numbers = !assay_trend_splits(cells->role);

    for (size_t row = 0; row < s->all->rows; row++)
        if (!number_of(cells, row, &number[row]) && !numbers)
            return NULL;
    return number;
}

/* What a row has, as a text. */
static struct assay_str spelt(const struct assay_trend_cells *cells, size_t row,
                              char out[ASSAY_STR_REAL])
{
    const double number = assay_trend_cells_number(cells, row);

    return isnan(number) ? assay_trend_cells_text(cells, row)
                         : assay_str_of(assay_str_real(number, out));
}

static void level(const struct settling *s, const struct assay_trend_cells *cells,
                  struct assay_trend_column *out)
{
    struct assay_trend_levels levels = {0};
    struct assay_str *at;
    uint32_t *id = assay_arena_new(s->reading->arena, s->all->rows, sizeof(*id));
    char text[ASSAY_STR_REAL];

    for (size_t row = 0; row < s->all->rows; row++)
        id[row] = assay_trend_cells_has(cells, row)
                      ? assay_trend_levels_add(&levels, spelt(cells, row, text))
                      : ASSAY_TREND_ABSENT;
    at = assay_arena_new(s->reading->arena, levels.count + 1, sizeof(*at));
    for (size_t i = 0; i < levels.count; i++)
        at[i] = assay_arena_copy(s->reading->arena, levels.at[i]);
    out->id = id;
    out->level = at;
    out->level_count = levels.count;
    assay_trend_levels_release(&levels);
}

static void make_column(const struct settling *s, const struct assay_trend_cells *cells,
                        struct assay_trend_column *out)
{
    *out = (struct assay_trend_column){
        .name = assay_arena_copy(s->reading->arena, cells->name),
        .role = cells->role,
        .derived = cells->derived};
    out->number = numbers_of(s, cells);
    for (size_t row = 0; row < s->all->rows; row++)
        if (out->number ? !isnan(out->number[row]) : assay_trend_cells_has(cells, row))
            out->present++;
    if (assay_trend_splits(cells->role))
        level(s, cells, out);
}

static void make_columns(const struct settling *s)
{
    struct assay_trend_column *column =
        assay_arena_new(s->reading->arena, s->all->columns + 1, sizeof(*column));

    s->out->column = column;
    for (size_t role = ASSAY_TREND_STEP; role <= ASSAY_TREND_ROLES; role++)
        for (size_t i = 0; i < s->all->columns; i++) {
            if (s->all->column[i].role != role % ASSAY_TREND_ROLES)
                continue;
            make_column(s, &s->all->column[i], &column[s->out->columns]);
            s->out->columns += column[s->out->columns].present > 0;
        }
}

/* ---- what has to be there ---- */

static enum assay_code nothing_to_follow(const struct settling *s)
{
    struct assay_buf names = {.ceiling = sizeof(s->err->text) / 2};
    enum assay_code code;

    for (size_t i = 0; i < s->out->columns; i++)
        if (!s->out->column[i].derived)
            assay_buf_printf(&names, "%s%.*s", names.len ? ", " : "",
                             ASSAY_STR_ARG(s->out->column[i].name));
    code = assay_fail(s->err, ASSAY_EDATA,
                      "%s: no column is known to be a proxy, gold, win rate or margin; "
                      "there are %s",
                      s->reading->source[0].path, names.len ? names.data : "none");
    assay_buf_release(&names);
    return code;
}

static enum assay_code check(const struct settling *s)
{
    if (!assay_trend_column(s->out, ASSAY_TREND_PROXY, 0) &&
        !assay_trend_column(s->out, ASSAY_TREND_GOLD, 0) &&
        !assay_trend_column(s->out, ASSAY_TREND_WIN_RATE, 0) &&
        !assay_trend_column(s->out, ASSAY_TREND_MARGIN, 0))
        return nothing_to_follow(s);
    return ASSAY_OK;
}

/* What is taken for granted about the KL. */
static void note_kl(const struct settling *s)
{
    const struct assay_trend_measure *kl = &s->reading->kl;
    struct assay_trend_notes *notes = &s->reading->notes;

    if (kl->name.len == 0 || kl->unit == ASSAY_TREND_UNIT_SEQUENCE)
        return;
    if (kl->unit == ASSAY_TREND_UNIT_TOKEN)
        assay_trend_note(notes,
                         "%s: %.*s is a mean over tokens, and d its root: not that of "
                         "sequences, which is larger",
                         kl->path, ASSAY_STR_ARG(kl->name));
    else
        assay_trend_note(notes,
                         "%s: nothing says whether %.*s is of whole sequences or a mean "
                         "over tokens; it is taken for the former",
                         kl->path, ASSAY_STR_ARG(kl->name));
}

enum assay_code assay_trend_settle(struct assay_trend_reading *reading,
                                   struct assay_trend *out, struct assay_error *err)
{
    const struct settling s = {reading, &reading->all, out, err};
    struct assay_trend_place *place =
        assay_arena_new(reading->arena, reading->all.rows + 1, sizeof(*place));
    enum assay_code code = kl_of_n(&s);

    if (!code)
        code = complete(&s);
    if (code)
        return code;
    *out = (struct assay_trend){.rows = reading->all.rows,
                                .place = place,
                                .source = reading->source,
                                .sources = reading->sources,
                                .unit = reading->kl.unit,
                                .estimator = reading->kl.estimator};
    if (out->rows > 0)
        memcpy(place, reading->all.place, out->rows * sizeof(*place));
    make_columns(&s);
    note_kl(&s);
    return check(&s);
}
