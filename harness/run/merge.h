/*
 * merge.h - the shards of a run (--shard of run and sample), checked and put together.
 */
#ifndef ASSAY_RUN_MERGE_H
#define ASSAY_RUN_MERGE_H

#include "harness/run/shard.h"
#include "harness/run/store.h"

/* All shards of one run. */
struct assay_merge {
    struct assay_stored *run; /* (count,) in order of their numbers */
    size_t count;
};

/*
 * Reads the runs in directories (n,), in any order.
 *
 * Errors: ASSAY_EUSAGE where one is no shard, not complete, of another plan or division, there twice,
 * or where shards are missing; ASSAY_EDATA where a journal is not the one that its run ended with, or
 * data were not the same everywhere; those of reading.
 */
ASSAY_MUST_USE
enum assay_code assay_merge_read(const char *const *directories, size_t n,
                                 struct assay_arena *arena, struct assay_merge *out,
                                 struct assay_error *err);

/* The shards for run.json: a list of {shard, items_sha256}. */
struct assay_node assay_merge_node(const struct assay_merge *merge,
                                   struct assay_arena *arena);

/* What the shards say of suite n (run_document.h), the first one's word for what is alike. */
const struct assay_node *assay_merge_suite(const struct assay_merge *merge, size_t shard,
                                           size_t n);

/* Sentences of the adapter for suite n, each once, in the order of the shards: a list. */
struct assay_node assay_merge_notes(const struct assay_merge *merge, size_t n,
                                    struct assay_arena *arena);

/*
 * What the shards say of the model of suite n, for run.json: facts that are the same in each; of the texts that it was
 * given and wrote (gguf_open.h) the sums, and the most tokens of one. A map, which may be empty.
 */
struct assay_node assay_merge_facts(const struct assay_merge *merge, size_t n,
                                    struct assay_arena *arena);

/* What the shards' audits of a suite (assay run --audit) came to, the worst of each. */
struct assay_merge_audit {
    size_t audited, failed; /* shards */
    double most;            /* largest difference */
    size_t flips;           /* most, of one time */
};

struct assay_merge_audit assay_merge_audit(const struct assay_merge *merge, size_t n);

/* The audits of suite n for run.json: each a map (audit.h) with its shard; a list. */
struct assay_node assay_merge_audits(const struct assay_merge *merge, size_t n,
                                     struct assay_arena *arena);

#endif
