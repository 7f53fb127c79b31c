/* tokenizer_words.c - WordPiece: the longest token that fits, from left to right (models/wordpiece/mod.rs). */
#include "adapters/tokenizer_parts.h"

/* The longest token that begins the rest of a word at `from`; -1: none. */
static int32_t longest(const struct tokenizer_model *model, struct assay_str text,
                       size_t from, struct assay_buf *spelt, size_t *end)
{
    for (*end = text.len; *end > from; (*end)--) {
        const bool within =
            *end < text.len && ((unsigned char)text.ptr[*end] & 0xC0) == 0x80;
        struct assay_str part = {text.ptr + from, *end - from};
        int32_t id;

        if (within)
            continue;
        if (from > 0) {
            assay_buf_reset(spelt);
            assay_buf_add(spelt, model->prefix);
            assay_buf_add(spelt, part);
            part = assay_buf_view(spelt);
        }
        id = assay_tokenizer_vocab_id(&model->vocab, part);
        if (id >= 0)
            return id;
    }
    return -1;
}

void assay_tokenizer_wordpiece(const struct tokenizer_model *model, struct assay_str text,
                               struct tokenizer_ids *out)
{
    const size_t before = out->count;
    struct assay_buf spelt = {0};
    bool known = assay_str_code_points(text) <= model->longest_word;
    size_t at = 0;

    while (known && at < text.len) {
        size_t end = at;
        const int32_t id = longest(model, text, at, &spelt, &end);

        known = id >= 0;
        if (known)
            assay_tokenizer_put(out, id);
        at = end;
    }
    if (!known) {
        out->count = before;
        assay_tokenizer_put(out, model->unknown);
    }
    assay_buf_release(&spelt);
}
