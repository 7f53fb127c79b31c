/* jinja_spell.c - values as text: Python's str() and repr(), and json.dumps. */
#include "adapters/jinja_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How containers are written. */
struct style {
    bool json;
    int indent; /* JSON only; below 0: on one line */
    bool sorted;
};

static void spell(struct jinja_render *render, const struct jinja_value *value,
                  const struct style *style, int level, struct assay_buf *out);

/* The shortest decimal that reads back, as repr() has it. */
static void spell_real(double value, struct assay_buf *out)
{
    char text[40];
    double back = 0.0;

    for (int digits = 1; digits <= 17; digits++) {
        (void)snprintf(text, sizeof(text), "%.*g", digits, value);
        if (assay_str_number(assay_str_of(text), &back) && back == value)
            break;
    }
    if (fabs(value) >= 1e-4 && fabs(value) < 1e16 && strchr(text, 'e'))
        (void)snprintf(text, sizeof(text), "%.1f", value);
    assay_buf_puts(out, text);
    if (!strpbrk(text, ".en"))
        assay_buf_puts(out, ".0");
}

static void spell_json_text(struct assay_str text, struct assay_buf *out)
{
    static const char from[] = "\"\\\n\r\t\b\f";
    static const char to[] = "\"\\nrtbf";

    assay_buf_putc(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        const char *known = c ? strchr(from, c) : NULL;

        if (known) {
            assay_buf_putc(out, '\\');
            assay_buf_putc(out, to[known - from]);
        } else if ((unsigned char)c < 0x20) {
            assay_buf_printf(out, "\\u%04x", (unsigned)(unsigned char)c);
        } else {
            assay_buf_putc(out, c);
        }
    }
    assay_buf_putc(out, '"');
}

static void spell_python_text(struct assay_str text, struct assay_buf *out)
{
    const bool single = memchr(text.ptr, '\'', text.len) != NULL &&
                        memchr(text.ptr, '"', text.len) == NULL;
    const char quote = single ? '"' : '\'';

    assay_buf_putc(out, quote);
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];

        if (c == quote || c == '\\')
            assay_buf_putc(out, '\\');
        if (c == '\n' || c == '\t' || c == '\r')
            assay_buf_printf(out, "\\%c", c == '\n' ? 'n' : c == '\t' ? 't' : 'r');
        else if ((unsigned char)c < 0x20 || c == 0x7F)
            assay_buf_printf(out, "\\x%02x", (unsigned)(unsigned char)c);
        else
            assay_buf_putc(out, c);
    }
    assay_buf_putc(out, quote);
}

/* What stands in front of an element. */
static void spell_gap(const struct style *style, int level, bool first,
                      struct assay_buf *out)
{
    if (style->json && style->indent >= 0) {
        assay_buf_puts(out, first ? "\n" : ",\n");
        for (int i = 0; i < level * style->indent; i++)
            assay_buf_putc(out, ' ');
    } else if (!first) {
        assay_buf_puts(out, ", ");
    }
}

static void spell_close(const struct style *style, int level, bool empty, char bracket,
                        struct assay_buf *out)
{
    if (!empty && style->json && style->indent >= 0)
        spell_gap(style, level, true, out);
    assay_buf_putc(out, bracket);
}

static void spell_sequence(struct jinja_render *render,
                           const struct jinja_sequence *sequence,
                           const struct style *style, int level, struct assay_buf *out)
{
    assay_buf_putc(out, '[');
    for (size_t i = 0; i < sequence->count && !render->code; i++) {
        spell_gap(style, level + 1, i == 0, out);
        spell(render, &sequence->at[i], style, level + 1, out);
    }
    spell_close(style, level, sequence->count == 0, ']', out);
}

static int by_key(const void *left, const void *right)
{
    const struct jinja_entry *a = left;
    const struct jinja_entry *b = right;

    return a->key.type == JINJA_TEXT && b->key.type == JINJA_TEXT
               ? assay_str_compare(a->key.as.text, b->key.as.text)
               : 0;
}

/* A key of JSON is a text, whatever it was. */
static void spell_key(struct jinja_render *render, const struct jinja_value *key,
                      const struct style *style, int level, struct assay_buf *out)
{
    const bool quoted = style->json && key->type != JINJA_TEXT;

    if (quoted)
        assay_buf_putc(out, '"');
    spell(render, key, style, level, out);
    if (quoted)
        assay_buf_putc(out, '"');
    assay_buf_puts(out, ": ");
}

static void spell_mapping(struct jinja_render *render,
                          const struct jinja_mapping *mapping, const struct style *style,
                          int level, struct assay_buf *out)
{
    struct jinja_entry *at =
        assay_arena_new(render->arena, mapping->count + 1, sizeof(*at));

    if (mapping->count > 0)
        memcpy(at, mapping->at, mapping->count * sizeof(*at));
    if (style->sorted && mapping->count > 0)
        qsort(at, mapping->count, sizeof(*at), by_key);
    assay_buf_putc(out, '{');
    for (size_t i = 0; i < mapping->count && !render->code; i++) {
        spell_gap(style, level + 1, i == 0, out);
        spell_key(render, &at[i].key, style, level + 1, out);
        spell(render, &at[i].value, style, level + 1, out);
    }
    spell_close(style, level, mapping->count == 0, '}', out);
}

static void spell_container(struct jinja_render *render, const struct jinja_value *value,
                            const struct style *style, int level, struct assay_buf *out)
{
    if (!assay_jinja_enter(render))
        return;
    if (value->type == JINJA_SEQUENCE)
        spell_sequence(render, value->as.sequence, style, level, out);
    else
        spell_mapping(render, value->as.mapping, style, level, out);
    render->depth--;
}

static void spell(struct jinja_render *render, const struct jinja_value *value,
                  const struct style *style, int level, struct assay_buf *out)
{
    if (out->len > ASSAY_JINJA_OUTPUT_MAX) {
        (void)assay_jinja_fail(render, "more than %d bytes", ASSAY_JINJA_OUTPUT_MAX);
        return;
    }
    switch (value->type) {
    case JINJA_UNDEFINED:
    case JINJA_CALLABLE:
        if (style->json)
            (void)assay_jinja_fail(render, "%s is nothing that JSON has",
                                   assay_jinja_type_name(value));
        break;
    case JINJA_NONE:
        assay_buf_puts(out, style->json ? "null" : "None");
        break;
    case JINJA_TRUTH:
        if (style->json)
            assay_buf_puts(out, value->as.truth ? "true" : "false");
        else
            assay_buf_puts(out, value->as.truth ? "True" : "False");
        break;
    case JINJA_INTEGER:
        assay_buf_printf(out, "%lld", (long long)value->as.integer);
        break;
    case JINJA_REAL:
        spell_real(value->as.real, out);
        break;
    case JINJA_TEXT:
        if (style->json)
            spell_json_text(value->as.text, out);
        else
            spell_python_text(value->as.text, out);
        break;
    case JINJA_SEQUENCE:
    case JINJA_MAPPING:
        spell_container(render, value, style, level, out);
        break;
    }
}

static struct assay_str spelt(struct jinja_render *render,
                              const struct jinja_value *value, const struct style *style)
{
    struct assay_buf out = {0};
    struct assay_str text;

    spell(render, value, style, 0, &out);
    text = assay_arena_copy(render->arena, assay_buf_view(&out));
    assay_buf_release(&out);
    return text;
}

struct assay_str assay_jinja_spell(struct jinja_render *render,
                                   const struct jinja_value *value)
{
    const struct style style = {.json = false, .indent = -1};

    return value->type == JINJA_TEXT ? value->as.text : spelt(render, value, &style);
}

struct assay_str assay_jinja_json(struct jinja_render *render,
                                  const struct jinja_value *value, int indent,
                                  bool sorted)
{
    const struct style style = {.json = true, .indent = indent, .sorted = sorted};

    return spelt(render, value, &style);
}
