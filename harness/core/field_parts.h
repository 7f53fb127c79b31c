/* field_parts.h - what a compiled field is made of; for field_compile.c and field.c only. */
#ifndef ASSAY_CORE_FIELD_PARTS_H
#define ASSAY_CORE_FIELD_PARTS_H

#include "harness/core/field.h"

enum field_origin {
    FIELD_PATH,  /* a place in the record */
    FIELD_ROW,   /* @row */
    FIELD_FILE,  /* @file */
    FIELD_CONST, /* {const: ..} */
    FIELD_JOIN,  /* {join: [..]} */
    FIELD_INNER, /* {field: {..}} */
};

/* One step of a path: a key, or an index where key.ptr is NULL; -1 is the last element. */
struct field_step {
    struct assay_str key;
    long index;
};

enum field_transform_type {
    FIELD_MAP,      /* the entry under the value; it must be there */
    FIELD_PREFIX,   /* the entry under the longest key that the value starts with */
    FIELD_CONTAINS, /* the entry under the first key, as written, that the value contains */
    FIELD_DIGEST,   /* first 16 hex digits of SHA-256 */
    FIELD_AFTER,    /* what follows the first place of a text */
    FIELD_BEFORE,   /* what precedes the last place of a text */
    FIELD_EACH,     /* of every element of a list the value at a path */
};

struct field_transform {
    enum field_transform_type type;
    const struct assay_node *table; /* MAP, PREFIX, CONTAINS */
    struct assay_str mark;          /* AFTER, BEFORE */
    const struct assay_field *each; /* EACH */
};

struct assay_field {
    const char *name;
    unsigned line; /* of the description */
    enum field_origin origin;
    struct field_step *steps;
    size_t step_count;
    struct assay_node constant;
    const struct assay_field **parts; /* JOIN; INNER has one */
    size_t part_count;
    struct field_transform *transforms; /* in the order of the file */
    size_t transform_count;
};

#endif
