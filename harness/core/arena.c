#include "harness/core/arena.h"

#include "harness/core/memory.h"

#include <assert.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_BLOCK = 4096,
    LARGEST_STEP = 1 << 20 /* blocks double up to here; larger pieces get their own */
};

struct assay_arena_block {
    struct assay_arena_block *next;
    size_t size, used;
    alignas(max_align_t) char data[];
};

static size_t aligned(size_t bytes)
{
    const size_t align = alignof(max_align_t);

    return (bytes + align - 1) / align * align;
}

static struct assay_arena_block *block_for(struct assay_arena *arena, size_t bytes)
{
    struct assay_arena_block *block = arena->block;
    size_t size = block ? block->size * 2 : FIRST_BLOCK;

    if (block && block->size - block->used >= bytes)
        return block;
    if (size > LARGEST_STEP)
        size = LARGEST_STEP;
    if (size < bytes)
        size = aligned(bytes);
    block = assay_memory_resize(NULL, 1, sizeof(*block) + size);
    block->size = size;
    block->used = 0;
    block->next = arena->block;
    arena->block = block;
    return block;
}

/* Takes bytes behind what was taken before. Blocks are a multiple of the alignment long. */
static char *piece_of(struct assay_arena *arena, size_t bytes)
{
    struct assay_arena_block *block = block_for(arena, bytes);
    char *piece = block->data + block->used;

    block->used += bytes;
    arena->bytes += bytes;
    return piece;
}

/* Takes n objects of size bytes, aligned. */
static char *objects_of(struct assay_arena *arena, size_t n, size_t size)
{
    if (size != 0 && n > (SIZE_MAX / 2) / size)
        (void)assay_memory_new(n, size); /* ends the process with its message */
    if (arena->block)
        arena->block->used = aligned(arena->block->used);
    return piece_of(arena, aligned(n * size));
}

void *assay_arena_new(struct assay_arena *arena, size_t n, size_t size)
{
    return memset(objects_of(arena, n, size), 0, n * size);
}

char *assay_arena_raw(struct assay_arena *arena, size_t bytes)
{
    return objects_of(arena, bytes, 1);
}

struct assay_str assay_arena_copy(struct assay_arena *arena, struct assay_str text)
{
    char *copy = assay_arena_raw(arena, text.len + 1);

    if (text.len > 0)
        memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    return (struct assay_str){copy, text.len};
}

struct assay_str assay_arena_pack(struct assay_arena *arena, struct assay_str text)
{
    char *copy = piece_of(arena, text.len);

    if (text.len > 0)
        memcpy(copy, text.ptr, text.len);
    return (struct assay_str){copy, text.len};
}

char *assay_arena_printf(struct assay_arena *arena, const char *fmt, ...)
{
    va_list args, again;
    char *text;
    int len;

    va_start(args, fmt);
    va_copy(again, args);
    len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    assert(len >= 0);
    text = assay_arena_new(arena, (size_t)len + 1, 1);
    (void)vsnprintf(text, (size_t)len + 1, fmt, again);
    va_end(again);
    return text;
}

void assay_arena_reset(struct assay_arena *arena)
{
    struct assay_arena_block *keep = arena->block;

    for (struct assay_arena_block *b = arena->block; b; b = b->next)
        if (b->size > keep->size)
            keep = b;
    while (arena->block) {
        struct assay_arena_block *next = arena->block->next;

        if (arena->block != keep)
            free(arena->block);
        arena->block = next;
    }
    if (keep) {
        keep->used = 0;
        keep->next = NULL;
    }
    arena->block = keep;
    arena->bytes = 0;
}

void assay_arena_release(struct assay_arena *arena)
{
    assay_arena_reset(arena);
    free(arena->block);
    *arena = (struct assay_arena){0};
}
