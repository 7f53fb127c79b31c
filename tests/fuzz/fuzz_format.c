/*
 * fuzz_format.c - any bytes as a file of another tool: refused in one line, or records of the shape
 * that replay reads.
 *
 * The first byte says which format; with its highest bit a metric is named. Zip archives (Inspect)
 * are among them.
 */
#include "harness/core/format.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_file.h"

#include <math.h>

/* Values stand in one list, or one field each, and their states say which are not there. */
static void check_states(const struct assay_node *record, const char *key)
{
    const struct assay_node *values = assay_node_get(record, key);
    const struct assay_node *states = assay_node_get(record, "states");
    enum assay_state state;
    double number;

    for (size_t i = 0; i < assay_node_count(states); i++) {
        assert(assay_state_parse(assay_node_text(assay_node_at(states, i)), &state));
        if (!values)
            continue;
        assert(assay_node_count(values) == states->as.list.count);
        assert((state == ASSAY_STATE_SCORED) !=
               assay_node_is(assay_node_at(values, i), ASSAY_NODE_NULL));
    }
    for (size_t i = 0; i < assay_node_count(values); i++)
        if (assay_node_number(assay_node_at(values, i), &number))
            assert(isfinite(number));
}

static void check_record(const struct assay_format *format,
                         const struct assay_node *record)
{
    assert(assay_node_is(record, ASSAY_NODE_MAP));
    assert(!assay_node_repeated(record));
    assert(assay_node_get(record, format->totals ? "model" : "id"));
    if (format->totals)
        return;
    check_states(record, "scores");
    check_states(record, "verdicts");
    check_states(record, "preferences");
}

static void read_all(const struct assay_records_setting *setting)
{
    struct assay_arena arena = {0};
    const struct assay_node *record = NULL;
    struct assay_records *records;
    struct assay_error err = {0};
    enum assay_code code = assay_records_open(setting, &records, &err);

    if (code) {
        fuzz_check_error(code, &err);
        return;
    }
    do {
        code = assay_records_next(records, &arena, &record, &err);
        if (!code && record)
            check_record(setting->format, record);
        assay_arena_reset(&arena);
    } while (!code && record);
    if (code)
        fuzz_check_error(code, &err);
    assay_records_close(records);
    assay_arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[FUZZ_PATH];
    struct assay_records_setting setting = {.path = path};
    const struct assay_format *detected;
    struct assay_error err;
    size_t n = 0;

    if (size == 0 ||
        !fuzz_file_make((struct assay_str){(const char *)data + 1, size - 1}, path))
        return 0;
    while (assay_format_at(n))
        n++;
    assert(n > 0);
    setting.format = assay_format_at((data[0] & 0x7F) % n);
    setting.metric = data[0] & 0x80 ? "s.a" : NULL;
    assert(assay_format_detect(path, &detected, &err) == ASSAY_OK);
    if (setting.format->read)
        read_all(&setting);
    if (detected && detected->read) {
        setting.format = detected;
        read_all(&setting);
    }
    fuzz_file_remove(path);
    return 0;
}
