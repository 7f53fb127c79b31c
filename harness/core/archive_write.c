#include "harness/core/archive_write.h"

#include "harness/core/memory.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

enum {
    MODE = 0644 /* of members */
};

struct assay_archive_writer {
    struct archive *zip;
    struct assay_buf *out;
};

static enum assay_code refuse(const struct assay_archive_writer *writer,
                              struct assay_error *err)
{
    const char *why = archive_error_string(writer->zip);

    return assay_fail(err, ASSAY_EIO, "writing a zip archive: %s",
                      why ? why : "libarchive says no more");
}

static la_ssize_t append(struct archive *zip, void *self, const void *bytes, size_t n)
{
    struct assay_archive_writer *writer = self;

    (void)zip;
    assay_buf_add(writer->out, (struct assay_str){bytes, n});
    return (la_ssize_t)n;
}

enum assay_code assay_archive_zip(struct assay_buf *out, bool packed,
                                  struct assay_archive_writer **writer,
                                  struct assay_error *err)
{
    struct assay_archive_writer *made = assay_memory_new(1, sizeof(*made));

    *writer = made;
    *made = (struct assay_archive_writer){archive_write_new(), out};
    if (!made->zip)
        return assay_fail(err, ASSAY_EIO, "writing a zip archive: out of memory");
    if (archive_write_set_format_zip(made->zip) != ARCHIVE_OK ||
        (packed ? archive_write_zip_set_compression_deflate(made->zip)
                : archive_write_zip_set_compression_store(made->zip)) != ARCHIVE_OK ||
        archive_write_set_bytes_per_block(made->zip, 0) != ARCHIVE_OK ||
        archive_write_open(made->zip, made, NULL, append, NULL) != ARCHIVE_OK)
        return refuse(made, err);
    return ASSAY_OK;
}

enum assay_code assay_archive_add(struct assay_archive_writer *writer, const char *name,
                                  struct assay_str bytes, struct assay_error *err)
{
    struct archive_entry *entry = archive_entry_new();
    enum assay_code code = ASSAY_OK;

    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, MODE);
    archive_entry_set_size(entry, (la_int64_t)bytes.len);
    if (archive_write_header(writer->zip, entry) != ARCHIVE_OK ||
        archive_write_data(writer->zip, bytes.ptr, bytes.len) != (la_ssize_t)bytes.len)
        code = refuse(writer, err);
    archive_entry_free(entry);
    return code;
}

enum assay_code assay_archive_finish(struct assay_archive_writer *writer,
                                     enum assay_code so_far, struct assay_error *err)
{
    enum assay_code code = so_far;

    if (!writer)
        return code;
    if (writer->zip && archive_write_close(writer->zip) != ARCHIVE_OK && !code)
        code = refuse(writer, err);
    archive_write_free(writer->zip);
    free(writer);
    return code;
}
