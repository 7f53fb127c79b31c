#include "harness/core/keys.h"

#include "harness/core/memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_BITS = 6 /* of 64 slots */
};

static size_t mask_of(const struct assay_keys *keys)
{
    return ((size_t)1 << keys->bits) - 1;
}

/* What a slot has of a key beside its number: upper bits, since the lower ones say where it is. */
static uint32_t mark_of(const struct assay_keys *keys, const uint64_t *key)
{
    return (uint32_t)(key[0] >> 32) & ~(uint32_t)mask_of(keys);
}

static bool is_at(const struct assay_keys *keys, uint32_t slot, const uint64_t *key)
{
    const size_t number = (slot & mask_of(keys)) - 1;

    return memcmp(keys->key + number * keys->words, key, keys->words * sizeof(*key)) == 0;
}

/* The slot of a key, or the free one where it belongs. */
static uint32_t *slot_of(const struct assay_keys *keys, const uint64_t *key)
{
    const uint32_t mask = (uint32_t)mask_of(keys), mark = mark_of(keys, key);
    size_t i = (size_t)key[0] & mask;

    while (keys->slot[i] &&
           ((keys->slot[i] & ~mask) != mark || !is_at(keys, keys->slot[i], key)))
        i = (i + 1) & mask;
    return &keys->slot[i];
}

/* Twice the slots, filled from the keys: the old ones are gone before the new ones are there. */
static void grow_slots(struct assay_keys *keys)
{
    free(keys->slot);
    keys->bits = keys->bits ? keys->bits + 1 : FIRST_BITS;
    keys->slot = assay_memory_new(mask_of(keys) + 1, sizeof(*keys->slot));
    for (size_t n = 0; n < keys->count; n++) {
        const uint64_t *key = keys->key + n * keys->words;
        size_t i = (size_t)key[0] & mask_of(keys);

        while (keys->slot[i])
            i = (i + 1) & mask_of(keys);
        keys->slot[i] = mark_of(keys, key) | (uint32_t)(n + 1);
    }
}

static void grow_keys(struct assay_keys *keys)
{
    keys->cap = assay_memory_grow(keys->cap, keys->count + 1);
    keys->key =
        assay_memory_resize(keys->key, keys->cap, keys->words * sizeof(*keys->key));
    if (keys->value)
        keys->value = assay_memory_resize(keys->value, keys->cap, sizeof(*keys->value));
}

/* From now on values are kept. */
static void keep_values(struct assay_keys *keys)
{
    keys->value = assay_memory_resize(NULL, keys->cap, sizeof(*keys->value));
    for (size_t i = 0; i < keys->count; i++)
        keys->value[i] = (uint32_t)i;
}

uint32_t assay_keys_value(const struct assay_keys *keys, size_t number)
{
    assert(number < keys->count);
    return keys->value ? keys->value[number] : (uint32_t)number;
}

bool assay_keys_add(struct assay_keys *keys, const uint64_t *key, uint32_t *value)
{
    const size_t n = keys->count;
    uint32_t *slot;

    assert(keys->words >= 1 && keys->words <= ASSAY_KEYS_WORDS && n < ASSAY_KEYS_MAX);
    if (keys->bits == 0 || 4 * (n + 1) > 3 * (mask_of(keys) + 1))
        grow_slots(keys);
    slot = slot_of(keys, key);
    if (*slot) {
        *value = assay_keys_value(keys, (*slot & mask_of(keys)) - 1);
        return false;
    }
    if (n == keys->cap)
        grow_keys(keys);
    memcpy(keys->key + n * keys->words, key, keys->words * sizeof(*key));
    if (!keys->value && *value != n)
        keep_values(keys);
    if (keys->value)
        keys->value[n] = *value;
    *slot = mark_of(keys, key) | (uint32_t)(n + 1);
    keys->count++;
    return true;
}

bool assay_keys_find(const struct assay_keys *keys, const uint64_t *key, size_t *number)
{
    const uint32_t *slot = keys->bits ? slot_of(keys, key) : NULL;

    if (!slot || !*slot)
        return false;
    *number = (*slot & mask_of(keys)) - 1;
    return true;
}

void assay_keys_release(struct assay_keys *keys)
{
    free(keys->key);
    free(keys->value);
    free(keys->slot);
    *keys = (struct assay_keys){.words = keys->words};
}
