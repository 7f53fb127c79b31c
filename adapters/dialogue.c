#include "adapters/dialogue.h"

#include "adapters/jinja.h"

#include <string.h>

struct assay_dialogue assay_dialogue_of(const struct assay_item *item,
                                        const struct assay_str *completion,
                                        struct assay_arena *arena)
{
    const size_t n = item->message_count;
    struct assay_message *message;

    if (!completion)
        return (struct assay_dialogue){item->messages, n, true};
    message = assay_arena_new(arena, n + 1, sizeof(*message));
    if (n > 0)
        memcpy(message, item->messages, n * sizeof(*message));
    message[n] = (struct assay_message){ASSAY_STR("assistant"), *completion};
    return (struct assay_dialogue){message, n + 1, false};
}

struct assay_node assay_dialogue_messages(struct assay_dialogue dialogue,
                                          struct assay_arena *arena)
{
    struct assay_node *messages = assay_node_list(arena);

    for (size_t i = 0; i < dialogue.count; i++) {
        struct assay_node *message = assay_node_map(arena);

        (void)assay_node_put(arena, message, "role",
                             assay_node_of_text(dialogue.message[i].role));
        (void)assay_node_put(arena, message, "content",
                             assay_node_of_text(dialogue.message[i].content));
        (void)assay_node_push(arena, messages, *message);
    }
    return *messages;
}

struct assay_node *assay_dialogue_variables(struct assay_dialogue dialogue,
                                            const struct assay_dialogue_words *words,
                                            struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    (void)assay_node_put(arena, map, "messages",
                         assay_dialogue_messages(dialogue, arena));
    (void)assay_node_put(arena, map, "add_generation_prompt",
                         assay_node_of_bool(dialogue.next));
    (void)assay_node_put(arena, map, "tools", assay_node_null());
    (void)assay_node_put(arena, map, "documents", assay_node_null());
    (void)assay_node_put(arena, map, "bos_token", assay_node_of_text(words->bos));
    (void)assay_node_put(arena, map, "eos_token", assay_node_of_text(words->eos));
    if (words->date)
        (void)assay_node_put(arena, map, ASSAY_JINJA_DATE,
                             assay_node_of_string(words->date));
    return map;
}

void assay_dialogue_plain(struct assay_dialogue dialogue, struct assay_buf *out)
{
    for (size_t i = 0; i < dialogue.count; i++) {
        assay_buf_add(out, dialogue.message[i].content);
        if (i + 1 < dialogue.count || dialogue.next)
            assay_buf_putc(out, '\n');
    }
}
