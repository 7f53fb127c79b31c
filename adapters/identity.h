/*
 * identity.h - what the answers of an open model depend on: for adapters that tell it, alone or of the
 * models that they are made of, and for the engine that keeps answers under it.
 */
#ifndef ASSAY_ADAPTERS_IDENTITY_H
#define ASSAY_ADAPTERS_IDENTITY_H

#include "adapters/adapter.h"
#include "harness/core/digest.h"

enum {
    ASSAY_REVISION_LEAST = 12, /* digits of a revision: fewer may be a name */
    ASSAY_REVISION_MOST = 1024
};

/* An open model and what it was opened with. */
struct assay_identified {
    const struct assay_adapter *adapter;
    const void *state;
    const char *const *words; /* (word_count,) its options */
    size_t word_count;
};

/*
 * Puts adapter, identity (adapter.h), the options that matter and how many tasks are answered
 * together into out->map, or says why there is no identity.
 *
 * Errors: those of the adapter's identity.
 */
ASSAY_MUST_USE
enum assay_code assay_identity_tell(const struct assay_identified *who,
                                    const struct assay_hashes *known,
                                    struct assay_arena *arena, struct assay_identity *out,
                                    struct assay_error *err);

/* True unless the adapter is indifferent to an option, or a field of the setting, of that name. */
bool assay_identity_heeds(const struct assay_adapter *adapter, struct assay_str name);

/*
 * Puts the SHA-256 of a file or folder under a key: the known one, or else it is hashed.
 * Errors: those of assay_digest_file and assay_digest_folder.
 */
ASSAY_MUST_USE
enum assay_code assay_identity_hash(const struct assay_hashes *known, const char *path,
                                    struct assay_arena *arena, struct assay_node *map,
                                    const char *key, struct assay_error *err);

/* Puts the SHA-256 of a text under a key. */
void assay_identity_hash_text(struct assay_arena *arena, struct assay_node *map,
                              const char *key, struct assay_str text);

/*
 * True of what may stand for all that a model is, where somebody vouches for it: a commit or a digest
 * in hexadecimal (ASSAY_REVISION_LEAST digits or more), perhaps with the algorithm before it,
 * "sha256:...". A branch, a tag or a file's name is none.
 */
bool assay_identity_is_revision(struct assay_str text);

/* The digest of a file, or of a folder (harness/core/digest.h), as a stage. */
ASSAY_MUST_USE
enum assay_code assay_identity_digest(const char *path, struct assay_stage *stage,
                                      char out[ASSAY_DIGEST_HEX],
                                      struct assay_error *err);

#endif
