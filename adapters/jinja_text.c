/* jinja_text.c - what Python's str does, on bytes of UTF-8; letters beyond ASCII keep their case. */
#include "adapters/jinja_text.h"

#include <string.h>

/* Bytes of the white space that begins text, as str.isspace() has it; 0: none. */
static size_t space_at(struct assay_str text)
{
    static const char *const wide[] = {"\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80",
                                       "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF",
                                       "\xE2\x81\x9F", "\xE3\x80\x80"};
    const unsigned char c = text.len > 0 ? (unsigned char)*text.ptr : 'x';

    if (c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F))
        return 1;
    for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
        if (assay_str_starts(text, assay_str_of(wide[i])))
            return strlen(wide[i]);
    if (text.len >= 3 && memcmp(text.ptr, "\xE2\x80", 2) == 0 &&
        (unsigned char)text.ptr[2] >= 0x80 && (unsigned char)text.ptr[2] <= 0x8A)
        return 3;
    return 0;
}

/* Bytes of the character that begins text. */
static size_t point_at(struct assay_str text)
{
    size_t n = 1;

    while (n < text.len && ((unsigned char)text.ptr[n] & 0xC0) == 0x80)
        n++;
    return n;
}

static size_t last_point(struct assay_str text)
{
    size_t at = text.len - 1;

    while (at > 0 && ((unsigned char)text.ptr[at] & 0xC0) == 0x80)
        at--;
    return at;
}

/* True if the first character of text goes: white space, or one of those named. */
static bool goes(struct assay_str text, const struct assay_str *marks)
{
    const size_t n = point_at(text);

    if (!marks)
        return space_at(text) > 0;
    return assay_str_find(*marks, (struct assay_str){text.ptr, n}) < marks->len;
}

struct assay_str assay_jinja_strip(struct assay_str text, const struct assay_str *marks,
                                   bool begin, bool end)
{
    while (begin && text.len > 0 && goes(text, marks)) {
        const size_t n = point_at(text);

        text = (struct assay_str){text.ptr + n, text.len - n};
    }
    while (end && text.len > 0) {
        const size_t at = last_point(text);

        if (!goes((struct assay_str){text.ptr + at, text.len - at}, marks))
            break;
        text.len = at;
    }
    return text;
}

struct assay_str assay_jinja_case(struct assay_str text, enum jinja_case how,
                                  struct assay_arena *arena)
{
    struct assay_str out = assay_arena_copy(arena, text);
    char *at = (char *)(uintptr_t)out.ptr;
    bool inside = false;

    for (size_t i = 0; i < out.len; i++) {
        const bool upper = at[i] >= 'A' && at[i] <= 'Z';
        const bool lower = at[i] >= 'a' && at[i] <= 'z';
        const bool raise = how == JINJA_UPPER || (how != JINJA_LOWER && !inside);

        if (raise && lower)
            at[i] = (char)(at[i] - 32);
        else if (!raise && upper)
            at[i] = (char)(at[i] + 32);
        inside = how == JINJA_CAPITAL || upper || lower || (at[i] & 0x80) != 0;
    }
    return out;
}

static void push(struct assay_arena *arena, struct jinja_value *list, const char *from,
                 size_t n)
{
    assay_jinja_push(arena, list, assay_jinja_of_text((struct assay_str){from, n}));
}

/* At white space: no empty parts. */
static struct jinja_value split_words(struct assay_str text, int64_t most,
                                      struct assay_arena *arena)
{
    struct jinja_value list = assay_jinja_new_sequence(arena);

    text = assay_jinja_strip(text, NULL, true, false);
    while (text.len > 0) {
        size_t n = 0;

        if (most == 0) {
            text = assay_jinja_strip(text, NULL, false, true);
            push(arena, &list, text.ptr, text.len);
            break;
        }
        while (n < text.len &&
               space_at((struct assay_str){text.ptr + n, text.len - n}) == 0)
            n++;
        push(arena, &list, text.ptr, n);
        most -= most > 0;
        text = assay_jinja_strip((struct assay_str){text.ptr + n, text.len - n}, NULL,
                                 true, false);
    }
    return list;
}

struct jinja_value assay_jinja_split(struct assay_str text, const struct assay_str *mark,
                                     int64_t most, struct assay_arena *arena)
{
    struct jinja_value list;

    if (!mark || mark->len == 0)
        return split_words(text, most, arena);
    list = assay_jinja_new_sequence(arena);
    for (;;) {
        const size_t at = most == 0 ? text.len : assay_str_find(text, *mark);

        if (at == text.len)
            break;
        push(arena, &list, text.ptr, at);
        text = (struct assay_str){text.ptr + at + mark->len, text.len - at - mark->len};
        most -= most > 0;
    }
    push(arena, &list, text.ptr, text.len);
    return list;
}

struct jinja_value assay_jinja_split_right(struct assay_str text, struct assay_str mark,
                                           int64_t most, struct assay_arena *arena)
{
    const struct jinja_value all = assay_jinja_split(text, &mark, -1, arena);
    const struct jinja_sequence *parts = all.as.sequence;
    struct jinja_value list = assay_jinja_new_sequence(arena);
    size_t first;

    if (most < 0 || (size_t)most + 1 >= parts->count)
        return all;
    first = parts->count - (size_t)most;
    push(arena, &list, text.ptr,
         (size_t)(parts->at[first - 1].as.text.ptr + parts->at[first - 1].as.text.len -
                  text.ptr));
    for (size_t i = first; i < parts->count; i++)
        assay_jinja_push(arena, &list, parts->at[i]);
    return list;
}

struct assay_str assay_jinja_replace(struct assay_str text, struct assay_str from,
                                     struct assay_str to, int64_t most,
                                     struct assay_arena *arena)
{
    struct assay_buf out = {.ceiling = ASSAY_JINJA_OUTPUT_MAX};
    struct assay_str done;

    while (most != 0 && from.len > 0) {
        const size_t at = assay_str_find(text, from);

        if (at == text.len)
            break;
        assay_buf_add(&out, (struct assay_str){text.ptr, at});
        assay_buf_add(&out, to);
        text = (struct assay_str){text.ptr + at + from.len, text.len - at - from.len};
        most -= most > 0;
    }
    assay_buf_add(&out, text);
    done = assay_arena_copy(arena, assay_buf_view(&out));
    assay_buf_release(&out);
    return done;
}
