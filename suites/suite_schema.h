/*
 * suite_schema.h - the keys of a description as data: docs/SUITES.md says what they mean, and tests go
 * through the tables.
 */
#ifndef ASSAY_SUITES_SUITE_SCHEMA_H
#define ASSAY_SUITES_SUITE_SCHEMA_H

#include "harness/core/schema.h"

/* The whole description; harness/core/replay_map.h has the keys under `replay:`. */
extern const struct assay_schema assay_suite_schema;
/* `fields:`, also those of a file and the `items:` of a mapping. */
extern const struct assay_schema assay_fields_schema;

/* The same of kind trend. */
extern const struct assay_schema assay_trend_schema;
extern const struct assay_schema assay_trend_fields_schema;

/* The same of kind mdp. */
extern const struct assay_schema assay_mdp_schema;

/* The keys that a description has, by its kind. */
const struct assay_schema *assay_suite_schema_of(const struct assay_node *root);

/* An option under `options:`. */
extern const struct assay_schema assay_option_schema;

/* The words that some keys take, NULL-terminated, in the order of the enums that they stand for. */
extern const char
    *const assay_ties_words[]; /* enum assay_tie_rule and ASSAY_RULE_SECOND */
extern const char *const assay_unparsable_words[]; /* enum assay_unparsable */
extern const char *const assay_games_words[];      /* enum assay_games */
extern const char
    *const assay_values_words[]; /* enum assay_section_value; of a section */
extern const char *const assay_overall_words[];    /* "sections", "micro" */
extern const char *const assay_duplicates_words[]; /* "error", "official", "first" */
extern const char *const assay_units_words[];      /* "fraction", "percent" */
extern const char *const assay_orders_words[];     /* of subsets: "listed", "sorted" */
extern const char *const assay_beyond_words[];     /* "error", "ignore" */

#endif
