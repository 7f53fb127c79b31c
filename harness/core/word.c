#include "harness/core/word.h"

#include <stdint.h>

/* The code point that text begins with; bytes that are no UTF-8 stand for themselves. */
static uint32_t first_of(struct assay_str text, size_t *bytes)
{
    const unsigned char lead = (unsigned char)text.ptr[0];
    const size_t n = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    uint32_t code;

    *bytes = 1;
    if (n == 1 || n > text.len)
        return lead;
    code = lead & (0xFFU >> (n + 1));
    for (size_t i = 1; i < n; i++)
        code = code << 6 | ((unsigned char)text.ptr[i] & 0x3FU);
    *bytes = n;
    return code;
}

/* Where the last code point of text begins. */
static size_t last_at(struct assay_str text)
{
    size_t at = text.len - 1;

    while (at > 0 && text.len - at < 4 && ((unsigned char)text.ptr[at] & 0xC0U) == 0x80U)
        at--;
    return at;
}

static bool is_blank(uint32_t code)
{
    return (code >= 0x09 && code <= 0x0D) || (code >= 0x1C && code <= 0x20) ||
           code == 0x85 || code == 0xA0 || code == 0x1680 ||
           (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 ||
           code == 0x202F || code == 0x205F || code == 0x3000;
}

static bool is_word(uint32_t code)
{
    static const uint32_t other[][2] = {
        {0x0000, 0x002F},   {0x003A, 0x0040},   {0x005B, 0x005E},      {0x0060, 0x0060},
        {0x007B, 0x00A9},   {0x00AB, 0x00B1},   {0x00B4, 0x00B4},      {0x00B6, 0x00B8},
        {0x00BB, 0x00BB},   {0x00BF, 0x00BF},   {0x00D7, 0x00D7},      {0x00F7, 0x00F7},
        {0x02C2, 0x02C5},   {0x02D2, 0x02DF},   {0x0300, 0x036F},      {0x037E, 0x037E},
        {0x0387, 0x0387},   {0x0589, 0x05CF},   {0x05F3, 0x061F},      {0x064B, 0x065F},
        {0x066A, 0x066D},   {0x06D4, 0x06D4},   {0x0964, 0x0965},      {0x1680, 0x1680},
        {0x2000, 0x206F},   {0x207A, 0x207E},   {0x208A, 0x208E},      {0x20A0, 0x2101},
        {0x2190, 0x245F},   {0x249C, 0x24E9},   {0x2500, 0x2775},      {0x2794, 0x2BFF},
        {0x2E00, 0x2E2E},   {0x2E30, 0x3004},   {0x3008, 0x3020},      {0x302A, 0x3030},
        {0x303D, 0x3040},   {0x3099, 0x309C},   {0x30A0, 0x30A0},      {0x30FB, 0x30FB},
        {0xD800, 0xF8FF},   {0xFD3E, 0xFD3F},   {0xFE00, 0xFE6F},      {0xFEFF, 0xFF0F},
        {0xFF1A, 0xFF20},   {0xFF3B, 0xFF40},   {0xFF5B, 0xFF65},      {0xFFE0, 0xFFFF},
        {0x1F000, 0x1F0FF}, {0x1F10D, 0x1FBEF}, {0xE0000, 0xFFFFFFFF},
    };

    for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++)
        if (code <= other[i][1])
            return code < other[i][0];
    return true;
}

size_t assay_word_blank(struct assay_str text)
{
    size_t bytes;

    return text.len > 0 && is_blank(first_of(text, &bytes)) ? bytes : 0;
}

struct assay_str assay_word_strip(struct assay_str text)
{
    size_t n;

    while ((n = assay_word_blank(text)) > 0)
        text = (struct assay_str){text.ptr + n, text.len - n};
    while (text.len > 0) {
        const size_t at = last_at(text);

        n = assay_word_blank((struct assay_str){text.ptr + at, text.len - at});
        if (n == 0 || at + n != text.len)
            break;
        text.len = at;
    }
    return text;
}

bool assay_word_begins(struct assay_str text)
{
    size_t bytes;

    return text.len > 0 && is_word(first_of(text, &bytes));
}

bool assay_word_ends(struct assay_str text)
{
    size_t at, bytes;

    if (text.len == 0)
        return false;
    at = last_at(text);
    return is_word(first_of((struct assay_str){text.ptr + at, text.len - at}, &bytes));
}
