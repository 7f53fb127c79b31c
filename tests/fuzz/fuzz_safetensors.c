/*
 * fuzz_safetensors.c - any bytes as a safetensors file, and as the header of one.
 *
 * Two bytes say how long the header is; what is behind it are elements.
 */
#include "harness/core/memory.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_arrays.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum {
        SHORT = 2,
        LENGTH = 8
    };
    char *file;

    fuzz_arrays_read((struct assay_str){(const char *)data, size}, size);
    if (size <= SHORT)
        return 0;
    file = assay_memory_new(LENGTH + size - SHORT, 1);
    memcpy(file, data, SHORT);
    memcpy(file + LENGTH, data + SHORT, size - SHORT);
    fuzz_arrays_read((struct assay_str){file, LENGTH + size - SHORT}, size);
    free(file);
    return 0;
}
