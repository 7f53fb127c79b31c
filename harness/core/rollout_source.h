/*
 * rollout_source.h - what other tools write of their rollouts, as groups of a rollout log.
 *
 * A source is a constant struct in a file of its own, harness/core/rollout_NAME.c, listed once in rollout_sources.def. It
 * makes one group of one record; where a tool writes a row a response, rows with one prompt are one record, {"@rows": ..}
 * (records.h, group_by). What a tool does not say is not there; nothing is made up. A group that has no id is called by
 * its prompt: the first 16 digits of its SHA-256, so that logs of several steps and tools meet.
 */
#ifndef ASSAY_CORE_ROLLOUT_SOURCE_H
#define ASSAY_CORE_ROLLOUT_SOURCE_H

#include "harness/core/field.h"
#include "harness/core/rollout.h"

#include <stdbool.h>

/* One file being converted. Zero bytes begin; the arena is the caller's to release. */
struct assay_rollout_import {
    const char *suite, *run,
        *ckpt;                /* of all groups; NULL: what the file says, or nothing */
    struct assay_arena arena; /* of what is remembered from record to record */
    struct assay_str filter;  /* lm-eval: whose rows count */
    size_t left_out;          /* records that were left out on purpose */
    const char *why;          /* in words */
};

struct assay_rollout_source {
    const char *name;
    const char *summary; /* one line */
    const char *lost;    /* what a log has no place for */
    const char
        *group_by; /* the field that rows of one group share; NULL: a record is a group */

    /* True if the file's first record is of this tool. */
    bool (*is)(const struct assay_node *record);

    /* The group of a record, or NULL where it is left out. Errors: ASSAY_EDATA "path:line: what". */
    ASSAY_MUST_USE enum assay_code (*read)(struct assay_rollout_import *import,
                                           const struct assay_field_source *source,
                                           struct assay_arena *arena,
                                           const struct assay_node **out,
                                           struct assay_error *err);
};

/* The source called name, or NULL; the i-th in alphabetical order, or NULL past the last. */
const struct assay_rollout_source *assay_rollout_source_find(const char *name);
const struct assay_rollout_source *assay_rollout_source_at(size_t i);

/* The source of a file by its first record. Errors: ASSAY_EDATA where it is none of them; ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_rollout_source_detect(const char *path,
                                            const struct assay_rollout_source **out,
                                            struct assay_error *err);

/* ---- for the sources themselves ---- */

/* A group under construction. */
struct rollout_made {
    struct assay_arena *arena;
    struct assay_node *group, *responses;
};

/* Begins a group: id (empty: of the prompt), what the import says of all, and the prompt where it is a text. */
void assay_rollout_made_begin(struct rollout_made *made,
                              const struct assay_rollout_import *import,
                              const struct assay_node *prompt, struct assay_str id,
                              struct assay_arena *arena);

/* Puts a value under a key, if it is there and not null. */
void assay_rollout_made_put(struct assay_arena *arena, struct assay_node *map,
                            const char *key, const struct assay_node *value);

/* Adds a response, called r0, r1, ... in their order, as it is by now. */
struct assay_node *assay_rollout_made_response(struct rollout_made *made);
void assay_rollout_made_add(struct rollout_made *made, const struct assay_node *response);

/* The whole group. */
const struct assay_node *assay_rollout_made_end(struct rollout_made *made);

/*
 * Puts the training step of rows that share a prompt, a whole number or a text that spells one, as step and, where the
 * import says none, as ckpt. Errors: ASSAY_EDATA where rows have several steps.
 */
ASSAY_MUST_USE
enum assay_code assay_rollout_made_step(struct rollout_made *made,
                                        const struct assay_rollout_import *import,
                                        const struct assay_field_source *source,
                                        const struct assay_node *rows,
                                        struct assay_error *err);

/*
 * Columns of a row that are finite numbers, and none of skip (NULL-terminated), as rewards by their names.
 */
void assay_rollout_made_rewards(struct rollout_made *made, const struct assay_node *row,
                                const char *const *skip, struct assay_node *response);

/* A number that is 0 or 1, as a flag. */
void assay_rollout_made_flag(struct rollout_made *made, struct assay_node *response,
                             const char *key, const struct assay_node *value);

#define ROLLOUT_SOURCE(symbol) extern const struct assay_rollout_source symbol;
#include "harness/core/rollout_sources.def"
#undef ROLLOUT_SOURCE

#endif
