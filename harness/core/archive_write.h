/* archive_write.h - zip archives, made in memory. */
#ifndef ASSAY_CORE_ARCHIVE_WRITE_H
#define ASSAY_CORE_ARCHIVE_WRITE_H

#include "harness/core/attr.h"
#include "harness/core/buf.h"
#include "harness/core/error.h"

#include <stdbool.h>

struct assay_archive_writer;

/*
 * Begins an archive whose bytes are appended to out, all of them once it is closed. The same members
 * give the same bytes: none has a time.
 *
 *   packed  members are deflated; else they are stored as they are
 *
 * Errors: ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_archive_zip(struct assay_buf *out, bool packed,
                                  struct assay_archive_writer **writer,
                                  struct assay_error *err);

/* Adds a member called name, which nobody else is. Errors: ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_archive_add(struct assay_archive_writer *writer, const char *name,
                                  struct assay_str bytes, struct assay_error *err);

/* Ends it and frees the writer, which may be NULL. An error of before, so_far, is handed on with err as it
   is. Errors: also ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_archive_finish(struct assay_archive_writer *writer,
                                     enum assay_code so_far, struct assay_error *err);

#endif
