/*
 * hf_fields.h - fields of a config.json, checked; for adapters/hf*.c only.
 *
 * A field that is null is one that is not given: transformers' classes then have their default.
 */
#ifndef ASSAY_ADAPTERS_HF_FIELDS_H
#define ASSAY_ADAPTERS_HF_FIELDS_H

#include "adapters/hf_config.h"
#include "harness/core/json.h"

/* A file under way. */
struct assay_hf_fields {
    const char *path;
    const struct assay_node *root;
    struct assay_hf_config *out;
    struct assay_error *err;
};

/* Says what is wrong with a field. Errors: ASSAY_EDATA "path: "key" what", always. */
ASSAY_MUST_USE
enum assay_code assay_hf_refuse(const struct assay_hf_fields *fields, const char *key,
                                const char *what);

/* The same of a variant that is not known here. Errors: ASSAY_EMODEL, always. */
ASSAY_MUST_USE
enum assay_code assay_hf_unknown(const struct assay_hf_fields *fields, const char *key,
                                 const char *what);

bool assay_hf_is_given(const struct assay_node *node);

/* True for a field that is given and true. */
bool assay_hf_is_true(const struct assay_node *map, const char *key);

/* A whole number in 1 .. most; where it is not given, otherwise, which 0 makes a fault. Errors: ASSAY_EDATA. */
ASSAY_MUST_USE
enum assay_code assay_hf_size(const struct assay_hf_fields *fields, const char *key,
                              size_t otherwise, size_t most, size_t *out);

/* A number above 0 of a map; where it is not given, otherwise. Errors: ASSAY_EDATA. */
ASSAY_MUST_USE
enum assay_code assay_hf_number(const struct assay_hf_fields *fields,
                                const struct assay_node *map, const char *key,
                                double otherwise, double *out);

/* hf_rope.c: rotary positions, in either spelling. Errors: ASSAY_EDATA, ASSAY_EMODEL. */
ASSAY_MUST_USE
enum assay_code assay_hf_read_rope(const struct assay_hf_fields *fields);

#endif
