/* gguf_types.h - of which types the weights of a model are; for adapters/gguf*.c and hf*.c only. */
#ifndef ASSAY_ADAPTERS_GGUF_TYPES_H
#define ASSAY_ADAPTERS_GGUF_TYPES_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <ggml.h>
#include <stddef.h>

/* Arrays by their type. */
struct assay_gguf_types {
    size_t count[GGML_TYPE_COUNT];
    size_t
        matrices[GGML_TYPE_COUNT]; /* of these: those that something is multiplied with */
};

/* Counts one more of a type. */
void assay_gguf_types_add(struct assay_gguf_types *types, enum ggml_type type,
                          bool matrix);

/* Counts those of a GGUF file, and of all that it is split into. Errors: ASSAY_EMODEL. */
ASSAY_MUST_USE
enum assay_code assay_gguf_types_read(const char *path, struct assay_gguf_types *out,
                                      struct assay_error *err);

/* "f16 (15), f32 (5)", those of most arrays first, in arena. */
const char *assay_gguf_types_tell(const struct assay_gguf_types *types,
                                  struct assay_arena *arena);

/* What ggml rounds to before a product with one of the matrices: "f16", the coarsest of several; NULL: nothing is. */
const char *assay_gguf_types_rounding(const struct assay_gguf_types *types);

#endif
