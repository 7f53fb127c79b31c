#include "harness/core/names.h"

#include "harness/core/memory.h"

#include <stdlib.h>

/* FNV-1a, 64 bits (Fowler, Noll, Vo), folded to 32. */
static uint32_t hash_of(struct assay_str text)
{
    uint64_t hash = 0xCBF29CE484222325U;

    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.ptr[i]) * 0x100000001B3U;
    return (uint32_t)(hash ^ (hash >> 32));
}

/* The slot that holds text, or the free one where it belongs. */
static struct assay_names_slot *slot_of(const struct assay_names *names, uint32_t hash,
                                        struct assay_str text)
{
    size_t i = hash & (names->slots - 1);

    while (names->slot[i].next &&
           (names->slot[i].hash != hash ||
            !assay_str_equal(names->at[names->slot[i].next - 1], text)))
        i = (i + 1) & (names->slots - 1);
    return &names->slot[i];
}

static void grow(struct assay_names *names)
{
    struct assay_names_slot *old = names->slot;
    const size_t slots = names->slots;

    names->slots = slots ? slots * 2 : 64;
    names->slot = assay_memory_new(names->slots, sizeof(*names->slot));
    for (size_t k = 0; k < slots; k++) {
        size_t i = old[k].hash & (names->slots - 1);

        if (!old[k].next)
            continue;
        while (names->slot[i].next)
            i = (i + 1) & (names->slots - 1);
        names->slot[i] = old[k];
    }
    free(old);
}

uint32_t assay_names_add(struct assay_names *names, struct assay_str text)
{
    const uint32_t hash = hash_of(text);
    struct assay_names_slot *slot;

    if (names->slots < 2 * (names->count + 1))
        grow(names);
    slot = slot_of(names, hash, text);
    if (slot->next)
        return slot->next - 1;
    if (names->count == names->cap) {
        names->cap = assay_memory_grow(names->cap, names->count + 1);
        names->at = assay_memory_resize(names->at, names->cap, sizeof(*names->at));
    }
    names->at[names->count] = assay_arena_copy(&names->arena, text);
    *slot = (struct assay_names_slot){(uint32_t)++names->count, hash};
    return slot->next - 1;
}

bool assay_names_find(const struct assay_names *names, struct assay_str text,
                      uint32_t *number)
{
    const struct assay_names_slot *slot;

    if (names->count == 0)
        return false;
    slot = slot_of(names, hash_of(text), text);
    if (!slot->next)
        return false;
    *number = slot->next - 1;
    return true;
}

void assay_names_release(struct assay_names *names)
{
    assay_arena_release(&names->arena);
    free(names->at);
    free(names->slot);
    *names = (struct assay_names){0};
}
