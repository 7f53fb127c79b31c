/* tokenizer_vocab.c - what a tokenizer looks up: texts, and pairs of ids, by hash. */
#include "adapters/tokenizer_parts.h"

#include <stdio.h>

/* A power of two above twice n. */
static size_t slots_for(size_t n)
{
    size_t slots = 16;

    while (slots < 2 * n + 2)
        slots *= 2;
    return slots;
}

/* FNV-1a, 64 bits (Fowler, Noll and Vo). */
static uint64_t hash_text(struct assay_str text)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);

    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.ptr[i]) * UINT64_C(0x100000001B3);
    return hash ^ hash >> 32;
}

static uint64_t hash_pair(int32_t left, int32_t right)
{
    const uint64_t pair = (uint64_t)(uint32_t)left << 32 | (uint32_t)right;
    const uint64_t mixed = pair * UINT64_C(0x9E3779B97F4A7C15); /* 2^64 / golden ratio */

    return mixed ^ mixed >> 29;
}

void assay_tokenizer_vocab_init(struct tokenizer_vocab *vocab, size_t n,
                                struct assay_arena *arena)
{
    *vocab = (struct tokenizer_vocab){.slots = slots_for(n), .largest = -1};
    vocab->entry = assay_arena_new(arena, vocab->slots, sizeof(*vocab->entry));
}

static struct tokenizer_entry *slot_of(const struct tokenizer_vocab *vocab,
                                       struct assay_str text)
{
    size_t at = hash_text(text) & (vocab->slots - 1);

    while (vocab->entry[at].text.ptr && !assay_str_equal(vocab->entry[at].text, text))
        at = (at + 1) & (vocab->slots - 1);
    return &vocab->entry[at];
}

void assay_tokenizer_vocab_add(struct tokenizer_vocab *vocab,
                               struct tokenizer_entry entry)
{
    struct tokenizer_entry *slot = slot_of(vocab, entry.text);

    if (slot->text.ptr)
        return;
    *slot = entry;
    vocab->count++;
    vocab->longest = entry.text.len > vocab->longest ? entry.text.len : vocab->longest;
    vocab->largest = entry.id > vocab->largest ? entry.id : vocab->largest;
}

const struct tokenizer_entry *assay_tokenizer_vocab_find(
    const struct tokenizer_vocab *vocab, struct assay_str text)
{
    const struct tokenizer_entry *slot;

    if (text.len > vocab->longest)
        return NULL;
    slot = slot_of(vocab, text);
    return slot->text.ptr ? slot : NULL;
}

int32_t assay_tokenizer_vocab_id(const struct tokenizer_vocab *vocab,
                                 struct assay_str text)
{
    const struct tokenizer_entry *entry = assay_tokenizer_vocab_find(vocab, text);

    return entry ? entry->id : -1;
}

bool assay_tokenizer_vocab_bytes(const struct tokenizer_vocab *vocab,
                                 struct assay_str text, struct tokenizer_ids *out)
{
    const size_t before = out->count;

    for (size_t i = 0; i < text.len; i++) {
        char name[8];
        int32_t id;

        (void)snprintf(name, sizeof(name), "<0x%02X>", (unsigned char)text.ptr[i]);
        id = assay_tokenizer_vocab_id(vocab, assay_str_of(name));
        if (id < 0) {
            out->count = before;
            return false;
        }
        assay_tokenizer_put(out, id);
    }
    return true;
}

void assay_tokenizer_merges_init(struct tokenizer_merges *merges, size_t n,
                                 struct assay_arena *arena)
{
    merges->slots = slots_for(n);
    merges->merge = assay_arena_new(arena, merges->slots, sizeof(*merges->merge));
    for (size_t i = 0; i < merges->slots; i++)
        merges->merge[i].result = -1;
}

static struct tokenizer_merge *place_of(const struct tokenizer_merges *merges,
                                        int32_t left, int32_t right)
{
    size_t at = hash_pair(left, right) & (merges->slots - 1);

    while (merges->merge[at].result >= 0 &&
           (merges->merge[at].left != left || merges->merge[at].right != right))
        at = (at + 1) & (merges->slots - 1);
    return &merges->merge[at];
}

void assay_tokenizer_merges_add(struct tokenizer_merges *merges,
                                struct tokenizer_merge merge)
{
    *place_of(merges, merge.left, merge.right) = merge;
}

const struct tokenizer_merge *assay_tokenizer_merges_find(
    const struct tokenizer_merges *merges, int32_t left, int32_t right)
{
    const struct tokenizer_merge *merge = place_of(merges, left, right);

    return merge->result >= 0 ? merge : NULL;
}
