/* item_prompt.h - the prompt of an item: a text, messages, or a transcript to be split. */
#ifndef ASSAY_SUITES_ITEM_PROMPT_H
#define ASSAY_SUITES_ITEM_PROMPT_H

#include "suites/suite_parts.h"

/* True for a list whose elements are maps with a text "content". */
bool assay_prompt_is_messages(const struct assay_node *node);

/* The first n elements of a list of {role, content}. Errors: ASSAY_EDATA "path:line: what". */
ASSAY_MUST_USE
enum assay_code assay_prompt_messages(const struct assay_node *list, size_t n,
                                      const struct assay_field_source *source,
                                      struct assay_arena *arena, struct assay_item *item,
                                      struct assay_error *err);

/* One user message. Errors: ASSAY_EDATA "path:line: name: expected a text, found ...". */
ASSAY_MUST_USE
enum assay_code assay_prompt_text(const struct assay_node *node, const char *name,
                                  const struct assay_field_source *source,
                                  struct assay_arena *arena, struct assay_item *item,
                                  struct assay_error *err);

/*
 * Splits two transcripts that begin alike, the completions of item, into what they share and
 * what follows the last mark of the assistant that both reach: the prompt's messages and the
 * completions, without blanks at their ends. In HH-RLHF (Bai et al. 2022) that is the last
 * turn, save for rows in which a conversation goes on differently.
 *
 * Errors: ASSAY_EDATA "path:line: what" without such a mark, or with too many turns.
 */
ASSAY_MUST_USE
enum assay_code assay_prompt_split(struct assay_str user, struct assay_str assistant,
                                   const struct assay_field_source *source,
                                   struct assay_arena *arena, struct assay_item *item,
                                   struct assay_error *err);

#endif
