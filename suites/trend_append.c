/* trend_append.c - the rows of one file, checked, behind those of the files before it. */
#include "suites/trend_parts.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

/* Below it a KL is no noise: TRL's PPO trainer warns where the mean of sequences is below -1. */
static const double lowest[] = {
    [ASSAY_TREND_UNIT_UNSTATED] = -1.0,
    [ASSAY_TREND_UNIT_SEQUENCE] = -1.0,
    [ASSAY_TREND_UNIT_TOKEN] = -0.05,
};

struct appending {
    struct assay_trend_reading *reading;
    const struct assay_trend_file *file;
    struct assay_trend_sheet *sheet;
    struct assay_trend_measure kl; /* of this file */
    struct assay_error *err;
};

void assay_trend_note(struct assay_trend_notes *notes, const char *fmt, ...)
{
    struct assay_error line;
    char text[sizeof(line.text)];
    va_list args;

    if (notes->count == ASSAY_TREND_NOTES_MAX) {
        notes->untold++;
        return;
    }
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    (void)assay_fail(&line, ASSAY_EDATA, "%s",
                     text); /* one line, no control characters */
    notes->at[notes->count++] =
        assay_arena_copy(notes->arena, assay_str_of(line.text)).ptr;
}

static struct assay_spot spot_of(const struct appending *a, size_t row)
{
    const struct assay_trend_place *place = &a->sheet->place[row];

    return (struct assay_spot){a->file->path, place->line, place->record};
}

/* "path:line" or "path: record N". */
static const char *where(const struct appending *a, size_t row)
{
    const struct assay_spot spot = spot_of(a, row);

    return spot.line
               ? assay_arena_printf(a->reading->arena, "%s:%zu", spot.path, spot.line)
               : assay_arena_printf(a->reading->arena, "%s: record %zu", spot.path,
                                    spot.row);
}

/* A column that is to be of numbers. */
static enum assay_code check_numbers(const struct appending *a,
                                     const struct assay_trend_cells *cells)
{
    const struct assay_str text = assay_trend_cells_text(cells, cells->text_row);

    if (cells->texts == 0 || assay_trend_splits(cells->role) ||
        (cells->role == ASSAY_TREND_OTHER && !cells->told))
        return ASSAY_OK;
    return assay_fail_at(a->err, spot_of(a, cells->text_row),
                         "%.*s: expected a number, found \"%.*s\"",
                         ASSAY_STR_ARG(cells->name), ASSAY_STR_ARG(text));
}

static void note_odd(const struct appending *a, const struct assay_trend_cells *cells)
{
    if (cells->odd == 0 || cells->role == ASSAY_TREND_OTHER)
        return;
    assay_trend_note(
        &a->reading->notes, "%s: %.*s is no finite number, and counts as absent%s",
        where(a, cells->odd_row), ASSAY_STR_ARG(cells->name),
        cells->odd == 1
            ? ""
            : assay_arena_printf(a->reading->arena, " (%zu more rows)", cells->odd - 1));
}

/* A step that some rows have, all of them have. */
static enum assay_code check_steps(const struct appending *a)
{
    const struct assay_trend_cells *step =
        assay_trend_cells_of(a->sheet, ASSAY_TREND_STEP, 0);

    for (size_t i = 0; step && i < a->sheet->rows; i++)
        if (isnan(assay_trend_cells_number(step, i)))
            return assay_fail_at(a->err, spot_of(a, i), "no %.*s, which other rows have",
                                 ASSAY_STR_ARG(step->name));
    return ASSAY_OK;
}

static bool never_negative(enum assay_trend_estimator estimator)
{
    return estimator == ASSAY_TREND_ESTIMATOR_K2 ||
           estimator == ASSAY_TREND_ESTIMATOR_K3 ||
           estimator == ASSAY_TREND_ESTIMATOR_EXACT;
}

static enum assay_code check_kl(const struct appending *a)
{
    const struct assay_trend_cells *kl =
        assay_trend_cells_of(a->sheet, ASSAY_TREND_KL, 0);
    const bool never = never_negative(a->kl.estimator);
    const double least = never ? 0.0 : lowest[a->kl.unit];
    size_t below = 0, first = 0;

    for (size_t i = 0; kl && i < a->sheet->rows; i++) {
        const double value = assay_trend_cells_number(kl, i);

        if (value < least)
            return assay_fail_at(
                a->err, spot_of(a, i), "%.*s is %.4g; %s", ASSAY_STR_ARG(kl->name), value,
                never ? "an estimator of this kind cannot be negative"
                      : "a KL is not negative, and this is more than noise");
        if (value < 0.0)
            first = below++ ? first : i;
    }
    if (below)
        assay_trend_note(&a->reading->notes,
                         "%s: %.*s is below 0 by noise of its estimator, and d 0 there "
                         "(%zu %s)",
                         where(a, first), ASSAY_STR_ARG(kl->name), below,
                         below == 1 ? "row" : "rows");
    return ASSAY_OK;
}

static enum assay_code check_d(const struct appending *a)
{
    const struct assay_trend_cells *d = assay_trend_cells_of(a->sheet, ASSAY_TREND_D, 0);

    for (size_t i = 0; d && i < a->sheet->rows; i++)
        if (assay_trend_cells_number(d, i) < 0.0)
            return assay_fail_at(a->err, spot_of(a, i), "%.*s is below 0",
                                 ASSAY_STR_ARG(d->name));
    return ASSAY_OK;
}

static const char *summed_over(enum assay_trend_unit unit)
{
    return unit == ASSAY_TREND_UNIT_SEQUENCE ? "the KL of whole sequences"
                                             : "a mean over tokens";
}

/* The KL of one file beside that of those before it. */
static enum assay_code join_kl(const struct appending *a)
{
    struct assay_trend_measure *all = &a->reading->kl;

    if (a->kl.name.len == 0)
        return ASSAY_OK;
    if (all->unit && a->kl.unit && all->unit != a->kl.unit)
        return assay_fail(a->err, ASSAY_EDATA,
                          "%s: %.*s is %s, but %.*s of %s is %s; they are not read "
                          "together",
                          a->file->path, ASSAY_STR_ARG(a->kl.name),
                          summed_over(a->kl.unit), ASSAY_STR_ARG(all->name), all->path,
                          summed_over(all->unit));
    if (all->name.len > 0 && all->estimator != a->kl.estimator)
        all->differs = true;
    all->estimator = all->differs ? ASSAY_TREND_ESTIMATOR_UNSTATED : a->kl.estimator;
    if (all->name.len == 0 || a->kl.unit) {
        all->unit = a->kl.unit;
        all->name = assay_arena_copy(a->reading->arena, a->kl.name);
        all->path = a->file->path;
    }
    return ASSAY_OK;
}

/* Which KL the file has: as told, else by its name. */
static void measure_kl(struct appending *a, const struct assay_trend_name *known)
{
    const struct assay_trend_cells *cells =
        assay_trend_cells_of(a->sheet, ASSAY_TREND_KL, 0);

    if (!cells)
        return;
    a->kl.name = cells->name;
    a->kl.unit = a->file->map->unit;
    a->kl.estimator = a->file->map->estimator;
    if (known && !a->kl.unit)
        a->kl.unit = known->unit;
    if (known && !a->kl.estimator)
        a->kl.estimator = known->estimator;
}

static enum assay_code check(struct appending *a)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < a->sheet->columns; i++) {
        code = check_numbers(a, &a->sheet->column[i]);
        if (!code)
            note_odd(a, &a->sheet->column[i]);
    }
    if (!code)
        code = check_steps(a);
    if (!code)
        code = check_kl(a);
    if (!code)
        code = check_d(a);
    return code ? code : join_kl(a);
}

static enum assay_code copy_column(const struct appending *a,
                                   const struct assay_trend_cells *from, size_t first)
{
    struct assay_trend_sheet *all = &a->reading->all;
    size_t at;
    const enum assay_code code =
        assay_trend_sheet_column(all, from, a->file->path, &at, a->err);

    for (size_t i = 0; !code && i < a->sheet->rows; i++)
        assay_trend_cells_copy(from, i, &all->column[at], first + i);
    return code;
}

/* Rows without a run are of the file's. */
static enum assay_code name_run(const struct appending *a, size_t first)
{
    const struct assay_trend_cells run = {
        .name = ASSAY_STR("run"), .role = ASSAY_TREND_RUN, .derived = true};
    size_t at;
    enum assay_code code;

    if (assay_trend_cells_of(a->sheet, ASSAY_TREND_RUN, 0))
        return ASSAY_OK;
    code = assay_trend_sheet_column(&a->reading->all, &run, a->file->path, &at, a->err);
    for (size_t i = 0; !code && i < a->sheet->rows; i++)
        assay_trend_cells_put_text(&a->reading->all.column[at], first + i, a->file->run);
    return code;
}

enum assay_code assay_trend_append(struct assay_trend_reading *reading,
                                   const struct assay_trend_file *file,
                                   struct assay_trend_sheet *sheet,
                                   struct assay_error *err)
{
    struct appending a = {reading, file, sheet, {0}, err};
    const size_t first = reading->all.rows;
    const struct assay_trend_name *known;
    const struct assay_trend_format *trainer =
        assay_trend_meaning(sheet, file->map, file->format, &known);
    enum assay_code code;

    reading->source[file->source].trainer = trainer ? trainer->name : NULL;
    measure_kl(&a, known);
    code = check(&a);
    for (size_t i = 0; !code && i < sheet->rows; i++)
        code = assay_trend_sheet_row(&reading->all, &sheet->place[i], file->path, err);
    for (size_t i = 0; !code && i < sheet->columns; i++)
        code = copy_column(&a, &sheet->column[i], first);
    return code ? code : name_run(&a, first);
}
