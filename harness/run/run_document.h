/* run_document.h - run.json as a tree. */
#ifndef ASSAY_RUN_RUN_DOCUMENT_H
#define ASSAY_RUN_RUN_DOCUMENT_H

#include "harness/run/run.h"

/*
 * The document, format assay-run 1.0:
 *
 *   format, version, assay   what wrote it
 *   status    running, complete, failed or interrupted
 *   config    options as given; --resume starts from them
 *   plan      what determines answers (plan.h), plan_sha256
 *   changes   of a run that went on with other options, which change no answer, or at another address: a list
 *             of {at, field, there, now}; plan and plan_sha256 stay those that it began with
 *   suites    a list: label, part, status, error, items, asked, merged, resumed, cached, cache
 *             {off: why} or {key, name, known, differs} (cache_key.h), states
 *             {name: items}, sources (files with digests), seconds {read, score, ...}, and of some
 *             adapters model: what it is, how it was asked, digests of tokenizer and template,
 *             what was seen of the texts that this attempt asked
 *             of a run until settled (settling.h) settled {at, of, saved, p, verdict}: answers of items from `at`
 *             on, which were in flight, do not count
 *             of a shard also values, part_note, notes (of the adapter)
 *   shard     {number, of}; items_sha256 of its journal, once it is complete
 *   merged    of shards: a list of {shard, items_sha256}
 *   samples   of assay sample, once it is complete: {prompts, texts, asked, fewer, repeated, sha256} (sampled.h)
 *   usage     {tokens_read, tokens_written, cost, budget_tokens} of all attempts, where servers count
 *   host      name, system, release, machine; program_sha256
 *   jobs, started, ended (UTC), journal_seconds
 */
struct assay_node *assay_run_document(const struct assay_run_setting *setting,
                                      const struct assay_run *run, const char *status,
                                      struct assay_arena *arena);

#endif
