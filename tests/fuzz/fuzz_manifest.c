/* fuzz_manifest.c - any bytes as a data manifest: refused in one line, or blocks that hold. */
#include "harness/core/manifest.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_file.h"

static void check_path(const char *path)
{
    assert(path[0] != '\0' && path[0] != '/');
    assert(strcmp(path, "..") != 0 && strncmp(path, "../", 3) != 0);
    assert(!strstr(path, "/../") && !strstr(path, "//"));
}

static void check_entry(const struct assay_manifest *manifest,
                        const struct assay_manifest_entry *entry)
{
    assert(assay_manifest_find(manifest, entry->name) == entry);
    assert(entry->version.len && entry->title.len && entry->licence.len);
    assert(entry->citation.len && entry->used_by.len && entry->line > 0);
    assert(entry->file_count > 0 || entry->address.len > 0);
    assert(entry->file_count <= ASSAY_MANIFEST_FILES);
    for (size_t i = 0; i < entry->file_count; i++) {
        check_path(entry->files[i].path);
        assert(entry->files[i].sha256.len == 0 || entry->files[i].sha256.len == 64);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct assay_arena arena = {0};
    struct assay_manifest manifest;
    struct assay_error err = {0};
    const enum assay_code code = assay_manifest_parse(
        (struct assay_str){(const char *)data, size}, "fuzz", &arena, &manifest, &err);

    if (code)
        fuzz_check_error(code, &err);
    for (size_t i = 0; !code && i < manifest.count; i++)
        check_entry(&manifest, &manifest.entries[i]);
    assay_arena_release(&arena);
    return 0;
}
