/* item_ids.c - a table of hashed ids, and counts by subset in a second one. */
#include "suites/item_ids.h"

#include "harness/core/memory.h"

#include <stdlib.h>
#include <string.h>

enum {
    FIRST_SLOTS = 1 << 10, /* a power of two */
    LANES = 4
};

#define STEP UINT64_C(0x9E3779B97F4A7C15) /* of SplitMix64 */

struct slot {
    uint64_t hash;  /* 0: free */
    uint32_t line;  /* of the first use */
    uint32_t count; /* uses */
};

struct table {
    struct slot *slot; /* (size,) open addressing, at most half full */
    size_t size, used;
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

/* The slot of a hash, or the free one where it belongs. */
static struct slot *find(const struct table *table, uint64_t hash)
{
    size_t at = (size_t)hash & (table->size - 1);

    while (table->slot[at].hash != 0 && table->slot[at].hash != hash)
        at = (at + 1) & (table->size - 1);
    return &table->slot[at];
}

static void grow(struct table *table)
{
    struct table bigger = {.size = 2 * table->size, .used = table->used};

    bigger.slot = assay_memory_new(bigger.size, sizeof(*bigger.slot));
    for (size_t i = 0; i < table->size; i++)
        if (table->slot[i].hash != 0)
            *find(&bigger, table->slot[i].hash) = table->slot[i];
    free(table->slot);
    *table = bigger;
}

static uint64_t key_of(struct assay_str text)
{
    const uint64_t hash = assay_item_hash(text, 0);

    return hash ? hash : 1;
}

/* Counts a use; returns the slot. */
static struct slot *use(struct table *table, struct assay_str text, size_t line)
{
    const uint64_t key = key_of(text);
    struct slot *slot;

    if (2 * (table->used + 1) > table->size)
        grow(table);
    slot = find(table, key);
    if (slot->hash == 0) {
        slot->hash = key;
        slot->line = line < UINT32_MAX ? (uint32_t)line : 0;
        table->used++;
    }
    slot->count++;
    return slot;
}

struct assay_item_ids *assay_item_ids_new(void)
{
    struct assay_item_ids *ids = assay_memory_new(1, sizeof(*ids));
    struct table *tables[] = {&ids->id, &ids->subset};

    for (size_t i = 0; i < 2; i++) {
        tables[i]->size = FIRST_SLOTS;
        tables[i]->slot = assay_memory_new(FIRST_SLOTS, sizeof(struct slot));
    }
    return ids;
}

void assay_item_ids_free(struct assay_item_ids *ids)
{
    if (!ids)
        return;
    free(ids->id.slot);
    free(ids->subset.slot);
    free(ids);
}

enum assay_code assay_item_ids_add(struct assay_item_ids *ids, struct assay_item *item,
                                   bool repeats, struct assay_arena *arena,
                                   struct assay_error *err)
{
    const struct slot *slot = use(&ids->id, item->id, item->line);

    (void)use(&ids->subset, item->subset, 0);
    if (slot->count == 1)
        return ASSAY_OK;
    if (repeats) {
        item->id = assay_str_of(assay_arena_printf(arena, "%.*s#%u", (int)item->id.len,
                                                   item->id.ptr, slot->count));
        return ASSAY_OK;
    }
    if (item->line == 0)
        return assay_fail_at(err, assay_item_spot(item), "id \"%.*s\" was used before",
                             ASSAY_STR_ARG(item->id));
    return assay_fail_at(err, assay_item_spot(item),
                         "id \"%.*s\" was used before, in line %u",
                         ASSAY_STR_ARG(item->id), slot->line);
}

size_t assay_item_ids_count(const struct assay_item_ids *ids, struct assay_str subset)
{
    return find(&ids->subset, key_of(subset))->count;
}

bool assay_item_ids_has(const struct assay_item_ids *ids, struct assay_str id)
{
    return find(&ids->id, key_of(id))->hash != 0;
}
