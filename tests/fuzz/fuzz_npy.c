/* fuzz_npy.c - any bytes as an npy or npz file, and as the header of one. */
#include "harness/core/memory.h"
#include "harness/core/tensor_parts.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_arrays.h"

/* An npy whose header is these bytes; elements are lacking or all zero. */
static void read_header(const uint8_t *data, size_t size)
{
    enum {
        FRONT = 10,
        BEHIND = 64
    };
    static const char front[] = {'\x93', 'N', 'U', 'M', 'P', 'Y', 1, 0};
    const size_t len = size < UINT16_MAX ? size : UINT16_MAX;
    char *file = assay_memory_new(FRONT + len + BEHIND, 1);

    memcpy(file, front, sizeof(front));
    file[8] = (char)(len & 0xFF);
    file[9] = (char)(len >> 8);
    if (len > 0)
        memcpy(file + FRONT, data, len);
    fuzz_arrays_read((struct assay_str){file, FRONT + len + BEHIND}, BEHIND);
    free(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct assay_str bytes = {(const char *)data, size};

    read_header(data, size);
    fuzz_arrays_read(bytes, ASSAY_ARCHIVE_RATIO_FROM + size * ASSAY_ARCHIVE_RATIO_MAX);
    return 0;
}
