/*
 * option.h - options as data.
 *
 * A component (adapter, command, suite kind) describes its options in a table; the harness
 * stores words into the component's own struct, checks them, prints the help and records
 * the values. Components never parse option text.
 */
#ifndef ASSAY_CORE_OPTION_H
#define ASSAY_CORE_OPTION_H

#include "harness/core/attr.h"
#include "harness/core/buf.h"
#include "harness/core/error.h"
#include "harness/core/str.h"
#include "harness/core/tree.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum assay_option_type {
    ASSAY_OPTION_DOUBLE, /* double, within [lo, hi] */
    ASSAY_OPTION_SIZE,   /* size_t, decimal digits, within [lo, hi] */
    ASSAY_OPTION_SEED,   /* uint64_t, decimal digits */
    ASSAY_OPTION_CHOICE, /* unsigned: index into .choices */
    ASSAY_OPTION_TEXT,   /* const char *, UTF-8: borrowed from the word or the table */
    ASSAY_OPTION_FLAG, /* bool: given or not; "key=true|false" as a word (assay_option_flag) */
    ASSAY_OPTION_LIST, /* struct assay_option_list: every value given, in order */
};

enum {
    ASSAY_OPTION_LIST_MAX = 64,
    ASSAY_OPTION_TABLE_MAX = 64 /* options of one table */
};

struct assay_option_list {
    const char *at[ASSAY_OPTION_LIST_MAX]; /* borrowed from the words */
    size_t count;
};

struct assay_option {
    const char *name; /* NULL ends a table */
    const char *help; /* one line, lower case, no full stop */
    enum assay_option_type type;
    size_t offset;              /* offsetof(struct of the component, field) */
    const char *initial;        /* default, spelt as a user would; NULL: must be given,
                                   save FLAG (false), LIST (empty) and .optional */
    const char *const *choices; /* CHOICE only, ends with NULL */
    double lo, hi;              /* DOUBLE and SIZE only, inclusive; equal: no bounds */
    const char *value;          /* what to call the value in help: "FILE", "N", ... */
    bool optional;              /* TEXT without default: NULL where not given */
    bool
        steady; /* of an adapter: it says how answers are come by and changes none, so that a run may go
                    on with another value */
    const char *
        steady_if; /* "NAME=VALUE" of another option that this is so under; NULL: always */
    bool of_vectors; /* of an adapter: only of suites that are measured from vectors */
    bool
        later; /* optional, and runs stored earlier do not know it: told only where given, so
                   that the plan of such a run is still the same */
};

/*
 * Fills a component's struct: first every default, then words of the form "key=value"; the
 * last word for a key wins, except for LIST.
 *
 *   table  ends with a NULL name; NULL means no options
 *   words  (n,)  must outlive state, which may point into them
 *   state  the struct the offsets refer to
 *
 * Errors: ASSAY_EUSAGE for an unknown key (naming the nearest), a bad value or a missing
 * required option.
 */
ASSAY_MUST_USE
enum assay_code assay_options_parse(const struct assay_option *table,
                                    const char *const *words, size_t n, void *state,
                                    struct assay_error *err);

/* Operands of a command line, in storage of the caller's. */
struct assay_words {
    const char **at; /* (max,) the first count are set */
    size_t count, max;
    int argc; /* the whole line, set by the parser: for a command that merges it with a file */
    char *const *argv;
};

/*
 * The same for a command line: "--name value", "--name=value", "--flag"; "--" ends options;
 * everything else, "-" too, is an operand, kept in order. argv holds words after the
 * command's name.
 *
 * Errors: ASSAY_EUSAGE, naming the nearest option where one is near; more than operands->max.
 */
ASSAY_MUST_USE
enum assay_code assay_options_parse_line(const struct assay_option *table, int argc,
                                         char *const *argv, void *state,
                                         struct assay_words *operands,
                                         struct assay_error *err);

/* The option of a table, which may be NULL, that has a name; NULL: there is none. */
const struct assay_option *assay_option_find(const struct assay_option *table,
                                             struct assay_str name);

/* The value of a flag: true, yes, on or 1; false, no, off or 0. False, and no value, for another text. */
bool assay_option_flag(const char *text, bool *value);

/*
 * The values in effect, as a map node for run.json. A text that was not given is null; a seed
 * of 2^63 or more is a text, since other readers of JSON would round it.
 */
struct assay_node assay_options_node(const struct assay_option *table, const void *state,
                                     struct assay_arena *arena);

/* Help lines, one option each: prefix ("--" or ""), name, value, help, default. */
void assay_options_help(const struct assay_option *table, const char *prefix,
                        struct assay_buf *out);

#endif
