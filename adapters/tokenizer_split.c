/* tokenizer_split.c - pre-tokenisers: read from tokenizer.json, and applied one after the other. */
#include "adapters/tokenizer_parts.h"

#include <string.h>

/* A part of a piece: what was looked for, or what lies between. */
struct range {
    size_t begin, end;
    bool match;
};

struct ranges {
    struct range *at;
    size_t count, cap;
    struct assay_arena *arena;
};

static const char gpt2[] = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+|"
                           " ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

static const struct tokenizer_type splitters[] = {
    {"ByteLevel", TOKENIZER_BYTES, 0},
    {"Split", TOKENIZER_SPLIT, 0},
    {"Metaspace", TOKENIZER_METASPACE, 0},
    {"BertPreTokenizer", TOKENIZER_BERT_SPLIT, 0},
    {"WhitespaceSplit", TOKENIZER_WHITESPACE, 0},
    {"Digits", TOKENIZER_DIGITS, 0},
    {"Punctuation", TOKENIZER_PUNCTUATION, 0},
    {0},
};

static const struct {
    const char *name;
    enum tokenizer_behaviour behaviour;
} behaviours[] = {
    {"Isolated", TOKENIZER_ISOLATED},
    {"Removed", TOKENIZER_REMOVED},
    {"MergedWithPrevious", TOKENIZER_WITH_PREVIOUS},
    {"MergedWithNext", TOKENIZER_WITH_NEXT},
    {"Contiguous", TOKENIZER_CONTIGUOUS},
};

static enum assay_code read_behaviour(const struct tokenizer_reading *reading,
                                      const struct assay_node *node,
                                      enum tokenizer_behaviour *out)
{
    const struct assay_str name = assay_node_text(assay_node_get(node, "behavior"));

    *out = TOKENIZER_ISOLATED;
    if (name.len == 0)
        return ASSAY_OK;
    for (size_t i = 0; i < sizeof(behaviours) / sizeof(behaviours[0]); i++)
        if (assay_str_equal(name, assay_str_of(behaviours[i].name))) {
            *out = behaviours[i].behaviour;
            return ASSAY_OK;
        }
    return assay_tokenizer_unknown(reading, "the behavior", name);
}

/* Older files say add_prefix_space, newer ones prepend_scheme. */
static enum assay_code read_metaspace(const struct tokenizer_reading *reading,
                                      const struct assay_node *node,
                                      struct tokenizer_step *out)
{
    const struct assay_str scheme =
        assay_node_text(assay_node_get(node, "prepend_scheme"));
    const struct assay_str mark = assay_node_text(assay_node_get(node, "replacement"));

    out->content = assay_arena_copy(reading->arena, mark);
    out->split = assay_tokenizer_true(node, "split", true);
    out->prepend = TOKENIZER_ALWAYS;
    if (mark.len == 0)
        return assay_tokenizer_malformed(reading, "Metaspace has no \"replacement\"");
    if (assay_str_equal(scheme, ASSAY_STR("first")))
        out->prepend = TOKENIZER_FIRST;
    else if (assay_str_equal(scheme, ASSAY_STR("never")) ||
             !assay_tokenizer_true(node, "add_prefix_space", true))
        out->prepend = TOKENIZER_NEVER;
    else if (scheme.len > 0 && !assay_str_equal(scheme, ASSAY_STR("always")))
        return assay_tokenizer_unknown(reading, "the prepend_scheme", scheme);
    return ASSAY_OK;
}

static enum assay_code read_details(const struct tokenizer_reading *reading,
                                    const struct assay_node *node,
                                    struct tokenizer_step *out)
{
    enum assay_code code;

    switch ((unsigned)out->kind) {
    case TOKENIZER_BYTES:
        out->prefix = assay_tokenizer_true(node, "add_prefix_space", true);
        out->split = assay_tokenizer_true(node, "use_regex", true);
        return out->split ? assay_tokenizer_regex_new(reading, ASSAY_STR(gpt2),
                                                      &out->pattern.regex)
                          : ASSAY_OK;
    case TOKENIZER_METASPACE:
        return read_metaspace(reading, node, out);
    case TOKENIZER_PUNCTUATION:
        return read_behaviour(reading, node, &out->behaviour);
    case TOKENIZER_DIGITS:
        out->behaviour = assay_tokenizer_true(node, "individual_digits", false)
                             ? TOKENIZER_ISOLATED
                             : TOKENIZER_CONTIGUOUS;
        return ASSAY_OK;
    case TOKENIZER_SPLIT:
        out->invert = assay_tokenizer_true(node, "invert", false);
        code = read_behaviour(reading, node, &out->behaviour);
        return code ? code
                    : assay_tokenizer_pattern_read(
                          reading, assay_node_get(node, "pattern"), &out->pattern);
    default:
        return ASSAY_OK;
    }
}

enum assay_code assay_tokenizer_split_read(const struct tokenizer_reading *reading,
                                           const struct assay_node *node,
                                           struct tokenizer_steps *out)
{
    static const struct tokenizer_section section = {"the pre_tokenizer", "pretokenizers",
                                                     splitters};

    return assay_tokenizer_steps_read(reading, node, &section, read_details, out);
}

static void add_range(struct ranges *ranges, size_t begin, size_t end, bool match)
{
    if (begin == end)
        return;
    if (ranges->count == ranges->cap) {
        struct range *at;

        ranges->cap = ranges->cap ? 2 * ranges->cap : 16;
        at = assay_arena_new(ranges->arena, ranges->cap, sizeof(*at));
        if (ranges->count > 0)
            memcpy(at, ranges->at, ranges->count * sizeof(*at));
        ranges->at = at;
    }
    ranges->at[ranges->count++] = (struct range){begin, end, match};
}

static enum assay_code find_pattern(const struct tokenizer_step *step,
                                    struct assay_str text, struct ranges *out,
                                    struct assay_error *err)
{
    size_t at = 0;

    while (at < text.len) {
        size_t begin = at, end;
        const enum assay_code code =
            assay_tokenizer_pattern_find(&step->pattern, text, &begin, &end, err);

        if (code)
            return code;
        add_range(out, at, begin, step->invert);
        add_range(out, begin, end, !step->invert);
        at = end;
    }
    return ASSAY_OK;
}

/* Each character that is looked for is a match of its own. */
static void find_characters(struct assay_str text, bool (*is)(uint32_t point),
                            struct ranges *out)
{
    size_t from = 0, n;

    for (size_t at = 0; at < text.len; at += n) {
        const struct assay_str rest = {text.ptr + at, text.len - at};

        if (!is(assay_unicode_at(rest, &n)))
            continue;
        add_range(out, from, at, false);
        add_range(out, at, at + n, true);
        from = at + n;
    }
    add_range(out, from, text.len, false);
}

/* Joins matches with what they belong to, in place (tokenizer/normalizer.rs, split). */
static void join(struct ranges *ranges, enum tokenizer_behaviour behaviour)
{
    const bool next = behaviour == TOKENIZER_WITH_NEXT;
    size_t kept = 0;
    bool before = false;

    for (size_t i = 0; i < ranges->count; i++) {
        const struct range range = ranges->at[next ? ranges->count - 1 - i : i];
        struct range *last =
            kept > 0 ? &ranges->at[next ? ranges->count - kept : kept - 1] : NULL;
        const bool joins = behaviour == TOKENIZER_CONTIGUOUS ? range.match == before
                                                             : range.match && !before;

        before = range.match;
        if (joins && last) {
            *(next ? &last->begin : &last->end) = next ? range.begin : range.end;
            continue;
        }
        kept++;
        ranges->at[next ? ranges->count - kept : kept - 1] = range;
    }
    if (next)
        memmove(ranges->at, ranges->at + (ranges->count - kept),
                kept * sizeof(*ranges->at));
    ranges->count = kept;
}

static void cut(struct ranges *ranges, enum tokenizer_behaviour behaviour,
                const struct tokenizer_piece *piece, struct tokenizer_pieces *out)
{
    if (behaviour != TOKENIZER_ISOLATED && behaviour != TOKENIZER_REMOVED &&
        ranges->count > 0)
        join(ranges, behaviour);
    for (size_t i = 0; i < ranges->count; i++) {
        const struct range *range = &ranges->at[i];

        if (range->match && behaviour == TOKENIZER_REMOVED)
            continue;
        assay_tokenizer_push(
            out,
            (struct assay_str){piece->text.ptr + range->begin, range->end - range->begin},
            piece->first && range->begin == 0, -1);
    }
}

/* The letters that stand for bytes: printable ones of Latin-1 for themselves, the others from
   U+0100 on (openai/gpt-2 src/encoder.py, bytes_to_unicode). */
static uint32_t letter_of(unsigned char byte)
{
    if ((byte >= '!' && byte <= '~') || (byte >= 0xA1 && byte != 0xAD))
        return byte;
    if (byte <= ' ')
        return 0x100U + byte;
    return byte == 0xAD ? 0x143U : 0x121U + (byte - 0x7FU);
}

void assay_tokenizer_spell(struct assay_str text, struct assay_buf *out)
{
    for (size_t i = 0; i < text.len; i++)
        assay_unicode_put(letter_of((unsigned char)text.ptr[i]), out);
}

/* The byte whose letter it is, or -1. */
static int byte_of(uint32_t letter)
{
    for (unsigned byte = 0; byte < 256; byte++)
        if (letter_of((unsigned char)byte) == letter)
            return (int)byte;
    return -1;
}

void assay_tokenizer_unspell(struct assay_str text, struct assay_buf *out)
{
    for (size_t i = 0; i < text.len;) {
        const struct assay_str rest = {text.ptr + i, text.len - i};
        size_t n;
        const int byte = byte_of(assay_unicode_at(rest, &n));

        if (byte >= 0)
            assay_buf_putc(out, (char)byte);
        else
            assay_buf_add(out, (struct assay_str){rest.ptr, n});
        i += n;
    }
}

static struct assay_str keep(struct assay_buf *buf, struct assay_arena *arena)
{
    const struct assay_str kept = assay_arena_copy(arena, assay_buf_view(buf));

    assay_buf_release(buf);
    return kept;
}

static enum assay_code split_bytes(const struct tokenizer_step *step,
                                   struct tokenizer_piece piece,
                                   struct tokenizer_pieces *out, struct assay_error *err)
{
    const size_t before = out->count;
    enum assay_code code = ASSAY_OK;

    if (step->prefix && !assay_str_starts(piece.text, ASSAY_STR(" "))) {
        struct assay_buf text = {0};

        assay_buf_putc(&text, ' ');
        assay_buf_add(&text, piece.text);
        piece.text = keep(&text, out->arena);
    }
    if (step->split) {
        struct ranges ranges = {.arena = out->arena};

        code = find_pattern(step, piece.text, &ranges, err);
        cut(&ranges, TOKENIZER_ISOLATED, &piece, out);
    } else {
        assay_tokenizer_push(out, piece.text, piece.first, -1);
    }
    for (size_t i = before; !code && i < out->count; i++) {
        struct assay_buf spelt = {0};

        assay_tokenizer_spell(out->at[i].text, &spelt);
        out->at[i].text = keep(&spelt, out->arena);
    }
    return code;
}

static enum assay_code split_metaspace(const struct tokenizer_step *step,
                                       struct tokenizer_piece piece,
                                       struct tokenizer_pieces *out,
                                       struct assay_error *err)
{
    const struct tokenizer_step mark = {.pattern = {.text = step->content}};
    struct ranges ranges = {.arena = out->arena};
    struct assay_buf text = {0};
    enum assay_code code;

    for (size_t i = 0; i < piece.text.len; i++)
        if (piece.text.ptr[i] == ' ')
            assay_buf_add(&text, step->content);
        else
            assay_buf_putc(&text, piece.text.ptr[i]);
    if (!assay_str_starts(assay_buf_view(&text), step->content) &&
        (step->prepend == TOKENIZER_ALWAYS ||
         (step->prepend == TOKENIZER_FIRST && piece.first))) {
        struct assay_buf whole = {0};

        assay_buf_add(&whole, step->content);
        assay_buf_add(&whole, assay_buf_view(&text));
        assay_buf_release(&text);
        text = whole;
    }
    piece.text = keep(&text, out->arena);
    if (!step->split) {
        assay_tokenizer_push(out, piece.text, piece.first, -1);
        return ASSAY_OK;
    }
    code = find_pattern(&mark, piece.text, &ranges, err);
    if (!code)
        cut(&ranges, TOKENIZER_WITH_NEXT, &piece, out);
    return code;
}

static void split_characters(struct tokenizer_piece piece, bool (*is)(uint32_t point),
                             enum tokenizer_behaviour behaviour,
                             struct tokenizer_pieces *out)
{
    struct ranges ranges = {.arena = out->arena};

    find_characters(piece.text, is, &ranges);
    cut(&ranges, behaviour, &piece, out);
}

static bool is_punctuation(uint32_t point)
{
    return (point > ' ' && point < 0x7F && !(point >= '0' && point <= '9') &&
            !((point | 0x20) >= 'a' && (point | 0x20) <= 'z')) ||
           assay_unicode_is_punctuation(point);
}

static void split_bert(struct tokenizer_piece piece, struct tokenizer_pieces *out)
{
    struct tokenizer_pieces words = {.arena = out->arena};

    split_characters(piece, assay_unicode_is_space, TOKENIZER_REMOVED, &words);
    for (size_t i = 0; i < words.count; i++)
        split_characters(words.at[i], is_punctuation, TOKENIZER_ISOLATED, out);
}

static enum assay_code split_one(const struct tokenizer_step *step,
                                 struct tokenizer_piece piece,
                                 struct tokenizer_pieces *out, struct assay_error *err)
{
    struct ranges ranges = {.arena = out->arena};
    enum assay_code code;

    switch ((unsigned)step->kind) {
    case TOKENIZER_BYTES:
        return split_bytes(step, piece, out, err);
    case TOKENIZER_METASPACE:
        return split_metaspace(step, piece, out, err);
    case TOKENIZER_BERT_SPLIT:
        split_bert(piece, out);
        return ASSAY_OK;
    case TOKENIZER_WHITESPACE:
        split_characters(piece, assay_unicode_is_space, TOKENIZER_REMOVED, out);
        return ASSAY_OK;
    case TOKENIZER_DIGITS:
        split_characters(piece, assay_unicode_is_number, step->behaviour, out);
        return ASSAY_OK;
    case TOKENIZER_PUNCTUATION:
        split_characters(piece, is_punctuation, step->behaviour, out);
        return ASSAY_OK;
    default:
        code = find_pattern(step, piece.text, &ranges, err);
        if (!code)
            cut(&ranges, step->behaviour, &piece, out);
        return code;
    }
}

enum assay_code assay_tokenizer_split(const struct tokenizer_steps *steps,
                                      struct tokenizer_piece piece,
                                      struct tokenizer_pieces *out,
                                      struct assay_error *err)
{
    struct tokenizer_pieces now = {.arena = out->arena};
    enum assay_code code = ASSAY_OK;

    assay_tokenizer_push(&now, piece.text, piece.first, -1);
    for (size_t i = 0; !code && i < steps->count; i++) {
        struct tokenizer_pieces next = {.arena = out->arena};

        for (size_t k = 0; !code && k < now.count; k++)
            code = split_one(&steps->at[i], now.at[k], &next, err);
        now = next;
    }
    for (size_t k = 0; !code && k < now.count; k++)
        assay_tokenizer_push(out, now.at[k].text, now.at[k].first, -1);
    return code;
}
