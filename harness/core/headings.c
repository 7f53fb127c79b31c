#include "harness/core/headings.h"

#include <stddef.h>

/* Bytes of the heading "MARK 7 :" at text, blanks apart; 0 if it is not there. */
static size_t heading_at(struct assay_str text, struct assay_str mark, const char *number)
{
    const struct assay_str digits = assay_str_of(number);
    size_t at = mark.len;

    if (!assay_str_starts(text, mark))
        return 0;
    while (at < text.len && text.ptr[at] == ' ')
        at++;
    if (!assay_str_starts((struct assay_str){text.ptr + at, text.len - at}, digits))
        return 0;
    at += digits.len;
    while (at < text.len && text.ptr[at] == ' ')
        at++;
    return at < text.len && text.ptr[at] == ':' ? at + 1 : 0;
}

/* The place of the n-th heading in text, with its length; text.len where it is not there. */
static size_t find_heading(struct assay_str text, struct assay_str mark, size_t n,
                           size_t *length, struct assay_arena *arena)
{
    const char *number = assay_arena_printf(arena, "%zu", n);

    for (size_t i = 0; i < text.len; i++) {
        *length =
            heading_at((struct assay_str){text.ptr + i, text.len - i}, mark, number);
        if (*length > 0)
            return i;
    }
    return text.len;
}

const struct assay_node *assay_headings_split(struct assay_str text,
                                              struct assay_str mark, unsigned line,
                                              struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);
    size_t length = 0;
    size_t at = find_heading(text, mark, 1, &length, arena);

    list->line = line;
    for (size_t n = 2; at < text.len; n++) {
        size_t next;

        text = (struct assay_str){text.ptr + at + length, text.len - at - length};
        next = find_heading(text, mark, n, &length, arena);
        (void)assay_node_push(arena, list,
                              assay_node_of_text((struct assay_str){text.ptr, next}));
        at = next;
    }
    return list;
}
