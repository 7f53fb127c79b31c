#include "metrics/minhash.h"

#include <stdlib.h>

/* The finaliser of SplitMix64: all bits of x reach all bits of the result, one to one. */
static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31);
}

size_t assay_minhash_shingles(const uint64_t *word, size_t n, size_t width, uint64_t *out)
{
    const size_t count = n < width ? 0 : n - width + 1;

    for (size_t i = 0; i < count; i++) {
        uint64_t hash = 0;

        for (size_t k = 0; k < width; k++)
            hash = mix(hash + word[i + k] + 0x9E3779B97F4A7C15U);
        out[i] = hash;
    }
    return count;
}

static int compare(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a;
    const uint64_t y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* Sorts, drops repeats and what is beyond the least size. */
static size_t settle(uint64_t *hash, size_t n, size_t size)
{
    size_t kept = 0;

    qsort(hash, n, sizeof(*hash), compare);
    for (size_t i = 0; i < n && kept < size; i++)
        if (kept == 0 || hash[kept - 1] != hash[i])
            hash[kept++] = hash[i];
    return kept;
}

/* What is above the greatest of a full sketch cannot enter it, so long texts are not sorted. */
struct assay_sketch assay_minhash_sketch(uint64_t *hash, size_t n, size_t size)
{
    uint64_t limit = UINT64_MAX;
    size_t count = 0;

    for (size_t i = 0; i < n; i++) {
        if (hash[i] > limit)
            continue;
        hash[count++] = hash[i];
        if (count < 2 * size)
            continue;
        count = settle(hash, count, size);
        if (count == size)
            limit = hash[count - 1];
    }
    return (struct assay_sketch){hash, settle(hash, count, size)};
}

double assay_minhash_resemblance(struct assay_sketch a, struct assay_sketch b, size_t s)
{
    size_t i = 0;
    size_t j = 0;
    size_t all = 0;
    size_t both = 0;

    for (; all < s && (i < a.count || j < b.count); all++) {
        if (j == b.count || (i < a.count && a.at[i] < b.at[j])) {
            i++;
        } else if (i == a.count || b.at[j] < a.at[i]) {
            j++;
        } else {
            both++;
            i++;
            j++;
        }
    }
    return all ? (double)both / (double)all : 0.0;
}
