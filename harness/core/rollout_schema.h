/*
 * rollout_schema.h - the fields of a rollout log as data: what stands where, and what it means.
 *
 * The reader checks records by these tables (rollout_check.c), writers ask them where they may write, `assay log fields`
 * prints them and docs/LOGS.md holds what it prints. A key that begins with "x_" is the writer's own and is not looked at.
 */
#ifndef ASSAY_CORE_ROLLOUT_SCHEMA_H
#define ASSAY_CORE_ROLLOUT_SCHEMA_H

#include "harness/core/buf.h"
#include "harness/core/str.h"

#include <stdbool.h>

/* What a value is. Numbers are finite; in arrays null is a number that is missing. */
enum assay_rollout_shape {
    ASSAY_ROLLOUT_TEXT,
    ASSAY_ROLLOUT_NAME, /* a text that is not empty */
    ASSAY_ROLLOUT_WORD, /* one of words */
    ASSAY_ROLLOUT_NUMBER,
    ASSAY_ROLLOUT_COUNT,  /* a whole number, 0 or above */
    ASSAY_ROLLOUT_FLAG,   /* 0 or 1, true or false */
    ASSAY_ROLLOUT_SHARE,  /* a number from 0 to 1 */
    ASSAY_ROLLOUT_SHA256, /* 64 digits of lower-case hexadecimal */
    ASSAY_ROLLOUT_ANY,
    ASSAY_ROLLOUT_TEXTS,
    ASSAY_ROLLOUT_NUMBERS,  /* a list, or an array of a side file */
    ASSAY_ROLLOUT_COUNTS,   /* a list of whole numbers, 0 or above */
    ASSAY_ROLLOUT_VECTOR,   /* a list, or a row of a side file */
    ASSAY_ROLLOUT_ARRAY,    /* a list of rows, or an array of a side file */
    ASSAY_ROLLOUT_MESSAGES, /* a text, or a list of maps with role and content */
    ASSAY_ROLLOUT_TOKENS,   /* n_tok numbers: a list, or an array of a side file */
    ASSAY_ROLLOUT_TOKEN_IDS,
    ASSAY_ROLLOUT_TOKEN_LISTS, /* n_tok lists of pairs (token, log-probability) */
    ASSAY_ROLLOUT_STEP_ENDS,   /* whole numbers that rise strictly to n_tok */
    ASSAY_ROLLOUT_STEPS,       /* a number a step */
    ASSAY_ROLLOUT_STEP_TEXTS,  /* a text a step */
    ASSAY_ROLLOUT_STEP_LISTS,  /* a list of numbers a step */
    ASSAY_ROLLOUT_STEP_MAPS,   /* a map a step */
    ASSAY_ROLLOUT_RESPONSE,    /* the id of a response of the group */
    ASSAY_ROLLOUT_RESPONSES,   /* a list of such ids, each once */
    ASSAY_ROLLOUT_ENTRIES,     /* lists (state, action, next state, number) */
    ASSAY_ROLLOUT_MAP,         /* a map with the fields of inner */
    ASSAY_ROLLOUT_MAPS,        /* a list of such maps */
};

/* Whether a key holds one value, or a map with one under each of several names of the writer's. */
enum assay_rollout_names {
    ASSAY_ROLLOUT_ONE,
    ASSAY_ROLLOUT_NAMED,
    ASSAY_ROLLOUT_EITHER,
    ASSAY_ROLLOUT_BY_RESPONSE, /* the names are ids of responses of the group */
};

/* What a value says (rule 3). */
enum assay_rollout_claim {
    ASSAY_ROLLOUT_FACT,       /* what was asked, written or measured */
    ASSAY_ROLLOUT_TRUTH,      /* what is right: no signal writes it */
    ASSAY_ROLLOUT_PREDICTION, /* what somebody says of it */
    ASSAY_ROLLOUT_SIGNAL      /* a prediction; signals write here, and only here */
};

struct assay_rollout_table;

struct assay_rollout_field {
    const char *name; /* NULL ends a table */
    enum assay_rollout_shape shape;
    enum assay_rollout_names names;
    enum assay_rollout_claim claim;
    bool needed;
    const struct assay_rollout_table *inner; /* MAP, MAPS */
    const char *const *words;                /* WORD */
    const char *about;                       /* one line */
};

struct assay_rollout_table {
    const char *what; /* "a group": for messages */
    const struct assay_rollout_field *fields;
};

enum assay_rollout_kind {
    ASSAY_ROLLOUT_META,
    ASSAY_ROLLOUT_GROUP,
    ASSAY_ROLLOUT_CKPT,
    ASSAY_ROLLOUT_MDP,
    ASSAY_ROLLOUT_KINDS
};

/* "meta", "group", "ckpt", "mdp", NULL. */
extern const char *const assay_rollout_kind_words[];

/* The fields of each kind of record, and of a response of a group. */
extern const struct assay_rollout_table assay_rollout_tables[ASSAY_ROLLOUT_KINDS];
extern const struct assay_rollout_table assay_rollout_response_table;

/* The field of a name, or NULL. */
const struct assay_rollout_field *assay_rollout_field_find(
    const struct assay_rollout_table *table, struct assay_str name);

/*
 * The field that a path leads to, "tok.lp.policy", from a table on; NULL: there is none. Behind a field with names a
 * part of the path is a name, and *name is it; else *name is empty.
 */
const struct assay_rollout_field *assay_rollout_field_at(
    const struct assay_rollout_table *table, struct assay_str path,
    struct assay_str *name);

/*
 * The field that computations name as one that they need: of a response, "tok.lp.policy" or "responses[].role"; of a group or
 * another record, "judges[].score", "judges[kind=point].score", "meta.vocab". NULL: there is none.
 */
const struct assay_rollout_field *assay_rollout_field_needed(struct assay_str path);

/* What a value of a field is, in words: "numbers, one a token". */
const char *assay_rollout_shape_words(enum assay_rollout_shape shape);

/* Appends all tables in Markdown, as docs/LOGS.md has them. */
void assay_rollout_fields_write(struct assay_buf *out);

#endif
