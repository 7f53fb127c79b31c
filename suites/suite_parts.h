/* suite_parts.h - what a loaded description is made of; for files of suites/ only. */
#ifndef ASSAY_SUITES_SUITE_PARTS_H
#define ASSAY_SUITES_SUITE_PARTS_H

#include "harness/core/buf.h"
#include "harness/core/field.h"
#include "harness/core/manifest.h"
#include "harness/core/records.h"
#include "harness/core/replay_map.h"
#include "suites/generator.h"
#include "suites/kind.h"
#include "suites/suite.h"

enum {
    ASSAY_SUITE_OPTIONS_MAX = 32,
    ASSAY_SUITE_EXTRAS_MAX = 16,
    ASSAY_SUITE_VOTES_MAX = 1024,
    ASSAY_SUITE_LACKING_MAX = 64, /* data sets that a complaint looks at */
    ASSAY_SUITE_CLUSTERS_MAX = 32 /* completions fields, subsets that share problems */
};

/* How the subsets of a section become its value. */
enum assay_section_value {
    ASSAY_SECTION_MICRO,    /* every item alike */
    ASSAY_SECTION_WEIGHTED, /* subset values under `weights` */
    ASSAY_SECTION_MEAN,     /* plain mean of the subset values that are there */
    ASSAY_SECTION_PARTS,    /* mean of the values of its parts under their weights */
};

struct assay_suite_section {
    struct assay_str name;
    const struct assay_str *subset; /* (subset_count,) in the order of summing */
    size_t subset_count;
    enum assay_section_value value;
    double weight;           /* in the overall value */
    struct assay_str stored; /* a subset name that may stand for the section's value */
    bool expected;           /* false: its absence leaves the overall value complete */
    bool aside;              /* told for itself; its items count nowhere else */
    struct assay_str unreleased; /* what of it no data can have; empty: nothing */
    const struct assay_suite_section *part; /* (part_count,) PARTS: what it is made of */
    size_t part_count;
};

/* A field, or {any: [...]}: several spellings of it, the first that is there counts. */
struct assay_place {
    const struct assay_field *const *at; /* (count,) 0: not given */
    size_t count;
    bool optional;                   /* from any: a record may lack them all */
    const struct assay_field *whole; /* all spellings in one */
};

/* How records become items. */
struct assay_mapping {
    struct assay_place id, key, subset, cluster, group, prompt, chosen, correct, errors;
    struct assay_place pairs;
    size_t errors_from; /* number of the first completion in errors */
    bool errors_beyond; /* places that no completion has are left out of errors */
    const struct assay_str
        *dimension; /* (dimension_count,) of gold; 0: all that it has */
    size_t dimension_count;
    struct assay_place completions[ASSAY_SUITE_CLUSTERS_MAX];
    size_t completions_count;
    bool pictures; /* completions are pictures */
    struct assay_place gold[ASSAY_SUITE_CLUSTERS_MAX];
    size_t gold_count;
    bool ranks; /* gold are ranks, 1 the best */
    struct assay_place principle;
    struct assay_place classes[ASSAY_SUITE_CLUSTERS_MAX]; /* `class:`, one an annotator */
    size_t class_count;
    struct assay_place media[ASSAY_SUITE_CLUSTERS_MAX];
    size_t media_count;
    struct assay_place covariate[ASSAY_SUITE_CLUSTERS_MAX];
    size_t covariate_count;
    struct assay_place count;         /* completions without texts */
    struct assay_str user, assistant; /* marks of a transcript; empty: none */
    struct assay_field_keys keys;     /* what all of these read of a record */
};

struct assay_suite_option {
    const char *name;
    const struct assay_node *value; /* in effect; text, number or truth */
    struct assay_str meaning;       /* of the choice, may be empty */
};

struct assay_suite_data {
    const struct assay_node *files; /* list, or NULL */
    const struct assay_generator *generator;
    struct assay_generator_setting setting;
    bool model;    /* items may be read from the file of stored scores */
    bool argument; /* what follows the colon of the spec is the file */
    enum assay_layout layout;
    const struct assay_node *group_by; /* a field, or NULL */
};

struct assay_suite {
    struct assay_arena *arena;
    struct assay_places places;
    const char *path; /* of the description */
    bool own;         /* it was named by its path: the user's, who may have to mend it */
    const struct assay_node *spec;
    const char *name, *version, *title, *citation, *licence;
    const struct assay_kind *kind;
    struct assay_suite_option option[ASSAY_SUITE_OPTIONS_MAX];
    size_t option_count;

    const struct assay_node *parts; /* map, or NULL */
    size_t part;                    /* chosen one; SIZE_MAX: none */
    const char *argument;           /* the user's own file, or NULL */
    struct assay_suite_data data;   /* of the chosen part */
    struct assay_mapping mapping;
    const struct assay_node *fields;       /* as read, for mappings that override some */
    const struct assay_replay_map *replay; /* (replay_count,) */
    size_t replay_count;

    const struct assay_suite_section *section; /* (section_count,) */
    size_t section_count;
    const struct assay_suite_section *
        each; /* (each_count,) as declared, where `each:` made a section a group of them */
    size_t each_count;
    bool declared;                    /* sections are named, else subsets are sections */
    const struct assay_node *weights; /* map subset -> number, or NULL */
    const struct assay_node *rows;    /* map subset -> items in the data, or NULL */
    const struct assay_node *kinds;   /* map subset -> kind, or NULL */
    const struct assay_node *joined;  /* lists of subsets that share problems, or NULL */
    bool micro;                       /* overall over items; else over sections */
    unsigned ties[ASSAY_WANTS];       /* official rule by enum assay_want */
    enum assay_unparsable unparsable[ASSAY_WANTS]; /* by what the values mean */
    bool fills;                       /* scores without a verdict have one: */
    double unparsable_score;          /* beside others of the item */
    struct assay_class_names classes; /* .count 0: none named */
    uint32_t coin_seed;
    size_t orders;
    size_t votes;                     /* verdicts an order that count */
    const struct assay_node *scoring; /* map of the kind's own words, or NULL */
    struct assay_opened opened;       /* that the kind read, or nothing */
    enum assay_games games;
    unsigned ties_version;
    bool percent;    /* unit */
    bool duplicates; /* rows that repeat an id are kept */
    bool first_only; /* rows that repeat an id are left out */
    const struct assay_extra *extra[ASSAY_SUITE_EXTRAS_MAX];
    size_t extra_count;
    bool macro; /* measures: [macro], the plain mean of the sections' values */
};

/* suite_options.c */

/*
 * Reads `options:` and the user's words, then returns a copy of the description in which every
 * map with a key `option` is replaced by the value or the member that the option selects.
 *
 * Errors: ASSAY_EUSAGE for words, ASSAY_EDATA "path:line: what" for the description.
 */
ASSAY_MUST_USE
enum assay_code assay_suite_select(struct assay_suite *suite,
                                   const struct assay_suite_words *words,
                                   struct assay_error *err);

/* The k-th choice of the suite's option i, or NULL past the last. */
const char *assay_suite_choice_at(const struct assay_suite *suite, size_t i, size_t k);

/* An option's value as it is written: a word or a number. */
void assay_suite_option_spell(const struct assay_suite_option *option,
                              struct assay_buf *out);

/* suite_schema.c */

/* Checks keys and types of the whole description. Errors: ASSAY_EDATA "path:line: what". */
ASSAY_MUST_USE
enum assay_code assay_suite_check(const struct assay_suite *suite,
                                  struct assay_error *err);

/* Fails with "path:line: what" of the description. */
ASSAY_PRINTF(4, 5)
enum assay_code assay_suite_fail(const struct assay_suite *suite,
                                 const struct assay_node *at, struct assay_error *err,
                                 const char *fmt, ...);

/* suite_fields.c */

/*
 * Compiles `fields:` overlaid with `over` (a mapping's `items:`, may be NULL).
 * Errors: ASSAY_EDATA or ASSAY_EUSAGE "path:line: what".
 */
ASSAY_MUST_USE
enum assay_code assay_suite_mapping(const struct assay_suite *suite,
                                    const struct assay_node *over,
                                    struct assay_mapping *out, struct assay_error *err);

/* suite_read.c */

/* Checks and reads the whole description. Errors: ASSAY_EDATA "path:line: what". */
ASSAY_MUST_USE
enum assay_code assay_suite_read(struct assay_suite *suite, struct assay_error *err);

/* Reads what is under `data:`, or under the chosen part of it. Errors: as above. */
ASSAY_MUST_USE
enum assay_code assay_suite_read_data(struct assay_suite *suite,
                                      const struct assay_node *data,
                                      struct assay_error *err);

/* suite_shape.c */

/*
 * Refuses fields, those of the suite overlaid with `over`, that are not what an item of the kind has.
 * Errors: ASSAY_EDATA "path:line: what".
 */
ASSAY_MUST_USE
enum assay_code assay_suite_fits_kind(const struct assay_suite *suite,
                                      const struct assay_node *over,
                                      const struct assay_mapping *mapping,
                                      struct assay_error *err);

/* Refuses keys of the description and a generator that do not go with the kind. Errors: as above. */
ASSAY_MUST_USE
enum assay_code assay_suite_check_shape(const struct assay_suite *suite,
                                        struct assay_error *err);

/* Refuses mappings of `replay:` with answers that no kind of the suite takes. Errors: as above. */
ASSAY_MUST_USE
enum assay_code assay_suite_check_answers(const struct assay_suite *suite,
                                          struct assay_error *err);

/* suite_sections.c */

/* Reads sections, weights, kinds and measures. Errors: ASSAY_EDATA "path:line: what". */
ASSAY_MUST_USE
enum assay_code assay_suite_read_sections(struct assay_suite *suite,
                                          struct assay_error *err);

/* Reads `scoring:`. Errors: ASSAY_EDATA "path:line: what" for a word the kind does not know. */
ASSAY_MUST_USE
enum assay_code assay_suite_read_scoring(struct assay_suite *suite,
                                         struct assay_error *err);

/* suite_each.c */

/*
 * Reads `each:`, after the sections that it repeats. Errors: ASSAY_EDATA "path:line: what".
 */
ASSAY_MUST_USE
enum assay_code assay_suite_read_each(struct assay_suite *suite, struct assay_error *err);

/* The name that a subset has in the description: without its group, where there are groups. */
struct assay_str assay_suite_declared(const struct assay_suite *suite,
                                      struct assay_str subset);

/* suite_classes.c */

/* Reads `classes:`, after `unparsable:`. Errors: ASSAY_EDATA "path:line: what". */
ASSAY_MUST_USE
enum assay_code assay_suite_read_classes(struct assay_suite *suite,
                                         struct assay_error *err);

/* Refuses scores and preferences where classes are no comparison. Errors: ASSAY_EUSAGE. */
ASSAY_MUST_USE
enum assay_code assay_suite_compares(const struct assay_suite *suite,
                                     enum assay_want want, struct assay_error *err);

/* The kind of a subset's items. */
const struct assay_kind *assay_suite_kind_of(const struct assay_suite *suite,
                                             struct assay_str subset);

/* Refuses answers that a kind of the suite cannot measure. Errors: ASSAY_EUSAGE "path:line: what". */
ASSAY_MUST_USE
enum assay_code assay_suite_kind_takes(const struct assay_suite *suite,
                                       const struct assay_kind *kind,
                                       enum assay_want want, struct assay_error *err);

/* suite_kinds.c */

/* What a description of another kind would have to take. Zero bytes ask for nothing. */
struct assay_kind_need {
    const struct assay_item *item; /* NULL: any */
    unsigned wants;                /* bits by enum assay_want: one of them; 0: any */
};

/*
 * Where a failure is one of the kind, because under another kind there would be none, tells it at `kind:`
 * with the nearest such kind: "path:line: what (line N); nearest kind that fits is "pairs"". Else leaves it.
 */
enum assay_code assay_suite_blame_kind(const struct assay_suite *suite,
                                       struct assay_kind_need need,
                                       struct assay_error *err);

/* Fails with a kind that there is not, naming the nearest. */
ASSAY_MUST_USE
enum assay_code assay_suite_no_kind(const struct assay_suite *suite,
                                    const struct assay_node *name,
                                    struct assay_error *err);

/* The index of the word among names (NULL-terminated), or fails naming the nearest. */
ASSAY_MUST_USE
enum assay_code assay_suite_choice(const struct assay_suite *suite,
                                   const struct assay_node *node,
                                   const char *const *names, size_t *out,
                                   struct assay_error *err);

/* suite_files.c */

/* Where a file of `files:` is: in arena; NULL where its entry has no data here. */
ASSAY_MUST_USE
enum assay_code assay_suite_file(const struct assay_suite *suite,
                                 const struct assay_node *file, struct assay_arena *arena,
                                 const char **out, struct assay_error *err);

/* The manifest's words on a file of `files:` with an entry; NULL where there is no manifest. */
ASSAY_MUST_USE
enum assay_code assay_suite_manifest_file(const struct assay_suite *suite,
                                          const struct assay_node *file,
                                          const struct assay_manifest_file **out,
                                          struct assay_error *err);

/*
 * "`assay data pull NAME` fetches them", or how else the files of the chosen part that are not here can be
 * had; optional ones where `all`. Empty where none lacks.
 *
 * Errors: those of assay_suite_manifest_file.
 */
ASSAY_MUST_USE
enum assay_code assay_suite_obtain(const struct assay_suite *suite, bool all,
                                   struct assay_arena *arena, struct assay_str *out,
                                   struct assay_error *err);

/* True if every file of the part that is not optional is there. */
bool assay_suite_has_files(const struct assay_suite *suite);

/* The same of the i-th part that may be chosen. */
bool assay_suite_has_part(const struct assay_suite *suite, size_t i);

#endif
