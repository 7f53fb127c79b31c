/*
 * arena.h - memory for data that live and die together.
 *
 * An arena hands out zeroed, aligned pieces and takes them back all at once. Zero bytes
 * are an empty arena: `struct assay_arena arena = {0};`. One thread at a time.
 */
#ifndef ASSAY_CORE_ARENA_H
#define ASSAY_CORE_ARENA_H

#include "harness/core/attr.h"
#include "harness/core/str.h"

#include <stddef.h>

struct assay_arena_block;

struct assay_arena {
    struct assay_arena_block *block; /* newest first */
    size_t bytes;                    /* handed out since the last reset */
};

/* n objects of size bytes, zeroed, aligned for any type; never NULL. */
void *assay_arena_new(struct assay_arena *arena, size_t n, size_t size);

/* Bytes of any content, for what is about to be written over. */
char *assay_arena_raw(struct assay_arena *arena, size_t bytes);

/* A copy of a view, with a NUL behind it that the length does not count. */
struct assay_str assay_arena_copy(struct assay_arena *arena, struct assay_str text);

/* A copy of a view and no more: neither aligned nor with a NUL, for many short texts. */
struct assay_str assay_arena_pack(struct assay_arena *arena, struct assay_str text);

/* Formatted text, NUL-terminated. */
ASSAY_PRINTF(2, 3)
char *assay_arena_printf(struct assay_arena *arena, const char *fmt, ...);

/* Forgets everything but keeps the largest block for what comes next. */
void assay_arena_reset(struct assay_arena *arena);

/* Gives all memory back; the arena is empty and usable again. */
void assay_arena_release(struct assay_arena *arena);

#endif
