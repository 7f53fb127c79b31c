/*
 * field.h - where in a record a value stands, and how it reads: the mapping language of suites.
 *
 * In YAML a field is a path, or a map with a path and transforms:
 *
 *     prompt: question                          a key
 *     scores: judgments[0].judgment.scores      keys and indices
 *     label:  {field: label, map: {"A>B": 0, "B>A": 1}}
 *     subset: {field: source, prefix: {mmlu-pro: Knowledge, livebench-math: Math}}
 *     subset: {field: image, contains: {video: video, long: long, "": other}}   first that fits
 *     id:     {field: problem, digest: true}    first 16 hex digits of its SHA-256
 *     subset: {field: ID, lower: true, prefix: {pairs: bias, "": toxicity}}   ASCII letters
 *     subset: {const: Chat}
 *     id:     {join: ["@file", "/", "@row"]}    texts put together; "@..." or {field: ..}
 *     prompt: {field: text, after: "### Question:\n", before: "\n### Answer:"}
 *     count:  {field: ratings, length: true}    how many elements a list has
 *     covariates: [{field: output, characters: true}]   how many characters (code points) a text has
 *     key:    {field: response, sorted: "\t"}    of a list of texts one, in the order of their bytes
 *                                           with this between them
 *     completions: {field: losers, each: answer}   of every element of a list the field there
 *     gold: {field: "@record", members: gold_}  of a map the members whose keys begin so, as a map
 *                                           of what follows in the key; nothing where none does
 *     completions: {field: answers, along: answers}   of a map by name, a list in the byte order of
 *                                           the keys of the map there; as it is, where that is none
 *     ranks: {field: order, along: answers}     of a list of these names, the place of each, from 1
 *     preferences:
 *       - {field: text, verdict: rewardbench, swapped: is_shuffled}
 *       - {any: [judgement, judgment], verdict: rewardbench}    the first field that is there
 *       - {field: jury, verdict: rewardbench, majority: true}    of a list: most say so
 *       - {compare: [{field: a, verdict: rating}, {field: b, verdict: rating}]}   1, -1 or 0
 *     verdicts: [{field: texts, verdict: arena-hard, map: {"1": 0, "-1": 1, "0": 2, "null": null}}]
 *     place:  {field: text, verdict: rewardbench2, moved: shuffle_position}
 *     scores: {any: [new_name, old_name]}       the first that is there
 *     errors: {concat: [wrong, useless]}        elements of several lists
 *     completions: {field: text, numbered: section}   the parts headed section1:, section2:, ...
 *     scores: {field: idx, prefix: {a_: x, "": y}, of: {x: field, y: field}}   by another field
 *     verdicts: [{field: text, critique: boxed}]   places that a critic names (critique.h)
 *
 * `verdict` reads a judge's text by the rule of a named parser (verdict.h, `assay ls verdicts`):
 * of pairs 1, -1 or 0 in the order in which the judge saw them, of several the place from 0, or
 * the rating; null where there is none. `swapped` changes the sign where another field, which
 * must be there, is true or 1; `moved` exchanges place 0 and the one that another field names.
 * `compare` is null where one of its two is. `majority` is the element that stands most often in
 * a list, nulls counting too, and null where several do.
 *
 * Transforms apply in the order written, to texts and to other scalars as they are spelt, and
 * to every element of a list;
 * `after` cuts behind the first place of its text, `before` at the last, so that what is left is
 * the longest; a value that does not hold the text is an error. `[-1]` is the last element and
 * `["a.b"]` a key with dots or brackets. In join, a text that begins with @ is a place and any
 * other stands for itself.
 *
 * Beside the record's keys a path may name: @row (number of the record in its file, from 0),
 * @file (name given to the file in the suite), @record (all of it), @list, @name, @value, @rows (records.h).
 */
#ifndef ASSAY_CORE_FIELD_H
#define ASSAY_CORE_FIELD_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/tree.h"

#include <stddef.h>

struct assay_field; /* compiled, immutable, shared between threads */

/* The record in hand and what is known about it; name:line is for messages. */
struct assay_field_source {
    const struct assay_node *record;
    const char *path; /* of the data file */
    unsigned line;
    struct assay_str file; /* value of @file */
    size_t row;            /* value of @row */
    const struct assay_node *
        kept; /* what a format has kept of records before this one, a map; NULL: nothing */
};

static inline struct assay_spot assay_field_spot(const struct assay_field_source *source)
{
    return (struct assay_spot){source->path, source->line, source->row};
}

/* Fails with "path:line: field: what", or "path: record N: field: what" without lines, N from 0. Always
   ASSAY_EDATA. */
ASSAY_PRINTF(4, 5)
enum assay_code assay_field_fail(struct assay_error *err,
                                 const struct assay_field_source *source,
                                 const char *field, const char *fmt, ...);

/*
 * Compiles a field from its YAML (or JSON) form, in arena; spec and name must outlive it.
 * Errors: ASSAY_EUSAGE "name:line: what" for unknown transforms or a malformed path.
 */
ASSAY_MUST_USE
enum assay_code assay_field_compile(const struct assay_node *spec, const char *name,
                                    struct assay_arena *arena,
                                    const struct assay_field **out,
                                    struct assay_error *err);

/* The i-th word of the mapping language: where a value comes from, then transforms; NULL past the last. */
const char *assay_field_word(size_t i);

/* True if a map has one of the keys that say where a field's value comes from: field, any, ... */
bool assay_field_has_origin(const struct assay_node *map);

/* The path or constant as written, for messages. */
const char *assay_field_name(const struct assay_field *field);

/* A key that a mapping reads and a record does not have. */
struct assay_field_lack {
    struct assay_str key;
    unsigned line;            /* of the description, where the field stands */
    const char *const *names; /* (count,) keys that are there, in arena */
    size_t count;
    const char *near; /* the nearest of them, or NULL */
};

/*
 * True, with what is lacking, if a map of the record has no such key as the field's path names in
 * it: in the first record of a file that is a slip in the description rather than in the data. Where
 * something else than a map stands (null, a shorter list) it cannot be told, and the field lacks nothing.
 * out may be NULL.
 */
bool assay_field_lacks(const struct assay_field *field, const struct assay_node *record,
                       struct assay_arena *arena, struct assay_field_lack *out);

/* Fails with `file:line: no field "key" in path:line; nearest is "near"`, of description and record; where
   none is near, with the keys that there are, if they are few. */
ASSAY_MUST_USE
enum assay_code assay_field_lack_tell(const struct assay_field_lack *lack,
                                      const char *file, struct assay_spot spot,
                                      struct assay_error *err);

enum {
    ASSAY_FIELD_WATCH_MAX = 64
};

/* A field that no record had yet. */
struct assay_field_missing {
    const struct assay_field *field;
    struct assay_field_lack lack; /* in the first record that lacked it */
    struct assay_spot spot;       /* of that record; .path NULL: no record was seen */
};

/* Fields that some records may lack, but not all of them. Zero bytes watch nothing. */
struct assay_field_watch {
    struct assay_field_missing at[ASSAY_FIELD_WATCH_MAX];
    size_t count;
};

/* Watches a field, those that it is made of, and those that undo how answers were shown; further ones
   than fit are not watched. */
void assay_field_watch_add(struct assay_field_watch *watch,
                           const struct assay_field *field);

/* Takes those that a record has off the list. arena outlives the watch. */
void assay_field_watch_see(struct assay_field_watch *watch,
                           const struct assay_field_source *source,
                           struct assay_arena *arena);

/* Refuses the first field that no record had. file is the description. Errors: ASSAY_EDATA. */
ASSAY_MUST_USE
enum assay_code assay_field_watch_end(const struct assay_field_watch *watch,
                                      const char *file, struct assay_error *err);

struct assay_field_keys;

/*
 * Refuses the first field that no record had, where a key is near that nothing reads: records may do without
 * the field, but not without what was meant. Errors: ASSAY_EDATA.
 */
ASSAY_MUST_USE
enum assay_code assay_field_watch_misspelt(const struct assay_field_watch *watch,
                                           const struct assay_field_keys *read,
                                           const char *file, struct assay_error *err);

enum {
    ASSAY_FIELD_KEYS_MAX = 64
};

/* What fields read of a record: keys at its top. Zero bytes are none. */
struct assay_field_keys {
    struct assay_str
        at[ASSAY_FIELD_KEYS_MAX]; /* the first count; of the fields' descriptions */
    size_t count;
    bool all; /* more than these, or what cannot be told */
};

/* Adds what the field reads; of records that are grouped (@rows), of each row. */
void assay_field_keys_add(struct assay_field_keys *keys, const struct assay_field *field);

bool assay_field_keys_have(const struct assay_field_keys *keys, struct assay_str key);

/*
 * Evaluates; NULL where the record has no such place. A missing entry of map, prefix or contains is an
 * error: data that a suite does not know must not be dropped silently. It is told at the description,
 * "file:line: no entry for ... in path:line", with the nearest key. Transforms leave a NULL alone.
 *
 *   arena  for texts that transforms make; short-lived
 *
 * Errors: ASSAY_EDATA "path:line: field: what", or "path: record N: field: what" (N from 0)
 * where the layout cannot tell lines.
 */
ASSAY_MUST_USE
enum assay_code assay_field_value(const struct assay_field *field,
                                  const struct assay_field_source *source,
                                  struct assay_arena *arena,
                                  const struct assay_node **out, struct assay_error *err);

/* As above, and the value must be there and be a text (numbers and truths are spelt out). */
ASSAY_MUST_USE
enum assay_code assay_field_text(const struct assay_field *field,
                                 const struct assay_field_source *source,
                                 struct assay_arena *arena, struct assay_str *out,
                                 struct assay_error *err);

/* As above, and the value must be a finite number, or a text that spells one (CSV). */
ASSAY_MUST_USE
enum assay_code assay_field_number(const struct assay_field *field,
                                   const struct assay_field_source *source,
                                   struct assay_arena *arena, double *out,
                                   struct assay_error *err);

#endif
