/*
 * tokenizer_bpe.c - byte pair encoding: of all pairs that can be merged the one of the lowest rank is,
 * the leftmost of equal ones, until none can be (Sennrich et al. 2016; models/bpe/word.rs, merge_all).
 */
#include "adapters/tokenizer_parts.h"

#include <string.h>

/* A token of a word under way; merged ones have id -1. */
struct symbol {
    int32_t id;
    size_t before, next; /* neighbours; SIZE_MAX: none */
};

/* A merge that may be done. */
struct offer {
    uint32_t rank;
    int32_t result;
    size_t at; /* of the left one */
};

/* A word, and the offers for it as a heap. */
struct word {
    const struct tokenizer_model *model;
    struct symbol *symbol; /* (count,) */
    size_t count;
    struct offer *offer; /* (offers,) */
    size_t offers;
};

static bool is_before(const struct offer *a, const struct offer *b)
{
    return a->rank != b->rank ? a->rank < b->rank : a->at < b->at;
}

static void push_offer(struct word *word, struct offer offer)
{
    size_t at = word->offers++;

    while (at > 0 && is_before(&offer, &word->offer[(at - 1) / 2])) {
        word->offer[at] = word->offer[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    word->offer[at] = offer;
}

static struct offer pop_offer(struct word *word)
{
    const struct offer top = word->offer[0];
    const struct offer last = word->offer[--word->offers];
    size_t at = 0;

    for (;;) {
        size_t child = 2 * at + 1;

        if (child >= word->offers)
            break;
        if (child + 1 < word->offers &&
            is_before(&word->offer[child + 1], &word->offer[child]))
            child++;
        if (!is_before(&word->offer[child], &last))
            break;
        word->offer[at] = word->offer[child];
        at = child;
    }
    word->offer[at] = last;
    return top;
}

/* Offers the merge of a symbol with its next one, if there is one. */
static void offer_at(struct word *word, size_t at)
{
    const struct symbol *left = &word->symbol[at];
    const struct tokenizer_merge *merge;

    if (left->next == SIZE_MAX)
        return;
    merge = assay_tokenizer_merges_find(&word->model->merges, left->id,
                                        word->symbol[left->next].id);
    if (merge)
        push_offer(word, (struct offer){merge->rank, merge->result, at});
}

/* True if an offer is still of what stands there. */
static bool holds(const struct word *word, const struct offer *offer)
{
    const struct symbol *left = &word->symbol[offer->at];
    const struct tokenizer_merge *merge;

    if (left->id < 0 || left->next == SIZE_MAX)
        return false;
    merge = assay_tokenizer_merges_find(&word->model->merges, left->id,
                                        word->symbol[left->next].id);
    return merge && merge->result == offer->result;
}

static void merge_all(struct word *word)
{
    for (size_t i = 0; i < word->count; i++)
        offer_at(word, i);
    while (word->offers > 0) {
        const struct offer offer = pop_offer(word);
        struct symbol *left = &word->symbol[offer.at];
        struct symbol *right;

        if (!holds(word, &offer))
            continue;
        right = &word->symbol[left->next];
        left->id = offer.result;
        right->id = -1;
        left->next = right->next;
        if (left->next != SIZE_MAX)
            word->symbol[left->next].before = offer.at;
        if (left->before != SIZE_MAX)
            offer_at(word, left->before);
        offer_at(word, offer.at);
    }
}

/* A character as the vocabulary spells it, with what marks its place in the word. */
static struct assay_str spelling(const struct tokenizer_model *model,
                                 struct assay_str character, bool first, bool last,
                                 struct assay_buf *out)
{
    if ((first || model->prefix.len == 0) && (!last || model->suffix.len == 0))
        return character;
    assay_buf_reset(out);
    if (!first)
        assay_buf_add(out, model->prefix);
    assay_buf_add(out, character);
    if (last)
        assay_buf_add(out, model->suffix);
    return assay_buf_view(out);
}

/* The characters of a word as ids; what the vocabulary lacks is bytes, unknown or nothing. */
static void begin_word(const struct tokenizer_model *model, struct assay_str text,
                       struct tokenizer_ids *out)
{
    struct assay_buf spelt = {0};
    bool pending = false; /* an unknown token is to come */
    size_t n;

    for (size_t at = 0; at < text.len; at += n) {
        struct assay_str character = {text.ptr + at, text.len - at};
        int32_t id;

        (void)assay_unicode_at(character, &n);
        character.len = n;
        character = spelling(model, character, at == 0, at + n == text.len, &spelt);
        id = assay_tokenizer_vocab_id(&model->vocab, character);
        if (id < 0 && model->byte_fallback &&
            assay_tokenizer_vocab_bytes(&model->vocab, character, out))
            continue;
        if (id < 0 && model->unknown < 0)
            continue;
        if (pending && (id >= 0 || !model->fuse_unknown))
            assay_tokenizer_put(out, model->unknown);
        pending = id < 0;
        if (id >= 0)
            assay_tokenizer_put(out, id);
    }
    if (pending)
        assay_tokenizer_put(out, model->unknown);
    assay_buf_release(&spelt);
}

void assay_tokenizer_bpe(const struct tokenizer_model *model, struct assay_str text,
                         struct tokenizer_ids *out)
{
    struct tokenizer_ids letters = {.arena = out->arena};
    struct word word = {.model = model};
    const int32_t whole =
        model->ignore_merges ? assay_tokenizer_vocab_id(&model->vocab, text) : -1;

    if (whole >= 0) {
        assay_tokenizer_put(out, whole);
        return;
    }
    begin_word(model, text, &letters);
    word.count = letters.count;
    word.symbol = assay_arena_new(out->arena, word.count + 1, sizeof(*word.symbol));
    /* a pair is offered at first, and two more for each merge, of which there are fewer */
    word.offer = assay_arena_new(out->arena, 3 * word.count + 1, sizeof(*word.offer));
    for (size_t i = 0; i < word.count; i++)
        word.symbol[i] = (struct symbol){letters.at[i], i > 0 ? i - 1 : SIZE_MAX,
                                         i + 1 < word.count ? i + 1 : SIZE_MAX};
    merge_all(&word);
    for (size_t i = 0; i < word.count; i++)
        if (word.symbol[i].id >= 0)
            assay_tokenizer_put(out, word.symbol[i].id);
}
