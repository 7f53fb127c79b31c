/*
 * digests.h - SHA-256 of data that was trusted when it first came: DATA/.assay/digests.
 *
 * Where data_manifest.txt tells no digest, or an address that may change, `data pull
 * --trust-first-use` writes down what came, and it must be the same ever after. The file is in the
 * data folder since it is about the files there: `sha256sum -c .assay/digests`, typed in that
 * folder, checks it too. Comment lines say where each file came from, and at which commit a branch stood
 * then: that address is asked ever after.
 */
#ifndef ASSAY_CORE_DIGESTS_H
#define ASSAY_CORE_DIGESTS_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/manifest.h"
#include "harness/core/str.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    ASSAY_DIGESTS_BYTES = 1 << 24
};

struct assay_digests_line {
    struct assay_str sha256, path; /* path below the data folder */
    struct assay_str from;         /* address; may be empty */
    struct assay_str pinned;       /* the same at a commit; may be empty */
};

struct assay_digests {
    const struct assay_digests_line *at; /* (count,) in the order of the file */
    size_t count;
};

/* Errors: ASSAY_EDATA "name:line: what". */
ASSAY_MUST_USE
enum assay_code assay_digests_parse(struct assay_str text, const char *name,
                                    struct assay_arena *arena, struct assay_digests *out,
                                    struct assay_error *err);

/* Of the data folder dir; none where the file is not there. Errors: also ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_digests_read(const char *dir, struct assay_arena *arena,
                                   struct assay_digests *out, struct assay_error *err);

/* What the file's digest has to be: by data_manifest.txt, else as written down; empty: not known. */
struct assay_str assay_digests_expected(const struct assay_digests *digests,
                                        const struct assay_manifest_file *file);

/* True if the file was written down as it came from its address of today. */
bool assay_digests_trusted(const struct assay_digests *digests,
                           const struct assay_manifest_file *file);

/* Where it is fetched from: its address of today, or that at the commit it was at then. */
struct assay_str assay_digests_address(const struct assay_digests *digests,
                                       const struct assay_manifest_file *file);

/*
 * Writes one down, in place of an earlier one of that path; whole or not at all. The caller holds
 * the lock of the data folder, in which .assay/ is there.
 *
 * Errors: ASSAY_EDATA (what is there already cannot be read), ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_digests_add(const char *dir, const struct assay_digests_line *line,
                                  struct assay_error *err);

#endif
