#include "harness/core/boxed.h"

#include "harness/core/memory.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f');
}

static struct assay_str stripped(struct assay_str text)
{
    while (text.len > 0 && is_blank(text.ptr[0])) {
        text.ptr++;
        text.len--;
    }
    while (text.len > 0 && is_blank(text.ptr[text.len - 1]))
        text.len--;
    return text;
}

bool assay_boxed_last(struct assay_str text, struct assay_str *out)
{
    const struct assay_str mark = ASSAY_STR("\\boxed{");
    bool found = false;

    for (;;) {
        const size_t at = assay_str_find(text, mark);
        struct assay_str rest;
        size_t end;

        if (at == text.len)
            return found;
        rest = (struct assay_str){text.ptr + at + mark.len, text.len - at - mark.len};
        end = assay_str_find(rest, ASSAY_STR("}"));
        if (end == rest.len)
            return found;
        *out = stripped((struct assay_str){rest.ptr, end});
        found = true;
        text = (struct assay_str){rest.ptr + end + 1, rest.len - end - 1};
    }
}

/* As Python's int(): a sign, digits, single underscores between digits. */
static bool whole_number(struct assay_str text, long *out)
{
    const bool negative = text.len > 0 && text.ptr[0] == '-';
    size_t i = text.len > 0 && (negative || text.ptr[0] == '+');
    long value = 0;
    bool digit = false;

    if (i == text.len)
        return false;
    for (; i < text.len; i++) {
        const char c = text.ptr[i];

        if (c == '_' && digit && i + 1 < text.len) {
            digit = false;
            continue;
        }
        if (c < '0' || c > '9' || value > (LONG_MAX - 9) / 10)
            return false;
        value = 10 * value + (c - '0');
        digit = true;
    }
    *out = negative ? -value : value;
    return digit;
}

bool assay_boxed_vote(const struct assay_str *texts, size_t n, long *out)
{
    struct assay_str *said = assay_memory_new(n + 1, sizeof(*said));
    size_t count = 0, best = 0, most = 0;
    bool found;

    for (size_t i = 0; i < n; i++)
        count += assay_boxed_last(texts[i], &said[count]);
    for (size_t i = 0; i < count; i++) {
        size_t votes = 0;

        for (size_t k = 0; k < count; k++)
            votes += assay_str_equal(said[i], said[k]);
        if (votes > most) {
            most = votes;
            best = i;
        }
    }
    found = count > 0 && whole_number(said[best], out);
    free(said);
    return found;
}
