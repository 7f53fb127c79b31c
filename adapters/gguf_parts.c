#include "adapters/gguf_parts.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    PARTS_MAX = 4000, /* files that one model is split into */
    DIGITS = 5        /* NAME-00001-of-00003.gguf */
};

#define PART_ENDING "-00001-of-00003.gguf"

static bool is_number(const char *at)
{
    size_t n = 0;

    while (n < DIGITS && isdigit((unsigned char)at[n]))
        n++;
    return n == DIGITS;
}

size_t assay_gguf_part_count(const char *path)
{
    const size_t n = strlen(path), ending = sizeof(PART_ENDING) - 1;
    const char *at = n < ending ? "" : path + n - ending;
    long count;

    if (strncmp(at, "-00001-of-", 10) != 0 || !is_number(at + 10) ||
        strcmp(at + 10 + DIGITS, ".gguf") != 0)
        return 1;
    count = strtol(at + 10, NULL, 10);
    return count >= 1 && count <= PARTS_MAX ? (size_t)count : 1;
}

const char *assay_gguf_part(const char *path, size_t i, struct assay_arena *arena)
{
    const size_t stem = strlen(path) - (sizeof(PART_ENDING) - 1);

    if (i == 0)
        return path;
    return assay_arena_printf(arena, "%.*s-%0*zu%s", (int)stem, path, DIGITS, i + 1,
                              path + stem + 1 + DIGITS);
}
