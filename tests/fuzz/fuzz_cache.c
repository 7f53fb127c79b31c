/* fuzz_cache.c - any bytes as a segment of the cache: records that hold, or none. */
#include "harness/run/cache_record.h"
#include "tests/fuzz/fuzz.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum {
    ROOM = 64
};

/* What was read is written as the bytes that it was read from. */
static void check_back(const struct assay_record *record,
                       const struct assay_answer *answers, struct assay_str bytes)
{
    struct assay_buf text = {0};

    assay_record_write(&record->content, answers, record->count, &text);
    assert(text.len == record->bytes && memcmp(text.data, bytes.ptr, text.len) == 0);
    assay_buf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct assay_str rest = {(const char *)data, size};
    struct assay_answer answers[ROOM];
    struct assay_record record;

    while (assay_record_read(rest, &record, answers, ROOM)) {
        assert(record.bytes > 0 && record.bytes <= rest.len && record.count > 0);
        assert(record.bytes == assay_record_length(rest));
        if (record.count <= ROOM)
            check_back(&record, answers, rest);
        rest = (struct assay_str){rest.ptr + record.bytes, rest.len - record.bytes};
    }
    return 0;
}
