/*
 * tfevents.h - event files of TensorBoard: records with checksums, each an Event of protobuf.
 *
 *     uint64 length, uint32 masked CRC-32C of these 8 bytes, bytes [length], uint32 masked CRC-32C of them
 *     masked(crc) = (crc >> 15 | crc << 17) + 0xa282ead8
 *
 * little-endian. Of an Event: wall_time (1, double), step (2, int64), file_version (3, text) and summary (5), whose
 * values (1) have a tag (1) and a number: simple_value (2, float), or a tensor (8) of one element. All else
 * (graphs, texts, histograms, pictures) is passed over.
 *
 * Source: TensorFlow, "TFRecords Format Details" (api_guides/python/python_io.md), tensorflow/core/util/event.proto,
 * tensorflow/core/framework/summary.proto, tensor.proto and types.proto; protobuf.dev, "Encoding". CRC-32C: RFC
 * 3720, B.4. Checked on files that tests/tools/make_tfevents.py writes.
 */
#ifndef ASSAY_CORE_TFEVENTS_H
#define ASSAY_CORE_TFEVENTS_H

#include "harness/core/arena.h"
#include "harness/core/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_TFEVENTS_HEAD = 12,              /* bytes of a record in front of its own */
    ASSAY_TFEVENTS_TAIL = 4,               /* and behind */
    ASSAY_TFEVENTS_RECORD_BYTES = 1 << 28, /* longest record */
    ASSAY_TFEVENTS_VALUES_MAX = 1 << 12    /* of one event */
};

/* CRC-32C (Castagnoli), reflected, all ones at both ends. */
uint32_t assay_tfevents_crc(struct assay_str bytes);

/* True if bytes begin with the head of a record. */
bool assay_tfevents_begin(struct assay_str bytes);

/*
 * Bytes of the record that begins here: of head, data and tail; 0, with why, for a head that is damaged or of a
 * record that is too long. At least ASSAY_TFEVENTS_HEAD bytes are there.
 */
size_t assay_tfevents_size(struct assay_str bytes, const char **why);

/* The data of a whole record; false where their checksum is another. */
bool assay_tfevents_data(struct assay_str record, struct assay_str *data);

/* A number under a tag. */
struct assay_tfevent_value {
    struct assay_str tag; /* UTF-8, in the data */
    double value;         /* may be NaN or infinite, as it is stored */
};

struct assay_tfevent {
    double wall_time;         /* seconds since 1970 */
    int64_t step;             /* 0 where it is not stored */
    struct assay_str version; /* "brain.Event:2" of the first record, else empty */
    const struct assay_tfevent_value *value; /* (count,) in arena */
    size_t count;
};

/* Reads the data of a record; NULL, or what is wrong with them. */
const char *assay_tfevents_event(struct assay_str data, struct assay_arena *arena,
                                 struct assay_tfevent *out);

#endif
