#include "harness/run/overlap_match.h"

#include "harness/core/memory.h"
#include "harness/run/overlap_common.h"

#include <stdbool.h>
#include <stdlib.h>

void assay_overlap_tally_init(struct assay_overlap_tally *tally,
                              const struct assay_overlap_index *index)
{
    const size_t texts = index->texts.count + 1;
    const size_t positions = index->positions + 1;

    *tally = (struct assay_overlap_tally){.index = index, .clock = 1};
    tally->hit = assay_memory_new(index->grams + 1, sizeof(*tally->hit));
    tally->longest = assay_memory_new(texts, sizeof(*tally->longest));
    tally->near = assay_memory_new(texts, sizeof(*tally->near));
    tally->run_at = assay_memory_new(positions, sizeof(*tally->run_at));
    tally->run_length = assay_memory_new(positions, sizeof(*tally->run_length));
    tally->counted_at = assay_memory_new(texts, sizeof(*tally->counted_at));
    tally->shared = assay_memory_new(texts, sizeof(*tally->shared));
    tally->touched = assay_memory_new(texts, sizeof(*tally->touched));
}

static bool is_longer(const struct assay_overlap_run *a,
                      const struct assay_overlap_run *b)
{
    if (a->words != b->words)
        return a->words > b->words;
    if (a->record != b->record)
        return a->record < b->record;
    return a->start < b->start;
}

static bool is_nearer(const struct assay_overlap_near *a,
                      const struct assay_overlap_near *b)
{
    return a->value > b->value || (a->value == b->value && a->record < b->record);
}

static void make_room(struct assay_overlap_tally *tally)
{
    tally->cap = assay_memory_grow(tally->cap, tally->cap + 1);
    tally->word = assay_memory_resize(tally->word, tally->cap, sizeof(*tally->word));
    tally->hash = assay_memory_resize(tally->hash, tally->cap, sizeof(*tally->hash));
    tally->shingle =
        assay_memory_resize(tally->shingle, tally->cap, sizeof(*tally->shingle));
}

/* The words of a text as numbers and as hashes. Returns how many. */
static size_t split(struct assay_overlap_tally *tally, const struct assay_plain *plain,
                    struct assay_str text)
{
    struct assay_str rest, word;
    size_t n = 0;

    assay_buf_reset(&tally->plain);
    assay_plain_add(plain, text, &tally->plain);
    rest = assay_buf_view(&tally->plain);
    for (; assay_plain_next(&rest, &word); n++) {
        if (n == tally->cap)
            make_room(tally);
        if (!assay_names_find(&tally->index->vocabulary, word, &tally->word[n]))
            tally->word[n] = ASSAY_OVERLAP_NONE;
        tally->hash[n] = assay_overlap_word(word);
    }
    return n;
}

/* An n-gram of the suite was met: its runs in the suite's texts grow by one, or begin. The last
   position comes first, so that a run is read before it is written where n-grams repeat. */
static void meet(struct assay_overlap_tally *tally, uint32_t gram,
                 const struct assay_overlap_text *text)
{
    const struct assay_overlap_index *index = tally->index;

    tally->hit[gram] = 1;
    for (uint32_t p = index->head[gram]; p != ASSAY_OVERLAP_NONE; p = index->next[p]) {
        const bool goes_on = p > 0 && tally->run_at[p - 1] == tally->clock - 1;
        const uint32_t length = goes_on ? tally->run_length[p - 1] + 1 : 1;
        const struct assay_overlap_run run = {p + 1 - length,
                                              length + (uint32_t)index->widths.ngram - 1,
                                              text->record, text->line};

        tally->run_at[p] = tally->clock;
        tally->run_length[p] = length;
        if (is_longer(&run, &tally->longest[index->owner_of[p]]))
            tally->longest[index->owner_of[p]] = run;
    }
}

/*
 * Goes over the n-grams of a text. A word that no text of the suite has ends them all. The last
 * words of a suite's text begin no n-gram (an n-gram has two words at least), so no run goes on from
 * one text into the next.
 */
static void match_grams(struct assay_overlap_tally *tally, size_t n,
                        const struct assay_overlap_text *text)
{
    const size_t width = tally->index->widths.ngram;
    const uint32_t *word = tally->word;
    uint64_t power = 1;
    uint64_t hash = 0;
    size_t known = 0;

    for (size_t i = 0; i < width; i++)
        power *= ASSAY_OVERLAP_BASE;
    tally->clock++; /* runs of the text before are over */
    for (size_t i = 0; i < n; i++, tally->clock++) {
        uint32_t gram;

        if (word[i] == ASSAY_OVERLAP_NONE) {
            known = 0;
            hash = 0;
            continue;
        }
        hash = hash * ASSAY_OVERLAP_BASE + word[i] + 1;
        if (known == width)
            hash -= power * (word[i - width] + UINT64_C(1));
        else
            known++;
        if (known < width)
            continue;
        gram = assay_overlap_index_gram(tally->index, word + i + 1 - width, hash);
        if (gram == ASSAY_OVERLAP_NONE)
            continue;
        if (tally->index->common[gram]) {
            tally->hit[gram] = 1;
            continue;
        }
        meet(tally, gram, text);
        tally->overlapping += tally->last != text->record;
        tally->last = text->record;
    }
}

/* One more shingle that both have; the first time a text is met it is put on the list. */
static size_t share(struct assay_overlap_tally *tally, uint32_t t, size_t touched)
{
    if (tally->counted_at[t] == tally->clock) {
        tally->shared[t]++;
        return touched;
    }
    tally->counted_at[t] = tally->clock;
    tally->shared[t] = 1;
    tally->touched[touched] = t;
    return touched + 1;
}

/* Counts, for every text of the suite, the shingles that both sketches hold. */
static size_t count_shared(struct assay_overlap_tally *tally, struct assay_sketch sketch)
{
    size_t touched = 0;

    for (size_t i = 0; i < sketch.count; i++) {
        const struct assay_overlap_shingle *shingle =
            assay_overlap_index_shingle(tally->index, sketch.at[i]);

        for (uint32_t k = 0; shingle && k < shingle->count; k++)
            touched = share(tally, tally->index->owner[shingle->first + k], touched);
    }
    return touched;
}

/* The most that the resemblance can be, by how many shingles are shared. */
static double bound(size_t a, size_t b, size_t shared, size_t s)
{
    const size_t all = a + b - shared;

    return (double)shared / (double)(all < s ? all : s);
}

static bool any_shingle_is_known(const struct assay_overlap_tally *tally, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (assay_overlap_index_shingle(tally->index, tally->shingle[i]))
            return true;
    return false;
}

static void match_shingles(struct assay_overlap_tally *tally, size_t n,
                           const struct assay_overlap_text *text)
{
    const struct assay_overlap_index *index = tally->index;
    const size_t s = index->widths.sketch;
    size_t shingles =
        assay_minhash_shingles(tally->hash, n, index->widths.shingle, tally->shingle);
    struct assay_sketch sketch;
    size_t touched;

    if (!any_shingle_is_known(tally, shingles))
        return;
    shingles = assay_overlap_uncommon(index, tally->shingle, shingles);
    sketch = assay_minhash_sketch(tally->shingle, shingles, s);
    touched = count_shared(tally, sketch);
    for (size_t i = 0; i < touched; i++) {
        const uint32_t t = tally->touched[i];
        const struct assay_sketch own = index->sketch[t];
        struct assay_overlap_near near = {0, text->record, text->line};

        if (bound(sketch.count, own.count, tally->shared[t], s) < tally->near[t].value)
            continue;
        near.value = assay_minhash_resemblance(sketch, own, s);
        if (near.value > 0.0 && is_nearer(&near, &tally->near[t]))
            tally->near[t] = near;
    }
}

void assay_overlap_match(struct assay_overlap_tally *tally,
                         const struct assay_plain *plain,
                         const struct assay_overlap_text *text)
{
    const size_t n = split(tally, plain, text->text);

    tally->texts++;
    tally->words += n;
    match_grams(tally, n, text);
    match_shingles(tally, n, text);
}

void assay_overlap_tally_add(struct assay_overlap_tally *tally,
                             const struct assay_overlap_tally *other)
{
    for (size_t i = 0; i < tally->index->grams; i++)
        tally->hit[i] |= other->hit[i];
    for (size_t t = 0; t < tally->index->texts.count; t++) {
        if (other->longest[t].words && is_longer(&other->longest[t], &tally->longest[t]))
            tally->longest[t] = other->longest[t];
        if (other->near[t].value > 0.0 && is_nearer(&other->near[t], &tally->near[t]))
            tally->near[t] = other->near[t];
    }
    tally->texts += other->texts;
    tally->words += other->words;
    tally->overlapping += other->overlapping;
}

void assay_overlap_tally_release(struct assay_overlap_tally *tally)
{
    free(tally->hit);
    free(tally->longest);
    free(tally->near);
    assay_buf_release(&tally->plain);
    free(tally->word);
    free(tally->hash);
    free(tally->shingle);
    free(tally->run_at);
    free(tally->run_length);
    free(tally->counted_at);
    free(tally->shared);
    free(tally->touched);
}
