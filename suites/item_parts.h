/* item_parts.h - what the files that build an item share; nobody else includes it. */
#ifndef ASSAY_SUITES_ITEM_PARTS_H
#define ASSAY_SUITES_ITEM_PARTS_H

#include "suites/suite_parts.h"

/* One record on its way to an item. */
struct assay_builder {
    const struct assay_suite *suite;
    const struct assay_mapping *mapping;
    const struct assay_field_source *source;
    struct assay_arena *arena;
    struct assay_error *err;
    struct assay_item *item;
};

/* Fails with "path:line: what" of the record. */
ASSAY_PRINTF(2, 3)
enum assay_code assay_builder_refuse(const struct assay_builder *b, const char *fmt, ...);

/* The first spelling of a place that is there; NULL: none. name is for messages. */
ASSAY_MUST_USE
enum assay_code assay_builder_value(const struct assay_builder *b,
                                    const struct assay_place *place,
                                    const struct assay_node **out, const char **name);

/* The text of a place; empty where no field is named, an error where the record lacks it. */
ASSAY_MUST_USE
enum assay_code assay_builder_text(const struct assay_builder *b,
                                   const struct assay_place *place,
                                   struct assay_str *out);

/* A whole number in [0, most]; a list counts its elements where `lists` is true. */
ASSAY_MUST_USE
enum assay_code assay_builder_count(const struct assay_builder *b,
                                    const struct assay_place *place, size_t most,
                                    bool lists, size_t *out);

/* A finite number in a node, or in the text that spells it. */
bool assay_builder_number(const struct assay_node *node, double *out);

/* item_gold.c: what people said of the completions, in any of the forms of suite.h. */
ASSAY_MUST_USE
enum assay_code assay_builder_gold(const struct assay_builder *b);

/* item_ratings.c: a number a dimension, those that are named or all that there are. */
ASSAY_MUST_USE
enum assay_code assay_builder_ratings(const struct assay_builder *b);

#endif
