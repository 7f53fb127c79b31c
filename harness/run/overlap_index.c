#include "harness/run/overlap_index.h"

#include "harness/core/memory.h"
#include "harness/run/overlap_common.h"

#include <stdlib.h>
#include <string.h>

uint64_t assay_overlap_word(struct assay_str word)
{
    uint64_t hash = 0xCBF29CE484222325U; /* FNV-1a (Fowler, Noll, Vo) */

    for (size_t i = 0; i < word.len; i++)
        hash = (hash ^ (unsigned char)word.ptr[i]) * 0x100000001B3U;
    return hash;
}

uint64_t assay_overlap_hash(const uint32_t *word, size_t n)
{
    uint64_t hash = 0;

    for (size_t i = 0; i < n; i++)
        hash = hash * ASSAY_OVERLAP_BASE + word[i] + 1;
    return hash;
}

static void add_word(struct assay_overlap_index *index, struct assay_str word)
{
    if (index->positions == index->word_cap) {
        index->word_cap = assay_memory_grow(index->word_cap, index->positions + 1);
        index->word =
            assay_memory_resize(index->word, index->word_cap, sizeof(*index->word));
    }
    index->word[index->positions++] = assay_names_add(&index->vocabulary, word);
}

/* Where text number t begins. */
static void set_first(struct assay_overlap_index *index, size_t t)
{
    if (t >= index->first_cap) {
        index->first_cap = assay_memory_grow(index->first_cap, t + 1);
        index->first =
            assay_memory_resize(index->first, index->first_cap, sizeof(*index->first));
    }
    index->first[t] = index->positions;
}

enum assay_code assay_overlap_index_add(struct assay_overlap_index *index,
                                        const struct assay_plain *plain,
                                        struct assay_str text, struct assay_buf *scratch,
                                        uint32_t *number, struct assay_error *err)
{
    const size_t known = index->texts.count;
    struct assay_str rest, word;

    assay_buf_reset(scratch);
    assay_plain_add(plain, text, scratch);
    *number = assay_names_add(&index->texts, assay_buf_view(scratch));
    if (*number < known)
        return ASSAY_OK;
    if (known == 0)
        set_first(index, 0);
    rest = index->texts.at[*number];
    while (assay_plain_next(&rest, &word)) {
        if (index->positions == ASSAY_OVERLAP_WORDS)
            return assay_fail(err, ASSAY_EDATA,
                              "the suite's texts have more than %u words",
                              (unsigned)ASSAY_OVERLAP_WORDS);
        add_word(index, word);
    }
    set_first(index, known + 1);
    return ASSAY_OK;
}

/* All bits of a rolling hash reach the upper ones. */
static uint64_t spread(uint64_t hash)
{
    return (hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15U;
}

static size_t place_of(uint64_t hash, size_t slots)
{
    return (size_t)(spread(hash) >> 32) & (slots - 1);
}

/* Eight bits a slot, 16 and more a thing. */
static void filter_init(struct assay_overlap_filter *filter, size_t slots)
{
    filter->bits = assay_memory_new(slots, 1);
    filter->mask = 8 * slots - 1;
}

static void filter_add(struct assay_overlap_filter *filter, uint64_t hash)
{
    const size_t bit = (size_t)(spread(hash) >> 24) & filter->mask;

    filter->bits[bit / 8] |= (unsigned char)(1U << bit % 8);
}

/* False: the hash was not added. */
static bool filter_may_have(const struct assay_overlap_filter *filter, uint64_t hash)
{
    const size_t bit = (size_t)(spread(hash) >> 24) & filter->mask;

    return filter->bits[bit / 8] & (1U << bit % 8);
}

/* The least power of two of at least twice n. */
static size_t room_for(size_t n)
{
    size_t slots = 64;

    while (slots < 2 * n)
        slots *= 2;
    return slots;
}

/* The slot of an n-gram: its own, or the free one where it belongs. */
static uint32_t *slot_of(const struct assay_overlap_index *index, const uint32_t *word,
                         uint64_t hash)
{
    const size_t bytes = index->widths.ngram * sizeof(*word);
    size_t i = place_of(hash, index->slots);

    while (index->slot[i] &&
           memcmp(index->word + index->head[index->slot[i] - 1], word, bytes) != 0)
        i = (i + 1) & (index->slots - 1);
    return &index->slot[i];
}

/* Numbers the n-gram at a position and puts the position at the front of its chain. */
static void add_gram(struct assay_overlap_index *index, size_t position)
{
    const uint32_t *word = index->word + position;
    const uint64_t hash = assay_overlap_hash(word, index->widths.ngram);
    uint32_t *slot = slot_of(index, word, hash);

    if (*slot)
        index->next[position] = index->head[*slot - 1];
    else
        *slot = (uint32_t)++index->grams;
    filter_add(&index->gram_filter, hash);
    index->gram[position] = *slot - 1;
    index->head[*slot - 1] = (uint32_t)position;
}

static void build_grams(struct assay_overlap_index *index)
{
    const size_t n = index->positions;

    index->owner_of = assay_memory_new(n + 1, sizeof(*index->owner_of));
    index->gram = assay_memory_new(n + 1, sizeof(*index->gram));
    index->next = assay_memory_new(n + 1, sizeof(*index->next));
    index->head = assay_memory_new(n + 1, sizeof(*index->head));
    index->common = assay_memory_new(n + 1, 1);
    index->slots = room_for(n);
    index->slot = assay_memory_new(index->slots, sizeof(*index->slot));
    filter_init(&index->gram_filter, index->slots);
    memset(index->gram, 0xFF, (n + 1) * sizeof(*index->gram));
    memset(index->next, 0xFF, (n + 1) * sizeof(*index->next));
    for (size_t t = 0; t < index->texts.count; t++) {
        for (size_t p = index->first[t]; p < index->first[t + 1]; p++) {
            index->owner_of[p] = (uint32_t)t;
            if (p + index->widths.ngram <= index->first[t + 1])
                add_gram(index, p);
        }
    }
}

/* The sketch of text t, written to out, which has room for all of its shingles. */
static struct assay_sketch sketch_text(const struct assay_overlap_index *index, size_t t,
                                       uint64_t *words, uint64_t *out)
{
    const size_t n = index->first[t + 1] - index->first[t];
    size_t shingles;

    for (size_t i = 0; i < n; i++)
        words[i] =
            assay_overlap_word(index->vocabulary.at[index->word[index->first[t] + i]]);
    shingles = assay_minhash_shingles(words, n, index->widths.shingle, out);
    shingles = assay_overlap_uncommon(index, out, shingles);
    return assay_minhash_sketch(out, shingles, index->widths.sketch);
}

static size_t longest(const struct assay_overlap_index *index)
{
    size_t most = 0;

    for (size_t t = 0; t < index->texts.count; t++)
        if (index->first[t + 1] - index->first[t] > most)
            most = index->first[t + 1] - index->first[t];
    return most;
}

/* Sketches of all texts, one after the other. Returns how many shingles they hold. */
static size_t build_sketches(struct assay_overlap_index *index)
{
    const size_t most = longest(index) + 1;
    uint64_t *words = assay_memory_new(most, sizeof(*words));
    uint64_t *scratch = assay_memory_new(most, sizeof(*scratch));
    size_t total = 0;

    index->sketch = assay_memory_new(index->texts.count + 1, sizeof(*index->sketch));
    index->hashes = assay_memory_new(index->positions + 1, sizeof(*index->hashes));
    for (size_t t = 0; t < index->texts.count; t++) {
        const struct assay_sketch sketch = sketch_text(index, t, words, scratch);
        uint64_t *to = index->hashes + total;

        memcpy(to, sketch.at, sketch.count * sizeof(*to));
        index->sketch[t] = (struct assay_sketch){to, sketch.count};
        total += sketch.count;
    }
    free(words);
    free(scratch);
    return total;
}

static struct assay_overlap_shingle *shingle_slot(const struct assay_overlap_index *index,
                                                  uint64_t hash)
{
    size_t i = place_of(hash, index->shingles);

    while (index->shingle[i].count && index->shingle[i].hash != hash)
        i = (i + 1) & (index->shingles - 1);
    return &index->shingle[i];
}

/* Counts the texts of each shingle, gives each its place among the owners, and fills them in. */
static void build_shingles(struct assay_overlap_index *index, size_t total)
{
    uint32_t at = 0;

    index->shingles = room_for(total);
    index->shingle = assay_memory_new(index->shingles, sizeof(*index->shingle));
    index->owner = assay_memory_new(total + 1, sizeof(*index->owner));
    filter_init(&index->shingle_filter, index->shingles);
    for (size_t i = 0; i < total; i++) {
        struct assay_overlap_shingle *slot = shingle_slot(index, index->hashes[i]);

        slot->hash = index->hashes[i];
        slot->count++;
        filter_add(&index->shingle_filter, slot->hash);
    }
    for (size_t i = 0; i < index->shingles; i++) {
        at += index->shingle[i].count;
        index->shingle[i].first = at; /* its end, which filling moves to the front */
    }
    for (size_t t = index->texts.count; t-- > 0;)
        for (size_t i = 0; i < index->sketch[t].count; i++)
            index->owner[--shingle_slot(index, index->sketch[t].at[i])->first] =
                (uint32_t)t;
}

void assay_overlap_index_build(struct assay_overlap_index *index,
                               struct assay_overlap_uses *uses)
{
    if (index->texts.count == 0)
        set_first(index, 0);
    build_grams(index);
    if (uses && uses->most > 0) {
        assay_overlap_common_grams(index, uses);
        assay_overlap_common_shingles(index, uses);
    }
    build_shingles(index, build_sketches(index));
}

uint32_t assay_overlap_index_gram(const struct assay_overlap_index *index,
                                  const uint32_t *word, uint64_t hash)
{
    const uint32_t slot =
        filter_may_have(&index->gram_filter, hash) ? *slot_of(index, word, hash) : 0;

    return slot ? slot - 1 : ASSAY_OVERLAP_NONE;
}

const struct assay_overlap_shingle *assay_overlap_index_shingle(
    const struct assay_overlap_index *index, uint64_t hash)
{
    const struct assay_overlap_shingle *slot;

    if (!filter_may_have(&index->shingle_filter, hash))
        return NULL;
    slot = shingle_slot(index, hash);
    return slot->count ? slot : NULL;
}

void assay_overlap_index_release(struct assay_overlap_index *index)
{
    assay_names_release(&index->texts);
    assay_names_release(&index->vocabulary);
    free(index->first);
    free(index->word);
    free(index->owner_of);
    free(index->gram);
    free(index->next);
    free(index->head);
    free(index->common);
    free(index->common_shingle);
    free(index->slot);
    free(index->gram_filter.bits);
    free(index->sketch);
    free(index->hashes);
    free(index->shingle);
    free(index->owner);
    free(index->shingle_filter.bits);
    *index = (struct assay_overlap_index){0};
}
