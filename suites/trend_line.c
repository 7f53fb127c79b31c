#include "suites/trend_line.h"

#include <string.h>

bool assay_trend_line_of(const struct assay_node *record, struct assay_str *out)
{
    const struct assay_node *line = assay_node_get(record, "@line");

    *out = assay_node_text(line);
    return line != NULL;
}

/* What is between the brackets of np.float64(..), torch's tensor(..) and their like. */
static struct assay_str unwrapped(struct assay_str value)
{
    const size_t open = assay_str_find(value, ASSAY_STR("("));

    if (open + 1 >= value.len || value.ptr[value.len - 1] != ')')
        return value;
    return (struct assay_str){value.ptr + open + 1, value.len - open - 2};
}

static struct assay_str stripped(struct assay_str text)
{
    while (text.len > 0 && strchr(" \r\t", text.ptr[0]))
        text = (struct assay_str){text.ptr + 1, text.len - 1};
    while (text.len > 0 && strchr(" \r\t", text.ptr[text.len - 1]))
        text.len--;
    return text;
}

void assay_trend_line_put(struct assay_node *row, struct assay_str name,
                          struct assay_str value, struct assay_arena *arena)
{
    const struct assay_str text = stripped(unwrapped(stripped(value)));
    struct assay_node node;
    double number;

    if (assay_str_number(text, &number))
        node = assay_node_of_real(number);
    else if (assay_str_equal(text, ASSAY_STR("True")) ||
             assay_str_equal(text, ASSAY_STR("False")))
        node = assay_node_of_bool(text.ptr[0] == 'T');
    else if (assay_str_equal(text, ASSAY_STR("nan")) ||
             assay_str_equal(text, ASSAY_STR("inf")) ||
             assay_str_equal(text, ASSAY_STR("-inf")))
        node = assay_node_of_text(text);
    else
        return;
    if (!assay_node_find(row, name))
        (void)assay_node_put_view(arena, row, name, node);
}

/* The bytes of a quoted text with its quotes, or 0: it has no end. */
static size_t quoted(struct assay_str text)
{
    for (size_t i = 1; i < text.len; i++) {
        if (text.ptr[i] == '\\')
            i++;
        else if (text.ptr[i] == text.ptr[0])
            return i + 1;
    }
    return 0;
}

/* The bytes of a value, up to the comma or bracket behind it; SIZE_MAX: it has no end. */
static size_t value_end(struct assay_str text)
{
    size_t depth = 0;

    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];

        if (c == '\'' || c == '"') {
            const size_t n = quoted((struct assay_str){text.ptr + i, text.len - i});

            if (n == 0)
                return SIZE_MAX;
            i += n - 1;
        } else if (c == '(' || c == '[' || c == '{') {
            depth++;
        } else if (depth == 0 && (c == ',' || c == '}')) {
            return i;
        } else if (c == ')' || c == ']' || c == '}') {
            if (depth-- == 0)
                return SIZE_MAX;
        }
    }
    return SIZE_MAX;
}

static struct assay_str behind(struct assay_str text, size_t n)
{
    return (struct assay_str){text.ptr + n, text.len - n};
}

bool assay_trend_line_dict(struct assay_str dict, struct assay_node *row,
                           struct assay_arena *arena)
{
    struct assay_str rest = stripped(behind(dict, 1));

    while (rest.len > 0 && rest.ptr[0] != '}') {
        const bool key = rest.ptr[0] == '\'' || rest.ptr[0] == '"';
        const size_t n = key ? quoted(rest) : 0;
        struct assay_str name;
        size_t end;

        if (n == 0 || n == rest.len || rest.ptr[n] != ':')
            return false;
        name = (struct assay_str){rest.ptr + 1, n - 2};
        rest = behind(rest, n + 1);
        end = value_end(rest);
        if (end == SIZE_MAX)
            return false;
        assay_trend_line_put(row, name, (struct assay_str){rest.ptr, end}, arena);
        rest = stripped(behind(rest, end));
        if (rest.ptr[0] == ',')
            rest = stripped(behind(rest, 1));
    }
    return rest.len > 0;
}
