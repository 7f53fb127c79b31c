#include "tests/unit/packed.h"

#include <archive.h>
#include <archive_entry.h>
#include <check.h>
#include <stdbool.h>
#include <string.h>

static void write_blanks(struct archive *writer, size_t n)
{
    char blanks[1 << 14];

    memset(blanks, ' ', sizeof(blanks));
    while (n > 0) {
        const size_t some = n < sizeof(blanks) ? n : sizeof(blanks);

        ck_assert_int_eq(archive_write_data(writer, blanks, some), (la_ssize_t)some);
        n -= some;
    }
}

static void write_entry(struct archive *writer, const struct packed_entry *from)
{
    struct archive_entry *entry = archive_entry_new();
    const bool regular = from->type == PACKED_FILE || from->type == PACKED_BLANKS;
    const size_t len = from->len || !from->data ? from->len : strlen(from->data);

    archive_entry_set_pathname(entry, from->name);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_filetype(entry, from->type == PACKED_SYMLINK  ? AE_IFLNK
                                      : from->type == PACKED_FOLDER ? AE_IFDIR
                                                                    : AE_IFREG);
    if (from->type == PACKED_SYMLINK)
        archive_entry_set_symlink(entry, from->data);
    if (from->type == PACKED_HARDLINK)
        archive_entry_set_hardlink(entry, from->data);
    archive_entry_set_size(entry, regular ? (la_int64_t)len : 0);
    ck_assert_msg(archive_write_header(writer, entry) == ARCHIVE_OK, "%s",
                  archive_error_string(writer));
    if (from->type == PACKED_FILE)
        ck_assert_int_eq(archive_write_data(writer, from->data, len), (la_ssize_t)len);
    if (from->type == PACKED_BLANKS)
        write_blanks(writer, len);
    archive_entry_free(entry);
}

void packed_write(const char *path, int format, int filter,
                  const struct packed_entry *entries, size_t n)
{
    struct archive *writer = archive_write_new();

    ck_assert_int_eq(archive_write_add_filter(writer, filter), ARCHIVE_OK);
    ck_assert_int_eq(archive_write_set_format(writer, format), ARCHIVE_OK);
    ck_assert_int_eq(archive_write_set_bytes_in_last_block(writer, 1), ARCHIVE_OK);
    ck_assert_int_eq(archive_write_open_filename(writer, path), ARCHIVE_OK);
    for (size_t i = 0; i < n; i++)
        write_entry(writer, &entries[i]);
    ck_assert_int_eq(archive_write_close(writer), ARCHIVE_OK);
    ck_assert_int_eq(archive_write_free(writer), ARCHIVE_OK);
}
