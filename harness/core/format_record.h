/*
 * format_record.h - how the readers of formats put a record together; for format_*.c only.
 */
#ifndef ASSAY_CORE_FORMAT_RECORD_H
#define ASSAY_CORE_FORMAT_RECORD_H

#include "harness/core/format.h"

/* A record under construction. */
struct assay_format_record {
    struct assay_arena *arena;
    const struct assay_field_source *source; /* for messages */
    struct assay_node *map, *values, *states;
    bool unanswered; /* some value is not there */
};

/* Begins with the id. */
void assay_format_begin(struct assay_format_record *record,
                        const struct assay_field_source *source,
                        struct assay_arena *arena, struct assay_str id);

/* Begins a record of totals, with the model's name; empty where node is no text. */
void assay_format_begin_totals(struct assay_format_record *record,
                               const struct assay_field_source *source,
                               struct assay_arena *arena, const struct assay_node *model);

/* Puts the number of a subset. Errors: ASSAY_EDATA for a name that was put before. */
ASSAY_MUST_USE
enum assay_code assay_format_put_total(struct assay_format_record *record,
                                       struct assay_str subset, double value,
                                       struct assay_error *err);

/* The text of a TEXT or INT node; false for anything else. */
bool assay_format_text(const struct assay_node *node, struct assay_arena *arena,
                       struct assay_str *out);

/* As assay_format_text, or ASSAY_EDATA with the field's name. */
ASSAY_MUST_USE
enum assay_code assay_format_need_text(const struct assay_field_source *source,
                                       const char *field, struct assay_arena *arena,
                                       struct assay_str *out, struct assay_error *err);

/* The only element of a list of one; else the node itself, which may be NULL. */
const struct assay_node *assay_format_unwrapped(const struct assay_node *node);

/* Puts a node under key, if it is there, is not null and was not put before. */
void assay_format_put(struct assay_format_record *record, const char *key,
                      const struct assay_node *node);

/* The record's own field of that name, kept as it is. */
void assay_format_keep(struct assay_format_record *record, const char *const *names,
                       size_t n);

/* Adds a value, or why it is not there. */
void assay_format_add(struct assay_format_record *record, double value,
                      enum assay_state state);

/*
 * Adds a number, a truth value or a text that spells a number; NaN and infinities are
 * not-a-number, null is unparsable.
 *
 * Errors: ASSAY_EDATA for anything else.
 */
ASSAY_MUST_USE
enum assay_code assay_format_add_node(struct assay_format_record *record,
                                      const char *field, const struct assay_node *node,
                                      struct assay_error *err);

/* What a run of assay's carries along under "assay" of a map (format_write.h), or NULL. */
const struct assay_node *assay_format_carried(const struct assay_node *map);

/* What was carried along, and what is known beside it (prompt, completions, label). */
const struct assay_node *assay_format_end_carried(struct assay_format_reading *reading,
                                                  struct assay_format_record *record,
                                                  const struct assay_node *carried);

/* The record with its values under key ("scores", "verdicts"), and their states where one is
   not scored. */
const struct assay_node *assay_format_end(struct assay_format_record *record,
                                          const char *key);

#endif
