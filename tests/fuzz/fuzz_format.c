/*
 * fuzz_format.c - any bytes as a file of another tool: refused in one line, or records of the shape
 * that replay reads.
 *
 * The first byte says which format; with its highest bit a metric is named. Zip archives (Inspect)
 * are among them; as check sums keep a fuzzer out of their members, with the next bit the bytes are
 * put into one here: each part up to a NUL is a sample, and every third has the same name again.
 */
#include "harness/core/format.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_file.h"

#include <archive.h>
#include <archive_entry.h>
#include <math.h>

enum {
    FORMAT_BITS = 0x3F,
    METRIC = 0x80,
    ZIPPED = 0x40,
    NAMES = 3,          /* of samples */
    OVERHEAD = 1 << 20, /* bytes that a zip may have beside its members' */
    PARTS_MAX = 256
};

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
    if (!format->is && !format->folder)
        return; /* records as they stand */
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

static void add_sample(struct archive *zip, struct assay_str text, unsigned number)
{
    struct archive_entry *entry = archive_entry_new();
    char name[64];

    (void)snprintf(name, sizeof(name), "samples/%u_epoch_1.json", number % NAMES);
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_size(entry, (la_int64_t)text.len);
    assert(archive_write_header(zip, entry) == ARCHIVE_OK);
    assert(archive_write_data(zip, text.ptr, text.len) == (la_ssize_t)text.len);
    archive_entry_free(entry);
}

/* The parts of bytes as samples of a log; to be freed. */
static char *packed(struct assay_str bytes, size_t *size)
{
    const size_t room = bytes.len + OVERHEAD;
    struct archive *zip = archive_write_new();
    char *out = malloc(room);

    assert(out && archive_write_set_format_zip(zip) == ARCHIVE_OK);
    assert(archive_write_open_memory(zip, out, room, size) == ARCHIVE_OK);
    for (unsigned i = 0; bytes.len > 0 && i < PARTS_MAX; i++) {
        const char *end = memchr(bytes.ptr, '\0', bytes.len);
        const size_t n = end ? (size_t)(end - bytes.ptr) : bytes.len;
        const size_t next = n + (end != NULL);

        add_sample(zip, (struct assay_str){bytes.ptr, n}, i);
        bytes = (struct assay_str){bytes.ptr + next, bytes.len - next};
    }
    assert(archive_write_close(zip) == ARCHIVE_OK);
    assert(archive_write_free(zip) == ARCHIVE_OK);
    return out;
}

/* Writes the file that the bytes behind the first one are; false where the system refuses. */
static bool make_file(const uint8_t *data, size_t size, char path[FUZZ_PATH])
{
    const struct assay_str bytes = {(const char *)data + 1, size - 1};
    char *zip;
    size_t n = 0;
    bool made;

    if (!(data[0] & ZIPPED))
        return fuzz_file_make(bytes, path);
    zip = packed(bytes, &n);
    made = fuzz_file_make((struct assay_str){zip, n}, path);
    free(zip);
    return made;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[FUZZ_PATH];
    struct assay_records_setting setting = {.path = path};
    const struct assay_format *detected;
    struct assay_error err;
    size_t n = 0;

    if (size == 0 || fuzz_is_parquet(data + 1, size - 1) || !make_file(data, size, path))
        return 0;
    while (assay_format_at(n))
        n++;
    assert(n > 0);
    setting.format = assay_format_at((data[0] & FORMAT_BITS) % n);
    setting.metric = data[0] & METRIC ? "s.a" : NULL;
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
