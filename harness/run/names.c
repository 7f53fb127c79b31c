#include "harness/run/names.h"

#include "harness/core/memory.h"

#include <stdlib.h>

/* FNV-1a, 64 bits (Fowler, Noll, Vo), folded so that low bits depend on all. */
static uint64_t hash_of(struct assay_str text)
{
    uint64_t hash = 0xCBF29CE484222325U;

    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.ptr[i]) * 0x100000001B3U;
    return hash ^ (hash >> 32);
}

/* The slot that holds text, or the free one where it belongs. */
static size_t slot_of(const struct assay_names *names, struct assay_str text)
{
    size_t i = (size_t)hash_of(text) & (names->slots - 1);

    while (names->slot[i] && !assay_str_equal(names->at[names->slot[i] - 1], text))
        i = (i + 1) & (names->slots - 1);
    return i;
}

static void grow(struct assay_names *names)
{
    free(names->slot);
    names->slots = names->slots ? names->slots * 2 : 64;
    names->slot = assay_memory_new(names->slots, sizeof(*names->slot));
    for (size_t n = 0; n < names->count; n++)
        names->slot[slot_of(names, names->at[n])] = (uint32_t)n + 1;
}

uint32_t assay_names_add(struct assay_names *names, struct assay_str text)
{
    size_t i;

    if (names->slots < 2 * (names->count + 1))
        grow(names);
    i = slot_of(names, text);
    if (names->slot[i])
        return names->slot[i] - 1;
    if (names->count == names->cap) {
        names->cap = assay_memory_grow(names->cap, names->count + 1);
        names->at = assay_memory_resize(names->at, names->cap, sizeof(*names->at));
    }
    names->at[names->count] = assay_arena_copy(&names->arena, text);
    names->slot[i] = (uint32_t)++names->count;
    return names->slot[i] - 1;
}

bool assay_names_find(const struct assay_names *names, struct assay_str text,
                      uint32_t *number)
{
    size_t i;

    if (names->count == 0)
        return false;
    i = slot_of(names, text);
    if (!names->slot[i])
        return false;
    *number = names->slot[i] - 1;
    return true;
}

void assay_names_release(struct assay_names *names)
{
    assay_arena_release(&names->arena);
    free(names->at);
    free(names->slot);
    *names = (struct assay_names){0};
}
