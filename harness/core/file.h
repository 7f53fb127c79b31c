/*
 * file.h - opening what a user names, without being held up or surprised by it.
 *
 * Reading a FIFO waits for a writer that may never come, and opening a device can do things:
 * only regular files (and links to them) are read.
 */
#ifndef ASSAY_CORE_FILE_H
#define ASSAY_CORE_FILE_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Opens a regular file for reading, close-on-exec.
 *
 * Errors: ASSAY_EDATA "path: is a directory, not a regular file"; ASSAY_EIO where it is not
 * there or may not be read.
 */
ASSAY_MUST_USE
enum assay_code assay_file_open(const char *path, int *fd, struct assay_error *err);

/*
 * Reads until n bytes are there or the file ends; got says how many. Interrupted reads go on.
 *
 * Errors: ASSAY_EIO "path: reason".
 */
ASSAY_MUST_USE
enum assay_code assay_file_read(int fd, const char *path, void *data, size_t n,
                                size_t *got, struct assay_error *err);

/* True if path names something, of any type. */
bool assay_file_exists(const char *path);

#endif
