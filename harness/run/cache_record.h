/*
 * cache_record.h - one record of a segment of the cache.
 *
 *     4 bytes "AsR1"   4 bytes  length of the record   16 bytes  content
 *     4 bytes count    count x (1 byte state, 8 bytes value as IEEE 754)
 *     8 bytes, the head of the SHA-256 of all before
 *
 * Numbers are little-endian. A record that is torn or was changed is none, and ends what is read of
 * its segment: only the end of a segment can be torn, by a process that was killed.
 */
#ifndef ASSAY_RUN_CACHE_RECORD_H
#define ASSAY_RUN_CACHE_RECORD_H

#include "harness/core/answer.h"
#include "harness/core/buf.h"
#include "harness/run/same.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    ASSAY_RECORD_HEAD = 28,       /* bytes before the answers */
    ASSAY_RECORD_VALUES = 1 << 22 /* most answers of a record */
};

struct assay_record {
    struct assay_content content;
    size_t count; /* answers */
    size_t bytes; /* of the whole record */
};

void assay_record_write(const struct assay_content *content,
                        const struct assay_answer *answers, size_t count,
                        struct assay_buf *out);

/* How long the record is that begins with bytes (ASSAY_RECORD_HEAD,); 0: none does. */
size_t assay_record_length(struct assay_str bytes);

/*
 * The record that bytes, which may be more than it, begins with; false where it is not whole and right.
 *
 *   answers  NULL, or (room,): filled if the record has no more
 */
bool assay_record_read(struct assay_str bytes, struct assay_record *out,
                       struct assay_answer *answers, size_t room);

#endif
