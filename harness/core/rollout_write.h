/*
 * rollout_write.h - writing rollout logs: whatever is written is checked as it would be when it is read.
 *
 * Who fills a log (an importer, a join, a live model) makes records as trees, puts values where the tables have a place
 * for them, and writes records one by one. Nothing that stands there is written over, and no signal writes what is right.
 */
#ifndef ASSAY_CORE_ROLLOUT_WRITE_H
#define ASSAY_CORE_ROLLOUT_WRITE_H

#include "harness/core/rollout.h"

struct assay_rollout_writer;

/* name stands for the file in messages. */
struct assay_rollout_writer *assay_rollout_writer_new(const char *name);
void assay_rollout_writer_free(struct assay_rollout_writer *writer); /* NULL is allowed */

/*
 * Checks a record, which refers to no side file, and appends its line to out. Errors: ASSAY_EDATA "name:line: where: what",
 * and nothing is appended.
 */
ASSAY_MUST_USE
enum assay_code assay_rollout_write(struct assay_rollout_writer *writer,
                                    const struct assay_node *record,
                                    struct assay_buf *out, struct assay_error *err);

/*
 * A response with one value more: "tok.lp.policy", "steps.score.prm", "reward.rm".
 *
 *   path   by the tables; arrays are as long as the response's tokens or steps, which writing checks
 *   out    in arena; shares what it has in common with response. Where an array without a name stands and one with a name is
 *          put beside it, tok.value, the former is called "logged" from then on, which is found by its old path, too
 *
 * Errors: ASSAY_EUSAGE for a path that no table has; ASSAY_EDATA where another value stands there.
 */
ASSAY_MUST_USE
enum assay_code assay_rollout_put(const struct assay_node *response, const char *path,
                                  struct assay_node value, struct assay_arena *arena,
                                  const struct assay_node **out, struct assay_error *err);

/* What a signal says of a response. */
struct assay_rollout_signal {
    const char *name;       /* without "signal:" */
    const char *parameters; /* all that its values depend on, spelt out in one way */
    const char *under;      /* "reward", "tok.value" or "steps.reward" */
};

/* As assay_rollout_put, under signal:NAME#DIGEST, DIGEST the first 16 digits of the SHA-256 of the parameters. Errors: as
   there, and ASSAY_EUSAGE where signals do not write. */
ASSAY_MUST_USE
enum assay_code assay_rollout_put_signal(const struct assay_node *response,
                                         const struct assay_rollout_signal *signal,
                                         struct assay_node value,
                                         struct assay_arena *arena,
                                         const struct assay_node **out,
                                         struct assay_error *err);

/* A list of n numbers, null where one is NaN. */
struct assay_node assay_rollout_list(const double *x, size_t n,
                                     struct assay_arena *arena);

/*
 * What two values of one field say together: members of both maps, responses of both groups by their ids; judges and
 * preferences of the second behind those of the first.
 *
 *   where  names the field in messages
 *
 * Errors: ASSAY_EDATA "where: what" where they say different things of one field.
 */
ASSAY_MUST_USE
enum assay_code assay_rollout_merge(const struct assay_node *a,
                                    const struct assay_node *b, const char *where,
                                    struct assay_arena *arena,
                                    const struct assay_node **out,
                                    struct assay_error *err);

#endif
