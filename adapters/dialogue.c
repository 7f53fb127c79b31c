#include "adapters/dialogue.h"

#include "adapters/jinja.h"

static void put_message(struct assay_arena *arena, struct assay_node *list,
                        struct assay_str role, struct assay_str content)
{
    struct assay_node *message = assay_node_map(arena);

    (void)assay_node_put(arena, message, "role", assay_node_of_text(role));
    (void)assay_node_put(arena, message, "content", assay_node_of_text(content));
    (void)assay_node_push(arena, list, *message);
}

struct assay_node assay_dialogue_messages(struct assay_dialogue dialogue,
                                          struct assay_arena *arena)
{
    const struct assay_item *item = dialogue.item;
    struct assay_node *messages = assay_node_list(arena);

    for (size_t i = 0; i < item->message_count; i++)
        put_message(arena, messages, item->messages[i].role, item->messages[i].content);
    if (dialogue.completion)
        put_message(arena, messages, ASSAY_STR("assistant"), *dialogue.completion);
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
                         assay_node_of_bool(!dialogue.completion));
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
    const struct assay_item *item = dialogue.item;

    for (size_t i = 0; i < item->message_count; i++) {
        assay_buf_add(out, item->messages[i].content);
        assay_buf_putc(out, '\n');
    }
    if (dialogue.completion)
        assay_buf_add(out, *dialogue.completion);
}
