/*
 * dialogue.h - what is said to a model: a prompt, and a completion behind it.
 */
#ifndef ASSAY_ADAPTERS_DIALOGUE_H
#define ASSAY_ADAPTERS_DIALOGUE_H

#include "harness/core/arena.h"
#include "harness/core/buf.h"
#include "harness/core/item.h"
#include "harness/core/tree.h"

/* One message behind the other. */
struct assay_dialogue {
    const struct assay_message *message; /* (count,) */
    size_t count;
    bool next; /* the model's turn comes: add_generation_prompt */
};

/* An item's prompt, and a completion behind it, which is the assistant's, or NULL. In arena. */
struct assay_dialogue assay_dialogue_of(const struct assay_item *item,
                                        const struct assay_str *completion,
                                        struct assay_arena *arena);

/* A list of {role, content}. */
struct assay_node assay_dialogue_messages(struct assay_dialogue dialogue,
                                          struct assay_arena *arena);

/* What a chat template is told beside them. */
struct assay_dialogue_words {
    struct assay_str bos, eos; /* texts of the tokens; may be empty */
    const char *date;          /* "2024-07-26", or NULL */
};

/* The variables of a chat template (jinja.h). */
struct assay_node *assay_dialogue_variables(struct assay_dialogue dialogue,
                                            const struct assay_dialogue_words *words,
                                            struct assay_arena *arena);

/* Without a template: what was said, a line apart, also from what comes next. */
void assay_dialogue_plain(struct assay_dialogue dialogue, struct assay_buf *out);

#endif
