/*
 * format.h - files that other tools write and read: scores, judgments, leaderboards.
 *
 * A format is a constant struct in a file of its own, harness/core/format_NAME.c, listed once in
 * formats.def: `assay ls formats`, `assay data import`, `assay data export --format NAME`. Reading
 * one gives the records that `replay` reads of any file (JSON Lines where stored):
 *
 *     id          text that names the item; a number is spelt out
 *     subset      text, where the format has groups of items
 *     prompt      text or messages, completions: texts; where the format has them
 *     label       what is right, as the format spells it
 *     scores      one number a completion, or
 *     verdicts    numbers on the item as a whole, one a presentation order
 *     states      where something has no value, which is null then: a state (answer.h) a value
 *
 * or keep the names of the format where these are well known (score_chosen, scores_chosen, ...).
 * A format of totals gives one record: model, and a number a subset.
 *
 * What failed, was refused or came back empty is a state and never a number, whatever the other
 * tool counts it as; each format says what else is lost.
 */
#ifndef ASSAY_CORE_FORMAT_H
#define ASSAY_CORE_FORMAT_H

#include "harness/core/answer.h"
#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/field.h"
#include "harness/core/records.h"

#include <stdbool.h>
#include <stddef.h>

struct assay_format_run; /* format_write.h */
struct assay_rollout_checker;
struct assay_buf;

enum {
    ASSAY_FORMAT_LOST_MAX = 16 /* fields that are told as lost */
};

/* One file being read. Zero bytes begin. */
struct assay_format_reading {
    const char *metric;       /* which of several numbers is wanted; NULL: the first */
    struct assay_arena arena; /* of what is remembered from record to record */
    struct assay_str
        lost[ASSAY_FORMAT_LOST_MAX]; /* fields of records that were not read */
    size_t lost_count;               /* those behind the last are not told */
    bool
        whole; /* the record at hand brings all that was answered along: nothing is lost */
    struct assay_str filter;               /* lm-eval: the filter whose rows count */
    struct assay_rollout_checker *rollout; /* rollout: the records so far, or NULL */
    size_t left_out;                       /* records that were left out on purpose */
    const char *why;                       /* in words */
};

struct assay_format {
    const char *name;
    const char *summary; /* one line for `assay ls formats` */
    const char *lost;    /* what it cannot hold, or reading leaves out: one sentence */
    const char *const
        *reads; /* fields that `read` looks at beside those that it keeps, "key" or
                               "key.member", NULL-terminated; NULL: nothing is lost by reading */
    const char *leaves; /* what any run has that `write` leaves out; NULL: nothing */
    bool answered;      /* items without an answer are left out by `write` */
    bool totals;        /* a number a subset, no items */
    enum assay_layout layout; /* AUTO: rows of any layout, or one document */
    const char *folder;       /* MEMBERS: names begin so */
    const char
        *file; /* how its files are called in a directory, a pattern; NULL: any way */

    /* True if a record (DOCUMENT, COLUMNS: the whole object) is of this format. NULL: files of
       this format are read without being recognised. */
    bool (*is)(const struct assay_node *record);

    /*
     * The record for one of the file, or a LIST of them, or NULL to leave it out. NULL: not read.
     * Errors: ASSAY_EDATA "path:line: field: what".
     */
    ASSAY_MUST_USE enum assay_code (*read)(struct assay_format_reading *reading,
                                           const struct assay_field_source *source,
                                           struct assay_arena *arena,
                                           const struct assay_node **out,
                                           struct assay_error *err);

    /* Appends a run to out. NULL: not written. Errors: ASSAY_EUSAGE, ASSAY_EDOMAIN. */
    ASSAY_MUST_USE enum assay_code (*write)(const struct assay_format_run *run,
                                            struct assay_buf *out,
                                            struct assay_error *err);
};

/* The format called name, or NULL; the i-th in alphabetical order, or NULL past the last. */
const struct assay_format *assay_format_find(const char *name);
const struct assay_format *assay_format_at(size_t i);

/* Remembers fields of a record that became `made` which were not read and hold something. */
void assay_format_note_lost(struct assay_format_reading *reading,
                            const struct assay_format *format,
                            const struct assay_node *record,
                            const struct assay_node *made);

/* "unknown format X; did you mean Y?". Always ASSAY_EUSAGE. */
enum assay_code assay_format_unknown(const char *name, struct assay_error *err);

/*
 * The format of a file by its first record, or NULL where it is none of these: then it is read by
 * the names of its fields. What cannot be read is none. Errors: ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_format_detect(const char *path, const struct assay_format **out,
                                    struct assay_error *err);

/*
 * The file that a directory stands for: the only one in it, or in the folders in it, that is called as
 * files of a format are; items are preferred to totals. What is no directory stands for itself.
 *
 *   wanted  the format it has to be of; NULL: any
 *   out     path itself, or in arena
 *
 * Errors: ASSAY_EDATA "path: ..." where there is no such file, or several: then some are named.
 */
ASSAY_MUST_USE
enum assay_code assay_format_file(const char *path, const struct assay_format *wanted,
                                  struct assay_arena *arena, const char **out,
                                  struct assay_error *err);

#define FORMAT(symbol) extern const struct assay_format symbol;
#include "harness/core/formats.def"
#undef FORMAT

#endif
