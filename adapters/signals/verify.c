/* verify.c - where an answer is, and what of its spelling counts. */
#include "adapters/signals/verify.h"

#include <string.h>

const char *const assay_verify_from_words[] = {"field", "boxed", "tag", "line", NULL};

static bool blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct assay_str assay_verify_strip(struct assay_str text)
{
    while (text.len > 0 && blank(text.ptr[0])) {
        text.ptr++;
        text.len--;
    }
    while (text.len > 0 && blank(text.ptr[text.len - 1]))
        text.len--;
    return text;
}

static struct assay_str behind(struct assay_str text, size_t at)
{
    return (struct assay_str){text.ptr + at, text.len - at};
}

/* What stands behind the last occurrence of a text; false where there is none. */
static bool after_last(struct assay_str text, struct assay_str needle,
                       struct assay_str *out)
{
    size_t at = assay_str_find(text, needle);
    bool found = false;

    while (at < text.len) {
        text = behind(text, at + needle.len);
        *out = text;
        found = true;
        at = assay_str_find(text, needle);
    }
    return found;
}

/* Up to the brace that closes; all of it where none does. */
static struct assay_str up_to_brace(struct assay_str text)
{
    size_t depth = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '{')
            depth++;
        if (text.ptr[i] == '}' && depth-- == 0)
            return (struct assay_str){text.ptr, i};
    }
    return text;
}

static struct assay_str last_line(struct assay_str text)
{
    size_t begin;

    text = assay_verify_strip(text);
    begin = text.len;
    while (begin > 0 && text.ptr[begin - 1] != '\n')
        begin--;
    return behind(text, begin);
}

static struct assay_str in_tag(struct assay_str text, const char *tag,
                               struct assay_arena *arena)
{
    struct assay_str inner = {text.ptr, 0};

    if (after_last(text, assay_str_of(assay_arena_printf(arena, "<%s>", tag)), &inner))
        inner.len =
            assay_str_find(inner, assay_str_of(assay_arena_printf(arena, "</%s>", tag)));
    return inner;
}

bool assay_verify_answer(const struct verify_place *place,
                         const struct assay_rollout_view *view, size_t i,
                         struct assay_signal_value *value, struct assay_str *out)
{
    const char *field = place->from == VERIFY_FIELD ? "answer" : "text";
    const struct assay_node *node =
        assay_rollout_value(assay_rollout_view_response(view, i), assay_str_of(field));
    struct assay_str text = assay_node_text(node);
    struct assay_str inner = {"", 0};

    if (!assay_node_is(node, ASSAY_NODE_TEXT)) {
        assay_signal_lack(value, field);
        return false;
    }
    if (place->from == VERIFY_TAG)
        text = in_tag(text, place->tag, view->arena);
    if (place->from == VERIFY_LINE)
        text = last_line(text);
    if (place->from == VERIFY_BOXED) {
        (void)after_last(text, ASSAY_STR("\\boxed{"), &inner);
        text = up_to_brace(inner);
    }
    *out = assay_verify_strip(text);
    return true;
}

/* What is left out of a text, or spelt otherwise. */
static const struct {
    const char *spelling, *as;
} spellings[] = {
    {"\\dfrac", "\\frac"},
    {"\\tfrac", "\\frac"},
    {"\\left", ""},
    {"\\right", ""},
    {"\\!", ""},
    {"\\,", ""},
    {"\\;", ""},
    {"\\ ", " "},
    {"~", " "},
    {"{,}", ","},
    {"\\%", "%"},
    {"\\$", ""},
    {"$", ""},
    {"\\(", ""},
    {"\\)", ""},
    {"\\[", ""},
    {"\\]", ""},
    {"^{\\circ}", ""},
    {"^\\circ", ""},
    {"\u00b0", ""},
    {"\u2212", "-"},
    {"\\times", "*"},
    {"\\cdot", "*"},
    {"\u00d7", "*"},
};

static const char *const wrappings[] = {"\\text{", "\\textbf{", "\\mathrm{", "\\mbox{"};

static size_t respell(struct assay_str text, struct assay_buf *out)
{
    for (size_t k = 0; k < sizeof(spellings) / sizeof(spellings[0]); k++)
        if (assay_str_starts(text, assay_str_of(spellings[k].spelling))) {
            assay_buf_puts(out, spellings[k].as);
            return strlen(spellings[k].spelling);
        }
    return 0;
}

/* What a wrapping of words holds; 0 where there is none. */
static size_t unwrap(struct assay_str text, struct assay_buf *out)
{
    for (size_t k = 0; k < sizeof(wrappings) / sizeof(wrappings[0]); k++) {
        const size_t n = strlen(wrappings[k]);
        struct assay_str inner;

        if (!assay_str_starts(text, assay_str_of(wrappings[k])))
            continue;
        inner = up_to_brace(behind(text, n));
        assay_buf_add(out, inner);
        return n + inner.len + (n + inner.len < text.len);
    }
    return 0;
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* One blank for a run of them. */
static size_t squeeze(struct assay_str text, struct assay_buf *out)
{
    size_t n = 0;

    while (n < text.len && blank(text.ptr[n]))
        n++;
    if (n > 0)
        assay_buf_putc(out, ' ');
    return n;
}

struct assay_str assay_verify_normal(struct assay_str text, bool fold,
                                     struct assay_arena *arena)
{
    struct assay_buf out = {0};
    struct assay_str copy;

    text = assay_verify_strip(text);
    while (text.len > 0) {
        size_t n = respell(text, &out);

        n = n ? n : unwrap(text, &out);
        n = n ? n : squeeze(text, &out);
        if (n == 0) {
            char c = text.ptr[0];

            if (fold)
                c = lower(c);
            assay_buf_putc(&out, c);
            n = 1;
        }
        text = behind(text, n);
    }
    copy = assay_verify_strip(assay_arena_copy(arena, assay_buf_view(&out)));
    assay_buf_release(&out);
    if (copy.len > 1 && copy.ptr[copy.len - 1] == '.')
        copy.len--;
    return assay_verify_strip(copy);
}
