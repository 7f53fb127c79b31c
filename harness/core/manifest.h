/*
 * manifest.h - what data sets there are: data_manifest.txt.
 *
 * Facts about data, never data: a block a data set, blocks apart by blank lines, `key: value` on a
 * line, `#` begins a comment line, an indented line goes on with the value above.
 *
 *     name: judgebench-gpt-4o           how suites call it: [a-z0-9.-]
 *     version: e2c52c28                 commit or release
 *     title: JudgeBench, ...
 *     licence: MIT
 *     citation: Tan et al. 2024, ...
 *     used-by: judgebench               suites, separated by blanks
 *     gated: accept its terms there     optional: what opens it to a token (HF_TOKEN)
 *     address: https://...              where the set is, if no file has an address
 *     file: judgebench/data/x.jsonl     below the data folder; what follows is of this file
 *     sha256: 64 hex digits             optional
 *     address: https://...              optional
 *
 * A block has one file or several, or none for a set that is only known by its address. name,
 * version, title, licence, citation and used-by are required.
 */
#ifndef ASSAY_CORE_MANIFEST_H
#define ASSAY_CORE_MANIFEST_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/str.h"

#include <stddef.h>

enum {
    ASSAY_MANIFEST_BYTES = 1 << 22,
    ASSAY_MANIFEST_BLOCKS = 4096,
    ASSAY_MANIFEST_FILES = 1024, /* of a block */
    ASSAY_MANIFEST_VALUE = 4096  /* longest value of several lines */
};

struct assay_manifest_file {
    const char *path;         /* relative, without "..", "." or empty parts */
    struct assay_str sha256;  /* 64 lower-case hex digits, or empty */
    struct assay_str address; /* or empty */
};

struct assay_manifest_entry {
    struct assay_str name, version, title, licence, citation, used_by;
    struct assay_str gated;            /* what has to be done to be let in; or empty */
    struct assay_str address;          /* of the set; or empty */
    struct assay_manifest_file *files; /* (file_count,) */
    size_t file_count;
    unsigned line; /* where the block begins */
};

struct assay_manifest {
    const struct assay_manifest_entry *entries; /* (count,) in the order of the file */
    size_t count;
};

/*
 * Parses text; out is in arena.
 *
 * Errors: ASSAY_EDATA "name:line: what" for unknown, repeated or missing keys, malformed values,
 * two blocks of one name, invalid UTF-8.
 */
ASSAY_MUST_USE
enum assay_code assay_manifest_parse(struct assay_str text, const char *name,
                                     struct assay_arena *arena,
                                     struct assay_manifest *out, struct assay_error *err);

/* Reads a file and parses it. Errors: also as of assay_document_read. */
ASSAY_MUST_USE
enum assay_code assay_manifest_read(const char *path, struct assay_arena *arena,
                                    struct assay_manifest *out, struct assay_error *err);

/* The block with that name, or NULL. */
const struct assay_manifest_entry *assay_manifest_find(
    const struct assay_manifest *manifest, struct assay_str name);

/* The name nearest to a mistyped one, or NULL. */
const char *assay_manifest_nearest(const struct assay_manifest *manifest,
                                   const char *name, struct assay_arena *arena);

#endif
