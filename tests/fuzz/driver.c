/*
 * driver.c - runs a fuzz target over stored inputs, without libFuzzer: any compiler, any mode.
 *
 * usage: fuzz_NAME FILE...; a target that finds a fault aborts, and the last name printed is
 * the file that did it.
 */
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>

/* The bytes of a file in a block of exactly their size, so that sanitizers see overruns. */
static unsigned char *read_all(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    unsigned char *bytes = NULL;
    long end = -1;

    if (file && fseek(file, 0, SEEK_END) == 0)
        end = ftell(file);
    if (end >= 0 && fseek(file, 0, SEEK_SET) == 0)
        bytes = malloc(end > 0 ? (size_t)end : 1);
    if (bytes && fread(bytes, 1, (size_t)end, file) != (size_t)end) {
        free(bytes);
        bytes = NULL;
    }
    if (file)
        (void)fclose(file);
    *n = end > 0 ? (size_t)end : 0;
    return bytes;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        size_t n;
        unsigned char *bytes = read_all(argv[i], &n);

        if (!bytes) {
            (void)fprintf(stderr, "%s: cannot be read\n", argv[i]);
            return EXIT_FAILURE;
        }
        (void)printf("%s\n", argv[i]);
        (void)fflush(stdout);
        (void)LLVMFuzzerTestOneInput(bytes, n);
        free(bytes);
    }
    return EXIT_SUCCESS;
}
