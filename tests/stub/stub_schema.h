/*
 * stub_schema.h - what an official server takes and what it refuses, as tables that can be held line by
 * line against its source.
 *
 * A member of a request is a row: its name, what it may be, and the line that says so. What it may be is
 * written much as Python's annotations and JSON Schema have it,
 *
 *     text  bool  int  number  map  any  null  'word'  [X]     and X | Y for one or the other,
 *
 * with a range behind a number, and behind a text or a list of how long it may be: "int -1..",
 * "number >0..1" (not 0 itself), "text 1..1024", "[text] 1..4". "required" in front: it has to be there.
 *
 * Where theirs is looser than a client of ours has any business to need, these are stricter: a member that
 * is not in the tables is refused, where most servers overlook it (a misspelt use_activation would give
 * other scores), and so are texts for numbers and numbers for truths, which Python's servers convert.
 */
#ifndef ASSAY_TESTS_STUB_STUB_SCHEMA_H
#define ASSAY_TESTS_STUB_STUB_SCHEMA_H

#include "harness/core/tree.h"

enum {
    STUB_PARTS = 7, /* tables of one request, as its class has bases */
    STUB_FAULT = 512
};

struct stub_field {
    const char *name; /* NULL ends a table */
    const char *takes;
    const char *source; /* file:line, ... */
};

/* What holds between members. One holds as in Python: false, 0, null and what is empty do not. */
enum stub_how {
    STUB_END,
    STUB_EITHER,   /* "a b | c": a and b are there, or c is; null is not there */
    STUB_ONE,      /* of these that and no other */
    STUB_NOT_BOTH, /* "a b": not all of them hold */
    STUB_NEEDS,    /* "a b": if a holds, so does b */
    STUB_FILLED    /* "a": it is not there, or not empty */
};

struct stub_rule {
    enum stub_how how;
    const char *names, *source;
    int status; /* of the refusal */
};

/* What holds otherwise. */
struct stub_check {
    const char *names; /* NULL ends a table */
    const char *source;
    int status;
    bool (*broken)(const struct assay_node *map);
};

struct stub_schema;

/* What the maps of a member, or in its list, are; of others they may be anything. */
struct stub_inside {
    const char *name; /* NULL ends a table */
    const struct stub_schema *schema;
};

struct stub_schema {
    int status;                                   /* of the refusal of a member */
    int unread;                                   /* of what is no JSON; 0: the same */
    const struct stub_field *members[STUB_PARTS]; /* tables; NULL after the last */
    const struct stub_inside *inside;             /* NULL: none */
    const struct stub_rule *rules[STUB_PARTS];
    const struct stub_check *checks[STUB_PARTS];
};

struct stub_fault {
    int status;
    char why[STUB_FAULT]; /* with the line of the source; "": nothing is wrong */
};

/* True where the member holds as in Python. */
bool stub_holds(const struct assay_node *node);

/* The integer under a name. */
int64_t stub_whole(const struct assay_node *map, const char *name, int64_t otherwise);

/* What is wrong with a request's body, if anything is. */
void stub_fault_of(const struct assay_node *body, const struct stub_schema *schema,
                   struct stub_fault *out);

/* True where the value is what a row takes; `inside` is that of its maps, whose faults go to out. */
bool stub_takes(const struct stub_field *field, const struct assay_node *value,
                const struct stub_schema *inside, struct stub_fault *out);

/* A line for each row: where, its names, its source, tabs between them. */
void stub_schema_print(const char *where, const struct stub_schema *schema);

#endif
