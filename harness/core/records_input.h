/*
 * records_input.h - what the readers of record layouts share; for records*.c only.
 *
 * A reader pulls bytes through an input, which counts lines, and makes one record at a time.
 */
#ifndef ASSAY_CORE_RECORDS_INPUT_H
#define ASSAY_CORE_RECORDS_INPUT_H

#include "harness/core/archive.h"
#include "harness/core/buf.h"
#include "harness/core/jsonl.h"
#include "harness/core/records.h"
#include "harness/core/tensor.h"

#include <stdbool.h>

/* The bytes of a data file, from its byte order mark (passed over) to its end. */
struct records_input {
    const char *name; /* for messages */
    struct assay_archive *archive;
    struct assay_str rest; /* of the block at hand */
    unsigned line;         /* of the first byte of rest, from 1 */
    bool ended;            /* no block behind rest */
    const char *cut; /* what of the last record is not there, in words; NULL: nothing */
    bool words;      /* of the setting: NaN and infinities become texts */
    struct assay_buf part; /* a line that began in an earlier block */
};

/* Opens path and reads its first block. */
ASSAY_MUST_USE
enum assay_code assay_records_input_open(struct records_input *input, const char *path,
                                         struct assay_error *err);

/* Opens an archive whose members are records. */
ASSAY_MUST_USE
enum assay_code assay_records_members_open(struct records_input *input, const char *path,
                                           struct assay_error *err);

void assay_records_input_close(struct records_input *input);

/* Sees to it that rest is not empty unless the input has ended. */
ASSAY_MUST_USE
enum assay_code assay_records_input_fill(struct records_input *input,
                                         struct assay_error *err);

/*
 * The next line without its '\n', valid until the next call; more is false at the end, where
 * there is none. input->line counts it already.
 *
 * Errors: ASSAY_EDATA for a line longer than ASSAY_JSONL_RECORD_BYTES.
 */
ASSAY_MUST_USE
enum assay_code assay_records_input_line(struct records_input *input,
                                         struct assay_str *line, bool *more,
                                         struct assay_error *err);

/* True if there are only blanks (space, tab, CR, LF) in text. */
bool assay_records_blank(struct assay_str text);

/* One reader of one layout: state of its own, made by its _new function. */
struct records_reader {
    /* The next record into arena, NULL at the end; line says where it began, 0 if unknown. */
    enum assay_code (*next)(struct records_reader *reader, struct records_input *input,
                            struct assay_arena *arena, const struct assay_node **out,
                            unsigned *line, struct assay_error *err);
    void (*release)(struct records_reader *reader); /* frees it */
};

struct records_reader *assay_records_jsonl_new(void);
struct records_reader *assay_records_list_new(void);
struct records_reader *assay_records_table_new(char separator, bool quotes);
struct records_reader *assay_records_members_new(const char *folder); /* borrowed */
struct records_reader *assay_records_tfevents_new(void);
struct records_reader *assay_records_lines_new(void);
struct records_reader *assay_records_parquet_new(const struct assay_field_keys *keys);
/* LISTS, COLUMNS, ENTRIES, DOCUMENT, or AUTO: whichever of the first three it turns out to be. */
struct records_reader *assay_records_whole_new(enum assay_layout layout);
/* ARRAYS; borrowed. */
struct records_reader *assay_records_arrays_new(const struct assay_tensors *arrays);

/*
 * Takes over inner, whose records are grouped by the text at a field's path; out is to be
 * released also after an error. Errors: ASSAY_EUSAGE for a malformed path.
 */
ASSAY_MUST_USE
enum assay_code assay_records_group_new(const struct assay_records_setting *setting,
                                        struct records_reader *inner,
                                        struct records_reader **out,
                                        struct assay_error *err);

/* As above for rows_of of the setting. Errors: ASSAY_EUSAGE for a malformed one. */
ASSAY_MUST_USE
enum assay_code assay_records_rows_new(const struct assay_node *spec,
                                       struct records_reader *inner,
                                       struct records_reader **out,
                                       struct assay_error *err);

struct assay_format_reading;
/* Takes over inner, whose records are those of a foreign format; the rest is borrowed. */
struct records_reader *assay_records_format_new(const struct assay_format *format,
                                                struct assay_format_reading *reading,
                                                struct records_reader *inner);

/* The text of one record, and where it began. */
struct records_text {
    struct assay_str text;
    unsigned line;
    bool words; /* as in records_input */
};

/*
 * Copies a record's text into arena, with the padding that the parser asks for, and parses it:
 * an object, or it is an error.
 */
ASSAY_MUST_USE
enum assay_code assay_records_parse(struct assay_jsonl *parser, const char *name,
                                    const struct records_text *from,
                                    struct assay_arena *arena,
                                    const struct assay_node **out,
                                    struct assay_error *err);

/* What AUTO comes to by the name and the first bytes; AUTO again for a whole document. */
ASSAY_MUST_USE
enum assay_code assay_records_detect(const struct records_input *input,
                                     enum assay_layout *out, struct assay_error *err);

/* A copy of a tree with its texts. */
struct assay_node assay_records_copy(const struct assay_node *node,
                                     struct assay_arena *arena);

/* A map node with room for n members. */
struct assay_node *assay_records_map(struct assay_arena *arena, size_t n);

/* One more member of such a map, for which there is room. */
void assay_records_put(struct assay_node *map, struct assay_str key,
                       struct assay_node value);

#endif
