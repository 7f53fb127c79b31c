/*
 * linear_weights.h - the file of a linear model.
 *
 * One line of JSON, padded with blanks so that its newline ends a multiple of 64 bytes (as
 * .npy files do), then 2^bits weights as little-endian IEEE 754 binary32:
 *
 *     {"format": "assay-linear", "major": 1, "minor": 0, "features": 1, "bits": 18,
 *      "dtype": "<f4", "trained": {...}}
 *
 * Readers refuse another major version and another version of the features
 * (ASSAY_LINEAR_FEATURES), accept any minor one, and pass over keys they do not know. `trained`
 * says how the weights came about and is not read.
 */
#ifndef ASSAY_ADAPTERS_LINEAR_WEIGHTS_H
#define ASSAY_ADAPTERS_LINEAR_WEIGHTS_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/tree.h"

enum {
    ASSAY_LINEAR_MAJOR = 1,
    ASSAY_LINEAR_MINOR = 0,
    ASSAY_LINEAR_BITS_MIN = 10,
    ASSAY_LINEAR_BITS_MAX = 24,
    ASSAY_LINEAR_HEADER_BYTES = 1 << 16 /* longest header */
};

/* Zero bytes are no weights. */
struct assay_linear_weights {
    unsigned bits;
    float *weight; /* (2^bits,) finite */
};

/* Errors: ASSAY_EIO; ASSAY_EDATA "path: what" for anything but such a file, whole. */
ASSAY_MUST_USE
enum assay_code assay_linear_weights_read(const char *path,
                                          struct assay_linear_weights *out,
                                          struct assay_error *err);

/*
 * Writes to path.part and renames, so that a file is whole or not there.
 *
 *   trained  a map, goes into the header
 *
 * Errors: ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_linear_weights_write(const char *path, unsigned bits,
                                           const float *weight,
                                           const struct assay_node *trained,
                                           struct assay_error *err);

/* Tells before any work whether path could be written. Errors: ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_linear_weights_try(const char *path, struct assay_error *err);

void assay_linear_weights_release(struct assay_linear_weights *weights);

#endif
