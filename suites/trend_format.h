/*
 * trend_format.h - logs of trainers, as they write them.
 *
 * A format is a constant struct in a file of its own, suites/trend_NAME.c, listed once in trend_formats.def. It
 * says two things, apart: how records of its files become rows (is, read), and what the names mean that the
 * trainer logs (names, marks), wherever they are: a trainer's metrics in an event file or an export have
 * its names, too. From the trainer's own source, which the file's head comment names with its version.
 */
#ifndef ASSAY_SUITES_TREND_FORMAT_H
#define ASSAY_SUITES_TREND_FORMAT_H

#include "harness/core/field.h"
#include "harness/core/records.h"
#include "suites/trend.h"

/* What a trainer's name means. */
struct assay_trend_name {
    enum assay_trend_role role;
    const char *name;           /* as logged, or with "train/" in front */
    enum assay_trend_unit unit; /* KL alone */
    enum assay_trend_estimator estimator;
};

struct assay_trend_format {
    const char *name;
    const char *summary; /* one line */
    const struct assay_trend_name
        *names; /* a role's first that is there counts; role OTHER: it has none, though a
                                             common name would say so; ends with {0}; NULL: names of any trainer */
    const char *const
        *marks; /* names that tell the trainer, NULL-terminated; NULL: none do */
    enum assay_layout layout; /* AUTO: rows of any layout, or one document */
    const char *file; /* how its files are called in a folder, a pattern; NULL: any way */
    bool folder;      /* a run is called as the folder of its file */

    /* True if the file's first record, in the format's layout, is of this format. NULL: files are as any others. */
    bool (*is)(const struct assay_node *record);

    /* True if a line of what the trainer printed has a row. NULL: it prints none. */
    bool (*is_line)(struct assay_str line);

    /* Puts into kept, a map in an arena, both as long as the file is read, what records behind this one need
       (source->kept). NULL: nothing. */
    void (*keep)(const struct assay_node *record, struct assay_arena *arena,
                 struct assay_node *kept);

    /*
     * A row or a LIST of rows, maps with names at their top, or NULL to leave the record out. NULL: as it is. Records
     * that are rows already, and {"@line": text} of what was printed, are to be read, too.
     * Errors: ASSAY_EDATA "path:line: what".
     */
    ASSAY_MUST_USE enum assay_code (*read)(const struct assay_field_source *source,
                                           struct assay_arena *arena,
                                           const struct assay_node **out,
                                           struct assay_error *err);
};

/* The format called name, or NULL; the i-th in alphabetical order, or NULL past the last. */
const struct assay_trend_format *assay_trend_format_find(const char *name);
const struct assay_trend_format *assay_trend_format_at(size_t i);

/* "unknown format X; did you mean Y?". Always ASSAY_EUSAGE. */
enum assay_code assay_trend_format_unknown(const char *name, struct assay_error *err);

/* How a file is to be read. */
struct assay_trend_found {
    const struct assay_trend_format *format; /* NULL: as it is */
    enum assay_layout layout;
};

/*
 * The format of a file and its layout by its first record, or by the first line that a trainer printed with a row.
 *
 *   wanted  the format that it is told to be of; NULL: any
 *
 * Errors: ASSAY_EIO; ASSAY_EDATA for an offline run of wandb.
 */
ASSAY_MUST_USE
enum assay_code assay_trend_format_detect(const char *path,
                                          const struct assay_trend_format *wanted,
                                          struct assay_trend_found *out,
                                          struct assay_error *err);

/* What names mean that no trainer's are, whatever their case, with - and blanks for _; ends with {0}. */
extern const struct assay_trend_name assay_trend_common_names[];

#define TREND_FORMAT(symbol) extern const struct assay_trend_format symbol;
#include "suites/trend_formats.def"
#undef TREND_FORMAT

#endif
