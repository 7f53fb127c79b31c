/* tensor_parts.h - what the files tensor*.c share; nobody else includes it. */
#ifndef ASSAY_CORE_TENSOR_PARTS_H
#define ASSAY_CORE_TENSOR_PARTS_H

#include "harness/core/archive.h"
#include "harness/core/tensor.h"

/* A file or a member on its way into memory. */
struct tensor_input {
    const char *name; /* for messages */
    struct assay_archive *archive;
    struct assay_str rest; /* of the block at hand; all that is left where mapped */
    uint64_t kept;         /* bytes of arrays so far, of the whole file */
    unsigned char *mapped; /* the file, from its first byte on; NULL: read from archive */
    size_t mapped_bytes;
};

/* Up to n bytes; got says how many were left. Errors: those of the archive. */
ASSAY_MUST_USE
enum assay_code assay_tensor_take(struct tensor_input *input, void *out, size_t n,
                                  size_t *got, struct assay_error *err);

/* Exactly n bytes. Errors: also ASSAY_EDATA "name: ends inside WHAT". */
ASSAY_MUST_USE
enum assay_code assay_tensor_need(struct tensor_input *input, void *out, size_t n,
                                  const char *what, struct assay_error *err);

/* Fails where something is left. */
ASSAY_MUST_USE
enum assay_code assay_tensor_end(struct tensor_input *input, struct assay_error *err);

/* The bytes of its type and shape; false where they are more than limit. */
bool assay_tensor_total(const struct assay_tensor *tensor, uint64_t limit, uint64_t *out);

/*
 * Fills in rows, columns and data of a tensor whose type, size and shape are known; memory grows
 * as bytes come in, so that a header which lies takes no more than the file has. Data of a mapped
 * file stay in it.
 * Errors: ASSAY_EDATA for more than ASSAY_TENSOR_BYTES, which a mapped file may have.
 */
ASSAY_MUST_USE
enum assay_code assay_tensor_fill(struct tensor_input *input, struct assay_tensor *tensor,
                                  struct assay_error *err);

/* Adds a tensor called name to the list; it stays where it is until the next one is added. */
struct assay_tensor *assay_tensors_add(struct assay_tensors *tensors,
                                       struct assay_str name);

/* tensor_map.c: gives the mapping back, if there is one. */
void assay_tensors_unmap(struct assay_tensors *tensors);

/* tensor_npy.c: one npy file, from its first byte to its last. */
ASSAY_MUST_USE
enum assay_code assay_tensor_npy(struct tensor_input *input, struct assay_tensor *out,
                                 struct assay_error *err);

/* tensor_npy.c: reads the dictionary of an npy header. Errors: ASSAY_EDATA "name: what". */
ASSAY_MUST_USE
enum assay_code assay_tensor_npy_header(struct assay_str text, const char *name,
                                        struct assay_tensor *out,
                                        struct assay_error *err);

/* tensor_safetensors.c: all arrays of a safetensors file. */
ASSAY_MUST_USE
enum assay_code assay_tensor_safetensors(struct tensor_input *input,
                                         struct assay_tensors *out,
                                         struct assay_error *err);

#endif
