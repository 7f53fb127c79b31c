/*
 * suite.h - a benchmark: one YAML file, and the items it names.
 *
 * docs/ADDING.md shows how to write one, docs/SUITES.md has every key with its type and default. In short,
 * all of it checked when it is loaded:
 *
 *     name: judgebench
 *     version: "1"                 # of this description; goes into results
 *     kind: pairs                  # suites/kinds.def
 *     title: JudgeBench
 *     citation: Tan et al. 2024    # also licence, summary: texts
 *     source: repo path function   # where rules and weights come from
 *     history: {"1": what it was}  # versions of the description, the last one first
 *     data:                        # where records come from, one or more of
 *       files: [{entry: hhh}]      #   see below
 *       parts: {gpt-4o: {files: [...]}}   # alternatives; the first is the default
 *       generator: core            #   suites/generators.def, with seed: and size:
 *       model: true                #   a file of stored scores that holds its items
 *       argument: true             #   the file behind the colon, as in pairs:FILE
 *       layout: jsonl              # harness/core/records.h; default auto; also group_by:
 *     fields:                      # harness/core/field.h; {any: [f, ...]}: the first there
 *       id: pair_id                # default: digest of prompt and completions
 *       key: problem               # what stored answers are joined by; default the id
 *       cluster: problem           # resampled together; default: items of one prompt
 *       prompt: question           # a text or a list of {role, content}
 *       media: [image, video]      # pictures and video: paths or digests, or lists of them
 *       completions: [response_A, response_B]    # texts, lists of texts, conversations
 *       pictures: generations     # instead: completions that are pictures, as in media
 *       principle: principle      # told before the prompt, as a message of role system
 *       count: {const: 10}         # instead: completions without texts
 *       chosen: {field: label, map: {"A>B": 0, "B>A": 1}}   # the right one, or
 *       correct: num_correct       # so many are right, they come first; default 1; or
 *       gold: rating               # a number a completion, higher is better: a list, or a list
 *                                  # of fields; or
 *                                  # where the kind says so a map with a number a dimension; or
 *       dimensions: [helpfulness]  # those of the map that count, by default all; a list or a
 *                                  # text with commas. Without gold they are keys of the record
 *       ranks: ranking             # instead: places, 1 the best; or
 *       errors: label              # the place or places of the wrong ones, -1 or []: none;
 *       errors_from: 1             # number of the first completion there, default 0
 *       errors_beyond: ignore      # places that no completion has; default error
 *       class: [a1, a2, a3]        # kind judged: the class it belongs to, by number or name; of
 *                                  # several annotators the one most of them gave; or
 *       pairs: [[0, 3], [2, 1]]    # completions to compare, where the kind does that, from 0
 *       group: system              # what else items share; the kind says what for
 *       covariates: [{field: output_1, characters: true}, "@row"]   # numbers that are known of an
 *                                  # item, or not; the kind says what for
 *       subset: {field: source, prefix: {mmlu-pro: Knowledge, ...}}
 *     transcript: {user: U, assistant: A}   # completions are conversations with these marks
 *     duplicates: official         # an id may repeat and counts; first: only its first row
 *                                  # does; default error
 *     joined: [[hep-cpp, hep-go]]  # subsets whose n-th items are one problem
 *     sections:                    # in this order; default: subsets, in order of first sight
 *       - {name: Knowledge, subsets: [...], value: micro, weight: 1}
 *                                  # value: micro | weighted | mean; also optional: true and
 *                                  # stored: NAME, a subset that stands for the section,
 *                                  # aside: true, it counts nowhere else, and
 *                                  # unreleased: NAME, official items that nobody can have, so
 *                                  # that its value and the overall one are always partial
 *     each: {of: [deu_Latn, fra_Latn], optional: [und]}   # the sections once for each group, which
 *                                  # is the mean of them under their weights; its subsets are
 *                                  # deu_Latn/SUBSET, and groups weigh the same. optional:
 *                                  # those that may be absent
 *     subset_order: listed         # or sorted: the order of summing
 *     subset_kinds: {Ties: ties}   # where a subset is of another kind
 *     weights: {math-prm: 984}     # of subsets, for value: weighted
 *     rows: {math-prm: 447}        # items that subsets have, for intervals of accuracies
 *     overall: sections            # mean under the sections' weights, or micro: of items
 *     ties: loss                   # loss | half | 1/k | drop | second, or
 *                                  # {scores: RULE, preferences: RULE, verdicts: RULE}
 *     unparsable: drop             # or loss | half | chance | coin: what no verdict is worth;
 *                                  # {scores: RULE, ...} as under ties
 *     unparsable_score: -1         # of a completion without a verdict beside others of its item
 *     coin_seed: 123               # a coin is Python's random, thrown in the order of items;
 *                                  # with classes: drop | loss | tie | class (one of its own)
 *     classes: [first, second, tie]  # kind judged: what verdicts number, from 0; scores and
 *                                  # preferences need first and second, in that order
 *     orders: 2                    # items that judges see both ways
 *     votes: 8                     # verdicts an order that count, the first ones; default 1
 *     games: sum                   # the two decide together; average: each is one half;
 *                                  # both: both must be right; first: the first alone
 *     scoring: {threshold: 0.5}    # words and numbers of the kind's own rule
 *     ties_version: 2              # of the formula of RewardBench 2's Ties
 *     measures: [mrr]              # further ones; which there are, says the kind; macro, the
 *                                  # plain mean of the sections' values, is there for all
 *     unit: percent                # or fraction: how values are printed
 *     options:                     # official quirks, chosen with --suite-option key=value
 *       weights: {default: current, choices: {current: what it means, legacy: ...}}
 *       model: {default: ""}       # a text of the user's own
 *     # anywhere: {option: weights, current: X, legacy: Y} stands for X or Y, and
 *     # {option: size} for the value of an option without choices, a number or, where its
 *     # default is none, a text
 *     replay:                      # how published scores of this benchmark are stored
 *       - name: reward-model       # first whose `when` is there, or --model-option format=
 *         when: judgments[0].judgment.scores
 *         layout: jsonl            # default auto; group_by:, rows_of: as in records.h
 *         key: pair_id             # joined to the item's key; default id
 *         scores: judgments[0].judgment.scores   # harness/core/replay_map.h has all forms
 *         stored: {field: judgments[0].decision, map: {"A>B": 1, "B>A": -1}}  # cross-checked
 *         items: {completions: text}   # fields that differ where items come from such a file
 *       - name: head               # a number a dimension: a map, or a list in their order
 *         ratings: predict_scores
 *       - name: states
 *         vectors: hidden_state    # the numbers of a hidden state, for kind probe
 *       - name: judge
 *         preferences:             # one field a presentation order, in the item's order
 *           - {field: judgments[0].decision, map: {"A>B": 1, "B>A": -1, "A=B": 0}}
 *           - {field: judgments[1].decision, map: {"A>B": -1, "B>A": 1, "A=B": 0}}
 *
 * A file names a block of data_manifest.txt (`entry:`, and `file:` where it has several) or a
 * path (`path:`, relative to the YAML file), with `name:` that fields see as @file and
 * `optional: true` where the suite makes sense without it, its overall value then being partial, and
 * `fields:` that differ for it.
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
struct assay_replay_map;
struct assay_suite; /* one description, loaded and checked; immutable afterwards */

/* Where to look for things, from the command line and the environment. */
struct assay_places {
    const char *data_dir;   /* --data-dir, ASSAY_DATA or XDG data home; may be NULL */
    const char *suites_dir; /* where NAME.yaml is looked up: built-in ones */
    const char *manifest;   /* data_manifest.txt */
};

/* Where this program finds them (core/place.h); data_dir: --data-dir, may be NULL. */
struct assay_places assay_places_here(const char *data_dir, struct assay_arena *arena);

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
 * Errors: ASSAY_EUSAGE (no such suite, with the nearest; one of a kind of which no model is asked anything, with
 * the command that reads it), ASSAY_EDATA "file:line: what".
 */
ASSAY_MUST_USE
enum assay_code assay_suite_load(const struct assay_suite_words *words,
                                 const struct assay_places *places,
                                 struct assay_arena *arena, struct assay_suite **out,
                                 struct assay_error *err);

/* The same, of any kind. */
ASSAY_MUST_USE
enum assay_code assay_suite_load_any(const struct assay_suite_words *words,
                                     const struct assay_places *places,
                                     struct assay_arena *arena, struct assay_suite **out,
                                     struct assay_error *err);

const char *assay_suite_name(const struct assay_suite *suite);
const char *assay_suite_version(const struct assay_suite *suite);
const struct assay_kind *assay_suite_kind(const struct assay_suite *suite);
/* The whole description as read, for `replay:` and for printing. */
const struct assay_node *assay_suite_spec(const struct assay_suite *suite);
/* The mappings under `replay:`; *count may be 0. */
const struct assay_replay_map *assay_suite_replay(const struct assay_suite *suite,
                                                  size_t *count);
/* Options in effect (quirks), as a map node for run.json. */
struct assay_node assay_suite_options(const struct assay_suite *suite,
                                      struct assay_arena *arena);
/* The user's own file that items are read from, as in samples:FILE; NULL: the suite has data of its own. */
const char *assay_suite_argument(const struct assay_suite *suite);

/* True if items are read from the file of stored scores itself (data: {model: true}), or
   if the suite's own file is path: then setting.own_records holds. */
bool assay_suite_reads(const struct assay_suite *suite, const char *path);
/* True if items would come from files of the chosen part that are not here, and are not in path. */
bool assay_suite_lacks(const struct assay_suite *suite, const char *path);
/* Presentation orders: 2 for suites whose items judges see both ways, else 1. */
size_t assay_suite_orders(const struct assay_suite *suite);
/* True if its items are answered with hidden states (VECTORS). */
bool assay_suite_is_probe(const struct assay_suite *suite);
/* True if an item's completions are the steps of one solution. */
bool assay_suite_is_steps(const struct assay_suite *suite);
/* True if its items are rated for dimensions. */
bool assay_suite_is_rated(const struct assay_suite *suite);
/* True if its items show pictures or video. */
bool assay_suite_shows_media(const struct assay_suite *suite);
/* Verdicts of an order that count: 1, or what `votes:` says. */
size_t assay_suite_votes(const struct assay_suite *suite);
/* Values that answer an item where want is not SCORES: orders, or orders x votes (of every
   dimension, where items are rated for several). */
size_t assay_suite_values(const struct assay_suite *suite, enum assay_want want);

/* A rule for ties (enum assay_tie_rule) in place of the suite's own, whatever the answers are. Kinds whose items
   earn by no such rule (kind.h, ties) go on as they were. */
void assay_suite_set_ties(struct assay_suite *suite, enum assay_tie_rule rule);
/*
 * Refuses answers that no kind of the suite can measure.
 * Errors: ASSAY_EUSAGE "path:line: kind KIND is measured from verdicts, not from scores".
 */
ASSAY_MUST_USE
enum assay_code assay_suite_takes(const struct assay_suite *suite, enum assay_want want,
                                  struct assay_error *err);

/* The same, and of a description that was named by its path also the nearest kind that could. */
ASSAY_MUST_USE
enum assay_code assay_suite_accepts(const struct assay_suite *suite, enum assay_want want,
                                    struct assay_error *err);

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

/*
 * Compares the files of the chosen part with what data_manifest.txt, or a first use (digests.h), says of
 * them. Reads them to their end.
 *
 *   allow    changed files are no error
 *   changed  a list of {file, sha256, expected}: those that are not as they should be
 *
 * Errors: ASSAY_EDATA "path: is not the file that is known: its SHA-256 is ...".
 */
ASSAY_MUST_USE
enum assay_code assay_suite_verify(const struct assay_suite *suite, bool allow,
                                   struct assay_arena *arena, struct assay_node *changed,
                                   struct assay_error *err);

/*
 * The files that items are read from, and the one that the kind reads beside them, for run.json: a list of {path, sha256, bytes, modified}. sha256 is
 * null for a file that was not read to its end; modified is in nanoseconds since 1970.
 */
ASSAY_MUST_USE
enum assay_code assay_items_sources(struct assay_items *items, struct assay_arena *arena,
                                    struct assay_node *out, struct assay_error *err);

/* Reads the files to their end without making items of them, so that their digests are known. */
ASSAY_MUST_USE
enum assay_code assay_items_finish(struct assay_items *items, struct assay_error *err);

void assay_items_close(struct assay_items *items); /* NULL is allowed */

/* Names of the descriptions in a folder, sorted, in arena; at most max. Returns how many. */
size_t assay_suite_list(const char *dir, const char **names, size_t max,
                        struct assay_arena *arena);

/* Where the items of a loaded suite (of its chosen part) come from, for `assay ls suites`. */
enum assay_suite_presence {
    ASSAY_PRESENCE_HERE, /* all files are in the data folder */
    ASSAY_PRESENCE_PART, /* all but optional ones, without which the overall value is partial */
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

/* A file of data_manifest.txt that the items of a suite are read from. */
struct assay_suite_need {
    struct assay_str entry, file; /* file empty: the entry's only one */
};

/* All of them: of the part that was named in spec or chosen, else of every part. In arena. */
size_t assay_suite_needs(const struct assay_suite *suite, struct assay_arena *arena,
                         const struct assay_suite_need **out);

/* How sure, and by what means. */
struct assay_measuring {
    double level;      /* of intervals, in (0, 1) */
    size_t replicates; /* bootstrap */
    uint64_t seed;
    bool
        own_records; /* items came out of the file of stored scores, not of the suite's own */
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
