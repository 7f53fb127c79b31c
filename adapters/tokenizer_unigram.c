/*
 * tokenizer_unigram.c - Unigram: the segmentation of the largest sum of scores (Kudo 2018; Viterbi's
 * algorithm as models/unigram/model.rs, encode_optimized, has it).
 */
#include "adapters/tokenizer_parts.h"

#include <string.h>

/* The best way to a place in the text. */
struct way {
    double score;
    size_t from; /* where its last token begins; SIZE_MAX: there is no way yet */
    int32_t id;
};

static void offer(struct way *way, double score, size_t from, int32_t id)
{
    if (way->from == SIZE_MAX || score > way->score)
        *way = (struct way){score, from, id};
}

/* Follows every token that begins at a place. */
static void follow(const struct tokenizer_model *model, struct assay_str text, size_t at,
                   size_t character, struct way *way)
{
    const size_t rest = text.len - at;
    const size_t most = rest < model->vocab.longest ? rest : model->vocab.longest;
    bool single = false;

    for (size_t n = character; n <= most; n++) {
        const struct tokenizer_entry *entry;

        if (at + n < text.len && ((unsigned char)text.ptr[at + n] & 0xC0) == 0x80)
            continue;
        entry = assay_tokenizer_vocab_find(&model->vocab,
                                           (struct assay_str){text.ptr + at, n});
        if (!entry)
            continue;
        offer(&way[at + n], entry->score + way[at].score, at, entry->id);
        single = single || n == character;
    }
    if (!single)
        offer(&way[at + character], model->unknown_score + way[at].score, at,
              model->unknown);
}

/* One token of the best way: characters in a row that are unknown are one. */
static void put_token(const struct tokenizer_model *model, struct assay_str text,
                      struct tokenizer_ids *out)
{
    const int32_t id = assay_tokenizer_vocab_id(&model->vocab, text);

    if (id >= 0)
        assay_tokenizer_put(out, id);
    else if (!model->byte_fallback ||
             !assay_tokenizer_vocab_bytes(&model->vocab, text, out))
        assay_tokenizer_put(out, model->unknown);
}

void assay_tokenizer_unigram(const struct tokenizer_model *model, struct assay_str text,
                             struct tokenizer_ids *out)
{
    struct way *way = assay_arena_new(out->arena, text.len + 1, sizeof(*way));
    size_t *ends = assay_arena_new(out->arena, text.len + 1, sizeof(*ends));
    size_t n, count = 0, begin = 0;

    for (size_t i = 1; i <= text.len; i++)
        way[i].from = SIZE_MAX;
    for (size_t at = 0; at < text.len; at += n) {
        (void)assay_unicode_at((struct assay_str){text.ptr + at, text.len - at}, &n);
        follow(model, text, at, n, way);
    }
    for (size_t at = text.len; at > 0; at = way[at].from)
        ends[count++] = at;
    while (count-- > 0) {
        const bool unknown = way[ends[count]].id == model->unknown;

        if (unknown && count > 0 && way[ends[count - 1]].id == model->unknown)
            continue; /* the run goes on */
        put_token(model, (struct assay_str){text.ptr + begin, ends[count] - begin}, out);
        begin = ends[count];
    }
}
