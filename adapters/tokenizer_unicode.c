/* tokenizer_unicode.c - what Unicode says of characters; the owner of utf8proc. */
#include "adapters/tokenizer_parts.h"

#include <stdlib.h>
#include <utf8proc.h>

uint32_t assay_unicode_at(struct assay_str text, size_t *bytes)
{
    utf8proc_int32_t point = 0;
    const utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text.ptr,
                                                (utf8proc_ssize_t)text.len, &point);

    *bytes = n > 0 ? (size_t)n : 1;
    return n > 0 ? (uint32_t)point : 0xFFFD;
}

void assay_unicode_put(uint32_t point, struct assay_buf *out)
{
    char bytes[4];
    const utf8proc_ssize_t n =
        utf8proc_encode_char((utf8proc_int32_t)point, (utf8proc_uint8_t *)bytes);

    assay_buf_add(out, (struct assay_str){bytes, (size_t)n});
}

static utf8proc_category_t category(uint32_t point)
{
    return utf8proc_category((utf8proc_int32_t)point);
}

/* PropList.txt, White_Space. */
bool assay_unicode_is_space(uint32_t point)
{
    return (point >= 0x09 && point <= 0x0D) || point == 0x20 || point == 0x85 ||
           point == 0xA0 || point == 0x1680 || (point >= 0x2000 && point <= 0x200A) ||
           point == 0x2028 || point == 0x2029 || point == 0x202F || point == 0x205F ||
           point == 0x3000;
}

bool assay_unicode_is_other(uint32_t point)
{
    return category(point) >= UTF8PROC_CATEGORY_CC;
}

bool assay_unicode_is_punctuation(uint32_t point)
{
    const utf8proc_category_t is = category(point);

    return is >= UTF8PROC_CATEGORY_PC && is <= UTF8PROC_CATEGORY_PO;
}

bool assay_unicode_is_mark(uint32_t point)
{
    const utf8proc_category_t is = category(point);

    return is >= UTF8PROC_CATEGORY_MN && is <= UTF8PROC_CATEGORY_ME;
}

bool assay_unicode_is_nonspacing(uint32_t point)
{
    return category(point) == UTF8PROC_CATEGORY_MN;
}

bool assay_unicode_is_number(uint32_t point)
{
    const utf8proc_category_t is = category(point);

    return is >= UTF8PROC_CATEGORY_ND && is <= UTF8PROC_CATEGORY_NO;
}

bool assay_unicode_is_word(uint32_t point)
{
    const utf8proc_category_t is = category(point);

    return (is >= UTF8PROC_CATEGORY_LU && is <= UTF8PROC_CATEGORY_NL) ||
           is == UTF8PROC_CATEGORY_PC || point == 0x200C || point == 0x200D;
}

bool assay_unicode_is_chinese(uint32_t point)
{
    return (point >= 0x4E00 && point <= 0x9FFF) || (point >= 0x3400 && point <= 0x4DBF) ||
           (point >= 0x20000 && point <= 0x2A6DF) ||
           (point >= 0x2A700 && point <= 0x2B73F) ||
           (point >= 0x2B740 && point <= 0x2B81F) ||
           (point >= 0x2B920 && point <= 0x2CEAF) ||
           (point >= 0xF900 && point <= 0xFAFF) || (point >= 0x2F800 && point <= 0x2FA1F);
}

void assay_unicode_lower(struct assay_str text, struct assay_buf *out)
{
    while (text.len > 0) {
        size_t n;
        const uint32_t point = assay_unicode_at(text, &n);

        /* SpecialCasing.txt has one lower case of two characters that holds everywhere. */
        assay_unicode_put(
            point == 0x130 ? 'i' : (uint32_t)utf8proc_tolower((utf8proc_int32_t)point),
            out);
        if (point == 0x130)
            assay_unicode_put(0x307, out);
        text = (struct assay_str){text.ptr + n, text.len - n};
    }
}

void assay_unicode_form(struct assay_str text, enum tokenizer_form form,
                        struct assay_buf *out)
{
    static const utf8proc_option_t options[] = {
        [TOKENIZER_NFC] = UTF8PROC_STABLE | UTF8PROC_COMPOSE,
        [TOKENIZER_NFD] = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE,
        [TOKENIZER_NFKC] = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT,
        [TOKENIZER_NFKD] = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT,
    };
    utf8proc_uint8_t *made = NULL;
    const utf8proc_ssize_t n =
        utf8proc_map((const utf8proc_uint8_t *)text.ptr, (utf8proc_ssize_t)text.len,
                     &made, options[form]);

    if (n < 0)
        assay_buf_add(out, text);
    else
        assay_buf_add(out, (struct assay_str){(const char *)made, (size_t)n});
    free(made);
}

size_t assay_unicode_grapheme(struct assay_str text)
{
    utf8proc_int32_t state = 0;
    size_t n;
    uint32_t point = assay_unicode_at(text, &n);
    size_t len = n;

    while (len < text.len) {
        const uint32_t next =
            assay_unicode_at((struct assay_str){text.ptr + len, text.len - len}, &n);

        if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)point,
                                             (utf8proc_int32_t)next, &state))
            break;
        point = next;
        len += n;
    }
    return len;
}
