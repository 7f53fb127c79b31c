/*
 * rollout.h - rollout logs: what policies wrote, and what models, judges and people said of it, a record at a time.
 *
 * A log is JSON Lines, plain or compressed, of four kinds of records: meta, group, ckpt and mdp (rollout_schema.h). The
 * responses to one prompt by one checkpoint are one group, and one group is one line, so that memory holds one of them
 * and a log may have any size. Arrays that are large may lie in side files beside the log: numbers of 32 bits,
 * little-endian, NAME.f32 or NAME.i32, told in place as
 *
 *     {"bin": "emb.f32", "row": 7}                    row 7 of the file's shape (meta, files)
 *     {"bin": "hid.f32", "off": 0, "shape": [37,64]}  37 * 64 numbers from number `off` on
 *
 * What holds of every record that the reader gives (the rules of docs/LOGS.md):
 *
 *     1  tracks of tokens have n_tok entries; steps.end rises strictly to n_tok; arrays of steps have an entry a step
 *     2  what is missing is null or absent; no number is NaN or infinite, also in side files
 *     3  what a signal wrote is called "signal:NAME#DIGEST" and is under reward, tok.value or steps.reward
 *     4  (suite, id, ckpt) is one group; ids of responses are unique in it; (run, step) one ckpt record; a meta record a run
 *     5  a judgement says whether it has a verdict (ok); one without keeps its text and holds no verdict
 *     6  rules for ties are one of three words
 *     7  side files have the SHA-256 that a meta record before says; media are told by hash
 *     8  nothing is drawn here: what draws takes a seed and the key of a record (rollout_rules.h), not its place
 */
#ifndef ASSAY_CORE_ROLLOUT_H
#define ASSAY_CORE_ROLLOUT_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/digest.h"
#include "harness/core/error.h"
#include "harness/core/rollout_schema.h"
#include "harness/core/tree.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_ROLLOUT_VERSION = 1,
    ASSAY_ROLLOUT_RESPONSES_MAX = 1 << 16, /* of a group */
    ASSAY_ROLLOUT_ARRAY_MAX = 1 << 24,     /* numbers of an array in a side file */
    ASSAY_ROLLOUT_FILES_MAX = 1024,        /* side files of a log */
    ASSAY_ROLLOUT_STATES_MAX = 1 << 22     /* states times actions of an mdp record */
};

struct assay_rollout; /* a log being read */

struct assay_rollout_record {
    enum assay_rollout_kind kind;
    const struct assay_node *node; /* NULL: the log has ended */
    unsigned line;                 /* from 1 */
};

/* Opens a log. Errors: ASSAY_EIO, ASSAY_EDATA. */
ASSAY_MUST_USE
enum assay_code assay_rollout_open(const char *path, struct assay_rollout **out,
                                   struct assay_error *err);

const char *assay_rollout_path(const struct assay_rollout *log);

/*
 * The next record, checked. Nodes are in arena, and the caller's from then on.
 * Errors: ASSAY_EDATA "path:line: where: what"; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_rollout_next(struct assay_rollout *log, struct assay_arena *arena,
                                   struct assay_rollout_record *out,
                                   struct assay_error *err);

/*
 * The numbers of an array: a list of numbers and nulls, or what a side file has. NaN where one is missing.
 *
 *   node   a value of a record of this log that is an array by its field
 *   out    (n,) in arena
 *
 * Errors: ASSAY_EDATA where a number of a side file is not finite; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_rollout_numbers(struct assay_rollout *log,
                                      const struct assay_node *node,
                                      struct assay_arena *arena, double **out, size_t *n,
                                      struct assay_error *err);

/* Rows of numbers, row-major. */
struct assay_rollout_matrix {
    const double *at; /* (rows, columns) finite; NULL: none */
    size_t rows, columns;
};

/*
 * The rows of an array of two dimensions, hidden states; none where it has another shape, rows of different lengths, or a
 * number is missing.
 *
 *   node  as above
 *
 * Errors: as above.
 */
ASSAY_MUST_USE
enum assay_code assay_rollout_rows(struct assay_rollout *log,
                                   const struct assay_node *node,
                                   struct assay_arena *arena,
                                   struct assay_rollout_matrix *out,
                                   struct assay_error *err);

/* A record whose arrays of side files stand in it as lists; of a meta record without `files`. Errors: as above, and
   ASSAY_EDATA for a shape that is not a list's: hidden states stand as rows. */
ASSAY_MUST_USE
enum assay_code assay_rollout_inline(struct assay_rollout *log,
                                     const struct assay_node *node,
                                     struct assay_arena *arena,
                                     const struct assay_node **out,
                                     struct assay_error *err);

/* SHA-256 of the stored file; call after the last record. */
ASSAY_MUST_USE
enum assay_code assay_rollout_digest(struct assay_rollout *log,
                                     char out[ASSAY_DIGEST_HEX], struct assay_error *err);

/* assay_rollout_digest will not be called: then the log is not hashed. */
void assay_rollout_forgo_digest(struct assay_rollout *log);

void assay_rollout_close(struct assay_rollout *log); /* NULL is allowed */

/* Checks records that somebody else reads: what a log, of this path, has told so far. */
struct assay_rollout_checker;
struct assay_rollout_checker *assay_rollout_checker_new(const char *path);
void assay_rollout_checker_free(
    struct assay_rollout_checker *checker); /* NULL is allowed */

/* Finds the kind of a record, whose node and line are set, and holds it against the rules. Errors: ASSAY_EDATA. */
ASSAY_MUST_USE
enum assay_code assay_rollout_checker_take(struct assay_rollout_checker *checker,
                                           struct assay_rollout_record *record,
                                           struct assay_error *err);

/* Whether a response is right, 0 or 1: as it says, else chosen by its role is right and rejected is wrong; false where
   neither is told. */
bool assay_rollout_correct(const struct assay_node *response, double *out);

/* What the item of a suite is called that a group is read as: ID, or ID@CKPT. In arena. */
struct assay_str assay_rollout_item(const struct assay_node *group,
                                    struct assay_arena *arena);

/* True if a file begins as a rollout log with groups does; false also where it cannot be read. */
bool assay_rollout_is(const char *path);

/* The value that a path leads to in a map, "tok.lp.policy", or NULL where it is absent or null. */
const struct assay_node *assay_rollout_value(const struct assay_node *map,
                                             struct assay_str path);

/*
 * The key of a record: of a group (suite, id, ckpt), of a ckpt record (run, step), of a meta record its run, of an mdp
 * record its id; two words of its SHA-256.
 */
void assay_rollout_key(const struct assay_rollout_record *record, uint64_t key[2]);

/*
 * The same of other fields, texts or whole numbers, one of which may be missing: of a prompt whatever the checkpoint
 * (suite, id), of the groups of one step (run, step).
 *
 *   fields  (n,) keys of the record; NULL ends them earlier
 */
void assay_rollout_key_of(const struct assay_node *node, const char *const fields[],
                          size_t n, uint64_t key[2]);

#endif
