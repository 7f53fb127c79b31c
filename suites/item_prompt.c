/* item_prompt.c - prompts out of the shapes in which data sets store them. */
#include "suites/item_prompt.h"

#include <string.h>

bool assay_prompt_is_messages(const struct assay_node *node)
{
    return assay_node_is(node, ASSAY_NODE_LIST) && assay_node_count(node) > 0 &&
           assay_node_is(assay_node_get(assay_node_at(node, 0), "content"),
                         ASSAY_NODE_TEXT);
}

static enum assay_code refuse(const struct assay_field_source *source, const char *what,
                              struct assay_error *err)
{
    return assay_fail_at(err, assay_field_spot(source), "%s", what);
}

enum assay_code assay_prompt_messages(const struct assay_node *list, size_t n,
                                      const struct assay_field_source *source,
                                      struct assay_arena *arena, struct assay_item *item,
                                      struct assay_error *err)
{
    struct assay_message *messages;

    if (n > ASSAY_ITEM_MESSAGES_MAX)
        return refuse(source, "more than 4096 messages", err);
    messages = assay_arena_new(arena, n, sizeof(*messages));
    for (size_t i = 0; i < n; i++) {
        const struct assay_node *one = assay_node_at(list, i);
        const struct assay_node *role = assay_node_get(one, "role");
        const struct assay_node *content = assay_node_get(one, "content");

        if (!assay_node_is(role, ASSAY_NODE_TEXT) ||
            !assay_node_is(content, ASSAY_NODE_TEXT))
            return refuse(source, "a message needs a text role and a text content", err);
        messages[i] = (struct assay_message){role->as.text, content->as.text};
    }
    item->messages = messages;
    item->message_count = n;
    return ASSAY_OK;
}

enum assay_code assay_prompt_text(const struct assay_node *node, const char *name,
                                  const struct assay_field_source *source,
                                  struct assay_arena *arena, struct assay_item *item,
                                  struct assay_error *err)
{
    struct assay_message *message = assay_arena_new(arena, 1, sizeof(*message));

    if (!assay_node_is(node, ASSAY_NODE_TEXT))
        return assay_fail_at(err, assay_field_spot(source),
                             "%s: expected a text, found %s", name,
                             assay_node_type_name(node));
    *message = (struct assay_message){ASSAY_STR("user"), node->as.text};
    item->messages = message;
    item->message_count = 1;
    return ASSAY_OK;
}

static bool blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static struct assay_str trimmed(struct assay_str text)
{
    while (text.len > 0 && blank(text.ptr[0]))
        text = (struct assay_str){text.ptr + 1, text.len - 1};
    while (text.len > 0 && blank(text.ptr[text.len - 1]))
        text.len--;
    return text;
}

static struct assay_str tail(struct assay_str text, size_t from)
{
    return (struct assay_str){text.ptr + from, text.len - from};
}

/* Bytes at the beginning of both texts up to and with the last common mark; 0: none. */
static size_t shared(struct assay_str a, struct assay_str b, struct assay_str mark)
{
    size_t common = 0, last = 0, at = 0;

    while (common < a.len && common < b.len && a.ptr[common] == b.ptr[common])
        common++;
    a.len = common;
    while (at < a.len) {
        at += assay_str_find(tail(a, at), mark);
        if (at == a.len)
            break;
        at += mark.len;
        last = at;
    }
    return last;
}

/* The turns of text, which begins with a mark. Returns their number, SIZE_MAX: too many. */
static size_t split_turns(struct assay_str text, struct assay_str user,
                          struct assay_str assistant, struct assay_message *out)
{
    size_t n = 0;

    while (text.len > 0) {
        const bool by_user = assay_str_starts(text, user);
        const size_t mark = by_user ? user.len : assistant.len;
        struct assay_str rest = tail(text, mark);
        const size_t next_user = assay_str_find(rest, user);
        const size_t next = assay_str_find(rest, assistant);
        const size_t len = next_user < next ? next_user : next;

        if (n == ASSAY_ITEM_MESSAGES_MAX)
            return SIZE_MAX;
        if (out)
            out[n] = (struct assay_message){by_user ? ASSAY_STR("user")
                                                    : ASSAY_STR("assistant"),
                                            trimmed((struct assay_str){rest.ptr, len})};
        n++;
        text = tail(rest, len);
    }
    return n;
}

enum assay_code assay_prompt_split(struct assay_str user, struct assay_str assistant,
                                   const struct assay_field_source *source,
                                   struct assay_arena *arena, struct assay_item *item,
                                   struct assay_error *err)
{
    const struct assay_str whole = item->completions[0];
    const size_t cut =
        item->completion_count == 2 ? shared(whole, item->completions[1], assistant) : 0;
    const struct assay_str history = {whole.ptr, cut - (cut ? assistant.len : 0)};
    struct assay_str *texts;
    struct assay_message *messages;
    size_t n;

    if (cut == 0 || !assay_str_starts(whole, user))
        return refuse(source,
                      "two transcripts that begin alike with a user's turn, "
                      "expected and not found",
                      err);
    n = split_turns(history, user, assistant, NULL);
    if (n == SIZE_MAX)
        return refuse(source, "more than 4096 turns", err);
    messages = assay_arena_new(arena, n, sizeof(*messages));
    (void)split_turns(history, user, assistant, messages);
    texts = assay_arena_new(arena, 2, sizeof(*texts));
    for (size_t i = 0; i < 2; i++)
        texts[i] = trimmed(tail(item->completions[i], cut));
    item->messages = messages;
    item->message_count = n;
    item->completions = texts;
    return ASSAY_OK;
}
