/* field_parts.h - what a compiled field is made of; for the files field*.c only. */
#ifndef ASSAY_CORE_FIELD_PARTS_H
#define ASSAY_CORE_FIELD_PARTS_H

#include "harness/core/field.h"
#include "harness/core/verdict.h"

enum field_origin {
    FIELD_PATH,   /* a place in the record */
    FIELD_ROW,    /* @row */
    FIELD_FILE,   /* @file */
    FIELD_WHOLE,  /* @record */
    FIELD_CONST,  /* {const: ..} */
    FIELD_JOIN,   /* {join: [..]} */
    FIELD_INNER,  /* {field: {..}} */
    FIELD_ANY,    /* {any: [..]} */
    FIELD_CONCAT, /* {concat: [..]} */
    FIELD_COMPARE, /* {compare: [.., ..]}: 1, -1 or 0 as the first number is to the second */
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
    FIELD_LOWER,    /* ASCII capitals become small letters */
    FIELD_AFTER,    /* what follows the first place of a text */
    FIELD_BEFORE,   /* what precedes the last place of a text */
    FIELD_EACH,     /* of every element of a list the value at a path */
    FIELD_VERDICT,  /* what a judge's text says, by the rule of a parser; NULL: nothing */
    FIELD_SWAPPED,  /* a preference told in the other order where another field is true */
    FIELD_MOVED,    /* a place, the first one and that of another field exchanged */
    FIELD_CRITIQUE, /* the places that a critic's text names (critique.h) */
    FIELD_NUMBERED, /* the parts of a text that are headed "mark1:", "mark2:", ... */
    FIELD_OF,       /* the field that the value is the name of */
    FIELD_MEMBERS,  /* of a map the members whose keys begin with a text, without it */
    FIELD_ALONG,  /* of what has names a list in the order of the keys of another field */
    FIELD_LENGTH, /* how many elements a list has */
    FIELD_CHARACTERS, /* how many code points a text has */
    FIELD_SORTED,     /* of a list of scalars one text, in order with a mark between */
    FIELD_MAJORITY,   /* of a list the value that is most frequent; NULL: none is */
};

enum {
    FIELD_TRANSFORMS = FIELD_MAJORITY + 1
};

struct field_transform {
    enum field_transform_type type;
    const struct assay_node *table;            /* MAP, PREFIX, CONTAINS */
    struct assay_str mark;                     /* AFTER, BEFORE, NUMBERED, MEMBERS */
    const struct assay_field *other;           /* EACH, ALONG, SWAPPED, MOVED */
    const struct assay_verdict_parser *parser; /* VERDICT */
    const struct assay_field **of;             /* OF: a field a member of table */
    unsigned critique;                         /* CRITIQUE: enum assay_critique */
};

struct assay_field {
    const char *name;
    const char *file; /* the description */
    unsigned line;    /* of it */
    enum field_origin origin;
    struct field_step *steps;
    size_t step_count;
    struct assay_node constant;
    const struct assay_field **parts; /* JOIN, ANY, CONCAT; COMPARE two, INNER one */
    size_t part_count;
    struct field_transform *transforms; /* in the order of the file */
    size_t transform_count;
};

/* One transform at work on one record. */
struct field_work {
    const struct assay_field *field;
    const struct field_transform *transform;
    const struct assay_field_source *source;
    struct assay_arena *arena;
};

struct field_transform_form {
    const char *name;
    unsigned takes; /* bits of enum assay_node_type: what may be said of it */
    bool whole; /* takes lists and maps as they are; else scalars, or each of a list */
    /* Replaces the value, which is not NULL. */
    enum assay_code (*apply)(const struct field_work *work,
                             const struct assay_node **value, struct assay_error *err);
};

/* (FIELD_TRANSFORMS,) by enum field_transform_type; field_transform.c. */
extern const struct field_transform_form assay_field_transforms[];

ASSAY_MUST_USE
enum assay_code assay_field_transform(const struct field_work *work,
                                      const struct assay_node **value,
                                      struct assay_error *err);

/* "path:line: field: what", or "path: record N: field: what" where lines are unknown. */
ASSAY_MUST_USE
enum assay_code assay_field_wrong(const struct field_work *work, const char *what,
                                  struct assay_str detail, struct assay_error *err);

/* The same with the type of a node behind it. */
ASSAY_MUST_USE
enum assay_code assay_field_wrong_type(const struct field_work *work, const char *what,
                                       const struct assay_node *found,
                                       struct assay_error *err);

/* A scalar as text, as it stands in the file; false for lists and maps. */
bool assay_field_spell(const struct assay_node *node, struct assay_arena *arena,
                       struct assay_str *out);

/* field_named.c: ALONG; the value stays where the other field holds no map. */
ASSAY_MUST_USE
enum assay_code assay_field_along(const struct field_work *work,
                                  const struct assay_node **value,
                                  struct assay_error *err);

/* field_named.c: SORTED; fails where the value is no list of scalars. */
ASSAY_MUST_USE
enum assay_code assay_field_sorted(const struct field_work *work,
                                   const struct assay_node **value,
                                   struct assay_error *err);

/* field_verdict.c: two numbers compared; NULL nodes, or none: a NULL node. */
ASSAY_MUST_USE
enum assay_code assay_field_compare(const struct assay_field *field,
                                    const struct assay_field_source *source,
                                    struct assay_arena *arena,
                                    const struct assay_node **out,
                                    struct assay_error *err);

/* field_verdict.c: MAJORITY and LENGTH of a list. */
ASSAY_MUST_USE
enum assay_code assay_field_of_list(const struct field_work *work,
                                    const struct assay_node **value,
                                    struct assay_error *err);

/* field_verdict.c: applies VERDICT, SWAPPED or MOVED to a scalar; NULL nodes stay. */
ASSAY_MUST_USE
enum assay_code assay_field_judge(const struct field_work *work,
                                  const struct assay_node **value,
                                  struct assay_error *err);

#endif
