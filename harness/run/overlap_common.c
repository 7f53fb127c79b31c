#include "harness/run/overlap_common.h"

#include "harness/core/memory.h"

#include <stdlib.h>

/* A shingle of a text of a group. */
struct pair {
    uint64_t hash;
    uint32_t group;
};

static int compare_uses(const void *a, const void *b)
{
    const struct assay_overlap_use *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return (x->text > y->text) - (x->text < y->text);
}

/* By group, each text of one once. */
static void sort_uses(struct assay_overlap_uses *uses)
{
    size_t kept = 0;

    qsort(uses->at, uses->count, sizeof(*uses->at), compare_uses);
    for (size_t i = 0; i < uses->count; i++)
        if (kept == 0 || compare_uses(&uses->at[kept - 1], &uses->at[i]) != 0)
            uses->at[kept++] = uses->at[i];
    uses->count = kept;
}

/* In how many groups each n-gram is; `last` met it in the one before, plus 1. */
struct spread {
    const struct assay_overlap_index *index;
    uint32_t *last, *groups; /* (grams,) */
};

static void count_groups(struct spread *spread, const struct assay_overlap_use *use)
{
    const struct assay_overlap_index *index = spread->index;

    for (size_t p = index->first[use->text]; p < index->first[use->text + 1]; p++) {
        const uint32_t gram = index->gram[p];

        if (gram == ASSAY_OVERLAP_NONE || spread->last[gram] == use->group + 1)
            continue;
        spread->last[gram] = use->group + 1;
        spread->groups[gram]++;
    }
}

void assay_overlap_common_grams(struct assay_overlap_index *index,
                                struct assay_overlap_uses *uses)
{
    struct spread spread = {
        .index = index,
        .last = assay_memory_new(index->grams + 1, sizeof(*spread.last)),
        .groups = assay_memory_new(index->grams + 1, sizeof(*spread.groups))};

    sort_uses(uses);
    for (size_t i = 0; i < uses->count; i++)
        count_groups(&spread, &uses->at[i]);
    for (size_t g = 0; g < index->grams; g++)
        index->common[g] = spread.groups[g] > uses->most;
    free(spread.last);
    free(spread.groups);
}

static int compare_pairs(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->group > y->group) - (x->group < y->group);
}

/* Shingles of all texts with their groups. Returns how many. */
static size_t collect(const struct assay_overlap_index *index,
                      const struct assay_overlap_uses *uses, struct pair **out)
{
    size_t cap = 0, room = 64, count = 0;
    uint64_t *word = assay_memory_new(room, sizeof(*word));
    uint64_t *hash = assay_memory_new(room, sizeof(*hash));

    for (size_t i = 0; i < uses->count; i++) {
        const size_t first = index->first[uses->at[i].text];
        const size_t n = index->first[uses->at[i].text + 1] - first;
        size_t shingles;

        if (n > room) {
            room = assay_memory_grow(room, n);
            word = assay_memory_resize(word, room, sizeof(*word));
            hash = assay_memory_resize(hash, room, sizeof(*hash));
        }
        for (size_t k = 0; k < n; k++)
            word[k] = assay_overlap_word(index->vocabulary.at[index->word[first + k]]);
        shingles = assay_minhash_shingles(word, n, index->widths.shingle, hash);
        if (count + shingles > cap) {
            cap = assay_memory_grow(cap, count + shingles);
            *out = assay_memory_resize(*out, cap, sizeof(**out));
        }
        for (size_t k = 0; k < shingles; k++)
            (*out)[count++] = (struct pair){hash[k], uses->at[i].group};
    }
    free(word);
    free(hash);
    return count;
}

void assay_overlap_common_shingles(struct assay_overlap_index *index,
                                   struct assay_overlap_uses *uses)
{
    struct pair *pair = NULL;
    size_t count, groups = 0;

    sort_uses(uses);
    count = collect(index, uses, &pair);
    if (count > 0)
        qsort(pair, count, sizeof(*pair), compare_pairs);
    index->common_shingle = assay_memory_new(count + 1, sizeof(*index->common_shingle));
    for (size_t i = 0; i < count; i++) {
        const bool same = i > 0 && pair[i].hash == pair[i - 1].hash;

        if (!same)
            groups = 0;
        groups += !same || pair[i].group != pair[i - 1].group;
        if (groups == uses->most + 1 && !(same && pair[i].group == pair[i - 1].group))
            index->common_shingle[index->common_shingles++] = pair[i].hash;
    }
    free(pair);
}

static int compare_hashes(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

size_t assay_overlap_uncommon(const struct assay_overlap_index *index, uint64_t *hash,
                              size_t n)
{
    size_t kept = 0;

    if (index->common_shingles == 0)
        return n;
    for (size_t i = 0; i < n; i++)
        if (!bsearch(&hash[i], index->common_shingle, index->common_shingles,
                     sizeof(*hash), compare_hashes))
            hash[kept++] = hash[i];
    return kept;
}
