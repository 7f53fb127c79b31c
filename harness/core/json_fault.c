#include "harness/core/json_fault.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

enum {
    KEY_BYTES = 80 /* longest key that a message repeats */
};

static bool is_space(char c)
{
    return c && strchr(" \t\r\n", c);
}

/* Bytes of numbers, of words (true, NaN, -Infinity) and between them. */
static bool is_plain(char c)
{
    return is_space(c) || isalnum((unsigned char)c) || (c && strchr("+-.", c));
}

static size_t before_spaces(struct assay_str text, size_t at)
{
    while (at > 0 && is_space(text.ptr[at - 1]))
        at--;
    return at;
}

/* The byte behind the colon before the value that holds `at`; 0 where there is none. */
static size_t start_of_value(struct assay_str text, size_t at)
{
    size_t closed = 0; /* lists that end between here and `at` */
    bool comma = false;

    for (; at > 0; at--) {
        const char c = text.ptr[at - 1];

        if (c == ':')
            return comma ? 0 : at;
        if (c == ']')
            closed++;
        else if (c == ',' && closed == 0)
            comma = true; /* must turn out to be inside a list */
        else if (c == '[' && closed > 0)
            closed--;
        else if (c == '[')
            comma = false;
        else if (c != ',' && !is_plain(c))
            return 0;
    }
    return 0;
}

struct assay_str assay_json_fault_field(struct assay_str text, size_t at)
{
    const size_t value = start_of_value(text, at < text.len ? at : text.len);
    size_t end, start;

    if (value == 0)
        return (struct assay_str){0};
    end = before_spaces(text, value - 1);
    if (end == 0 || (text.ptr[end - 1] != '"' && text.ptr[end - 1] != '\0'))
        return (struct assay_str){0};
    end--;
    for (start = end; start > 0 && text.ptr[start - 1] != '"'; start--)
        if (text.ptr[start - 1] == '\\' || text.ptr[start - 1] == '\0' ||
            end - start == KEY_BYTES)
            return (struct assay_str){0};
    return start > 0 ? (struct assay_str){text.ptr + start, end - start}
                     : (struct assay_str){0};
}
