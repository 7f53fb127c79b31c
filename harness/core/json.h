/*
 * json.h - JSON documents (configuration, run.json, result.json), read and written whole.
 *
 * jansson does the work; its types stay in json.c. Data sets go through jsonl.h and
 * records.h, which stream.
 */
#ifndef ASSAY_CORE_JSON_H
#define ASSAY_CORE_JSON_H

#include "harness/core/attr.h"
#include "harness/core/buf.h"
#include "harness/core/error.h"
#include "harness/core/tree.h"

enum {
    ASSAY_JSON_BYTES = 1 << 29 /* largest document */
};

/*
 * Parses one document. NaN, infinities, duplicate keys, invalid UTF-8, trailing text and depth
 * above ASSAY_TREE_DEPTH are refused; integers beyond int64 become reals.
 *
 *   name  for messages: the path it came from
 *   out   in arena; .line is 0 (jansson does not tell)
 *
 * Errors: ASSAY_EDATA, "name:line: what".
 */
ASSAY_MUST_USE
enum assay_code assay_json_parse(struct assay_str text, const char *name,
                                 struct assay_arena *arena, struct assay_node *out,
                                 struct assay_error *err);

/* The same for a text that is one record on a known line, which every node is told. */
ASSAY_MUST_USE
enum assay_code assay_json_parse_record(struct assay_str text, const char *name,
                                        unsigned line, struct assay_arena *arena,
                                        struct assay_node *out, struct assay_error *err);

/* Reads a regular file and parses it, by yyjson where it is there (jsonl.h). Errors: also ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_json_read(const char *path, struct assay_arena *arena,
                                struct assay_node *out, struct assay_error *err);

/*
 * Writes a tree: keys in their order, reals with %.17g whatever the locale and always with a
 * point or an exponent (1.0, 1e22), so that they are read back as reals; indented by two
 * where indent is true, one trailing newline where indent is true.
 */
void assay_json_write(const struct assay_node *node, bool indent, struct assay_buf *out);

/* Writes a document to path through a temporary file and rename: whole or not at all. */
ASSAY_MUST_USE
enum assay_code assay_json_save(const struct assay_node *node, const char *path,
                                struct assay_error *err);

/* "jansson 2.14". */
const char *assay_json_backend(void);

#endif
