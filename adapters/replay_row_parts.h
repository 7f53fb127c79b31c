/* replay_row_parts.h - what the files that evaluate mappings share; nobody else includes it. */
#ifndef ASSAY_ADAPTERS_REPLAY_ROW_PARTS_H
#define ASSAY_ADAPTERS_REPLAY_ROW_PARTS_H

#include "adapters/replay_row.h"

/* What a reader of values carries along; one record, one thread. */
struct assay_replay_reader {
    const struct assay_replay_map *map;
    const struct assay_replay_reading *reading;
    const struct assay_field_source *source;
    struct assay_arena *arena;
    double *value; /* (ASSAY_REPLAY_VALUES_MAX,) grown with count */
    unsigned char *state;
    size_t count, cap;
    const struct assay_node *states; /* of the record, one a value; NULL: none */
    bool steps;
};

/* One more value of the record. */
void assay_replay_append(struct assay_replay_reader *reader, double value,
                         enum assay_state state);

/* Row i of a record that is a group (@rows), to be read like any other. */
struct assay_field_source assay_replay_row_of(const struct assay_field_source *group,
                                              size_t i);

/* The value of a field, which must be there. */
ASSAY_MUST_USE
enum assay_code assay_replay_need(const struct assay_replay_reader *reader,
                                  const struct assay_field *field,
                                  const struct assay_node **out, struct assay_error *err);

/* One completion's score: a number or a list of steps. */
ASSAY_MUST_USE
enum assay_code assay_replay_score(struct assay_replay_reader *reader, const char *field,
                                   const struct assay_node *node,
                                   struct assay_error *err);

/* One number of a field; *state is SCORED, NAN or FAILED. */
ASSAY_MUST_USE
enum assay_code assay_replay_value(const struct assay_replay_reader *reader,
                                   const char *field, const struct assay_node *node,
                                   double *value, enum assay_state *state,
                                   struct assay_error *err);

/* replay_scores.c: all elements of a list, or the one value that stands in its place. */
ASSAY_MUST_USE
enum assay_code assay_replay_list(struct assay_replay_reader *reader,
                                  const struct assay_field *field,
                                  struct assay_error *err);

/* replay_scores.c: the shapes EACH and CONCAT, PLACED, and LONG with the completion's index. */
ASSAY_MUST_USE
enum assay_code assay_replay_each(struct assay_replay_reader *reader,
                                  struct assay_error *err);
ASSAY_MUST_USE
enum assay_code assay_replay_placed(struct assay_replay_reader *reader,
                                    struct assay_error *err);
ASSAY_MUST_USE
enum assay_code assay_replay_long(struct assay_replay_reader *reader, size_t *index,
                                  struct assay_error *err);

/* replay_verdicts.c: the shapes PREFERENCES, VERDICTS, ROWS and VOTES. */
ASSAY_MUST_USE
enum assay_code assay_replay_preferences(struct assay_replay_reader *reader,
                                         struct assay_error *err);
ASSAY_MUST_USE
enum assay_code assay_replay_verdicts(struct assay_replay_reader *reader,
                                      struct assay_error *err);
ASSAY_MUST_USE
enum assay_code assay_replay_row_votes(struct assay_replay_reader *reader,
                                       struct assay_error *err);
ASSAY_MUST_USE
enum assay_code assay_replay_votes(struct assay_replay_reader *reader,
                                   struct assay_error *err);

/* replay_judged.c: the shape ASSAY_REPLAY_JUDGED. */
ASSAY_MUST_USE
enum assay_code assay_replay_judged(struct assay_replay_reader *reader,
                                    struct assay_error *err);

/* replay_judged.c: first 16 hex digits of the SHA-256 of what the judge was told; empty: the
   record does not say. */
ASSAY_MUST_USE
enum assay_code assay_replay_judge_prompt(const struct assay_replay_reader *reader,
                                          struct assay_str *out, struct assay_error *err);

/* replay_wins.c: the shape ASSAY_REPLAY_WINS. */
ASSAY_MUST_USE
enum assay_code assay_replay_wins(struct assay_replay_reader *reader,
                                  struct assay_error *err);

#endif
