/* sample_fields.h - which fields of a record hold what is said of samples; for sample_reader.c. */
#ifndef ASSAY_SUITES_SAMPLE_FIELDS_H
#define ASSAY_SUITES_SAMPLE_FIELDS_H

#include "suites/sample_reader.h"
#include "suites/suite_parts.h"

/* What one name stands for: the values of its fields one behind the other, or of a map in them. */
struct assay_sample_column {
    struct assay_str name;
    struct assay_str
        member; /* of the map that the field holds; .ptr NULL: it holds none */
    const struct assay_field *const *field; /* (fields,) */
    size_t fields;
    bool steps; /* values are lists, made one by the aggregate */
};

struct assay_sample_columns {
    struct assay_sample_column at[ASSAY_SAMPLE_FIELDS_MAX];
    size_t count;
};

struct assay_sample_fields {
    const struct assay_suite *suite;
    const struct assay_sample_asked *asked;
    struct assay_arena *arena;
    struct assay_sample_columns proxies, golds;
    struct assay_sample_column answers, tokens, lengths,
        completions;                                               /* .fields 0: none */
    const struct assay_field *id, *section, *cluster, *difficulty; /* NULL: none */
    const struct assay_node *group_by;
};

/* Compiles all of them. Errors: ASSAY_EUSAGE, ASSAY_EDATA. */
ASSAY_MUST_USE
enum assay_code assay_sample_fields_open(const struct assay_suite *suite,
                                         const struct assay_sample_asked *asked,
                                         struct assay_arena *arena,
                                         struct assay_sample_fields *out,
                                         struct assay_error *err);

/*
 * The value of a column in a record, as one list: a copy in arena where it is not one yet. NULL: none.
 * Errors: ASSAY_EDATA.
 */
ASSAY_MUST_USE
enum assay_code assay_sample_column_value(const struct assay_sample_column *column,
                                          const struct assay_field_source *source,
                                          struct assay_arena *arena,
                                          const struct assay_node **out,
                                          struct assay_error *err);

/*
 * Columns whose field holds a map in the first record become a column a member; those without a value
 * there stay.
 * Errors: ASSAY_EDATA; also where there are too many of them.
 */
ASSAY_MUST_USE
enum assay_code assay_sample_columns_expand(struct assay_sample_columns *columns,
                                            const struct assay_field_source *source,
                                            struct assay_arena *arena,
                                            struct assay_error *err);

#endif
