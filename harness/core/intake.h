/*
 * intake.h - a file read once, from its first byte to its last, and hashed on the way.
 *
 * A second thread reads blocks ahead and hashes them while the caller works on those before, so
 * that neither waiting for the disk nor SHA-256 adds to the time of parsing: on 700 MB, hashing
 * alone takes as long as the parser does. A file of less than 64 KiB is read at once.
 */
#ifndef ASSAY_CORE_INTAKE_H
#define ASSAY_CORE_INTAKE_H

#include "harness/core/attr.h"
#include "harness/core/digest.h"
#include "harness/core/error.h"
#include "harness/core/str.h"

enum {
    ASSAY_INTAKE_BLOCK = 1 << 20, /* bytes of every block but the last */
    ASSAY_INTAKE_AHEAD = 4        /* blocks in memory at most */
};

struct assay_intake;

/* Opens a regular file and starts reading. Errors: as of assay_file_open; ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_intake_open(const char *path, struct assay_intake **out,
                                  struct assay_error *err);

/* The next block, valid until the next call; empty at the end. Errors: ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_intake_next(struct assay_intake *intake, struct assay_str *out,
                                  struct assay_error *err);

/* SHA-256 of the whole file; blocks not yet taken are passed over. Errors: ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_intake_digest(struct assay_intake *intake,
                                    char out[ASSAY_DIGEST_HEX], struct assay_error *err);

/* No digest will be asked for: what is read from now on is not hashed. */
void assay_intake_forgo_digest(struct assay_intake *intake);

void assay_intake_close(struct assay_intake *intake); /* NULL is allowed */

#endif
