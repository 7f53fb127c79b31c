/*
 * memory.h - allocation that either succeeds or ends the process.
 *
 * Running out of memory is not handled call by call: it ends the process with one message
 * and status 5, and what was journalled stays. For that to be safe, every size that input
 * controls has a named limit which its parser checks first.
 */
#ifndef ASSAY_CORE_MEMORY_H
#define ASSAY_CORE_MEMORY_H

#include <stddef.h>

/* n objects of size bytes, zeroed; never NULL. Release with free(). */
void *assay_memory_new(size_t n, size_t size);

/* Grows or shrinks a block to n objects of size bytes; new bytes are not zeroed. */
void *assay_memory_resize(void *block, size_t n, size_t size);

/* A copy of a NUL-terminated string. Release with free(). */
char *assay_memory_copy(const char *text);

/*
 * The capacity to grow to when need objects must fit and have are allocated: at least
 * half as much again, so that appending one by one is linear.
 */
size_t assay_memory_grow(size_t have, size_t need);

/*
 * From now on large blocks are mappings of their own, whatever was freed before: they grow without being copied, and leave
 * no holes. glibc's threshold for that otherwise rises to the largest block that was ever freed, such as that of a look
 * at a file. Nothing happens where the C library has no such threshold. Call it before the first thread is started.
 */
void assay_memory_map_large(void);

#endif
