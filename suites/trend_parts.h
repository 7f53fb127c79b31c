/* trend_parts.h - what the steps of reading a trend share; for files of suites/ only. */
#ifndef ASSAY_SUITES_TREND_PARTS_H
#define ASSAY_SUITES_TREND_PARTS_H

#include "suites/trend_format.h"
#include "suites/trend_map.h"
#include "suites/trend_sheet.h"

/* What a reader is told beside the data. Zero bytes are none. */
struct assay_trend_notes {
    struct assay_arena *arena;
    const char *at[ASSAY_TREND_NOTES_MAX];
    size_t count, untold;
};

ASSAY_PRINTF(2, 3)
void assay_trend_note(struct assay_trend_notes *notes, const char *fmt, ...);

/* Which KL is logged, and where that was said last. */
struct assay_trend_measure {
    enum assay_trend_unit unit;
    enum assay_trend_estimator estimator;
    struct assay_str name; /* of the column; empty: no file had one */
    const char *path;
    bool differs; /* files name different estimators */
};

/* A trend being read. */
struct assay_trend_reading {
    const struct assay_trend_setting *setting;
    struct assay_arena *arena; /* of what is read */
    struct assay_trend_sheet all;
    struct assay_trend_source *source; /* (sources,) */
    size_t sources;
    struct assay_trend_measure kl;
    struct assay_trend_notes notes;
};

/* trend_meaning.c */

/*
 * Gives the columns of a file the roles that nobody told, by the names of its trainer, or of the one whose
 * marks it has, then by common ones.
 *
 *   kl  the name by which the KL was found, or NULL
 *
 * Returns the trainer whose names they are, or NULL.
 */
const struct assay_trend_format *assay_trend_meaning(
    struct assay_trend_sheet *sheet, const struct assay_trend_map *map,
    const struct assay_trend_format *format, const struct assay_trend_name **kl);

/* trend_append.c */

/* A file that was read whole. */
struct assay_trend_file {
    const char *path;
    struct assay_str run; /* of rows that do not say theirs */
    const struct assay_trend_map *map;
    const struct assay_trend_format *format; /* or NULL */
    uint32_t source;
};

/*
 * Settles what the columns of a file mean, checks them, and appends its rows to those of all files.
 * Errors: ASSAY_EDATA "path:line: what".
 */
ASSAY_MUST_USE
enum assay_code assay_trend_append(struct assay_trend_reading *reading,
                                   const struct assay_trend_file *file,
                                   struct assay_trend_sheet *sheet,
                                   struct assay_error *err);

/* trend_merge.c */

/* Rows that are of one step become one. Errors: ASSAY_EDATA where they contradict each other. */
ASSAY_MUST_USE
enum assay_code assay_trend_merge(struct assay_trend_reading *reading,
                                  struct assay_error *err);

/* trend_settle.c */

/* Derives what is not logged, and makes columns of the sheet. Errors: ASSAY_EDATA. */
ASSAY_MUST_USE
enum assay_code assay_trend_settle(struct assay_trend_reading *reading,
                                   struct assay_trend *out, struct assay_error *err);

/* Where a row of all files stands. */
struct assay_spot assay_trend_reading_spot(const struct assay_trend_reading *reading,
                                           size_t row);

/* The column of a role in the sheet, or NULL. */
struct assay_trend_cells *assay_trend_cells_of(struct assay_trend_sheet *sheet,
                                               enum assay_trend_role role, size_t index);

#endif
