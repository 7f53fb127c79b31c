/* tokenizer_normal.c - normalisers: read from tokenizer.json, and applied one after the other. */
#include "adapters/tokenizer_parts.h"

#include <string.h>

static const struct tokenizer_type normalisers[] = {
    {"NFC", TOKENIZER_FORM, TOKENIZER_NFC},
    {"NFD", TOKENIZER_FORM, TOKENIZER_NFD},
    {"NFKC", TOKENIZER_FORM, TOKENIZER_NFKC},
    {"NFKD", TOKENIZER_FORM, TOKENIZER_NFKD},
    {"Lowercase", TOKENIZER_LOWER, 0},
    {"StripAccents", TOKENIZER_STRIP_ACCENTS, 0},
    {"Strip", TOKENIZER_STRIP, 0},
    {"Prepend", TOKENIZER_PREPEND, 0},
    {"Replace", TOKENIZER_REPLACE, 0},
    {"BertNormalizer", TOKENIZER_BERT, 0},
    {"Precompiled", TOKENIZER_CHARSMAP, 0},
    {0},
};

/* What a normaliser of a kind says beside its type. */
static enum assay_code read_details(const struct tokenizer_reading *reading,
                                    const struct assay_node *node,
                                    struct tokenizer_step *out)
{
    switch ((unsigned)out->kind) {
    case TOKENIZER_STRIP:
        out->left = assay_tokenizer_true(node, "strip_left", true);
        out->right = assay_tokenizer_true(node, "strip_right", true);
        return ASSAY_OK;
    case TOKENIZER_PREPEND:
        out->content = assay_arena_copy(reading->arena,
                                        assay_node_text(assay_node_get(node, "prepend")));
        return ASSAY_OK;
    case TOKENIZER_REPLACE:
        out->content = assay_arena_copy(reading->arena,
                                        assay_node_text(assay_node_get(node, "content")));
        return assay_tokenizer_pattern_read(reading, assay_node_get(node, "pattern"),
                                            &out->pattern);
    case TOKENIZER_BERT:
        out->clean = assay_tokenizer_true(node, "clean_text", true);
        out->chinese = assay_tokenizer_true(node, "handle_chinese_chars", true);
        out->lower = assay_tokenizer_true(node, "lowercase", true);
        out->accents = assay_tokenizer_true(node, "strip_accents", out->lower);
        return ASSAY_OK;
    case TOKENIZER_CHARSMAP:
        return assay_tokenizer_charsmap_read(
            reading, assay_node_text(assay_node_get(node, "precompiled_charsmap")),
            &out->charsmap);
    default:
        return ASSAY_OK;
    }
}

enum assay_code assay_tokenizer_normal_read(const struct tokenizer_reading *reading,
                                            const struct assay_node *node,
                                            struct tokenizer_steps *out)
{
    static const struct tokenizer_section section = {"the normalizer", "normalizers",
                                                     normalisers};

    return assay_tokenizer_steps_read(reading, node, &section, read_details, out);
}

static struct assay_str rest(struct assay_str text, size_t n)
{
    return (struct assay_str){text.ptr + n, text.len - n};
}

/* Drops control characters and makes blanks of white space (normalizers/bert.rs). */
static void clean(struct assay_str text, struct assay_buf *out)
{
    while (text.len > 0) {
        size_t n;
        const uint32_t point = assay_unicode_at(text, &n);
        const bool blank = assay_unicode_is_space(point);
        const bool line = point == '\t' || point == '\n' || point == '\r';

        if (line || (blank && !assay_unicode_is_other(point)))
            assay_buf_putc(out, ' ');
        else if (point != 0 && point != 0xFFFD && !assay_unicode_is_other(point))
            assay_buf_add(out, (struct assay_str){text.ptr, n});
        text = rest(text, n);
    }
}

static void part_chinese(struct assay_str text, struct assay_buf *out)
{
    while (text.len > 0) {
        size_t n;
        const bool chinese = assay_unicode_is_chinese(assay_unicode_at(text, &n));

        if (chinese)
            assay_buf_putc(out, ' ');
        assay_buf_add(out, (struct assay_str){text.ptr, n});
        if (chinese)
            assay_buf_putc(out, ' ');
        text = rest(text, n);
    }
}

static void drop(struct assay_str text, bool (*dropped)(uint32_t point),
                 struct assay_buf *out)
{
    while (text.len > 0) {
        size_t n;

        if (!dropped(assay_unicode_at(text, &n)))
            assay_buf_add(out, (struct assay_str){text.ptr, n});
        text = rest(text, n);
    }
}

/* Exchanges text and out, and empties out. */
static void turn(struct assay_buf *text, struct assay_buf *out)
{
    const struct assay_buf was = *text;

    *text = *out;
    *out = was;
    assay_buf_reset(out);
}

static void bert(const struct tokenizer_step *step, struct assay_buf *text,
                 struct assay_buf *out)
{
    if (step->clean) {
        clean(assay_buf_view(text), out);
        turn(text, out);
    }
    if (step->chinese) {
        part_chinese(assay_buf_view(text), out);
        turn(text, out);
    }
    if (step->accents) {
        assay_unicode_form(assay_buf_view(text), TOKENIZER_NFD, out);
        turn(text, out);
        drop(assay_buf_view(text), assay_unicode_is_nonspacing, out);
        turn(text, out);
    }
    if (step->lower) {
        assay_unicode_lower(assay_buf_view(text), out);
        turn(text, out);
    }
    assay_buf_add(out, assay_buf_view(text));
}

static void strip(const struct tokenizer_step *step, struct assay_str text,
                  struct assay_buf *out)
{
    size_t n, end = 0;

    while (step->left && text.len > 0 &&
           assay_unicode_is_space(assay_unicode_at(text, &n)))
        text = rest(text, n);
    for (size_t at = 0; at < text.len; at += n)
        if (!assay_unicode_is_space(assay_unicode_at(rest(text, at), &n)))
            end = at + n;
    assay_buf_add(out, (struct assay_str){text.ptr, step->right ? end : text.len});
}

static enum assay_code replace(const struct tokenizer_step *step, struct assay_str text,
                               struct assay_buf *out, struct assay_error *err)
{
    size_t at = 0;
    enum assay_code code = ASSAY_OK;

    while (!code && at < text.len) {
        size_t begin = at, end;

        code = assay_tokenizer_pattern_find(&step->pattern, text, &begin, &end, err);
        if (code)
            break;
        assay_buf_add(out, (struct assay_str){text.ptr + at, begin - at});
        if (begin < text.len)
            assay_buf_add(out, step->content);
        at = end;
    }
    return code;
}

static enum assay_code apply(const struct tokenizer_step *step, struct assay_buf *text,
                             struct assay_buf *out, struct assay_error *err)
{
    const struct assay_str view = assay_buf_view(text);

    switch ((unsigned)step->kind) {
    case TOKENIZER_FORM:
        assay_unicode_form(view, step->form, out);
        break;
    case TOKENIZER_LOWER:
        assay_unicode_lower(view, out);
        break;
    case TOKENIZER_STRIP_ACCENTS:
        drop(view, assay_unicode_is_mark, out);
        break;
    case TOKENIZER_STRIP:
        strip(step, view, out);
        break;
    case TOKENIZER_PREPEND:
        if (view.len > 0)
            assay_buf_add(out, step->content);
        assay_buf_add(out, view);
        break;
    case TOKENIZER_REPLACE:
        return replace(step, view, out, err);
    case TOKENIZER_BERT:
        bert(step, text, out);
        break;
    default:
        assay_tokenizer_charsmap_apply(step->charsmap, view, out);
        break;
    }
    return ASSAY_OK;
}

enum assay_code assay_tokenizer_normalise(const struct tokenizer_steps *steps,
                                          struct assay_str text,
                                          struct assay_arena *arena,
                                          struct assay_str *out, struct assay_error *err)
{
    struct assay_buf now = {0}, next = {0};
    enum assay_code code = ASSAY_OK;

    *out = text;
    if (steps->count == 0)
        return ASSAY_OK;
    assay_buf_add(&now, text);
    for (size_t i = 0; !code && i < steps->count; i++) {
        code = apply(&steps->at[i], &now, &next, err);
        turn(&now, &next);
    }
    *out = assay_arena_copy(arena, assay_buf_view(&now));
    assay_buf_release(&now);
    assay_buf_release(&next);
    return code;
}
