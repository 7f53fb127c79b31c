/* tokenizer_added.c - added tokens, which are found in a text before anything else is. */
#include "adapters/tokenizer_parts.h"

#include <stdlib.h>
#include <string.h>

static int by_content(const void *a, const void *b)
{
    const struct tokenizer_added *x = a;
    const struct tokenizer_added *y = b;
    const int first = (unsigned char)x->content.ptr[0] - (unsigned char)y->content.ptr[0];

    if (first != 0)
        return first;
    if (x->content.len != y->content.len)
        return x->content.len > y->content.len ? -1 : 1;
    return memcmp(x->content.ptr, y->content.ptr, x->content.len);
}

static enum assay_code read_one(const struct tokenizer_reading *reading,
                                const struct assay_node *node,
                                struct tokenizer_added *out)
{
    int32_t id;

    if (!assay_tokenizer_is_id(assay_node_get(node, "id"), &id))
        return assay_tokenizer_malformed(reading, "an added token has no \"id\"");
    *out = (struct tokenizer_added){
        .content = assay_arena_copy(reading->arena,
                                    assay_node_text(assay_node_get(node, "content"))),
        .id = id,
        .single_word = assay_tokenizer_true(node, "single_word", false),
        .lstrip = assay_tokenizer_true(node, "lstrip", false),
        .rstrip = assay_tokenizer_true(node, "rstrip", false),
        .normalized = assay_tokenizer_true(node, "normalized", true)};
    return ASSAY_OK;
}

/*
 * The library does not take the file's word for ids: a token has the id that the vocabulary gives
 * it, else the next one that is free (added_vocabulary.rs, add_tokens).
 */
static int32_t id_of(const struct tokenizer_vocab *vocab, struct assay_str content,
                     int32_t *largest)
{
    const int32_t known = assay_tokenizer_vocab_id(vocab, content);
    const int32_t id = known >= 0                          ? known
                       : *largest >= (int32_t)vocab->count ? *largest + 1
                                                           : (int32_t)vocab->count;

    *largest = id > *largest ? id : *largest;
    return id;
}

enum assay_code assay_tokenizer_added_read(const struct tokenizer_reading *reading,
                                           const struct assay_node *list,
                                           const struct tokenizer_vocab *vocab,
                                           struct tokenizer_addeds *out)
{
    int32_t largest = -1;

    const size_t n = assay_node_count(list);
    size_t kept = 0;

    out->at = assay_arena_new(reading->arena, n + 1, sizeof(*out->at));
    for (size_t i = 0; i < n; i++) {
        const enum assay_code code =
            read_one(reading, assay_node_at(list, i), &out->at[kept]);

        if (code)
            return code;
        if (out->at[kept].content.len == 0)
            continue;
        out->at[kept].id = id_of(vocab, out->at[kept].content, &largest);
        kept++;
    }
    out->count = kept;
    return ASSAY_OK;
}

void assay_tokenizer_added_sort(struct tokenizer_addeds *addeds)
{
    size_t at = 0;

    if (addeds->count > 0)
        qsort(addeds->at, addeds->count, sizeof(*addeds->at), by_content);
    for (size_t byte = 0; byte <= 256; byte++) {
        while (at < addeds->count && (unsigned char)addeds->at[at].content.ptr[0] < byte)
            at++;
        addeds->begins[byte] = at;
    }
}

/* The longest token that begins a text, of those wanted, or NULL. */
static const struct tokenizer_added *begins(const struct tokenizer_addeds *addeds,
                                            bool normalized, struct assay_str text)
{
    const unsigned char first = (unsigned char)text.ptr[0];

    for (size_t i = addeds->begins[first]; i < addeds->begins[first + 1]; i++)
        if (addeds->at[i].normalized == normalized &&
            assay_str_starts(text, addeds->at[i].content))
            return &addeds->at[i];
    return NULL;
}

static bool ends_with_word(struct assay_str text)
{
    size_t at = text.len, n;

    if (text.len == 0)
        return false;
    do
        at--;
    while (at > 0 && ((unsigned char)text.ptr[at] & 0xC0) == 0x80);
    return assay_unicode_is_word(
        assay_unicode_at((struct assay_str){text.ptr + at, text.len - at}, &n));
}

static bool begins_with_word(struct assay_str text)
{
    size_t n;

    return text.len > 0 && assay_unicode_is_word(assay_unicode_at(text, &n));
}

/* Where the white space begins that ends a text. */
static size_t space_at_end(struct assay_str text)
{
    size_t from = text.len, n;
    bool within = false;

    for (size_t at = 0; at < text.len; at += n) {
        const bool space = assay_unicode_is_space(
            assay_unicode_at((struct assay_str){text.ptr + at, text.len - at}, &n));

        if (space && !within)
            from = at;
        within = space;
    }
    return within ? from : text.len;
}

static size_t space_at_beginning(struct assay_str text)
{
    size_t at = 0, n = 0;

    while (at < text.len && assay_unicode_is_space(assay_unicode_at(
                                (struct assay_str){text.ptr + at, text.len - at}, &n)))
        at += n;
    return at;
}

static struct assay_str part(struct assay_str text, size_t begin, size_t end)
{
    return (struct assay_str){text.ptr + begin, end - begin};
}

/* Takes a token that stands at a place: white space beside it is its, where it says so. */
static size_t take(const struct tokenizer_added *added,
                   const struct tokenizer_piece *piece, size_t from, size_t at,
                   struct tokenizer_pieces *out)
{
    const struct assay_str text = piece->text;
    size_t begin = at, end = at + added->content.len;

    if (added->lstrip)
        begin = from + space_at_end(part(text, from, at));
    if (added->rstrip)
        end += space_at_beginning(part(text, end, text.len));
    if (begin > from)
        assay_tokenizer_push(out, part(text, from, begin), piece->first && from == 0, -1);
    assay_tokenizer_push(out, part(text, begin, end), false, added->id);
    return end;
}

void assay_tokenizer_added_split(const struct tokenizer_addeds *addeds, bool normalized,
                                 struct tokenizer_piece piece,
                                 struct tokenizer_pieces *out)
{
    const struct assay_str text = piece.text;
    size_t from = 0, at = 0;

    while (at < text.len) {
        const struct tokenizer_added *added =
            begins(addeds, normalized, part(text, at, text.len));
        size_t end;

        if (!added) {
            at++;
            continue;
        }
        end = at + added->content.len;
        if (added->single_word && (ends_with_word(part(text, 0, at)) ||
                                   begins_with_word(part(text, end, text.len)))) {
            at = end;
            continue;
        }
        from = take(added, &piece, from, at, out);
        at = from;
    }
    if (from < text.len)
        assay_tokenizer_push(out, part(text, from, text.len), piece.first && from == 0,
                             -1);
}
