/*
 * tokenizer_charsmap.c - SentencePiece's precompiled table of replacements.
 *
 * In base64: four bytes with the length of a double array (Aoe 1989, as darts-clone stores it:
 * units of 32 bits, little-endian), the array, and texts that end with a zero byte each. A key
 * leads to the place of its text. As the tokenizers library does it: of a grapheme cluster of fewer
 * than 6 bytes, the shortest key that begins it replaces all of it; else the same holds for each of
 * its characters.
 *
 * Source: huggingface/tokenizers tokenizers/src/normalizers/precompiled.rs;
 * huggingface/spm_precompiled src/lib.rs; google/sentencepiece src/normalizer.cc (DecodePrecompiledCharsMap).
 */
#include "adapters/tokenizer_parts.h"

#include <string.h>

enum {
    CLUSTER_BYTES = 6,
    UNIT_BYTES = 4
};

struct tokenizer_charsmap {
    const unsigned char *units; /* (count, 4) */
    size_t count;
    struct assay_str texts;
};

/* The six bits of a letter of base64, or -1. */
static int sextet(char c)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(letters, c) : NULL;

    return at ? (int)(at - letters) : -1;
}

/* RFC 4648, without line ends. False for anything else. */
static bool decode(struct assay_str base64, struct assay_buf *out)
{
    uint32_t bits = 0;
    size_t n = base64.len, have = 0;

    while (n > 0 && base64.ptr[n - 1] == '=')
        n--;
    for (size_t i = 0; i < n; i++) {
        const int value = sextet(base64.ptr[i]);

        if (value < 0)
            return false;
        bits = (bits << 6 | (uint32_t)value) & 0xFFFFFF;
        have += 6;
        if (have < 8)
            continue;
        have -= 8;
        assay_buf_putc(out, (char)(bits >> have & 0xFF));
    }
    return true;
}

static uint32_t little(const unsigned char *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
           (uint32_t)at[3] << 24;
}

enum assay_code assay_tokenizer_charsmap_read(const struct tokenizer_reading *reading,
                                              struct assay_str base64,
                                              struct tokenizer_charsmap **out)
{
    struct assay_buf bytes = {0};
    struct assay_str all = {"", 0};
    size_t length = 0;

    if (decode(base64, &bytes))
        all = assay_arena_copy(reading->arena, assay_buf_view(&bytes));
    assay_buf_release(&bytes);
    if (all.len >= UNIT_BYTES)
        length = little((const unsigned char *)all.ptr);
    if (length < UNIT_BYTES || length % UNIT_BYTES != 0 || length > all.len - UNIT_BYTES)
        return assay_tokenizer_malformed(reading, "\"precompiled_charsmap\" is no table");
    *out = assay_arena_new(reading->arena, 1, sizeof(**out));
    (*out)->units = (const unsigned char *)all.ptr + UNIT_BYTES;
    (*out)->count = length / UNIT_BYTES;
    (*out)->texts =
        (struct assay_str){all.ptr + UNIT_BYTES + length, all.len - UNIT_BYTES - length};
    return ASSAY_OK;
}

/* The unit at a place; one that no label fits beyond the end. */
static uint32_t unit_at(const struct tokenizer_charsmap *charsmap, size_t place)
{
    return place < charsmap->count ? little(charsmap->units + place * UNIT_BYTES)
                                   : UINT32_C(1) << 31;
}

static size_t offset_of(uint32_t unit)
{
    return (size_t)(unit >> 10) << ((unit & 1U << 9) >> 6);
}

/* The text of the shortest key that begins a chunk; false where none does. */
static bool replacement(const struct tokenizer_charsmap *charsmap, struct assay_str chunk,
                        struct assay_str *out)
{
    uint32_t unit = unit_at(charsmap, 0);
    size_t place = offset_of(unit);

    for (size_t i = 0; i < chunk.len; i++) {
        const unsigned char c = (unsigned char)chunk.ptr[i];
        size_t at;

        place ^= c;
        unit = unit_at(charsmap, place);
        if (c == 0 || (unit & (UINT32_C(1) << 31 | 0xFF)) != c)
            return false;
        place ^= offset_of(unit);
        if (!(unit >> 8 & 1))
            continue;
        at = unit_at(charsmap, place) & ((UINT32_C(1) << 31) - 1);
        if (at > charsmap->texts.len)
            return false;
        *out = (struct assay_str){charsmap->texts.ptr + at, 0};
        while (at + out->len < charsmap->texts.len && out->ptr[out->len])
            out->len++;
        return true;
    }
    return false;
}

static void apply_characters(const struct tokenizer_charsmap *charsmap,
                             struct assay_str cluster, struct assay_buf *out)
{
    while (cluster.len > 0) {
        struct assay_str to, character = cluster;

        (void)assay_unicode_at(cluster, &character.len);
        assay_buf_add(out, replacement(charsmap, character, &to) ? to : character);
        cluster =
            (struct assay_str){cluster.ptr + character.len, cluster.len - character.len};
    }
}

void assay_tokenizer_charsmap_apply(const struct tokenizer_charsmap *charsmap,
                                    struct assay_str text, struct assay_buf *out)
{
    while (text.len > 0) {
        const struct assay_str cluster = {text.ptr, assay_unicode_grapheme(text)};
        struct assay_str to;

        if (cluster.len < CLUSTER_BYTES && replacement(charsmap, cluster, &to))
            assay_buf_add(out, to);
        else
            apply_characters(charsmap, cluster, out);
        text = (struct assay_str){text.ptr + cluster.len, text.len - cluster.len};
    }
}
