/*
 * gguf_f32.h - a GGUF file read as one whose weights are all f32; for adapters/gguf*.c only.
 *
 * ggml rounds what it multiplies with weights of f16, bf16 or fewer bits to as many bits before each product. Two
 * sums that differ in their last bit, as those of another machine, build or program do, can be rounded apart, and a
 * score then moves a thousand times as far as where weights are f32 (1e-2 and 1e-5 in a model of 30 layers). With the
 * numbers of such weights as f32, products are of the same weights, and nothing is rounded before them.
 *
 * Nothing is written: libllama reads a stream, in which a row is converted when it is read. So the model is loaded
 * as a file of these numbers would be, and beside it one row is held.
 */
#ifndef ASSAY_ADAPTERS_GGUF_F32_H
#define ASSAY_ADAPTERS_GGUF_F32_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdio.h>

struct assay_gguf_f32;

/*
 * Opens a file, or the files that it is the first of, as one.
 *
 *   out  to be freed in any case
 *
 * Errors: those of assay_file_open; ASSAY_EDATA "path: what" where one is cut short; ASSAY_EMODEL where its metadata
 * cannot be read, or the files do not belong together.
 */
ASSAY_MUST_USE
enum assay_code assay_gguf_f32_open(const char *path, struct assay_gguf_f32 **out,
                                    struct assay_error *err);

/* Its bytes, to be closed before it is freed. NULL: out of memory. */
FILE *assay_gguf_f32_stream(struct assay_gguf_f32 *f32);

/* NULL is allowed. */
void assay_gguf_f32_free(struct assay_gguf_f32 *f32);

#endif
