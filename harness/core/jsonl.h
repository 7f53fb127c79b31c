/*
 * jsonl.h - one JSON record at a time: the data path.
 *
 * yyjson (jsonl_yyjson.c) does the work where it is there at build time, jansson (json.c) where
 * it is not; both pass the same tests and agree byte for byte in what they write. Measured on
 * 700 MB of pairs on one core: yyjson 0.53 s, Python's json 2.0 s, jansson 7.4 s.
 */
#ifndef ASSAY_CORE_JSONL_H
#define ASSAY_CORE_JSONL_H

#include "harness/core/attr.h"
#include "harness/core/buf.h"
#include "harness/core/error.h"
#include "harness/core/tree.h"

enum {
    ASSAY_JSONL_RECORD_BYTES =
        1 << 24,            /* longest record; its tree may take 20 times that */
    ASSAY_JSONL_PADDING = 8 /* bytes behind a record that a parser may use */
};

struct assay_jsonl_text {
    char *ptr;
    size_t len;       /* without the padding */
    const char *name; /* of the file */
    unsigned line;    /* in it, from 1 */
};

struct assay_jsonl; /* a parser with its memory, reused from record to record */

struct assay_jsonl *assay_jsonl_new(void);
void assay_jsonl_free(struct assay_jsonl *parser);

/*
 * Parses one record. Nodes go to arena; texts are views of the record itself, parsed in place,
 * so it must live as long as the arena. Refuses what assay_json_parse refuses.
 *
 *   record  .ptr (len + ASSAY_JSONL_PADDING,) any JSON value, will be changed; the padding is
 *           writable and its content does not matter; .name and .line are for messages, and
 *           .line is that of every node
 *
 * Errors: ASSAY_EDATA, "name:line: what".
 */
ASSAY_MUST_USE
enum assay_code assay_jsonl_parse(struct assay_jsonl *parser,
                                  struct assay_jsonl_text record,
                                  struct assay_arena *arena,
                                  const struct assay_node **out, struct assay_error *err);

/* Appends a tree as one line with its newline; reals with %.17g. */
void assay_jsonl_write(const struct assay_node *node, struct assay_buf *out);

#endif
