/*
 * tree.h - the one shape in which structured text travels: JSON, JSON Lines, YAML, CSV rows.
 *
 * A parser builds a tree in an arena; everything below is read-only for everybody else.
 * Strings are valid UTF-8; numbers are finite; keys of a map are unique; depth is at most
 * ASSAY_TREE_DEPTH. The parsers see to that, so users of a tree do not check it again.
 */
#ifndef ASSAY_CORE_TREE_H
#define ASSAY_CORE_TREE_H

#include "harness/core/arena.h"
#include "harness/core/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_TREE_DEPTH = 64
};

enum assay_node_type {
    ASSAY_NODE_NULL,
    ASSAY_NODE_BOOL,
    ASSAY_NODE_INT,
    ASSAY_NODE_REAL,
    ASSAY_NODE_TEXT,
    ASSAY_NODE_LIST,
    ASSAY_NODE_MAP,
};

struct assay_member;

struct assay_node {
    enum assay_node_type type;
    unsigned line; /* in its file, from 1; 0 where the parser cannot tell */
    union {
        bool truth;
        int64_t integer;
        double real;
        struct assay_str text;
        struct {
            struct assay_node *at;
            size_t count;
        } list;
        struct {
            struct assay_member *at; /* in the order of the file */
            size_t count;
        } map;
    } as;
};

struct assay_member {
    struct assay_str key;
    struct assay_node value;
};

/* The value under a key of a map, or NULL (also where node is NULL or no map). */
const struct assay_node *assay_node_get(const struct assay_node *node, const char *key);

/* As assay_node_get, for a key that is a view. */
const struct assay_node *assay_node_find(const struct assay_node *node,
                                         struct assay_str key);

/* The i-th element of a list, or NULL (also where node is NULL or no list). */
const struct assay_node *assay_node_at(const struct assay_node *node, size_t i);

/* Elements of a list or members of a map; 0 for anything else and NULL. */
size_t assay_node_count(const struct assay_node *node);

/* True, with the value, for integers and reals; text is not a number. */
bool assay_node_number(const struct assay_node *node, double *value);

/* A member of a map that is a whole number above 0, else 0; NULL is allowed. */
size_t assay_node_size(const struct assay_node *node, const char *key);

/* The text of a TEXT node, else the empty view; NULL is allowed. */
struct assay_str assay_node_text(const struct assay_node *node);

bool assay_node_is(const struct assay_node *node, enum assay_node_type type);

/* Same types, values (reals bit for bit) and order of keys; lines do not matter. */
bool assay_node_equal(const struct assay_node *a, const struct assay_node *b);

/* For parsers: the first member of a map whose key stands before it too, or NULL. */
const struct assay_member *assay_node_repeated(const struct assay_node *map);

/* "text", "number", "list", ...: for messages ("expected a list, found text"). */
const char *assay_node_type_name(const struct assay_node *node);

/*
 * Builders, for whoever writes JSON. Maps and lists grow in the arena; names are borrowed,
 * so pass literals or arena text. put and push copy the value in (fill a map first, then put
 * it), work only on what assay_node_map and assay_node_list made, and return the copy, which
 * the next put or push may move. A key is put once.
 */
struct assay_node *assay_node_map(struct assay_arena *arena);
struct assay_node *assay_node_list(struct assay_arena *arena);
struct assay_node *assay_node_put(struct assay_arena *arena, struct assay_node *map,
                                  const char *key, struct assay_node value);
/* As assay_node_put, of a number and of a copy of a text, which must be UTF-8. */
void assay_node_put_count(struct assay_arena *arena, struct assay_node *map,
                          const char *key, size_t n);
void assay_node_put_copy(struct assay_arena *arena, struct assay_node *map,
                         const char *key, struct assay_str text);
void assay_node_put_text(struct assay_arena *arena, struct assay_node *map,
                         const char *key, struct assay_str text); /* borrowed */
void assay_node_put_real(struct assay_arena *arena, struct assay_node *map,
                         const char *key, double value);
/* As assay_node_put for a key that is a view; repeated keys are the caller's to find. */
struct assay_node *assay_node_put_view(struct assay_arena *arena, struct assay_node *map,
                                       struct assay_str key, struct assay_node value);
struct assay_node *assay_node_push(struct assay_arena *arena, struct assay_node *list,
                                   struct assay_node value);

/* A node of its own with this value, of a line of its file. */
const struct assay_node *assay_node_keep(struct assay_arena *arena,
                                         struct assay_node value, unsigned line);

struct assay_node assay_node_null(void);
struct assay_node assay_node_of_bool(bool truth);
struct assay_node assay_node_of_int(int64_t integer);
struct assay_node assay_node_of_real(double real); /* NULL node for NaN and infinities */
struct assay_node assay_node_of_text(struct assay_str text); /* must be UTF-8 */
struct assay_node assay_node_of_string(const char *text);    /* NULL gives a NULL node */

#endif
