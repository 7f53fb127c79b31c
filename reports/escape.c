#include "reports/escape.h"

#include <stdint.h>
#include <string.h>

enum {
    REPLACEMENT = 0xFFFD,
    ESC = 0x1B,
    BEL = 0x07
};

/* One character of a text. */
struct rune {
    uint32_t code;
    struct assay_str bytes; /* as they came; U+FFFD where they were not UTF-8 */
};

static size_t sequence_length(unsigned char lead)
{
    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* Takes the first character off text, which is not empty. */
static struct rune next_rune(struct assay_str *text)
{
    const unsigned char lead = (unsigned char)text->ptr[0];
    const size_t length = sequence_length(lead);
    struct assay_str bytes = {text->ptr, length};
    uint32_t code = length == 1 ? lead : lead & (0x7FU >> length);

    if (length > text->len || !assay_str_is_utf8(bytes)) {
        text->ptr++;
        text->len--;
        return (struct rune){REPLACEMENT, ASSAY_STR("\xEF\xBF\xBD")};
    }
    for (size_t i = 1; i < length; i++)
        code = code << 6 | ((unsigned char)bytes.ptr[i] & 0x3F);
    text->ptr += length;
    text->len -= length;
    return (struct rune){code, bytes};
}

/* C0, DEL and C1. */
static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

/* Characters that reorder or hide what stands beside them (Unicode UAX #9; U+2028, U+2029), and those
   that are none and XML does not allow. */
static bool is_direction(uint32_t code)
{
    return code == 0x061C || code == 0xFFFE || code == 0xFFFF || code == 0x200E ||
           code == 0x200F || code == 0xFEFF || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069);
}

/* Skips a control sequence to its final byte. */
static void skip_control(struct assay_str *text)
{
    while (text->len) {
        const uint32_t code = next_rune(text).code;

        if (code >= 0x40 && code <= 0x7E)
            return;
    }
}

/* Skips a string of the terminal to BEL, or up to the ESC that ends it. */
static void skip_string(struct assay_str *text)
{
    while (text->len && text->ptr[0] != ESC)
        if (next_rune(text).code == BEL)
            return;
}

/* Skips what follows ESC: the final byte, or what it opens. */
static void skip_sequence(struct assay_str *text)
{
    uint32_t code;

    if (text->len == 0 || text->ptr[0] == ESC)
        return;
    code = next_rune(text).code;
    if (code == '[')
        skip_control(text);
    else if (code > 0 && code < 0x80 && strchr("]PX^_", (int)code))
        skip_string(text);
}

/*
 * The next character that may be shown; false at the end. Line ends and tabs come as blanks
 * unless lines is true.
 */
static bool next_shown(struct assay_str *text, bool lines, struct rune *rune)
{
    while (text->len) {
        *rune = next_rune(text);
        if (rune->code == ESC) {
            skip_sequence(text);
            continue;
        }
        if (rune->code == '\n' || rune->code == '\t') {
            if (!lines)
                *rune = (struct rune){' ', ASSAY_STR(" ")};
            return true;
        }
        if (!is_control(rune->code) && !is_direction(rune->code))
            return true;
    }
    return false;
}

void assay_escape_html(struct assay_str text, struct assay_buf *out)
{
    struct rune rune;

    while (next_shown(&text, true, &rune)) {
        switch (rune.code) {
        case '&':
            assay_buf_puts(out, "&amp;");
            break;
        case '<':
            assay_buf_puts(out, "&lt;");
            break;
        case '>':
            assay_buf_puts(out, "&gt;");
            break;
        case '"':
            assay_buf_puts(out, "&quot;");
            break;
        case '\'':
            assay_buf_puts(out, "&#39;");
            break;
        default:
            assay_buf_add(out, rune.bytes);
        }
    }
}

void assay_escape_text(struct assay_str text, struct assay_buf *out)
{
    struct rune rune;

    while (next_shown(&text, true, &rune))
        assay_buf_add(out, rune.bytes);
}

static const char *ascii_spelling(uint32_t code)
{
    switch (code) {
    case 0x00B7: /* middle dot */
        return "|";
    case 0x00B1: /* plus-minus */
        return "+-";
    case 0x00D7: /* times */
        return "x";
    case 0x2013: /* en dash */
    case 0x2014:
    case 0x2212: /* minus */
        return "-";
    case 0x2018:
    case 0x2019:
        return "'";
    case 0x201C:
    case 0x201D:
        return "\"";
    case 0x2026: /* ellipsis */
        return "...";
    case 0x2265:
        return ">=";
    default:
        return "?";
    }
}

void assay_escape_terminal(struct assay_str text, bool ascii, struct assay_buf *out)
{
    struct rune rune;

    while (next_shown(&text, false, &rune))
        if (ascii && rune.code >= 0x80)
            assay_buf_puts(out, ascii_spelling(rune.code));
        else
            assay_buf_add(out, rune.bytes);
}

/* Text in single quotes, with quotes and, where asked for, percent signs doubled. */
static void quote(struct assay_str text, bool percent, struct assay_buf *out)
{
    struct rune rune;

    assay_buf_putc(out, '\'');
    while (next_shown(&text, false, &rune)) {
        assay_buf_add(out, rune.bytes);
        if (rune.code == '\'' || (percent && rune.code == '%'))
            assay_buf_add(out, rune.bytes);
    }
    assay_buf_putc(out, '\'');
}

void assay_escape_gnuplot(struct assay_str text, struct assay_buf *out)
{
    quote(text, false, out);
}

void assay_escape_tic(struct assay_str text, struct assay_buf *out)
{
    quote(text, true, out);
}

void assay_escape_tsv(struct assay_str text, struct assay_buf *out)
{
    assay_escape_terminal(text, false, out);
}

void assay_escape_csv(struct assay_str text, struct assay_buf *out)
{
    struct rune rune;
    const bool formula = text.len && strchr("=+-@\t\r", text.ptr[0]);
    double number;

    assay_buf_putc(out, '"');
    if (formula && !assay_str_number(text, &number))
        assay_buf_putc(out, '\'');
    while (next_shown(&text, true, &rune)) {
        assay_buf_add(out, rune.bytes);
        if (rune.code == '"')
            assay_buf_putc(out, '"');
    }
    assay_buf_putc(out, '"');
}

void assay_escape_markdown(struct assay_str text, struct assay_buf *out)
{
    struct rune rune;

    while (next_shown(&text, false, &rune)) {
        if (rune.code == '<')
            assay_buf_puts(out, "&lt;");
        else if (rune.code == '&')
            assay_buf_puts(out, "&amp;");
        else {
            if (rune.code < 0x80 && strchr("\\`*_[]#!|~", (int)rune.code))
                assay_buf_putc(out, '\\');
            assay_buf_add(out, rune.bytes);
        }
    }
}

static bool is_web(struct assay_str href)
{
    return assay_str_starts(href, ASSAY_STR("https://")) ||
           assay_str_starts(href, ASSAY_STR("http://"));
}

bool assay_escape_leads(struct assay_str href)
{
    struct assay_str head = href;

    if (href.len == 0 || href.ptr[0] == '/' || href.ptr[0] == '\\')
        return false;
    head.len = assay_str_find(href, ASSAY_STR("/"));
    return href.ptr[0] == '#' || is_web(href) ||
           assay_str_find(head, ASSAY_STR(":")) == head.len;
}

void assay_escape_href(struct assay_str href, struct assay_buf *out)
{
    static const char kept[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "0123456789-._~/#:?=+,;@";
    const bool web = is_web(href);

    for (size_t i = 0; i < href.len; i++) {
        const char c = href.ptr[i];

        if (c && (strchr(kept, c) || (web && strchr("%!$&", c))))
            assay_buf_putc(out, c);
        else
            assay_buf_printf(out, "%%%02X", (unsigned char)c);
    }
}

void assay_escape_slug(struct assay_str text, size_t max, struct assay_buf *out)
{
    static const char uppers[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static const char lowers[] = "abcdefghijklmnopqrstuvwxyz";
    const size_t start = out->len;

    for (size_t i = 0; i < text.len && out->len - start < max; i++) {
        const char *upper = text.ptr[i] ? strchr(uppers, text.ptr[i]) : NULL;
        const char *at = upper ? &lowers[upper - uppers] : &text.ptr[i];
        const char c = *at;

        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            assay_buf_putc(out, c);
        else if (out->len > start && out->data[out->len - 1] != '-')
            assay_buf_putc(out, '-');
    }
    while (out->len > start && out->data[out->len - 1] == '-')
        out->data[--out->len] = '\0';
    if (out->len == start)
        assay_buf_puts(out, "x");
}

/* Ranges of characters that are no column or two columns wide, ascending. */
static const struct {
    uint32_t first, last;
    unsigned char width;
} uneven[] = {
    {0x0300, 0x036F, 0},   {0x1100, 0x115F, 2},   {0x1AB0, 0x1AFF, 0},
    {0x1DC0, 0x1DFF, 0},   {0x200B, 0x200D, 0},   {0x20D0, 0x20FF, 0},
    {0x2E80, 0xA4CF, 2},   {0xAC00, 0xD7A3, 2},   {0xF900, 0xFAFF, 2},
    {0xFE00, 0xFE0F, 0},   {0xFE20, 0xFE2F, 0},   {0xFE30, 0xFE6F, 2},
    {0xFF00, 0xFF60, 2},   {0xFFE0, 0xFFE6, 2},   {0x1F300, 0x1F64F, 2},
    {0x1F680, 0x1F6FF, 2}, {0x1F900, 0x1FAFF, 2}, {0x20000, 0x3FFFD, 2},
};

static size_t rune_width(uint32_t code)
{
    for (size_t i = 0; i < sizeof(uneven) / sizeof(uneven[0]); i++)
        if (code >= uneven[i].first && code <= uneven[i].last)
            return uneven[i].width;
    return 1;
}

struct assay_str assay_escape_cut(struct assay_str text, size_t width)
{
    struct assay_str rest = text;
    size_t used = 0;

    while (rest.len) {
        struct assay_str before = rest;

        used += rune_width(next_rune(&rest).code);
        if (used > width)
            return (struct assay_str){text.ptr, (size_t)(before.ptr - text.ptr)};
    }
    return text;
}

size_t assay_escape_width(struct assay_str text)
{
    size_t width = 0;

    while (text.len)
        width += rune_width(next_rune(&text).code);
    return width;
}
