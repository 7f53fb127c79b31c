/* fuzz_digests.c - any bytes as DATA/.assay/digests: refused in one line, or lines that hold. */
#include "harness/core/digests.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct assay_arena arena = {0};
    struct assay_digests digests;
    struct assay_error err = {0};
    const enum assay_code code = assay_digests_parse(
        (struct assay_str){(const char *)data, size}, "fuzz", &arena, &digests, &err);

    if (code)
        fuzz_check_error(code, &err);
    for (size_t i = 0; !code && i < digests.count; i++) {
        const struct assay_digests_line *line = &digests.at[i];

        assert(line->sha256.len == 64 && line->path.len > 0);
        assert(!memchr(line->path.ptr, '\n', line->path.len));
    }
    assay_arena_release(&arena);
    return 0;
}
