/*
 * suite.h - a benchmark: one YAML file, and the items it names.
 *
 * docs/ADDING.md shows how to write one. In short:
 *
 *     name: judgebench
 *     version: "1"                 # of this description; goes into results
 *     kind: pairs                  # suites/kinds.def
 *     title: JudgeBench
 *     citation: Tan et al. 2024, arXiv:2410.12784
 *     licence: MIT
 *     data:                        # where records come from
 *       parts:                     # alternatives; or `files:` / `generator:` / `model: true`
 *         gpt-4o: {files: [{entry: judgebench-gpt-4o}]}
 *         claude: {files: [{entry: judgebench-claude}]}
 *       layout: jsonl              # harness/core/records.h; default auto
 *     fields:                      # harness/core/field.h; which ones, says the kind
 *       id: pair_id
 *       prompt: question
 *       completions: [response_A, response_B]
 *       chosen: {field: label, map: {"A>B": 0, "B>A": 1}}
 *       subset: {field: source, prefix: {mmlu-pro: Knowledge, ...}}
 *     sections:                    # in this order; default: subsets, in order of first sight
 *       - {name: Knowledge, subsets: [Knowledge]}
 *     subset_value: mean           # how items become a subset's value; says the kind
 *     overall: micro               # micro | mean | {weights: {...}} ...
 *     ties: second                 # official tie rule: loss | half | 1/k | drop | second
 *     options:                     # official quirks, chosen with --suite-option key=value
 *       weights: {default: current, choices: [current, legacy]}
 *     replay:                      # how published scores of this benchmark are stored
 *       - name: reward-model       # first whose `when` path is there, or --model-option format=
 *         when: judgments[0].judgment.scores
 *         layout: jsonl            # default auto; group_by: as in records.h
 *         key: pair_id             # joined to the item's key; default id
 *         scores: judgments[0].judgment.scores   # or a list of fields, in completion order
 *         stored: {field: judgments[0].decision, map: {"A>B": 1, "B>A": -1}}  # cross-checked
 *       - name: judge
 *         key: pair_id
 *         preferences:             # one field a presentation order, in the item's order:
 *           - {field: judgments[0].decision, map: {"A>B": 1, "B>A": -1, "A=B": 0}}
 *           - {field: judgments[1].decision, map: {"A>B": -1, "B>A": 1, "A=B": 0}}
 *       - name: pairwise           # RewardMATH: letters that win against each rejected one
 *         key: problem
 *         wins: {answers: score, chosen: chosen_position}
 *
 * A file entry names a block of data_manifest.txt (`entry:`) or a path (`path:`, relative to
 * the YAML file), with an optional `name:` that fields see as @file.
 */
#ifndef ASSAY_SUITES_SUITE_H
#define ASSAY_SUITES_SUITE_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/item.h"
#include "harness/core/result.h"
#include "harness/core/table.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct assay_kind;
struct assay_suite; /* one description, loaded and checked; immutable afterwards */

/* Where to look for things, from the command line and the environment. */
struct assay_places {
    const char *data_dir;   /* --data-dir, ASSAY_DATA or XDG data home; may be NULL */
    const char *suites_dir; /* where NAME.yaml is looked up: built-in ones */
    const char *manifest;   /* data_manifest.txt */
};

/* Which suite, in a user's words. */
struct assay_suite_words {
    const char *spec; /* NAME | NAME:PART | ./file.yaml[:PART] | pairs:FILE (a user's
                                own file through the built-in suite `pairs`) */
    const char *const *word; /* (count,) key=value suite options; may be NULL for none */
    size_t count;
};

/*
 * Loads a description.
 *
 * Errors: ASSAY_EUSAGE (no such suite, with the nearest), ASSAY_EDATA "file:line: what".
 */
ASSAY_MUST_USE
enum assay_code assay_suite_load(const struct assay_suite_words *words,
                                 const struct assay_places *places,
                                 struct assay_arena *arena, struct assay_suite **out,
                                 struct assay_error *err);

const char *assay_suite_name(const struct assay_suite *suite);
const char *assay_suite_version(const struct assay_suite *suite);
const struct assay_kind *assay_suite_kind(const struct assay_suite *suite);
/* The whole description as read, for `replay:` and for printing. */
const struct assay_node *assay_suite_spec(const struct assay_suite *suite);
/* The mappings under `replay:`, or NULL. */
const struct assay_node *assay_suite_replay(const struct assay_suite *suite);
/* Options in effect (quirks), as a map node for run.json. */
struct assay_node assay_suite_options(const struct assay_suite *suite,
                                      struct assay_arena *arena);
/* True if items are read from the file of stored scores itself (data: {model: true}), or
   if the suite's own file is path: then setting.own_records holds. */
bool assay_suite_reads(const struct assay_suite *suite, const char *path);
/* Presentation orders: 2 for pair suites that judges see both ways, else 1. */
size_t assay_suite_orders(const struct assay_suite *suite);

/* Parts of the suite that may be chosen, or 0. The default part is the first. */
size_t assay_suite_part_count(const struct assay_suite *suite);
const char *assay_suite_part_name(const struct assay_suite *suite, size_t i);
/* The part that was named in spec or chosen, or NULL for all. */
const char *assay_suite_part(const struct assay_suite *suite);
ASSAY_MUST_USE
enum assay_code assay_suite_choose(struct assay_suite *suite, const char *part,
                                   struct assay_error *err);

/*
 * The items of the chosen part, one after the other, checked: shapes, limits, finite gold,
 * unique ids.
 */
struct assay_items;

ASSAY_MUST_USE
enum assay_code assay_items_open(const struct assay_suite *suite, const char *model_path,
                                 struct assay_items **out, struct assay_error *err);

/* The next item or NULL at the end. It and its texts are in arena or in memory that lives
   until arena is reset or released: the caller owns the item's life. */
ASSAY_MUST_USE
enum assay_code assay_items_next(struct assay_items *items, struct assay_arena *arena,
                                 const struct assay_item **out, struct assay_error *err);

/* After the end: files read with their digests, for run.json: list of {path, sha256, ...}. */
ASSAY_MUST_USE
enum assay_code assay_items_sources(struct assay_items *items, struct assay_arena *arena,
                                    struct assay_node *out, struct assay_error *err);

void assay_items_close(struct assay_items *items); /* NULL is allowed */

/* Names of the descriptions in a folder, sorted, in arena; at most max. Returns how many. */
size_t assay_suite_list(const char *dir, const char **names, size_t max,
                        struct assay_arena *arena);

/* Where the items of a loaded suite (of its chosen part) come from, for `assay ls suites`. */
enum assay_suite_presence {
    ASSAY_PRESENCE_HERE,   /* all files are in the data folder */
    ASSAY_PRESENCE_ABSENT, /* some are not */
    ASSAY_PRESENCE_SCORES, /* items are read from a file of stored scores */
    ASSAY_PRESENCE_MADE,   /* generated */
    ASSAY_PRESENCE_YOURS,  /* from a file that the user names */
};
enum assay_suite_presence assay_suite_presence(const struct assay_suite *suite);

/* Entries of data_manifest.txt whose files are not here, separated by blanks. */
ASSAY_MUST_USE
enum assay_code assay_suite_absent(const struct assay_suite *suite,
                                   struct assay_arena *arena, struct assay_str *out,
                                   struct assay_error *err);

/* How sure, and by what means. */
struct assay_measuring {
    double level;      /* of intervals, in (0, 1) */
    size_t replicates; /* bootstrap */
    uint64_t seed;
};

/*
 * Measures a finished table: sections, overall, tie rules, intervals, coverage bounds,
 * official extras, series, notable items. Fills everything of out that follows from items;
 * model and label are the caller's.
 *
 * Errors: ASSAY_EDOMAIN where nothing at all can be said (no item answered).
 */
ASSAY_MUST_USE
enum assay_code assay_suite_measure(const struct assay_suite *suite,
                                    const struct assay_table *table,
                                    const struct assay_measuring *measuring,
                                    struct assay_arena *arena, struct assay_result *out,
                                    struct assay_error *err);

/* Accuracies of subsets that were measured elsewhere, e.g. of a leaderboard. */
struct assay_accuracies {
    const struct assay_str *name; /* (count,) of a subset, or of a section's `stored:` */
    const double *value;          /* (count,) fractions */
    size_t count;
};

/* The same from accuracies. Errors: also ASSAY_EDOMAIN where counts of items are needed. */
ASSAY_MUST_USE
enum assay_code assay_suite_measure_subsets(const struct assay_suite *suite,
                                            const struct assay_accuracies *accuracies,
                                            const struct assay_measuring *measuring,
                                            struct assay_arena *arena,
                                            struct assay_result *out,
                                            struct assay_error *err);

#endif
