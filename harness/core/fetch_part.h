/*
 * fetch_part.h - a file that is not whole yet, beside where it will be. Inside of fetch.c only.
 *
 *     PATH.part       the first bytes of what an address has
 *     PATH.part.from  two lines: that address, and the strong ETag of what stood there, or nothing
 *
 * The second one is on the disk before any byte of the first, so bytes of two versions of a file are
 * never taken for one.
 */
#ifndef ASSAY_CORE_FETCH_PART_H
#define ASSAY_CORE_FETCH_PART_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/str.h"

#include <stdint.h>

struct assay_part {
    const char *target, *path, *from;
    const char *url;
    int fd; /* -1: not open */
    uint64_t have;
    struct assay_str etag; /* of what `have` bytes are of; empty: not known */
    struct assay_arena *arena;
};

/*
 * Opens what an earlier attempt left of url, or an empty file.
 *
 * Errors: ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_part_open(struct assay_part *part, const char *target,
                                const char *url, struct assay_arena *arena,
                                struct assay_error *err);

/* Begins anew with nothing. Errors: ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_part_restart(struct assay_part *part, struct assay_str etag,
                                   struct assay_error *err);

ASSAY_MUST_USE
enum assay_code assay_part_add(struct assay_part *part, const void *data, size_t n,
                               struct assay_error *err);

/* All of it to the disk. Errors: ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_part_sync(struct assay_part *part, struct assay_error *err);

/* Gives it its name. Errors: ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_part_publish(struct assay_part *part, struct assay_error *err);

/* Takes it away. */
void assay_part_discard(struct assay_part *part);

void assay_part_close(struct assay_part *part);

#endif
