/*
 * trend_map.h - what the user and a description say that columns mean; for files of suites/ only.
 */
#ifndef ASSAY_SUITES_TREND_MAP_H
#define ASSAY_SUITES_TREND_MAP_H

#include "harness/core/field.h"
#include "suites/trend.h"

enum {
    ASSAY_TREND_FIELDS_MAX = 256
};

/* A column that somebody named. */
struct assay_trend_field {
    enum assay_trend_role role;
    size_t index;          /* of several of its role */
    struct assay_str name; /* of the column */
    struct assay_str
        key; /* of records, as the user has it; empty: the field says where it is */
    const struct assay_field *field; /* NULL: the key alone */
    bool seen;                       /* in some record */
};

struct assay_trend_map {
    struct assay_trend_field at[ASSAY_TREND_FIELDS_MAX];
    size_t count;
    bool given[ASSAY_TREND_ROLES]; /* roles that are told: names do not tell them */
    enum assay_trend_unit unit;    /* of the KL, as told */
    enum assay_trend_estimator estimator;
    struct assay_field_keys keys;   /* that the fields read */
    struct assay_field_watch watch; /* fields that some record has */
};

/*
 * Compiles setting.column and `fields:` of its suite overlaid with those of one of its files (NULL: none);
 * what the user names is not taken from the description. In arena.
 *
 * Errors: ASSAY_EUSAGE for the user's words, ASSAY_EDATA "path:line: what" for the description's.
 */
ASSAY_MUST_USE
enum assay_code assay_trend_map_compile(const struct assay_trend_setting *setting,
                                        const struct assay_node *over,
                                        struct assay_arena *arena,
                                        struct assay_trend_map *out,
                                        struct assay_error *err);

/* The value of a field in a record, or NULL. Errors: those of assay_field_value. */
ASSAY_MUST_USE
enum assay_code assay_trend_field_value(const struct assay_trend_field *field,
                                        const struct assay_field_source *source,
                                        struct assay_arena *arena,
                                        const struct assay_node **out,
                                        struct assay_error *err);

/* True if a field reads this key, so that it makes no column of its own. */
bool assay_trend_map_claims(const struct assay_trend_map *map, struct assay_str key);

#endif
