/*
 * schema.h - which keys the maps of a YAML file have, and what stands under them.
 *
 * A file that says what something means is checked before it is used: a slip of the pen is an error
 * with its line and the nearest word, and never a setting that is silently left out. The tables are
 * data, so that tests and documents go through them too.
 */
#ifndef ASSAY_CORE_SCHEMA_H
#define ASSAY_CORE_SCHEMA_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/tree.h"

/* Types as bits, so that a key may be of several. */
enum {
    ASSAY_SCHEMA_TEXT = 1U << ASSAY_NODE_TEXT,
    ASSAY_SCHEMA_TRUTH = 1U << ASSAY_NODE_BOOL,
    ASSAY_SCHEMA_NUMBER = 1U << ASSAY_NODE_INT | 1U << ASSAY_NODE_REAL,
    ASSAY_SCHEMA_LIST = 1U << ASSAY_NODE_LIST,
    ASSAY_SCHEMA_MAP = 1U << ASSAY_NODE_MAP,
    ASSAY_SCHEMA_FIELD = 1U << ASSAY_NODE_TEXT | 1U << ASSAY_NODE_MAP
};

/* What a value is, beside its type. */
enum assay_schema_form {
    ASSAY_SCHEMA_FREE,    /* the writer's own: a number, a text, names */
    ASSAY_SCHEMA_WORD,    /* one of words, or a list of them */
    ASSAY_SCHEMA_FIELDS,  /* a field (field.h), or a list of them */
    ASSAY_SCHEMA_SUBKEYS, /* a map with the keys of inner, or a list of such maps */
    ASSAY_SCHEMA_NAMED, /* a map: under names of the writer's own maps with the keys of inner */
};

struct assay_schema;

struct assay_schema_key {
    const char *name; /* NULL ends a table */
    unsigned types;
    bool needed;
    enum assay_schema_form form;
    const struct assay_schema
        *inner;               /* of maps, whatever the form; NULL: they are free */
    const char *const *words; /* WORD: NULL-terminated; NULL: known to the reader alone */
};

struct assay_schema {
    const char *what; /* "the description", "a section", ...: for messages */
    const struct assay_schema_key *keys;
};

/* A word that is none of those that may stand in its place. */
struct assay_slip {
    const char *file; /* NULL: the word is of the command line */
    unsigned line;
    const char *what; /* "unknown key", "no kind", ... */
    struct assay_str word;
    const char *where; /* what stands behind the word, or NULL */
    const char *const *names;
    size_t count;
};

/* Fails with `file:line: what "word" where; nearest is "name"`; if none is near, with the list of
   names where they are few. */
ASSAY_MUST_USE
enum assay_code assay_slip_tell(const struct assay_slip *slip, enum assay_code code,
                                struct assay_error *err);

/*
 * Refuses keys of a map, and of the maps in it, that are none of the schema's, and looks no further. A
 * map with the key `option` stands for any of its other values. Errors: as below.
 */
ASSAY_MUST_USE
enum assay_code assay_schema_check_names(const struct assay_schema *schema,
                                         const struct assay_node *map, const char *file,
                                         struct assay_error *err);

/*
 * Checks the keys of a map, their types and words, and those of the maps in it.
 * Errors: ASSAY_EDATA "file:line: what".
 */
ASSAY_MUST_USE
enum assay_code assay_schema_check(const struct assay_schema *schema,
                                   const struct assay_node *map, const char *file,
                                   struct assay_error *err);

#endif
