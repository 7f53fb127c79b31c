/* item_build.h - one record becomes one item. */
#ifndef ASSAY_SUITES_ITEM_BUILD_H
#define ASSAY_SUITES_ITEM_BUILD_H

#include "suites/suite_parts.h"

/*
 * Builds an item of the suite's kind from a record under a mapping.
 *
 *   out  texts are views of the record or in arena; .id is empty where the mapping names no
 *        id, .index is the caller's
 *
 * Errors: ASSAY_EDATA "path:line: what" for a missing or ill-typed field, an index beyond the
 *         completions, more than ASSAY_ITEM_COMPLETIONS_MAX of them, a shape that the kind
 *         refuses.
 */
ASSAY_MUST_USE
enum assay_code assay_item_build(const struct assay_suite *suite,
                                 const struct assay_mapping *mapping,
                                 const struct assay_field_source *source,
                                 struct assay_arena *arena, struct assay_item *out,
                                 struct assay_error *err);

/* Watches the fields of a mapping that every file of records has somewhere, and those that it may lack. */
void assay_item_watch(const struct assay_mapping *mapping, struct assay_field_watch *must,
                      struct assay_field_watch *may);

/*
 * An id from what the item says: the first 16 hex digits of the SHA-256 of its prompt and
 * completions, or of the record's place where it has no texts.
 */
struct assay_str assay_item_digest(const struct assay_item *item,
                                   struct assay_arena *arena);

/* A cluster from the prompt: items with the same prompt share it. Empty without a prompt. */
struct assay_str assay_item_prompt_cluster(const struct assay_item *item,
                                           struct assay_arena *arena);

#endif
