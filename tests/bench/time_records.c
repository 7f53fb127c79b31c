/*
 * time_records.c - how long the parts of reading a data file take, in seconds.
 *
 *     time_records FILE
 *
 * Prints one line a part: `hash` (read and hashed, nothing else), `lines` (that, and cut into
 * lines), `records` (that, and parsed: what a run does), with the digest of each.
 */
#include "harness/core/archive.h"
#include "harness/core/records.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static double now(void)
{
    struct timespec at;

    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec * 1e-9;
}

static enum assay_code time_bytes(const char *path, bool lines, size_t *count, char *hex,
                                  struct assay_error *err)
{
    struct assay_archive *archive;
    struct assay_str block = {0};
    enum assay_code code;

    code = assay_archive_open(path, &archive, err);
    if (code)
        return code;
    do {
        code = assay_archive_next(archive, &block, err);
        for (const char *at = block.ptr, *end = at + block.len; lines && at < end; at++) {
            at = memchr(at, '\n', (size_t)(end - at));
            if (!at)
                break;
            (*count)++;
        }
    } while (!code && block.len > 0);
    if (!code)
        code = assay_archive_digest(archive, hex, err);
    assay_archive_close(archive);
    return code;
}

static enum assay_code time_records(const char *path, size_t *count, char *hex,
                                    struct assay_error *err)
{
    const struct assay_records_setting setting = {.path = path};
    struct assay_arena arena = {0};
    const struct assay_node *record;
    struct assay_records *records;
    enum assay_code code;

    code = assay_records_open(&setting, &records, err);
    if (code)
        return code;
    do {
        code = assay_records_next(records, &arena, &record, err);
        assay_arena_reset(&arena);
    } while (!code && record);
    *count = assay_records_count(records);
    if (!code)
        code = assay_records_digest(records, hex, err);
    assay_records_close(records);
    assay_arena_release(&arena);
    return code;
}

int main(int argc, char **argv)
{
    static const char *const parts[] = {"hash", "lines", "records"};

    if (argc != 2) {
        (void)fputs("usage: time_records FILE\n", stderr);
        return 2;
    }
    for (size_t i = 0; i < 3; i++) {
        char hex[ASSAY_DIGEST_HEX] = "";
        struct assay_error err = {0};
        const double start = now();
        size_t count = 0;
        const enum assay_code code = i < 2
                                         ? time_bytes(argv[1], i == 1, &count, hex, &err)
                                         : time_records(argv[1], &count, hex, &err);

        if (code) {
            (void)fprintf(stderr, "%s\n", err.text);
            return assay_exit_status(code);
        }
        (void)printf("%-8s %7.3f s  %zu  %s\n", parts[i], now() - start, count, hex);
    }
    return 0;
}
