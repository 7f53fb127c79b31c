/* gguf_parts.h - the files that one GGUF model may be split into, by their names; for adapters/gguf*.c only. */
#ifndef ASSAY_ADAPTERS_GGUF_PARTS_H
#define ASSAY_ADAPTERS_GGUF_PARTS_H

#include "harness/core/arena.h"

#include <stddef.h>

/* Files that the first one, NAME-00001-of-00003.gguf, says there are by its own name; 1 for a whole one. */
size_t assay_gguf_part_count(const char *path);

/* The i-th of them, from 0, in arena; the first one is path itself. */
const char *assay_gguf_part(const char *path, size_t i, struct assay_arena *arena);

#endif
