/* trend_meaning.c - what the columns of a file are, by their names. */
#include "suites/trend_parts.h"

#include <math.h>
#include <string.h>

/* True if a letter is that of a word, whatever its case, or stands for its _. */
static bool same_letter(char c, char of)
{
    return c == of || (c >= 'A' && c <= 'Z' && c - 'A' == of - 'a') ||
           ((c == '-' || c == ' ') && of == '_');
}

static bool common(struct assay_str name, const char *word)
{
    if (name.len != strlen(word))
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (!same_letter(name.ptr[i], word[i]))
            return false;
    return true;
}

/* As a trainer logs it: its callbacks and loggers put "train/" in front. */
static bool logged(struct assay_str name, const char *word)
{
    const struct assay_str train = ASSAY_STR("train/");

    if (assay_str_equal(name, assay_str_of(word)))
        return true;
    return assay_str_starts(name, train) &&
           assay_str_equal((struct assay_str){name.ptr + train.len, name.len - train.len},
                           assay_str_of(word));
}

/* The column of a name that has no role yet, or NULL. */
static struct assay_trend_cells *find(struct assay_trend_sheet *sheet, const char *word,
                                      bool (*same)(struct assay_str name,
                                                   const char *word))
{
    for (size_t i = 0; i < sheet->columns; i++) {
        struct assay_trend_cells *cells = &sheet->column[i];

        if (cells->role == ASSAY_TREND_OTHER && !cells->told && !cells->aside &&
            same(cells->name, word))
            return cells;
    }
    return NULL;
}

/* The first trainer that a name of the file tells. */
static const struct assay_trend_format *trainer_of(struct assay_trend_sheet *sheet)
{
    const struct assay_trend_format *format;

    for (size_t i = 0; (format = assay_trend_format_at(i)); i++)
        for (size_t k = 0; format->marks && format->marks[k]; k++)
            if (find(sheet, format->marks[k], logged))
                return format;
    return NULL;
}

struct meaning {
    struct assay_trend_sheet *sheet;
    bool found[ASSAY_TREND_ROLES]; /* settled already */
    const struct assay_trend_name *kl;
};

static void by_names(struct meaning *meaning, const struct assay_trend_name *names,
                     bool (*same)(struct assay_str name, const char *word))
{
    for (size_t i = 0; names && names[i].name; i++) {
        const enum assay_trend_role role = names[i].role;
        struct assay_trend_cells *cells;

        if (role == ASSAY_TREND_STEP ||
            (role != ASSAY_TREND_OTHER && meaning->found[role]))
            continue;
        cells = find(meaning->sheet, names[i].name, same);
        if (!cells)
            continue;
        cells->role = role;
        cells->aside = role == ASSAY_TREND_OTHER;
        meaning->found[role] = true;
        if (role == ASSAY_TREND_KL)
            meaning->kl = &names[i];
    }
}

/* True if every row has a number there. */
static bool covers(const struct assay_trend_sheet *sheet,
                   const struct assay_trend_cells *cells)
{
    for (size_t i = 0; i < sheet->rows; i++)
        if (isnan(assay_trend_cells_number(cells, i)))
            return false;
    return true;
}

/* What one column lacks, of another. */
static void fill(const struct assay_trend_sheet *sheet, struct assay_trend_cells *cells,
                 const struct assay_trend_cells *from)
{
    for (size_t i = 0; i < sheet->rows; i++)
        if (isnan(assay_trend_cells_number(cells, i)) &&
            !isnan(assay_trend_cells_number(from, i)))
            assay_trend_cells_put_number(cells, i, assay_trend_cells_number(from, i));
}

/* The trainer's step, of which it may have several: of training and of evaluation. */
static struct assay_trend_cells *trainers_step(struct meaning *meaning,
                                               const struct assay_trend_name *names)
{
    struct assay_trend_cells *step = NULL;

    for (size_t i = 0; names && names[i].name; i++) {
        struct assay_trend_cells *cells =
            names[i].role == ASSAY_TREND_STEP
                ? find(meaning->sheet, names[i].name, logged)
                : NULL;

        if (cells && step)
            fill(meaning->sheet, step, cells);
        else if (cells)
            step = cells;
    }
    return step;
}

/* The first that every row has; where there is none, the first, so that the row is told. */
static void by_step(struct meaning *meaning, const struct assay_trend_name *names)
{
    struct assay_trend_cells *step = trainers_step(meaning, names), *first = step;

    if (meaning->found[ASSAY_TREND_STEP])
        return;
    if (step && !covers(meaning->sheet, step))
        step = NULL;
    for (size_t i = 0; !step && assay_trend_common_names[i].name; i++) {
        struct assay_trend_cells *cells =
            assay_trend_common_names[i].role == ASSAY_TREND_STEP
                ? find(meaning->sheet, assay_trend_common_names[i].name, common)
                : NULL;

        first = first ? first : cells;
        if (cells && covers(meaning->sheet, cells))
            step = cells;
    }
    step = step ? step : first;
    if (!step)
        return;
    step->role = ASSAY_TREND_STEP;
    meaning->found[ASSAY_TREND_STEP] = true;
}

/* "n" may be how many of anything there were, unless it is all that rows go by. */
static void by_n(struct meaning *meaning)
{
    struct assay_trend_cells *cells = find(meaning->sheet, "n", common);

    if (!cells || meaning->found[ASSAY_TREND_STEP] || meaning->found[ASSAY_TREND_KL] ||
        meaning->found[ASSAY_TREND_D] || meaning->found[ASSAY_TREND_N])
        return;
    cells->role = ASSAY_TREND_N;
}

const struct assay_trend_format *assay_trend_meaning(
    struct assay_trend_sheet *sheet, const struct assay_trend_map *map,
    const struct assay_trend_format *format, const struct assay_trend_name **kl)
{
    const struct assay_trend_format *trainer =
        format && format->names ? format : trainer_of(sheet);
    struct meaning meaning = {.sheet = sheet};

    memcpy(meaning.found, map->given, sizeof(meaning.found));
    by_step(&meaning, trainer ? trainer->names : NULL);
    by_names(&meaning, trainer ? trainer->names : NULL, logged);
    by_names(&meaning, assay_trend_common_names, common);
    by_n(&meaning);
    *kl = meaning.kl;
    return trainer;
}
