#include "harness/core/plain.h"

#include "harness/core/memory.h"

#include <assert.h>
#include <errno.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wctype.h>

struct assay_plain {
    locale_t locale;
    unsigned char
        ascii[128]; /* the character in lower case; ' ' ends a word; 0: dropped */
};

enum assay_code assay_plain_open(struct assay_plain **out, struct assay_error *err)
{
    struct assay_plain *plain = assay_memory_new(1, sizeof(*plain));

    plain->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (!plain->locale) {
        free(plain);
        return assay_fail(err, ASSAY_EIO, "locale C.UTF-8: %s", strerror(errno));
    }
    for (int c = '0'; c <= '9'; c++)
        plain->ascii[c] = (unsigned char)c;
    for (int c = 'a'; c <= 'z'; c++)
        plain->ascii[c] = plain->ascii[c - 'a' + 'A'] = (unsigned char)c;
    for (int c = '\t'; c <= '\r'; c++)
        plain->ascii[c] = ' ';
    plain->ascii[' '] = ' ';
    *out = plain;
    return ASSAY_OK;
}

/* Bytes of the character that a byte begins, by that byte alone; 0: it begins none. */
static size_t length_of(unsigned char first)
{
    if (first < 0xC2)
        return 0;
    if (first < 0xE0)
        return 2;
    if (first < 0xF0)
        return 3;
    return first < 0xF5 ? 4 : 0;
}

/* The character beyond ASCII at the front of text and its length; 0: a byte that is not UTF-8. */
static uint32_t character(struct assay_str text, size_t *length)
{
    const unsigned char *at = (const unsigned char *)text.ptr;
    uint32_t c;

    *length = length_of(at[0]);
    if (*length == 0 || *length > text.len ||
        !assay_str_is_utf8((struct assay_str){text.ptr, *length})) {
        *length = 1;
        return 0;
    }
    c = at[0] & (0x7FU >> *length);
    for (size_t i = 1; i < *length; i++)
        c = (c << 6) | (at[i] & 0x3FU);
    return c;
}

static bool is_space(const struct assay_plain *plain, uint32_t c)
{
    return c == 0x85 || c == 0xA0 || c == 0x2007 || c == 0x202F ||
           iswspace_l((wint_t)c, plain->locale);
}

/* Han characters, their extensions and compatibility forms; hiragana and katakana. */
static bool stands_alone(uint32_t c)
{
    return (c >= 0x3041 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x4DBF) ||
           (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

/* The text under way: words before `at`, of which the last one may go on. */
struct writing {
    char *at;
    const char *start;
    bool open;
};

/* Begins a word, unless one goes on. */
static void begin(struct writing *to)
{
    if (!to->open && to->at > to->start)
        *to->at++ = ' ';
    to->open = true;
}

static void put(uint32_t c, struct writing *to)
{
    static const unsigned char first[] = {0, 0, 0xC0, 0xE0, 0xF0};
    const unsigned length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

    if (length == 1) {
        *to->at++ = (char)c;
        return;
    }
    *to->at++ = (char)(first[length] | (c >> 6 * (length - 1)));
    for (unsigned left = length - 1; left > 0; left--)
        *to->at++ = (char)(0x80 | ((c >> 6 * (left - 1)) & 0x3F));
}

static void put_beyond(const struct assay_plain *plain, uint32_t c, struct writing *to)
{
    if (is_space(plain, c)) {
        to->open = false;
    } else if (iswalnum_l((wint_t)c, plain->locale)) {
        to->open = to->open && !stands_alone(c);
        begin(to);
        put((uint32_t)towlower_l((wint_t)c, plain->locale), to);
        to->open = !stands_alone(c);
    }
}

/* A character of k bytes becomes at most a blank and k + 1 bytes (2 of 1): never more than 2 k. */
void assay_plain_add(const struct assay_plain *plain, struct assay_str text,
                     struct assay_buf *out)
{
    char *room = assay_buf_room(out, 2 * text.len);
    struct writing to = {room, out->data, false};
    size_t length = 1;

    assert(room);
    for (size_t i = 0; i < text.len; i += length) {
        const unsigned char byte = (unsigned char)text.ptr[i];
        const unsigned char kept = byte < 0x80 ? plain->ascii[byte] : 0;

        length = 1;
        if (kept == ' ') {
            to.open = false;
        } else if (kept) {
            begin(&to);
            *to.at++ = (char)kept;
        } else if (byte >= 0x80) {
            put_beyond(plain,
                       character((struct assay_str){text.ptr + i, text.len - i}, &length),
                       &to);
        }
    }
    out->len = (size_t)(to.at - out->data);
    *to.at = '\0';
}

bool assay_plain_next(struct assay_str *text, struct assay_str *word)
{
    const char *end;

    if (text->len == 0)
        return false;
    end = memchr(text->ptr, ' ', text->len);
    *word = (struct assay_str){text->ptr, end ? (size_t)(end - text->ptr) : text->len};
    text->ptr += word->len + (end ? 1 : 0);
    text->len -= word->len + (end ? 1 : 0);
    return true;
}

void assay_plain_close(struct assay_plain *plain)
{
    if (!plain)
        return;
    freelocale(plain->locale);
    free(plain);
}
