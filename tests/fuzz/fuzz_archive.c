/* fuzz_archive.c - any bytes as a file and as an archive: refused in one line, or read within limits. */
#include "harness/core/archive.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_file.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* Reads path to its end; the digest must be that of the bytes, however far reading came. */
static void read_whole(const char *path, struct assay_str stored)
{
    char hex[ASSAY_DIGEST_HEX], expected[ASSAY_DIGEST_HEX];
    unsigned char hash[ASSAY_DIGEST_BYTES];
    struct assay_archive *archive;
    struct assay_error err = {0};
    struct assay_str block;
    uint64_t total = 0;
    enum assay_code code = assay_archive_open(path, &archive, &err);

    if (code) {
        fuzz_check_error(code, &err);
        return;
    }
    do {
        code = assay_archive_next(archive, &block, &err);
        total += code ? 0 : block.len;
        for (size_t i = 0; !code && i < block.len; i += 4096)
            assert(block.ptr[i] == block.ptr[i]); /* readable to the sanitizer */
    } while (!code && block.len > 0);
    if (code)
        fuzz_check_error(code, &err);
    assert(total <= ASSAY_ARCHIVE_RATIO_FROM ||
           total / ASSAY_ARCHIVE_RATIO_MAX <= stored.len);
    assert(assay_archive_digest(archive, hex, &err) == ASSAY_OK);
    assay_digest_of(stored, hash);
    assay_digest_hex(hash, expected);
    assert(strcmp(hex, expected) == 0);
    assay_archive_close(archive);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[FUZZ_PATH], address[FUZZ_PATH + 8];
    const struct assay_str stored = {(const char *)data, size};

    if (!fuzz_file_make(stored, path))
        return 0;
    read_whole(path, stored);
    (void)snprintf(address, sizeof(address), "%s::a", path);
    read_whole(address, stored);
    fuzz_file_remove(path);
    return 0;
}
