/*
 * digest.h - SHA-256 (FIPS 180-4), by libcrypto. Its types stay in digest.c.
 */
#ifndef ASSAY_CORE_DIGEST_H
#define ASSAY_CORE_DIGEST_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/stage.h"
#include "harness/core/str.h"

enum {
    ASSAY_DIGEST_BYTES = 32,
    ASSAY_DIGEST_HEX = 65, /* with its NUL */
    ASSAY_DIGEST_BASE64 = 45
};

struct assay_digest; /* a hash under way */

struct assay_digest *assay_digest_new(void);
void assay_digest_add(struct assay_digest *digest, const void *data, size_t n);
/* Finishes, frees the digest and writes the hash. */
void assay_digest_finish(struct assay_digest *digest,
                         unsigned char out[ASSAY_DIGEST_BYTES]);

void assay_digest_of(struct assay_str text, unsigned char out[ASSAY_DIGEST_BYTES]);
void assay_digest_hex(const unsigned char digest[ASSAY_DIGEST_BYTES],
                      char out[ASSAY_DIGEST_HEX]);
/* RFC 4648, section 4. */
void assay_digest_base64(const unsigned char digest[ASSAY_DIGEST_BYTES],
                         char out[ASSAY_DIGEST_BASE64]);

/*
 * The digest of a folder: that of a line "HEX  NAME" for each regular file directly in it, in the
 * order of their bytes, hidden ones left out; what `cd FOLDER && sha256sum * | sha256sum` prints
 * where nothing but files is in it. Errors: as assay_digest_file.
 */
ASSAY_MUST_USE
enum assay_code assay_digest_folder(const char *path, struct assay_stage *stage,
                                    char out[ASSAY_DIGEST_HEX], struct assay_error *err);

/* The digest of a regular file. Errors: as of assay_file_open and assay_file_read. */
ASSAY_MUST_USE
enum assay_code assay_digest_file(const char *path, char out[ASSAY_DIGEST_HEX],
                                  struct assay_error *err);

/* The same, of a large file: "hash NAME" is a stage of its own. */
ASSAY_MUST_USE
enum assay_code assay_digest_watched(const char *path, struct assay_stage *stage,
                                     char out[ASSAY_DIGEST_HEX], struct assay_error *err);

/* The same within a stage that is under way: its bytes are added to it. */
ASSAY_MUST_USE
enum assay_code assay_digest_counted(const char *path, struct assay_stage *stage,
                                     char out[ASSAY_DIGEST_HEX], struct assay_error *err);

/* Begins the stage "hash NAME" of so many bytes. */
void assay_digest_begin(struct assay_stage *stage, const char *path, size_t bytes);

#endif
