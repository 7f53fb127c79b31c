#include "harness/core/archive.h"

#include "harness/core/file.h"
#include "harness/core/intake.h"
#include "harness/core/memory.h"

#include <archive.h>
#include <archive_entry.h>
#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = 1 << 18 /* bytes handed out at a time, where expanded */
};

struct assay_archive {
    char *path;         /* of the stored file */
    const char *member; /* behind the "::" that path was cut at, or NULL */
    const char *name;   /* as addressed, for messages */
    char *address;

    struct assay_intake *intake;
    struct assay_str first; /* block that was read to see what the file is */
    bool pending;           /* it was not handed out yet */

    bool all;                    /* every member is read, one after the other */
    struct archive_entry *entry; /* with all: the first one, until it is gone to */

    struct archive *reader; /* NULL: a plain file */
    char *block;            /* (BLOCK,) */
    uint64_t expanded;
    bool ended;
    struct assay_error intake_error; /* of the read callback; code OK: none */
};

/* What the first bytes say. */
enum packing {
    PACKING_NONE,
    PACKING_KNOWN,
    PACKING_UNKNOWN, /* compressed, by something that is not read here */
};

static enum packing packing_of(struct assay_str first)
{
    static const struct {
        const char *magic;
        size_t at;
        enum packing packing;
    } table[] = {
        {"\x1F\x8B", 0, PACKING_KNOWN},             /* gzip, RFC 1952 */
        {"\xFD\x37zXZ", 0, PACKING_KNOWN},          /* xz */
        {"\x28\xB5\x2F\xFD", 0, PACKING_KNOWN},     /* zstd, RFC 8878 */
        {"BZh", 0, PACKING_KNOWN},                  /* bzip2 */
        {"PK\x03\x04", 0, PACKING_KNOWN},           /* zip */
        {"PK\x05\x06", 0, PACKING_KNOWN},           /* zip without members */
        {"ustar", 257, PACKING_KNOWN},              /* tar, POSIX.1-1988 */
        {"7z\xBC\xAF\x27\x1C", 0, PACKING_UNKNOWN}, /* 7-Zip */
        {"\x04\x22\x4D\x18", 0, PACKING_UNKNOWN},   /* lz4 */
        {"\x1F\x9D", 0, PACKING_UNKNOWN},           /* compress */
        {"LZIP", 0, PACKING_UNKNOWN},               /* lzip */
        {"Rar!", 0, PACKING_UNKNOWN},               /* rar */
        {"\x89LZO", 0, PACKING_UNKNOWN},            /* lzop */
        {"ARROW1", 0, PACKING_UNKNOWN},             /* Arrow */
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        const struct assay_str magic = assay_str_of(table[i].magic);

        if (first.len >= table[i].at + magic.len &&
            memcmp(first.ptr + table[i].at, magic.ptr, magic.len) == 0)
            return table[i].packing;
    }
    return PACKING_NONE;
}

static enum assay_code refused(const struct assay_archive *archive,
                               struct assay_error *err)
{
    const char *why = archive_error_string(archive->reader);

    if (archive->intake_error.code) {
        *err = archive->intake_error;
        return err->code;
    }
    return assay_fail(err, ASSAY_EDATA, "%s: damaged or cut short (%s)", archive->name,
                      why ? why : "no reason given");
}

/* The read callback of libarchive. */
static la_ssize_t feed(struct archive *reader, void *context, const void **data)
{
    struct assay_archive *archive = context;
    struct assay_str block = archive->first;

    if (!archive->pending &&
        assay_intake_next(archive->intake, &block, &archive->intake_error)) {
        archive_set_error(reader, EIO, "%s", archive->intake_error.text);
        return ARCHIVE_FATAL;
    }
    archive->pending = false;
    *data = block.ptr;
    return (la_ssize_t)block.len;
}

/* Expands up to BLOCK bytes of the member at hand into block; 0 at its end. */
static enum assay_code expand(struct assay_archive *archive, size_t *got,
                              struct assay_error *err)
{
    const la_ssize_t n = archive_read_data(archive->reader, archive->block, BLOCK);
    uint64_t stored;

    *got = 0;
    if (n < 0)
        return refused(archive, err);
    archive->expanded += (uint64_t)n;
    stored = (uint64_t)archive_filter_bytes(archive->reader, -1);
    if (archive->expanded > ASSAY_ARCHIVE_EXPANDED_MAX)
        return assay_fail(err, ASSAY_EDATA, "%s: expands to more than %" PRIu64 " bytes",
                          archive->name, ASSAY_ARCHIVE_EXPANDED_MAX);
    if (archive->expanded > ASSAY_ARCHIVE_RATIO_FROM &&
        archive->expanded / ASSAY_ARCHIVE_RATIO_MAX > stored)
        return assay_fail(err, ASSAY_EDATA,
                          "%s: expands to more than %" PRIu64 " times its size",
                          archive->name, ASSAY_ARCHIVE_RATIO_MAX);
    *got = (size_t)n;
    return ASSAY_OK;
}

static struct assay_str without_dots(const char *name)
{
    struct assay_str text = assay_str_of(name);

    while (assay_str_starts(text, ASSAY_STR("./")))
        text = (struct assay_str){text.ptr + 2, text.len - 2};
    return text;
}

/* Empty where the archive gives none. */
static struct assay_str name_of(struct archive_entry *entry)
{
    const char *name = archive_entry_pathname_utf8(entry);

    if (!name)
        name = archive_entry_pathname(entry);
    return without_dots(name ? name : "");
}

static bool is_member(struct archive_entry *entry, const char *member)
{
    const struct assay_str name = name_of(entry);

    return name.len > 0 && assay_str_equal(name, without_dots(member));
}

static enum assay_code next_entry(struct assay_archive *archive,
                                  struct archive_entry **entry, struct assay_error *err)
{
    const int status = archive_read_next_header(archive->reader, entry);

    if (status == ARCHIVE_EOF)
        *entry = NULL;
    else if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
        return refused(archive, err);
    return ASSAY_OK;
}

/* Goes to the member. What lies before it is expanded here and not inside libarchive, so that
   the limits hold for it too. */
static enum assay_code find_member(struct assay_archive *archive,
                                   struct archive_entry *entry, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    while (!code && entry && !is_member(entry, archive->member)) {
        size_t got = 1;

        while (!code && got > 0)
            code = expand(archive, &got, err);
        if (!code)
            code = next_entry(archive, &entry, err);
    }
    if (code)
        return code;
    if (!entry)
        return assay_fail(err, ASSAY_EDATA, "%s: holds no member \"%s\"", archive->path,
                          archive->member);
    if (archive_entry_symlink(entry) || archive_entry_hardlink(entry))
        return assay_fail(err, ASSAY_EDATA, "%s: is a link; links are not followed",
                          archive->name);
    if (archive_entry_filetype(entry) != AE_IFREG)
        return assay_fail(err, ASSAY_EDATA, "%s: is not a regular file", archive->name);
    return ASSAY_OK;
}

/* Sets libarchive up for what is read here, and for nothing else. */
static enum assay_code start_reader(struct assay_archive *archive,
                                    struct assay_error *err)
{
    struct archive *reader = archive_read_new();

    archive->reader = reader;
    archive->block = assay_memory_resize(NULL, BLOCK, 1);
    if (!reader || archive_read_support_filter_gzip(reader) != ARCHIVE_OK ||
        archive_read_support_filter_xz(reader) != ARCHIVE_OK ||
        archive_read_support_filter_bzip2(reader) != ARCHIVE_OK ||
        archive_read_support_filter_zstd(reader) != ARCHIVE_OK ||
        archive_read_support_format_tar(reader) != ARCHIVE_OK ||
        archive_read_support_format_zip_streamable(reader) != ARCHIVE_OK ||
        archive_read_support_format_raw(reader) != ARCHIVE_OK ||
        archive_read_support_format_empty(reader) != ARCHIVE_OK)
        return assay_fail(err, ASSAY_EIO, "%s: this libarchive lacks a format",
                          archive->path);
    if (archive_read_open(reader, archive, NULL, feed, NULL) != ARCHIVE_OK)
        return refused(archive, err);
    return ASSAY_OK;
}

static enum assay_code open_packed(struct assay_archive *archive, struct assay_error *err)
{
    struct archive_entry *entry;
    enum assay_code code;
    bool raw;

    code = start_reader(archive, err);
    if (!code)
        code = next_entry(archive, &entry, err);
    if (code)
        return code;
    raw = archive_format(archive->reader) == ARCHIVE_FORMAT_RAW ||
          archive_format(archive->reader) == ARCHIVE_FORMAT_EMPTY;
    if (raw && (archive->member || archive->all))
        return assay_fail(err, ASSAY_EDATA,
                          "%s: is no tar or zip archive, so it has no members",
                          archive->path);
    if (raw || archive->all) {
        archive->ended = archive->all || entry == NULL;
        archive->entry = entry;
        return ASSAY_OK;
    }
    if (!archive->member)
        return assay_fail(err, ASSAY_EDATA,
                          "%s: is an archive; name a member as %s::MEMBER", archive->path,
                          archive->path);
    return find_member(archive, entry, err);
}

/* A member is addressed from inside the archive: no way up, no way to the root. */
static bool addressable(const char *member)
{
    const struct assay_str text = without_dots(member);
    const char *part = text.ptr;

    if (text.len == 0 || text.ptr[0] == '/')
        return false;
    while (part) {
        if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || part[2] == '\0'))
            return false;
        part = strchr(part, '/');
        part = part ? part + 1 : NULL;
    }
    return true;
}

/* Cuts "bundle::member", unless that is the name of a file or all members are wanted. */
static struct assay_archive *addressed(const char *path, bool all)
{
    struct assay_archive *archive = assay_memory_new(1, sizeof(*archive));
    char *cut;

    archive->address = assay_memory_copy(path);
    archive->path = assay_memory_copy(path);
    archive->name = archive->address;
    archive->all = all;
    if (all)
        return archive;
    cut = strstr(archive->path, "::");
    if (!cut || cut == archive->path || assay_file_exists(path))
        return archive;
    *cut = '\0';
    archive->member = cut + 2;
    return archive;
}

static enum assay_code open_addressed(struct assay_archive *archive,
                                      struct assay_error *err)
{
    enum assay_code code;
    enum packing packing;

    if (archive->member && !addressable(archive->member))
        return assay_fail(err, ASSAY_EUSAGE,
                          "%s: a member is addressed without \"..\" and from the top",
                          archive->name);
    code = assay_intake_open(archive->path, &archive->intake, err);
    if (!code)
        code = assay_intake_next(archive->intake, &archive->first, err);
    if (code)
        return code;
    archive->pending = true;
    packing = packing_of(archive->first);
    if (packing == PACKING_UNKNOWN)
        return assay_fail(err, ASSAY_EDATA,
                          "%s: packed in a way that is not read here (gzip, xz, zstd, "
                          "bzip2, tar and zip are)",
                          archive->path);
    if (packing == PACKING_NONE && !archive->member && !archive->all)
        return ASSAY_OK;
    return open_packed(archive, err);
}

static enum assay_code open_at(const char *path, bool all, struct assay_archive **out,
                               struct assay_error *err)
{
    struct assay_archive *archive = addressed(path, all);
    const enum assay_code code = open_addressed(archive, err);

    if (code) {
        assay_archive_close(archive);
        return code;
    }
    *out = archive;
    return ASSAY_OK;
}

enum assay_code assay_archive_open(const char *path, struct assay_archive **out,
                                   struct assay_error *err)
{
    return open_at(path, false, out, err);
}

enum assay_code assay_archive_open_all(const char *path, struct assay_archive **out,
                                       struct assay_error *err)
{
    return open_at(path, true, out, err);
}

/* Expands what is left of the member at hand, so that the limits hold for it too. */
static enum assay_code pass_over(struct assay_archive *archive, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;
    size_t got = 1;

    while (!code && !archive->ended) {
        code = expand(archive, &got, err);
        archive->ended = code || got == 0;
    }
    return code;
}

/* Messages name the member from here on. */
static void name_member(struct assay_archive *archive, struct assay_str name)
{
    const size_t path = strlen(archive->path);
    char *at = assay_memory_resize(archive->address, path + name.len + 3, 1);

    archive->address = at;
    archive->name = at;
    memcpy(at, archive->path, path);
    memcpy(at + path, "::", 2);
    memcpy(at + path + 2, name.ptr, name.len);
    at[path + 2 + name.len] = '\0';
}

enum assay_code assay_archive_member(struct assay_archive *archive,
                                     struct assay_str *name, struct assay_error *err)
{
    struct archive_entry *entry = archive->entry;
    bool regular;

    assert(archive->all);
    archive->entry = NULL;
    do {
        enum assay_code code = pass_over(archive, err);

        *name = (struct assay_str){"", 0};
        if (!code && !entry)
            code = next_entry(archive, &entry, err);
        if (code || !entry)
            return code;
        regular =
            archive_entry_filetype(entry) == AE_IFREG && !archive_entry_hardlink(entry);
        *name = name_of(entry);
        name_member(archive, *name);
        archive->ended = false;
        entry = NULL;
    } while (!regular || name->len == 0);
    return ASSAY_OK;
}

enum assay_code assay_archive_next(struct assay_archive *archive, struct assay_str *out,
                                   struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (!archive->reader && archive->pending) {
        archive->pending = false;
        *out = archive->first;
        return ASSAY_OK;
    }
    if (!archive->reader)
        return assay_intake_next(archive->intake, out, err);
    *out = (struct assay_str){"", 0};
    if (archive->ended)
        return ASSAY_OK;
    out->ptr = archive->block;
    code = expand(archive, &out->len, err);
    archive->ended = code || out->len == 0;
    return code;
}

bool assay_archive_is_plain(const struct assay_archive *archive)
{
    return !archive->reader;
}

enum assay_code assay_archive_digest(struct assay_archive *archive,
                                     char out[ASSAY_DIGEST_HEX], struct assay_error *err)
{
    archive->ended = true; /* blocks that libarchive holds go away */
    return assay_intake_digest(archive->intake, out, err);
}

void assay_archive_forgo_digest(struct assay_archive *archive)
{
    assay_intake_forgo_digest(archive->intake);
}

void assay_archive_close(struct assay_archive *archive)
{
    if (!archive)
        return;
    if (archive->reader)
        (void)archive_read_free(archive->reader);
    assay_intake_close(archive->intake);
    free(archive->block);
    free(archive->address);
    free(archive->path);
    free(archive);
}
