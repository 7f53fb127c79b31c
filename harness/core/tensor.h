/*
 * tensor.h - arrays of numbers as other programs store them: npy, npz and safetensors.
 *
 * A file is read whole into memory in the type it is stored in, and read out as doubles: one
 * number, or a row of the first dimension. A path names a file or a member of an archive
 * (archive.h), plain or compressed; what it is, its first bytes say. All arrays of a file:
 *
 *     npy           one array without a name. Versions 1 to 3; either byte order; C or Fortran order
 *     npz           a zip whose members are npy files; an array is called as its member without
 *                   ".npy", and members of other names are passed over
 *     safetensors   as its header names them, in the order of their bytes
 *
 * Types: floats of 64, 32 and 16 bits, bfloat16 (safetensors), integers of 8 to 64 bits, bool,
 * and in npy texts of fixed length (U and S). Python objects, records and complex numbers are
 * refused, and so are 8-bit floats.
 *
 * Source: numpy/lib/format.py (NEP 1); huggingface/safetensors safetensors/src/tensor.rs, whose
 * rules are kept: a header of at most 100,000,000 bytes that begins with "{", offsets that follow
 * one another without gaps or overlaps from 0 to the end of the file, and sizes that fit shapes.
 */
#ifndef ASSAY_CORE_TENSOR_H
#define ASSAY_CORE_TENSOR_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/buf.h"
#include "harness/core/digest.h"
#include "harness/core/error.h"
#include "harness/core/tree.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_TENSOR_DIMS = 8,                 /* most dimensions */
    ASSAY_TENSOR_HEADER_BYTES = 100000000, /* safetensors */
    ASSAY_TENSOR_NPY_HEADER_BYTES = 1 << 20,
    ASSAY_TENSOR_TEXT_BYTES = 1 << 20, /* longest text of an array of texts */
    ASSAY_TENSORS_MAX = 1 << 16,       /* arrays of a file */
    ASSAY_TENSOR_MAGIC = 9             /* bytes that tell what a file is */
};

/* Most bytes of all arrays of a file together (16 GiB). */
#define ASSAY_TENSOR_BYTES (UINT64_C(1) << 34)

enum assay_tensor_type {
    ASSAY_TENSOR_F64,
    ASSAY_TENSOR_F32,
    ASSAY_TENSOR_F16,
    ASSAY_TENSOR_BF16,
    ASSAY_TENSOR_I64,
    ASSAY_TENSOR_I32,
    ASSAY_TENSOR_I16,
    ASSAY_TENSOR_I8,
    ASSAY_TENSOR_U64,
    ASSAY_TENSOR_U32,
    ASSAY_TENSOR_U16,
    ASSAY_TENSOR_U8,
    ASSAY_TENSOR_BOOL,
    ASSAY_TENSOR_UCS4, /* texts of code points, padded with zeros */
    ASSAY_TENSOR_ASCII /* texts of bytes, padded with zeros */
};

struct assay_tensor {
    struct assay_str name; /* empty for an npy */
    enum assay_tensor_type type;
    size_t size;  /* bytes an element */
    bool swapped; /* bytes of an element are big-endian */
    bool fortran; /* the first index moves fastest */
    size_t dims;  /* 0 .. ASSAY_TENSOR_DIMS; 0: one number */
    size_t shape[ASSAY_TENSOR_DIMS];
    size_t rows,
        columns; /* shape[0] and the product of the others; 1 where there are none */
    unsigned char *data; /* (rows * columns * size,) */
};

/* Zero bytes hold none. */
struct assay_tensors {
    struct assay_tensor *at; /* (count,) */
    size_t count;
    char sha256[ASSAY_DIGEST_HEX]; /* of the file as stored; "" for one that is mapped */
    struct assay_arena arena;      /* of names and the list */
    void *mapping;                 /* of a mapped file, or NULL */
    size_t mapping_bytes;
};

/*
 * Reads every array of a file. Release in any case.
 *
 * Errors: ASSAY_EDATA "path: what" or "path: array NAME: what" for what is malformed, cut short,
 * larger than a limit above or of a type that is not read; ASSAY_EUSAGE as archive.h; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_tensors_read(const char *path, struct assay_tensors *out,
                                   struct assay_error *err);

/*
 * As assay_tensors_read for a plain safetensors file of any size, whose arrays stay where they are:
 * data is read-only and comes from the file when it is looked at. The file must not be cut while
 * it is used.
 */
ASSAY_MUST_USE
enum assay_code assay_tensors_map(const char *path, struct assay_tensors *out,
                                  struct assay_error *err);

void assay_tensors_release(struct assay_tensors *tensors);

/* The array of that name, or NULL. */
const struct assay_tensor *assay_tensors_find(const struct assay_tensors *tensors,
                                              struct assay_str name);

/* The names of the arrays, for messages: the first ones and how many more; in arena. */
const char *assay_tensors_names(const struct assay_tensors *tensors,
                                struct assay_arena *arena);

/* True if a file that begins so is an npy or safetensors file. */
bool assay_tensors_begin(struct assay_str first);

/* True if path is a zip archive whose first member is called *.npy; false also where it cannot
   be read. */
bool assay_tensors_is_npz(const char *path);

/* True for types that hold numbers. */
bool assay_tensor_is_number(const struct assay_tensor *tensor);

/* The number at a row and a column (the other dimensions in C order), which may be no finite one;
   integers beyond 2^53 are rounded. The array holds numbers. */
double assay_tensor_number(const struct assay_tensor *tensor, size_t row, size_t column);

/* All of a row, (columns,). */
void assay_tensor_row(const struct assay_tensor *tensor, size_t row, double *out);

/*
 * A row as a node: a scalar, or lists as the other dimensions nest. What is no finite number is
 * the text NaN, Infinity or -Infinity; text that is not UTF-8 shows '?' for each of its bytes
 * beyond ASCII.
 */
struct assay_node assay_tensor_node(const struct assay_tensor *tensor, size_t row,
                                    struct assay_arena *arena);

/* Appends an npy file, version 1, of doubles (rows, columns), row by row. */
void assay_npy_write(const double *x, size_t rows, size_t columns, struct assay_buf *out);

#endif
