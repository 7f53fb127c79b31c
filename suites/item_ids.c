/* item_ids.c - hashed ids with the lines of their first use, and subsets with how often each was used. */
#include "suites/item_ids.h"

#include "harness/core/keys.h"
#include "harness/core/memory.h"

#include <stdlib.h>
#include <string.h>

enum {
    LANES = 4
};

#define STEP UINT64_C(0x9E3779B97F4A7C15) /* of SplitMix64 */

/* Hashes in order of first sight, and how often each was used. */
struct table {
    struct assay_keys keys; /* values: lines of the first use */
    uint32_t *count;        /* (cap,); NULL: one each */
    size_t cap;
};

struct assay_item_ids {
    struct table id, subset;
};

/* Multiply and fold, eight bytes at a time; the constants are those of SplitMix64. */
static uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}

static uint64_t word_at(const char *at)
{
    uint64_t word;

    memcpy(&word, at, sizeof(word));
    return word;
}

/* Four lanes, so that the processor need not wait for one product to begin the next. */
uint64_t assay_item_hash(struct assay_str text, uint64_t seed)
{
    uint64_t lane[LANES];
    uint64_t hash = mix(seed + text.len);
    uint64_t last = 0;
    size_t i = 0;

    for (size_t k = 0; k < LANES; k++)
        lane[k] = hash + k * STEP;
    for (; i + sizeof(lane) <= text.len; i += sizeof(lane))
        for (size_t k = 0; k < LANES; k++)
            lane[k] = mix(lane[k] ^ word_at(text.ptr + i + 8 * k)) + STEP;
    for (size_t k = 0; k < LANES; k++)
        hash = mix(hash ^ lane[k]) + STEP;
    for (; i + sizeof(last) <= text.len; i += sizeof(last))
        hash = mix(hash ^ word_at(text.ptr + i)) + STEP;
    if (i < text.len)
        memcpy(&last, text.ptr + i, text.len - i);
    return mix(hash ^ last);
}

static uint64_t key_of(struct assay_str text)
{
    return assay_item_hash(text, 0);
}

/* Another use of a number, counted from the first one on that is not the only one of its kind. */
static uint32_t count_again(struct table *table, size_t number)
{
    if (table->cap < table->keys.count) {
        const size_t known = table->count ? table->cap : 0;

        table->cap = assay_memory_grow(table->cap, table->keys.count);
        table->count =
            assay_memory_resize(table->count, table->cap, sizeof(*table->count));
        for (size_t i = known; i < table->cap; i++)
            table->count[i] = 1;
    }
    return ++table->count[number];
}

static uint32_t count_of(const struct table *table, size_t number)
{
    return number < table->cap ? table->count[number] : 1;
}

/* Counts a use: the how manyth it is, and the line of the first. */
static uint32_t use(struct table *table, struct assay_str text, size_t line,
                    uint32_t *first)
{
    const uint64_t key = key_of(text);
    size_t number = 0;

    *first = line < UINT32_MAX ? (uint32_t)line : 0;
    if (assay_keys_add(&table->keys, &key, first))
        return 1;
    (void)assay_keys_find(&table->keys, &key, &number);
    return count_again(table, number);
}

struct assay_item_ids *assay_item_ids_new(void)
{
    struct assay_item_ids *ids = assay_memory_new(1, sizeof(*ids));

    ids->id.keys.words = ids->subset.keys.words = 1;
    return ids;
}

void assay_item_ids_free(struct assay_item_ids *ids)
{
    if (!ids)
        return;
    assay_keys_release(&ids->id.keys);
    assay_keys_release(&ids->subset.keys);
    free(ids->id.count);
    free(ids->subset.count);
    free(ids);
}

enum assay_code assay_item_ids_add(struct assay_item_ids *ids, struct assay_item *item,
                                   bool repeats, struct assay_arena *arena,
                                   struct assay_error *err)
{
    uint32_t line;
    const uint32_t count = use(&ids->id, item->id, item->line, &line);
    uint32_t unused;

    (void)use(&ids->subset, item->subset, 0, &unused);
    if (count == 1)
        return ASSAY_OK;
    if (repeats) {
        item->id = assay_str_of(
            assay_arena_printf(arena, "%.*s#%u", (int)item->id.len, item->id.ptr, count));
        return ASSAY_OK;
    }
    if (item->line == 0)
        return assay_fail_at(err, assay_item_spot(item), "id \"%.*s\" was used before",
                             ASSAY_STR_ARG(item->id));
    return assay_fail_at(err, assay_item_spot(item),
                         "id \"%.*s\" was used before, in line %u",
                         ASSAY_STR_ARG(item->id), line);
}

size_t assay_item_ids_count(const struct assay_item_ids *ids, struct assay_str subset)
{
    const uint64_t key = key_of(subset);
    size_t number;

    if (!assay_keys_find(&ids->subset.keys, &key, &number))
        return 0;
    return count_of(&ids->subset, number);
}

bool assay_item_ids_has(const struct assay_item_ids *ids, struct assay_str id)
{
    const uint64_t key = key_of(id);
    size_t number;

    return assay_keys_find(&ids->id.keys, &key, &number);
}
