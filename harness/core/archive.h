/*
 * archive.h - the bytes of a data file, whatever it is packed in.
 *
 * A path names a regular file, plain or compressed with gzip, xz, zstd or bzip2, or with
 * `bundle.tar.zst::path/in/it.jsonl` a member of a tar (plain or compressed) or zip archive. A
 * file whose own name holds "::" is that file. What a file is, its first bytes say; its name
 * does not matter. Nothing is ever written to disk.
 *
 * Members are addressed by their path with "./" in front left out; of two with one name the first
 * is read. Only regular members are read: no symbolic or hard links, and no member can be
 * addressed by an absolute path or one with "..".
 *
 * Expansion is bounded, also of members passed over on the way: at most
 * ASSAY_ARCHIVE_EXPANDED_MAX bytes, and once ASSAY_ARCHIVE_RATIO_FROM bytes have come out at most
 * ASSAY_ARCHIVE_RATIO_MAX times what went in. Text of any benchmark stays below 100; a file of one
 * repeated byte reaches about 1030 with gzip and far more with the others.
 *
 * Plain files bypass libarchive. gzip's own check sum is not looked at by libarchive (3.6), so a
 * flipped bit is found by whoever parses or by the digest of the manifest.
 */
#ifndef ASSAY_CORE_ARCHIVE_H
#define ASSAY_CORE_ARCHIVE_H

#include "harness/core/attr.h"
#include "harness/core/digest.h"
#include "harness/core/error.h"
#include "harness/core/str.h"

#include <stdbool.h>

#define ASSAY_ARCHIVE_EXPANDED_MAX (UINT64_C(64) << 30)
#define ASSAY_ARCHIVE_RATIO_FROM   (UINT64_C(64) << 20)
#define ASSAY_ARCHIVE_RATIO_MAX    UINT64_C(500)

struct assay_archive;

/*
 * Opens, and finds the member where one is named.
 *
 * Errors: ASSAY_EUSAGE for a member that cannot be addressed; ASSAY_EDATA "path: what" for what
 * is no regular file, unreadable, too large, or holds no such member; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_archive_open(const char *path, struct assay_archive **out,
                                   struct assay_error *err);

/*
 * Opens an archive to read all of its members, in the order in which they are stored; path is
 * that of a tar or zip archive. assay_archive_member goes to each.
 *
 * Errors: as assay_archive_open; ASSAY_EDATA for what is no archive.
 */
ASSAY_MUST_USE
enum assay_code assay_archive_open_all(const char *path, struct assay_archive **out,
                                       struct assay_error *err);

/*
 * Goes to the next regular member, whose bytes assay_archive_next then hands out; what was not
 * read of the one before is passed over.
 *
 *   name  of it, without "./" in front, valid until the next call; empty at the end
 *
 * Errors: as assay_archive_next.
 */
ASSAY_MUST_USE
enum assay_code assay_archive_member(struct assay_archive *archive,
                                     struct assay_str *name, struct assay_error *err);

/*
 * The next bytes, valid until the next call; empty at the end.
 *
 * Errors: ASSAY_EDATA "path: what" for damaged, truncated or too large input; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_archive_next(struct assay_archive *archive, struct assay_str *out,
                                   struct assay_error *err);

/* True if the bytes are those of the file as stored: neither packed nor a member. */
bool assay_archive_is_plain(const struct assay_archive *archive);

/* SHA-256 of the file as stored; what was not yet read is passed over. Errors: ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_archive_digest(struct assay_archive *archive,
                                     char out[ASSAY_DIGEST_HEX], struct assay_error *err);

/* assay_archive_digest will not be called: then nothing is hashed. */
void assay_archive_forgo_digest(struct assay_archive *archive);

void assay_archive_close(struct assay_archive *archive); /* NULL is allowed */

#endif
