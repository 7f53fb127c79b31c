/* packed.h - archives made for tests, with whatever a hostile one may hold. */
#ifndef ASSAY_TESTS_UNIT_PACKED_H
#define ASSAY_TESTS_UNIT_PACKED_H

#include <stddef.h>

enum packed_type {
    PACKED_FILE,
    PACKED_BLANKS, /* len spaces, made on the way; data is not read */
    PACKED_SYMLINK,
    PACKED_HARDLINK, /* data is the target of a link */
    PACKED_FOLDER
};

struct packed_entry {
    const char *name;
    const char *data;
    size_t len; /* 0: strlen(data) */
    enum packed_type type;
};

/* Codes of libarchive: ARCHIVE_FILTER_*, ARCHIVE_FORMAT_* (RAW: one entry, its bytes only). */
void packed_write(const char *path, int format, int filter,
                  const struct packed_entry *entries, size_t n);

#endif
