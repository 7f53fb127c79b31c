/*
 * yaml.h - YAML without surprises, into the same tree as JSON.
 *
 * Accepted: block and flow maps and lists, plain and quoted scalars, comments, one document.
 * Refused with file:line: anchors, aliases, tags, merge keys, duplicate keys, keys that are not
 * scalars, several documents, invalid UTF-8, depth above ASSAY_TREE_DEPTH, more than
 * ASSAY_YAML_NODES nodes. A plain scalar is null (empty, ~, null), true or false, a JSON
 * number, or else text: no, on, off, 1_000, 0x1F, 12:30 and 2024-09-10 are text. A quoted scalar
 * is always text. A value under a key has the line of its key. libyaml does the work; its types stay in
 * yaml.c.
 */
#ifndef ASSAY_CORE_YAML_H
#define ASSAY_CORE_YAML_H

#include "harness/core/attr.h"
#include "harness/core/buf.h"
#include "harness/core/error.h"
#include "harness/core/tree.h"

enum {
    ASSAY_YAML_BYTES = 1 << 24,
    ASSAY_YAML_NODES = 1 << 20
};

/* Parses text; out and its texts are in arena. Errors: ASSAY_EDATA, "name:line: what". */
ASSAY_MUST_USE
enum assay_code assay_yaml_parse(struct assay_str text, const char *name,
                                 struct assay_arena *arena, struct assay_node *out,
                                 struct assay_error *err);

/* Reads a regular file and parses it. Errors: also ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_yaml_read(const char *path, struct assay_arena *arena,
                                struct assay_node *out, struct assay_error *err);

/*
 * Appends a tree as one document in block style: keys in their order, numbers as JSON has them,
 * texts plain where nothing else reads them as a number, a date or a word of YAML, else quoted.
 */
void assay_yaml_write(const struct assay_node *node, struct assay_buf *out);

#endif
