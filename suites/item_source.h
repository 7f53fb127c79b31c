/* item_source.h - which files the items of a suite are read from, and how. */
#ifndef ASSAY_SUITES_ITEM_SOURCE_H
#define ASSAY_SUITES_ITEM_SOURCE_H

#include "suites/suite_parts.h"

/* A file that items are read from. */
struct assay_item_source {
    const char *path;
    struct assay_str name; /* @file */
    enum assay_layout layout;
    const struct assay_node *group_by;
    size_t shuffles;                     /* of what is grouped */
    const struct assay_mapping *mapping; /* where it has fields of its own, or NULL */
    const struct assay_node *rows_of;
    const struct assay_format *format; /* a rollout log; NULL: records as they stand */
    char digest[ASSAY_DIGEST_HEX];     /* empty: not known */
};

struct assay_item_sources {
    const struct assay_suite *suite;
    struct assay_arena *arena;
    struct assay_mapping mapping; /* of files without one of their own */
    struct assay_item_source *at;
    size_t count;                 /* 0: the items are generated */
    struct assay_field_keys keys; /* what is read of a record */
    bool whole;                   /* every file of the description is among them */
};

/*
 * The files of the chosen part; or model_path, where it is a file of stored scores that holds the
 * items. In arena.
 *
 * Errors: ASSAY_EDATA where files are not here, or model_path has none of the formats that the suite
 * knows; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_item_sources_open(const struct assay_suite *suite,
                                        const char *model_path, struct assay_arena *arena,
                                        struct assay_item_sources *out,
                                        struct assay_error *err);

/* The file, of a path that may name a member behind "::". */
const char *assay_item_source_file(const struct assay_item_source *source,
                                   struct assay_arena *arena);

/* {path, sha256, bytes, modified}, as in assay_items_sources. */
struct assay_node assay_item_source_node(const struct assay_item_source *source,
                                         struct assay_arena *arena);

#endif
