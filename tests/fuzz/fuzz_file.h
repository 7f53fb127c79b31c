/* fuzz_file.h - what targets share that read files: a file with the bytes, and what an error is. */
#ifndef ASSAY_TESTS_FUZZ_FILE_H
#define ASSAY_TESTS_FUZZ_FILE_H

#include "harness/core/error.h"
#include "harness/core/str.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    FUZZ_PATH = 512
};

/* Writes bytes to a new file under TMPDIR or /tmp; false where the system refuses. */
static inline bool fuzz_file_make(struct assay_str bytes, char path[FUZZ_PATH])
{
    const char *dir = getenv("TMPDIR");
    bool whole;
    int fd;

    (void)snprintf(path, FUZZ_PATH, "%s/assay-fuzz-XXXXXX", dir ? dir : "/tmp");
    fd = mkstemp(path);
    if (fd < 0)
        return false;
    whole = write(fd, bytes.ptr, bytes.len) == (ssize_t)bytes.len;
    (void)close(fd);
    if (!whole)
        (void)unlink(path);
    return whole;
}

/* What DuckDB would read: its bugs are not looked for here, and it may not be there. */
static inline bool fuzz_is_parquet(const uint8_t *data, size_t size)
{
    return size >= 4 && memcmp(data, "PAR1", 4) == 0;
}

static inline void fuzz_file_remove(const char *path)
{
    (void)unlink(path);
}

/* Foreign bytes give data errors, of one line. */
static inline void fuzz_check_error(enum assay_code code, const struct assay_error *err)
{
    assert(code == ASSAY_EDATA && err->code == code);
    assert(err->text[0] != '\0' && !strchr(err->text, '\n'));
}

#endif
