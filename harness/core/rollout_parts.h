/* rollout_parts.h - what the parts of the reader of rollout logs share; for rollout*.c only. */
#ifndef ASSAY_CORE_ROLLOUT_PARTS_H
#define ASSAY_CORE_ROLLOUT_PARTS_H

#include "harness/core/keys.h"
#include "harness/core/names.h"
#include "harness/core/rollout.h"

#include <stdbool.h>

enum {
    ROLLOUT_DIMS = 4 /* of an array in a side file */
};

/* A side file: hashed and opened when a record first refers to it. */
struct rollout_file {
    struct assay_str name;
    const char *path;
    struct assay_str sha256;
    size_t rows, columns; /* 0: no shape is told */
    uint64_t numbers;     /* in it, once it is open */
    int fd;               /* -1: not open yet */
    bool integers;
};

struct rollout_files {
    struct assay_arena arena;
    struct assay_str folder; /* of the log, with its slash, or empty */
    struct rollout_file *at;
    size_t count, cap;
};

/* What of a side file an array is. */
struct rollout_span {
    struct rollout_file *file;
    uint64_t off; /* numbers before it */
    size_t count; /* numbers */
    size_t dims, shape[ROLLOUT_DIMS];
};

/* What is remembered of the records so far (rollout_state.c). */
struct rollout_state {
    char *path;
    struct rollout_files files;
    struct assay_keys seen[ASSAY_ROLLOUT_KINDS];
};

void assay_rollout_state_init(struct rollout_state *state, const char *path);
void assay_rollout_state_release(struct rollout_state *state);

/* Finds the kind of a record, whose node and line are set, and checks it against the tables and those before it. */
ASSAY_MUST_USE
enum assay_code assay_rollout_state_take(struct rollout_state *state,
                                         struct assay_rollout_record *record,
                                         struct assay_error *err);

/* What a record is checked against. */
struct rollout_check {
    const char *path;
    unsigned line;
    struct rollout_files *files;
    struct assay_names ids; /* of the group's responses */
    size_t n_tok;           /* of the response at hand; SIZE_MAX: not told */
    size_t steps;           /* the same of its steps */
};

/* Where in a record something is. */
struct rollout_place {
    const struct rollout_place *up; /* NULL: the record */
    struct assay_str name;
    size_t index; /* in a list; SIZE_MAX: in none */
};

/* Fails with "path:line: where: what". Always ASSAY_EDATA. */
ASSAY_PRINTF(4, 5)
enum assay_code assay_rollout_fail(struct assay_error *err,
                                   const struct rollout_check *check,
                                   const struct rollout_place *place, const char *fmt,
                                   ...);

/* Checks a record of a kind by its table, and beyond that what tables do not say (rollout_record.c). */
ASSAY_MUST_USE
enum assay_code assay_rollout_check_record(struct rollout_check *check,
                                           enum assay_rollout_kind kind,
                                           const struct assay_node *node,
                                           struct assay_error *err);

/* Checks a value that is no map and no list of maps by the shape of its field (rollout_value.c). */
ASSAY_MUST_USE
enum assay_code assay_rollout_check_value(struct rollout_check *check,
                                          const struct assay_rollout_field *field,
                                          const struct rollout_place *place,
                                          const struct assay_node *node,
                                          struct assay_error *err);

/* A judgement has a verdict, or says that it has none (rule 5). */
ASSAY_MUST_USE
enum assay_code assay_rollout_check_judge(const struct rollout_check *check,
                                          const struct rollout_place *place,
                                          const struct assay_node *node,
                                          struct assay_error *err);

/* Numbers of a process: states within nS, actions within nA, probabilities that sum to 1. */
ASSAY_MUST_USE
enum assay_code assay_rollout_check_process(const struct rollout_check *check,
                                            const struct assay_node *node,
                                            struct assay_error *err);

/* True of {"bin": ...}. */
bool assay_rollout_is_span(const struct assay_node *node);

/* Remembers the side files of a meta record that has been checked. */
ASSAY_MUST_USE
enum assay_code assay_rollout_files_add(struct rollout_files *files,
                                        const struct rollout_check *check,
                                        const struct assay_node *meta,
                                        struct assay_error *err);

/* What {"bin": ...} says; hashes and opens the file the first time. */
ASSAY_MUST_USE
enum assay_code assay_rollout_files_span(const struct rollout_check *check,
                                         const struct rollout_place *place,
                                         const struct assay_node *node,
                                         struct rollout_span *out,
                                         struct assay_error *err);

/* Its numbers, (span->count,). */
ASSAY_MUST_USE
enum assay_code assay_rollout_files_read(const struct rollout_span *span, double *out,
                                         struct assay_error *err);

void assay_rollout_files_release(struct rollout_files *files);

#endif
