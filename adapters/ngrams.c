/* ngrams.c - word n-grams by hash. */
#include "adapters/ngrams.h"

#include "harness/core/memory.h"

#include <stdlib.h>

static unsigned char lower(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c - 'A' + 'a') : c;
}

static bool in_word(unsigned char c)
{
    return c >= 0x80 || (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z');
}

/* The hash is FNV-1a over the word in lower case. */
bool assay_ngrams_word(struct assay_str text, size_t *at, struct assay_str *word,
                       uint64_t *hash)
{
    size_t from;

    while (*at < text.len && !in_word((unsigned char)text.ptr[*at]))
        ++*at;
    if (*at == text.len)
        return false;
    from = *at;
    *hash = 0xCBF29CE484222325U;
    for (; *at < text.len && in_word((unsigned char)text.ptr[*at]); ++*at) {
        *hash ^= lower((unsigned char)text.ptr[*at]);
        *hash *= 0x100000001B3U;
    }
    *word = (struct assay_str){text.ptr + from, *at - from};
    return true;
}

static void push(struct assay_ngrams *bag, uint64_t hash)
{
    if (bag->count == bag->cap) {
        bag->cap = assay_memory_grow(bag->cap, bag->count + 1);
        bag->hash = assay_memory_resize(bag->hash, bag->cap, sizeof(*bag->hash));
    }
    bag->hash[bag->count++] = hash;
}

void assay_ngrams_add(struct assay_ngrams *bag, struct assay_str text, size_t n)
{
    const size_t first = bag->count;
    struct assay_str word;
    size_t at = 0, words;
    uint64_t hash;

    while (assay_ngrams_word(text, &at, &word, &hash))
        push(bag, hash);
    words = bag->count - first;
    bag->count = first;
    for (size_t i = 0; i + n <= words;
         i++) { /* word hashes become n-gram hashes in place */
        hash = 0;
        for (size_t k = 0; k < n; k++)
            hash = (hash ^ bag->hash[first + i + k]) * 0x9E3779B97F4A7C15U;
        bag->hash[bag->count++] = hash;
    }
}

static int ascending(const void *left, const void *right)
{
    const uint64_t a = *(const uint64_t *)left;
    const uint64_t b = *(const uint64_t *)right;

    return a < b ? -1 : a > b;
}

void assay_ngrams_sort(struct assay_ngrams *bag)
{
    if (bag->count)
        qsort(bag->hash, bag->count, sizeof(*bag->hash), ascending);
}

size_t assay_ngrams_common(const struct assay_ngrams *a, const struct assay_ngrams *b)
{
    size_t i = 0, j = 0, common = 0;

    while (i < a->count && j < b->count) {
        if (a->hash[i] == b->hash[j]) {
            common++;
            i++;
            j++;
        } else if (a->hash[i] < b->hash[j]) {
            i++;
        } else {
            j++;
        }
    }
    return common;
}

void assay_ngrams_release(struct assay_ngrams *bag)
{
    free(bag->hash);
    *bag = (struct assay_ngrams){0};
}
