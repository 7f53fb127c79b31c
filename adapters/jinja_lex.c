/* jinja_lex.c - a template in pieces: data between tags, tokens within them. */
#include "adapters/jinja_parts.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void assay_jinja_refuse(struct jinja_parser *parser, const char *fmt, ...)
{
    char what[512];
    va_list args;

    if (parser->code)
        return;
    va_start(args, fmt);
    (void)vsnprintf(what, sizeof(what), fmt, args);
    va_end(args);
    parser->code = assay_fail(parser->err, ASSAY_EDATA, "%s:%u: %s", parser->name,
                              parser->line, what);
    parser->at = parser->source.len;
    parser->token = JINJA_T_END;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* True if text stands at the place. */
static bool here(const struct jinja_parser *parser, const char *text)
{
    const size_t n = strlen(text);

    return n <= parser->source.len - parser->at &&
           memcmp(parser->source.ptr + parser->at, text, n) == 0;
}

static void skip(struct jinja_parser *parser, size_t n)
{
    for (size_t i = 0; i < n && parser->at < parser->source.len; i++)
        parser->line += parser->source.ptr[parser->at++] == '\n';
}

static char peek(const struct jinja_parser *parser, size_t ahead)
{
    const size_t at = parser->at + ahead;

    if (at >= parser->source.len)
        return '\0';
    return parser->source.ptr[at];
}

/* ---- within a tag ---- */

/* Closes the tag if its end stands here: "%}", "}}", with a sign in front. */
static bool close_tag(struct jinja_parser *parser)
{
    const char sign = peek(parser, 0);
    const size_t n = sign == '-' || sign == '+';
    const char mark = peek(parser, n);
    const bool block = mark == '%';

    if ((mark != '%' && mark != '}') || peek(parser, n + 1) != '}' ||
        (mark == '}' && (parser->brackets > 0 || sign == '+')))
        return false;
    skip(parser, n + 2);
    parser->trim = sign == '-';
    parser->line_begins = false;
    if (block && sign != '+' && !parser->trim && peek(parser, 0) == '\n') {
        skip(parser, 1); /* trim_blocks */
        parser->line_begins = true;
    }
    return true;
}

static void put_point(struct assay_buf *out, unsigned point)
{
    if (point < 0x80) {
        assay_buf_putc(out, (char)point);
        return;
    }
    if (point < 0x800) {
        assay_buf_putc(out, (char)(0xC0 | (point >> 6)));
    } else {
        assay_buf_putc(out, (char)(0xE0 | (point >> 12)));
        assay_buf_putc(out, (char)(0x80 | ((point >> 6) & 0x3F)));
    }
    assay_buf_putc(out, (char)(0x80 | (point & 0x3F)));
}

/* A number of n hexadecimal digits. */
static unsigned hexadecimal(struct jinja_parser *parser, size_t n)
{
    unsigned value = 0;

    for (size_t i = 0; i < n; i++) {
        const char c = peek(parser, 0);
        const char *digits = "0123456789abcdef";
        const char *digit = c ? strchr(digits, c >= 'A' && c <= 'F' ? c + 32 : c) : NULL;

        if (!digit) {
            assay_jinja_refuse(parser, "a malformed escape in a text");
            return 0;
        }
        value = value * 16 + (unsigned)(digit - digits);
        skip(parser, 1);
    }
    return value;
}

/* What stands behind a backslash. */
static void read_escape(struct jinja_parser *parser, struct assay_buf *out)
{
    static const char from[] = "ntrfvb0\\'\"";
    static const char to[] = "\n\t\r\f\v\b\0\\'\"";
    const char c = peek(parser, 0);
    const char *known = c ? strchr(from, c) : NULL;
    unsigned point;

    skip(parser, 1);
    if (c == 'x' || c == 'u') {
        point = hexadecimal(parser, c == 'x' ? 2 : 4);
        if (point >= 0xD800 && point < 0xE000)
            assay_jinja_refuse(parser, "a surrogate in a text");
        else
            put_point(out, point);
    } else if (known) {
        assay_buf_putc(out, to[known - from]);
    } else if (c != '\n') { /* as Python: the backslash stays */
        assay_buf_putc(out, '\\');
        assay_buf_putc(out, c);
    }
}

static void read_text(struct jinja_parser *parser)
{
    const char quote = peek(parser, 0);
    struct assay_buf out = {0};

    skip(parser, 1);
    while (parser->at < parser->source.len && peek(parser, 0) != quote) {
        const char c = peek(parser, 0);

        skip(parser, 1);
        if (c == '\\')
            read_escape(parser, &out);
        else
            assay_buf_putc(&out, c);
    }
    if (parser->at == parser->source.len)
        assay_jinja_refuse(parser, "a text without its closing quote");
    skip(parser, 1);
    parser->word = assay_arena_copy(parser->arena, assay_buf_view(&out));
    assay_buf_release(&out);
    parser->token = parser->code ? JINJA_T_END : JINJA_T_TEXT;
}

/* "e3" or "e-3" behind the digits. */
static void read_exponent(struct jinja_parser *parser)
{
    const char mark = peek(parser, 0);
    const size_t sign = peek(parser, 1) == '-' || peek(parser, 1) == '+';

    if ((mark != 'e' && mark != 'E') || !is_digit(peek(parser, 1 + sign)))
        return;
    parser->token = JINJA_T_REAL;
    skip(parser, 1 + sign);
    while (is_digit(peek(parser, 0)))
        skip(parser, 1);
}

static void read_number(struct jinja_parser *parser)
{
    const size_t from = parser->at;

    parser->token = JINJA_T_INTEGER;
    while (is_digit(peek(parser, 0)) || peek(parser, 0) == '_')
        skip(parser, 1);
    if (peek(parser, 0) == '.' && is_digit(peek(parser, 1))) {
        parser->token = JINJA_T_REAL;
        skip(parser, 1);
        while (is_digit(peek(parser, 0)))
            skip(parser, 1);
    }
    read_exponent(parser);
    parser->word = (struct assay_str){parser->source.ptr + from, parser->at - from};
}

static void read_sign(struct jinja_parser *parser)
{
    static const char *const signs[] = {"==", "!=", "<=", ">=", "//", "**", "+", "-", "*",
                                        "/",  "%",  "~",  "<",  ">",  "=",  "|", ".", ",",
                                        ":",  "(",  ")",  "[",  "]",  "{",  "}"};

    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
        if (!here(parser, signs[i]))
            continue;
        parser->token = JINJA_T_SIGN;
        parser->word = assay_str_of(signs[i]);
        skip(parser, parser->word.len);
        parser->brackets += signs[i][0] == '{';
        parser->brackets -= signs[i][0] == '}' && parser->brackets > 0;
        return;
    }
    assay_jinja_refuse(parser, "\"%c\" is nothing that an expression holds",
                       peek(parser, 0));
}

void assay_jinja_advance(struct jinja_parser *parser)
{
    const char *from;
    size_t n = 0;

    while (is_space(peek(parser, 0)))
        skip(parser, 1);
    parser->token = JINJA_T_END;
    if (parser->code)
        return;
    if (parser->at == parser->source.len) {
        assay_jinja_refuse(parser, "a tag without its end");
        return;
    }
    if (close_tag(parser))
        return;
    from = parser->source.ptr + parser->at;
    if (*from == '"' || *from == '\'') {
        read_text(parser);
    } else if (is_digit(*from)) {
        read_number(parser);
    } else if (is_letter(*from)) {
        while (is_letter(peek(parser, n)) || is_digit(peek(parser, n)))
            n++;
        parser->word = (struct assay_str){from, n};
        parser->token = JINJA_T_NAME;
        skip(parser, n);
    } else {
        read_sign(parser);
    }
}

bool assay_jinja_is(const struct jinja_parser *parser, const char *word)
{
    return (parser->token == JINJA_T_NAME || parser->token == JINJA_T_SIGN) &&
           assay_str_equal(parser->word, assay_str_of(word));
}

bool assay_jinja_accept(struct jinja_parser *parser, const char *word)
{
    const bool is = assay_jinja_is(parser, word);

    if (is)
        assay_jinja_advance(parser);
    return is;
}

void assay_jinja_expect(struct jinja_parser *parser, const char *word)
{
    if (assay_jinja_accept(parser, word))
        return;
    if (parser->token == JINJA_T_END)
        assay_jinja_refuse(parser, "expected \"%s\", found the end of the tag", word);
    else
        assay_jinja_refuse(parser, "expected \"%s\", found \"%.*s\"", word,
                           ASSAY_STR_ARG(parser->word));
}

/* ---- between tags ---- */

/* Without the blanks at its end, if a block begins a line with nothing but those before it. */
static struct assay_str strip_line(struct assay_str data, bool line_begins)
{
    size_t n = data.len;

    while (n > 0 && (data.ptr[n - 1] == ' ' || data.ptr[n - 1] == '\t'))
        n--;
    if (n > 0 ? data.ptr[n - 1] == '\n' : line_begins)
        data.len = n;
    return data;
}

static struct assay_str strip_end(struct assay_str data)
{
    while (data.len > 0 && is_space(data.ptr[data.len - 1]))
        data.len--;
    return data;
}

static bool tag_here(const struct jinja_parser *parser)
{
    return here(parser, "{{") || here(parser, "{%") || here(parser, "{#");
}

/* Behind a comment, whose end trims as a block's does. */
static void skip_comment(struct jinja_parser *parser)
{
    const size_t at = assay_str_find((struct assay_str){parser->source.ptr + parser->at,
                                                        parser->source.len - parser->at},
                                     ASSAY_STR("#}"));

    if (at == parser->source.len - parser->at) {
        assay_jinja_refuse(parser, "a comment without its end");
        return;
    }
    parser->trim = at > 0 && peek(parser, at - 1) == '-';
    skip(parser, at + 2);
    parser->line_begins = false;
    if (!parser->trim && peek(parser, 0) == '\n') {
        skip(parser, 1);
        parser->line_begins = true;
    }
}

/* The data up to a tag: white space goes as the tags on both sides say. */
static struct assay_str data_before(struct jinja_parser *parser, bool *line_begins)
{
    const size_t from = parser->at;
    struct assay_str data;

    *line_begins = parser->line_begins;
    while (parser->at < parser->source.len && !tag_here(parser))
        skip(parser, 1);
    data = (struct assay_str){parser->source.ptr + from, parser->at - from};
    if (!parser->trim)
        return data;
    while (data.len > 0 && is_space(*data.ptr))
        data = (struct assay_str){data.ptr + 1, data.len - 1};
    return data;
}

char assay_jinja_scan(struct jinja_parser *parser, struct assay_str *data)
{
    bool line_begins;
    char kind, sign;

    *data = data_before(parser, &line_begins);
    parser->trim = false;
    parser->line_begins = false;
    if (parser->at == parser->source.len)
        return '\0';
    kind = peek(parser, 1);
    sign = peek(parser, 2);
    if (sign == '-')
        *data = strip_end(*data);
    else if (kind != '{' && sign != '+')
        *data = strip_line(*data, line_begins);
    skip(parser, sign == '-' || sign == '+' ? 3 : 2);
    parser->brackets = 0;
    if (kind == '#')
        skip_comment(parser);
    return kind;
}
