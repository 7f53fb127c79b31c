/*
 * cache_key.h - who answered, in so far as it can change an answer: the key of the cache.
 */
#ifndef ASSAY_RUN_CACHE_KEY_H
#define ASSAY_RUN_CACHE_KEY_H

#include "harness/core/differences.h"
#include "harness/run/cache.h"
#include "harness/run/model.h"

/* A field of two keys that is not the same: paths as in "identity.weights.sha256". */
/* An open model and what it was opened with. */
struct assay_asked {
    const struct assay_model *model;
    const struct assay_setting *setting;
    struct assay_model_words words;
    size_t values;                    /* of an item where scores are not wanted */
    const struct assay_hashes *known; /* files that were hashed already; NULL: none */
};

/*
 * The key of an open model's answers: what it says of itself (adapter.h, identity) with the options
 * that matter, fields of the setting, meaning and number of the values, and the digest of the sources
 * that answers come from (harness/core/version.h). Not that of the program: building it again changes
 * no answer, and the engines that could are told by their own builds. Not a number that somebody
 * raises when an answer changes: it would be forgotten.
 *
 *   out   a map in arena; NULL where there is none
 *   none  why, in arena
 *
 * Errors: those of the adapter.
 */
ASSAY_MUST_USE
enum assay_code assay_cache_key(const struct assay_asked *asked,
                                struct assay_arena *arena, struct assay_node **out,
                                const char **none, struct assay_error *err);

/*
 * The key in folder that is like this one save for the fewest fields, its own aside; of several the one
 * whose values come first.
 *
 *   out  what differs, in arena; nothing where no other key of the adapter is there
 */
void assay_cache_nearest(const char *folder, const struct assay_node *key,
                         struct assay_arena *arena, struct assay_differences *out);

/*
 * Opens the cache of a key and writes down in told, a map, what is there: key and its name, known
 * (contents answered under it) or, where the key is new, differs (a list of field, there, now).
 *
 * NULL, with err, where the system refuses.
 */
struct assay_cache *assay_cache_begin(const struct assay_cache_setting *setting,
                                      const struct assay_node *key,
                                      struct assay_arena *arena, struct assay_node *told,
                                      struct assay_error *err);

#endif
