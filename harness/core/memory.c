#include "harness/core/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

static void *checked(void *block, size_t n, size_t size)
{
    if (!block && n != 0 && size != 0) {
        (void)fprintf(stderr, "assay: out of memory for %zu x %zu bytes\n", n, size);
        exit(5);
    }
    return block;
}

void *assay_memory_new(size_t n, size_t size)
{
    return checked(calloc(n ? n : 1, size ? size : 1), n, size);
}

void *assay_memory_resize(void *block, size_t n, size_t size)
{
    if (size != 0 && n > SIZE_MAX / size)
        return checked(NULL, n, size);
    return checked(realloc(block, n * size > 0 ? n * size : 1), n, size);
}

char *assay_memory_copy(const char *text)
{
    const size_t n = strlen(text) + 1;

    return memcpy(assay_memory_new(n, 1), text, n);
}

size_t assay_memory_grow(size_t have, size_t need)
{
    const size_t more = have + have / 2 + 16;

    return need > more ? need : more;
}

void assay_memory_map_large(void)
{
#ifdef __GLIBC__
    (void)mallopt(M_MMAP_THRESHOLD, 128 * 1024); /* what it starts from; said, it stays */
#endif
}
