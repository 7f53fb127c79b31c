/*
 * replay_map.h - the `replay:` mappings of suites: how stored answers lie in the records of a file.
 *
 * A mapping is an element of a suite's `replay:` list, or is made from options and well-known names
 * (adapters/replay_generic.h). Its keys:
 *
 *     name         word for --model-option format=
 *     when         field; `auto` takes the first mapping for which it is there in one of the
 *                  first ten records of the file (no `when`: always)
 *     layout, group_by, shuffles, rows_of   how the file is read (harness/core/records.h)
 *     key          field joined to the item's key; default id
 *     select       field that names the evaluator in a file that holds several; which one is
 *                  wanted, says --model-option name=
 *     stored       field with the pair's stored decision, 1 first, -1 second, 0 tie: counted
 *                  where it contradicts the scores, which decide
 *     conflicts    error (default): a key that repeats with other values is refused; skip: it
 *                  answers nothing where it is joined, and counts as rows where the suite's
 *                  items are the file's own records
 *     judge_prompt {field: F, known: {DIGEST: NAME}}: the prompt that a judge was given, as a text;
 *                  which of those known by the first 16 hex digits of their SHA-256 it is, is told
 *                  with the result, and that it is none of them
 *     items        fields that differ where items are read from such a file (suites/suite.h)
 *     partial      true: a list of scores may be shorter than the item's completions, of which the
 *                  last ones are then skipped; no list at all is an unparsable answer
 *     right_first  true: scores are told in the order right completions, then wrong ones, each in the
 *                  order of the item, whichever the item's own is
 *     failures     texts that stand where a value should and say that the model, or the service it
 *                  was asked through, failed: no score, but an answer of state failed
 *     failures_are failed (default), or lowest: those texts are a value below every other one, as minus
 *                  infinity is in an official program (ASSAY_REPLAY_LOWEST)
 *   and exactly one of
 *     scores       one field: a list with a number or a list of step scores a completion
 *     scores       a list of fields: one a completion, a number or a list of step scores each
 *     scores       {concat: [field, ...]}: lists of numbers, one behind the other (RM-Bench)
 *     scores       {place: field, value: field}: of the rows of a group (@rows); place says
 *                  which completion a row is, from 0
 *     scores       {picked: field, of: K, rated: field or list of them}: where the first one is there, the place
 *                  (from 0) that a judge picked among K: 1 there and 0 elsewhere; else a rating a
 *                  completion. What has no verdict is null, an unparsable answer. Either may be
 *                  left out
 *     preferences  a list of fields, one a presentation order, 1, -1 or 0 in the item's order;
 *                  null or absent: the judge gave no verdict, an unparsable answer
 *     verdicts     a list of fields, one a presentation order, each a number or a list of votes,
 *                  of which the suite's first `votes` count; null or absent: no verdict
 *     verdicts     {rows: field}: one vote for each row of a group (@rows)
 *     verdicts     {votes: [field, ...]}: the votes of the one order, a field each
 *     ratings      a field: a map with a number a dimension of the item, which are found by name,
 *                  or a list in the order of its dimensions; null: no verdict. Of "@record" only
 *                  the members that are numbers count
 *     vectors      one field: the numbers of a hidden state, a list or nested lists; null or absent:
 *                  there is none, `state` may say why
 *     wins         {answers: field, chosen: field}: lists of n letters; the first completion
 *                  met each other one, and won where the letters are equal. Its score is
 *                  wins + 1; a beaten one has 1, another n + 2 (official RewardMATH
 *                  src/evaluation/eval.py); null is a lost comparison
 *
 *     subsets      {COLUMN: SUBSET, ...}: a table of values of subsets, a row a model in its column
 *                  `model`; in percent with `unit: percent`. Other columns are passed over
 *
 * What a record says under a mapping is in adapters/replay_row.h. Mappings are immutable and shared
 * between threads.
 */
#ifndef ASSAY_CORE_REPLAY_MAP_H
#define ASSAY_CORE_REPLAY_MAP_H

#include "harness/core/answer.h"
#include "harness/core/field.h"
#include "harness/core/records.h"
#include "harness/core/schema.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    ASSAY_REPLAY_VALUES_MAX = 4096, /* values a record may hold */
    ASSAY_REPLAY_FIELDS_MAX = 4096
};

/* What a failure is worth where it is the lowest value: sums and squares of it and of scores remain finite. */
#define ASSAY_REPLAY_LOWEST (-1e150)

enum assay_replay_shape {
    ASSAY_REPLAY_LIST,   /* field[0] */
    ASSAY_REPLAY_EACH,   /* field[i] is completion i */
    ASSAY_REPLAY_CONCAT, /* lists of field[0], field[1], ... */
    ASSAY_REPLAY_PLACED, /* field[0] place, field[1] value, per row of a group */
    ASSAY_REPLAY_JUDGED, /* field[0] picked place or NULL, then ratings, or one NULL */
    ASSAY_REPLAY_PREFERENCES, /* field[i] is order i */
    ASSAY_REPLAY_VERDICTS,    /* field[i] is order i: a number or a list of votes */
    ASSAY_REPLAY_ROWS,        /* field[0] of each row of a group is a vote */
    ASSAY_REPLAY_VOTES,       /* field[i] is vote i */
    ASSAY_REPLAY_RATINGS,     /* field[0] a map or a list: a value a dimension */
    ASSAY_REPLAY_VECTORS,     /* field[0] is a hidden state */
    ASSAY_REPLAY_WINS,        /* field[0] answers, field[1] chosen */
    ASSAY_REPLAY_LONG,        /* field[0] index, field[1] score: a row a completion */
    ASSAY_REPLAY_TABLE,       /* no fields: values of subsets */
};

struct assay_replay_map {
    const char *name;
    enum assay_replay_shape shape;
    const struct assay_field *const *field; /* (field_count,) by shape */
    size_t field_count;
    size_t of; /* JUDGED: completions shown at once */
    const struct assay_field *when, *select, *stored; /* NULL: none */
    const struct assay_field *judge_prompt;           /* its digest, or NULL */
    const struct assay_node *known_prompts;           /* map digest -> name, or NULL */
    const struct assay_node *failures;                /* list of texts, or NULL */
    const struct assay_node *subsets;                 /* TABLE: map column -> subset */
    bool percent;                                     /* TABLE: values are in percent */
    const struct assay_field *key;
    bool has_key; /* key was named, not left at its default */
    bool partial; /* fewer scores than completions will do */
    bool
        right_first; /* scores of right completions, those with the highest gold, come first */
    bool
        skip_conflicts; /* a key with several values answers nothing, instead of an error */
    bool failures_lowest; /* failures are scores, the lowest */
    enum assay_layout layout;
    const struct assay_node *group_by; /* a field, or NULL */
    size_t shuffles;                   /* of what is grouped (records.h) */
    const struct assay_node *rows_of;  /* or NULL */
    const struct assay_node *items;    /* fields of items in such a file, or NULL */
    const char *file;                  /* that the mapping stands in, for messages */
    unsigned line;
};

/* The keys of a mapping. */
extern const struct assay_schema assay_replay_schema;

/*
 * Compiles a mapping.
 *
 *   name  of the file it stands in, for messages
 *
 * Errors: ASSAY_EDATA or ASSAY_EUSAGE "name:line: what".
 */
ASSAY_MUST_USE
enum assay_code assay_replay_map_compile(const struct assay_node *spec, const char *name,
                                         struct assay_arena *arena,
                                         struct assay_replay_map *out,
                                         struct assay_error *err);

/* What the items are answered with by such a file. */
enum assay_want assay_replay_map_want(const struct assay_replay_map *map);

/*
 * True in *fits if the mapping's `when` is there in one of the first records of the file; without one,
 * if there is a record.
 * Errors: ASSAY_EDATA where the file cannot be read in the mapping's layout; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_replay_map_fits(const struct assay_replay_map *map,
                                      const char *path, bool *fits,
                                      struct assay_error *err);

/*
 * Of a file that none of the mappings (count,) fits: refuses the first whose `when` names nearly what the
 * first record has. Errors: ASSAY_EDATA "file:line: no field ...; nearest is ...".
 */
ASSAY_MUST_USE
enum assay_code assay_replay_map_misspelt(const struct assay_replay_map *map,
                                          size_t count, const char *path,
                                          struct assay_error *err);

/* Compiles a field that is a path as a user wrote it. Errors: ASSAY_EUSAGE. */
ASSAY_MUST_USE
enum assay_code assay_replay_path(const char *path, struct assay_arena *arena,
                                  const struct assay_field **out,
                                  struct assay_error *err);

#endif
