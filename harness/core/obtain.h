/*
 * obtain.h - how a data set of data_manifest.txt can be had, in a word and in a sentence.
 */
#ifndef ASSAY_CORE_OBTAIN_H
#define ASSAY_CORE_OBTAIN_H

#include "harness/core/buf.h"
#include "harness/core/manifest.h"

enum assay_way {
    ASSAY_WAY_PULL,  /* pinned addresses and digests of all files */
    ASSAY_WAY_TRUST, /* addresses, some of which have no digest or name a branch */
    ASSAY_WAY_PART,  /* some files have no address */
    ASSAY_WAY_HAND,  /* none has */
};

enum assay_way assay_obtain_way(const struct assay_manifest_entry *entry);

/* "yes", "trust", "part", "no"; "gated" where `assay data pull` needs leave. */
const char *assay_obtain_word(const struct assay_manifest_entry *entry);

/* "assay data pull NAME", with its option; or where to go by hand; and what it is gated by. */
void assay_obtain_tell(const struct assay_manifest_entry *entry, struct assay_buf *out);

#endif
