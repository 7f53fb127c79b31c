#include "harness/run/prompts.h"

/* What is kept of an item: who it is, and what is asked. */
static const struct assay_item *prompt_of(const struct assay_item *item, size_t index,
                                          struct assay_arena *arena)
{
    struct assay_message *message =
        assay_arena_new(arena, item->message_count, sizeof(*message));
    struct assay_item *out = assay_arena_new(arena, 1, sizeof(*out));

    for (size_t i = 0; i < item->message_count; i++)
        message[i] =
            (struct assay_message){assay_arena_copy(arena, item->messages[i].role),
                                   assay_arena_copy(arena, item->messages[i].content)};
    *out = (struct assay_item){
        .index = index,
        .id = assay_arena_copy(arena, item->id),
        .key = assay_arena_copy(arena, item->key),
        .subset = assay_arena_copy(arena, item->subset),
        .messages = message,
        .message_count = item->message_count,
        .completions = assay_arena_new(arena, 1, sizeof(*out->completions)),
        .gold = assay_arena_new(arena, 1, sizeof(*out->gold)),
        .completion_count = 1,
        .file = item->file,
        .line = item->line,
        .row = item->row,
    };
    return out;
}

enum assay_code assay_prompts_next(void *self, struct assay_arena *arena,
                                   const struct assay_item **out, struct assay_error *err)
{
    struct assay_prompts *prompts = self;

    for (;;) {
        const struct assay_item *item;
        struct assay_content content;
        enum assay_code code;

        assay_arena_reset(&prompts->arena);
        code = assay_items_next(prompts->items, &prompts->arena, &item, err);
        *out = NULL;
        if (code || !item)
            return code;
        if (item->message_count == 0)
            return assay_fail_at(err, assay_item_spot(item),
                                 "item %.*s has no prompt that could be written behind",
                                 ASSAY_STR_ARG(item->id));
        content = assay_same_prompt(item);
        if (assay_same_first(&prompts->same, &content, prompts->count) ==
            prompts->count) {
            *out = prompt_of(item, prompts->count++, arena);
            return ASSAY_OK;
        }
        prompts->repeated++;
    }
}

void assay_prompts_release(struct assay_prompts *prompts)
{
    assay_same_release(&prompts->same);
    assay_arena_release(&prompts->arena);
    *prompts = (struct assay_prompts){0};
}
