/*
 * records.h - data files of any of the shapes the field uses, one record at a time.
 *
 * A path names a regular file or a member of an archive (`bundle.tar.zst::path/in/it.jsonl`),
 * plain or compressed with gzip, xz, zstd or bzip2. Reading streams: memory does not grow with
 * the number of records, save for the layouts marked (whole). A FIFO, directory or device is
 * refused. The bytes of the file (as stored, before decompression) are hashed on the way.
 * A byte order mark at the start is passed over; lines may end in CRLF. An empty file holds no
 * records, in every layout.
 */
#ifndef ASSAY_CORE_RECORDS_H
#define ASSAY_CORE_RECORDS_H

#include "harness/core/attr.h"
#include "harness/core/digest.h"
#include "harness/core/error.h"
#include "harness/core/tree.h"

#include <stdbool.h>

enum assay_layout {
    ASSAY_LAYOUT_AUTO,  /* by the first bytes, the name (.csv, .tsv, .jsonl), and what an
                           object holds: lists of objects, lists, or neither */
    ASSAY_LAYOUT_JSONL, /* one JSON object a line; blank lines are passed over */
    ASSAY_LAYOUT_JSON,  /* a list of objects: streamed element by element */
    ASSAY_LAYOUT_LISTS, /* {name: [object, ...], ...} (whole): each record gains "@list" */
    ASSAY_LAYOUT_COLUMNS, /* {column: [...], ..., scalar: x} (whole): row i of every column,
                             scalars repeated, as reward-bench stores scores */
    ASSAY_LAYOUT_ENTRIES, /* {name: value, ...} (whole): records {"@name": .., "@value": ..} */
    ASSAY_LAYOUT_CSV,      /* RFC 4180, header line first; every value is text */
    ASSAY_LAYOUT_TSV,      /* tab-separated, header line first, no quoting */
    ASSAY_LAYOUT_DOCUMENT, /* one JSON object (whole) is the only record, whose nodes
                              live until close */
    ASSAY_LAYOUT_MEMBERS, /* each JSON member of an archive is a record, the last of one name */
    ASSAY_LAYOUT_ARRAYS, /* npy, npz, safetensors (whole, tensor.h): row i of every array under its
                              name, "@value" where it has none; single numbers repeated. Arrays of
                              different lengths: each row of each is {"@list": array, "@place": row
                              in it, "@value": ..} */
    ASSAY_LAYOUT_TFEVENTS, /* event files of TensorBoard (tfevents.h): {"step": .., "wall_time": .., tag: value, ...} of
                              every event with numbers; a last record that is cut short is left out */
    ASSAY_LAYOUT_LINES, /* any text, {"@line": text} of each line; never by detection */
    ASSAY_LAYOUT_PARQUET, /* rows of columns, by DuckDB (parquet.h); not inside an archive */
};

/* "auto", "jsonl", "json", "lists", "columns", "entries", "csv", "tsv", "document", "members",
   "arrays", "tfevents", "lines", "parquet", NULL. */
extern const char *const assay_layout_names[];

/* Most bytes of records that group_by keeps (1 GiB). */
#define ASSAY_RECORDS_GROUPED_BYTES (UINT64_C(1) << 30)

enum {
    ASSAY_RECORDS_SHUFFLES_MAX = 1000,
    ASSAY_RECORDS_MEMBER_BYTES = 1 << 26 /* longest member that is a record */
};

struct assay_field_keys;
struct assay_format;
struct assay_records;

struct assay_records_setting {
    const char *path;
    enum assay_layout layout;
    const struct assay_node *
        group_by; /* (whole) records that share the text of this field (field.h) become one record
                              {"@rows": [record, ...]}, in order of first sight; borrowed; or NULL */
    size_t
        shuffles; /* of records that are grouped, which then come in this order: as Python
                        after random.seed(1234) shuffles the list of them so many times, each
                        time anew from the file (vl-rewardbench/VL_RewardBench cal.py
                        shuffle_data); 0: as they stand */
    const struct assay_node *
        rows_of; /* {field: path, where: [{field: path, is: text, asks: option}, ...]}: a record that holds
                    many rows, as a list or a text of words, becomes a record {"@value": row,
                    "@index": place} for each; of the records that have these texts, where an
                    empty one says that all have the same; asks is the suite's option that messages
                    name; borrowed; or NULL */
    const char *folder; /* MEMBERS: those whose name begins so ("samples/"); NULL: all */
    bool
        words; /* NaN, Infinity and -Infinity where JSON has a number are texts, as Python
                           writes them; else they are refused. CSV and TSV hold texts anyway */
    const struct assay_format
        *format;        /* records of a foreign format (format.h), which sets
                                          layout, folder and words; NULL: as they stand */
    const char *metric; /* of the format's several; NULL: its first */
    const struct assay_field_keys *
        keys; /* what is read of a record; PARQUET: the rest is null. NULL: all. Borrowed */
};

/* Opens; nothing is read beyond what layout detection needs. Errors: ASSAY_EIO, ASSAY_EDATA. */
ASSAY_MUST_USE
enum assay_code assay_records_open(const struct assay_records_setting *setting,
                                   struct assay_records **out, struct assay_error *err);

/*
 * The next record, always a MAP, or NULL at the end. Nodes and texts are in arena (the bytes of
 * a line are copied there once and parsed in place), so the caller owns the record's life.
 *
 * Errors: ASSAY_EDATA "path:line: what" for malformed, oversized or hostile input; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_records_next(struct assay_records *records,
                                   struct assay_arena *arena,
                                   const struct assay_node **out,
                                   struct assay_error *err);

/* Records so far, from 1; the line of the last one, from 1 (0: the layout cannot tell). */
size_t assay_records_count(const struct assay_records *records);
unsigned assay_records_line(const struct assay_records *records);

/* The layout that the file is in, which is what was asked for where that was not AUTO. */
enum assay_layout assay_records_layout(const struct assay_records *records);

/* SHA-256 of the stored file; call after the last record. For a member: of the archive. */
ASSAY_MUST_USE
enum assay_code assay_records_digest(struct assay_records *records,
                                     char out[ASSAY_DIGEST_HEX], struct assay_error *err);

/* assay_records_digest will not be called: then nothing is hashed. */
void assay_records_forgo_digest(struct assay_records *records);

/* Fields of the records so far that the format did not read: "a, b, ..."; empty: none. In arena. */
struct assay_str assay_records_lost(const struct assay_records *records,
                                    struct assay_arena *arena);

/* Records that the format or layout left out, with why in words; 0 where there is none. */
size_t assay_records_left_out(const struct assay_records *records, const char **why);

void assay_records_close(struct assay_records *records); /* NULL is allowed */

#endif
