/*
 * fuzz_tfevents.c - any bytes as an event file, and as the data of one record: numbers under tags, or refused.
 */
#include "harness/core/records.h"
#include "harness/core/tfevents.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_file.h"

/* Without a checksum in the way. */
static void read_event(struct assay_str data)
{
    struct assay_arena arena = {0};
    struct assay_tfevent event;
    const char *why = assay_tfevents_event(data, &arena, &event);

    assert(!why || why[0] != '\0');
    assert(why || event.count <= ASSAY_TFEVENTS_VALUES_MAX);
    for (size_t i = 0; !why && i < event.count; i++) {
        const struct assay_str tag = event.value[i].tag;

        assert(tag.len == 0 ||
               (tag.ptr >= data.ptr && tag.ptr + tag.len <= data.ptr + data.len));
        assert(assay_str_is_utf8(tag));
    }
    assay_arena_release(&arena);
}

static void read_file(const char *path)
{
    struct assay_records *records = NULL;
    struct assay_arena arena = {0};
    struct assay_error err = {0};
    const struct assay_node *record = NULL;
    const struct assay_records_setting setting = {
        .path = path, .layout = ASSAY_LAYOUT_TFEVENTS, .words = true};
    enum assay_code code = assay_records_open(&setting, &records, &err);

    while (!code) {
        assay_arena_reset(&arena);
        code = assay_records_next(records, &arena, &record, &err);
        if (code || !record)
            break;
        assert(assay_node_is(assay_node_get(record, "step"), ASSAY_NODE_INT));
        assert(assay_node_count(record) > 2 && !assay_node_repeated(record));
    }
    if (code)
        fuzz_check_error(code, &err);
    assay_records_close(records);
    assay_arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct assay_str bytes = {(const char *)data, size};
    char path[FUZZ_PATH];

    read_event(bytes);
    if (!fuzz_file_make(bytes, path))
        return 0;
    read_file(path);
    fuzz_file_remove(path);
    return 0;
}
