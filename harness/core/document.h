/*
 * document.h - small files, read and written whole.
 *
 * Data sets stream through records.h instead.
 */
#ifndef ASSAY_CORE_DOCUMENT_H
#define ASSAY_CORE_DOCUMENT_H

#include "harness/core/attr.h"
#include "harness/core/buf.h"
#include "harness/core/error.h"

/*
 * Appends a regular file to out.
 *
 *   limit  most bytes accepted
 *
 * Errors: as assay_file_open and assay_file_read; ASSAY_EDATA if it is larger than limit.
 */
ASSAY_MUST_USE
enum assay_code assay_document_read(const char *path, size_t limit, struct assay_buf *out,
                                    struct assay_error *err);

/*
 * Writes a file through a temporary one beside it, fsync and rename: after a crash path holds
 * the old text or the new one, whole. What is no file (a device, a named pipe), /dev/stdout and
 * /dev/fd/N are written to as they stand. Errors: ASSAY_EIO "path: reason", and path is as it was.
 */
ASSAY_MUST_USE
enum assay_code assay_document_save(const char *path, struct assay_str text,
                                    struct assay_error *err);

#endif
